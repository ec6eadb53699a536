"""How much may be brought in at once, and what is looked at before a file is taken."""

from __future__ import annotations

import zipfile
from pathlib import Path

from django.conf import settings
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext as _

from heard.readers.stream import FREE_BYTES, MOST_TIMES

__all__ = ["MOST_FILES", "most_bytes", "problem_of", "too_much"]

MOST_FILES = 50  # in one import; a zip archive is one
MOST_MEMBERS = 100_000  # files in a zip archive


def most_bytes() -> int:
    """Bytes of all files of one import: settings.HEARD_UPLOAD_BYTES, else two gibibytes."""
    return int(getattr(settings, "HEARD_UPLOAD_BYTES", 2 << 30))


def too_much(size: int) -> str:
    """That files of `size` bytes together are too much; "" where they are not."""
    if size <= most_bytes():
        return ""
    return _("Together the files have %(size)s; at most %(most)s can be brought in at once. Give them in parts.") % {
        "size": filesizeformat(size),
        "most": filesizeformat(most_bytes()),
    }


def problem_of(path: Path, name: str, size: int) -> str:
    """Why a file can't be taken; "" where it can. An archive is asked what it holds; nothing is unpacked."""
    if not size:
        return _("“%(name)s” is empty. Export it again.") % {"name": name}
    with path.open("rb") as file:
        begins = file.read(4)
    if begins not in (b"PK\x03\x04", b"PK\x05\x06"):
        return ""
    try:
        with zipfile.ZipFile(path) as archive:
            members = archive.infolist()
    except (zipfile.BadZipFile, NotImplementedError, OSError, ValueError):
        return _("The archive “%(name)s” is damaged or was cut off. Copy or export it again.") % {"name": name}
    if len(members) > MOST_MEMBERS:
        return _("The archive “%(name)s” holds more than 100,000 files. Give it in parts.") % {"name": name}
    if sum(member.file_size for member in members) > max(FREE_BYTES, MOST_TIMES * size):
        return _(
            "The archive “%(name)s” unfolds to far more than archives of text do, as one that is made to fill a disk does. "
            "Unpack it yourself and give the files, if you know where it comes from."
        ) % {"name": name}
    return ""
