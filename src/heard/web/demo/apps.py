"""Demo as Django knows it."""

from __future__ import annotations

from django.apps import AppConfig


class DemoConfig(AppConfig):
    """An organisation to look at: teams, people and a year of the demo archive."""

    name = "heard.web.demo"
    label = "demo"
