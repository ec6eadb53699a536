"""What every match of an expression needs is read from its parse tree."""

import pytest

from heard.signals.phrases import Needs, in_marks, in_words, needs_of, spaced


def common(phrase: str) -> float:
    """Short phrases are common: the longest are taken."""
    return 1000 * 2.0 ** -len(phrase)


@pytest.mark.parametrize(
    ("pattern", "phrases"),
    [
        ("still waiting", {" still waiting "}),
        ("(very )?angry", {" very angry ", " angry "}),
        ("un(not )?at it", {" unat it ", " unnot at it "}),
        ("(calling|writing) again", {" calling again ", " writing again "}),
        ("refund(s|ed)?", {" refund ", " refunds ", " refunded "}),
        ("crash\\w*", {" crash"}),
        ("keeps? (on )?crash\\w*", {" keep crash", " keeps crash", " keep on crash", " keeps on crash"}),
        ("won't go", {" won t go "}),
        ("\\w+ you (again|back)", {" you again ", " you back "}),
        ("(one (two|six)|four \\w+)", {" one two ", " one six ", " four "}),
        ("(?:no )+doubts", {" doubts "}),
        ("no+", {" no"}),
        ("[😊🎉]", {"😊", "🎉"}),
        ("!!!", {"!!!"}),
        ("(:\\(|;-\\))", {":(", ";)"}),
    ],
)
def test_every_match_of_whole_words_holds_one_of_the_phrases(pattern: str, phrases: set[str]) -> None:
    needs = needs_of(pattern, common)

    assert needs is not None
    assert set(needs.rarest) == phrases


@pytest.mark.parametrize("pattern", ["[a-z]+", ".*", "(?:way)?", "(?=way)\\w"])
def test_nothing_is_known_of_what_may_be_any_word(pattern: str) -> None:
    assert needs_of(pattern, common) is None


@pytest.mark.parametrize(
    ("pattern", "phrase", "before"),
    [
        ("still waiting", " still waiting ", (0, 0)),
        ("[a-z] (?:so )?angry", " so angry ", (2, 2)),
        ("[a-z]{1,3} angry", " angry ", (2, 4)),
        ("[a-z]angry", "angry ", (2, 2)),
    ],
)
def test_a_phrase_tells_where_the_match_begins(pattern: str, phrase: str, before: tuple[int, int]) -> None:
    needs = needs_of(pattern, common)

    assert needs is not None
    assert needs.rarest[phrase] == before


def test_where_the_rarest_phrase_is_common_a_second_one_is_looked_for_on_its_side() -> None:
    first, second = {" the ": (0, 0)}, {" team ": (6, 400)}

    assert needs_of("the \\w+ team", lambda phrase: 50) == Needs(first, later=second)
    assert needs_of("the \\w+ team", lambda phrase: 1) == Needs(first)
    assert needs_of("the \\w+ team", lambda phrase: 900 if phrase == " the " else 50) == Needs(second, earlier=first)


def test_words_and_marks_are_told_apart() -> None:
    assert in_words("don't £5, go_on é…") == "don t  5  go_on é "
    assert in_marks("don't £5, :-( 😊") == "£:(😊"
    assert in_marks("ok :-( !") == ":(!"
    assert spaced("it's :)") == " it s    \0:)"
