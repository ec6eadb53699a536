"""Writes docs/reference/ anew from the code. `--check` writes nothing and fails where a page would change."""

import argparse
import json
import sys
from collections.abc import Callable
from pathlib import Path

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT))  # run as a file, only tools/ is on the path

from tools.pages import commands, json_form, python, schema, signals, standards  # noqa: E402 -- needs the line above

FOLDER = ROOT / "docs" / "reference"

PAGES: dict[str, Callable[[], str]] = {
    "signals.md": signals.page,
    "standards.md": standards.page,
    "cli.md": commands.page,
    "json.md": json_form.page,
    "python.md": python.page,
    "analysis.schema.json": lambda: json.dumps(schema.schema(), indent=2, ensure_ascii=False) + "\n",
}


def stale() -> list[str]:
    """The pages that are not what the code says."""
    return [name for name, page in PAGES.items() if _now(FOLDER / name) != page()]


def main() -> int:
    """Writes the pages, or with --check tells whether they are fresh: 0 yes, 1 no."""
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--check", action="store_true", help="write nothing; fail where a page would change")
    if arguments.parse_args().check:
        old = stale()
        if old:
            print(f"docs/reference: {', '.join(old)} not as the code says. Run `make docs`, commit.", file=sys.stderr)
        return 1 if old else 0
    FOLDER.mkdir(parents=True, exist_ok=True)
    for name, page in PAGES.items():
        (FOLDER / name).write_text(page(), encoding="utf-8")
    return 0


def _now(path: Path) -> str | None:
    return path.read_text(encoding="utf-8") if path.exists() else None


if __name__ == "__main__":
    sys.exit(main())
