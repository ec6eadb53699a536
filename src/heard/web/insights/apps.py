"""Insights as Django knows it."""

from __future__ import annotations

from django.apps import AppConfig


class InsightsConfig(AppConfig):
    """Where and why customers are let down, and what works, with the doubt and the moments behind each number."""

    name = "heard.web.insights"
    label = "insights"
