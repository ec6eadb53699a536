"""Calibrations: begun, judged, closed, counted; and what their agreement means for a criterion."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django.db import transaction
from django.utils import timezone

from heard.web.conversations.models import Conversation
from heard.web.organisation.actions import log
from heard.web.organisation.models import CriterionAgreement
from heard.web.people.models import Person
from heard.web.reviews.agreement import RESAMPLES, agreement
from heard.web.reviews.agreement import Agreement as Found
from heard.web.reviews.models import Agreed, Calibration, CalibrationConversation, Participant, Review
from heard.web.reviews.said import judgements, said_in

__all__ = ["ENOUGH", "Unfinished", "agree_on", "begin", "close", "finish", "forget_agreed", "measure"]

ENOUGH = 10  # conversations that two or more judged; with fewer, nothing is switched off or on


class Unfinished(ValueError):
    """Somebody says they are done, and conversations are left; how many is its argument."""


@transaction.atomic
def begin(
    person: Person, title: str, standard: str, participants: Iterable[Person], conversations: Iterable[Conversation]
) -> Calibration:
    """Opens a calibration by `standard` (its name, without a version)."""
    calibration = Calibration.objects.create(
        organisation=person.organisation, title=title, standard=standard, led_by=person
    )
    Participant.objects.bulk_create(Participant(calibration=calibration, person=one) for one in participants)
    CalibrationConversation.objects.bulk_create(
        CalibrationConversation(calibration=calibration, conversation=one) for one in conversations
    )
    log(person.organisation, person, "began calibration", f"calibration {calibration.pk}")
    return calibration


@transaction.atomic
def finish(participant: Participant) -> None:
    """From now on they see what the others said, and can change nothing blindly. Raises Unfinished."""
    calibration = participant.calibration
    of = CalibrationConversation.objects.filter(calibration=calibration)
    judged = Review.objects.filter(
        by=participant.person, saved__isnull=False, conversation__in=of.values("conversation")
    ).values("conversation")
    left = of.exclude(conversation__in=judged).count()
    if left:
        raise Unfinished(left)
    Participant.objects.filter(pk=participant.pk, finished=None).update(finished=timezone.now())
    person = participant.person
    log(calibration.organisation, person, "finished calibration", f"calibration {calibration.pk}")


@transaction.atomic
def close(person: Person, calibration: Calibration) -> bool:
    """Nobody judges any more and everybody sees everything; False: it was closed already. `measure` comes next."""
    closed = Calibration.objects.filter(pk=calibration.pk, closed=None).update(closed=timezone.now())
    if closed:
        log(person.organisation, person, "closed calibration", f"calibration {calibration.pk}")
    return bool(closed)


def measure(calibration: Calibration, *, resamples: int = RESAMPLES) -> Mapping[str, Any]:
    """Counts how far people agreed, with Heard as one of them and without, and switches criteria off or on by it.

    Takes seconds, since conversations are drawn again hundreds of times: a task for the worker.
    """
    rows = said_in(calibration, calibration.participants.values_list("person", flat=True))
    people, with_heard = judgements(rows, with_heard=False), judgements(rows, with_heard=True)
    measures = []
    found: dict[str, Found] = {}
    for (kind, name), said in people.items():
        ordinal = kind == "scale"
        among_people = agreement(said, ordinal=ordinal, seed=calibration.pk, resamples=resamples)
        among_all = agreement(with_heard[kind, name], ordinal=ordinal, seed=calibration.pk, resamples=resamples)
        measures.append(
            {"kind": kind, "name": name, "people": among_people._asdict(), "with_heard": among_all._asdict()}
        )
        if kind == "criterion":
            found[name] = among_people
    results = {"measures": measures}
    with transaction.atomic():
        for name, of_people in found.items():
            _decide(calibration, name, of_people)
        Calibration.objects.filter(pk=calibration.pk).update(results=results)
    return results


def agree_on(person: Person, calibration: Calibration, **facts: Any) -> Agreed:
    """Keeps what was agreed, and an example of it."""
    agreed = Agreed.objects.create(calibration=calibration, by=person, **facts)
    log(person.organisation, person, "noted what was agreed", f"calibration {calibration.pk}")
    return agreed


def forget_agreed(person: Person, agreed: Agreed) -> None:
    """Removes a note or example."""
    log(person.organisation, person, "removed what was agreed", f"calibration {agreed.calibration_id}")
    agreed.delete()


def _decide(calibration: Calibration, criterion: str, found: Found) -> None:
    """Below the organisation's least agreement a criterion is not for individuals; a later calibration brings it back.

    A calibration of too few conversations never replaces the figures of a larger one, and where alpha can't be said
    the criterion stays as it was.
    """
    organisation = calibration.organisation
    row = CriterionAgreement.objects.filter(
        organisation=organisation, standard=calibration.standard, criterion=criterion
    ).first()
    if row is None:
        row = CriterionAgreement(organisation=organisation, standard=calibration.standard, criterion=criterion)
    elif found.judged < ENOUGH <= row.judged:
        return
    row.alpha, row.low, row.high, row.judged = found.alpha, found.low, found.high, found.judged
    if found.alpha is not None and found.judged >= ENOUGH:
        was = row.for_individuals
        row.for_individuals = found.alpha >= organisation.least_agreement
        if row.for_individuals != was:
            did = "criterion back for individuals" if row.for_individuals else "criterion not for individuals"
            log(organisation, None, did, f"{calibration.standard}: {criterion}", calibration=calibration.pk)
    row.save()
