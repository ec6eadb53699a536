"""Writes NOTICE: what the encoder was made from, and what is installed beside Heard, with version and licence.

Names and versions come from the lock files and from `tools/`, licences from the installed packages. `--check` writes
nothing and fails where NOTICE would change. The result is the same on every platform and whatever is installed: what a
lock file installs only somewhere (it carries a marker) has its licence in `READ_BY_HAND`, and what is not installed here
keeps the licence that NOTICE tells.
"""

import argparse
import sys
from pathlib import Path

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT))  # run as a file, only tools/ is on the path

from tools.noticing.licences import licence, told_by  # noqa: E402 -- needs the line above
from tools.noticing.locks import Locked, locked, pinned  # noqa: E402 -- likewise, needs the path

HEAD = ROOT / "tools" / "noticing" / "head.txt"

# One section for each lock file, in this order, with its title and the kind of tools/setup.sh that installs it; a package
# stands in the first that has it.
SECTIONS = {
    "base": ("Installed with Heard", "base"),
    "encoder": ("Installed with the extra heard[encoder]", "base"),
    "web": ("Installed with the extra heard[web]", "base"),
    "parquet": ("Installed with the extra heard[parquet]", "dev"),
    "build": ("Used to build Heard, not installed with it", "dev"),
    "dev": ("Used to develop and test Heard, not installed with it", "dev"),
    "train": ("Used to make the encoder (make train): the extra heard[train] and what comes beside it", "train"),
    "evaluate": ("Used to measure Heard (make evaluate), not installed with it", "evaluate"),
    "fuzz": ("Used to fuzz Heard (make fuzz), not installed with it", "fuzz"),
}


def beside(name: str) -> list[Locked]:
    """What is installed with that lock file's packages but stands outside all lock files."""
    tools = ROOT / "tools"
    if name == "train":
        return pinned((tools / "setup.sh").read_text(encoding="utf-8"))
    if name == "evaluate":
        return locked((tools / "convokit.txt").read_text(encoding="utf-8"))
    return []


def notice(told: dict[tuple[str, str], str]) -> str:
    """The text of NOTICE, where `told` is what it tells so far."""
    parts = [HEAD.read_text(encoding="utf-8")]
    seen: set[str] = set()
    for name, (title, kind) in SECTIONS.items():
        lock_file = ROOT / "requirements" / f"{name}.txt"
        packages = [*locked(lock_file.read_text(encoding="utf-8")), *beside(name)]
        fresh = [package for package in packages if package.name not in seen]
        seen.update(package.name for package in fresh)
        rows = [f"  {package.name:<28} {package.version:<20} {licence(package, told, kind)}" for package in fresh]
        parts.append("\n".join([title, *rows]) + "\n")
    return "\n".join(parts)


def main() -> int:
    """Writes NOTICE, or with --check tells whether it is fresh: 0 yes, 1 no."""
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--check", action="store_true", help="write nothing; fail where NOTICE would change")
    check = arguments.parse_args().check
    path = ROOT / "NOTICE"
    before = path.read_text(encoding="utf-8") if path.exists() else ""
    try:
        text = notice(told_by(before))
    except LookupError as problem:
        print(f"NOTICE: {problem.args[0]}", file=sys.stderr)
        return 1
    if not check:
        path.write_text(text, encoding="utf-8")
    elif before != text:
        print("NOTICE is not what the lock files say. Run `make notice` and commit it.", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
