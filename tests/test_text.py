"""Folding keeps every place; sentences and words are found where a reader would see them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from heard.text import fold, sentences, words

ODD = "aB .’\n\t\u00a0\u200b\u200c\u200d\u2060\ufeff🤷♀\ufe0f½"
texts = st.text() | st.text(ODD)


@given(texts, st.data())
def test_a_folded_span_points_at_the_words_it_was_folded_from(text: str, data: st.DataObject) -> None:
    folded = fold(text)
    start = data.draw(st.integers(0, len(folded.text)))
    end = data.draw(st.integers(start, len(folded.text)))

    first, last = folded.span(start, end)

    assert fold(text[first:last]).text.strip() == folded.text[start:end].strip()


@given(texts)
def test_folding_what_is_folded_changes_nothing_but_the_marks_of_blank_lines(text: str) -> None:
    once = fold(text).text

    assert fold(once).text == once.replace("\n", " ")


def test_folding_makes_typographic_marks_and_line_breaks_plain() -> None:
    assert fold("I’m  “Fine”\nreally –\tyes\n\nNo").text == 'i\'m "fine" really - yes\nno'


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("my mum died\u200b yesterday", "my mum died yesterday"),
        ("died\u200byesterday", "died yesterday"),
        ("\ufeffMy\u2060 mum\u200d di\u200ced.\u200d", "my mum died."),
        ("one\u200b\n\u2060\ntwo", "one\ntwo"),
        ("what 🤷\u200d♀\ufe0f now", "what 🤷\u200d♀\ufe0f now"),
    ],
)
def test_characters_without_width_part_no_words(text: str, expected: str) -> None:
    assert fold(text).text == expected


def test_a_quote_keeps_the_characters_without_width_inside_it() -> None:
    text = "my mu\u2060m died\u200b  yesterday"
    start = fold(text).text.index("mum died")

    assert text[slice(*fold(text).span(start, start + len("mum died")))] == "mu\u2060m died"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Hello. How are you? Fine!", ["Hello.", "How are you?", "Fine!"]),
        ("It costs 3.50 today.", ["It costs 3.50 today."]),
        ('He said "no." Then left...', ['He said "no."', "Then left..."]),
        ("Great service... not. Bye!?", ["Great service... not.", "Bye!?"]),
        ("no marks at all", ["no marks at all"]),
        ("one\ntwo", ["one", "two"]),
        ("  \n ", []),
        ("", []),
    ],
)
def test_sentences_end_at_marks_that_a_space_follows(text: str, expected: list[str]) -> None:
    assert [text[a:b] for a, b in sentences(text)] == expected


@given(st.text())
def test_sentences_lose_nothing_but_space(text: str) -> None:
    kept = "".join(text[a:b] for a, b in sentences(text))

    assert "".join(kept.split()) == "".join(text.split())


def test_words_keep_their_apostrophes() -> None:
    assert words("Don't re-book order 12!") == ["don't", "re-book", "order", "12"]
