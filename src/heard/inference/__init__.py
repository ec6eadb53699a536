"""The small encoder that ships with Heard: loaded from its bundle, held to its checksums, passed in where it is used."""

from __future__ import annotations

from functools import lru_cache
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from heard.inference.encoder import SmallEncoder

__all__ = ["EncoderUnusable", "load_encoder", "shipped"]


class EncoderUnusable(RuntimeError):
    """The encoder can't be used here. The message is a sentence or two: why, and what to do."""


def shipped() -> Path:
    """The folder of the bundle that ships with Heard."""
    return Path(__file__).with_name("bundle")


@lru_cache(maxsize=2)
def load_encoder(bundle: Path | None = None) -> SmallEncoder:
    """The encoder in the folder `bundle`; None: the one that ships with Heard. Loaded once a process.

    It works on one core, and is not for several threads at once. Raises EncoderUnusable where its packages are not
    installed, or a file of the bundle is missing or is not the file it was made as.
    """
    if not (find_spec("numpy") and find_spec("onnxruntime")):
        raise EncoderUnusable('The encoder needs two more packages: pip install "heard[encoder]"')
    from heard.inference.encoder import SmallEncoder

    return SmallEncoder(bundle or shipped())
