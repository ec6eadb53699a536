"""The addresses of `insights`."""

from __future__ import annotations

from django.urls import path

from heard.web.insights import views

app_name = "insights"
urlpatterns = [
    path("", views.overview, name="overview"),  # ?format=csv, ?format=pdf; likewise below
    path("chart.svg", views.chart, name="chart"),
    path("moments", views.moments, name="moments"),
    path("line", views.line, name="line"),
    path("owners", views.owners_page, name="owners"),
]
