"""The robustness suite is written by hand: pairs that differ in one thing, which should matter or should not."""

import json
import re
from collections import Counter
from itertools import combinations
from pathlib import Path

from heard.evaluation.labels import GROUPS

ROOT = Path(__file__).parents[2]
SUITE = ROOT / "evaluation" / "robustness.jsonl"

SAME = {
    *("names", "gendered names and pronouns", "ethnic names", "places and brands", "typos", "casing", "emoji"),
    *("British and American spelling", "punctuation", "dialect wording", "contraction and expansion"),
    *("digits and words", "greeting", "order number"),
}
DIFFERENT = {
    *("negation", "owner", "canned apology", "own mistake", "do it yourself", "empty promise", "flat no"),
    *("feeling added", "at least", "reassurance", "question", "thanks", "death", "wait", "sarcasm", "threat to leave"),
}
OF_CUSTOMERS = {*GROUPS["feelings"], *GROUPS["circumstances"], *GROUPS["stance"], "need"}
OF_AGENTS = {*GROUPS["moves"], "recognition", "action"}
COUNTED = 20  # pairs for each change that should not matter
COUNTED_DIFFERENT = 12  # and for each that should
NEARLY_THE_SAME = 0.8  # Jaccard over word 3-grams, as for the corpus


PAIRS = [json.loads(line) for line in SUITE.read_text(encoding="utf-8").splitlines()]


def judged(turns):
    return turns[-1]


def three_word_runs(text):
    words = re.findall(r"[\w']+", text.lower())
    return frozenset(tuple(words[at : at + 3]) for at in range(max(1, len(words) - 2)))


def kinds_and_changes():
    return Counter((pair["kind"], pair["change"]) for pair in PAIRS)


def test_there_are_at_least_500_pairs_each_with_its_own_id():
    assert len(PAIRS) >= 500
    assert len({pair["id"] for pair in PAIRS}) == len(PAIRS)


def test_every_change_is_known_and_has_its_share_of_pairs():
    counts = kinds_and_changes()

    assert set(counts) == {("same", change) for change in SAME} | {("different", change) for change in DIFFERENT}
    assert all(count >= (COUNTED if kind == "same" else COUNTED_DIFFERENT) for (kind, _), count in counts.items())
    assert sum(count for (kind, _), count in counts.items() if kind == "same") >= 320
    assert sum(count for (kind, _), count in counts.items() if kind == "different") >= 180


def test_customers_and_agents_are_judged_about_as_often_in_every_harmless_change():
    for change in SAME:
        speakers = Counter(judged(pair["before"])["speaker"] for pair in PAIRS if pair["change"] == change)

        assert min(speakers["customer"], speakers["agent"]) >= 10, change


def test_a_pair_has_exactly_its_form():
    for pair in PAIRS:
        different = pair["kind"] == "different"
        prefix = "diff-" if different else "same-"

        assert re.fullmatch(rf"{prefix}\d{{3}}", pair["id"])
        assert set(pair) == {"id", "kind", "change", "before", "after"} | ({"label"} if different else set()), pair[
            "id"
        ]


def test_a_side_has_one_to_three_turns_of_speaker_and_tidy_text():
    for pair in PAIRS:
        for side in (pair["before"], pair["after"]):
            assert 1 <= len(side) <= 3, pair["id"]
            assert all(set(turn) == {"speaker", "text"} for turn in side), pair["id"]
            assert all(turn["speaker"] in {"customer", "agent"} for turn in side), pair["id"]
            assert all(turn["text"] == " ".join(turn["text"].split()) != "" for turn in side), pair["id"]


def test_both_sides_have_the_same_speakers_and_another_last_turn():
    for pair in PAIRS:
        before, after = pair["before"], pair["after"]

        assert [turn["speaker"] for turn in before] == [turn["speaker"] for turn in after], pair["id"]
        assert judged(before) != judged(after), pair["id"]


def test_a_change_that_matters_is_in_the_judged_turn_alone():
    changed_earlier = [
        pair["id"] for pair in PAIRS if pair["kind"] == "different" and pair["before"][:-1] != pair["after"][:-1]
    ]

    assert changed_earlier == []


def test_the_label_that_must_change_is_one_of_whoever_speaks():
    for pair in PAIRS:
        if pair["kind"] == "different":
            known = OF_CUSTOMERS if judged(pair["before"])["speaker"] == "customer" else OF_AGENTS

            assert pair["label"] in known, pair["id"]


def test_a_judged_reply_answers_a_customer():
    unasked = [
        pair["id"]
        for pair in PAIRS
        if judged(pair["before"])["speaker"] == "agent"
        and [turn["speaker"] for turn in pair["before"]][-2:] != ["customer", "agent"]
    ]

    assert unasked == []


def test_no_two_pairs_begin_from_nearly_the_same_words():
    runs = [(pair["id"], three_word_runs(judged(pair["before"])["text"])) for pair in PAIRS]

    alike = [
        (one, other)
        for (one, mine), (other, theirs) in combinations(runs, 2)
        if len(mine & theirs) > NEARLY_THE_SAME * len(mine | theirs)
    ]

    assert alike == []


def test_no_judged_words_stand_in_the_corpus_that_the_encoder_is_fitted_on():
    written = {
        turn["text"].casefold()
        for path in sorted((ROOT / "corpus").glob("*.jsonl"))
        for line in path.read_text(encoding="utf-8").splitlines()
        for turn in json.loads(line).get("turns", ())
    }

    borrowed = [
        pair["id"]
        for pair in PAIRS
        if {judged(pair[side])["text"].casefold() for side in ("before", "after")} & written
    ]

    assert borrowed == []
