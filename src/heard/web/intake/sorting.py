"""Which analyses are new, which are known, and which go on where a stored conversation stopped."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from heard.conversation import Conversation as Talk
from heard.conversation import Speaker, Turn
from heard.web.conversations.models import Conversation, Moment
from heard.web.conversations.redaction import redact
from heard.web.conversations.storing import fingerprint
from heard.web.organisation.models import Organisation

__all__ = ["JUDGED", "JUDGED_CURE", "Refused", "Sorted", "compared", "is_judged", "sort"]

JUDGED = "it went on after it was judged here, and what people judged is not replaced"
JUDGED_CURE = "give it an id of its own to have the whole of it as a further conversation"
_LONGEST_KEY = 200
Words = list[tuple[str, str]]


class Refused(NamedTuple):
    """An analysis that must not be stored."""

    id: str
    what: str
    cure: str


class Sorted(NamedTuple):
    """What is to be done with analyses."""

    new: list[Mapping[str, Any]]  # to be stored
    replaced: list[int]  # keys of the conversations that some of the new ones go on from: to be removed first
    known: int
    refused: list[Refused]


def sort(
    organisation: Organisation,
    analyses: Sequence[Mapping[str, Any]],
    kinds: Sequence[str],
    salt: str,
    *,
    ids_hold: bool,
) -> Sorted:
    """Sorts `analyses`, which were made with what is of one of `kinds` blacked out.

    Same words: known, whatever the id. Same id and the stored words with more behind them: it went on, and replaces the
    stored one unless a person has judged that. Same id and fewer of the stored words: known. Same id and other words:
    where `ids_hold` (a program gives ids of its own) it was corrected, and replaces it likewise; where they don't, as
    with a file that is always called chat.txt, it is another conversation, under an id of its own.
    """
    mine = Conversation.objects.filter(organisation=organisation)
    prints = [fingerprint(analysis) for analysis in analyses]
    keys = [str(analysis["id"])[:_LONGEST_KEY] for analysis in analyses]
    seen = set(mine.filter(fingerprint__in=prints).values_list("fingerprint", flat=True))
    there = {row.key: row for row in mine.filter(key__in=keys)}
    result = Sorted([], [], 0, [])
    known = 0
    for analysis, key, said in zip(analyses, keys, prints, strict=True):
        stored = there.get(key)
        how = "less" if said in seen else compared(stored, words_of(analysis), kinds, salt) if stored else "new"
        if how == "other" and ids_hold:
            how = "more"
        if how == "less":
            known += 1
        elif stored and how == "more" and is_judged(stored):
            result.refused.append(Refused(key, JUDGED, JUDGED_CURE))
        else:
            if stored and how == "more":
                result.replaced.append(stored.pk)
                del there[key]
            own_id = {"id": f"{key[: _LONGEST_KEY - 9]}~{said[:8]}"} if how == "other" else {}
            seen.add(said)
            result.new.append({**analysis, **own_id})
    return result._replace(known=known)


def is_judged(conversation: Conversation) -> bool:
    """True where a person has reviewed it, ruled on one of its moments, or answered one."""
    moments = Moment.objects.filter(conversation=conversation)
    return (
        conversation.reviewed or moments.filter(judged_by_person=True).exists() or moments.exclude(answer="").exists()
    )


def compared(stored: Conversation, new: Words, kinds: Sequence[str], salt: str) -> str:
    """ "more": what is stored, and more behind it; "less": the whole or the beginning of it; "other": other words."""
    turns = stored.record.analysis["turns"]
    olds = [words_of(stored.record.analysis)]
    if kinds:  # it may have been stored before the organisation asked to black things out
        talk = Talk(id="", turns=tuple(Turn(Speaker(t["speaker"]), t["text"], name=t.get("name")) for t in turns))
        olds.append([(turn.speaker.value, turn.text) for turn in redact(talk, kinds, salt=salt)[0].turns])
    if any(new[: len(old)] == old and len(new) > len(old) for old in olds):
        return "more"
    return "less" if any(old[: len(new)] == new for old in olds) else "other"


def words_of(analysis: Mapping[str, Any]) -> Words:
    """Who said what."""
    return [(turn["speaker"], turn["text"]) for turn in analysis["turns"]]
