"""Feeds every reader with what atheris makes out of the samples, and looks for anything but conversations and rejects.

    python -m fuzz.fuzz_readers --seconds 10             # every format in turn, 10 seconds each, each in its own process
    python -m fuzz.fuzz_readers --seconds 60 --format table

The first input that raises something undeclared, hangs for more than 20 seconds or takes more than 2 GiB stops it:
exit code 1, the input is left in fuzz/found/FORMAT-… and is read again by giving its path with ``--again PATH``.
Needs the dependency group `fuzz` (Linux). ``--format any`` lets the format be recognised.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
from pathlib import Path

HERE = Path(__file__).parent
SAMPLES = HERE.parent / "tests" / "readers" / "samples"
FOUND = HERE / "found"


def check(data: bytes, format: str) -> None:
    """Read `data` as `format`; anything but conversations and rejects is raised."""
    from heard.readers import read
    from heard.readers.source import Source

    rejected: list[object] = []
    source = Source.of_bytes(data, f"fuzz.{format}")
    conversations = list(read(source, format=None if format == "any" else format, rejects=rejected.append))
    if not conversations and not rejected:
        raise AssertionError("nothing came out and nothing was said")
    for conversation in conversations:
        json.dumps(conversation.to_json(), allow_nan=False, ensure_ascii=False).encode("utf-8")


def fuzz_one(format: str, seconds: int) -> int:
    """Fuzz one format in a process of its own, for atheris ends the process it runs in."""
    FOUND.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as corpus:
        for sample in SAMPLES.glob("*" if format == "any" else f"{format}.*"):
            if not sample.name.endswith(".expected.json"):
                Path(corpus, sample.name).write_bytes(sample.read_bytes())
        limits = [f"-max_total_time={seconds}", "-timeout=20", "-rss_limit_mb=2048", "-max_len=20000", "-verbosity=0"]
        worker = [sys.executable, "-m", "fuzz.fuzz_readers", "--worker", format]
        done = subprocess.run(
            [*worker, "--", corpus, *limits, f"-artifact_prefix={FOUND}/{format}-"], check=False, cwd=HERE.parent
        )
    return done.returncode


def work(format: str, arguments: list[str]) -> None:
    """Run atheris in this process. Only Heard's own modules are watched for coverage."""
    import atheris

    with atheris.instrument_imports(include=["heard.readers"]):
        from heard.readers import known_formats

        known_formats()  # imports every format's module
    atheris.Setup([sys.argv[0], *arguments], lambda data: check(data, format))
    atheris.Fuzz()


def main() -> int:
    """See the module's docstring."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n", 1)[0])
    parser.add_argument("--seconds", type=int, default=10, help="for each format")
    parser.add_argument("--format", action="append", help="a format's name, or any; may be given several times")
    parser.add_argument("--again", type=Path, help="read one found input again, as the one format that is given")
    parser.add_argument("--worker", help=argparse.SUPPRESS)
    parser.add_argument("rest", nargs="*", help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.worker:
        work(options.worker, options.rest)
        return 0
    if options.again:
        check(options.again.read_bytes(), (options.format or ["any"])[0])
        return 0

    from heard.readers import READERS

    failed = []
    for format in options.format or ("any", *READERS):
        print(f"fuzzing {format} for {options.seconds} seconds", flush=True)
        if fuzz_one(format, options.seconds):
            failed.append(format)
    print(f"failed: {', '.join(failed)}" if failed else "nothing found")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
