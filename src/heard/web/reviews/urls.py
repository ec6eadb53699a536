"""The addresses of `reviews`."""

from __future__ import annotations

from django.urls import URLPattern, path

from heard.web.reviews import views

app_name = "reviews"
urlpatterns: list[URLPattern] = [
    path("", views.list_queue, name="queue"),
    path("fill/", views.fill, name="fill"),
    path("plan/", views.plan, name="plan"),
    path("agreement/", views.agreement, name="agreement"),
    path("queue/<int:pk>/take/", views.take_item, name="take"),
    path("queue/<int:pk>/give-back/", views.give_item_back, name="give-back"),
    path("queue/<int:pk>/skip/", views.skip_item, name="skip"),
    path("queue/<int:pk>/put-back/", views.put_item_back, name="put-back"),
    path("conversations/<int:pk>/", views.review, name="review"),
    path("conversations/<int:pk>/ask/", views.ask, name="ask"),
    path("conversations/<int:pk>/moments/<int:place>/", views.rule_on_moment, name="rule"),
    path("calibrations/", views.list_calibrations, name="calibrations"),
    path("calibrations/new/", views.begin_calibration, name="begin"),
    path("calibrations/<int:pk>/", views.calibration, name="calibration"),
    path("calibrations/<int:pk>/finish/", views.finish_calibration, name="finish"),
    path("calibrations/<int:pk>/close/", views.close_calibration, name="close"),
    path("calibrations/<int:pk>/agreed/", views.add_agreed, name="agreed"),
    path("calibrations/<int:pk>/agreed/<int:note>/remove/", views.remove_agreed, name="forget-agreed"),
]
