"""The API for programs, ``/api/v1``: each app brings its router."""

from __future__ import annotations

from ninja import NinjaAPI

from heard.web.conversations.api import router as conversations
from heard.web.insights.api import router as insights
from heard.web.intake.api import router as intake
from heard.web.people.access import PerMinute

api = NinjaAPI(
    title="Heard", version="1", description="Conversations in, moments and figures out.", throttle=[PerMinute()]
)
api.add_router("", intake)  # /imports, /chatwoot
api.add_router("/conversations", conversations)
api.add_router("", insights)  # /insights
