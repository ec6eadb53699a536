"""Heard finds every moment in which a customer needed to be heard, and shows whether they were.

import heard

for conversation in heard.read("chats.csv"):
    print(heard.analyse(conversation).score)
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from heard.analysis import ENGINE, SCHEMA, Analysis, analyse
    from heard.conversation import Conversation, ConversationError, Speaker, Turn
    from heard.inference import load_encoder
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
    "load_encoder",
    "read",
]

# Each name is loaded when it is first used: who only reads files does not wait for the engine.
_HOME = {
    "ENGINE": "heard.analysis",
    "SCHEMA": "heard.analysis",
    "Analysis": "heard.analysis",
    "Conversation": "heard.conversation",
    "ConversationError": "heard.conversation",
    "Encoder": "heard.signals",
    "ReadError": "heard.readers.outcome",
    "Rejected": "heard.readers.formats",
    "Repetition": "heard.signals",
    "Speaker": "heard.conversation",
    "Standard": "heard.standards",
    "Turn": "heard.conversation",
    "analyse": "heard.analysis",
    "load_encoder": "heard.inference",
    "read": "heard.readers",
}


def __getattr__(name: str) -> Any:
    if name not in _HOME:
        raise AttributeError(f"module 'heard' has no attribute {name!r}")
    value = getattr(import_module(_HOME[name]), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return [*__all__, "__version__"]
