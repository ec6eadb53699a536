"""A standard of one's own is one TOML file; an error in it names file, key and cure."""

from __future__ import annotations

from pathlib import Path

import pytest

from heard.standards import StandardError, load
from heard.standards.loading import read_standard

GOOD = """
name = "strict"
version = 3
title = "Our strict standard"
meaning = "What we promise."

[bar]
recognition = 3

[[criteria]]
id = "named"
title = "Named"
meaning = "The situation is named."
evidence = "words that name it"
exemplar = "customer: I'm upset.\\nagent: I'm sorry your bag is lost."
counter_exemplar = "customer: I'm upset.\\nagent: Next."
when = ["need", "frustration:2"]
where = "after"
show = ["acknowledge"]
before = ["process"]
within = "2 replies"
"""
BROKEN = [
    ('show = ["acknowledge"]', 'show = ["aknowledge"]', 'criteria[0].show: no move "aknowledge"; did you mean "acknowledge"?'),
    ('"frustration:2"', '"frustraton"', 'criteria[0].when: no label or occasion "frustraton"; did you mean "frustration"?'),
    ('"frustration:2"', '"frustration:9"', 'criteria[0].when: "frustration:9": a strength is 1, 2 or 3, as in "frustration:2"'),
    ('where = "after"', 'where = "respons"', 'criteria[0].where: no place "respons"; did you mean "response"?'),
    ('within = "2 replies"', 'within = "soon"', "criteria[0].within: 'soon' is no span; write \"1 reply\""),
    ('title = "Named"', "", "criteria[0].title: must be a text; add it"),
    ('when = ["need", "frustration:2"]', "", "criteria[0].when: must say when this is asked for; add it"),
    ("version = 3", 'version = "3"', "version: '3' must be a whole number"),
    ("recognition = 3", "recognition = 7", "bar.recognition: 7 must be a whole number from 0 to 3"),
    ('show = ["acknowledge"]', "", "criteria[0].show: the rule asks for nothing; give one of show"),
    ('show = ["acknowledge"]', 'measure = "i_not_wee"', 'criteria[0].measure: no measure "i_not_wee"; did you mean "i_not_we"?'),
    ('show = ["acknowledge"]', "recognition = 2", "criteria[0].recognition: is judged on the first reply to a need; use it with"),
    ('id = "named"', 'id = "named"\nshows = []', 'criteria[0].shows: unknown key; did you mean "show"?'),
    ('"customer: I\'m upset.\\nagent: Next."', '"Next."', "criteria[0].counter_exemplar: 'Next.' names no speaker"),
    ("version = 3", "version = ", "not valid TOML"),
]  # fmt: skip


def test_a_standard_says_its_rules() -> None:
    standard = read_standard(GOOD, "strict.toml")
    rule = standard.criteria[0].rule

    assert standard.reference == "strict@3"
    assert standard.bar == (3, 1)
    assert rule.when == (("need", 1), ("frustration", 2))
    assert rule.within_replies == 2
    assert "verify" in rule.before


@pytest.mark.parametrize(("good", "broken", "message"), BROKEN)
def test_an_error_names_file_key_and_cure(good: str, broken: str, message: str) -> None:
    with pytest.raises(StandardError) as raised:
        read_standard(GOOD.replace(good, broken, 1), "standards/strict.toml")

    assert f"standards/strict.toml: {message}" in str(raised.value)


def test_all_errors_are_told_at_once() -> None:
    text = (
        GOOD.replace("acknowledge", "aknowledge")
        .replace('where = "after"', 'where = "afte"')
        .replace("version = 3", "")
    )

    with pytest.raises(StandardError) as raised:
        read_standard(text, "strict.toml")

    assert len(str(raised.value).splitlines()) == 3


def test_a_file_of_ones_own_is_loaded_and_read_again_when_it_changes(tmp_path: Path) -> None:
    file = tmp_path / "strict.toml"
    file.write_text(GOOD, "utf-8")
    before = load(str(file)).version
    file.write_text(GOOD.replace("version = 3", "version = 44"), "utf-8")

    assert (before, load(str(file)).version) == (3, 44)


@pytest.mark.parametrize(
    ("source", "message"),
    [
        ("everyda", 'no standard "everyda"; did you mean "everyday"?, or give a TOML file of your own'),
        ("nowhere/strict.toml", "nowhere/strict.toml: can't be read (No such file or directory); check the path"),
    ],
)
def test_a_standard_that_is_not_there_is_said_so(source: str, message: str) -> None:
    with pytest.raises(StandardError) as raised:
        load(source)

    assert str(raised.value) == message


def test_a_file_that_is_no_text_is_said_so(tmp_path: Path) -> None:
    file = tmp_path / "strict.toml"
    file.write_bytes(b"\xff\xfe\x00")

    with pytest.raises(StandardError, match="save it as UTF-8"):
        load(str(file))
