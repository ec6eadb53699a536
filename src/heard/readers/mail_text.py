"""What the writer of a mail wrote in it: without the quoted earlier mails and the signature."""

from __future__ import annotations

import re

__all__ = ["written"]

_LONGEST = 400  # characters of a line that are looked at: what marks a quote or a signature is short
_SIGNATURE = re.compile(r"--[ \t]*")
_EARLIER = re.compile(
    r"\s*[-_=]{3,}\s*(?:original message|forwarded message|original-nachricht|urspr(?:ü|ue)ngliche (?:nachricht|mail|e-mail)|"
    r"weitergeleitete nachricht|message d'origine|mensaje original|messaggio originale)\s*[-_=]{0,40}\s*|"
    r"\s*(?:begin forwarded message|anfang der weitergeleiteten nachricht)\s*:\s*|"
    r"\s*#{2,}-? ?please type your reply above this line ?-?#{2,}\s*",
    re.IGNORECASE,
)
_WROTE = re.compile(
    r"\s*(?:on|am|le|el|il|op)\s.{4,300}?\b(?:wrote|schrieb|a écrit|escribió|ha scritto|schreef)\b.{0,200}:\s*",
    re.IGNORECASE | re.DOTALL,
)
_WROTE_BEGINS = re.compile(r"\s*(?:on|am|le|el|il|op)\s.{0,60}(?:\d{4}|\d{1,2}:\d{2}|@)", re.IGNORECASE)
_HEADER = re.compile(r"\s*\*?(?:from|von|de)\s*:\*?\s*\S", re.IGNORECASE)
_HEADER_GOES_ON = re.compile(
    r"\s*\*?(?:sent|date|to|subject|cc|gesendet|datum|an|betreff|envoyé|à|objet)\s*:\*?\s", re.IGNORECASE
)
_DEVICE = re.compile(
    r"\s*(?:sent (?:from|via) my \w|get outlook for|sent from (?:outlook|yahoo|proton|mail for)|von meinem \S+ gesendet|"
    r"gesendet (?:von|mit) (?:meinem|der|mail|outlook)|diese nachricht wurde von meinem).{0,100}",
    re.IGNORECASE,
)


def written(body: str) -> tuple[str, str | None]:
    """What was written, and the uncut body where something was cut (None where nothing was).

    Cut are lines that begin with ">", the line that announces them ("On … wrote:"), everything below a marked earlier
    mail, a signature below its "-- " line, and a telephone's own signature. Answers between quoted lines are kept.
    A body that would be nothing then, such as a bare forwarding, is left whole.
    """
    whole = body.replace("\r\n", "\n").replace("\r", "\n").strip()
    lines = whole.split("\n")
    kept: list[str] = []
    i = 0
    while i < len(lines):
        line = lines[i][:_LONGEST]
        if _EARLIER.fullmatch(line) or _is_header(lines, i):
            break
        if _SIGNATURE.fullmatch(line):
            i = _after_signature(lines, i)
            continue
        if (announced := _announces(lines, i)) > 0:
            if not _quote_follows(lines, i + announced):
                break  # a quote without ">" marks goes on to the end
            i += announced
            continue
        if not line.lstrip().startswith(">") and not _DEVICE.fullmatch(line):
            kept.append(lines[i])
        i += 1
    text = re.sub(r"\n{3,}", "\n\n", "\n".join(kept)).strip()
    if not text:
        return whole, None
    return text, whole if text != whole else None


def _is_header(lines: list[str], i: int) -> bool:
    """Whether an earlier mail's header begins here, as Outlook puts it: From, then Sent, To or Subject."""
    if not _HEADER.match(lines[i][:_LONGEST]):
        return False
    following = [line[:_LONGEST] for line in lines[i + 1 : i + 6]]
    return sum(1 for line in following if _HEADER_GOES_ON.match(line)) >= 2


def _after_signature(lines: list[str], i: int) -> int:
    """Where the writer's words may go on below a signature: behind the quote that some programs put there."""
    for j in range(i + 1, len(lines)):
        if lines[j].startswith(">") or _EARLIER.fullmatch(lines[j][:_LONGEST]) or _announces(lines, j):
            return j
    return len(lines)


def _announces(lines: list[str], i: int) -> int:
    """How many lines from here are "On … wrote:", which mail programs break in two or three; 0 when none."""
    if not _WROTE_BEGINS.match(lines[i][:_LONGEST]) and not _WROTE.fullmatch(lines[i][:_LONGEST]):
        return 0
    for count in (1, 2, 3):
        joined = " ".join(line[:_LONGEST] for line in lines[i : i + count])
        if _WROTE.fullmatch(joined[: 2 * _LONGEST]):
            certain = _WROTE_BEGINS.match(joined) or _quote_follows(lines, i + count)
            return count if certain else 0
    return 0


def _quote_follows(lines: list[str], i: int) -> bool:
    return next((line.lstrip().startswith(">") for line in lines[i : i + 4] if line.strip()), False)
