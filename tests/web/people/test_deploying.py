"""The settings as an installation behind https has them."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest


@pytest.mark.slow
def test_django_finds_nothing_to_warn_of_behind_https(tmp_path: Path) -> None:
    ran = subprocess.run(
        [sys.executable, "-m", "django", "check", "--deploy", "--fail-level", "WARNING", "--database", "default"],
        env={
            **{
                name: value for name, value in os.environ.items() if name != "DJANGO_ALLOW_ASYNC_UNSAFE"
            },  # of the browser tests
            "HEARD_DATA": str(tmp_path),
            "HEARD_HTTPS": "1",
            "DJANGO_SETTINGS_MODULE": "heard.web.settings",
        },
        capture_output=True,
        text=True,
        check=False,
    )

    assert ran.returncode == 0, ran.stderr
    assert "no issues" in ran.stdout + ran.stderr
