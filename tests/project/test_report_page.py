"""evaluation/REPORT.md is what results.json says, and says all that was promised; with an encoder made of two words."""

import json
from pathlib import Path

import pytest

from heard.conversation import Speaker
from heard.evaluation.heads import so_of
from heard.evaluation.labels import GROUPS, TurnLabels
from heard.signals import Judged, Learned
from tools.evaluating import command as evaluate
from tools.evaluating.page import page
from tools.evaluating.pairs import interval
from tools.evaluating.targets import AIRLINE, HELD_OUT, TARGETS

FOLDER = Path(__file__).parents[2] / "evaluation"
CUSTOMER = {"speaker": "customer", "feelings": [], "intensity": 0, "circumstances": [], "stance": [], "need": 0}
AGENT = {"speaker": "agent", "moves": [], "recognition": None, "action": None}
EVERYTHING = (
    *so_of(TurnLabels(labels=frozenset(), need=False)),
    *so_of(TurnLabels(labels=frozenset(), recognition=0, action=0)),
)


class TwoWords:
    """An encoder that knows "lost" and "found"."""

    version = "two-words/1"
    decides = frozenset()
    keeps = (0.9, {"need": 0.4, "recognition": 0.4, "action": 0.4})

    def prepare(self, texts):
        """Reads nothing ahead."""

    def read(self, turns, findings):
        return [
            Learned((), 0, Judged(int("lost" in turn.text), 0.9, True))
            if turn.speaker is Speaker.CUSTOMER
            else Learned((), None, None, Judged(2 * ("found" in turn.text), 0.9, True), Judged(0, 0.5, False))
            for turn in turns
        ]

    def probabilities(self, turns, findings, *, calibrated=True):
        sure = 0.9 if calibrated else 0.6
        return [dict.fromkeys(EVERYTHING, sure if "lost" in turn.text else 1 - sure) for turn in turns]


@pytest.fixture
def corpus(tmp_path):
    folder = tmp_path / "corpus"
    folder.mkdir()
    lines = []
    for i in range(20):
        lost = i % 2
        customer = CUSTOMER | {"text": "My bag is lost. Please look." if lost else "Which gate is it?", "need": lost}
        agent = AGENT | {"text": "We have found it." if lost else "Gate four."}
        if lost:
            customer |= {"feelings": ["anxiety"], "intensity": 2, "words": {"anxiety": "Please look"}}
            agent |= {"recognition": 2, "action": 2}
        lines.append({"id": f"c{i}", "channel": "chat", "traits": ["dialect"], "turns": [customer, agent]})
    (folder / "w10.jsonl").write_text("\n".join(map(json.dumps, lines)), encoding="utf-8")
    (folder / "twice.jsonl").write_text("\n".join(map(json.dumps, lines[:6])), encoding="utf-8")
    return folder


def measured(corpus, airline=None, earlier=None):
    files = {HELD_OUT: corpus / "w10.jsonl", AIRLINE: airline or corpus / "nowhere.jsonl"}
    return evaluate.measured(TwoWords(), files, earlier or {}, corpus, resamples=5)


@pytest.fixture
def folder(corpus, tmp_path):
    """A folder as `make evaluate` leaves it."""
    (tmp_path / "results.json").write_text(json.dumps(measured(corpus)), encoding="utf-8")
    for name, text in evaluate.written(tmp_path).items():
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(text, encoding="utf-8")
    return tmp_path


def test_the_report_that_ships_is_what_its_results_say():
    if not (FOLDER / "results.json").is_file():
        pytest.skip("nothing was measured yet: make evaluate")

    assert evaluate.stale(FOLDER) == []


def test_a_report_is_fresh_until_its_results_change(folder):
    assert evaluate.stale(folder) == []

    results = json.loads((folder / "results.json").read_text("utf-8"))
    results["files"][HELD_OUT]["report"]["summary"]["need: F1"]["Heard"]["value"] = 0.123
    (folder / "results.json").write_text(json.dumps(results), encoding="utf-8")

    assert evaluate.stale(folder) == ["REPORT.md"]


def test_a_new_entry_of_the_gallery_makes_the_report_stale(folder):
    entry = '[[confusion]]\ntitle = "T"\nstands = "a"\nsaid = "b"\nparaphrase = "P."\nwhy = "W."\n'
    (folder / "gallery.toml").write_text(entry, encoding="utf-8")

    assert evaluate.stale(folder) == ["REPORT.md"]
    assert "**T** (a → b). P. *Why:* W." in evaluate.written(folder)["REPORT.md"]


def test_the_learning_curve_is_shown_where_it_was_taken(folder):
    points = [
        {"share": s, "conversations": n, "figures": {"need: F1": f}} for s, n, f in [(0.5, 500, 0.7), (1, 1000, 0.8)]
    ]
    (folder / "learning_curve.json").write_text(json.dumps(points), encoding="utf-8")

    written = evaluate.written(folder)

    assert "| 50 % | 500 | 0.70 |" in written["REPORT.md"]
    assert "figures/learning-curve.svg" in written


def test_every_target_and_promised_section_is_in_the_report(folder):
    text = (folder / "REPORT.md").read_text("utf-8")

    assert all(f"| {measure} |" in text for measure in TARGETS)
    for heading in (
        *("What was asked", "Beside other ways", "Label by label", "Part by part", "a probability means what it says"),
        *(
            "Sure, and not sure",
            "the right words",
            "What must not matter",
            "two readers agree",
            "more material",
            "The gallery",
        ),
    ):
        assert heading in text
    assert "| trait | dialect | 20 |" in text


def test_probabilities_are_told_before_and_after(corpus):
    need = measured(corpus)["files"][HELD_OUT]["calibration"]["need"]

    assert (need["given"], need["before"], need["after"]) == (20, 0.4, 0.1)


def test_sure_and_unsure_decisions_are_told_apart(corpus):
    told = measured(corpus)["files"][HELD_OUT]["sureness"]

    assert (told["need"]["decisions"], told["need"]["unsure"], told["need"]["right_sure"]) == (20, 0, 1.0)
    assert (told["action"]["decisions"], told["action"]["unsure"], told["action"]["right_unsure"]) == (10, 10, 0.0)


def test_a_file_that_is_absent_keeps_its_earlier_figures_and_the_report_says_so(corpus, tmp_path):
    airline = tmp_path / "airline_dev.jsonl"
    airline.write_text((corpus / "w10.jsonl").read_text("utf-8"), encoding="utf-8")
    first = measured(corpus, airline)
    airline.unlink()

    second = measured(corpus, airline, earlier=first)

    assert second["files"][AIRLINE] == first["files"][AIRLINE] | {"kept": True}
    assert "was absent when the rest was measured" in page(second, [], [])
    assert "was absent when the rest was measured" not in page(first, [], [])


def test_no_text_of_a_file_gets_into_the_results(corpus):
    told = json.dumps(measured(corpus)["files"])

    assert "gate" not in told.lower()
    assert "Please look" not in told


def test_measuring_twice_gives_the_same(corpus):
    assert measured(corpus) == measured(corpus)


def test_the_interval_of_a_share_is_wilsons():
    # 9 of 10: (0.9 + 0.192 ± 1.96·√(0.009 + 0.0096)) / 1.384
    assert interval(9, 10).value == 0.9
    assert (interval(9, 10).low, interval(9, 10).high) == (
        pytest.approx(0.596, abs=0.001),
        pytest.approx(0.982, abs=0.001),
    )
    assert interval(0, 0).value is None


def test_two_words_know_every_label():
    assert set(EVERYTHING) >= {label for names in GROUPS.values() for label in names}
