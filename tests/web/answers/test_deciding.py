"""A person who has no part in it decides, in writing; what is upheld changes what counts."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client

from heard.standards import builtin
from heard.web.answers.access import may_decide
from heard.web.answers.actions import Found, NotNow, decide
from heard.web.answers.models import Answer
from heard.web.answers.queries import deciders
from heard.web.conversations.actions import rule
from heard.web.conversations.models import Changed, Gold, Moment, Ruling
from heard.web.organisation.access import Role
from heard.web.organisation.models import StandardVersion
from heard.web.people.models import Agent
from tests.web.answers.helpers import MET, WHY, appeal, decided, moment
from tests.web.cast import Cast, person, put

SignedIn = Callable[[Role | None], Client]


def now(answer: Answer) -> Moment:
    """The moment as it counts now."""
    return Moment.objects.select_related("conversation").get(pk=answer.moment_id)


def test_the_lead_of_the_team_a_reviewer_and_a_manager_decide_and_nobody_else(cast: Cast) -> None:
    answer = appeal(cast)
    elsewhere = person(cast.organisation, Role.LEAD, cast.south, email="south@brightwater.test")

    may = {role for role in Role if may_decide(cast[role], answer)}

    assert may == {Role.LEAD, Role.REVIEWER, Role.MANAGER}
    assert not may_decide(elsewhere, answer)
    assert not may_decide(cast.stranger, answer)
    assert {p.pk for p in deciders(answer)} == {cast[role].pk for role in may}


def test_who_answered_in_the_conversation_does_not_decide_about_it(cast: Cast) -> None:
    Agent.objects.create(organisation=cast.organisation, name="Lee", team=cast.north, person=cast[Role.LEAD])
    answer = appeal(cast)
    assert may_decide(cast[Role.LEAD], answer)

    talk = now(answer).conversation
    talk.agents.add(Agent.objects.get(name="Lee"))

    del cast[Role.LEAD].__dict__["agents"]  # read anew, as on the next request
    assert not may_decide(cast[Role.LEAD], answer)
    assert cast[Role.LEAD] not in deciders(answer)


def test_whose_judgement_is_contested_does_not_decide(cast: Cast) -> None:
    own = moment(cast)
    rule(own, cast[Role.REVIEWER], "As I read it.", recognition=-1)
    Gold.objects.create(moment=own, need=True, came_from="review", by=cast[Role.MANAGER])

    answer = appeal(cast, own)

    assert {role for role in Role if may_decide(cast[role], answer)} == {Role.LEAD}


def test_nobody_decides_while_the_moment_is_the_agents_alone(cast: Cast) -> None:
    answer = appeal(cast, moment(cast, released=False))

    assert not [role for role in Role if may_decide(cast[role], answer)]


def test_context_is_not_decided_about(cast: Cast) -> None:
    answer = appeal(cast, kind="context")

    assert not may_decide(cast[Role.REVIEWER], answer)


def test_upheld_no_need_does_not_count_any_more(cast: Cast) -> None:
    answer = appeal(cast, kind="no_need")
    needed = now(answer).conversation.needed
    Changed.objects.all().delete()

    decided(answer, cast[Role.LEAD])

    after = now(answer)
    assert (after.counts, after.answer, after.judged_by_person) == (False, "upheld", True)
    assert after.conversation.needed == needed - 1
    assert Changed.objects.get().day == after.began.date()
    gold = Gold.objects.get()
    assert (gold.need, gold.recognition, gold.came_from, gold.by) == (False, None, "appeal", cast[Role.LEAD])


def test_upheld_not_mine_has_the_cause_that_the_agent_named(cast: Cast) -> None:
    answer = appeal(cast, kind="not_mine")

    decided(answer, cast[Role.LEAD])

    after = now(answer)
    assert (after.cause, after.result, after.counts) == ("policy", "missed", True)


@pytest.mark.parametrize(
    ("asks", "stands"),
    [
        ({"recognition": 2}, ("met", 2, 1, "")),  # the bar is 2 and 1, and the action was 1
        ({"recognition": 1}, ("missed", 1, 1, "agent")),
        ({"recognition": 2, "action": 0}, ("missed", 2, 0, "agent")),
        ({"recognition": None, "action": 2}, ("missed", 0, 2, "agent")),
    ],
)
def test_upheld_scales_are_met_by_the_bar_of_the_standard(
    cast: Cast, asks: dict[str, int | None], stands: tuple[str, int, int, str]
) -> None:
    answer = appeal(cast, **asks)

    decided(answer, cast[Role.LEAD])

    after = now(answer)
    assert (after.result, after.recognition, after.action, after.cause) == stands
    assert after.conversation.met == (stands[0] == "met")


def test_the_bar_is_that_of_the_organisations_own_standard_on_that_day(cast: Cast) -> None:
    everyday = builtin()["everyday"]
    text = """name = "ours"\nversion = 3\ntitle = "Ours"\nmeaning = "Ours."\n[bar]\nrecognition = 3\naction = 1\n"""
    criterion = (
        '[[criteria]]\nid = "a"\ntitle = "A"\nmeaning = "A."\nevidence = "words"\nwhen = ["need"]\nrecognition = 2\n'
    )
    exemplar = "exemplar = '''customer: I'm worried sick.\nagent: You are worried, I see that. I have booked it.'''\n"
    counter = "counter_exemplar = '''customer: I'm worried sick.\nagent: Your number, please.'''\n"
    StandardVersion.objects.create(
        organisation=cast.organisation, name="ours", version=3, text=text + criterion + exemplar + counter
    )
    own = moment(cast)
    own.conversation.standard = "ours@3"
    own.conversation.save()
    assert everyday.bar.recognition == 2

    answer = appeal(cast, own, recognition=2)
    decided(answer, cast[Role.LEAD])

    assert now(answer).result == "missed"


def test_a_met_moment_that_is_upheld_to_be_less_is_missed_for_an_unclear_cause(cast: Cast) -> None:
    answer = appeal(cast, moment(cast, MET), recognition=1)

    decided(answer, cast[Role.LEAD])

    assert (now(answer).result, now(answer).cause, now(answer).conversation.met) == ("missed", "unclear", 0)


def test_upheld_in_part_becomes_what_the_person_found(cast: Cast) -> None:
    answer = appeal(cast, recognition=3)

    decide(cast[Role.LEAD], answer, "in_part", "Named, but no more.", found=Found(recognition=2), version=1)

    answer.refresh_from_db()
    assert (now(answer).recognition, now(answer).answer, answer.state) == (2, "upheld", "in_part")
    assert Gold.objects.get().recognition == 2


def test_declined_changes_nothing_but_what_the_moment_says_of_the_answer(cast: Cast) -> None:
    answer = appeal(cast)
    before = now(answer)

    decision = decided(answer, cast[Role.LEAD], "declined")

    after = now(answer)
    assert (after.result, after.recognition, after.judged_by_person) == (before.result, before.recognition, False)
    assert (after.answer, decision.ruling) == ("declined", None)
    assert not Ruling.objects.exists()
    assert not Gold.objects.exists()


def test_a_decision_needs_a_reason(cast: Cast, as_: SignedIn) -> None:
    answer = appeal(cast)

    page = as_(Role.LEAD).post(f"/moments/appeals/{answer.pk}", {"verdict": "upheld", "reason": " ", "version": 1})

    assert list(page.context["form"].errors) == ["reason"]
    with pytest.raises(ValueError, match="reason"):
        decide(cast[Role.LEAD], answer, "upheld", " ", version=1)
    assert not answer.decisions.exists()


def test_nobody_decides_on_words_they_have_not_read(cast: Cast, as_: SignedIn) -> None:
    answer = appeal(cast)
    appeal(cast, answer.moment, words="And there is more to it.")
    said = {"verdict": "declined", "reason": "It was not named.", "version": 1}

    page = as_(Role.LEAD).post(f"/moments/appeals/{answer.pk}", said)

    assert "changed while you were writing" in page.content.decode()
    assert "It was not named." in page.content.decode()
    assert "And there is more to it." in page.content.decode()
    assert not answer.decisions.exists()
    said["version"] = int(page.context["form"]["version"].value())
    as_(Role.LEAD).post(f"/moments/appeals/{answer.pk}", said)
    assert answer.decisions.get().verdict == "declined"


def test_a_second_decision_is_a_new_one_by_another_person_and_the_first_stays(cast: Cast) -> None:
    answer = appeal(cast)
    before = now(answer)
    decided(answer, cast[Role.LEAD], "upheld", "Named.")

    assert not may_decide(cast[Role.LEAD], answer)
    with pytest.raises(PermissionError):
        decided(answer, cast[Role.LEAD], "declined")
    decided(answer, cast[Role.REVIEWER], "declined", "It was somebody else's name.")

    after = now(answer)
    assert [(d.by, d.verdict) for d in answer.decisions.all()] == [
        (cast[Role.REVIEWER], "declined"),
        (cast[Role.LEAD], "upheld"),
    ]
    assert (after.result, after.recognition, after.cause) == (before.result, before.recognition, before.cause)
    assert (after.answer, after.conversation.met) == ("declined", 0)
    assert (Gold.objects.get().recognition, Gold.objects.get().by) == (before.recognition, cast[Role.REVIEWER])
    decided(answer, cast[Role.MANAGER], "upheld", "It was the right one.")
    assert now(answer).result == "met"


def test_a_decline_after_several_decisions_goes_back_to_how_it_stood_before_the_first(cast: Cast) -> None:
    answer = appeal(cast)
    before = now(answer)
    decided(answer, cast[Role.LEAD])
    decide(cast[Role.REVIEWER], answer, "in_part", "Named, no more.", found=Found(recognition=1, action=2), version=2)
    assert (now(answer).recognition, now(answer).action, now(answer).result) == (1, 2, "missed")

    decided(answer, cast[Role.MANAGER], "declined")

    after = now(answer)
    for name in ("recognition", "action", "result", "cause"):
        assert getattr(after, name) == getattr(before, name), name


def test_what_a_reviewer_ruled_since_is_not_taken_back_by_a_second_decision(cast: Cast) -> None:
    answer = appeal(cast)
    decided(answer, cast[Role.LEAD])
    rule(answer.moment, cast[Role.REVIEWER], "Deeply, even.", recognition=3)

    decided(answer, cast[Role.MANAGER], "declined")

    assert (now(answer).recognition, now(answer).result) == (3, "missed")


def test_upholding_what_stands_already_is_refused_with_what_to_do(cast: Cast) -> None:
    answer = appeal(cast)
    rule(answer.moment, cast[Role.REVIEWER], "Named.", recognition=2, result="met", cause="")

    with pytest.raises(NotNow, match="already stands like this"):
        decided(answer, cast[Role.LEAD])


def test_the_agent_reads_the_decision_its_reason_and_the_name_and_is_told_once(cast: Cast, as_: SignedIn) -> None:
    answer = appeal(cast)
    decided(answer, cast[Role.LEAD], "declined", "Nothing of theirs was named.")
    agent = as_(Role.AGENT)

    assert "decided since you last looked" in agent.get("/moments/").content.decode()
    page = agent.get(f"/moments/appeals/{answer.pk}").content.decode()

    assert "Nothing of theirs was named." in page
    assert str(cast[Role.LEAD]) in page
    assert "decided since you last looked" not in agent.get("/moments/").content.decode()


def test_others_read_what_was_said_before_only_from_when_they_could_see_it(cast: Cast, as_: SignedIn) -> None:
    own = moment(cast, released=False)
    appeal(cast, own, words="Said in anger.")
    answer = appeal(cast, own, words="Said again.")
    Moment.objects.filter(pk=own.pk).update(released=answer.changed)
    own.refresh_from_db()
    appeal(cast, own, words="Said for the third time.")

    lead = as_(Role.LEAD).get(f"/moments/appeals/{answer.pk}").content.decode()
    agent = as_(Role.AGENT).get(f"/moments/appeals/{answer.pk}").content.decode()

    assert "Said again." in lead
    assert "Said in anger." not in lead
    assert "Said in anger." in agent


def test_context_is_read_by_everyone_who_may_see_the_moment(cast: Cast, as_: SignedIn) -> None:
    answer = appeal(cast, kind="context")
    put(cast.organisation, [MET], agent="Bo", key="south")

    seen = {
        role: WHY in as_(role).get(f"/moments/appeals/{answer.pk}").content.decode()
        for role in Role
        if role is not Role.ADMIN
    }

    assert all(seen.values())
    assert as_(Role.ADMIN).get(f"/moments/appeals/{answer.pk}").status_code == 403


def test_a_withdrawn_appeal_is_read_by_the_agent_alone(cast: Cast, as_: SignedIn) -> None:
    answer = appeal(cast)
    as_(Role.AGENT).post(f"/moments/answers/{answer.pk}/withdraw")

    codes = {role: as_(role).get(f"/moments/appeals/{answer.pk}").status_code for role in Role}

    assert codes == {**dict.fromkeys(Role, 404), Role.AGENT: 200, Role.ADMIN: 403}
