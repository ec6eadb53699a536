"""One tiny bundle for all tests of a session, and an encoder over it that has read nothing yet."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from heard.inference.encoder import SmallEncoder
from tests.inference.bundles import write_bundle


@pytest.fixture(scope="session")
def bundle(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A whole bundle; not to be written to."""
    return write_bundle(tmp_path_factory.mktemp("bundle"))


@pytest.fixture
def own_bundle(bundle: Path, tmp_path: Path) -> Path:
    """A bundle to do with as a test likes."""
    return Path(shutil.copytree(bundle, tmp_path / "own"))


@pytest.fixture
def encoder(bundle: Path) -> SmallEncoder:
    """A new encoder: nothing is remembered from another test."""
    return SmallEncoder(bundle)
