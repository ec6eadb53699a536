"""What is shown where a page can't be: what happened, what was kept, what to do."""

from __future__ import annotations

import sys

from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.template.loader import render_to_string

from heard.web.plumbing.doors import public

__all__ = ["bad_request", "failed", "forbidden", "no_csrf", "not_found", "unavailable"]

API = "/api/"


def _page(request: HttpRequest, status: int, template: str, plainly: str) -> HttpResponse:
    if request.path.startswith(API):
        return JsonResponse({"detail": plainly}, status=status)
    return HttpResponse(render_to_string(f"errors/{template}.html", request=request), status=status)


@public
def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:  # noqa: ARG001 — Django's signature
    """400."""
    return _page(request, 400, "400", "This request can't be read.")


@public
def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:  # noqa: ARG001 — Django's signature
    """403."""
    return _page(request, 403, "403", "This is not open to you.")


@public
def no_csrf(request: HttpRequest, reason: str = "") -> HttpResponse:  # noqa: ARG001 — Django's signature
    """403 where a form was not sent from a page of ours."""
    return _page(request, 403, "403_csrf", "This form was not sent from a page of Heard.")


@public
def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:  # noqa: ARG001 — Django's signature
    """404."""
    return _page(request, 404, "404", "There is nothing here, or nothing that is open to you.")


@public
def failed(request: HttpRequest) -> HttpResponse:
    """500, rendered without the database. Where that is why, before a page was even reached, it is a 503."""
    if isinstance(sys.exc_info()[1], OperationalError | InterfaceError):
        return unavailable(request)
    plainly = "Something went wrong here. Nothing that was saved is lost."
    if request.path.startswith(API):
        return JsonResponse({"detail": plainly}, status=500)
    return HttpResponse(render_to_string("errors/500.html"), status=500)


@public
def unavailable(request: HttpRequest) -> HttpResponse:
    """503, where the database can't be reached or written. Rendered without it."""
    plainly = "The database can't be reached or written just now. Try again in a moment."
    if request.path.startswith(API):
        response: HttpResponse = JsonResponse({"detail": plainly}, status=503)
    else:
        response = HttpResponse(render_to_string("errors/503.html"), status=503)
    response["Retry-After"] = "10"
    return response
