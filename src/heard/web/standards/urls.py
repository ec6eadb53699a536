"""The addresses of the standards."""

from __future__ import annotations

from django.urls import path

from heard.web.standards import views

app_name = "standards"
urlpatterns = [
    path("", views.list_, name="list"),
    path("new/", views.new, name="new"),
    path("trials/<int:pk>/", views.trial, name="trial"),
    path("examples/of/<int:pk>/", views.exemplar, name="exemplar"),
    path("examples/<int:pk>/remove/", views.remove_exemplar, name="remove_exemplar"),
    path("<slug:name>/", views.one, name="one"),
    path("<slug:name>/draft/", views.draft, name="draft"),
    path("<slug:name>/draft/check/", views.checked, name="check"),
    path("<slug:name>/draft/try/", views.try_out, name="try"),
    path("<slug:name>/draft/adopt/", views.adopt, name="adopt"),
    path("<slug:name>/draft/discard/", views.discard, name="discard"),
    path("<slug:name>/<int:version>/", views.version, name="version"),
]
