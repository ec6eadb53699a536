"""From what was asked, or found instead, to the columns of a moment that a ruling changes."""

from __future__ import annotations

from typing import Any

from heard.moments import Bar
from heard.standards import builtin
from heard.web.answers.models import Answer
from heard.web.conversations.models import Conversation, Moment
from heard.web.organisation.queries import standard_by

__all__ = ["bar_of", "changes", "columns_asked", "columns_found"]


def bar_of(conversation: Conversation) -> Bar:
    """From where a need counted as met when the conversation was judged: of the standard and the version of its day.

    That of "everyday" where the standard is kept nowhere, as one that was only ever a file on somebody's disk.
    """
    standard = standard_by(conversation.organisation_id, conversation.standard) or builtin()["everyday"]
    return standard.bar


def columns_asked(answer: Answer, moment: Moment) -> dict[str, Any]:
    """What an appeal wants the columns of its `moment` to be, which stands as it is given."""
    if answer.kind == "no_need":
        return {"counts": False}
    if answer.kind == "not_mine":
        return columns_found(moment, cause=answer.cause)
    return columns_found(moment, recognition=answer.recognition, action=answer.action)


def columns_found(
    moment: Moment, *, recognition: int | None = None, action: int | None = None, cause: str = ""
) -> dict[str, Any]:
    """The columns where a person found these levels or this cause; None and "": as it is.

    Whether the need is met follows from the levels by the bar of its standard; a met need has no cause.
    """
    columns: dict[str, Any] = {"counts": True}
    if recognition is not None or action is not None:
        levels = {
            "recognition": moment.recognition if recognition is None else recognition,
            "action": moment.action if action is None else action,
        }
        columns |= {name: level for name, level in levels.items() if level is not None}
        columns["result"] = _result(moment, levels["recognition"], levels["action"])
    if columns.get("result", moment.result) == "met":
        columns["cause"] = ""
    elif cause:
        columns["cause"] = cause
    elif not moment.cause and "result" in columns and columns["result"] != "unsure":
        columns["cause"] = "unclear"
    return columns


def changes(moment: Moment, columns: dict[str, Any]) -> dict[str, Any]:
    """Those of `columns` that differ from how the moment stands."""
    return {name: value for name, value in columns.items() if getattr(moment, name) != value}


def _result(moment: Moment, recognition: int | None, action: int | None) -> str:
    bar = bar_of(moment.conversation)
    if (recognition if recognition is not None else -1) >= bar.recognition and (action or 0) >= bar.action:
        return "met"
    repaired = moment.conversation.record.analysis["moments"][moment.place]["repaired_turn"]
    return "missed" if repaired is None else "repaired"
