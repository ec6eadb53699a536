"""Privacy as Django knows it."""

from __future__ import annotations

from django.apps import AppConfig


class PrivacyConfig(AppConfig):
    """Me and my data: export, erasure, retention, and what Heard never does."""

    name = "heard.web.privacy"
    label = "privacy"
