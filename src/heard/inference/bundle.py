"""The encoder's bundle: one folder with all it needs, each file held to its checksum."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from heard.inference import EncoderUnusable

__all__ = ["FORM", "MANIFEST", "Bundle", "open_bundle"]

FORM = "heard-bundle/2"  # rises when a bundle of this form can't be read any more
MANIFEST = "bundle.json"
PARTS = ("version", "outputs", "patterns", "calibration", "sha256")  # of a manifest
NAMES = ("encoder.onnx", "heads.npz", "vocab.txt")  # what a bundle must hold beside its manifest


@dataclass(frozen=True)
class Bundle:
    """What was read, and found whole."""

    folder: Path
    version: str
    outputs: tuple[str, ...]  # what each number of the network stands for
    patterns: tuple[str, ...]  # what each number the patterns give stands for
    calibration: dict[str, Any]
    heads: dict[str, NDArray[np.float32]]
    vocabulary: tuple[str, ...]

    @property
    def network(self) -> Path:
        """The ONNX file."""
        return self.folder / "encoder.onnx"


def open_bundle(folder: Path) -> Bundle:
    """The bundle in `folder`. Raises EncoderUnusable where a file is missing, is not what it was, or is of another form."""
    manifest = _manifest(folder)
    checksums = manifest["sha256"]
    for name in NAMES:
        if name not in checksums:
            raise EncoderUnusable(f"The encoder's bundle does not vouch for {name}; install Heard again.")
    for name, expected in checksums.items():
        try:
            with (folder / name).open("rb") as file:
                found = hashlib.file_digest(file, "sha256").hexdigest()
        except OSError:
            raise EncoderUnusable(f"The encoder's bundle lacks {name}; install Heard again.") from None
        if found != expected:
            raise EncoderUnusable(f"The encoder's {name} is not the file it was made as; install Heard again.")
    with np.load(folder / "heads.npz", allow_pickle=False) as arrays:
        heads = {name: arrays[name] for name in arrays.files}
    return Bundle(
        folder=folder,
        version=manifest["version"],
        outputs=tuple(manifest["outputs"]),
        patterns=tuple(manifest["patterns"]),
        calibration=manifest["calibration"],
        heads=heads,
        vocabulary=tuple((folder / "vocab.txt").read_text("utf-8").split("\n")),
    )


def _manifest(folder: Path) -> dict[str, Any]:
    try:
        manifest = json.loads((folder / MANIFEST).read_text("utf-8"))
    except FileNotFoundError:
        raise EncoderUnusable("The encoder's bundle is not in this installation; install Heard again.") from None
    except (OSError, ValueError):
        manifest = None
    if not isinstance(manifest, dict):
        raise EncoderUnusable(f"The encoder's {MANIFEST} can't be read; install Heard again.")
    if manifest.get("form") != FORM:
        raise EncoderUnusable(
            f"The encoder's bundle has the form {manifest.get('form')!r}, not {FORM!r}; use one made for this version."
        )
    for part in PARTS:
        if part not in manifest:
            raise EncoderUnusable(f"The encoder's {MANIFEST} lacks {part}; install Heard again.")
    return manifest
