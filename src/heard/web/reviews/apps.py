"""Reviews as Django knows it."""

from __future__ import annotations

from django.apps import AppConfig


class ReviewsConfig(AppConfig):
    """People judge beside the engine: what to read next, review, calibrate."""

    name = "heard.web.reviews"
    label = "reviews"
