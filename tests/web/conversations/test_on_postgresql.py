"""What holds of the list and the search on SQLite holds on PostgreSQL."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.web.postgres import postgres

__all__ = ["postgres"]  # the fixture

HERE = Path(__file__).parent


@pytest.mark.slow
def test_search_list_and_export_hold_on_postgresql_too(postgres: str) -> None:
    if os.environ.get("DATABASE_URL", "").startswith("postgres"):
        pytest.skip("these tests run on PostgreSQL already")
    files = [str(HERE / f"test_{name}.py") for name in ("search", "list", "export")]

    ran = subprocess.run(
        [sys.executable, "-m", "pytest", "-q", *files],
        env={**os.environ, "DATABASE_URL": postgres},
        capture_output=True,
        text=True,
        check=False,
    )

    assert ran.returncode == 0, ran.stdout[-5_000:] + ran.stderr[-1_000:]
