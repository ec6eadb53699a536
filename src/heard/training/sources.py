"""What may be fitted on: every source with its origin, licence, checksum and use, in ``evaluation/corpora.toml``.

Training opens files by `path_for` only, which refuses what is for evaluation alone.
"""

from __future__ import annotations

import hashlib
import tomllib
from dataclasses import dataclass
from pathlib import Path

__all__ = ["CORPORA", "Source", "SourceError", "path_for", "sources"]

ROOT = Path(__file__).parents[3]
CORPORA = ROOT / "evaluation" / "corpora.toml"
USES = ("groundwork", "fitting", "calibration", "evaluation")


class SourceError(RuntimeError):
    """A source that can't be used so. The message says which, why, and what to do."""


@dataclass(frozen=True, slots=True)
class Source:
    """One file of one corpus."""

    name: str
    path: Path
    origin: str
    licence: str
    sha256: str
    split: str
    used_for: frozenset[str]  # of USES


def sources(corpora: Path = CORPORA) -> dict[str, Source]:
    """Every source by name. Raises SourceError for an entry that lacks something."""
    found: dict[str, Source] = {}
    for name, entry in tomllib.loads(corpora.read_text("utf-8")).items():
        try:
            source = Source(
                name=name,
                path=ROOT / entry["file"],
                origin=entry["origin"],
                licence=entry["licence"],
                sha256=entry["sha256"],
                split=entry["split"],
                used_for=frozenset(entry["used_for"]),
            )
        except KeyError as missing:
            raise SourceError(f"corpora.toml: [{name}] lacks {missing}; say it") from None
        if not source.used_for <= set(USES):
            raise SourceError(f"corpora.toml: [{name}] used_for: use only {', '.join(USES)}")
        found[name] = source
    return found


def path_for(name: str, use: str, corpora: Path = CORPORA) -> Path:
    """Where the source lies, when it may be used so and is the file that was described. Raises SourceError."""
    source = sources(corpora).get(name)
    if source is None:
        raise SourceError(f"{name} is not in {corpora.name}; describe it there before it is read")
    if use not in source.used_for:
        raise SourceError(f"{name} may be used for {', '.join(sorted(source.used_for))}, not for {use}")
    if not source.path.is_file():
        raise SourceError(
            f"{name} is not at {source.path}; it does not ship with Heard, see its origin: {source.origin}"
        )
    with source.path.open("rb") as file:
        if hashlib.file_digest(file, "sha256").hexdigest() != source.sha256:
            raise SourceError(
                f"{source.path.name} is not the file that corpora.toml describes; restore it, or describe it anew"
            )
    return source.path
