"""How Heard judges: for an agent who wants to know, and for a customer who asks."""

from __future__ import annotations

from django.utils.translation import gettext as _

from heard.web.privacy.documents.facts import Facts
from heard.web.privacy.documents.limits import figures, limits
from heard.web.privacy.documents.text import Document, Part

__all__ = ["how_heard_judges"]


def how_heard_judges(facts: Facts) -> Document:
    """The steps, the scales, who judged, how sure, and what a person can do about it."""
    return Document(
        "explanation",
        _("How Heard judges"),
        _("What Heard looks for in a conversation, how it decides, how sure it is, and how to answer it."),
        (
            Part(
                _("Moments"),
                (
                    _(
                        "Heard looks for moments in which a customer needed to be heard: a turn that shows a feeling, such as "
                        "frustration or worry, or a weighty circumstance, such as a death, money, health, or the fourth call."
                    ),
                    _(
                        "Each need is paired with the reply. Where no need is shown, none is judged: “no empathy was needed "
                        "here” is a right answer."
                    ),
                ),
            ),
            Part(
                _("Two scales"),
                (_("A reply is judged by its words alone, on two scales."),),
                facts=(
                    (
                        _("Recognition"),
                        _(
                            "denied (−1), nothing (0), token (1), specific (2), deep (3). A sentence that would fit any other "
                            "customer is a token, however warm it sounds."
                        ),
                    ),
                    (_("Action"), _("no step (0), a routine step (1), concrete help (2).")),
                ),
            ),
            Part(
                _("Met, repaired, missed, unsure"),
                (
                    _(
                        "The standard in use says how much of both a need asks for. A need that is met only by a later reply is "
                        "repaired; it counts as one that was not met at once. Where Heard is not sure it says that a person "
                        "should read the moment, and it counts on neither side."
                    ),
                    _(
                        "A need that stayed unmet has a cause: the agent, a policy, the product, waiting, a handover, a bot, or "
                        "that somebody was not allowed to. Only the first counts for an agent; the others go to whoever can "
                        "change them."
                    ),
                    _("The score is met ÷ needed, always with the interval within which it may lie."),
                ),
            ),
            Part(
                _("Who judged"),
                (
                    _(
                        "Three things judge together: patterns (rules with examples that anybody can read), a small encoder that "
                        "weighs a turn in its context, and the standard. Every moment names their versions, its words, what they "
                        "mean, how sure Heard is, and what would have changed the result. An old result keeps the versions of "
                        "its day."
                    ),
                ),
                facts=(
                    (_("Engine"), facts.engine),
                    (_("Encoder"), facts.encoder),
                    (_("Standard in use"), f"{facts.standard_title} ({facts.standard})"),
                ),
            ),
            Part(_("What the standard asks for"), facts=facts.criteria),
            Part(
                _("People decide"),
                (
                    _(
                        "A new result is the agent’s alone for %(hours)s. The agent can add context, say that there was no need "
                        "or that the cause was not theirs, or contest the scales. A person who had no part in it decides within "
                        "%(days)s, in writing. What is upheld changes the moment, the score and the totals."
                    )
                    % {"hours": facts.alone_hours, "days": facts.appeal_days},
                    _(
                        "Reviewers judge conversations before they see what Heard said, and calibrate with each other. A "
                        "criterion on which they agree less than %(least)s (Krippendorff’s alpha) is not used for individuals."
                    )
                    % {"least": facts.least_agreement},
                ),
            ),
            figures(),
            *limits(facts).parts,
        ),
    )
