"""Pairs: what must not matter, what must, and how they are counted."""

import json

from heard.evaluation.labels import TurnLabels
from heard.evaluation.robustness import held, read_pairs, what_changed

# What the judge says of a last turn, by its words.
SAID = {
    "calm": TurnLabels(labels=frozenset(), intensity=0, need=False),
    "cross": TurnLabels(labels=frozenset({"frustration"}), intensity=2, need=True),
    "very cross": TurnLabels(labels=frozenset({"frustration"}), intensity=3, need=True),
    "sorry": TurnLabels(labels=frozenset({"apologise"}), recognition=1, action=0),
    "sorry for that": TurnLabels(labels=frozenset({"apologise"}), recognition=2, action=0),
}


def judge(conversation):
    return [SAID[turn.text] for turn in conversation.turns]


def test_labels_need_and_levels_can_change_and_intensity_is_not_among_them():
    assert what_changed(SAID["calm"], SAID["cross"]) == {"frustration", "need"}
    assert what_changed(SAID["sorry"], SAID["sorry for that"]) == {"recognition"}
    assert what_changed(SAID["cross"], SAID["very cross"]) == set()


def test_pairs_are_counted_by_kind_and_change(tmp_path):
    pairs = [
        ("same-1", "same", "names", None, "cross", "very cross"),  # holds
        ("same-2", "same", "names", None, "calm", "cross"),  # two things change
        ("different-1", "different", "negation", "frustration", "cross", "calm"),  # holds
        ("different-2", "different", "negation", "frustration", "cross", "very cross"),  # does not change
        ("different-3", "different", "canned", "recognition", "sorry for that", "sorry"),  # holds
    ]
    lines = [
        {
            "id": id,
            "kind": kind,
            "change": change,
            "before": [{"speaker": "customer", "text": "calm"}, {"speaker": "customer", "text": before}],
            "after": [{"speaker": "customer", "text": after}],
        }
        | ({"label": label} if label else {})
        for id, kind, change, label, before, after in pairs
    ]
    path = tmp_path / "pairs.jsonl"
    path.write_text("\n".join(map(json.dumps, lines)), encoding="utf-8")

    found = held(read_pairs(path), judge)

    assert {key: (of.held, of.pairs) for key, of in found.items()} == {
        ("same", "names"): (1, 2),
        ("different", "negation"): (1, 2),
        ("different", "canned"): (1, 1),
    }
    assert found["same", "names"].changed == {"frustration": 1, "need": 1}
    assert found["same", "names"].failed == ["same-2"]
    assert found["different", "negation"].changed == {"frustration": 1}
