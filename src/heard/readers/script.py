"""Lines of talk with speaker names, as people paste them: "Anna: …", "[10:02] Anna: …", "Anna (10:02): …".

Shared by plain text and by tables with a whole conversation in one cell.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from heard.conversation import Speaker
from heard.readers.clock import clock_seconds, moment, since_first
from heard.readers.roles import given_role, role_named
from heard.readers.said import Said

__all__ = ["Line", "is_speaker", "said_in", "speaker_lines"]

_STAMP = r"(?:\d{1,4}[./-]\d{1,2}[./-]\d{1,4}[T,]?\s*)?\d{1,3}:\d{2}(?::\d{2})?(?:[.,]\d{1,6})?(?:\s?[AaPp]\.?[Mm]\.?)?(?:Z|\+\d\d:?\d\d)?"
_NAME = r"[^\W\d_](?:[\w.'’&/ @#+-]|\([\w .'/-]{1,20}\)){0,39}?"
_BEFORE = re.compile(rf"\s*[\[(<]?\s*({_STAMP})\s*[\])>]?\s*[-–—|]?\s*({_NAME})\s*:(?:\s+|$)(.*)", re.DOTALL)
_AFTER = re.compile(rf"\s*({_NAME})\s*[\[(<]\s*({_STAMP})\s*[\])>]\s*:?(?:\s+|$)(.*)", re.DOTALL)
_BARE = re.compile(rf"\s*(?:\*\*|\[|<)?({_NAME})(?:\*\*|\]|>)?\s*[:：](?:\*\*)?(?:\s+|$)(.*)", re.DOTALL)
_LABELS = frozenset(
    "note ps p.s re fw fwd aw wg subject betreff order error code address adresse email e-mail mail phone tel telephone "
    "telefon mobile fax date datum time zeit reason grund tracking reference ref total summe price preis item items url "
    "link website http https total amount edit update tip hint warning question answer example from to cc bcc sent "
    "an von gesendet attachment anhang iban vat invoice rechnung step option summary name account status ticket product "
    "model version serial size color colour quantity booking flight faq pro con pros cons yes no ok here there "
    "thing one two problem issue result p s bestellung hinweis".split()
)
_NUMBERED = re.compile(
    r"(?:speaker|person|spk|sprecher|sprecherin|participant|channel|party)[ _#-]?[\dA-Z]{1,3}", re.IGNORECASE
)


@dataclass(slots=True)
class Line:
    """A line that may begin a turn."""

    number: int
    name: str | None  # None: the line goes on with the turn before it
    stamp: str | None
    text: str
    more: list[str] = field(default_factory=list)


def speaker_lines(lines: Iterable[tuple[int, str]], roles: Mapping[str, Speaker] | None = None) -> list[Line]:
    """The lines with the speaker that each begins with, if it does.

    "Order 123: …" in the middle of a message is no speaker: a name counts when it is a role's word, is in `roles`,
    or looks like a name; where turns carry times, a line without one goes on with the turn before.
    """
    found = [_parsed(number, line) for number, line in lines]
    stamped = sum(1 for line in found if line.name and line.stamp)
    times = Counter(line.name for line in found if line.name)
    if stamped * 2 > sum(times.values()):
        keep = {id(line) for line in found if line.name and line.stamp}
    else:
        keep = {id(line) for line in found if line.name and is_speaker(line.name, times[line.name], roles or {})}
    return [line if id(line) in keep else Line(line.number, None, None, raw) for line, raw in _with_raw(found)]


def said_in(lines: Sequence[Line], file: str) -> list[Said]:
    """The turns of these lines; a line without a speaker goes on with the turn before it."""
    turns: list[Line] = []
    for line in lines:
        if line.name is not None:
            turns.append(Line(line.number, line.name, line.stamp, line.text))
        elif turns:
            turns[-1].more.append(line.text)
    clocks = [clock_seconds(turn.stamp) if turn.stamp else None for turn in turns]
    dates = [
        moment(turn.stamp) if turn.stamp and clock is None else None for turn, clock in zip(turns, clocks, strict=True)
    ]
    seconds = since_first(clocks)
    return [
        Said(
            text="\n".join((turn.text, *turn.more)).strip(),
            who=turn.name,
            speaker=role_named(turn.name),
            at=when if when is not None and not isinstance(when, float) else at,
            source=f"{file}:{turn.number}" if turn.number else file,
        )
        for turn, when, at in zip(turns, dates, seconds, strict=True)
    ]


def _parsed(number: int, line: str) -> Line:
    raw = [line]  # kept so that a line that turns out to be no speaker's stands as it was
    head = line[:200]
    for pattern, order in ((_BEFORE, (2, 1, 3)), (_AFTER, (1, 2, 3)), (_BARE, (1, 0, 2))):
        found = pattern.match(head)
        if found is not None:
            name, stamp, text = (found[i] if i else None for i in order)
            return Line(number, str(name).strip(" *"), stamp, f"{text}{line[200:]}", raw)
    return Line(number, None, None, line, raw)


def _with_raw(lines: Iterable[Line]) -> list[tuple[Line, str]]:
    return [(line, line.more[0]) for line in lines]


def is_speaker(name: str, times: int, roles: Mapping[str, Speaker]) -> bool:
    """Whether `name`, which begins `times` lines, is somebody who speaks rather than a label such as "Order"."""
    if role_named(name) or given_role(name, {k: v for k, v in roles.items() if k != "*"}) or _NUMBERED.fullmatch(name):
        return True
    words = name.split()
    if len(words) > 4 or words[0].lower().strip(".") in _LABELS or words[-1].lower().strip(".") in _LABELS:
        return False
    if any(c.isdigit() for c in name) or not name[0].isupper():
        return times >= 2 or name[0].lower() == name[0].upper()  # a script without capitals has none to miss
    return times >= 2 or all(word[0].isupper() or not word[0].isalpha() for word in words)
