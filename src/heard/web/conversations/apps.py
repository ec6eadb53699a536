"""Conversations as Django knows it."""

from __future__ import annotations

from django.apps import AppConfig


class ConversationsConfig(AppConfig):
    """What was said, the moments found in it, and how people read them."""

    name = "heard.web.conversations"
    label = "conversations"
