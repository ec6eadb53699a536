"""A standard held against its own examples: whether each rule says what its criterion means."""

from __future__ import annotations

from collections.abc import Iterator

from heard.conversation import Conversation
from heard.moments import find_moments
from heard.signals import read_conversation
from heard.standards.marking import Mark, mark
from heard.standards.standard import Standard

__all__ = ["wrong_examples"]


def wrong_examples(standard: Standard) -> Iterator[str]:
    """A sentence for each exemplar that its criterion does not find met, and each counter-exemplar not found missed."""
    for place, criterion in enumerate(standard.criteria):
        for key, example, wanted in (
            ("exemplar", criterion.exemplar, "met"),
            ("counter_exemplar", criterion.counter_exemplar, "missed"),
        ):
            shown = _marks(standard, example)[place]
            if shown.result != wanted:
                result = shown.result.replace("_", " ")
                yield f"{criterion.id}: its {key} should come out {wanted} and comes out {result}: {shown.why}."


def _marks(standard: Standard, example: Conversation) -> tuple[Mark, ...]:
    readings = read_conversation(example)
    return mark(standard, example, readings, find_moments(example, readings, standard.bar))
