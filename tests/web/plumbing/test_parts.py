"""The parts that pages are put together from: what they say, what they never leave out, what the page's policy allows."""

import re
from datetime import UTC, datetime
from html import unescape
from pathlib import Path
from types import SimpleNamespace

import pytest
from django import forms
from django.template import Context, Template
from django.template.loader import get_template, render_to_string

import heard.web
from heard.analysis import analyse
from heard.demo import OPENING, archive

TEMPLATES = Path(heard.web.__file__).parent / "templates"
PARTS = sorted(str(file.relative_to(TEMPLATES)) for file in TEMPLATES.rglob("*.html"))


@pytest.fixture(scope="module")
def opening():
    """The analysis of the demo's first conversation, as it is stored."""
    return analyse(next(c for c in archive() if c.id == OPENING)).to_json()


def written(source, **context):
    """What a template's `source` writes."""
    return Template("{% load heard %}" + source).render(Context(context))


def words(html):
    """What a page says, without its tags."""
    return " ".join(re.sub(r"<[^>]+>", " ", html).replace("&nbsp;", " ").split())


def ruled(**changes):
    """A moment that a person judged."""
    row = {"place": 0, "recognition": 0, "action": 0, "result": "missed", "cause": "policy"}
    row |= {"counts": True, "judged_by_person": True}
    return SimpleNamespace(**(row | changes))


@pytest.mark.parametrize("name", PARTS)
def test_no_template_holds_what_the_policy_forbids(name):
    source = re.sub(r"{%.*?%}", "", (TEMPLATES / name).read_text("utf-8"))

    assert not re.search(r"\sstyle=|\son[a-z]+=|<style|javascript:", source)
    assert not re.search(r"<script(?![^>]*\s(?:src=|type=\"application/json\"))", source)
    assert not re.search(r"(?:src|href)=\"(?:https?:)?//", source)


@pytest.mark.parametrize("name", PARTS)
def test_every_template_can_be_read(name):
    get_template(name)


@pytest.mark.parametrize("name", ["400", "403", "403_csrf", "404", "413", "429", "500", "503"])
def test_an_error_page_needs_neither_request_nor_database(name):
    assert "To the first page" in words(render_to_string(f"errors/{name}.html"))


@pytest.mark.parametrize(
    ("level", "word"),
    [(-1, "denied"), (0, "nothing"), (1, "token"), (2, "specific"), (3, "deep"), (None, "nobody answered")],
)
def test_a_level_of_recognition_has_a_shape_of_its_own_and_its_word(level, word):
    html = written("{% recognition_glyph level %}", level=level)
    others = [
        written("{% recognition_glyph level %}", level=other) for other in (-1, 0, 1, 2, 3, None) if other != level
    ]

    assert words(html) == word
    assert html.split("</svg>")[0] not in [other.split("</svg>")[0] for other in others]


def test_what_heard_is_not_sure_of_is_for_a_person_whatever_the_engine_leaned_to():
    html = written("{% scales moment %}", moment=SimpleNamespace(result="unsure", recognition=2, action=1))

    assert words(html) == "a person should read this"
    assert "dotted" in html


def test_a_bare_shape_keeps_its_word_for_screen_readers():
    assert '<span class="unseen">token</span>' in written("{% recognition_glyph 1 bare=True %}")


def test_a_label_comes_with_its_meaning():
    assert 'title="a death, a funeral"' in written('{% label "bereavement" %}')


def test_what_is_an_agents_alone_says_until_when():
    html = written('{% badge "alone" until=until %}', until=datetime(2026, 3, 3, 14, tzinfo=UTC))

    assert words(html) == "Yours alone until 3 March 2026, 14:00"


def test_a_difference_that_may_be_noise_says_so():
    assert "may be noise" in written("{% interval_dot 3 8 before_met=2 before_needed=9 %}")
    assert "may be noise" not in written("{% interval_dot 300 400 before_met=200 before_needed=400 %}")


