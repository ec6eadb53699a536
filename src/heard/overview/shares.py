"""What Heard writes one way only: "3 moments", a share with its doubt, "41 of 58 (58–81 %)", and who judged."""

from __future__ import annotations

from typing import NamedTuple

from heard.standards import wilson

__all__ = ["Share", "counted", "judges", "not_english"]


def counted(number: int, one: str, many: str | None = None) -> str:
    """A number with its noun: "1 moment", "1,204 moments"; `many` where it is not `one` with an s."""
    return f"{number:,} {one if number == 1 else many or one + 's'}"


def judges(engine: str, model: str | None) -> str:
    """Who judged: "heard-engine/1, heard-encoder/1", or "heard-engine/1, patterns alone"."""
    return f"{engine}, {model or 'patterns alone'}"


def not_english(number: int) -> str:
    """What is said of conversations that Heard can't read."""
    are, them = ("is", "it") if number == 1 else ("are", "them")
    return f"{counted(number, 'conversation')} {are} not in English; Heard can't say anything about {them}."


class Share(NamedTuple):
    """So many of so many."""

    met: int
    needed: int

    @property
    def missed(self) -> int:
        """How many were not."""
        return self.needed - self.met

    @property
    def rate(self) -> float | None:
        """met ÷ needed, 0…1; None: nothing was needed."""
        return self.met / self.needed if self.needed else None

    @property
    def interval(self) -> tuple[float, float]:
        """Wilson's 95 % interval, (low, high); (0, 1) when nothing was needed."""
        return wilson(self.met, self.needed)

    def __str__(self) -> str:
        """For people: "41 of 58 (58–81 %)"; "none needed" for nothing of nothing."""
        if not self.needed:
            return "none needed"
        low, high = self.interval
        return f"{self.met:,} of {self.needed:,} ({low * 100:.0f}–{high * 100:.0f} %)"

    def to_json(self) -> dict[str, float | int | None]:
        """The share as JSON values, in the words of an analysis's score."""
        low, high = self.interval if self.needed else (None, None)
        return {
            "needed": self.needed,
            "met": self.met,
            "rate": None if self.rate is None else round(self.rate, 4),
            "low": None if low is None else round(low, 4),
            "high": None if high is None else round(high, 4),
        }
