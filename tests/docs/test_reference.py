"""The reference pages are what the code says, and what Heard writes is what they say."""

import json
import subprocess
import sys
from functools import cache
from pathlib import Path

import jsonschema
import pytest

from heard import Conversation, analyse
from heard.standards import builtin

ROOT = Path(__file__).parents[2]
SCHEMA = json.loads((ROOT / "docs/reference/analysis.schema.json").read_text(encoding="utf-8"))


@cache
def archive():
    files = sorted((ROOT / "src/heard/demo/archive").glob("*.jsonl"))
    return [Conversation.from_json(json.loads(x)) for file in files for x in file.read_text("utf-8").splitlines()]


@cache
def validator():
    jsonschema.Draft202012Validator.check_schema(SCHEMA)
    return jsonschema.Draft202012Validator(SCHEMA)


def sample():
    """An analysis that has something of everything, as read back from its own JSON text."""
    script = (
        "customer: This is my third call and my baby is ill. I'm really worried. / agent: I understand your frustration. "
        "What is your account number? / customer: I am furious / agent: Three calls and an ill baby, I'm sorry. "
        "I've booked our engineer, and I'll call you at 4 pm today."
    )
    return json.loads(json.dumps(analyse(Conversation.chat(script)).to_json()))


def test_every_page_is_fresh():
    checked = subprocess.run(
        [sys.executable, "tools/reference.py", "--check"], cwd=ROOT, capture_output=True, text=True, check=False
    )

    assert (checked.returncode, checked.stderr) == (0, "")


@pytest.mark.parametrize("standard", sorted(builtin()))
def test_every_analysis_of_the_demo_archive_has_the_published_form(standard):
    for conversation in archive():
        analysis = json.loads(json.dumps(analyse(conversation, standard=standard).to_json()))

        assert [e.message for e in validator().iter_errors(analysis)] == [], conversation.id


def test_the_sample_has_the_published_form():
    assert [e.message for e in validator().iter_errors(sample())] == []


def paths(value, before=()):
    """The path to every object inside `value`."""
    if isinstance(value, dict):
        yield before
        for key, inner in value.items():
            yield from paths(inner, (*before, key))
    elif isinstance(value, list):
        for index, inner in enumerate(value):
            yield from paths(inner, (*before, index))


def test_a_key_that_is_not_in_the_schema_is_refused_everywhere():
    for path in paths(sample()):
        changed = at = sample()
        for step in path:
            at = at[step]
        at["mood"] = "…"

        assert not validator().is_valid(changed), path


@pytest.mark.parametrize(
    ("where", "value"),
    [
        (("schema",), "heard-analysis/2"),
        (("turns", 0, "feelings"), ["mood"]),
        (("turns", 0, "intensity"), 4),
        (("moments", 0, "recognition"), -2),
        (("moments", 0, "cause"), "weather"),
        (("moments", 0, "confidence"), 1.5),
        (("score", "met"), -1),
    ],
    ids=str,
)
def test_a_value_outside_its_range_is_refused(where, value):
    changed = at = sample()
    for step in where[:-1]:
        at = at[step]
    at[where[-1]] = value

    assert not validator().is_valid(changed)
