"""Puts what a tool counted into its place on a page, between two marks, or says that it does not stand there."""

from pathlib import Path

ROOT = Path(__file__).parents[1]


def inserted(page: Path, tool: str, text: str, place: str = "", *, check: bool) -> int:
    """Writes `text` into `page` between the marks of `tool`, of its `place` where it has several.

    With `check` writes nothing; 1 where something else stands there.
    """
    name = f"{tool}, {place}" if place else tool
    begin, end = f"<!-- counted by {name} -->\n", f"<!-- end of what {name} counted -->\n"
    old = page.read_text("utf-8")
    if begin not in old or end not in old:
        raise ValueError(f"{page.name} has no place for what {name} counts; put its two marks back")
    before, _, rest = old.partition(begin)
    _, _, after = rest.partition(end)
    new = f"{before}{begin}{text.rstrip()}\n{end}{after}"
    if not check:
        page.write_text(new, "utf-8")
        return 0
    if new != old:
        print(f"{page} is not what was counted: run python {tool}")
    return int(new != old)
