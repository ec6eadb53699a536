"""What every test about people starts with."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.core.cache import cache


@pytest.fixture(autouse=True)
def _nobody_has_tried_yet() -> Iterator[None]:
    """The tries that are counted, to sign in or with a token, begin at none."""
    cache.clear()
    yield
    cache.clear()
