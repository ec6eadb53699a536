"""A person's judgement of a conversation: drafts, versions, and rulings on what the engine found."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from heard.moments import Bar
from heard.standards import Standard
from heard.web.conversations.actions import rule
from heard.web.conversations.models import Conversation, Gold, Moment, Ruling
from heard.web.organisation.actions import log
from heard.web.organisation.models import AuditEntry
from heard.web.people.models import Person
from heard.web.reviews.models import JudgedCriterion, JudgedNeed, Participant, QueueItem, Review
from heard.web.reviews.reading import engine_marks, engine_needs

__all__ = ["Judged", "JudgedNeedAs", "Marked", "held_back", "keep_draft", "rule_on", "save", "seen_before"]


@dataclass(frozen=True, slots=True)
class Marked:
    """What a reviewer says of one criterion."""

    criterion: str
    result: str  # one of heard.web.reviews.models.RESULTS
    turn: int | None = None  # whose words show it
    note: str = ""


@dataclass(frozen=True, slots=True)
class JudgedNeedAs:
    """What a reviewer sees in one stretch of the customer's turns."""

    turn: int  # the first
    need: bool
    recognition: int | None = None  # -1…3; None: nobody answered
    action: int | None = None
    outcome: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class Judged:
    """A whole judgement, ready to be saved."""

    criteria: Sequence[Marked]
    needs: Sequence[JudgedNeedAs]
    note: str = ""
    for_gold: bool = False  # the engine is to be measured against it
    typed: Mapping[str, Any] = field(default_factory=dict)  # the form, for a later edit


def held_back(person: Person, conversation: Conversation) -> Participant | None:
    """Where `person` still judges this conversation in a calibration: until they finish, they see nobody's view."""
    return (
        Participant.objects.filter(
            person=person, finished=None, calibration__closed=None, calibration__set__conversation=conversation
        )
        .select_related("calibration")
        .first()
    )


def keep_draft(person: Person, conversation: Conversation, typed: Mapping[str, Any]) -> Review:
    """Keeps what was typed so far as the draft of the next version."""
    draft = _draft(person, conversation)
    draft.typed = dict(typed)
    draft.save(update_fields=["typed"])
    return draft


@transaction.atomic
def save(person: Person, conversation: Conversation, standard: Standard, judged: Judged) -> Review:
    """Saves a judgement as the newest version, beside what the engine found on that day."""
    analysis = conversation.record.analysis
    review = _draft(person, conversation)
    review.blind = _is_blind(person, conversation, review)
    review.saved = timezone.now()
    review.newest = True
    review.name = person.name
    review.standard = standard.reference
    review.note = judged.note
    review.typed = dict(judged.typed)
    review.save()
    Review.objects.filter(conversation=conversation, by=person).exclude(pk=review.pk).update(newest=False)
    marks = engine_marks(analysis)
    JudgedCriterion.objects.bulk_create(
        JudgedCriterion(
            review=review,
            criterion=said.criterion,
            result=said.result,
            engine=marks[said.criterion]["result"] if said.criterion in marks else "",
            turn=said.turn,
            note=said.note,
        )
        for said in judged.criteria
    )
    moments = {moment.place: moment for moment in conversation.moments.all()}
    theirs = engine_needs(analysis)
    needs = [
        JudgedNeed(
            review=review,
            turn=said.turn,
            need=said.need,
            recognition=said.recognition if said.need else None,
            action=said.action if said.need else None,
            outcome=said.outcome if said.need else "",
            met=_met(said, standard.bar),
            note=said.note,
            moment=moments.get(theirs[said.turn].place) if said.turn in theirs else None,
        )
        for said in judged.needs
    ]
    JudgedNeed.objects.bulk_create(needs)
    if judged.for_gold:
        _to_gold(person, needs)
    Conversation.objects.filter(pk=conversation.pk).update(reviewed=True)
    QueueItem.objects.filter(conversation=conversation).exclude(state="done").update(
        state="done", taken_by=person, taken=review.saved
    )
    log(
        person.organisation,
        person,
        "reviewed conversation",
        f"conversation {conversation.pk}",
        version=review.version,
        blind=review.blind,
    )
    return review


def rule_on(person: Person, moment: Moment, reason: str, after: Mapping[str, Any]) -> Ruling | None:
    """What a reviewer decides about a moment after seeing both views. None: nothing would change.

    Raises ValueError for a moment that its agent has contested: an appeal is decided as an appeal.
    """
    if moment.answer == "contested":
        raise ValueError("the agent has contested this moment; it is decided among the appeals")
    changes = {name: value for name, value in after.items() if getattr(moment, name) != value}
    if not changes:
        return None
    ruling = rule(moment, person, reason, **changes)
    log(
        person.organisation,
        person,
        "ruled on moment",
        f"conversation {moment.conversation_id}, moment {moment.place}",
        changed=sorted(changes),
    )
    return ruling


def _draft(person: Person, conversation: Conversation) -> Review:
    """The open draft, else a new one after the newest version."""
    mine = Review.objects.filter(conversation=conversation, by=person).order_by("-version")
    newest = mine.first()
    if newest is not None and newest.saved is None:
        return newest
    return Review.objects.create(
        organisation=conversation.organisation,
        conversation=conversation,
        by=person,
        name=person.name,
        version=newest.version + 1 if newest else 1,
        standard=conversation.standard,
    )


def _is_blind(person: Person, conversation: Conversation, review: Review) -> bool:
    """False once the engine's view was before their eyes: on the conversation's page, or after an earlier version."""
    if seen_before(person, conversation):
        return False
    earlier = Review.objects.filter(conversation=conversation, by=person, saved__isnull=False).exclude(pk=review.pk)
    return held_back(person, conversation) is not None or not earlier.exists()


def seen_before(person: Person, conversation: Conversation) -> bool:
    """True when the engine's view was before `person`: on the conversation's own page, with an appeal, beside a review."""
    places = [f"moment {pk}" for pk in conversation.moments.values_list("pk", flat=True)]
    own_page = Q(did__in=("saw conversation", "compared review"), thing=f"conversation {conversation.pk}")
    sets = [f"calibration {pk}" for pk in conversation.calibrations.values_list("calibration", flat=True)]
    beside = Q(did="saw answer", thing__in=places) | Q(did="saw calibration", thing__in=sets)
    return AuditEntry.objects.filter(
        own_page | beside, organisation=person.organisation_id, person_id=person.pk
    ).exists()


def _met(said: JudgedNeedAs, bar: Bar) -> bool | None:
    if not said.need:
        return None
    if said.recognition is None or said.action is None:  # nobody answered
        return False
    return said.recognition >= bar.recognition and said.action >= bar.action


def _to_gold(person: Person, needs: Sequence[JudgedNeed]) -> None:
    """What was decided in an appeal or agreed in a calibration weighs more, and stays."""
    for said in needs:
        if said.moment is None or Gold.objects.filter(moment=said.moment).exclude(came_from="review").exists():
            continue
        Gold.objects.update_or_create(
            moment=said.moment,
            defaults={
                "need": said.need,
                "recognition": said.recognition,
                "action": said.action,
                "came_from": "review",
                "by": person,
            },
        )
