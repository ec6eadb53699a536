"""The addresses of `intake`."""

from __future__ import annotations

from django.urls import path

from heard.web.intake import settings_views, views

app_name = "intake"
urlpatterns = [
    path("", views.list_, name="list"),
    path("new", views.new, name="new"),
    path("chatwoot", settings_views.webhook, name="webhook"),
    path("chatwoot/address", settings_views.new_address, name="new_address"),
    path("<int:pk>", views.one, name="one"),
    path("<int:pk>/files", views.add, name="add"),
    path("<int:pk>/files/<int:file>/remove", views.remove, name="remove"),
    path("<int:pk>/begin", views.begin, name="begin"),
    path("<int:pk>/pause", views.pause, name="pause"),
    path("<int:pk>/go-on", views.go_on, name="go_on"),
    path("<int:pk>/cancel", views.cancel, name="cancel"),
    path("<int:pk>/discard", views.discard, name="discard"),
    path("<int:pk>/progress", views.progress, name="progress"),
    path("<int:pk>/rejects", views.rejects, name="rejects"),
]
