"""The addresses of `standards`."""

from __future__ import annotations

from django.urls import URLPattern

app_name = "standards"
urlpatterns: list[URLPattern] = []
