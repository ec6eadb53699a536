"""What people type about reviews."""

from __future__ import annotations

from heard.web.reviews.forms.calibrating import AgreedForm, CalibrationForm
from heard.web.reviews.forms.judging import ReviewForm
from heard.web.reviews.forms.queueing import AskForm, PlanForm, SkipForm
from heard.web.reviews.forms.ruling import RulingForm

__all__ = ["AgreedForm", "AskForm", "CalibrationForm", "PlanForm", "ReviewForm", "RulingForm", "SkipForm"]
