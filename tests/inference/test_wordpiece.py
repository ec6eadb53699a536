"""Text is cut as BERT's own tool cuts it, but for what tells nothing about how somebody fares."""

from __future__ import annotations

import re
import time
import unicodedata
from pathlib import Path
from typing import Any

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from heard.inference.folding import SAME, mended
from heard.inference.wordpiece import Wordpiece
from tests.inference.bundles import VOCABULARY, WORDS

WORDPIECE = Wordpiece(VOCABULARY)
KNOWN = {piece for piece in VOCABULARY if len(piece) >= 4 and piece.isascii() and piece.isalpha()}
# What we make the same on purpose: addresses, handles, long numbers and references, held letters, words that say the same.
MADE_SAME = re.compile(
    r"www\.|https?:|@|\d[\d -]{3,}\d|[a-z]{1,4}-?\d{3,}|([^\W\d_])\1\1|[’ʼ]|<link>|<url>", re.IGNORECASE
)

word = st.sampled_from([*WORDS, "naïve", "café", "Zoë", "über", "señor", "Ångström", "DON'T", "I'm"]) | st.text(
    "abcdeéèñüABCÉ", min_size=1, max_size=12
)
mark = st.sampled_from(
    [*".,;:!?()'\"-/&%$#*+=_~[]{}<>|^`", "...", "?!", "“", "”", "’", "–", "—", "…", "42", "7", "  ", "\n"]
)
texts = st.lists(word | mark, max_size=20).flatmap(
    lambda parts: st.sampled_from([" ".join(parts), "".join(parts), " ".join(parts).upper()])
)


def said(text: str) -> list[str]:
    """The pieces of `text`, as they are in the vocabulary."""
    return [VOCABULARY[number] for number in WORDPIECE.pieces(text).ids]


def said_as_another(word: str) -> bool:
    """Whether `word`, or a part of it around its apostrophe, is read as other words."""
    parts = (word.replace("’", "'"), *re.split("['’]", word))
    return any(part in SAME or (part not in VOCABULARY and mended(part, KNOWN)) for part in parts)


@pytest.fixture(scope="module")
def reference(tmp_path_factory: pytest.TempPathFactory) -> Any:
    """The tool that BERT's makers offer, over the same vocabulary."""
    tokenizers = pytest.importorskip("tokenizers", reason="BERT's own cutting comes with transformers, from [train]")
    file = tmp_path_factory.mktemp("vocabulary") / "vocab.txt"
    Path(file).write_text("\n".join(VOCABULARY), "utf-8")
    return tokenizers.BertWordPieceTokenizer(str(file), lowercase=True, strip_accents=True)


@given(texts)
def test_ordinary_english_is_cut_as_bert_cuts_it(reference: Any, text: str) -> None:
    plain = "".join(c for c in unicodedata.normalize("NFD", text) if unicodedata.category(c) != "Mn")
    assume(not MADE_SAME.search(plain))
    assume(not any(said_as_another(word) for word in re.findall(r"[^\W_]+(?:['’][^\W_]+)?", plain.lower())))

    assert WORDPIECE.pieces(text).ids == reference.encode(text, add_special_tokens=False).ids


@given(texts)
def test_an_accent_that_comes_as_a_sign_of_its_own_changes_nothing(text: str) -> None:
    composed, apart = unicodedata.normalize("NFC", text), unicodedata.normalize("NFD", text)
    assume(not MADE_SAME.search(composed))

    assert WORDPIECE.pieces(composed).ids == WORDPIECE.pieces(apart).ids


@given(st.text(max_size=60))
def test_each_piece_has_the_place_of_its_word_in_any_text(text: str) -> None:
    ids, starts = WORDPIECE.pieces(text)

    assert len(ids) == len(starts)
    assert starts == sorted(starts)
    assert all(0 <= start < len(text) and not text[start].isspace() for start in starts)


def test_places_point_at_the_word_each_piece_comes_from() -> None:
    text = "I'm worried, @Anna: calling xyzzy@post.example again"
    ids, starts = WORDPIECE.pieces(text)
    words = {VOCABULARY[number]: text[start:].split(maxsplit=1)[0] for number, start in zip(ids, starts, strict=True)}

    assert words["worried"] == "worried,"
    assert words["someone"] == "@Anna:"
    assert words["call"] == words["##ing"] == "calling"
    assert words["email"] == "xyzzy@post.example"


@pytest.mark.parametrize(
    ("one", "another"),
    [
        ("see https://a.example/x?y=1", "see www.b.example/else"),
        ("hi @anna_b", "hi @Delta"),
        ("write to anna.b@post.example", "write to x@y.org"),
        ("order 12345", "order 998-877 665"),
        ("sooo late", "soooooooooo late"),
        ("noooo", "noo"),
        ("HELP", "help"),
    ],
)
def test_what_tells_nothing_about_how_somebody_fares_is_made_the_same(one: str, another: str) -> None:
    assert said(one) == said(another)


def test_a_short_number_stays_what_it_is() -> None:
    assert said("4 times") != said("9 times")
    assert "number" not in said("4 times on the 12th")


def test_an_emoji_is_read_by_its_name_however_it_is_joined() -> None:
    assert said("😡") == ["pouting", "face"]
    assert said("😡\ufe0f") == said("😡")
    assert said("👍🏽")[: len(said("👍"))] == said("👍")
    assert "heart" in said("💔")


@pytest.mark.parametrize("text", ["", " ", "\n\t", "\u200b\u200d", "\ufe0f"])
def test_text_that_shows_nothing_has_no_pieces(text: str) -> None:
    assert WORDPIECE.pieces(text) == ([], [])


def test_a_script_that_the_vocabulary_lacks_is_unknown_word_by_word() -> None:
    text = "שלום עליכם"

    assert said(text) == ["[UNK]", "[UNK]"]
    assert [text[start] for start in WORDPIECE.pieces(text).starts] == ["ש", "ע"]


@pytest.mark.parametrize(
    "piece", ["@", "a@", "a@.", "!", "x", "xyz", "1-", "1 -", "www.", "a.@b", "é", "e\u0301", "\u0301"]
)
def test_ten_thousand_characters_of_anything_are_cut_in_no_time(piece: str) -> None:
    text = (piece * 10_000)[:10_000]
    began = time.perf_counter()
    Wordpiece(VOCABULARY).pieces(text)

    assert time.perf_counter() - began < 2  # what grows with the square of the length takes many times that
