"""Passages: every character of a text, in order, marked where it was asked for."""

from hypothesis import given
from hypothesis import strategies as st

from heard.report.passages import Span, passage

spans = st.lists(
    st.builds(lambda start, length: Span(start, start + length, "need", "n"), st.integers(0, 60), st.integers(1, 20)),
    max_size=6,
)


@given(st.text(max_size=80), spans)
def test_a_short_text_is_shown_whole(text, marks):
    assert "".join(piece.text for piece in passage(text, marks, limit=80)) == text


@given(st.text(min_size=200, max_size=600), spans, st.integers(20, 100))
def test_a_long_text_is_cut_to_the_limit(text, marks, limit):
    shown = [piece.text for piece in passage(text, marks, limit=limit) if piece.ink != "cut"]

    assert sum(map(len, shown)) <= limit


@given(st.text(min_size=200, max_size=600), spans, st.integers(20, 100))
def test_what_is_shown_of_a_long_text_stands_in_it_in_order(text, marks, limit):
    at = 0
    runs, run = [], ""
    for piece in passage(text, marks, limit=limit):
        if piece.ink == "cut":
            runs, run = [*runs, run], ""
        else:
            run += piece.text
    for shown in [*runs, run]:
        at = text.index(shown, at) + len(shown)

    assert at <= len(text)


def test_marked_words_are_the_words():
    pieces = passage("I have rung three times now.", [Span(7, 23, "need", "n1")], limit=100)

    assert [(p.text, p.ink) for p in pieces] == [("I have ", ""), ("rung three times", "need"), (" now.", "")]


def test_of_overlapping_words_the_first_keep_theirs():
    pieces = passage("rung three times", [Span(0, 10, "need", "a"), Span(5, 16, "response", "b")], limit=100)

    assert [(p.text, p.note) for p in pieces] == [("rung three", "a"), (" times", "b")]


def test_a_cut_keeps_the_words_that_count():
    text = "so " * 400 + "my father died " + "and " * 400
    place = text.index("my father died")

    shown = passage(text, [Span(place, place + 14, "need", "n")], limit=200)

    assert any(piece.text == "my father died" and piece.ink == "need" for piece in shown)


def test_a_large_cut_says_how_much_is_left_out():
    shown = passage("word " * 2_000, [], limit=200)

    assert "characters not shown" in shown[-1].text
