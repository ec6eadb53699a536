"""What is installed beside Heard, as the lock files and `tools/setup.sh` name it."""

import re
from dataclasses import dataclass

__all__ = ["Locked", "locked", "pinned"]


@dataclass(frozen=True)
class Locked:
    """One package of a lock file."""

    name: str
    version: str
    somewhere: bool  # True where the lock file installs it on some platforms or Pythons only


def locked(text: str) -> list[Locked]:
    """Every package that the text of a lock file names."""
    lines = re.findall(r"^([A-Za-z0-9][A-Za-z0-9._-]*)==([^\s;\\]+)([^\\\n]*)", text, re.MULTILINE)
    return [Locked(name, version, ";" in rest) for name, version, rest in lines]


def pinned(script: str) -> list[Locked]:
    """Every package that a script installs by name and exact version, outside the lock files."""
    return [Locked(name, version, somewhere=False) for name, version in re.findall(r"\s([a-z0-9-]+)==(\S+)", script)]
