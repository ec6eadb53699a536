"""While the encoder works, numpy keeps to one core."""

from __future__ import annotations

import pytest

from heard.inference import cores


@pytest.fixture
def openblas() -> cores._Threads:
    import numpy as np  # noqa: F401 — it loads OpenBLAS

    threads = cores._openblas()
    if threads is None:
        pytest.skip("numpy works without OpenBLAS here")
    return threads


def test_numpy_takes_one_thread_inside_and_what_was_set_before_afterwards(openblas: cores._Threads) -> None:
    before = openblas.get()
    openblas.set(2)
    try:
        with cores.one_core():
            inside = openblas.get()
        after = openblas.get()
    finally:
        openblas.set(before)

    assert (inside, after) == (1, 2)


def test_what_was_set_before_holds_again_after_a_failure(openblas: cores._Threads) -> None:
    before = openblas.get()
    openblas.set(2)
    try:
        with pytest.raises(ValueError, match="broken"), cores.one_core():
            raise ValueError("broken")
        after = openblas.get()
    finally:
        openblas.set(before)

    assert after == 2


def test_without_openblas_all_stays_as_it_is(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cores, "_openblas", lambda: None)

    with cores.one_core():
        pass
