"""The words shown against the words marked: by sentence, and against drawing sentences."""

import pytest

from heard.evaluation.evidence import Overlap, add_overlap
from heard.signals import Finding

TEXT = "My bag is lost. I have called twice. Nobody knows anything. Help me."


def shown(quote):
    start = TEXT.index(quote)
    return Finding("effort", "circumstance", start, start + len(quote), quote, 1, 0.9, "told", "encoder")


def counted(text, quote, *findings):
    overlap = Overlap()
    add_overlap(overlap, text, quote, findings)
    return overlap


def test_words_of_the_same_sentence_are_a_hit_even_where_they_are_others():
    overlap = counted(TEXT, "called", shown("twice"))

    assert (overlap.hits, overlap.chance) == (1, pytest.approx(1 / 4))
    assert (overlap.hits_of_several, overlap.several) == (1, 1)


def test_words_of_another_sentence_are_none():
    assert counted(TEXT, "called twice", shown("Nobody")).hits == 0


def test_showing_more_sentences_is_held_against_drawing_as_many():
    # two of four drawn: they miss the one that is marked in 3 of 6 draws
    overlap = counted(TEXT, "called twice", shown("bag"), shown("twice"))

    assert (overlap.hits, overlap.chance) == (1, pytest.approx(1 / 2))


def test_marks_over_two_sentences_are_easier_to_hit_by_chance():
    assert counted(TEXT, "twice. Nobody", shown("Help")).chance == pytest.approx(2 / 4)


def test_a_turn_of_one_sentence_says_nothing_about_choosing():
    overlap = counted(
        "My bag is lost.", "bag", Finding("effort", "circumstance", 0, 2, "My", 1, 0.9, "told", "encoder")
    )

    assert (overlap.shown, overlap.hits, overlap.chance) == (1, 1, 1.0)
    assert overlap.several == 0
