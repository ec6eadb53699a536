"""Every format has a sample of its own beside its expected conversations; a new format is two new files."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from heard.readers import READERS, known_formats, read, recognise
from heard.readers.formats import Rejected
from heard.readers.outcome import Skipped

SAMPLES = Path(__file__).parent / "samples"


def sample_of(name: str) -> Path:
    found = [p for p in SAMPLES.glob(f"{name}.*") if not p.name.endswith(".expected.json")]
    assert len(found) == 1, f"format {name!r} needs one sample tests/readers/samples/{name}.<ending>, not {len(found)}"
    return found[0]


@pytest.mark.parametrize("name", READERS)
def test_a_sample_gives_its_expected_conversations(name: str) -> None:
    rejected: list[Rejected] = []
    conversations = [c.to_json() for c in read(sample_of(name), rejects=rejected.append)]

    expected = json.loads((SAMPLES / f"{name}.expected.json").read_text("utf-8"))
    assert conversations == (expected if isinstance(expected, list) else [expected])
    assert [r for r in rejected if not isinstance(r, Skipped)] == []


@pytest.mark.parametrize("name", READERS)
def test_a_sample_is_recognised_as_its_own_format_whatever_its_ending(name: str) -> None:
    sample = sample_of(name)

    assert recognise(sample).name == name
    assert recognise(sample.read_bytes()).name == name


def test_a_format_is_named_as_its_module() -> None:
    assert tuple(format.name for format in known_formats()) == READERS


def test_every_sample_belongs_to_a_format() -> None:
    assert {p.name.split(".")[0] for p in SAMPLES.iterdir()} == set(READERS)
