"""The page: everything it shows is escaped, counted and explained."""

import re
from base64 import b64encode
from hashlib import sha256
from html.parser import HTMLParser

import pytest

from heard.coaching import Suggestion
from heard.conversation import Conversation
from heard.moments import Promise
from heard.report import gathering, write_report
from tests.builders import chat
from tests.report.told import analysis, moment, overview, words

HOSTILE = '</script><img src=x onerror="alert(1)"><!-- {{ 7*7 }} & \'"`'
WEDDING = chat(
    "customer: My suit came in brown and the wedding is on Saturday.",
    "agent: Brown, two days before your daughter's wedding: I'm sending the green one tonight.",
    "customer: Thank you, that helps.",
)


def page_of(path, *analyses, title="March", rejected=0):
    write_report(path, iter(analyses), overview(analyses, rejected=rejected), title=title)
    return path.read_text("utf-8")


def met(id="met"):
    conversation = Conversation(id, WEDDING.turns, "chat")
    return analysis(
        conversation,
        moment(
            words(conversation, 0, "the wedding is on Saturday", "occasion", "circumstance"),
            words(conversation, 1, "two days before your daughter's wedding", "acknowledge", "move"),
            need=("frustration", "occasion"),
        ),
        suggestions=[Suggestion("keep", 0, 1, "You named the wedding first: keep that.", "", "everyday")],
    )


def missed(id="missed", cause="agent"):
    conversation = chat("customer: Third call this week about <b>this</b>.", "agent: Order number?", id=id)
    return analysis(
        conversation,
        moment(words(conversation, 0, "Third call", "effort", "circumstance"), recognition=0, action=1, cause=cause),
        promises=[Promise(1, "I", "call you", None, 0, 5, "I'll call you.")],
    )


class Tags(HTMLParser):
    """The elements of a page, and those left open."""

    VOID = ("meta", "br", "input", "link", "img", "hr")

    def __init__(self, page):
        super().__init__()
        self.open, self.seen, self.ids, self.targets = [], set(), [], []
        self.feed(page)

    def handle_starttag(self, tag, attributes):
        values = dict(attributes)
        self.seen.add(tag)
        self.seen.update(f"@{name}" for name in values)
        if "id" in values:
            self.ids.append(values["id"])
        if (values.get("href") or "").startswith("#"):
            self.targets.append(values["href"][1:])
        if tag not in self.VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag, attributes):
        self.handle_starttag(tag, attributes)
        if tag not in self.VOID:
            self.open.pop()

    def handle_endtag(self, tag):
        assert self.open.pop() == tag


def test_text_from_conversations_is_never_markup(tmp_path):
    conversation = chat(f"customer: {HOSTILE}", f"agent: {HOSTILE}", f"customer: {HOSTILE}", id=HOSTILE)
    hostile = analysis(
        conversation,
        moment(words(conversation, 0, "onerror", "effort", "circumstance"), recognition=0),
        suggestions=[Suggestion("try", 0, 1, HOSTILE, HOSTILE, "everyday")],
        promises=[Promise(1, HOSTILE, HOSTILE, None, 0, 5, HOSTILE)],
    )
    page = page_of(tmp_path / "r.html", hostile, title=HOSTILE)

    assert "<img" not in page
    assert "<!-- {{" not in page
    assert page.count("</script>") == 1
    assert "49" not in page.partition("<body>")[2].partition("<script>")[0]


def test_a_page_is_well_formed_and_every_link_inside_it_leads_somewhere(tmp_path):
    tags = Tags(page_of(tmp_path / "r.html", met(), missed()))

    assert tags.open == []
    assert len(tags.ids) == len(set(tags.ids))
    assert set(tags.targets) <= set(tags.ids)


def test_a_page_fetches_nothing(tmp_path):
    page = page_of(tmp_path / "r.html", met(), missed())
    tags = Tags(page)

    assert not tags.seen & {"link", "img", "iframe", "@src", "@style", "@onclick"}
    assert not re.search(r"https?://(?!www\.w3\.org/2000/svg)", page)


def test_the_policy_lets_in_only_the_pages_own_style_and_script(tmp_path):
    page = page_of(tmp_path / "r.html", met())
    policy = re.search(r'Content-Security-Policy" content="([^"]+)"', page)[1].replace("&#39;", "'")

    assert policy.startswith("default-src 'none';")
    assert "unsafe" not in policy
    for name in ("style", "script"):
        inside = re.search(rf"<{name}>(.*?)</{name}>", page, re.DOTALL)[1]
        assert f"{name}-src 'sha256-{b64encode(sha256(inside.encode()).digest()).decode()}'" in policy


def test_no_character_in_a_conversation_steers_the_page(tmp_path):
    hostile = Conversation.chat("customer: I'm furious\x1b[2J \u202ethird call\u2069 / agent: One\x07 moment.")
    page = page_of(tmp_path / "r.html", analysis(hostile))

    assert not set("\x1b\x07\u202e\u2069") & set(page)


def test_what_was_read_is_what_was_analysed_and_rejected(tmp_path):
    assert "Read: 5 conversations = 2 analysed + 3 rejected" in page_of(
        tmp_path / "r.html", met(), missed(), rejected=3
    )


def test_a_page_says_at_its_head_who_judged(tmp_path):
    opening = page_of(tmp_path / "r.html", met(), missed()).partition('id="well"')[0]

    assert "Judged by heard-engine/1, patterns alone, against everyday@1." in opening


