"""The addresses of `intake`."""

from __future__ import annotations

from django.urls import path

from heard.web.intake.views import chatwoot, giving, listing, preparing, standing

app_name = "intake"
urlpatterns = [
    path("", listing.list_, name="list"),
    path("new", giving.new, name="new"),
    path("chatwoot", chatwoot.webhook, name="webhook"),
    path("chatwoot/address", chatwoot.new_address, name="new_address"),
    path("<int:pk>", standing.one, name="one"),
    path("<int:pk>/files", giving.add, name="add"),
    path("<int:pk>/files/<int:file>/remove", giving.remove, name="remove"),
    path("<int:pk>/begin", preparing.begin, name="begin"),
    path("<int:pk>/pause", standing.pause, name="pause"),
    path("<int:pk>/go-on", standing.go_on, name="go_on"),
    path("<int:pk>/cancel", standing.cancel, name="cancel"),
    path("<int:pk>/discard", preparing.discard, name="discard"),
    path("<int:pk>/progress", standing.progress, name="progress"),
    path("<int:pk>/rejects", standing.rejects, name="rejects"),
]
