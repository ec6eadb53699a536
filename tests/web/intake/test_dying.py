"""A process that dies while it analyses costs nothing but the conversation it died of."""

from __future__ import annotations

import pytest

from heard.batch.work import pack
from heard.conversation import Conversation, Speaker, Turn
from heard.web.conversations.models import Conversation as Stored
from heard.web.intake import job
from heard.web.intake.children import Children
from heard.web.intake.pieces import Chunk
from tests.web.cast import Cast
from tests.web.intake.bringing import archive, brought_in, tally
from tests.web.intake.dying import DEADLY, analyse_or_die, lengths_or_die


def _chunk(position: int, *ids: str) -> Chunk:
    turns = (Turn(Speaker.CUSTOMER, "Hello"),)
    return Chunk(position, [pack(Conversation(id=id, turns=turns)) for id in ids])


def test_every_chunk_is_answered_in_order_though_one_ends_the_process() -> None:
    children = Children(2)
    chunks = [_chunk(place, f"one {DEADLY}" if place == 3 else "one") for place in range(9)]

    answered = [(chunk.position, result) for chunk, result in children.each(lengths_or_die, chunks, beat=lambda: None)]

    children.end()
    assert answered == [(place, None if place == 3 else 1) for place in range(9)]


@pytest.mark.django_db
def test_the_conversation_of_which_a_process_dies_is_rejected_alone(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(job, "analyse_chunk", analyse_or_die)
    content = archive(range(60)).replace(b'"talk-7"', f'"{DEADLY}"'.encode())

    done = brought_in(cast, ("a.jsonl", content))

    assert tally(done) == {"read": 60, "stored": 59, "known": 0, "rejected": 1, "left_out": 0}
    assert (done.rejects.get().file, Stored.objects.filter(key=DEADLY).exists()) == (DEADLY, False)
