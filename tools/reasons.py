"""Fails where a check is switched off without saying why.

In code: every `noqa`, `type: ignore` and `pragma: no cover` names what it switches off and ends in a
reason, as in `# noqa: S101 -- the type checker needs it` or `# type: ignore[arg-type]  # stubs are older than pyarrow`.
In pyproject.toml: every entry of a list that ignores something has a comment on its line.
"""

import re
import sys
import tokenize
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).parents[1]
FOLDERS = ("benchmarks", "docs", "evaluation", "fuzz", "src", "tests", "tools")

# A reason follows the codes after a dash or a second #, and has at least two words.
REASON = r"\s*(?:#|--|—|–)\s*\S+\s+\S+"
SWITCH = re.compile(r"#\s*(?:ruff:\s*)?(noqa|type:\s*ignore|pragma:\s*no\s+(?:cover|branch))\b")
WITH_REASON = {
    "noqa": re.compile(r":\s*[A-Z]+[0-9]+(?:[,\s]+[A-Z]+[0-9]+)*" + REASON),
    "type": re.compile(r"\[[a-z, -]+\]" + REASON),
    "pragma": re.compile(REASON),
}

# Settings of pyproject.toml whose entries switch something off.
SETTING = re.compile(r'^(?:ignore|exhaustive_ignores|ignore_imports|exclude_also|omit|exclude|"[^"]*")\s*=\s*\[')
SINGLE = re.compile(r"^(?:ignore_\w+|disable_error_code|follow_imports|disallow_\w+|allow_\w+)\s*=")


def bare_in_code(path: Path) -> Iterator[tuple[int, str]]:
    """Line and text of every comment in a Python file that switches a check off without a reason."""
    with tokenize.open(path) as lines:
        for token in tokenize.generate_tokens(lines.readline):
            if token.type != tokenize.COMMENT:
                continue
            for switch in SWITCH.finditer(token.string):
                kind = re.split(r"[:\s]", switch[1])[0]
                if not WITH_REASON[kind].match(token.string, switch.end()):
                    yield token.start[0], token.string


def bare_in_settings(path: Path) -> Iterator[tuple[int, str]]:
    """Line and text of every entry in pyproject.toml that switches a check off without a comment."""
    inside = False
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
        entry = line.strip()
        if not inside and SETTING.match(entry):
            inside = not entry.split("#")[0].rstrip().endswith("]")
            if inside:
                continue
        elif inside and entry.startswith("]"):
            inside = False
            continue
        elif not inside and not SINGLE.match(entry):
            continue
        if entry and "#" not in entry:
            yield number, entry


def main() -> int:
    """Prints every bare switch with its place: 1 where there is one, else 0."""
    bare = [
        (path, number, text)
        for folder in FOLDERS
        for path in sorted((ROOT / folder).rglob("*.py"))
        for number, text in bare_in_code(path)
    ]
    settings = ROOT / "pyproject.toml"
    bare += [(settings, number, text) for number, text in bare_in_settings(settings)]
    for path, number, text in bare:
        print(f"{path.relative_to(ROOT)}:{number}: says not why: {text}", file=sys.stderr)
    return 1 if bare else 0


if __name__ == "__main__":
    sys.exit(main())
