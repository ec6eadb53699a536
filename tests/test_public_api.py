"""The public names are there, are what they say, and load only what they need."""

import subprocess
import sys

import pytest

import heard


@pytest.mark.parametrize("name", heard.__all__)
def test_every_public_name_is_there(name: str) -> None:
    assert getattr(heard, name) is not None
    assert name in dir(heard)


def test_what_is_not_there_is_said_to_be_missing() -> None:
    with pytest.raises(AttributeError, match="no attribute 'analyze'"):
        heard.analyze  # noqa: B018  # the access is the test


def test_importing_heard_loads_neither_engine_nor_readers() -> None:
    asks = "import heard, sys; print(sorted(m for m in sys.modules if m.startswith('heard.')))"

    said = subprocess.run([sys.executable, "-c", asks], capture_output=True, text=True, check=True).stdout

    assert said.strip() == "[]"
