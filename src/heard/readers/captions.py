"""Captions (WebVTT and SubRip): cues with times in which a voice or a "NAME:" says who speaks.

Captions are cut where the line is full, not where the speaker stops: cues of one speaker less than two seconds apart
are one turn.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from heard.conversation import Conversation
from heard.readers.formats import Choices, Rejected, UnreadableRecord
from heard.readers.roles import role_named
from heard.readers.said import Said, conversation_of
from heard.readers.script import is_speaker
from heard.readers.source import Source

__all__ = ["TIMING", "conversation_of_captions"]

TIMING = re.compile(
    r"[ \t]*(?:(\d{1,4}):)?(\d{1,2}):(\d{2})(?:[.,](\d{1,3}))?[ \t]*-->[ \t]*(?:(\d{1,4}):)?(\d{1,2}):(\d{2})(?:[.,](\d{1,3}))?(?:[ \t].*)?"
)
_VOICE = re.compile(r"<v(?:\.[^\s>]*)?\s+([^>\n]{1,80})>", re.IGNORECASE)
_TAG = re.compile(
    r"</?(?:[a-z][a-z0-9.]{0,20}(?:\s[^<>\n]{0,200})?|\d{1,3}(?::\d{2}){1,2}[.,]\d{1,3})/?>|\{\\[^}\n]{0,40}\}",
    re.IGNORECASE,
)
_NAME = re.compile(r"\s*(?:>>|-)?\s*[\[(]?([^\W\d_][\w.'’ -]{0,39}?)[\])]?\s*[:：]\s+(\S.*)", re.DOTALL)
_DASH = re.compile(r"\s*(?:>>+|[-–—])\s+")
_SKIPPED = ("NOTE", "STYLE", "REGION")
_SOMEBODY = "unknown"  # a dash says that another one speaks, but not who
_PAUSE = 2.0  # seconds without words after which a speaker's next cue is a turn of its own


@dataclass(frozen=True, slots=True)
class _Cue:
    line: int
    at: float
    until: float
    text: str


def conversation_of_captions(source: Source, choices: Choices) -> Iterator[Conversation | Rejected]:
    """The one conversation of a caption file, called as the file; a cue that can't be read is told and left out."""
    cues: list[_Cue] = []
    for item in _cues(source):
        if isinstance(item, Rejected):
            yield item
        else:
            cues.append(item)
    said = _joined(part for cue in cues for part in _voices(cue, source.name))
    if not said:
        raise UnreadableRecord("the captions have no words", "check that the file is complete")
    if all(one.who in (None, _SOMEBODY) for one in said):
        said = [replace(one, who=None) for one in said]  # dashes alone do not tell two speakers apart
    yield conversation_of(said, choices, id=source.name, channel=choices.channel or "call")


def _cues(source: Source) -> Iterator[_Cue | Rejected]:
    block: list[str] = []
    begin = 1
    for number, line in enumerate(source.lines(), 1):
        if line.strip("\ufeff \t"):
            if not block:
                begin = number
            block.append(line.strip("\ufeff"))
        elif block:
            yield from _cue(block, begin, source.name)
            block = []
    if block:
        yield from _cue(block, begin, source.name)


def _cue(block: list[str], begin: int, file: str) -> Iterator[_Cue | Rejected]:
    starts = [i for i, line in enumerate(block) if "-->" in line]
    if not starts:
        lone = block[0].strip()
        if not lone.startswith(("WEBVTT", *_SKIPPED)) and not lone.isdigit():
            yield Rejected(
                file,
                f"line {begin}",
                "the cue has no times",
                "write 00:01.000 --> 00:04.000 above it",
                "\n".join(block)[:2000],
            )
        return
    if block[0].startswith(("NOTE", "STYLE")):
        return
    for n, i in enumerate(starts):  # blank lines between cues may be missing
        last = starts[n + 1] if n + 1 < len(starts) else len(block)
        if n + 1 < len(starts) and block[last - 1].strip().isdigit():
            last -= 1
        times = TIMING.fullmatch(block[i])
        if times is None:
            yield Rejected(
                file,
                f"line {begin + i}",
                f"{block[i].strip()[:60]!r} is no pair of times",
                "write 00:01.000 --> 00:04.000",
                "\n".join(block)[:2000],
            )
            continue
        at, until = _seconds(times.groups()[:4]), _seconds(times.groups()[4:])
        yield _Cue(begin + i, at, max(at, until), "\n".join(block[i + 1 : last]))


def _seconds(parts: tuple[str | None, ...]) -> float:
    hours, minutes, seconds, fraction = parts
    return (
        int(hours or 0) * 3600
        + int(minutes or 0) * 60
        + int(seconds or 0)
        + (float(f"0.{fraction}") if fraction else 0.0)
    )


def _voices(cue: _Cue, file: str) -> Iterator[Said]:
    """What each voice of a cue says, in order; who None where it goes on with the voice before."""
    pieces = _VOICE.split(cue.text)
    for who, text in zip([None, *pieces[1::2]], pieces[::2], strict=True):
        for line in _split_at_dashes(html.unescape(_TAG.sub("", text))):
            name, words = html.unescape(who).strip() if who else None, line
            if name is None and (found := _NAME.match(line[:200])) is not None and _is_name(found[1]):
                name, words = found[1].strip(), found[2] + line[200:]
            elif name is None and _DASH.match(line):
                name, words = _SOMEBODY, _DASH.sub("", line, count=1)
            if words.strip():
                yield Said(
                    text=" ".join(words.split()), who=name, speaker=role_named(name), at=cue.at, until=cue.until,
                    source=f"{file}:{cue.line}",
                )  # fmt: skip


def _split_at_dashes(text: str) -> list[str]:
    lines = text.strip("\n").split("\n")
    named = [bool((found := _NAME.match(line[:200])) and _is_name(found[1])) for line in lines]
    parts: list[str] = []
    for i, line in enumerate(lines):
        if parts and not named[i]:
            parts[-1] += f"\n{line}"
        else:
            parts.append(line)
    return parts


def _is_name(name: str) -> bool:
    return is_speaker(name, 1, {})


def _joined(said: Iterable[Said]) -> list[Said]:
    turns: list[Said] = []
    pieces: list[list[str]] = []
    for one in said:
        last = turns[-1] if turns else None
        if last is not None and one.who in (None, last.who) and _gap(last, one) < _PAUSE:
            pieces[-1].append(one.text)
            turns[-1] = replace(last, until=one.until)
        else:
            turns.append(_spoken_by_last(one, last))
            pieces.append([one.text])
    return [replace(turn, text=" ".join(texts)) for turn, texts in zip(turns, pieces, strict=True)]


def _spoken_by_last(one: Said, last: Said | None) -> Said:
    return one if one.who or last is None else replace(one, who=last.who, speaker=last.speaker)


def _gap(before: Said, after: Said) -> float:
    until, at = before.until, after.at
    return at - until if isinstance(until, float) and isinstance(at, float) else 0.0
