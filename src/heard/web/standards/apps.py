"""Standards as Django knows it."""

from __future__ import annotations

from django.apps import AppConfig


class StandardsConfig(AppConfig):
    """What good looks like here: written, tried on real conversations, adopted, kept."""

    name = "heard.web.standards"
    label = "standards"
