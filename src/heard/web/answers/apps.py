"""Answers as Django knows it."""

from __future__ import annotations

from django.apps import AppConfig


class AnswersConfig(AppConfig):
    """The agent sees it first and answers back; a person decides; a ruling changes what counts."""

    name = "heard.web.answers"
    label = "answers"
