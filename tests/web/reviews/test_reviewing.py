"""The review form is blind; what is saved keeps its versions, stands apart from the engine's, and rules only in writing."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from heard.web.conversations.models import Conversation, Gold, Moment, Record
from heard.web.organisation.access import Role
from heard.web.organisation.actions import log
from heard.web.organisation.models import AuditEntry, StandardVersion
from heard.web.reviews import actions
from heard.web.reviews.models import JudgedCriterion, QueueItem, Review
from tests.web.cast import MISSED, Cast, put
from tests.web.reviews.hands import filled, judge

As = Callable[[Role | None], Client]


@pytest.fixture
def conversation(cast: Cast) -> Conversation:
    """One in which a death was answered with a question for the account number."""
    (row,) = put(cast.organisation, [MISSED])
    return row


def page(conversation: Conversation) -> str:
    return reverse("reviews:review", args=[conversation.pk])


def engines_words(analysis: dict[str, Any]) -> set[str]:
    """Every sentence that the engine says about the conversation."""
    said = {m["why"] for m in analysis["moments"]} | {m["would_change"] for m in analysis["moments"]}
    said |= {mark["why"] for mark in analysis["marks"]} | {s["text"] for s in analysis["suggestions"]}
    return said | {f["why"] for turn in analysis["turns"] for f in turn["findings"]}


def test_before_it_is_saved_no_word_and_no_mark_of_the_engine_is_in_the_page(
    conversation: Conversation, as_: As
) -> None:
    html = as_(Role.REVIEWER).get(page(conversation)).content.decode()

    assert "My father died on Monday" in html
    words = engines_words(conversation.record.analysis)
    assert words
    assert not [said for said in words if said in html]
    assert "<mark" not in html
    assert "bereavement" not in html
    assert "checked" not in html.replace('value="no" id="', "").split('name="c-')[1]  # no criterion is answered yet


def test_the_page_is_the_same_whatever_the_engine_found(conversation: Conversation, as_: As) -> None:
    def shown() -> str:
        html = as_(Role.REVIEWER).get(page(conversation)).content.decode()
        return html.split("<main")[1].split("</main>")[0].replace(csrf(html), "")

    before = shown()
    record = Record.objects.get(conversation=conversation)
    record.analysis = {**record.analysis, "moments": [], "marks": [], "suggestions": [], "promises": []}
    record.analysis["turns"] = [
        {**turn, "findings": [], "feelings": [], "circumstances": [], "need": 0, "intensity": 0}
        for turn in record.analysis["turns"]
    ]
    record.save()
    Moment.objects.all().delete()
    Conversation.objects.update(met=9, needed=9, unsure=9, least_confidence=0.1)

    assert shown() == before


def csrf(html: str) -> str:
    return html.split('csrfmiddlewaretoken" value="')[1].split('"', maxsplit=1)[0]


def test_when_it_is_saved_both_views_stand_side_by_side_and_apart(conversation: Conversation, as_: As) -> None:
    before = list(Moment.objects.values())
    client = as_(Role.REVIEWER)

    posted = client.post(
        page(conversation),
        filled(conversation, n_0_need="yes", n_0_recognition="2", n_0_action="1", n_0_outcome="worse"),
    )
    html = client.get(posted["Location"]).content.decode()

    assert "You differ" in html
    assert any(said in html for said in engines_words(conversation.record.analysis))
    assert list(Moment.objects.values()) == before  # the person's judgement changed nothing of the engine's
    saved = Review.objects.get()
    assert (saved.blind, saved.newest, saved.version) == (True, True, 1)
    mark = JudgedCriterion.objects.get(criterion="recognised")
    assert (mark.result, mark.engine) == ("met", "missed")
    conversation.refresh_from_db()
    assert conversation.reviewed


def test_a_draft_is_kept_as_it_was_typed_and_shows_nobody_elses_view(conversation: Conversation, as_: As) -> None:
    client = as_(Role.REVIEWER)
    data = filled(conversation, {"recognised": "cant_say"}, n_0_note="Half a thought") | {"keep": "1"}
    del data["save"]

    client.post(page(conversation), data)
    html = client.get(page(conversation)).content.decode()

    assert "Half a thought" in html
    assert Review.objects.get().saved is None
    assert not JudgedCriterion.objects.exists()
    assert not [said for said in engines_words(conversation.record.analysis) if said in html]
    assert "Half a thought" not in as_(Role.MANAGER).get(page(conversation)).content.decode()


def test_a_draft_is_kept_while_one_types(conversation: Conversation, as_: As) -> None:
    kept = as_(Role.REVIEWER).post(
        page(conversation), {"n-0-note": "Half", "keep": "1"}, headers={"HX-Request": "true"}
    )

    assert "Your draft was kept at" in kept.content.decode()
    assert Review.objects.get().typed == {"n-0-note": "Half"}


def test_what_is_missing_is_said_beside_its_field_and_nothing_typed_is_lost(
    conversation: Conversation, as_: As
) -> None:
    data = filled(conversation, n_0_need="yes", n_0_note="They told of a death")
    del data["c-recognised-result"]

    html = as_(Role.REVIEWER).post(page(conversation), data).content.decode()

    assert "Choose one" in html
    assert "Say how far the reply recognised it" in html
    assert "They told of a death" in html
    assert not Review.objects.exists()


def test_an_edit_is_a_new_version_which_is_not_blind_and_the_first_stays(conversation: Conversation, as_: As) -> None:
    client = as_(Role.REVIEWER)
    client.post(page(conversation), filled(conversation))
    client.post(page(conversation), filled(conversation, {"recognised": "missed"}))

    first, second = Review.objects.order_by("version")
    assert (first.blind, first.newest) == (True, False)
    assert (second.blind, second.newest, second.version) == (False, True, 2)
    assert first.criteria.get(criterion="recognised").result == "met"
    html = client.get(page(conversation) + "?version=1").content.decode()
    assert "Version 2" in html


def test_whoever_opened_the_conversations_page_before_reviews_but_not_blindly(
    cast: Cast, conversation: Conversation, as_: As
) -> None:
    log(cast.organisation, cast[Role.REVIEWER], "saw conversation", f"conversation {conversation.pk}")
    client = as_(Role.REVIEWER)

    assert "not as a blind one" in client.get(page(conversation)).content.decode()
    client.post(page(conversation), filled(conversation))

    assert not Review.objects.get().blind


def test_it_is_judged_by_the_standard_of_the_conversations_day(cast: Cast, conversation: Conversation, as_: As) -> None:
    from importlib.resources import files

    text = (
        (files("heard.standards") / "builtin" / "rapport.toml")
        .read_text("utf-8")
        .replace('name = "rapport"', 'name = "house"')
    )
    StandardVersion.objects.create(organisation=cast.organisation, name="house", version=1, text=text)
    Conversation.objects.update(standard="house@1")

    html = as_(Role.REVIEWER).get(page(conversation)).content.decode()

    assert "house@1" in html


def test_where_the_standard_is_not_kept_the_page_says_so_and_what_to_do(conversation: Conversation, as_: As) -> None:
    Conversation.objects.update(standard="lost@3")

    answer = as_(Role.REVIEWER).get(page(conversation))

    assert answer.status_code == 409
    assert "lost@3" in answer.content.decode()


def test_a_ruling_needs_a_reason_and_changes_moment_score_and_nothing_of_the_record(
    cast: Cast, conversation: Conversation, as_: As
) -> None:
    record = Record.objects.get(conversation=conversation).analysis
    judge(cast[Role.REVIEWER], conversation, needs={0: (2, 1)})
    client = as_(Role.REVIEWER)
    place = reverse("reviews:rule", args=[conversation.pk, 0])
    said = {"counts": "yes", "recognition": "2", "action": "1"}

    assert "This field is required" in client.post(place, said).content.decode()
    client.post(place, said | {"reason": "The reply named the charge."})

    moment = Moment.objects.get(conversation=conversation, place=0)
    assert (moment.result, moment.recognition, moment.judged_by_person) == ("met", 2, True)
    assert moment.rulings.get().reason == "The reply named the charge."
    conversation.refresh_from_db()
    assert conversation.met == 1
    assert Record.objects.get(conversation=conversation).analysis == record
    assert "A person judged this" in client.get(page(conversation)).content.decode()


def test_nobody_rules_before_they_have_judged(conversation: Conversation, as_: As) -> None:
    assert as_(Role.REVIEWER).get(reverse("reviews:rule", args=[conversation.pk, 0])).status_code == 404


def test_a_contested_moment_is_decided_among_the_appeals(cast: Cast, conversation: Conversation, as_: As) -> None:
    judge(cast[Role.REVIEWER], conversation)
    Moment.objects.update(answer="contested")

    as_(Role.REVIEWER).post(
        reverse("reviews:rule", args=[conversation.pk, 0]), {"counts": "no", "reason": "There was none."}
    )

    assert Moment.objects.get(conversation=conversation, place=0).counts
    with pytest.raises(ValueError, match="appeals"):
        actions.rule_on(
            cast[Role.REVIEWER], Moment.objects.get(conversation=conversation, place=0), "no", {"counts": False}
        )


def test_a_judgement_goes_to_the_gold_set_only_when_the_reviewer_says_so_and_never_over_an_appeal(
    cast: Cast, conversation: Conversation
) -> None:
    judge(cast[Role.REVIEWER], conversation, needs={0: (1, 0)})
    assert not Gold.objects.exists()

    judge(cast[Role.REVIEWER], conversation, needs={0: (1, 0)}, for_gold=True)
    gold = Gold.objects.get(moment__place=0)
    assert (gold.need, gold.recognition, gold.action, gold.came_from) == (True, 1, 0, "review")

    Gold.objects.filter(pk=gold.pk).update(came_from="appeal", recognition=3)
    judge(cast[Role.MANAGER], conversation, needs={0: (0, 0)}, for_gold=True)
    assert Gold.objects.get(pk=gold.pk).recognition == 3


def test_a_saved_review_finishes_its_place_in_the_queue(cast: Cast, conversation: Conversation) -> None:
    item = actions.ask_for(cast[Role.MANAGER], conversation, "please")
    judge(cast[Role.REVIEWER], conversation)

    item.refresh_from_db()
    assert (item.state, item.taken_by) == ("done", cast[Role.REVIEWER])


def test_who_read_and_who_judged_stands_in_the_log_without_a_word_of_the_conversation(
    cast: Cast, conversation: Conversation, as_: As
) -> None:
    client = as_(Role.REVIEWER)
    client.get(page(conversation))
    client.post(page(conversation), filled(conversation, n_0_note="father"))
    client.get(page(conversation))

    entries = list(AuditEntry.objects.filter(person_id=cast[Role.REVIEWER].pk).values_list("did", flat=True))
    assert {"read conversation for review", "reviewed conversation", "compared review"} <= set(entries)
    assert "father" not in str(list(AuditEntry.objects.values()))


@pytest.mark.parametrize("role", [Role.AGENT, Role.ANALYST, Role.ADMIN])
def test_who_does_not_judge_gets_no_review(conversation: Conversation, as_: As, role: Role) -> None:
    assert as_(role).get(page(conversation)).status_code == 403


def test_a_lead_reviews_their_team_alone_and_nobody_their_own_or_what_is_the_agents_alone(cast: Cast, as_: As) -> None:
    (souths,) = put(cast.organisation, [MISSED], agent="Bo", key="south")
    (own,) = put(cast.organisation, [MISSED + "customer: Well?"], key="own")
    (alone,) = put(cast.organisation, [MISSED + "customer: Hello?"], key="alone", released=False)
    agent = cast[Role.AGENT]
    agent.memberships.create(role=Role.REVIEWER)

    assert as_(Role.LEAD).get(page(souths)).status_code == 404
    assert as_(Role.LEAD).get(page(own)).status_code == 200
    assert as_(Role.AGENT).get(page(own)).status_code == 404
    assert as_(Role.AGENT).get(page(souths)).status_code == 200
    assert as_(Role.MANAGER).get(page(alone)).status_code == 404


def test_a_manager_of_another_organisation_learns_nothing(cast: Cast, conversation: Conversation) -> None:
    client = Client()
    client.force_login(cast.stranger)
    item = actions.ask_for(cast[Role.MANAGER], conversation, "please")

    assert client.get(page(conversation)).status_code == 404
    assert client.post(reverse("reviews:take", args=[item.pk])).status_code == 404
    assert client.get(reverse("reviews:ask", args=[conversation.pk])).status_code == 404
    assert QueueItem.objects.get().state == "open"
