"""What tallies come to together, by the names people use."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

from heard.moments import CAUSES, OUTCOMES
from heard.overview import Share
from heard.signals import catalogue
from heard.web.insights.tallying import LATEST_REPLY, SECONDS, Cell, together

__all__ = ["Figures", "Need"]


@dataclass(frozen=True)
class Need:
    """How often a label was shown, and how often it was met."""

    label: str
    share: Share
    unsure: int

    @property
    def is_feeling(self) -> bool:
        """A feeling; otherwise a circumstance."""
        known = catalogue().get(self.label)
        return known is not None and known.kind == "feeling"


@dataclass(frozen=True)
class Figures:
    """Counts of some selection."""

    cell: Cell

    @classmethod
    def of(cls, cells: Iterable[Cell]) -> Figures:
        """Those of all the cells together."""
        return cls(together(cells))

    def count(self, *key: str | int) -> int:
        """How often `key` was counted; tallying.py lists the keys."""
        return self.cell.counts["|".join(str(part) for part in key)]

    @property
    def people(self) -> int:
        """Agents who answered."""
        return len(self.cell.agents)

    @property
    def score(self) -> Share:
        """Met of needed."""
        return Share(self.cell.met, self.cell.needed)

    @property
    def by_person(self) -> Share:
        """The score of what a person judged."""
        met = self.count("result", "met", "person")
        return Share(met, met + self.count("result", "repaired", "person") + self.count("result", "missed", "person"))

    @property
    def by_heard(self) -> Share:
        """The score of what nobody but Heard judged."""
        return Share(self.score.met - self.by_person.met, self.score.needed - self.by_person.needed)

    @property
    def judges(self) -> list[tuple[str, str, str]]:
        """Engine, encoder ("": patterns alone) and standard that judged any of these conversations."""
        found = (key.split("|")[1:] for key in self.cell.counts if key.startswith("judge|"))
        return sorted((engine, model, standard) for engine, model, standard in found)

    @cached_property
    def needs(self) -> list[Need]:
        """By label, the most frequent first."""
        found = [
            Need(label, Share(self.count("need", label, "met"), self.count("need", label, "needed")), unsure)
            for label in self._parts("need")
            if (unsure := self.count("need", label, "unsure")) or self.count("need", label, "needed")
        ]
        return sorted(found, key=lambda need: (-need.share.needed, -need.unsure, need.label))

    @property
    def matrix(self) -> dict[tuple[int, int], int]:
        """First replies by recognition −1…3 and action 0…2."""
        return {(r, a): self.count("cell", r, a) for r in range(-1, 4) for a in range(3)}

    @property
    def causes(self) -> dict[str, int]:
        """Unmet needs by cause, the most frequent first."""
        found = {cause: self.count("cause", cause) for cause in CAUSES if self.count("cause", cause)}
        return dict(sorted(found.items(), key=lambda item: -item[1]))

    @property
    def outcomes(self) -> dict[str, int]:
        """Needs by how the customer was afterwards."""
        return {outcome: self.count("outcome", outcome) for outcome in OUTCOMES}

    @property
    def soon(self) -> dict[str, int]:
        """Needs by the reply that recognised them: "1" … "4" (or later), "never"."""
        return {key: self.count("soon", key) for key in [*map(str, range(1, LATEST_REPLY + 1)), "never"]}

    @property
    def seconds(self) -> dict[str, int]:
        """Recognised needs whose times are known, by the upper end of their bucket in seconds, or "more"."""
        return {key: self.count("seconds", key) for key in [*map(str, SECONDS), "more"]}

    @property
    def lines(self) -> list[tuple[str, int]]:
        """Canned lines by their hash, with the conversations they stand in; the most said first."""
        found = [(line, self.count("line", line)) for line in self._parts("line")]
        return sorted(found, key=lambda item: (-item[1], item[0]))

    def _parts(self, kind: str) -> set[str]:
        return {key.split("|")[1] for key in self.cell.counts if key.startswith(f"{kind}|")}
