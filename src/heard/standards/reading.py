"""Values out of a TOML table, with every problem noted instead of only the first."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from difflib import get_close_matches
from typing import Any

__all__ = ["Table", "did_you_mean"]

_WITHIN = re.compile(r"(?:(\d+) repl(?:y|ies)|(\d+(?:\.\d+)?) (second|minute|hour|day)s?)$")
_SECONDS = {"second": 1.0, "minute": 60.0, "hour": 3600.0, "day": 86_400.0}


def did_you_mean(word: str, known: Iterable[str]) -> str:
    """The cure for a name that isn't known: the one nearest to it, else all there are."""
    known = sorted(known)
    near = get_close_matches(word, known, n=1, cutoff=0.6)
    return f'did you mean "{near[0]}"?' if near else f"use one of {', '.join(known)}"


class Table:
    """One table of a TOML file. What can't be used is noted in `problems` as "where.key: what; cure"."""

    def __init__(self, data: Mapping[str, Any], where: str, problems: list[str]) -> None:
        self.data = data
        self.where = where  # ends where a key can follow: "strict.toml: " or "strict.toml: criteria[2]."
        self.problems = problems

    def note(self, key: str, problem: str) -> None:
        """Notes a problem of `key`."""
        self.problems.append(f"{self.where}{key}: {problem}")

    def only(self, known: Iterable[str]) -> None:
        """Notes every key that is not one of `known`."""
        known = set(known)
        for key in self.data:
            if key not in known:
                self.note(key, f"unknown key; {did_you_mean(key, known)}")

    def text(self, key: str) -> str:
        """A text that must be there."""
        value = self.data.get(key)
        if isinstance(value, str) and value.strip():
            return value.strip()
        self.note(
            key, "must be a text; add it" if value is None else f"must be a text, not {value!r}; put it in quotes"
        )
        return ""

    def whole(self, key: str, low: int, high: int, default: int | None = None) -> int | None:
        """A whole number from `low` to `high`; `default` where it is absent."""
        value = self.data.get(key, default)
        if value is None or (isinstance(value, int) and not isinstance(value, bool) and low <= value <= high):
            return value
        self.note(key, f"{value!r} must be a whole number from {low} to {high}")
        return default

    def share(self, key: str, default: float) -> float:
        """A number from 0 to 1."""
        value = self.data.get(key, default)
        if isinstance(value, int | float) and not isinstance(value, bool) and 0 <= value <= 1:
            return float(value)
        self.note(key, f"{value!r} must be a number from 0 to 1")
        return default

    def choice(self, key: str, known: Iterable[str], default: str) -> str:
        """One of `known`; `default` where it is absent."""
        value = self.data.get(key, default)
        if value in set(known):
            return str(value)
        self.note(key, f'no place "{value}"; {did_you_mean(str(value), known)}')
        return default

    def labels(self, key: str, known: Iterable[str], kind: str) -> frozenset[str]:
        """A list of names out of `known`; `kind` is what such a name is called."""
        known = set(known)
        return frozenset(name for name in self._names(key) if self._known(key, name, known, kind))

    def occasions(self, key: str, known: Iterable[str]) -> tuple[tuple[str, int], ...]:
        """A list of labels, each "label" or "label:strength"."""
        known = set(known)
        found = []
        for entry in self._names(key):
            label, colon, strength = entry.partition(":")
            if colon and strength not in ("1", "2", "3"):
                self.note(key, f'"{entry}": a strength is 1, 2 or 3, as in "frustration:2"')
            elif self._known(key, label, known, "label or occasion"):
                found.append((label, int(strength or 1)))
        if key not in self.data:
            self.note(key, 'must say when this is asked for; add it, as in when = ["need"] or when = ["always"]')
        return tuple(found)

    def within(self, key: str) -> tuple[int | None, float | None]:
        """("2 replies" → 2, None), ("5 minutes" → None, 300.0); (None, None) where it is absent."""
        value = self.data.get(key)
        if value is None:
            return None, None
        match = _WITHIN.match(value) if isinstance(value, str) else None
        if match is None:
            self.note(
                key, f'{value!r} is no span; write "1 reply", "2 replies", "30 seconds", "5 minutes" or "4 hours"'
            )
            return None, None
        return (int(match[1]), None) if match[1] else (None, float(match[2]) * _SECONDS[match[3]])

    def _names(self, key: str) -> list[str]:
        value = self.data.get(key, [])
        if isinstance(value, list) and all(isinstance(v, str) for v in value):
            return value
        self.note(key, f'must be a list of names, not {value!r}; write it as in {key} = ["…"]')
        return []

    def _known(self, key: str, name: str, known: set[str], kind: str) -> bool:
        if name in known:
            return True
        self.note(key, f'no {kind} "{name}"; {did_you_mean(name, known)}')
        return False
