"""The sets of ways to go on: each way a conversation of its own, its last turn labelled, its beginning not."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from heard.conversation import Speaker
from heard.evaluation.gold import GoldError
from heard.evaluation.labels import TurnLabels
from heard.training.pairs import read_ways
from heard.training.sources import ROOT

PAIRS = ROOT / "corpus" / "pairs.jsonl"


def test_each_way_of_the_shipped_sets_is_labelled_and_its_beginning_is_not() -> None:
    ways = list(read_ways(PAIRS))

    assert len(ways) > 600
    assert len({gold.conversation.id for gold in ways}) == len(ways)
    assert all(gold.labels[-1].labels is not None for gold in ways)
    assert all(label == TurnLabels() for gold in ways for label in gold.labels[:-1])


def test_the_ways_of_a_set_differ_in_what_they_show() -> None:
    for line in PAIRS.read_text("utf-8").splitlines():
        ways = json.loads(line)["ways"]
        shown = [{name: value for name, value in way.items() if name != "text"} for way in ways]
        assert any(one != shown[0] for one in shown[1:]), ways[0]["text"]
        assert len({way["text"] for way in ways}) == len(ways)
        assert len({way["speaker"] for way in ways}) == 1


def test_a_need_is_what_the_guidelines_call_one() -> None:
    weighty = {"bereavement", "health", "safety", "broken_promise", "effort"}
    negative = {"frustration", "anxiety", "sadness", "confusion", "embarrassment"}
    for gold in read_ways(PAIRS):
        labels = gold.labels[-1]
        if gold.conversation.turns[-1].speaker is Speaker.CUSTOMER:
            held = labels.labels or frozenset()
            assert bool(held & negative) == bool(labels.intensity), gold.conversation.turns[-1].text
            if (labels.intensity or 0) >= 2:
                assert labels.need, gold.conversation.turns[-1].text
            if not labels.intensity and not held & weighty:
                assert not labels.need, gold.conversation.turns[-1].text


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ("{", "one JSON object a line"),
        ('{"id": "a", "context": []}', "'ways'"),
        ('{"id": "a", "context": [], "ways": [{"speaker": "customer", "text": "No"}]}', "two ways at least"),
    ],
)
def test_a_set_that_cannot_be_used_is_named_with_what_to_do(tmp_path: Path, line: str, told: str) -> None:
    (tmp_path / "pairs.jsonl").write_text(line + "\n", "utf-8")

    with pytest.raises(GoldError, match=r"pairs\.jsonl:1") as refused:
        list(read_ways(tmp_path / "pairs.jsonl"))
    assert told in str(refused.value)
