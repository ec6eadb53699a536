"""Heard stays light: nothing is loaded before it is needed, and torch never."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

HEAVY = ("numpy", "onnxruntime", "torch", "transformers", "tokenizers", "onnx", "sklearn", "mapie")


def loaded_by(code: str) -> set[str]:
    """Which of HEAVY a new Python has loaded after `code`."""
    asks = f"{code}\nimport sys\nprint(*(name for name in {HEAVY!r} if name in sys.modules))"
    said = subprocess.run([sys.executable, "-c", asks], capture_output=True, text=True, check=True).stdout
    return set(said.split())


@pytest.mark.parametrize(
    "code",
    [
        "import heard",
        "import heard; heard.analyse(heard.Conversation.chat('customer: I am furious.'))",
        "import heard.inference",
        "import heard.batch.run",
        "import heard.cli",
    ],
)
def test_nothing_heavy_is_loaded_without_an_encoder(code: str) -> None:
    assert loaded_by(code) == set()


def test_the_encoder_never_loads_what_only_training_needs(bundle: Path) -> None:
    code = (
        "import heard; from pathlib import Path; from heard.inference import load_encoder\n"
        f"encoder = load_encoder(Path({str(bundle)!r}))\n"
        "heard.analyse(heard.Conversation.chat('customer: I am furious.'), encoder=encoder)"
    )

    assert loaded_by(code) == {"numpy", "onnxruntime"}
