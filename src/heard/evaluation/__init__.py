"""How right Heard is, and for whom: measured against conversations that others have labelled."""

from __future__ import annotations

from heard.evaluation.evaluating import evaluate
from heard.evaluation.gold import GoldError
from heard.evaluation.report import Report

__all__ = ["GoldError", "Report", "evaluate"]
