"""The addresses as shipped, with the router of conversations where heard.web.api does not bring it yet."""

from __future__ import annotations

from django.urls import path
from ninja import NinjaAPI

from heard.web.api import api as shipped
from heard.web.conversations.api import router
from heard.web.urls import urlpatterns as all_of_them

if any("{int:number}" in way for bound in shipped._get_bound_routers() for way in bound.path_operations):
    api = shipped
    urlpatterns = all_of_them
else:
    api = NinjaAPI(title="Heard", urls_namespace="tests-of-conversations")
    api.add_router("/conversations", router)
    urlpatterns = [path("api/v1/", api.urls), *all_of_them]
