"""Plumbing as Django knows it: for its template tags."""

from __future__ import annotations

from django.apps import AppConfig


class PlumbingConfig(AppConfig):
    """No tables; the template tags that every page uses."""

    name = "heard.web.plumbing"
