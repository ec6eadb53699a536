"""Logs as data, without personal data: no names, no addresses, no words of a conversation, no query strings."""

from __future__ import annotations

import logging
import logging.config
from typing import Any

import structlog

__all__ = ["configure"]


def configure(choices: dict[str, Any]) -> None:
    """One line an event on standard error: for people, or with ``as_json`` for programs. Called by Django."""
    shared: list[Any] = [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_logger_name,
        structlog.stdlib.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
    ]
    structlog.configure(
        processors=[*shared, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
        cache_logger_on_first_use=True,
    )
    shown: list[Any] = (
        [structlog.processors.dict_tracebacks, structlog.processors.JSONRenderer()]
        if choices["as_json"]
        else [structlog.dev.ConsoleRenderer(colors=False)]
    )
    logging.config.dictConfig(
        {
            "version": 1,
            "disable_existing_loggers": False,
            "formatters": {
                "event": {
                    "()": structlog.stdlib.ProcessorFormatter,
                    "foreign_pre_chain": shared,
                    "processors": [structlog.stdlib.ProcessorFormatter.remove_processors_meta, *shown],
                }
            },
            "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "event"}},
            "loggers": {
                "heard.web": {"handlers": ["stderr"], "level": choices["level"], "propagate": False},
                "django": {"handlers": ["stderr"], "level": "WARNING", "propagate": False},
                "django.request": {"handlers": ["stderr"], "level": "ERROR", "propagate": False},
                "django_tasks": {"handlers": ["stderr"], "level": "WARNING", "propagate": False},
                "django_tasks_db": {"handlers": ["stderr"], "level": "WARNING", "propagate": False},
                "waitress": {"handlers": ["stderr"], "level": "WARNING", "propagate": False},
            },
        }
    )
