"""What is written about answers: given, changed, withdrawn, decided; and kudos."""

from __future__ import annotations

from copy import copy
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from heard.web.answers.access import may_decide
from heard.web.answers.models import APPEALS, Answer, Decision, EarlierWords, Kudos
from heard.web.answers.rulings import changes, columns_asked, columns_found
from heard.web.conversations.actions import rule
from heard.web.conversations.models import Conversation, Gold, Moment, Ruling
from heard.web.organisation.actions import log
from heard.web.people.models import Agent, Person

__all__ = ["Asks", "Found", "NotNow", "decide", "give", "mark_read", "take_back", "thank", "withdraw"]

SAYS = {"upheld": "upheld", "in_part": "upheld", "declined": "declined"}  # verdict → Moment.answer


class NotNow(Exception):
    """What was asked for can't be done as things stand; the message says why and what can be done instead."""


@dataclass(frozen=True, slots=True)
class Asks:
    """What an agent says about a moment; see Answer for the fields."""

    kind: str
    words: str
    cause: str = ""
    recognition: int | None = None
    action: int | None = None


@dataclass(frozen=True, slots=True)
class Found:
    """What a person found where an appeal is upheld in part; None and "": as it is."""

    recognition: int | None = None
    action: int | None = None
    cause: str = ""


@transaction.atomic
def give(person: Person, moment: Moment, asks: Asks) -> Answer:
    """Keeps what the agent says about a moment of their own, or changes what they said. Raises NotNow once decided."""
    if moment.agent_id not in person.agents:
        raise PermissionError("an answer is for the agent of the moment alone")
    moment = Moment.objects.select_for_update().select_related("organisation").get(pk=moment.pk)
    answer = Answer.objects.filter(moment=moment).first()
    if answer is None:
        answer = Answer(moment=moment, organisation=moment.organisation, version=0)
    elif answer.is_decided:
        raise NotNow(_("Somebody has decided about this moment meanwhile, so your answer can't be changed any more."))
    else:
        _keep_earlier(answer)
    was_open = answer.state == "open"
    now = timezone.now()
    answer.kind, answer.words, answer.cause = asks.kind, asks.words, asks.cause
    answer.recognition, answer.action = asks.recognition, asks.action
    answer.by, answer.agent_id, answer.team_id = person, moment.agent_id, moment.team_id
    answer.changed = now
    answer.version += 1
    if asks.kind in APPEALS:
        answer.state = "open"
        answer.deadline = answer.deadline if was_open else _deadline(moment, now)
    else:
        answer.state, answer.deadline = "noted", None
    answer.save()
    _say(moment, "contested" if asks.kind in APPEALS else "context")
    log(moment.organisation, person, "answered moment", f"moment {moment.pk}", kind=asks.kind)
    return answer


@transaction.atomic
def withdraw(person: Person, answer: Answer) -> None:
    """Takes an answer back; its words stay among the agent's earlier ones. Raises NotNow once decided."""
    if answer.moment.agent_id not in person.agents:
        raise PermissionError("an answer is withdrawn by the agent of the moment alone")
    answer = Answer.objects.select_for_update().select_related("moment", "organisation").get(pk=answer.pk)
    if answer.is_decided:
        raise NotNow(_("Somebody has decided about this moment meanwhile, so your answer can't be withdrawn any more."))
    _keep_earlier(answer, withdrawn=True)
    answer.state, answer.deadline, answer.changed = "withdrawn", None, timezone.now()
    answer.version += 1
    answer.save()
    _say(answer.moment, "")
    log(answer.organisation, person, "withdrew answer", f"moment {answer.moment_id}")


