"""Each request counted, timed and logged by the name of its page, never by its words; a lost database answered plainly."""

from __future__ import annotations

import time
from collections.abc import Callable

import structlog
from django.db import DatabaseError, OperationalError, connection
from django.http import HttpRequest, HttpResponse
from prometheus_client import Counter, Histogram

from heard.web.plumbing.errors import unavailable

__all__ = ["Observing"]

REQUESTS = Counter("heard_requests_total", "Requests answered.", ["page", "method", "status"])
SECONDS = Histogram(
    "heard_request_seconds", "Time to answer.", ["page"], buckets=(0.01, 0.025, 0.05, 0.1, 0.15, 0.3, 0.5, 1, 2.5, 10)
)
UNNAMED = "none"
log = structlog.get_logger("heard.web.request")


class Observing:
    """The outermost middleware."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self._get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """The response, after it was counted."""
        began = time.perf_counter()
        response = self._get_response(request)
        took = time.perf_counter() - began
        page = request.resolver_match.view_name if request.resolver_match else UNNAMED
        REQUESTS.labels(page or UNNAMED, request.method, response.status_code).inc()
        SECONDS.labels(page or UNNAMED).observe(took)
        log.info("answered", page=page, method=request.method, status=response.status_code, ms=round(took * 1000))
        return response

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        """A page that says to come back, where the database is locked, full or gone."""
        if not isinstance(error, OperationalError | DatabaseError):
            return None
        log.error("database", error=type(error).__name__)
        if not connection.in_atomic_block:
            connection.close()
        return unavailable(request)
