"""Where conversations may come from, and in which bytes."""

from __future__ import annotations

import gzip
import io
import json
import subprocess
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from heard.conversation import Conversation
from heard.readers import read
from heard.readers.formats import Rejected
from heard.readers.ids import Ids
from heard.readers.json_stream import Fault, values
from heard.readers.outcome import ReadError, Skipped

TALK = "Customer: Grüße – my parcel “never” came for 30 €.\nAgent: Never came? I'm looking for it now.\n"


def record(id: str, *turns: tuple[str, str]) -> str:
    said = [{"speaker": who, "text": text} for who, text in (turns or (("customer", "hi"), ("agent", "hello")))]
    return json.dumps({"id": id, "turns": said})


def read_all(source: object, **choices: object) -> tuple[list[Conversation], list[Rejected]]:
    rejected: list[Rejected] = []
    return list(read(source, rejects=rejected.append, **choices)), rejected  # type: ignore[arg-type]  # tests pass wrong things, too


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "cp1252"])
def test_text_is_read_in_any_encoding(tmp_path: Path, encoding: str) -> None:
    (tmp_path / "a.txt").write_bytes(TALK.encode(encoding))

    (conversation,) = read(tmp_path / "a.txt")

    assert conversation.turns[0].text == "Grüße – my parcel “never” came for 30 €."


def test_a_windows_line_far_down_in_a_utf8_file_is_read_as_windows_1252(tmp_path: Path) -> None:
    long = "".join(f"Customer: früh {i}\nAgent: später\n" for i in range(5000)).encode()
    (tmp_path / "a.txt").write_bytes(long + "Customer: “für” 30 €\n".encode("cp1252"))

    (conversation,) = read(tmp_path / "a.txt")

    assert conversation.turns[-1].text == "“für” 30 €"
    assert conversation.turns[-2].text == "später"


@pytest.mark.parametrize(
    "text",
    [
        "אני מחכה כבר שלושה שבועות",
        "أنتظر منذ ثلاثة أسابيع",
        "👩‍👩‍👧 crying 😭 since Monday",
        "三週間も待っています",
        "e\u0301 \u202e abc \u2028 d",
    ],
)
def test_any_script_survives(text: str) -> None:
    for source in (record("a", ("customer", text)).encode(), f"Customer: {text}\nAgent: …\n".encode()):
        (conversation,) = read(source)
        assert conversation.turns[0].text == text


def test_a_turn_of_ten_megabytes_is_one_turn(tmp_path: Path) -> None:
    text = "all I wanted was an answer " * 400_000
    (tmp_path / "a.csv").write_text(f'id,speaker,text\n1,customer,"{text}"\n1,agent,Yes.\n')
    (tmp_path / "b.jsonl").write_text(record("2", ("customer", text)))
    (tmp_path / "c.txt").write_text(f"Customer: {text}\nAgent: Yes.\n")

    for conversation in read(tmp_path):
        assert len(conversation.turns[0].text) == len(text.strip() if conversation.id != "2" else text)


@pytest.mark.parametrize("data", [b"", b"\xef\xbb\xbf", b" \n\t\n", b"\xff\xfe"])
def test_an_empty_file_is_rejected_not_passed_over(data: bytes) -> None:
    conversations, (rejected,) = read_all(data)

    assert conversations == []
    assert "empty" in rejected.what or "blank" in rejected.what


@pytest.mark.parametrize("data", [b"\x89PNG\r\n\x1a\n" + bytes(range(32)) * 20, b"RIFF" + b"\x00\x01\x02" * 99])
def test_what_is_no_text_is_named_as_such(data: bytes) -> None:
    _, (rejected,) = read_all(data)

    assert "not text" in rejected.what


def test_json_that_was_cut_off_says_where_and_what_to_do() -> None:
    whole = json.dumps([json.loads(record("a")), json.loads(record("b"))], indent=1)

    conversations, (rejected,) = read_all(whole[:-60].encode())

    assert [c.id for c in conversations] == ["a"]
    assert rejected.place.startswith("line 2")
    assert "column" in rejected.what
    assert "cut off" in rejected.cure


def test_a_broken_line_costs_only_itself() -> None:
    conversations, (rejected,) = read_all("\n".join([record("a"), '{"id": "b", "turns', record("c")]).encode())

    assert [c.id for c in conversations] == ["a", "c"]
    assert rejected.place == "line 2"
    assert rejected.raw.startswith('{"id": "b"')


def test_a_broken_element_of_an_indented_array_costs_only_itself() -> None:
    text = json.dumps([json.loads(record(i)) for i in "abc"], indent=2).replace('"id": "b"', '"id": b')

    conversations, (rejected,) = read_all(text.encode())

    assert [c.id for c in conversations] == ["a", "c"]
    assert "line" in rejected.place


def test_without_rejects_the_first_error_is_raised_as_a_sentence(tmp_path: Path) -> None:
    (tmp_path / "a.jsonl").write_text(record("a") + "\n" + "{broken\n" + record("b"))
    found = read(tmp_path / "a.jsonl")

    assert next(found).id == "a"
    with pytest.raises(ReadError, match=r"a\.jsonl, line 2: it is not valid JSON at column 2"):
        next(found)


