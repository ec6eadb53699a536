"""The page of one conversation: what stands beside the words, for whom, and that it renders whatever it holds."""

from __future__ import annotations

import time
from collections.abc import Callable

import pytest
from django.test import Client

from heard.web.conversations.actions import rule
from heard.web.conversations.models import Conversation, Moment
from heard.web.conversations.reading import reading
from heard.web.organisation.access import Role
from heard.web.organisation.models import AuditEntry, CriterionAgreement
from tests.web.cast import MET, MISSED, Cast, analysis_of, put
from tests.web.conversations.talks import HOSTILE, put_many, put_one, spoken

As = Callable[[Role | None], Client]
LIST = "/conversations/"


def page(client: Client, talk: Conversation, more: str = "") -> str:
    answer = client.get(f"{LIST}{talk.pk}/{more}")
    assert answer.status_code == 200
    return answer.content.decode()


def test_the_page_shows_the_transcript_with_its_margin(cast: Cast, as_: As) -> None:
    missed, met = put(cast.organisation)

    text = page(as_(Role.MANAGER), missed)

    assert 'id="turn-0"' in text
    assert 'id="moment-0"' in text
    assert '<mark class="need"' in text
    assert "What would have changed it" in text
    assert "everyday@1" in text
    assert "heard-engine/" in text
    assert "Judge it yourself" in text or "reviews" not in text
    met_text = page(as_(Role.MANAGER), met)
    assert '<mark class="response"' in met_text
    assert "If somebody else takes over" in met_text
    assert "it will be with you today before 6 pm" in met_text


def test_every_view_is_noted(cast: Cast, as_: As) -> None:
    (talk,) = put(cast.organisation, [MET])

    page(as_(Role.MANAGER), talk)

    entry = AuditEntry.objects.get(did="saw conversation")
    assert (entry.thing, entry.person_id) == (f"conversation {talk.pk}", cast[Role.MANAGER].pk)


def test_before_release_only_the_agent_sees_it_and_is_told_until_when(cast: Cast, as_: As) -> None:
    (talk,) = put(cast.organisation, [MISSED], released=False)

    assert "Yours alone until" in page(as_(Role.AGENT), talk)
    for role in set(Role) - {Role.AGENT, Role.ADMIN}:
        for address in ("", "turns/0"):
            assert as_(role).get(f"{LIST}{talk.pk}/{address}").status_code == 404
        for address in (LIST, f"{LIST}export", f"{LIST}export?format=jsonl", f"{LIST}?q=father"):
            answer = as_(role).get(address)
            body = b"".join(answer) if answer.streaming else answer.content
            assert b"My father died" not in body
    assert as_(Role.ADMIN).get(LIST).status_code == 403


def test_the_agent_can_answer_and_others_can_not(cast: Cast, as_: As) -> None:
    (talk,) = put(cast.organisation, [MISSED])
    answer = f'href="/moments/{talk.moments.first().pk}/answer"'

    assert answer in page(as_(Role.AGENT), talk)
    assert answer not in page(as_(Role.MANAGER), talk)


def test_a_ruling_stands_with_its_reason_and_what_it_changed(cast: Cast, as_: As) -> None:
    (talk,) = put(cast.organisation, [MISSED])
    moment = talk.moments.filter(result="missed").first()
    assert moment is not None
    rule(moment, cast[Role.REVIEWER], "She had named the death on the phone.", result="met", recognition=2, cause="")

    text = page(as_(Role.MANAGER), talk)

    assert "She had named the death on the phone." in text
    assert "Reviewer Person" in text
    assert "missed became met" in text
    assert "A person judged this" in text


def test_criteria_that_people_do_not_agree_on_are_left_out_for_the_agent_and_said(cast: Cast, as_: As) -> None:
    (talk,) = put(cast.organisation, [MISSED])
    CriterionAgreement.objects.create(
        organisation=cast.organisation, standard="everyday", criterion="recognised", alpha=0.2, for_individuals=False
    )

    own = reading(cast[Role.AGENT], talk)
    others = reading(cast[Role.MANAGER], talk)

    assert "recognised" not in {m.criterion for m in own.marks}
    assert [m.criterion for m in own.left_out] == ["recognised"]
    assert not next(m for m in others.marks if m.criterion == "recognised").for_individuals
    assert "One criterion is left out" in page(as_(Role.AGENT), talk)
    assert "not for individuals" in page(as_(Role.MANAGER), talk)


def test_of_a_conversation_that_is_not_in_english_nothing_was_judged(cast: Cast, as_: As) -> None:
    german = analysis_of(
        "customer: Ich warte seit drei Wochen auf meine Lieferung und niemand antwortet mir.\n"
        "agent: Das tut mir leid, ich kümmere mich sofort darum und melde mich heute noch bei Ihnen."
    )
    talk = put_one(cast, **{**german, "id": "german"})

    text = page(as_(Role.MANAGER), talk)

    assert "not in English, so Heard judged nothing" in text
    assert "Against the standard" not in text
    assert "Not in English" in as_(Role.MANAGER).get(LIST).content.decode()


