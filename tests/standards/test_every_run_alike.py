"""The same conversations get the same marks on every run, whatever order Python's sets have."""

from __future__ import annotations

import os
import subprocess
import sys

SAID = """
import json
from itertools import islice
from heard import analyse
from heard.demo import archive
from heard.standards import builtin
for name in builtin():
    for conversation in islice(archive(), 0, None, 6):
        print(json.dumps(analyse(conversation, standard=name).to_json()))
"""


def said_under(seed: str) -> bytes:
    environment = os.environ | {"PYTHONHASHSEED": seed}
    return subprocess.run([sys.executable, "-c", SAID], env=environment, capture_output=True, check=True).stdout


def test_the_order_of_a_set_changes_no_result() -> None:
    assert len({said_under(seed) for seed in ("1", "2")}) == 1
