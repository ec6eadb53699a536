"""The figures of patterns alone, as `--no-encoder` judges."""

from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

from benchmarks import archives, core, processes
from benchmarks.figure import Figure

TITLE = "Patterns alone"
MEANING = """\
`heard analyse --no-encoder`. Two archives: one in which no two turns are alike, and one shaped like a real team's, in which
templates and short formulas come again."""
CORE_TURNS = 40_000
JOBS_TURNS = 200_000


def figures(turns: int) -> Iterator[Figure]:
    """Every figure, as it is measured; the large archive has `turns`, 0 leaves it out."""
    yield Figure("`import heard`", "under 100 ms", f"{1000 * processes.import_seconds():.0f} ms")
    different, alike = list(archives.distinct(CORE_TURNS)), list(archives.repeating(CORE_TURNS))
    for name, conversations in (("all turns different", different), ("templates repeat", alike)):
        rate = core.signals_moments_marks(conversations)
        yield Figure(f"signals, moments and marks, {name}", "20,000 turns a second", f"{rate:,.0f} turns a second")
    rate = core.everything(alike)
    yield Figure("the whole analysis into JSON values, templates repeat", "", f"{rate:,.0f} turns a second")
    with TemporaryDirectory() as folder:
        source, output = Path(folder, "archive.jsonl"), Path(folder, "analyses.jsonl")
        archives.write(source, archives.repeating(JOBS_TURNS))
        one, two = (processes.analyse(source, output.with_stem(f"jobs{n}"), jobs=n) for n in (1, 2))
        yield Figure("two jobs against one", "1.8 times", f"{one.seconds / two.seconds:.2f} times")
        rate = JOBS_TURNS / one.seconds
        yield Figure("`heard analyse --jobs 1`, from file to file", "", f"{rate:,.0f} turns a second")
        if turns:
            archives.write(source, archives.repeating(turns))
            whole = processes.analyse(source, output, jobs=2)
            held = f"{whole.megabytes:,.0f} MB" if whole.megabytes else "not told by this system"
            yield Figure(f"memory for {turns:,} turns, `--jobs 2`, all processes", "at most 400 MB", held)
            yield Figure(f"time for {turns:,} turns, `--jobs 2`", "", f"{whole.seconds:,.0f} seconds")
