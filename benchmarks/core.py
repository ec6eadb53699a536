"""The core on one core: turns a second of processor time, so that what else runs on the machine matters little."""

import gc
from collections.abc import Callable
from statistics import median
from time import process_time

from heard import Conversation, analyse
from heard.moments import find_moments
from heard.signals import read_conversation
from heard.signals.matching import matcher_for
from heard.standards import load, mark

RUNS = 3


def signals_moments_marks(conversations: list[Conversation]) -> float:
    """Turns a second through signals, moments and marks, what the target is set for."""
    standard = load("everyday")

    def judge(conversation: Conversation) -> None:
        readings = read_conversation(conversation)
        mark(standard, conversation, readings, find_moments(conversation, readings, standard.bar))

    return _turns_a_second(judge, conversations)


def everything(conversations: list[Conversation]) -> float:
    """Turns a second through the whole analysis, with suggestions and promises, into plain JSON values."""
    return _turns_a_second(lambda conversation: analyse(conversation).to_json(), conversations)


def _turns_a_second(judge: Callable[[Conversation], object], conversations: list[Conversation]) -> float:
    """The median of a few runs, each over all `conversations` with nothing remembered from the run before."""
    judge(conversations[0])  # definitions are loaded once a process; that is startup, not speed
    turns = sum(len(conversation.turns) for conversation in conversations)
    rates = []
    for _ in range(RUNS):
        for side in ("customer", "agent"):
            matcher_for(side).findings.cache_clear()
        gc.collect()
        began = process_time()
        for conversation in conversations:
            judge(conversation)
        rates.append(turns / (process_time() - began))
    return median(rates)
