"""What an encoder says of a turn, beside what the archive knows and it can't."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import pytest

from heard.conversation import Conversation, Turn
from heard.signals import Finding, Judged, Learned, Repetition, TurnReading, read_conversation

TEMPLATE = "I'm so sorry to hear that you have been let down by your new kettle this week."
OWN_WORDS = "Three weeks without a cooker is too long."


class Moved:
    """An encoder that finds every sentence of a reply specific."""

    version = "moved/1"
    decides = frozenset({"acknowledge", "apologise", "canned"})

    def prepare(self, texts: Iterable[str]) -> None:
        """Reads nothing ahead."""

    def read(self, turns: Sequence[Turn], findings: Sequence[Sequence[Finding]]) -> list[Learned | None]:
        return [self._reply(turn.text) if turn.speaker.is_staff else None for turn in turns]

    @staticmethod
    def _reply(text: str) -> Learned:
        shown = tuple(
            Finding("acknowledge", "move", at, at + len(said), said, 1, 0.9, "", "encoder")
            for said in (TEMPLATE, OWN_WORDS)
            if (at := text.find(said)) >= 0
        )
        return Learned(shown, recognition=Judged(2, 0.9, sure=True), action=Judged(0, 0.9, sure=True))


def reply(text: str, *, customers: int) -> TurnReading:
    """How `text` is read, where TEMPLATE was said to so many customers."""
    archive = [Conversation.chat(f"customer: Hello\nagent: {TEMPLATE}", id=str(n)) for n in range(customers)]
    talk = Conversation.chat(f"customer: It has been three weeks\nagent: {text}")
    return read_conversation(talk, encoder=Moved(), repetition=Repetition.over(archive).settled())[1]


def test_a_line_that_stands_under_many_customers_is_a_token_whatever_an_encoder_hears_in_it() -> None:
    read = reply(TEMPLATE, customers=5)

    assert (read.moves, read.recognition and read.recognition.value) == (("canned",), 1)
    assert [f.why for f in read.findings] == ["the same sentence stands under 5 different customers"]


def test_what_is_specific_beside_such_a_line_stays_specific() -> None:
    read = reply(f"{TEMPLATE} {OWN_WORDS}", customers=5)

    assert read.recognition is not None
    assert read.recognition.value == 2
    assert [(f.label, f.quote) for f in read.findings] == [("canned", TEMPLATE), ("acknowledge", OWN_WORDS)]


@pytest.mark.parametrize("customers", [0, 1])
def test_a_line_that_nobody_else_was_told_is_left_to_the_encoder(customers: int) -> None:
    read = reply(TEMPLATE, customers=customers)

    assert (read.moves, read.recognition and read.recognition.value) == (("acknowledge",), 2)
