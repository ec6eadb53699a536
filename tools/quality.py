"""Writes docs/quality.md anew: how right the patterns are by themselves on labelled files, given as `quality.py FILE…`.

The files stay where they are: only figures, the files' names and what is known of their source go into the page.
"""

import argparse
import subprocess
import sys
from pathlib import Path

from heard.evaluation import GoldError, Report, evaluate

ROOT = Path(__file__).parents[1]
PAGE = ROOT / "docs" / "quality.md"

# What a reader has to know of a file to weigh its figures.
SOURCES = {
    "service_train.jsonl": "Real social-media care exchanges of 25 brands (IBM twitter-customer-care-document-prediction, "
    "Apache-2.0). The definitions of signals were written while looking at this file, so its figures flatter.",
    "airline_dev.jsonl": "Real airline care conversations (Customer Support on Twitter by way of "
    "dialog-intent-induction, CC BY-NC-SA 4.0). Evaluation only: nothing was fitted on it, and no definition "
    "was written while reading it. Its figures, and counts of wrong values, were looked at while the two scales were "
    "set, so they may still flatter a little. They are the figures to go by.",
}

HEAD = """\
# How right the patterns are by themselves

This page is about patterns alone, as `heard analyse --no-encoder` judges. Heard with its encoder is measured in the
[report](../evaluation/REPORT.md), beside these patterns; [how good is it](explanation/how-good-is-it.md) says it in words.

Measured on conversations that were labelled turn by turn with the project's labelling guidelines. The labels were given
by language models reading from the guidelines, not by people: they are silver, not gold, and agreement with them is
agreement with a careful reader, no more. Both files are English and come from social media; how right Heard is on your
own e-mails or calls, only labelled conversations of your own can tell: `heard evaluate LABELLED.jsonl` prints the same
tables for them.

For comparison stand beside Heard: a *phrase counter* of the kind sold today, the claim that *every turn needs*, and the
*commonest value* of each scale. A judge that says nothing of a kind has a dash.

Written by `{command}` at commit {commit}.
"""


def page(reports: list[Report]) -> str:
    """The text of the page."""
    command = " ".join(["python tools/quality.py", *(report.file for report in reports)])
    parts = [HEAD.format(command=command, commit=commit())]
    for report in reports:
        known = SOURCES.get(report.file)
        parts += [f"## {report.file}\n", *([f"{known}\n"] if known else []), f"{report.heading}\n"]
        parts += [f"{table.markdown()}\n" for table in report.tables()]
    parts += ["## How to read this\n", reports[0].notes + "\n"]
    return "\n".join(parts)


def commit() -> str:
    """The commit the figures belong to; says so where the tree was not as committed."""
    head = subprocess.run(["git", "rev-parse", "--short", "HEAD"], cwd=ROOT, capture_output=True, text=True, check=True)
    changed = subprocess.run(["git", "diff", "--quiet", "HEAD", "--", "src"], cwd=ROOT, check=False).returncode
    return head.stdout.strip() + (" with changes that were not committed yet" if changed else "")


def main() -> int:
    """Writes the page: 0, or 2 where a file can't be used."""
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("files", nargs="+", type=Path, help="labelled conversations, JSON Lines")
    try:
        text = page([evaluate(path) for path in arguments.parse_args().files])
    except GoldError as problem:
        print(problem, file=sys.stderr)
        return 2
    PAGE.write_text(text, encoding="utf-8")
    print(f"{PAGE.relative_to(ROOT)} is written")
    return 0


if __name__ == "__main__":
    sys.exit(main())
