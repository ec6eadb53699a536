"""The mark of a view that anybody may open."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

__all__ = ["public"]

View = TypeVar("View", bound=Callable[..., Any])


def public(view: View) -> View:
    """Marks a view that anybody may open, signed in or not."""
    view.open_to = None  # type: ignore[attr-defined]  # a function may carry a mark
    return view
