"""What was measured on, named so that figures can be compared, and nothing that tells whose machine it is."""

import os
import platform
import subprocess
from pathlib import Path

ROOT = Path(__file__).parents[1]


def machine() -> str:
    """Processor, cores, memory, system and Python, in one line."""
    system = f"{platform.system()} {platform.machine()}"
    python = f"{platform.python_implementation()} {platform.python_version()}"
    return f"{_processor()}, {os.cpu_count()} cores, {_memory()}{system}, {python}"


def commit() -> str:
    """The commit that was measured."""
    head = subprocess.run(
        ["git", "rev-parse", "--short", "HEAD"], cwd=ROOT, capture_output=True, text=True, check=False
    )
    changed = subprocess.run(["git", "diff", "--quiet", "HEAD", "--", "src"], cwd=ROOT, check=False).returncode
    return (head.stdout.strip() or "unknown") + (" with changes that were not committed yet" if changed else "")


def load() -> str:
    """How busy the machine was just before: with more than a core's worth of other work, wall-clock figures suffer."""
    return f"{os.getloadavg()[0]:.1f}"


def _processor() -> str:
    information = Path("/proc/cpuinfo")
    if information.exists():
        for line in information.read_text(encoding="utf-8").splitlines():
            if line.startswith("model name"):
                return line.partition(":")[2].strip()
    return platform.processor() or "unknown processor"


def _memory() -> str:
    try:
        return f"{os.sysconf('SC_PAGE_SIZE') * os.sysconf('SC_PHYS_PAGES') / 2**30:.0f} GiB, "
    except (ValueError, OSError):
        return ""
