"""The compliance pack: every text of it, in the order in which an organisation needs them."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from heard.web.privacy.documents.assessment import impact_assessment
from heard.web.privacy.documents.facts import Facts
from heard.web.privacy.documents.judging import how_heard_judges
from heard.web.privacy.documents.limits import limits
from heard.web.privacy.documents.notices import customer_notice, worker_notice
from heard.web.privacy.documents.text import Document

__all__ = ["PACK"]

PACK: Mapping[str, Callable[[Facts], Document]] = {
    "worker-notice": worker_notice,
    "customer-notice": customer_notice,
    "impact-assessment": impact_assessment,
    "explanation": how_heard_judges,
    "limits": limits,
}
