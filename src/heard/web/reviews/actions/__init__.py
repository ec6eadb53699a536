"""What is written about reviews: the queue, judgements, calibrations."""

from __future__ import annotations

from heard.web.reviews.actions.calibrating import (
    ENOUGH,
    Unfinished,
    agree_on,
    begin,
    close,
    finish,
    forget_agreed,
    measure,
)
from heard.web.reviews.actions.judging import (
    Judged,
    JudgedNeedAs,
    Marked,
    held_back,
    keep_draft,
    rule_on,
    save,
    seen_before,
)
from heard.web.reviews.actions.queueing import ask_for, fill_queue, give_back, plan_of, put_back, skip, take, write_plan

__all__ = [
    "ENOUGH",
    "Judged",
    "JudgedNeedAs",
    "Marked",
    "Unfinished",
    "agree_on",
    "ask_for",
    "begin",
    "close",
    "fill_queue",
    "finish",
    "forget_agreed",
    "give_back",
    "held_back",
    "keep_draft",
    "measure",
    "plan_of",
    "put_back",
    "rule_on",
    "save",
    "seen_before",
    "skip",
    "take",
    "write_plan",
]
