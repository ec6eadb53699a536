"""Heard finds every moment in which a customer needed to be heard, and shows whether they were.

import heard

for conversation in heard.read("chats.csv"):
    print(heard.analyse(conversation).score)
"""

from __future__ import annotations

from heard.analysis import ENGINE, SCHEMA, Analysis, analyse
from heard.conversation import Conversation, ConversationError, Speaker, Turn
from heard.readers import read
from heard.readers.formats import Rejected
from heard.readers.outcome import ReadError
from heard.signals import Encoder, Repetition
from heard.standards import Standard

__version__ = "0.1.0"

__all__ = [
    "ENGINE",
    "SCHEMA",
    "Analysis",
    "Conversation",
    "ConversationError",
    "Encoder",
    "ReadError",
    "Rejected",
    "Repetition",
    "Speaker",
    "Standard",
    "Turn",
    "analyse",
    "read",
]
