"""What good looks like, as data: standards, their criteria, and the marks and score they give."""

from __future__ import annotations

from heard.standards.marking import Mark, mark
from heard.standards.scoring import Score, score, wilson
from heard.standards.standard import Criterion, Standard, StandardError, builtin, load

__all__ = [
    "Criterion",
    "Mark",
    "Score",
    "Standard",
    "StandardError",
    "builtin",
    "load",
    "mark",
    "score",
    "wilson",
]
