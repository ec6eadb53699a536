"""Imported once by the process that workers are split off from: they begin with every definition loaded, and share it."""

from __future__ import annotations

from heard.signals.matching import matcher_for

for side in ("customer", "agent"):
    matcher_for(side)
