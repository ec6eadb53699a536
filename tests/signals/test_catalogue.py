"""Definitions are validated: an error names file, key and cure; alternatives are told apart."""

import re

import pytest

from heard.signals.catalogue import DefinitionError, alternatives, load

CLASSES = {"very": "(?:so|very) ", "feel": "am|feel", "loop": "{loop}"}
GOOD = """
label = "calm"
kind = "feeling"
meaning = "at ease"
examples = []
counter_examples = []
[[patterns]]
any = ["i {feel} {very}?(calm|at ease)", "relaxed"]
why = "says that they are at ease"
"""


def test_word_classes_are_put_in_and_whole_words_match() -> None:
    expressions = load("customer/calm.toml", GOOD, "customer", CLASSES).patterns[0].expressions

    assert any(re.search(e, "well i feel very calm now") for e in expressions)
    assert not any(re.search(e, "i feel very calmed") for e in expressions)


@pytest.mark.parametrize(
    ("change", "says"),
    [
        (('label = "calm"', 'label = "quiet"'), "customer/calm.toml: label: 'quiet' must be the file's name"),
        (('kind = "feeling"', 'kind = "mood"'), "kind: 'mood' is unknown; use one of feeling"),
        (("meaning =", "meanning ="), "meanning: unknown key; the keys are"),
        (("{very}?", "{vary}?"), "no word class {vary}; add it to words.toml"),
        (("(calm|", "(calm|("), "is no regular expression"),
        (('why = "says', 'strength = 4\nwhy = "says'), "patterns[0]: strength: 4 must be 1, 2 or 3"),
        (('why = "says', 'confidence = 0\nwhy = "says'), "patterns[0]: confidence: 0 must be above 0"),
        (('why = "says that they are at ease"', ""), "patterns[0]: why: must be a text"),
        (("examples = []", 'examples = "none"'), "examples: must be a list of texts"),
        (("[[patterns]]", "[[patterns]"), "not valid TOML"),
        (('why = "says', 'also = ["x:9"]\nwhy = "says'), "also: 'x:9' must be a label"),
    ],
)
def test_an_error_in_a_definition_names_file_key_and_cure(change: tuple[str, str], says: str) -> None:
    assert change[0] in GOOD
    with pytest.raises(DefinitionError) as error:
        load("customer/calm.toml", GOOD.replace(*change, 1), "customer", CLASSES)

    assert says in str(error.value)
    assert str(error.value).startswith("customer/calm.toml: ")


@pytest.mark.parametrize(
    ("expression", "parts"),
    [
        ("a", ["a"]),
        ("a|b", ["a", "b"]),
        ("(a|b)", ["a", "b"]),
        ("(?:a|(b|c)) d", ["(?:a|(b|c)) d"]),
        ("(?:a|(b|c))", ["a", "b", "c"]),
        ("(a)(b)", ["(a)(b)"]),
        ("(a|b)?", ["(a|b)?"]),
        (r"[|(]a|\|b\)", ["[|(]a", r"\|b\)"]),
        ("[]|]|x", ["[]|]", "x"]),
        ("(?!a|b)", ["(?!a|b)"]),
    ],
)
def test_alternatives_are_taken_apart_at_the_top_alone(expression: str, parts: list[str]) -> None:
    assert alternatives(expression) == parts