@transaction.atomic
def decide(
    person: Person, answer: Answer, verdict: str, reason: str, *, found: Found | None = None, version: int
) -> Decision:
    """A person's decision about an appeal. `found` is what holds where it is upheld in part; `version` is of the
    words that the person has read. Upheld, it changes the moment, the counts and the gold set.

    Raises NotNow where the words or the state changed meanwhile, or nothing would change by upholding.
    """
    answer = Answer.objects.select_for_update().select_related("moment__conversation", "organisation").get(pk=answer.pk)
    if not may_decide(person, answer):
        raise PermissionError("this person can't decide about this appeal")
    if answer.version != version:
        raise NotNow(_("This appeal changed while you were writing. Read it again below; your reason is kept."))
    if not reason.strip():
        raise ValueError("a decision gives its reason")
    moment = answer.moment
    columns = before = _before(answer)
    standing = copy(moment)  # as it would stand without earlier decisions on this appeal
    for name, value in before.items():
        setattr(standing, name, value)
    if verdict == "upheld":
        columns = {**before, **columns_asked(answer, standing)}
    elif verdict == "in_part":
        found = found or Found()
        asked = columns_found(standing, recognition=found.recognition, action=found.action, cause=found.cause)
        columns = {**before, **asked}
    columns = changes(moment, columns)
    if verdict != "declined" and not columns and not answer.is_decided:
        raise NotNow(_("The moment already stands like this, so there is nothing to uphold. Say what should change."))
    ruling = rule(moment, person, reason, **columns) if columns else None
    if verdict != "declined" or ruling is not None:
        _to_gold(moment, person)
    decision = Decision.objects.create(
        answer=answer, by=person, by_name=str(person), verdict=verdict, reason=reason, ruling=ruling
    )
    answer.state, answer.decided, answer.read = verdict, decision.at, False
    answer.version += 1
    answer.save(update_fields=["state", "decided", "read", "version"])
    _say(moment, SAYS[verdict])
    log(answer.organisation, person, "decided appeal", f"moment {moment.pk}", verdict=verdict)
    return decision


def mark_read(person: Person, answer: Answer) -> None:
    """Notes that the agent has opened the decision."""
    if not answer.read and answer.moment.agent_id in person.agents:
        Answer.objects.filter(pk=answer.pk).update(read=True)


def thank(
    person: Person,
    agent: Agent,
    words: str,
    *,
    conversation: Conversation | None = None,
    moment: Moment | None = None,
) -> Kudos:
    """Leaves kudos for an agent, who alone reads them."""
    if agent.pk in person.agents:
        raise ValueError("kudos are for somebody else")
    kudos = Kudos.objects.create(
        organisation=person.organisation,
        agent=agent,
        by=person,
        by_name=str(person),
        conversation=conversation,
        moment=moment,
        words=words,
    )
    log(person.organisation, person, "gave kudos", f"agent {agent.pk}")
    return kudos


def take_back(person: Person, kudos: Kudos) -> None:
    """Removes kudos that the person gave."""
    if kudos.by_id != person.pk:
        raise PermissionError("kudos are taken back by who gave them")
    log(kudos.organisation, person, "took kudos back", f"agent {kudos.agent_id}")
    kudos.delete()


def _deadline(moment: Moment, now: datetime) -> datetime:
    """From the moment on in which others may see it."""
    return max(now, moment.released) + timedelta(days=moment.organisation.appeal_days)


def _keep_earlier(answer: Answer, *, withdrawn: bool = False) -> None:
    if answer.state == "withdrawn":
        return  # kept when it was withdrawn
    EarlierWords.objects.create(answer=answer, written=answer.changed, withdrawn=withdrawn, **answer.asked)


def _say(moment: Moment, answered: str) -> None:
    Moment.objects.filter(pk=moment.pk).update(answer=answered)


def _before(answer: Answer) -> dict[str, Any]:
    """Columns that earlier decisions on this appeal changed, as they were before: a new decision begins there.

    What somebody else ruled since is left as it is.
    """
    before: dict[str, Any] = {}
    after: dict[str, Any] = {}
    for ruling in Ruling.objects.filter(pk__in=answer.decisions.values("ruling")).order_by("-at", "-id"):
        before |= ruling.before  # the oldest holds
        after = {**ruling.after, **after}  # the newest holds
    return {name: value for name, value in before.items() if getattr(answer.moment, name) == after[name]}


def _to_gold(moment: Moment, by: Person) -> None:
    moment.refresh_from_db()
    Gold.objects.update_or_create(
        moment=moment,
        defaults={
            "need": moment.counts,
            "recognition": moment.recognition if moment.counts else None,
            "action": moment.action if moment.counts else None,
            "came_from": "appeal",
            "by": by,
        },
    )
