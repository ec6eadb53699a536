"""The transformer, run: texts in, one vector a token out. One thread, so that a process keeps to its core."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import onnxruntime
from numpy.typing import NDArray

from heard.inference import EncoderUnusable

__all__ = ["BATCH", "WINDOW", "WINDOWS", "Network"]

WINDOW = 126  # pieces read at a time, without the two marks; a longer turn is read in several windows
WINDOWS = 16  # of a longer one still the first and the last eight: what matters in a letter stands there
BATCH = 1024  # tokens run at a time, padding included: more gains nothing on one core


class Network:
    """An ONNX session over ``encoder.onnx``. `first` and `last` mark a window's beginning and end."""

    def __init__(self, path: Path, first: int, last: int, *, threads: int = 1) -> None:
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = threads
        options.inter_op_num_threads = 1
        options.log_severity_level = 3  # errors only: a warning about the machine helps nobody here
        try:
            self._session: Any = onnxruntime.InferenceSession(path, options, providers=["CPUExecutionProvider"])
        except Exception as error:  # noqa: BLE001 — onnxruntime raises classes of its own, which it does not publish
            raise EncoderUnusable(
                f"The encoder's {path.name} can't be run ({type(error).__name__}); install Heard again."
            ) from None
        self._first, self._last = first, last

    def vectors(self, texts: Sequence[Sequence[int]]) -> Iterator[tuple[int, NDArray[np.float32]]]:
        """(number, tokens × width) of each text of pieces, marks included, in no particular order."""
        windows = [(number, window) for number, pieces in enumerate(texts) for window in self._windows(pieces)]
        parts: dict[int, list[tuple[int, NDArray[np.float32]]]] = {}
        missing = [0] * len(texts)
        for number, _ in windows:
            missing[number] += 1
        by_length = sorted(range(len(windows)), key=lambda i: len(windows[i][1]))
        for chosen in _batches([len(windows[i][1]) for i in by_length]):
            places = by_length[chosen]
            batch = [windows[i][1] for i in places]
            for place, hidden in zip(places, self._run(batch), strict=True):
                number = windows[place][0]
                parts.setdefault(number, []).append((place, hidden))
                if len(parts[number]) == missing[number]:
                    own = sorted(parts.pop(number), key=lambda part: part[0])
                    yield number, own[0][1] if len(own) == 1 else np.concatenate([hidden for _, hidden in own])

    def _windows(self, pieces: Sequence[int]) -> Iterator[list[int]]:
        starts = range(0, max(len(pieces), 1), WINDOW)
        for start in starts if len(starts) <= WINDOWS else (*starts[: WINDOWS // 2], *starts[-WINDOWS // 2 :]):
            yield [self._first, *pieces[start : start + WINDOW], self._last]

    def _run(self, windows: Sequence[Sequence[int]]) -> Iterator[NDArray[np.float32]]:
        longest = len(windows[-1])
        ids = np.zeros((len(windows), longest), dtype=np.int32)
        mask = np.zeros_like(ids)
        for row, window in enumerate(windows):
            ids[row, : len(window)] = window
            mask[row, : len(window)] = 1
        hidden = self._session.run(None, {"input_ids": ids, "mask": mask})[0]
        return (hidden[row, : len(window)] for row, window in enumerate(windows))


def _batches(lengths: Sequence[int]) -> Iterator[slice]:
    """Slices of windows in order of length, each of at most BATCH tokens when padded to its longest."""
    start = 0
    for end in range(1, len(lengths) + 1):
        if end == len(lengths) or (end + 1 - start) * lengths[end] > BATCH:
            yield slice(start, end)
            start = end
