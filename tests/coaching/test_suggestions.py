"""Suggestions: one a moment, in this customer's words, and never a line that would fit anybody."""

from __future__ import annotations

import json
from collections import Counter
from functools import cache
from importlib.resources import files

import pytest

from heard.analysis import Analysis, analyse
from heard.coaching import Suggestion, phrasebook
from heard.coaching.playbooks import Playbook, playbook_for
from heard.conversation import Conversation, Speaker
from heard.signals import catalogue, read_turn
from heard.text import content_words
from tests.builders import chat

ENTRIES = ("situation", "title", "why")
BLAMING = ("you should have", "you failed", "your fault", "you didn't", "you did not", "you never", "unfortunately")


@cache
def archive() -> tuple[Analysis, ...]:
    folder = files("heard.demo") / "archive"
    lines = [line for f in folder.iterdir() if f.name.endswith(".jsonl") for line in f.read_text("utf-8").splitlines()]
    return tuple(analyse(Conversation.from_json(json.loads(line))) for line in lines)


def tries() -> list[tuple[Analysis, Suggestion]]:
    return [(a, s) for a in archive() for s in a.suggestions if s.kind == "try"]


def suggested(*lines: str) -> Suggestion:
    (suggestion,) = analyse(chat(*lines)).suggestions
    return suggestion


def test_no_suggested_line_is_canned() -> None:
    canned = [s.say for _, s in tries() if s.say and any(f.label == "canned" for f in read_turn(Speaker.AGENT, s.say))]

    assert not canned


def test_every_suggested_line_holds_words_of_this_customer() -> None:
    without = []
    for analysis, suggestion in tries():
        theirs = content_words(analysis.conversation.turns[analysis.moments[suggestion.moment].turn].text)
        if suggestion.say and not content_words(suggestion.say) & theirs:
            without.append(suggestion.say)

    assert not without


def test_nobody_who_waits_for_a_day_is_told_that_there_is_no_hurry() -> None:
    waiting = "My father died and his suit for the wedding on Saturday still hasn't come"
    unhurried = {
        analyse(chat(f"customer: {who} {said}.", "agent: What is your order number?", id=str(n))).suggestions[0].say
        for who in ("Hello.", "Hi.")
        for said in (waiting, "My father died last week and I have to close his account")
        for n in range(12)
    }
    hurried = [line for line in unhurried if line and "no hurry" in line and "wedding" in line]

    assert any("no hurry" in line for line in unhurried if line)
    assert not hurried


def test_no_two_moments_get_the_same_line() -> None:
    again = [line for line, times in Counter(s.say for _, s in tries() if s.say).items() if times > 1]

    assert not again


def test_most_misses_get_a_line_to_say() -> None:
    every = tries()

    assert sum(s.say is not None for _, s in every) >= 0.5 * len(every)


def test_one_suggestion_a_sure_moment_and_none_for_an_abstained_one() -> None:
    for analysis in archive():
        sure = [number for number, moment in enumerate(analysis.moments) if not moment.abstained]

        assert [s.moment for s in analysis.suggestions] == sure


def test_a_quote_stands_in_its_conversation() -> None:
    for analysis in archive():
        for s in analysis.suggestions:
            turn = s.turn if s.kind == "keep" else analysis.moments[s.moment].turn
            text = " ".join(analysis.conversation.turns[turn].text.split())

            assert " ".join(s.quote.split()).removesuffix(" …") in text


def test_a_suggestion_is_calm() -> None:
    for analysis in archive():
        for s in analysis.suggestions:
            heard_says = s.text.replace(s.quote, "").replace(s.say or "…", "")

            assert not any(words in heard_says.lower() for words in BLAMING), s.text


def test_a_hit_is_kept_in_the_agents_own_words() -> None:
    kept = suggested(
        "customer: I've waited two weeks for my refund and I'm really angry now.",
        "agent: Two weeks is far too long to wait for your refund, I'm sorry. Please give me the order number.",
    )

    assert kept.kind == "keep"
    assert "Two weeks is far too long to wait for your refund" in kept.text
    assert kept.say is None


def test_a_cause_that_is_not_the_agents_is_named_as_such() -> None:
    text = suggested(
        "customer: I'm really angry, I've waited three weeks for my refund and I need it for the rent.",
        "bot: Please choose one of the options.",
    ).text

    assert "not you" in text


def test_the_line_to_say_stands_in_the_text() -> None:
    for _, s in tries():
        assert s.say is None or s.say in s.text


@pytest.mark.parametrize("book", phrasebook().values(), ids=list(phrasebook()))
def test_a_playbook_says_what_to_do_what_not_and_why(book: Playbook) -> None:
    assert all(getattr(book, entry) for entry in ENTRIES)
    assert book.do
    assert book.avoid
    assert all("{" in way for one in book.tries for way in one.say)
    assert {label for label, _ in book.applies} <= set(catalogue())


def test_the_weightiest_situation_is_taken() -> None:
    assert playbook_for({"bereavement": 3, "outage": 1}).situation == "bereavement"
    assert playbook_for({"frustration": 2}).situation == "everyday"
    assert playbook_for({"frustration": 3}).situation == "conflict"
    assert playbook_for({}).situation == "everyday"
