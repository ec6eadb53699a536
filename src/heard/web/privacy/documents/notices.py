"""Notices for the people whom Heard is about: those at work, and customers."""

from __future__ import annotations

from django.utils.translation import gettext as _

from heard.web.privacy.documents.facts import Facts
from heard.web.privacy.documents.text import Document, Part

__all__ = ["customer_notice", "worker_notice"]


def worker_notice(facts: Facts) -> Document:
    """For agents and their representatives, before Heard is used (GDPR Art. 13, AI Act Art. 26(7))."""
    return Document(
        "worker-notice",
        _("Notice for people at work"),
        _(
            "For everybody whose conversations are read, and for their representatives, before Heard is put to use "
            "(GDPR Art. 13 and 14; AI Act Art. 26(7))."
        ),
        (
            Part(
                _("What is done"),
                (
                    _(
                        "%(organisation)s uses Heard to read conversations with customers and to find moments in which a customer "
                        "needed to be heard. It judges the words of replies on two scales, recognition and action. It does not "
                        "infer how you feel, and has no place to store it."
                    )
                    % {"organisation": facts.organisation},
                ),
                to_fill_in=(
                    _(
                        "Why we do this, and on which legal basis (GDPR Art. 6; Art. 88 and national law on data of people at work)."
                    ),
                    _("Which conversations are read: channels, teams, from which day."),
                ),
            ),
            Part(
                _("Who sees what, and when"),
                (
                    _(
                        "A new result is yours alone for %(hours)s. Then your team’s lead sees it, and reviewers, managers and "
                        "analysts. Administrators read no conversations. Every look is logged; you see the log of yours under My data."
                    )
                    % {"hours": facts.alone_hours},
                    _("No list ranks people. Figures of a team with fewer than %(n)s people are not shown.")
                    % {"n": facts.smallest_group},
                ),
                facts=facts.roles,
            ),
            Part(
                _("You can answer"),
                (
                    _(
                        "Under each moment of yours you can add context, say that no empathy was needed, that the cause was a "
                        "policy or the product, or that the scales are wrong. A lead, reviewer or manager who had no part in it "
                        "decides within %(days)s, in writing. What is upheld changes the moment, your score and the totals. How "
                        "often appeals are upheld is public in the team."
                    )
                    % {"days": facts.appeal_days},
                ),
            ),
            Part(
                _("What is not done"),
                points=(
                    _(
                        "No decision about pay, shifts, discipline or dismissal follows from a figure of Heard by itself."
                    ),
                    _("No voice, face, typing or mood is analysed."),
                    _("A criterion on which people agree less than %(least)s is not used for individuals.")
                    % {"least": facts.least_agreement},
                ),
                to_fill_in=(
                    _("What figures of Heard are used for here, what they are never used for, and who vouches for it."),
                ),
            ),
            Part(
                _("How long, and your rights"),
                facts=(
                    (_("Conversations and what was found in them"), facts.retention),
                    (_("The log of who saw and changed what"), facts.proof),
                ),
                points=(
                    _("See and download everything about you, at any time: My data."),
                    _(
                        "Have wrong data corrected, object, and complain to a supervisory authority (GDPR Art. 15 to 21 and 77)."
                    ),
                    _("Have a decision explained in which Heard played a part (AI Act Art. 86)."),
                ),
                to_fill_in=(
                    _(
                        "Name and address of the controller, of the data protection officer, and of your representatives."
                    ),
                ),
            ),
        ),
    )


def customer_notice(facts: Facts) -> Document:
    """For customers, in a privacy notice (GDPR Art. 13 and 14)."""
    return Document(
        "customer-notice",
        _("Notice for customers"),
        _("For the privacy notice that customers get before or when they write or call (GDPR Art. 13 and 14)."),
        (
            Part(
                _("What we do with conversations"),
                (
                    _(
                        "%(organisation)s reads conversations with the help of a program, Heard, to see whether you were heard, and "
                        "to do better. It looks in your words for what you needed, such as worry or an urgent circumstance, and in "
                        "our replies for whether that was taken up. It decides nothing about you."
                    )
                    % {"organisation": facts.organisation},
                    _(
                        "The program runs on our own machine. Conversations are not sent elsewhere, and nothing is trained with them."
                    ),
                ),
                to_fill_in=(
                    _("The legal basis, and for health or other special data in conversations the one of GDPR Art. 9."),
                    _("Who runs the machine, and where it stands."),
                ),
            ),
            Part(
                _("What is kept, and how long"),
                facts=(
                    (
                        _("Kept"),
                        _("what was said, the name or number that the conversation carries, and what was found in it"),
                    ),
                    (_("Blacked out before it is stored"), facts.redacted),
                    (_("Kept for"), facts.retention),
                ),
            ),
            Part(
                _("Your rights"),
                points=(
                    _("Ask what is kept of you, and get it."),
                    _(
                        "Have it erased: conversations, what was found in them, and your name. We keep a receipt without your name."
                    ),
                    _("Object, and complain to a supervisory authority."),
                ),
                to_fill_in=(_("Where to write to, and how we make sure that it is you."),),
            ),
        ),
    )
