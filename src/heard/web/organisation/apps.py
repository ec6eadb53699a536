"""Organisation as Django knows it."""

from __future__ import annotations

from django.apps import AppConfig


class OrganisationConfig(AppConfig):
    """What an organisation is: its teams, its choices, its standards, and who did what."""

    name = "heard.web.organisation"
    label = "organisation"
