"""What the environment says about this installation, read once when Django starts."""

from __future__ import annotations

import os
import secrets
from pathlib import Path

__all__ = ["data_folder", "is_on", "secret_key"]


def data_folder() -> Path:
    """Where the database and uploads are kept: HEARD_DATA, else ``heard-data`` in the current folder. Made if missing."""
    folder = Path(os.environ.get("HEARD_DATA") or "heard-data").absolute()
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    return folder


def secret_key(folder: Path) -> str:
    """HEARD_SECRET_KEY, else a key that is made once and kept in `folder`, readable by its owner alone."""
    given = os.environ.get("HEARD_SECRET_KEY")
    if given:
        return given
    file = folder / "secret-key"
    try:
        descriptor = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return file.read_text("ascii")
    with os.fdopen(descriptor, "w", encoding="ascii") as new:
        new.write(secrets.token_urlsafe(50))
    return file.read_text("ascii")


def is_on(name: str, *, default: bool = False) -> bool:
    """A switch of the environment: 1, true, yes or on; 0, false, no or off. Raises ValueError for another word."""
    word = os.environ.get(name, "").strip().lower()
    if not word:
        return default
    if word in ("1", "true", "yes", "on"):
        return True
    if word in ("0", "false", "no", "off"):
        return False
    raise ValueError(f"{name}={word!r}: say 1 or 0")
