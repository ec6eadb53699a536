"""People as Django knows it."""

from __future__ import annotations

from django.apps import AppConfig


class PeopleConfig(AppConfig):
    """Who works here, in which role, and how they sign in."""

    name = "heard.web.people"
    label = "people"
