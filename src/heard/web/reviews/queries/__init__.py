"""What the pages of reviews need, each in few round trips."""

from __future__ import annotations

from heard.web.reviews.queries.calibrating import (
    Chosen,
    Progress,
    Table,
    choose_set,
    progress_of,
    standards_in_use,
    table_of,
    to_judge,
)
from heard.web.reviews.queries.comparing import Compared, compare, history
from heard.web.reviews.queries.over_time import Load, Sampled, Season, load, sampled, seasons
from heard.web.reviews.queries.queueing import QueuePage, draws, queue, waiting

__all__ = [
    "Chosen",
    "Compared",
    "Load",
    "Progress",
    "QueuePage",
    "Sampled",
    "Season",
    "Table",
    "choose_set",
    "compare",
    "draws",
    "history",
    "load",
    "progress_of",
    "queue",
    "sampled",
    "seasons",
    "standards_in_use",
    "table_of",
    "to_judge",
    "waiting",
]
