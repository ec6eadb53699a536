"""The pages of reviews."""

from __future__ import annotations

from heard.web.reviews.views.agreeing import agreement
from heard.web.reviews.views.calibrating import (
    add_agreed,
    begin_calibration,
    calibration,
    close_calibration,
    finish_calibration,
    list_calibrations,
    remove_agreed,
)
from heard.web.reviews.views.judging import review
from heard.web.reviews.views.queueing import (
    ask,
    fill,
    give_item_back,
    list_queue,
    put_item_back,
    skip_item,
    take_item,
)
from heard.web.reviews.views.ruling import rule_on_moment
from heard.web.reviews.views.sampling import plan

__all__ = [
    "add_agreed",
    "agreement",
    "ask",
    "begin_calibration",
    "calibration",
    "close_calibration",
    "fill",
    "finish_calibration",
    "give_item_back",
    "list_calibrations",
    "list_queue",
    "plan",
    "put_item_back",
    "remove_agreed",
    "review",
    "rule_on_moment",
    "skip_item",
    "take_item",
]
