"""A folder for a run's temporary files, which may hold conversations: it goes with the run, or at the next one's start."""

from __future__ import annotations

import os
import platform
import re
import shutil
import tempfile
from pathlib import Path

__all__ = ["lives", "scratch"]


def scratch() -> tempfile.TemporaryDirectory[str]:
    """A temporary folder of this process. Those of this user's runs on this machine that were killed are removed."""
    own = f"heard-{re.sub(r'[^A-Za-z0-9]+', '_', platform.node())}-"
    if os.name == "posix":
        for folder in Path(tempfile.gettempdir()).glob(f"{own}*"):
            process = folder.name.removeprefix(own).partition("-")[0]
            if process.isdecimal() and not lives(int(process)) and _is_ours(folder):
                shutil.rmtree(folder, ignore_errors=True)
    return tempfile.TemporaryDirectory(prefix=f"{own}{os.getpid()}-")


def lives(process: int) -> bool:
    """True when a process of that number runs. For POSIX only: on Windows the question would end it."""
    try:
        os.kill(process, 0)
    except (ProcessLookupError, OverflowError):
        return False
    except PermissionError:  # it is somebody else's
        return True
    return True


def _is_ours(folder: Path) -> bool:
    try:
        return folder.is_dir() and not folder.is_symlink() and folder.stat().st_uid == os.getuid()
    except OSError:  # gone meanwhile
        return False
