"""What training needs: the extra [train] and torch. HEARD_REQUIRE_TORCH=1 says that they must be there."""

from __future__ import annotations

import os
from collections.abc import Iterable
from importlib.util import find_spec
from pathlib import Path

import pytest

NEEDED = ("torch", "transformers", "onnx", "mapie", "sklearn", "safetensors")
PURE = ("test_sources.py",)  # needs none of them
ABSENT = [name for name in NEEDED if find_spec(name) is None]


class WithoutTorch(pytest.Module):
    """A file of tests that can't even be imported here."""

    def collect(self) -> Iterable[pytest.Item | pytest.Collector]:
        missing = f"no {', '.join(ABSENT)}: training is tested after `sh tools/setup.sh train`"
        if os.environ.get("HEARD_REQUIRE_TORCH") == "1":
            pytest.fail(missing, pytrace=False)
        pytest.skip(missing, allow_module_level=True)


def pytest_pycollect_makemodule(module_path: Path, parent: pytest.Collector) -> pytest.Module | None:
    """Files of tests are left out, with the reason, where what they import is absent."""
    if ABSENT and module_path.name not in PURE:
        module: pytest.Module = WithoutTorch.from_parent(parent, path=module_path)
        return module
    return None