def test_no_html_of_a_conversation_is_ever_rendered(cast: Cast, as_: As) -> None:
    turns = [{**turn, "text": f"{turn['text']} {HOSTILE}", "name": HOSTILE[:60]} for turn in analysis_of(MET)["turns"]]
    talk = put_one(cast, turns, subject=HOSTILE)
    moment = talk.moments.first()
    assert moment is not None
    rule(moment, cast[Role.REVIEWER], HOSTILE, counts=True)
    put_one(cast, [{**turns[0], "text": f"{HOSTILE} first"}], id="no subject", subject=None, moments=[])
    client = as_(Role.MANAGER)

    for text in (
        page(client, talk),
        client.get(LIST).content.decode(),
        client.get(f"{LIST}?q=alert").content.decode(),
        client.get(f"{LIST}{talk.pk}/turns/0").content.decode(),
    ):
        assert "&lt;script&gt;" in text
        for raw in ("<script>alert", "<img", "<svg onload", "<svg on"):
            assert raw not in text


def test_a_name_of_a_view_or_a_search_is_text_too(cast: Cast, as_: As) -> None:
    client = as_(Role.MANAGER)
    client.post(f"{LIST}views/save", {"name": HOSTILE[:90], "query": "q=%3Cscript%3E"})

    text = client.get(f"{LIST}?q=%22%3E%3Cscript%3Ealert(1)%3C/script%3E").content.decode()

    assert "<script>alert" not in text


def test_characters_that_steer_or_can_not_be_sent_are_shown_as_marks(cast: Cast, as_: As) -> None:
    turns = spoken(2)
    turns[0]["text"] = "half \ud83d pair, \u202ereversed, zero \x00 end"
    talk = put_one(cast, turns, moments=[], suggestions=[], promises=[], marks=[], subject="s \ud83d \x00")

    for text in (page(as_(Role.MANAGER), talk), as_(Role.MANAGER).get(LIST).content.decode()):
        assert "\u202e" not in text
        assert "\x00" not in text


def test_a_conversation_of_a_thousand_turns_is_cut_and_shown_whole_when_asked(cast: Cast, as_: As) -> None:
    talk = put_one(cast, spoken(2_500), moments=[], suggestions=[], promises=[], marks=[])
    client = as_(Role.MANAGER)

    cut, whole = page(client, talk), page(client, talk, "?first=0")
    second, there = page(client, talk, "?first=1000"), page(client, talk, "?turn=1234")

    assert cut.count('class="permalink"') == 160
    assert "2340 turns without a moment are left out" in cut or "2,340 turns" in cut
    assert 'id="turn-2499"' in cut
    assert whole.count('class="permalink"') == 1_000
    assert "first=1000" in whole
    assert 'id="turn-1999"' in second
    assert "first=2000" in second
    assert 'id="turn-1234"' in there


def test_a_turn_of_ten_megabytes_is_cut_and_read_in_slices(cast: Cast, as_: As) -> None:
    long = "I am worried about this parcel. " * 330_000
    turns = [{**analysis_of(MET)["turns"][0], "text": long}, *analysis_of(MET)["turns"][1:]]
    talk = put_one(cast, turns)
    client = as_(Role.MANAGER)

    began = time.monotonic()
    text = page(client, talk)
    took = time.monotonic() - began
    slice_ = client.get(f"{LIST}{talk.pk}/turns/0?from=50000").content.decode()

    assert len(text) < 100_000
    assert took < 10  # seconds, on a machine that does other things; it is linear in the text
    assert "Turn 1 is long and cut above" in text
    assert len(slice_) < 70_000
    assert "from=100000" in slice_
    assert client.get(f"{LIST}{talk.pk}/turns/99").status_code == 302


@pytest.mark.parametrize(
    "query", ["first=-1", "first=x", "first=99999999999", "turn=٣", "turn=", "q=%00", "first=5000"]
)
def test_a_strange_address_shows_the_page_all_the_same(cast: Cast, as_: As, query: str) -> None:
    (talk,) = put(cast.organisation, [MET])

    page(as_(Role.MANAGER), talk, f"?{query}")


def test_previous_and_next_are_those_of_the_list_and_keep_its_filters(cast: Cast, as_: As) -> None:
    put_many(cast, 3)
    put(cast.organisation, [MET], key="met")
    oldest, middle, newest = Conversation.objects.filter(key__startswith="many").order_by("began")

    text = page(as_(Role.MANAGER), middle, "?result=missed")

    assert f'rel="prev" href="{LIST}{newest.pk}/?result=missed"' in text
    assert f'rel="next" href="{LIST}{oldest.pk}/?result=missed"' in text
    assert f'<a href="{LIST}?result=missed">Conversations</a>' in text
    assert 'rel="prev"' not in page(as_(Role.MANAGER), newest, "?result=missed")


def test_the_number_of_queries_does_not_grow_with_the_moments(
    cast: Cast, as_: As, django_assert_max_num_queries: Callable[..., object]
) -> None:
    (talk,) = put(cast.organisation, [MET])
    many = [{**analysis_of(MISSED)["moments"][0]} for _ in range(12)]
    grown = put_one(cast, **{**analysis_of(MISSED), "id": "grown", "moments": many, "suggestions": [], "subject": "x"})
    for row in grown.moments.all():
        rule(row, cast[Role.REVIEWER], "Read again.", counts=True)
    client = as_(Role.AGENT)
    page(client, talk)

    with django_assert_max_num_queries(24):
        assert page(client, grown).count('data-leads="m') >= 24


def test_who_may_see_nothing_else_sees_no_neighbours(cast: Cast, as_: As) -> None:
    (own,) = put(cast.organisation, [MISSED], agent="Ada", key="own")
    put(cast.organisation, [MET], agent="Bo", key="other")

    assert 'rel="next"' not in page(as_(Role.AGENT), own)
    assert 'rel="prev"' not in page(as_(Role.AGENT), own)
    assert Moment.objects.count() > 1
