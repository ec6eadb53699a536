"""The addresses of `answers`."""

from __future__ import annotations

from django.urls import path

from heard.web.answers.views import appeals, giving, mine, thanks

app_name = "answers"
urlpatterns = [
    path("", mine.own_page, name="mine"),
    path("<int:pk>/answer", giving.give_answer, name="give"),
    path("<int:pk>/kudos", thanks.kudos_for_moment, name="kudos_moment"),
    path("answers/<int:pk>/withdraw", giving.withdraw_answer, name="withdraw"),
    path("appeals", appeals.list_appeals, name="appeals"),
    path("appeals.csv", appeals.export, name="export"),
    path("appeals/<int:pk>", appeals.appeal, name="appeal"),
    path("upheld", appeals.overturn_rates, name="upheld"),
    path("upheld.csv", appeals.overturn_rates_sheet, name="upheld_sheet"),
    path("kudos", thanks.kudos, name="kudos"),
    path("kudos/conversation/<int:pk>", thanks.kudos_for_conversation, name="kudos_conversation"),
    path("kudos/<int:pk>/back", thanks.kudos_taken_back, name="kudos_back"),
]