def test_every_turn_can_be_linked_to_and_every_moment_has_its_notes(opening):
    html = written("{% transcript analysis %}", analysis=opening)

    assert re.findall(r'id="turn-(\d+)"', html) == [str(n) for n in range(len(opening["turns"]))]
    for number in range(1, len(opening["moments"]) + 1):
        assert f'id="m{number}-need"' in html
        assert f'id="m{number}-response"' in html


def test_a_transcript_leaves_no_word_out(opening):
    html = written("{% transcript analysis plain=True %}", analysis=opening)

    assert html.count("<mark") == html.count('class="note') == 0
    assert all(" ".join(turn["text"].split()) in unescape(words(html)) for turn in opening["turns"])


def test_what_a_customer_typed_is_never_markup(opening):
    turn = {**opening["turns"][0], "text": "<script>alert(1)</script>"}

    assert "<script>" not in written(
        "{% transcript a plain=True %}", a={**opening, "turns": [turn, *opening["turns"][1:]]}
    )


def test_a_persons_judgement_stands_before_the_engines(opening):
    html = words(written("{% moment_card analysis 0 row=row %}", analysis=opening, row=ruled()))

    assert "nothing no step missed" in html
    assert "A person judged this" in html
    assert "Cause: a policy." in html
    assert "Heard is sure" not in html


def test_nobody_is_asked_to_keep_or_mend_what_was_no_need(opening):
    html = words(written("{% moment_card analysis 0 row=row %}", analysis=opening, row=ruled(counts=False)))

    assert "A person ruled that no need was shown" in html
    assert "Keep:" not in html
    assert "Try:" not in html


def test_a_judgement_says_why_how_sure_and_what_would_have_changed_it(opening):
    html = words(written("{% moment_card analysis 1 %}", analysis=opening))

    assert "Heard is" in html
    assert "What would have changed it:" in html
    assert "Cause:" in html
    assert "Try:" in html


def test_what_heard_is_not_sure_of_is_never_said_to_be_sure(opening):
    unsure = {**opening["moments"][1], "abstained": True, "confidence": 0.52}
    html = words(written("{% moment_card a 0 %}", a={**opening, "moments": [unsure], "suggestions": []}))

    assert "Heard is not sure (0.52): this counts on neither side until a person has read it." in html
    assert "fairly sure" not in html
    assert "Cause:" not in html


class Asked(forms.Form):
    name = forms.CharField(label="Name of the standard", help_text="Three words are enough.")
    role = forms.ChoiceField(choices=[("a", "Agent")], widget=forms.RadioSelect)
    why = forms.CharField(required=False, widget=forms.Textarea)


def test_a_form_names_what_is_wrong_links_to_it_and_keeps_what_was_typed():
    html = render_to_string(
        "parts/form.html", {"form": Asked({"why": "Because of May."}), "submit": "Save the standard"}
    )

    assert '<a href="#id_name">Name of the standard</a>' in html
    assert '<a href="#id_role_0">Role</a>' in html
    assert 'id="id_role_0"' in html
    assert "Because of May." in html


def test_hint_and_error_are_joined_to_their_field():
    html = render_to_string("parts/form.html", {"form": Asked({}), "submit": "Save"})
    joined = re.search(r'<input[^>]*name="name"[^>]*aria-describedby="([^"]+)"', html)[1].split()

    assert joined == ["id_name_helptext", "id_name_error"]
    assert all(f'id="{name}"' in html for name in joined)


def test_long_work_says_what_is_done_and_left_and_asks_again_only_while_it_runs():
    work = {"what": "november.jsonl is read", "done": 88, "total": 204, "seconds": 130}
    running, over = (render_to_string("parts/progress.html", {**work, "poll": poll}) for poll in ("/imports/1/", ""))

    assert "88 done, 116 left, about 2 minutes more." in words(running)
    assert 'hx-get="/imports/1/"' in running
    assert "hx-" not in over
