"""Whatever comes in, a reader gives conversations and rejects: no other error, no hang, nothing that JSON can't hold."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from heard.conversation import Conversation
from heard.readers import READERS, known_formats, read
from heard.readers.formats import RecordFormat, Rejected
from heard.readers.source import Source
from tests.readers.test_samples import sample_of
from tests.strategies import json_values, spoilt

QUICK = settings(
    max_examples=40,
    deadline=timedelta(seconds=5),
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
RECORD_FORMATS = tuple(format.name for format in known_formats() if isinstance(format, RecordFormat))
JSON_FORMATS = (*RECORD_FORMATS, "turns", "convokit")


def read_all(source: Source, format: str | None = None) -> tuple[list[Conversation], list[Rejected]]:
    """What is read and rejected; checks what holds for any input."""
    rejected: list[Rejected] = []
    conversations = list(read(source, format=format, rejects=rejected.append))
    assert conversations or rejected, "nothing came out and nothing was said"
    assert all(one.what and one.cure for one in rejected)
    assert len({c.id for c in conversations}) == len(conversations)
    for conversation in conversations:
        data = json.dumps(conversation.to_json(), allow_nan=False, ensure_ascii=False).encode("utf-8")
        assert Conversation.from_json(json.loads(data)).turns == conversation.turns
    return conversations, rejected


def records_of(name: str) -> list[object]:
    text = sample_of(name).read_text("utf-8")
    try:
        return [json.loads(text)]
    except json.JSONDecodeError:
        return [json.loads(line) for line in text.splitlines()]


@QUICK
@given(st.binary(max_size=400))
def test_arbitrary_bytes_are_read_or_rejected(data: bytes) -> None:
    read_all(Source.of_bytes(data, "some.bin"))


@pytest.mark.parametrize("name", READERS)
@QUICK
@given(data=st.data())
def test_arbitrary_bytes_and_text_as_this_format(name: str, data: st.DataObject) -> None:
    raw = data.draw(st.binary(max_size=200) | st.text(max_size=200).map(lambda t: t.encode("utf-8", "surrogatepass")))

    read_all(Source.of_bytes(raw, "some.bin"), format=name)


@pytest.mark.parametrize("name", READERS)
@QUICK
@given(data=st.data())
def test_a_sample_cut_off_or_with_bytes_changed(name: str, data: st.DataObject) -> None:
    sample = sample_of(name).read_bytes()
    begin = data.draw(st.integers(0, len(sample)))
    end = data.draw(st.integers(begin, len(sample)))

    raw = data.draw(st.sampled_from([sample[:end], sample[:begin] + sample[end:], sample[begin:end]]))
    raw = raw[: len(raw) // 2] + data.draw(st.binary(max_size=3)) + raw[len(raw) // 2 :]

    read_all(Source.of_bytes(raw, sample_of(name).name))
    read_all(Source.of_bytes(raw, sample_of(name).name), format=name)


@pytest.mark.parametrize("name", JSON_FORMATS)
@QUICK
@given(data=st.data())
def test_any_json_in_place_of_any_field(name: str, data: st.DataObject) -> None:
    records = [data.draw(spoilt(record)) for record in records_of(name)]
    raw = "\n".join(json.dumps(record) for record in records).encode()

    read_all(Source.of_bytes(raw, "some.jsonl"))
    read_all(Source.of_bytes(raw, "some.jsonl"), format=name)


@QUICK
@given(st.lists(json_values, max_size=4), st.booleans())
def test_any_json_at_all(values: list[object], lines: bool) -> None:
    text = "\n".join(map(json.dumps, values)) if lines else json.dumps(values, indent=1)

    read_all(Source.of_text(text, "some.json"))
