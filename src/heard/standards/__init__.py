"""What good looks like, as data: standards, their criteria, and the marks and score they give."""

from __future__ import annotations

from heard.standards.examples import wrong_examples
from heard.standards.loading import builtin, builtin_text, load, read_standard
from heard.standards.marking import RESULTS, Mark, mark
from heard.standards.measures import MEASURES, Measure
from heard.standards.scoring import Score, score, wilson
from heard.standards.standard import Criterion, Rule, Standard, StandardError

__all__ = [
    "MEASURES",
    "RESULTS",
    "Criterion",
    "Mark",
    "Measure",
    "Rule",
    "Score",
    "Standard",
    "StandardError",
    "builtin",
    "builtin_text",
    "load",
    "mark",
    "read_standard",
    "score",
    "wilson",
    "wrong_examples",
]
