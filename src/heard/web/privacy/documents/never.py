"""What Heard never does and always does, and what holds each rule."""

from __future__ import annotations

from django.utils.translation import gettext as _

from heard.web.privacy.documents.facts import Facts
from heard.web.privacy.documents.text import Document, Part

__all__ = ["what_heard_never_does"]


def what_heard_never_does(facts: Facts) -> Document:
    """The rules of docs/trust/never-and-always.md, for everybody. They are not settings."""
    return Document(
        "never",
        _("What Heard never does"),
        _(
            "These rules are not settings: nobody can switch them off. Each has a test; where one fails, Heard is not built."
        ),
        (
            Part(
                _("Never"),
                facts=(
                    (
                        _("Heard never infers, stores, shows or imports how an agent feels"),
                        _(
                            "It judges observable words. Feelings are looked for in customers’ turns alone; the encoder has no "
                            "output for an agent’s feeling; imports drop such fields; no table has a column for one."
                        ),
                    ),
                    (
                        _("No voice analysis, typing rhythm or voiceprints"),
                        _("There is no code that reads them."),
                    ),
                    (
                        _("Heard does nothing to a person by itself"),
                        _(
                            "No pay, shift, discipline or public ranking follows from a figure. No page orders people; a team of "
                            "fewer than %(n)s people has no figures."
                        )
                        % {"n": facts.smallest_group},
                    ),
                    (
                        _("No conversation leaves this machine, and nothing is sent home"),
                        _(
                            "Nothing that judges can open a connection. The encoder comes with Heard and is never fetched."
                        ),
                    ),
                    (
                        _("Heard does not learn from your conversations"),
                        _(
                            "Its weights are fixed when Heard is built. What people upheld is kept to measure it, on this "
                            "machine, and trains nothing."
                        ),
                    ),
                    (
                        _("Heard does not tune selling or persuasion to distress"),
                        _("Nothing in it suggests what to sell, and no finding is handed to a program that does."),
                    ),
                ),
            ),
            Part(
                _("Always"),
                facts=(
                    (
                        _("Every finding shows its words"),
                        _(
                            "With their place, what they mean, how sure Heard is, the versions, and what would have changed it."
                        ),
                    ),
                    (
                        _("The agent sees it first and can contest it"),
                        _(
                            "For %(hours)s nobody else sees a new result; an appeal is decided within %(days)s, by a person, in writing."
                        )
                        % {"hours": facts.alone_hours, "days": facts.appeal_days},
                    ),
                    (
                        _("Where Heard is not sure it says so"),
                        _("Such a moment counts on neither side until a person has read it."),
                    ),
                    (
                        _("A cause that is not the agent’s does not count as the agent’s"),
                        _(
                            "Policy, product, waiting, a handover, a bot and missing authority are counted apart, with owners."
                        ),
                    ),
                    (
                        _("What is kept can be seen, taken along and erased"),
                        _(
                            "Everybody who signs in downloads everything about themselves. A customer is erased across everything, "
                            "with a receipt. Conversations are kept: %(retention)s."
                        )
                        % {"retention": facts.retention},
                    ),
                    (
                        _("Who saw and changed what is written down"),
                        _("The log holds no words of a conversation. It is kept for %(proof)s.")
                        % {"proof": facts.proof},
                    ),
                ),
            ),
            Part(
                _("Why so strict"),
                (
                    _(
                        "Article 5(1)(f) of the EU AI Act forbids inferring emotions of people at work. Scoring people at work is "
                        "high-risk under its Annex III, point 4(b). And nobody should be scored by a machine that they can’t answer."
                    ),
                ),
            ),
        ),
    )
