"""Intake as Django knows it."""

from __future__ import annotations

from django.apps import AppConfig


class IntakeConfig(AppConfig):
    """How conversations come in: files, the API, webhooks; redacted first where asked, analysed by a worker."""

    name = "heard.web.intake"
    label = "intake"