def test_what_was_left_out_on_purpose_is_in_the_sum(tmp_path):
    told = overview([met()], rejected=1)
    told.left_out = 2
    write_report(tmp_path / "r.html", iter([met()]), told, title="March")

    assert "Read: 4 conversations = 1 analysed + 1 rejected" in (tmp_path / "r.html").read_text("utf-8")
    assert "+ 2 left out on purpose" in (tmp_path / "r.html").read_text("utf-8")


@pytest.mark.parametrize(
    ("analyses", "said"),
    [
        (1, "Customers needed to be heard once. They were, once."),
        (2, "heard 2 times. They were, 2 times."),
        (0, "They were not."),
    ],
)
def test_how_often_is_said_as_people_say_it(tmp_path, analyses, said):
    page = page_of(tmp_path / "r.html", *(met(f"met{i}") for i in range(analyses)), *([] if analyses else [missed()]))

    assert said in re.sub(r"<[^>]+>", "", page)


def test_a_share_is_said_with_its_interval(tmp_path):
    assert "1 of 2 (9–91 %)" in page_of(tmp_path / "r.html", met(), missed())


def test_what_went_well_comes_before_what_did_not(tmp_path):
    page = page_of(tmp_path / "r.html", met(), missed())

    assert page.index('<h2 id="well">') < page.index('<h2 id="where">') < page.index('<h2 id="learn">')


def test_the_words_that_count_are_marked_in_their_inks(tmp_path):
    page = page_of(tmp_path / "r.html", met())

    assert re.search(r'<mark class="need" data-note="[\w-]+">the wedding is on Saturday</mark>', page)
    assert re.search(
        r'<mark class="response" data-note="[\w-]+">two days before your daughter&#39;s wedding</mark>', page
    )


def test_a_moment_nobody_is_sure_of_is_for_a_person(tmp_path):
    conversation = chat("customer: It's fine I guess.", "agent: Good.")
    page = page_of(tmp_path / "r.html", analysis(conversation, moment(recognition=0, confidence=0.3)))

    assert "a person should read this" in page
    assert "No customer in these conversations showed a need" in page


def test_causes_that_are_not_the_agents_stand_apart_with_their_owner(tmp_path):
    page = page_of(tmp_path / "r.html", missed("a"), missed("b", "policy"))

    assert page.index("In the reply") < page.index("Around the reply") < page.index("whoever owns the policy")


def test_a_number_counts_what_its_link_opens(tmp_path):
    page = page_of(tmp_path / "r.html", met(), met("m2"), missed(), missed("m3", "bot"))
    listed = [set(told.split()) for told in re.findall(r'data-is="([^"]*)"', page)]
    links = re.findall(r'data-want="([^"]*)">(?:<svg.*?</svg><span>)?([\d,]+)(?: of ([\d,]+))?', page, re.DOTALL)

    assert len(links) > 10
    for want, number, of in links:
        whole = of and want.endswith("judged:yes") and want.startswith(("need:", "channel:", "judged:"))
        assert sum(set(want.split()) <= row for row in listed) == int(of if whole else number), want


def test_no_conversations_make_a_calm_page(tmp_path):
    page = page_of(tmp_path / "r.html")

    assert "No customer in these conversations showed a need" in page
    assert "None" not in page.partition("<body>")[2].partition("<script>")[0]


def test_a_large_archive_says_how_many_of_how_many_stand_in_the_page(tmp_path, monkeypatch):
    monkeypatch.setattr(gathering, "MOST_CONVERSATIONS", 5)
    monkeypatch.setattr(gathering, "MOST_MOMENTS", 7)
    page = page_of(tmp_path / "r.html", *(missed(f"m{n}") for n in range(30)))

    assert "10 of 30 conversations are whole in this file" in page  # the ten to read first are always there
    assert "7 of 30 moments are listed" in page
    assert len(re.findall(r'class="row"', page)) == 7


def test_two_conversations_may_carry_one_id(tmp_path):
    tags = Tags(page_of(tmp_path / "r.html", met("same"), missed("same"), analysis(chat("customer: Hi.", id="same"))))

    assert len(tags.ids) == len(set(tags.ids))
    assert set(tags.targets) <= set(tags.ids)
    assert {"best1", "learn1", "c3"} <= set(tags.ids)


def test_a_turn_of_millions_of_characters_does_not_swell_the_page(tmp_path):
    conversation = chat("customer: My father died. " + "blah " * 1_000_000, "agent: Noted.")
    evidence = words(conversation, 0, "My father died", "bereavement", "circumstance")

    assert len(page_of(tmp_path / "r.html", analysis(conversation, moment(evidence, recognition=0)))) < 150_000


@pytest.mark.parametrize("word", ["sentiment", "failure rate", "emotion detected", "compliance", "AI"])
def test_the_page_uses_none_of_the_words_we_do_not_use(tmp_path, word):
    body = page_of(tmp_path / "r.html", met(), missed()).partition("<body>")[2].partition("<script>")[0]

    assert not re.search(rf"\b{word}\b", body)


def test_the_page_does_not_shout(tmp_path):
    body = page_of(tmp_path / "r.html", met(), missed()).partition("<body>")[2].partition("<script>")[0]

    assert "!" not in re.sub(r"<[^>]+>", "", body)
