"""The corpus's datasheet counts what the corpus holds."""

from tools import datasheet


def test_the_counts_of_the_datasheet_are_those_of_the_corpus():
    assert datasheet.main(["--check"]) == 0
