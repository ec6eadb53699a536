"""The addresses of `conversations`."""

from __future__ import annotations

from django.urls import path

from heard.web.conversations import views

app_name = "conversations"
urlpatterns = [
    path("", views.conversations, name="list"),
    path("export", views.export, name="export"),
    path("<int:pk>/", views.conversation, name="one"),
    path("<int:pk>/turns/<int:index>", views.turn, name="turn"),
    path("views", views.saved, name="views"),
    path("views/save", views.save, name="save_view"),
    path("views/<int:pk>/rename", views.rename, name="rename_view"),
    path("views/<int:pk>/remove", views.remove, name="remove_view"),
]
