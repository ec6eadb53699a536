"""Customers as Django knows it."""

from __future__ import annotations

from django.apps import AppConfig


class CustomersConfig(AppConfig):
    """Whom the conversations are with."""

    name = "heard.web.customers"
    label = "customers"
