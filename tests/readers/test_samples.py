"""Every format has a sample of its own beside its expected conversations; a new format is two new files."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest

from heard.conversation import Conversation
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


@pytest.mark.parametrize("name", READERS)
def test_what_heard_writes_of_a_sample_is_read_back_the_same(name: str, tmp_path: Path) -> None:
    conversations = list(read(sample_of(name), rejects=lambda _: None))
    written = [json.dumps(c.to_json(), ensure_ascii=False) for c in conversations]
    (tmp_path / "lines.jsonl").write_text("\n".join(written), "utf-8")
    (tmp_path / "list.json").write_text(f"[{','.join(written)}]", "utf-8")
    for i, one in enumerate(written):
        (tmp_path / f"{i}.json").write_text(one, "utf-8")

    assert list(map(sourceless, read(tmp_path / "lines.jsonl"))) == list(map(sourceless, conversations))
    assert list(map(sourceless, read(tmp_path / "list.json"))) == list(map(sourceless, conversations))
    for i, conversation in enumerate(conversations):
        assert list(map(sourceless, read(tmp_path / f"{i}.json"))) == [sourceless(conversation)]


@pytest.mark.parametrize("text", ["hello", "hello " * 3000])
def test_heards_own_form_is_known_whatever_else_it_has_kept(text: str) -> None:
    vendors = dict.fromkeys(
        ("vcon", "dialog", "parties", "requester_id", "conversation_parts", "reply_to", "root"), "x"
    )
    record = vendors | {"text": "x", "conversation_id": "x", "comments": [], "speaker": "x"}
    turns = [{"speaker": "customer", "text": text}, {"speaker": "agent", "text": "hi"}]

    (conversation,) = read(json.dumps({"id": "a", "turns": turns} | record).encode())

    assert [(turn.speaker, turn.text) for turn in conversation.turns] == [("customer", text), ("agent", "hi")]


def sourceless(conversation: Conversation) -> Conversation:
    return conversation.with_turns(replace(turn, source=None) for turn in conversation.turns)


def test_a_format_is_named_as_its_module() -> None:
    assert tuple(format.name for format in known_formats()) == READERS


def test_every_sample_belongs_to_a_format() -> None:
    assert {p.name.split(".")[0] for p in SAMPLES.iterdir()} == set(READERS)
