"""An agent answers a moment of their own: once, theirs to change until somebody has decided."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from heard.web.answers.actions import Asks, NotNow, give, withdraw
from heard.web.answers.models import Answer
from heard.web.organisation.access import Role
from heard.web.organisation.models import AuditEntry
from tests.web.answers.helpers import MET, WHY, appeal, decided, moment
from tests.web.cast import Cast

SignedIn = Callable[[Role | None], Client]
UNCHANGED = ("result", "recognition", "action", "cause", "counts", "judged_by_person")


def test_context_changes_no_score_and_asks_nobody(cast: Cast) -> None:
    before = moment(cast)

    answer = appeal(cast, before, "context")

    after = type(before).objects.get(pk=before.pk)
    assert [getattr(after, name) for name in UNCHANGED] == [getattr(before, name) for name in UNCHANGED]
    assert (after.answer, answer.state, answer.deadline) == ("context", "noted", None)


@pytest.mark.parametrize("kind", ["no_need", "not_mine", "contested"])
def test_an_appeal_has_a_deadline_and_changes_no_score_before_it_is_decided(cast: Cast, kind: str) -> None:
    before = moment(cast)

    answer = appeal(cast, before, kind)

    after = type(before).objects.get(pk=before.pk)
    assert [getattr(after, name) for name in UNCHANGED] == [getattr(before, name) for name in UNCHANGED]
    assert (after.answer, answer.state) == ("contested", "open")
    assert answer.deadline is not None
    assert abs(answer.deadline - timezone.now() - timedelta(days=7)) < timedelta(minutes=1)


def test_the_deadline_counts_from_when_the_moment_is_no_longer_the_agents_alone(cast: Cast) -> None:
    own = moment(cast, released=False)

    answer = appeal(cast, own)

    assert answer.deadline == own.released + timedelta(days=cast.organisation.appeal_days)


def test_a_moment_has_one_answer_and_what_it_said_before_is_kept(cast: Cast) -> None:
    own = moment(cast)
    first = appeal(cast, own, words="In a hurry.")

    second = appeal(cast, own, words="At leisure.")

    assert (second.pk, second.version, second.deadline) == (first.pk, 2, first.deadline)
    assert [e.words for e in second.earlier.all()] == ["In a hurry."]


def test_a_withdrawn_answer_asks_nobody_and_can_be_given_again(cast: Cast) -> None:
    own = moment(cast)
    answer = appeal(cast, own)

    withdraw(cast[Role.AGENT], answer)

    own.refresh_from_db()
    answer.refresh_from_db()
    assert (own.answer, answer.state, answer.deadline) == ("", "withdrawn", None)
    again = appeal(cast, own, "context", words="On second thought.")
    assert [(e.words, e.withdrawn) for e in again.earlier.all()] == [(WHY, True)]


def test_what_somebody_has_decided_is_neither_changed_nor_withdrawn(cast: Cast, as_: SignedIn) -> None:
    answer = appeal(cast)
    decided(answer, cast[Role.REVIEWER], "declined")

    with pytest.raises(NotNow):
        give(cast[Role.AGENT], answer.moment, Asks("context", "Later."))
    with pytest.raises(NotNow):
        withdraw(cast[Role.AGENT], answer)
    page = as_(Role.AGENT).get(f"/moments/{answer.moment_id}/answer")
    assert page.headers["location"] == f"/moments/appeals/{answer.pk}"


@pytest.mark.parametrize(
    ("said", "field"),
    [
        ({"kind": "contested", "words": WHY}, "recognition"),
        ({"kind": "contested", "words": WHY, "recognition": "0"}, "recognition"),  # as it is already
        ({"kind": "not_mine", "words": WHY}, "cause"),
        ({"kind": "not_mine", "words": WHY, "cause": "agent"}, "cause"),
        ({"kind": "context", "words": "  "}, "words"),
        ({"words": WHY}, "kind"),
    ],
)
def test_what_is_missing_is_said_at_its_field_and_what_was_typed_stays(
    cast: Cast, as_: SignedIn, said: dict[str, str], field: str
) -> None:
    own = moment(cast)

    page = as_(Role.AGENT).post(f"/moments/{own.pk}/answer", said)

    assert list(page.context["form"].errors) == [field]
    assert said["words"].strip() in page.content.decode()
    assert not Answer.objects.exists()


def test_only_what_belongs_to_the_kind_is_kept(cast: Cast, as_: SignedIn) -> None:
    own = moment(cast)
    said = {"kind": "contested", "words": WHY, "cause": "policy", "recognition": "2", "action": str(own.action)}

    as_(Role.AGENT).post(f"/moments/{own.pk}/answer", said)

    answer = Answer.objects.get()
    assert answer.asked == {"kind": "contested", "words": WHY, "cause": "", "recognition": 2, "action": None}


def test_a_met_moment_can_not_be_somebody_elses(cast: Cast, as_: SignedIn) -> None:
    page = as_(Role.AGENT).get(f"/moments/{moment(cast, MET).pk}/answer")

    assert [kind for kind, _ in page.context["form"].fields["kind"].choices] == ["context", "no_need", "contested"]


def test_the_log_says_that_a_moment_was_answered_and_not_in_which_words(cast: Cast) -> None:
    answer = appeal(cast)

    entry = AuditEntry.objects.get(did="answered moment")

    assert (entry.person_id, entry.thing) == (cast[Role.AGENT].pk, f"moment {answer.moment_id}")
    assert WHY not in str(entry.details)


def test_withdrawing_asks_first(cast: Cast, as_: SignedIn) -> None:
    answer = appeal(cast)
    address = f"/moments/answers/{answer.pk}/withdraw"

    assert as_(Role.AGENT).get(address).status_code == 200
    assert Answer.objects.get().state == "open"
    as_(Role.AGENT).post(address)

    assert Answer.objects.get().state == "withdrawn"


def test_what_the_agent_said_stands_beside_the_moment_for_everybody_who_may_see_it(
    cast: Cast, as_: Callable[[Role | None], Client]
) -> None:
    of = moment(cast)
    appeal(cast, of)
    address = f"/conversations/{of.conversation_id}/"

    seen = {role: as_(role).get(address).content.decode() for role in (Role.AGENT, Role.LEAD, Role.ANALYST)}

    assert all(WHY in page for page in seen.values())
    assert "Change your answer" in seen[Role.AGENT]
    assert "Leave kudos" in seen[Role.LEAD]
    assert "Leave kudos" not in seen[Role.ANALYST]
    assert "Make it an example" in seen[Role.LEAD]
    assert "Make it an example" not in seen[Role.AGENT]
