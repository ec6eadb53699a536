"""Whether it runs, whether it can serve, and how it is doing: for whoever watches over the installation."""

from __future__ import annotations

import hmac

from django.conf import settings
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpRequest, HttpResponse, JsonResponse
from django_tasks_db.models import DBTaskResult
from prometheus_client import CONTENT_TYPE_LATEST, Gauge, generate_latest

from heard.web.plumbing.doors import public

__all__ = ["live", "metrics", "ready"]

WAITING = Gauge("heard_tasks_waiting", "Tasks that wait for a worker.")
HERE = frozenset({"127.0.0.1", "::1"})


@public
def live(request: HttpRequest) -> HttpResponse:  # noqa: ARG001 — Django's signature
    """200 while the process answers at all."""
    return JsonResponse({"live": True})


@public
def ready(request: HttpRequest) -> HttpResponse:  # noqa: ARG001 — Django's signature
    """200 when the database answers and is up to date, else 503 with which of them is not so."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
        migrated = _migrated()
    except DatabaseError:
        return JsonResponse({"ready": False, "database": "can't be reached"}, status=503)
    if not migrated:
        return JsonResponse({"ready": False, "database": "is not up to date: run heard serve once"}, status=503)
    return JsonResponse({"ready": True})


@public
def metrics(request: HttpRequest) -> HttpResponse:
    """Prometheus' text format. With HEARD_METRICS_TOKEN for who brings it, without it for this machine alone."""
    given = request.headers.get("Authorization", "").removeprefix("Bearer ")
    if settings.METRICS_TOKEN:
        allowed = hmac.compare_digest(given.encode(), settings.METRICS_TOKEN.encode())
    else:
        allowed = request.META.get("REMOTE_ADDR") in HERE and "X-Forwarded-For" not in request.headers
    if not allowed:
        return HttpResponse(
            "Metrics need HEARD_METRICS_TOKEN as a bearer token.\n", status=403, content_type="text/plain"
        )
    WAITING.set(DBTaskResult.objects.ready().count())
    return HttpResponse(generate_latest(), content_type=CONTENT_TYPE_LATEST)


_up_to_date = False


def _migrated() -> bool:
    """Looked at until it is so; it stays so while this process runs."""
    global _up_to_date  # noqa: PLW0603 — one fact about the process
    if not _up_to_date:
        executor = MigrationExecutor(connection)
        _up_to_date = not executor.migration_plan(executor.loader.graph.leaf_nodes())
    return _up_to_date
