"""A tiny labelled file whose figures were worked out by hand, judged by an encoder that says what we tell it.

The texts are made-up words in which no pattern finds anything, so each judgement is the encoder's and can be counted on
one's fingers. Four conversations:

====  ========================================  ====================================
turn  people say                                the encoder says
====  ========================================  ====================================
a 0   frustration 2, effort: need               frustration 2, effort: need
a 1   acknowledge; recognition 2, action 0      acknowledge: recognition 2, action 0
b 0   frustration 2: need                       nothing
b 1   apologise, canned; recognition 1, act. 0  canned: recognition 1, action 0
c 0   nothing                                   frustration 1: no need
c 1   act; no open need                         act: action 2
d 0   health: need                              health: need
d 1   verify; recognition 0, action 1           acknowledge, act: recognition 2, action 2
====  ========================================  ====================================
"""

import json

import pytest

from heard.evaluation import evaluate
from heard.evaluation.labels import TurnLabels
from heard.signals import Finding, Learned

KIND = {
    **dict.fromkeys(["frustration"], "feeling"),
    **dict.fromkeys(["effort", "health"], "circumstance"),
    **dict.fromkeys(["acknowledge", "apologise", "canned", "act", "verify"], "move"),
}
# turn's text → what people say, what the encoder says (label: strength)
CUSTOMERS = {
    "a": (
        {"feelings": ["frustration"], "intensity": 2, "circumstances": ["effort"], "need": 1},
        {"frustration": 2, "effort": 1},
    ),
    "b": ({"feelings": ["frustration"], "intensity": 2, "need": 1}, {}),
    "c": ({}, {"frustration": 1}),
    "d": ({"circumstances": ["health"], "need": 1}, {"health": 1}),
}
AGENTS = {
    "a": ({"moves": ["acknowledge"], "recognition": 2, "action": 0}, {"acknowledge": 1}),
    "b": ({"moves": ["apologise", "canned"], "recognition": 1, "action": 0}, {"canned": 1}),
    "c": ({"moves": ["act"]}, {"act": 1}),
    "d": ({"moves": ["verify"], "recognition": 0, "action": 1}, {"acknowledge": 1, "act": 1}),
}


class Told:
    """An encoder that finds exactly what the table says."""

    version = "told/1"

    decides = frozenset()

    def prepare(self, texts):
        """Reads nothing ahead."""

    def read(self, turns, findings):
        return [
            Learned(
                tuple(
                    Finding(label, KIND[label], 0, 5, turn.text[:5], strength, 0.9, "told", "encoder")
                    for label, strength in said.items()
                )
            )
            for turn in turns
            for said in [(CUSTOMERS if turn.speaker == "customer" else AGENTS)[turn.text[-1]][1]]
        ]


@pytest.fixture
def labelled(tmp_path):
    customer = {"speaker": "customer", "feelings": [], "intensity": 0, "circumstances": [], "stance": [], "need": 0}
    agent = {"speaker": "agent", "moves": [], "recognition": None, "action": None}
    lines = [
        {
            "id": name,
            "channel": "chat" if name in "ab" else "email",
            "turns": [customer | {"text": f"blorp {name}"} | said, agent | {"text": f"grumf {name}"} | AGENTS[name][0]],
        }
        for name, (said, _) in CUSTOMERS.items()
    ]
    path = tmp_path / "labelled.jsonl"
    path.write_text("\n".join(map(json.dumps, lines)), encoding="utf-8")
    return path


@pytest.fixture
def report(labelled):
    return evaluate(labelled, encoder=Told(), resamples=50)


def test_the_need_figures_are_those_worked_out_by_hand(report):
    # a and d found, b missed, nothing extra: precision 2/2, recall 2/3, F1 4/5
    assert report.figure("need: precision").value == 1.0
    assert report.figure("need: recall").value == pytest.approx(2 / 3)
    assert report.figure("need: F1").value == pytest.approx(4 / 5)


def test_recognition_and_action_are_compared_on_replies_to_an_open_need_alone(report):
    # recognition (people, Heard): (2,2) (1,1) (0,2); action: (0,0) (0,0) (1,2). c is not compared.
    # recognition: seen 4; by chance (sum of squares 5 + 9) - 2·3·5/3 = 4: kappa 0
    # action: seen 1; by chance (1 + 4) - 2·1·2/3 = 11/3: kappa 1 - 3/11
    assert report.replies == 3
    assert report.figure("recognition: weighted kappa").value == pytest.approx(0.0)
    assert report.figure("recognition: the same").value == pytest.approx(2 / 3)
    assert report.figure("action: weighted kappa").value == pytest.approx(1 - 3 / 11)


