"""The figures counted again the slow way, from the moments themselves, for the tests to compare with."""

from __future__ import annotations

from collections import Counter

from django.utils import timezone

from heard.web.conversations.models import Conversation, Moment
from heard.web.insights.canned import lines_in
from heard.web.insights.selection import Selection

__all__ = ["recounted"]

JUDGED = ("met", "repaired", "missed")


def recounted(selection: Selection) -> Counter[str]:
    """What tallying.py promises under each key, one moment after the other."""
    now = timezone.now()
    counts: Counter[str] = Counter()
    for talk in Conversation.objects.filter(organisation=selection.organisation).select_related("record"):
        if talk.released > now or not _is_in(talk, selection):
            continue
        counts["conversations"] += 1
        counts["unreadable"] += not talk.readable
        counts["without_need"] += talk.readable and talk.needed == 0 and talk.unsure == 0
        counts[f"judge|{talk.engine}|{talk.model}|{talk.standard}"] += 1
        for place in lines_in(talk.record.analysis):
            counts[f"line|{place.line}"] += 1
    for moment in Moment.objects.filter(organisation=selection.organisation).prefetch_related("labels"):
        if moment.released <= now and moment.counts and _is_in(moment, selection):
            counts.update(_of(moment))
    return +counts


def _is_in(row: Conversation | Moment, selection: Selection) -> bool:
    day = row.began.date()
    return (
        selection.period.first <= day <= selection.period.last
        and (selection.teams is None or row.team_id in selection.teams)
        and selection.channel in ("", row.channel)
    )


def _of(moment: Moment) -> list[str]:
    labels = [label.label for label in moment.labels.all()]
    keys = [f"result|{moment.result}"]
    if moment.judged_by_person:
        keys.append(f"result|{moment.result}|person")
    if moment.result not in JUDGED:
        return keys + [f"need|{label}|unsure" for label in labels]
    for label in labels:
        keys.append(f"need|{label}|needed")
        if moment.result == "met":
            keys.append(f"need|{label}|met")
    if moment.result != "met":
        keys.append(f"cause|{moment.cause or 'unclear'}")
    keys.append(f"outcome|{moment.outcome}")
    keys.append("unanswered" if moment.recognition is None else f"cell|{moment.recognition}|{moment.action}")
    replies, seconds = moment.turns_to_recognition, moment.seconds_to_recognition
    keys.append("soon|never" if replies is None else f"soon|{min(4, replies)}")
    if replies is not None and seconds is not None:
        ends = [30, 60, 120, 300, 900, 3_600, 14_400, 86_400]
        keys.append(f"seconds|{min([end for end in ends if seconds <= end], default='more')}")
    if moment.process_first:
        keys.append("process_first")
    return keys
