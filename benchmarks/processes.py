"""Heard as people start it: a fresh process, its time and the memory of all its processes together."""

import subprocess
import sys
from pathlib import Path
from statistics import median
from time import monotonic, sleep
from typing import NamedTuple

STARTS = 10
_IMPORT = "from time import perf_counter as t; began = t(); import heard; print(t() - began)"


class Run(NamedTuple):
    """What one command took."""

    seconds: float
    megabytes: float | None  # the most that its processes held together; None: this system does not tell


def import_seconds() -> float:
    """The median time of `import heard` in a fresh Python, without the Python's own start."""
    return median(float(_output("-c", _IMPORT)) for _ in range(STARTS))


def analyse(source: Path, output: Path, *, jobs: int) -> Run:
    """`heard analyse` over the file `source`. Raises RuntimeError with what it said where it fails."""
    heard = Path(sys.executable).with_name("heard")  # the command that was installed beside this Python
    command = [str(heard), "analyse", str(source), "--output", str(output), "--jobs", str(jobs)]
    began = monotonic()
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True) as process:
        most = 0.0
        while process.poll() is None:
            most = max(most, _megabytes(process.pid))
            sleep(0.1)
        said = process.stdout.read() if process.stdout else ""
    if process.returncode:
        raise RuntimeError(f"heard analyse ended with {process.returncode}: {said.strip()}")
    return Run(monotonic() - began, most or None)


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
