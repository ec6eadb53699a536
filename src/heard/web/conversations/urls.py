"""The addresses of `conversations`."""

from __future__ import annotations

from django.urls import URLPattern

app_name = "conversations"
urlpatterns: list[URLPattern] = []
