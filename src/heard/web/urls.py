"""Every address, app by app."""

from __future__ import annotations

from django.urls import include, path

from heard.web.api import api
from heard.web.plumbing import health

handler400 = "heard.web.plumbing.errors.bad_request"
handler403 = "heard.web.plumbing.errors.forbidden"
handler404 = "heard.web.plumbing.errors.not_found"
handler500 = "heard.web.plumbing.errors.failed"

urlpatterns = [
    path("health/live", health.live, name="live"),
    path("health/ready", health.ready, name="ready"),
    path("metrics", health.metrics, name="metrics"),
    path("", include("heard.web.people.urls")),  # home, first set-up, signing in, people, account, settings, log
    path("api/v1/", api.urls),
    path("conversations/", include("heard.web.conversations.urls")),
    path("imports/", include("heard.web.intake.urls")),
    path("moments/", include("heard.web.answers.urls")),
    path("reviews/", include("heard.web.reviews.urls")),
    path("standards/", include("heard.web.standards.urls")),
    path("insights/", include("heard.web.insights.urls")),
    path("data/", include("heard.web.privacy.urls")),
]