def test_intensity_is_compared_on_every_customer_turn(report):
    # (2,2) (2,0) (0,1) (0,0): seen 5; by chance (8 + 5) - 2·4·3/4 = 7
    assert report.figure("intensity: weighted kappa").value == pytest.approx(1 - 5 / 7)
    assert report.figure("intensity: the same").value == 0.5


def test_each_label_has_the_figures_worked_out_by_hand(report):
    rows = {row.label: (row.support, row.precision, row.recall, row.f1.value) for row in report.labels}

    assert rows == {
        "frustration": (2, 0.5, 0.5, 0.5),
        "effort": (1, 1.0, 1.0, 1.0),
        "health": (1, 1.0, 1.0, 1.0),
        "acknowledge": (1, 0.5, 1.0, pytest.approx(2 / 3)),
        "canned": (1, 1.0, 1.0, 1.0),
        "apologise": (1, None, 0.0, 0.0),
        "act": (1, 0.5, 1.0, pytest.approx(2 / 3)),
        "verify": (1, None, 0.0, 0.0),
    }


def test_which_replies_answer_an_open_need_is_compared_end_to_end(report):
    # people: a, b, d; Heard, which saw no need in b and none in c: a, d
    assert report.figure("answering an open need: precision").value == 1.0
    assert report.figure("answering an open need: recall").value == pytest.approx(2 / 3)


def test_saying_that_every_turn_needs_is_as_precise_as_needs_are_frequent(report):
    assert report.figure("need: precision", "every turn needs").value == pytest.approx(3 / 4)
    assert report.figure("need: recall", "every turn needs").value == 1.0
    assert report.figure("recognition: weighted kappa", "every turn needs").value is None


def test_the_commonest_value_agrees_as_chance_does(report):
    assert report.figure("action: the same", "commonest value").value == pytest.approx(2 / 3)
    assert report.figure("action: weighted kappa", "commonest value").value == pytest.approx(0.0)


def test_labels_that_stand_seldom_stay_out_of_the_macro_means(report):
    assert report.figure("moves: macro-F1").value is None


def test_the_report_names_what_was_measured(report):
    told = report.to_json()

    assert (told["schema"], told["file"], told["model"]) == ("heard-evaluation/1", "labelled.jsonl", "told/1")
    assert (told["conversations"], told["turns"], told["replies"]) == (4, 4, 3)
    assert json.loads(json.dumps(told)) == told


def test_the_rendered_report_shows_each_measure_and_label_with_its_interval(report):
    shown = report.render()

    assert all(row.measure in shown for row in report.summary)
    assert all(row.label in shown for row in report.labels)
    assert "0.80 (" in shown


def test_the_same_file_and_seed_give_the_same_report(labelled, report):
    assert evaluate(labelled, encoder=Told(), resamples=50) == report


def test_slices_follow_channel_length_and_what_the_customer_shows(labelled):
    lines = [json.loads(line) for line in labelled.read_text("utf-8").splitlines()]
    many = [line | {"id": f"{line['id']}{i}"} for i in range(10) for line in lines]
    labelled.write_text("\n".join(map(json.dumps, many)), encoding="utf-8")

    slices = {(s.by, s.name): s for s in evaluate(labelled, encoder=Told(), resamples=5).slices}

    assert slices["channel", "chat"].need_f1.value == pytest.approx(2 / 3)  # of a and b, a found
    assert slices["channel", "email"].need_f1.value == 1.0  # of c and d, d found, nothing extra
    assert slices["length of the turn", "1 to 10 words"].turns == 40
    assert slices["the customer shows", "frustration"].replies == 20
    assert ("the customer shows", "health") not in slices  # ten turns say too little


def test_slices_follow_trait_and_industry_where_they_are_said(labelled):
    lines = [json.loads(line) for line in labelled.read_text("utf-8").splitlines()]
    many = [
        line | {"id": f"{line['id']}{i}", "traits": ["dialect"], "industry": "energy"}
        for i in range(4)
        for line in lines
    ]
    labelled.write_text("\n".join(map(json.dumps, many)), encoding="utf-8")

    slices = {(s.by, s.name): s for s in evaluate(labelled, encoder=Told(), resamples=5).slices}

    assert slices["trait", "dialect"].turns == slices["industry", "energy"].turns == 16
    assert slices["trait", "dialect"].need_f1.value == pytest.approx(4 / 5)


def test_judges_that_are_given_stand_beside_heard(labelled):
    told = evaluate(labelled, encoder=Told(), beside={"nobody": lambda c: [TurnLabels()] * len(c.turns)}, resamples=5)

    assert list(told.summary[0].by_judge)[:2] == ["Heard", "nobody"]
    assert told.figure("need: F1", "nobody").value is None
