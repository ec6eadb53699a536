"""What the page for team leads says in figures is what was measured."""

import json

import pytest

from tools import how_good


def results():
    file = how_good.ROOT / "evaluation" / "results.json"
    if not file.exists():
        pytest.skip("nothing was measured yet: make evaluate")
    return json.loads(file.read_text("utf-8"))


def test_every_figure_of_the_page_is_the_measured_one():
    results()

    assert how_good.main(["--check"]) == 0


def test_a_figure_that_was_measured_anew_does_not_stand_unnoticed(monkeypatch, tmp_path):
    changed = results()
    changed["files"]["airline_dev"]["report"]["summary"]["need: recall"]["Heard"]["value"] = 0.111
    (tmp_path / "evaluation").mkdir()
    (tmp_path / "evaluation/results.json").write_text(json.dumps(changed), "utf-8")
    monkeypatch.setattr(how_good, "ROOT", tmp_path)

    assert how_good.main(["--check"]) == 1
