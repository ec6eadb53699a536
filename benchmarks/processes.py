"""Heard as people start it: a fresh process, its time and the memory of all its processes together."""

import subprocess
import sys
from pathlib import Path
from statistics import median
from time import monotonic, sleep
from typing import NamedTuple

from heard.inference import shipped

STARTS = 10
_IMPORT = "from time import perf_counter as t; began = t(); import heard; print(t() - began)"
_RUN = """
import sys
from pathlib import Path
from heard.batch.run import run
from heard.standards import load
source, output, jobs, bundle = sys.argv[1:]
run([source], standard=load("everyday"), to=[Path(output)], jobs=int(jobs), bundle=Path(bundle))
"""


class Run(NamedTuple):
    """What one command took."""

    seconds: float
    megabytes: float | None  # the most that its processes held together; None: this system does not tell
    quarters: tuple[float, ...] = ()  # the most they held in each quarter of its time; empty likewise


def import_seconds() -> float:
    """The median time of `import heard` in a fresh Python, without the Python's own start."""
    return median(float(_output("-c", _IMPORT)) for _ in range(STARTS))


def analyse(source: Path, output: Path, *, jobs: int, bundle: Path | None = None) -> Run:
    """`heard analyse` over the file `source`. Raises RuntimeError with what it said where it fails.

    `bundle` is the encoder's folder, None: patterns alone. One that is not the shipped one is run as the command would.
    """
    heard = Path(sys.executable).with_name("heard")  # the command that was installed beside this Python
    command = [str(heard), "analyse", str(source), "--output", str(output), "--jobs", str(jobs)]
    if bundle is None:
        command.append("--no-encoder")
    elif bundle != shipped():
        command = [sys.executable, "-c", _RUN, str(source), str(output), str(jobs), str(bundle)]
    began = monotonic()
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True) as process:
        held: list[float] = []
        while process.poll() is None:
            held.append(_megabytes(process.pid))
            sleep(0.1)
        said = process.stdout.read() if process.stdout else ""
    if process.returncode:
        raise RuntimeError(f"heard analyse ended with {process.returncode}: {said.strip()}")
    quarter = -(-len(held) // 4)
    quarters = tuple(max(held[at : at + quarter]) for at in range(0, len(held), quarter)) if any(held) else ()
    return Run(monotonic() - began, max(quarters, default=None), quarters)


def _megabytes(pid: int) -> float:
    """What a process and those it started hold in memory; what they share counts once (Linux tells, 0 elsewhere)."""
    process = Path(f"/proc/{pid}")
    try:
        held = next(line for line in (process / "smaps_rollup").read_text().splitlines() if line.startswith("Pss:"))
        children = (process / "task" / str(pid) / "children").read_text().split()
    except (OSError, StopIteration):  # it just ended, or this is no Linux
        return 0.0
    return int(held.split()[1]) / 1024 + sum(_megabytes(int(child)) for child in children)


def _output(*arguments: str) -> str:
    return subprocess.run([sys.executable, *arguments], capture_output=True, text=True, check=True).stdout
