"""A moment as a script to make an example of, with what identifies people blacked out as far as Heard finds it."""

from __future__ import annotations

from heard.conversation import Speaker
from heard.web.conversations.models import Moment
from heard.web.conversations.rebuilding import conversation_from
from heard.web.conversations.redaction import KINDS, redact

__all__ = ["script_of"]

STAFF = frozenset({Speaker.AGENT, Speaker.SUPERVISOR})


def script_of(moment: Moment) -> str:
    """From the need to the reply, a line a turn. A person still has to look through it: not everything is found."""
    last = moment.turn if moment.response_turn is None else moment.response_turn
    talk, _ = redact(conversation_from(moment.conversation.record.analysis), KINDS, salt="")
    lines = [
        f"{'agent' if turn.speaker in STAFF else 'customer'}: {' '.join(turn.text.split())}"
        for turn in talk.turns[moment.turn : last + 1]
        if turn.speaker in {Speaker.CUSTOMER, *STAFF}
    ]
    return "\n".join(lines)
