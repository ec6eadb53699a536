"""What Heard can't do, plainly, and how well it did where it was measured."""

from __future__ import annotations

import json
from importlib.resources import files
from typing import Any

from django.utils.translation import gettext as _

from heard.web.privacy.documents.facts import Facts
from heard.web.privacy.documents.text import Document, Part

__all__ = ["figures", "limits", "measured"]


def measured() -> dict[str, Any]:
    """Figures of the shipped encoder from evaluation/results.json; `tools/measured.py` writes them."""
    text = files("heard.web.privacy.documents").joinpath("measured.json").read_text("utf-8")
    found: dict[str, Any] = json.loads(text)
    return found


def figures() -> Part:
    """How often it was right, with intervals, where it was measured."""
    asked = {
        "need: recall": _("of the customers who needed to be heard, it notices"),
        "need: precision": _("of those of whom it says so, it is so"),
        "recognition: the same": _("of the replies, it gives the same recognition as the reader"),
        "action: the same": _("of the replies, it gives the same action as the reader"),
    }
    held = measured()
    where = {
        "airline_dev": _("Real airline care, %(n)s public conversations"),
        "corpus, held out": _("Written conversations, %(n)s by a writer it had not seen"),
    }
    facts = [
        (
            title % {"n": held["files"][name]["conversations"]},
            "; ".join(
                f"{said} {round(100 * one['value'])} % ({round(100 * one['low'])}–{round(100 * one['high'])} %)"
                for key, said in asked.items()
                if (one := held["files"][name]["figures"].get(key))
            ),
        )
        for name, title in where.items()
        if name in held["files"]
    ]
    return Part(
        _("How often it was right"),
        (
            _(
                "Measured with %(encoder)s. A language model read the same conversations turn by turn and gave what counts as "
                "right here, so these figures do not say how far Heard agrees with experts. The figures were looked at while "
                "Heard was being made, and may flatter a little."
            )
            % {"encoder": held["encoder"]},
            _("Use Heard to choose what to read. It is not good enough to be believed without reading."),
        ),
        facts=tuple(facts),
    )


def limits(facts: Facts) -> Document:
    """The plain statement of limits."""
    return Document(
        "limits",
        _("What Heard can’t do"),
        _("For everybody who uses a figure of Heard: what it does not know, and where it is often wrong."),
        (
            Part(
                _("Limits"),
                points=(
                    _(
                        "It reads words. It does not hear a voice, see a face, or know what was done after the conversation."
                    ),
                    _("It reads English. Of conversations in other languages it judges nothing, and says so."),
                    _(
                        "A changed name, a typo or a dialect word, which should change nothing, sometimes changes a label. Do not "
                        "compare groups of customers with it, nor agents who serve different groups."
                    ),
                    _(
                        "It was taught mostly with written conversations, not lived ones, and labels that language models gave."
                    ),
                    _(
                        "Irony that only the story shows, and replies that take up one word of the customer’s, are easily missed."
                    ),
                    _("It knows nothing of difficulty: who takes the complaints will have more missed moments."),
                    _("A share of few moments says little. Read the interval, not the middle."),
                    _(
                        "“Not sure” is promised at a stated rate for conversations like those it was calibrated on, not for others."
                    ),
                ),
            ),
            Part(
                _("Not to be used"),
                points=(
                    _("to decide about somebody’s job, pay, shift or discipline"),
                    _("to judge a person by one conversation, or by a figure of Heard alone"),
                    _("to rank people, or to compare teams of fewer than %(n)s people") % {"n": facts.smallest_group},
                    _("to detect danger, illness or a crisis"),
                    _("to infer how an agent feels: there is no such thing in it"),
                ),
            ),
        ),
    )
