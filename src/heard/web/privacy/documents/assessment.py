"""A skeleton for the impact assessment: GDPR Art. 35, and what the AI Act asks of who uses a high-risk system."""

from __future__ import annotations

from django.utils.translation import gettext as _

from heard.web.privacy.documents.facts import Facts
from heard.web.privacy.documents.text import Document, Part

__all__ = ["impact_assessment"]


def impact_assessment(facts: Facts) -> Document:
    """What Heard can answer is filled in; what only the organisation knows is asked."""
    return Document(
        "impact-assessment",
        _("Impact assessment, a skeleton"),
        _(
            "For the data protection impact assessment (GDPR Art. 35) and the duties of deployers of a high-risk system (AI Act "
            "Annex III 4(b), Art. 26 and 27). It is no legal advice; what is asked is yours to answer."
        ),
        (
            Part(
                _("1. What is done (GDPR Art. 35(7)(a))"),
                facts=(
                    (_("Controller"), facts.organisation),
                    (
                        _("Data"),
                        _(
                            "conversations with customers; names of agents and customers as in the source; findings; answers"
                        ),
                    ),
                    (_("People"), _("customers; people who answer them; people who judge")),
                    (
                        _("Means"),
                        _("Heard on the organisation’s own machine: %(engine)s, %(encoder)s, standard %(standard)s")
                        % {"engine": facts.engine, "encoder": facts.encoder, "standard": facts.standard},
                    ),
                    (_("Recipients"), _("none outside the organisation")),
                    (_("Kept for"), facts.retention),
                    (_("Blacked out before it is stored"), facts.redacted),
                ),
                to_fill_in=(
                    _("Purposes and legitimate interests."),
                    _("Sources, number of people, channels, from when."),
                ),
            ),
            Part(
                _("2. Is it needed, and in proportion (Art. 35(7)(b))"),
                points=(
                    _(
                        "Judging words in moments of need asks for less than reading every conversation or recording voices."
                    ),
                    _("Figures carry intervals, and a person reads what is uncertain."),
                ),
                to_fill_in=(
                    _("Why gentler means (samples read by people alone, surveys) would not do."),
                    _("Legal basis; agreement with representatives of people at work; consent is rarely free at work."),
                ),
            ),
            Part(
                _("3. Risks and what is done about them (Art. 35(7)(c) and (d))"),
                facts=(
                    (
                        _("Wrong judgements about people"),
                        _(
                            "confidence and “not sure”; the agent first for %(hours)s; appeals within %(days)s; blind reviews; "
                            "criteria below %(least)s agreement are not used for individuals"
                        )
                        % {"hours": facts.alone_hours, "days": facts.appeal_days, "least": facts.least_agreement},
                    ),
                    (
                        _("Unequal treatment by dialect, name or language"),
                        _("known and measured; groups are not to be compared; English alone is judged"),
                    ),
                    (
                        _("Surveillance and pressure"),
                        _(
                            "no feelings of agents, no ranking, no figures of groups below %(n)s people, every look logged"
                        )
                        % {"n": facts.smallest_group},
                    ),
                    (
                        _("Special data in conversations"),
                        _("redaction before storage, retention, erasure, few readers"),
                    ),
                    (
                        _("Misuse or loss of access"),
                        _("roles; second factor: %(factor)s; sessions and tokens listed; log for %(proof)s")
                        % {"factor": facts.second_factor, "proof": facts.proof},
                    ),
                    (_("Use for other purposes"), _("no way out to other systems but exports, which are logged")),
                ),
                to_fill_in=(
                    _("How likely and how severe each is here, before and after; who accepts what remains."),
                    _("Advice of the data protection officer; views of people concerned (Art. 35(2) and (9))."),
                ),
            ),
            Part(
                _("4. Duties of a deployer (AI Act Art. 26)"),
                facts=(
                    (
                        _("Human oversight (26(2))"),
                        _("Reviewers, leads and managers decide; nothing follows from a figure by itself."),
                    ),
                    (_("Input data (26(4))"), _("Imports show what was read, left out and rejected, and why.")),
                    (
                        _("Monitoring (26(5))"),
                        _("Agreement between people and engine, and how often appeals are upheld, over time."),
                    ),
                    (
                        _("Logs (26(6))"),
                        _("Kept for %(proof)s; at least six months are asked for.") % {"proof": facts.proof},
                    ),
                    (_("Telling people at work (26(7))"), _("The worker notice of this pack.")),
                    (
                        _("Telling people who are judged (26(11)) and explaining (86)"),
                        _("The notices, and “How Heard judges”."),
                    ),
                ),
                to_fill_in=(
                    _("Who oversees, with what training and authority to overrule or stop."),
                    _("Whether a fundamental rights impact assessment is due (Art. 27), and its result."),
                    _("To whom serious incidents are reported, and how the use is suspended."),
                ),
            ),
            Part(
                _("5. Who has access"),
                facts=facts.roles,
                to_fill_in=(
                    _("When access is looked over, and by whom."),
                    _("Date, names, next review of this assessment."),
                ),
            ),
        ),
    )
