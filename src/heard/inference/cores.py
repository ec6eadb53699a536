"""numpy kept to one core while the encoder works.

Its matrices are small: a second thread mostly waits for the first, and waits busily. Measured on two cores that do other
work beside, the encoder takes a third of the processor time.
"""

from __future__ import annotations

import ctypes
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cache
from typing import NamedTuple

__all__ = ["one_core"]

_NAMES = ("scipy_openblas_{}_num_threads64_", "openblas_{}_num_threads64_", "openblas_{}_num_threads")


class _Threads(NamedTuple):
    """How many threads OpenBLAS works with, and how that is set."""

    get: Callable[[], int]
    set: Callable[[int], object]


@contextmanager
def one_core() -> Iterator[None]:
    """numpy's products take one thread inside; what was set before holds again after.

    Only OpenBLAS, which numpy brings on Linux, can be told; where it is not found all stays as it is.
    """
    threads = _openblas()
    before = threads.get() if threads else 1
    if threads is None or before == 1:
        yield
        return
    threads.set(1)
    try:
        yield
    finally:
        threads.set(before)


@cache
def _openblas() -> _Threads | None:
    """OpenBLAS as numpy has loaded it; None: numpy works with something else, or it can't be reached."""
    numpy = sys.modules.get("numpy._core._multiarray_umath")
    try:
        library = ctypes.CDLL(getattr(numpy, "__file__", None) or "")
    except (OSError, TypeError):
        return None
    for name in _NAMES:
        get, put = (getattr(library, name.format(what), None) for what in ("get", "set"))
        if get and put:
            return _Threads(get, put)
    return None