def test_what_is_left_out_on_purpose_does_not_raise() -> None:
    mail = "From: a@b.example\nTo: c@d.example\nSubject: away\nAuto-Submitted: auto-replied\n\nI am away.\n"

    assert list(read(mail.encode())) == []
    assert isinstance(read_all(mail.encode())[1][0], Skipped)


def test_a_folder_is_walked_in_order_without_hidden_files(tmp_path: Path) -> None:
    for name in ("b/2.jsonl", "a/deep/er/1.jsonl", "c.jsonl", ".hidden.jsonl", ".git/x.jsonl"):
        path = tmp_path / "calls" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(record(name))

    conversations, rejected = read_all(tmp_path / "calls")

    assert [c.id for c in conversations] == ["c.jsonl", "a/deep/er/1.jsonl", "b/2.jsonl"]
    assert conversations[1].turns[0].source == "calls/a/deep/er/1.jsonl#turns/0"
    assert rejected == []


@pytest.mark.parametrize("name", ["a.jsonl.gz", "renamed.txt"])
def test_gzip_is_known_by_its_bytes(tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_bytes(gzip.compress(record("a").encode()))

    (conversation,) = read(tmp_path / name)

    assert conversation.id == "a"


def zipped(members: dict[str, bytes]) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members.items():
            archive.writestr(name, data)
    return file.getvalue()


@pytest.mark.parametrize(
    "give", [lambda data, path: path, lambda data, path: data, lambda data, path: io.BytesIO(data)]
)
def test_each_member_of_a_zip_is_a_source_of_its_own(tmp_path: Path, give: Callable[[bytes, Path], object]) -> None:
    data = zipped(
        {
            "b.jsonl": record("b").encode(),
            "a/a.txt": TALK.encode(),
            "__MACOSX/x": b"x",
            ".y": b"y",
            "c.gz": gzip.compress(record("c").encode()),
        }
    )
    (tmp_path / "all.zip").write_bytes(data)

    conversations, rejected = read_all(give(data, tmp_path / "all.zip"))

    assert [c.id.split("/", 1)[-1] for c in conversations] == ["a/a.txt", "b", "c"]
    assert rejected == []


def test_a_zip_member_is_called_after_its_archive(tmp_path: Path) -> None:
    (tmp_path / "march.zip").write_bytes(zipped({"b.jsonl": record("b").encode()}))

    (conversation,) = read(tmp_path / "march.zip")

    assert conversation.turns[0].source == "march.zip/b.jsonl#turns/0"


@pytest.mark.parametrize("cut", [10, 40, -30])
def test_a_damaged_archive_is_rejected(cut: int) -> None:
    for data in (gzip.compress(TALK.encode() * 9)[:cut], zipped({"a.txt": TALK.encode() * 99})[:cut]):
        conversations, rejected = read_all(data)
        assert conversations == []
        assert rejected


def test_a_zip_bomb_is_stopped_with_the_limit_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("heard.readers.stream.FREE_BYTES", 1 << 20)
    bomb = zipped({"a.txt": b"Customer: aaaaaaaa\nAgent: bbbbbb\n" * 400_000})

    _, rejected = read_all(bomb)

    assert "unfolds to more than 200 times" in rejected[0].what


def test_an_archive_in_an_archive_and_an_office_file_say_what_to_do() -> None:
    inner = zipped({"a.txt": TALK.encode()})

    assert "inside an archive" in read_all(zipped({"b.zip": inner}))[1][0].what
    assert "CSV" in read_all(zipped({"[Content_Types].xml": b"<x/>", "xl/a.xml": b"<x/>"}))[1][0].cure


def test_a_missing_path_and_an_empty_folder_are_rejected(tmp_path: Path) -> None:
    assert "can't be opened" in read_all(tmp_path / "nothing")[1][0].what
    assert "no files" in read_all(tmp_path)[1][0].what


def test_standard_input_is_read_once_and_recognised(tmp_path: Path) -> None:
    script = "import sys; from heard.readers import read; print([c.id for c in read('-')])"

    for data in (record("a").encode(), gzip.compress(record("a").encode()), zipped({"x.jsonl": record("a").encode()})):
        done = subprocess.run([sys.executable, "-c", script], input=data, capture_output=True, check=True)
        assert done.stdout.decode().strip() == "['a']"


def test_open_files_are_read_and_left_open(tmp_path: Path) -> None:
    (tmp_path / "a.jsonl").write_text(record("ä"), "utf-8")

    with (tmp_path / "a.jsonl").open("rb") as raw, (tmp_path / "a.jsonl").open(encoding="utf-8") as text:
        assert [c.id for file in (raw, text) for c in read(file)] == ["ä", "ä"]
        assert not raw.closed
        assert not text.closed


def test_a_list_of_sources_is_one_run_whose_ids_stay_apart() -> None:
    sources = [record("a").encode(), record("a").encode(), record("a~2").encode()]

    assert [c.id for c in read(sources)] == ["a", "a~2", "a~2~2"]


def test_every_id_comes_out_once_and_the_first_of_a_name_keeps_it() -> None:
    ids = Ids()

    given = [f"c{i % 3000}" for i in range(9000)]
    unique = [ids.unique(id) for id in given]

    assert len(set(unique)) == 9000
    assert unique[:3000] == given[:3000]
    assert unique[-1] == "c2999~3"


def test_a_file_named_twice_counts_once_and_is_told(tmp_path: Path) -> None:
    (tmp_path / "calls").mkdir()
    for name in ("a", "b"):
        (tmp_path / "calls" / f"{name}.jsonl").write_text(record(name))
    one = tmp_path / "calls" / "a.jsonl"
    (tmp_path / "link.jsonl").symlink_to(one)

    for given, times in (
        ([one, str(one)], 1),
        ([one, tmp_path / "calls" / ".." / "calls" / "a.jsonl"], 1),
        ([one, tmp_path / "link.jsonl"], 1),
        ([tmp_path / "calls", one], 1),
        ([one, tmp_path / "calls"], 1),
        ([tmp_path / "calls", tmp_path / "calls"], 2),
    ):
        conversations, rejected = read_all(given)

        assert len({c.id for c in conversations}) == len(conversations) == (2 if tmp_path / "calls" in given else 1)
        assert [(type(r), r.what) for r in rejected] == [(Skipped, "it is named twice, and counts once")] * times


def test_choices_that_do_not_exist_fail_at_once() -> None:
    with pytest.raises(ValueError, match=r"no format 'zendsk'; did you mean 'zendesk'.*whisper"):
        read(b"", format="zendsk")
    with pytest.raises(ValueError, match=r"no format 'x'\. Known are: webvtt, "):
        read(b"", format="x")
    with pytest.raises(ValueError, match="a role is one of customer"):
        read(b"", roles={"Anna": "boss"})
    with pytest.raises(ValueError, match="use one of chat"):
        read(b"", channel="fax")


def test_json_of_no_known_format_names_what_it_has() -> None:
    _, (rejected,) = read_all(b'{"colour": "red", "size": 4}')

    assert "'colour', 'size'" in rejected.what


def test_turns_that_are_no_list_are_named_as_such() -> None:
    for turns in ("x", {"speaker": "customer"}, None):
        _, (rejected,) = read_all(json.dumps({"id": 1, "turns": turns}).encode())

        assert rejected.what == '"turns" must be a list'
        assert '{"id", "turns": [{"speaker", "text"}]}' in rejected.cure


@pytest.mark.parametrize(
    "text", ["[[[[" * 50_000, '{"a":' * 50_000, "[" + "1" * 5000 + "]", '["\\ud800"]', "[1e999, NaN, -Infinity]"]
)
def test_hostile_json_is_a_fault_or_a_value(text: str) -> None:
    for item in values(io.StringIO(text)):
        if not isinstance(item, Fault):
            json.dumps(item[1], allow_nan=False, ensure_ascii=False).encode()


def test_a_value_longer_than_what_is_read_at_once_is_one_value(monkeypatch: pytest.MonkeyPatch) -> None:
    data = [{"a": "x" * 50, "b": [1, -2.5e3, None, "ü\n\\"]} for _ in range(20)]
    for size in (1, 7, 64):
        monkeypatch.setattr("heard.readers.json_stream._CHUNK", size)
        for indent in (None, 2):
            found = list(values(io.StringIO(json.dumps(data, indent=indent))))
            assert [item[1] for item in found if isinstance(item, tuple)] == data


GROWTH = """
import resource, sys
from heard.readers import read
def peak(): return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / (1024 if sys.platform == "linux" else 1024 * 1024)
next(read(b'{"id": "warm", "turns": [{"speaker": "customer", "text": "hi"}]}'))
sum(1 for _ in read(sys.argv[2]))
before = peak()
count = sum(len(c.turns) for c in read(sys.argv[1]))
print(count, peak() - before)
"""


@pytest.mark.slow
@pytest.mark.parametrize(
    ("name", "header", "line"),
    [
        ("apart.csv", "conversation_id,speaker,role,text", "c{a},p{r},{r},words number {i}"),
        ("own.jsonl", None, '{{"id": "c{i}", "turns": [{{"speaker": "customer", "text": "words number {i}"}}]}}'),
    ],
)
def test_a_million_lines_are_read_in_flat_memory(tmp_path: Path, name: str, header: str | None, line: str) -> None:
    roles = ("customer", "agent")
    for file, lines in ((name, 1_000_000), (f"small-{name}", 1_000)):
        with (tmp_path / file).open("w") as out:
            if header:
                out.write(header + "\n")
            out.writelines(line.format(i=i, c=i // 10, a=i % 100_000, r=roles[i % 2]) + "\n" for i in range(lines))

    done = subprocess.run(
        [sys.executable, "-c", GROWTH, tmp_path / name, tmp_path / f"small-{name}"],
        capture_output=True,
        check=True,
        text=True,
    )

    count, grown = done.stdout.split()
    assert int(count) == 1_000_000
    assert float(grown) < 80, f"{grown} MiB more than for a thousand lines"
