"""What the Heard Corpus promises of itself (corpus/DATASHEET.md), counted on its files."""

from __future__ import annotations

import hashlib
import json
import re
import tomllib
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from heard.conversation import CHANNELS
from heard.evaluation.gold import Gold, read_gold
from heard.evaluation.labels import ACTION, GROUPS, RECOGNITION

ROOT = Path(__file__).parents[2]
CORPUS = ROOT / "corpus"
WRITERS = sorted(CORPUS.glob("w*.jsonl"))
FORMULA = 10  # words of a line that anybody may say anywhere: "Is there anything else I can help you with today?"
HARD = (
    *(
        "canned-warmth",
        "curt-but-helpful",
        "specific-but-unhelpful",
        "wrong-apology",
        "sarcasm",
        "polite-anger",
        "own-mistake",
    ),
    *(
        "no-said-well",
        "no-said-badly",
        "kindly-dismissive",
        "self-talk",
        "second-language",
        "dialect",
        "asr",
        "emoji",
        "no-need",
    ),
)


@pytest.fixture(scope="module")
def golds() -> list[Gold]:
    return [gold for path in WRITERS for gold in read_gold(path)]


@pytest.fixture(scope="module")
def lines() -> list[dict[str, object]]:
    return [json.loads(line) for path in WRITERS for line in path.read_text("utf-8").splitlines()]


def test_it_is_as_large_and_as_wide_as_it_says(golds: list[Gold], lines: list[dict[str, object]]) -> None:
    assert len(golds) >= 1200
    assert sum(len(gold.conversation.turns) for gold in golds) >= 9000
    assert len({line["industry"] for line in lines}) >= 15
    assert {gold.conversation.channel for gold in golds} == set(CHANNELS) - {"other"}
    assert len({gold.conversation.id for gold in golds}) == len(golds)


def test_every_label_and_every_combination_of_the_two_scales_occurs(golds: list[Gold]) -> None:
    labels = Counter(label for gold in golds for turn in gold.labels for label in turn.labels or ())
    answers = Counter((turn.recognition, turn.action) for gold in golds for turn in gold.labels)

    assert {label for names in GROUPS.values() for label in names} == set(labels)
    assert min(labels.values()) >= 100
    assert all(answers[recognition, action] for recognition in RECOGNITION for action in ACTION)


def test_a_third_of_the_service_is_good_and_the_hard_cases_are_there(lines: list[dict[str, object]]) -> None:
    service = Counter(line["service"] for line in lines)
    traits = Counter(trait for line in lines for trait in line["traits"])  # type: ignore[attr-defined]  # JSON tells no types

    assert all(count / len(lines) > 0.25 for count in service.values())
    assert len(service) == 3
    assert min(traits[case] for case in HARD) >= 15


def test_a_sixth_of_it_was_read_twice(golds: list[Gold]) -> None:
    twice = {gold.conversation.id for gold in read_gold(CORPUS / "twice.jsonl")}
    own = {gold.conversation.id: gold.conversation for gold in golds}

    assert twice <= set(own)
    assert len(twice) / len(own) >= 0.15
    for gold in read_gold(CORPUS / "twice.jsonl"):
        assert [t.text for t in gold.conversation.turns] == [t.text for t in own[gold.conversation.id].turns]


def test_no_two_turns_are_nearly_the_same_but_for_formulas_and_canned_lines(golds: list[Gold]) -> None:
    turns = list(_turns(golds))
    near = dict(_near([_shingles(text) for _, text, _ in turns]))

    assert not [
        f"{where}: {text} – like {turns[near[number]][0]}"
        for number, (where, text, canned) in enumerate(turns)
        if number in near and not canned and len(text.split()) > FORMULA
    ]


@pytest.mark.parametrize(
    ("words", "other", "near"),
    [
        ("a b c d e f g h i j k l", "a b c d e f g h i j k l", True),
        ("a b c d e f g h i j k l", "a b c d e f g h i j k m", True),  # 9 of 11
        ("a b c d e f g h i j k", "a b c d e f g h i j m", False),  # 8 of 10 is 0.8, and not above it
        ("a b c d e f g h i j k l", "x b c d e f g h i j k l", True),  # the first words differ
        ("a b c d e f g h i j k l", "a b c d e x g h i j k l", False),
        ("a b", "a b", False),  # no three words
    ],
)
def test_nearly_the_same_is_above_four_fifths_of_all_runs_of_three_words(words: str, other: str, near: bool) -> None:
    assert bool(list(_near([_shingles(words), _shingles(other)]))) is near
    assert bool(list(_near([_shingles(other), _shingles(words)]))) is near


def test_every_file_of_it_is_described_with_its_checksum() -> None:
    described = tomllib.loads((ROOT / "evaluation" / "corpora.toml").read_text("utf-8"))

    for path in WRITERS:
        entry = described[f"corpus_{path.stem}"]
        assert (ROOT / entry["file"]) == path
        assert hashlib.sha256(path.read_bytes()).hexdigest() == entry["sha256"]


def _turns(golds: list[Gold]) -> Iterator[tuple[str, str, bool]]:
    for gold in golds:
        for index, (turn, labels) in enumerate(zip(gold.conversation.turns, gold.labels, strict=True)):
            yield (
                f"{gold.conversation.id} turn {index}",
                turn.text,
                bool({"canned", "redirect"} & (labels.labels or set())),
            )


def _near(shingles: list[set[tuple[str, ...]]]) -> Iterator[tuple[int, int]]:
    """Each text that shares above 0.8 of its shingles with an earlier one, and that one.

    Two such texts share one of their rarest fifth, whichever the order of rarity; so only those are looked up.
    """
    common = Counter(shingle for found in shingles for shingle in found)
    holders: dict[tuple[str, ...], list[int]] = {}
    for number, found in enumerate(shingles):
        rarest = sorted(found, key=lambda shingle: (common[shingle], shingle))[: len(found) - len(found) * 4 // 5]
        earlier = {holder for shingle in rarest for holder in holders.get(shingle, ())}
        alike = [other for other in earlier if 5 * len(found & shingles[other]) > 4 * len(found | shingles[other])]
        if alike:
            yield number, min(alike)
        for shingle in rarest:
            holders.setdefault(shingle, []).append(number)


def _shingles(text: str) -> set[tuple[str, ...]]:
    words = re.findall(r"[a-z0-9']+", text.lower())
    return {tuple(words[i : i + 3]) for i in range(len(words) - 2)}
