"""The API for programs, ``/api/v1``: each app brings its router."""

from __future__ import annotations

from ninja import NinjaAPI

from heard.web.intake.api import router as intake

api = NinjaAPI(title="Heard", version="1", description="Conversations in, moments and figures out.")
api.add_router("", intake)  # /imports, /chatwoot
