"""An overview gathers analyses one by one, in memory that does not grow with the archive.

It reads the JSON form (`Analysis.to_json()`), so that what an interrupted run wrote yesterday and what another process
found count like what was analysed here. `merge` puts two overviews together: of conversations that came earlier, and
later. Moments that a person should read count nowhere but in `abstained`.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from heard.overview.lines import CannedLine, Lines, Promises
from heard.overview.picks import Pick, Picks
from heard.overview.shares import Share, judges

__all__ = ["Overview"]


class Overview:
    """What a number of conversations show together."""

    def __init__(self) -> None:
        self._counts: Counter[tuple[str, ...]] = Counter()  # every number here: ("met", "need", "effort") → how many
        self._matrix: Counter[tuple[int, int]] = Counter()
        self._lines = Lines()
        self._picks = Picks()
        self.promises = Promises()
        self.rejected = 0  # records that were not read; set by who reads
        self.left_out = 0  # records left out on purpose, such as automatic replies; set by who reads
        self.first: datetime | None = None  # when the earliest conversation began; None: no dates known
        self.last: datetime | None = None
        self.least_sure_of_roles = 1.0  # the lowest confidence of a guess who the agent is
        self.versions: set[tuple[str, str, str | None]] = set()  # (engine, standard, model) that judged

    def add(self, analysis: Mapping[str, Any]) -> None:
        """Counts one more conversation, given as the mapping of schema ``heard-analysis/1``."""
        counts = self._counts
        counts["conversations",] += 1
        counts["conversations", analysis["channel"]] += 1
        counts["turns",] += len(analysis["turns"])
        if analysis["roles"]["from"] == "guess":
            counts["guessed roles",] += 1
            self.least_sure_of_roles = min(self.least_sure_of_roles, analysis["roles"]["confidence"])
        counts["unreadable",] += not analysis["readable"]
        counts["without need",] += analysis["readable"] and not analysis["moments"]
        for moment in analysis["moments"]:
            self._add_moment(moment, analysis["channel"])
        for mark in analysis["marks"]:
            counts["mark", mark["criterion"], mark["result"]] += 1
        self._lines.add(analysis)
        self._picks.add(analysis)
        self.promises.add(analysis)
        self.versions.add((analysis["engine"], analysis["standard"], analysis["model"]))
        if analysis["started"]:
            self._date(datetime.fromisoformat(analysis["started"]))

    def merge(self, other: Overview) -> None:
        """Adds what `other` gathered from conversations that come after these."""
        self._counts.update(other._counts)
        self._matrix.update(other._matrix)
        self._lines.merge(other._lines)
        self._picks.merge(other._picks)
        self.promises.merge(other.promises)
        self.rejected += other.rejected
        self.left_out += other.left_out
        self.versions |= other.versions
        self.least_sure_of_roles = min(self.least_sure_of_roles, other.least_sure_of_roles)
        for when in (other.first, other.last):
            if when:
                self._date(when)

    # ---- What was read

    @property
    def conversations(self) -> int:
        """Conversations analysed."""
        return self._counts["conversations",]

    @property
    def read(self) -> int:
        """Records read: analysed, rejected and left out together."""
        return self.conversations + self.rejected + self.left_out

    @property
    def turns(self) -> int:
        """Turns of all speakers."""
        return self._counts["turns",]

    @property
    def without_need(self) -> int:
        """Conversations in which no empathy was needed, which is a right answer."""
        return self._counts["without need",]

    @property
    def unreadable(self) -> int:
        """Conversations that are not in English, so that nothing in them was judged."""
        return self._counts["unreadable",]

    @property
    def judged_by(self) -> str:
        """Who judged and against which standard: "heard-engine/1, patterns alone, against everyday@1"; "" for nothing."""
        versions = sorted(f"{judges(engine, model)}, against {standard}" for engine, standard, model in self.versions)
        return "; ".join(versions)

    @property
    def channels(self) -> dict[str, int]:
        """Conversations by channel, the most frequent first."""
        return self._by("conversations")

    @property
    def guessed_roles(self) -> int:
        """Conversations in which who the agent is was guessed from the words."""
        return self._counts["guessed roles",]

    # ---- How it went

    @property
    def score(self) -> Share:
        """Needs met of needs."""
        return Share(self._counts["met",], self._counts["needed",])

    @property
    def in_agents_hands(self) -> Share:
        """The score without needs that stayed unmet for a cause that is not the agent's."""
        return Share(self._counts["met",], self._counts["met",] + self._counts["cause", "agent"])

    @property
    def abstained(self) -> int:
        """Moments Heard is not sure of; a person should read them. They count on neither side."""
        return self._counts["abstained",]

    @property
    def by_need(self) -> dict[str, Share]:
        """The score by feeling and circumstance, the most frequent first; a moment counts under each of its labels."""
        return self._shares("need")

    @property
    def by_channel(self) -> dict[str, Share]:
        """The score by channel."""
        return self._shares("channel")

    @property
    def causes(self) -> dict[str, int]:
        """Unmet needs by cause. Only "agent" counts for an agent; the others go to whoever owns them."""
        return self._by("cause")

    @property
    def matrix(self) -> dict[tuple[int, int], int]:
        """First replies by (recognition −1…3, action 0…2)."""
        return dict(sorted(self._matrix.items()))

    @property
    def unanswered(self) -> int:
        """Needs that no person answered."""
        return self._counts["unanswered",]

    @property
    def recognised(self) -> dict[str, int]:
        """Needs by how soon they were recognised: "at once" (in the first reply), "late", "never"."""
        return {when: self._counts["recognised", when] for when in ("at once", "late", "never")}

    @property
    def process_first(self) -> int:
        """Needs in which process began before the situation was recognised."""
        return self._counts["process first",]

    @property
    def repaired(self) -> int:
        """Needs that the first reply did not meet and a later one did."""
        return self._counts["repaired",]

    @property
    def outcomes(self) -> dict[str, int]:
        """Needs by what the customer's next words show: eased, same, worse, unknown."""
        return {o: self._counts["outcome", o] for o in ("eased", "same", "worse", "unknown")}

    @property
    def criteria(self) -> dict[str, dict[str, int]]:
        """Conversations by criterion of the standard and its mark: met, missed, not_needed, unsure."""
        criteria: dict[str, dict[str, int]] = {}
        for key, count in self._counts.items():
            if key[0] == "mark":
                criteria.setdefault(key[1], {})[key[2]] = count
        return criteria

    def missed_most(self, count: int = 5) -> list[tuple[str, Share]]:
        """The needs that were missed most often, with met of needed."""
        missed = [(label, share) for label, share in self.by_need.items() if share.missed]
        return sorted(missed, key=lambda item: (-item[1].missed, item[1].needed, item[0]))[:count]

    def canned(self, count: int = 10) -> list[CannedLine]:
        """The canned lines said to the most customers; none that fewer than three got."""
        return self._lines.most_said(count)

    @property
    def read_first(self) -> list[Pick]:
        """At most ten conversations that a person should read, the most pressing first."""
        return self._picks.read_first

    @property
    def best(self) -> list[Pick]:
        """At most ten moments that went best, from different conversations."""
        return self._picks.best

    def to_json(self) -> dict[str, Any]:
        """Everything as plain JSON values."""
        return {
            "read": self.read,
            "conversations": self.conversations,
            "rejected": self.rejected,
            "left_out": self.left_out,
            "turns": self.turns,
            "without_need": self.without_need,
            "unreadable": self.unreadable,
            "guessed_roles": self.guessed_roles,
            "first": self.first.isoformat() if self.first else None,
            "last": self.last.isoformat() if self.last else None,
            "channels": self.channels,
            "score": self.score.to_json() | {"abstained": self.abstained},
            "in_agents_hands": self.in_agents_hands.to_json(),
            "by_need": {label: share.to_json() for label, share in self.by_need.items()},
            "by_channel": {channel: share.to_json() for channel, share in self.by_channel.items()},
            "causes": self.causes,
            "matrix": [
                {"recognition": recognition, "action": action, "count": count}
                for (recognition, action), count in self.matrix.items()
            ],
            "unanswered": self.unanswered,
            "recognised": self.recognised,
            "process_first": self.process_first,
            "repaired": self.repaired,
            "outcomes": self.outcomes,
            "criteria": self.criteria,
            "canned": [line._asdict() for line in self.canned()],
            "promises": self.promises.to_json(),
            "read_first": [pick._asdict() for pick in self.read_first],
            "best": [pick._asdict() for pick in self.best],
        }

    def _add_moment(self, moment: Mapping[str, Any], channel: str) -> None:
        counts = self._counts
        if moment["abstained"]:
            counts["abstained",] += 1
            return
        sides = ("needed", "met") if moment["met"] else ("needed",)
        for side in sides:
            counts[side,] += 1
            counts[side, "channel", channel] += 1
            for label in moment["need"]:
                counts[side, "need", label] += 1
        if moment["recognition"] is None:
            counts["unanswered",] += 1
        else:
            self._matrix[moment["recognition"], moment["action"]] += 1
        replies = moment["turns_to_recognition"]
        counts["recognised", "never" if replies is None else "at once" if replies <= 1 else "late"] += 1
        counts["process first",] += moment["process_first"]
        counts["repaired",] += moment["repaired_turn"] is not None
        counts["outcome", moment["outcome"]] += 1
        if moment["cause"] is not None:
            counts["cause", moment["cause"]] += 1

    def _date(self, when: datetime) -> None:
        self.first = min(self.first or when, when)
        self.last = max(self.last or when, when)

    def _shares(self, kind: str) -> dict[str, Share]:
        needed = {key[2]: n for key, n in self._counts.items() if key[:2] == ("needed", kind)}
        ranked = sorted(needed, key=lambda label: (-needed[label], label))
        return {label: Share(self._counts["met", kind, label], needed[label]) for label in ranked}

    def _by(self, kind: str) -> dict[str, int]:
        found = [(key[1], n) for key, n in self._counts.items() if key[0] == kind and len(key) == 2 and n]
        return dict(sorted(found, key=lambda item: (-item[1], item[0])))
