"""Mails: threads, what the writer wrote, who is the desk, and what is no part of a conversation."""

from __future__ import annotations

from pathlib import Path

import pytest

from heard.conversation import Conversation, Speaker
from heard.readers import read
from heard.readers.formats import Rejected
from heard.readers.mail_text import written
from heard.readers.outcome import Skipped

CUSTOMER, AGENT = Speaker.CUSTOMER, Speaker.AGENT


def mail(
    text: str,
    *,
    id: str = "",
    to: str = "help@shop.example",
    who: str = "Jo <jo@home.example>",
    minute: int = 0,
    **headers: str,
) -> str:
    lines = {"From": who, "To": to, "Subject": "Lamp", "Date": f"Sat, 14 Mar 2026 10:{minute:02} +0000"}
    lines |= {"Message-ID": f"<{id}>"} if id else {}
    lines |= {name.replace("_", "-"): value for name, value in headers.items()}
    return "\n".join(f"{name}: {value}" for name, value in lines.items()) + f"\n\n{text}\n"


def answer(text: str, *, minute: int = 5, **more: str) -> str:
    return mail(text, to="jo@home.example", who="Al <al@shop.example>", minute=minute, **more)


def box(*mails: str) -> bytes:
    return "".join(f"From x Sat Mar 14 10:00:00 2026\n{one}\n" for one in mails).encode()


def read_all(data: object) -> tuple[list[Conversation], list[Rejected]]:
    rejected: list[Rejected] = []
    return list(read(data, rejects=rejected.append)), rejected


def said(conversation: Conversation) -> list[tuple[Speaker, str]]:
    return [(t.speaker, t.text) for t in conversation.turns]


def test_answers_join_their_thread_in_whatever_order_they_lie() -> None:
    data = box(
        answer("Here.", id="2", In_Reply_To="<1>"), mail("Other?", id="9", Subject="Rug"),
        mail("Thanks!", id="3", References="<1> <2>", minute=9), mail("Where?", id="1"),
    )  # fmt: skip

    lamp, rug = read_all(data)[0]

    assert said(lamp) == [(CUSTOMER, "Where?"), (AGENT, "Here."), (CUSTOMER, "Thanks!")]
    assert [t.at for t in lamp.turns] == [0, 300, 540]
    assert said(rug) == [(CUSTOMER, "Other?")]


def test_two_answers_to_a_mail_that_is_missing_are_one_thread() -> None:
    (conversation,), _ = read_all(
        box(answer("a", id="2", References="<0>"), mail("b", id="3", References="<0>", minute=9))
    )

    assert len(conversation.turns) == 2


def test_without_references_an_answer_joins_by_subject_and_people() -> None:
    data = box(mail("Where?", id="1"), answer("Here.", id="2", Subject="AW: Re: lamp"), mail("New", id="3"))

    first, second = read_all(data)[0]

    assert said(first) == [(CUSTOMER, "Where?"), (AGENT, "Here.")]
    assert said(second) == [(CUSTOMER, "New")]


def test_two_customers_who_write_about_the_same_stay_two() -> None:
    kim = {"who": "Kim <kim@home.example>", "Subject": "Re: Lamp"}

    assert len(read_all(box(mail("a", id="1", Subject="Re: Lamp"), mail("b", id="2", **kim)))[0]) == 2
    assert (
        len(read_all(box(answer("a", id="1"), mail("b", id="2", to="al@shop.example, help@shop.example", **kim)))[0])
        == 2
    )


def test_the_mails_of_a_folder_are_threaded_across_its_files(tmp_path: Path) -> None:
    (tmp_path / "1.eml").write_text(answer("Here.", id="2", In_Reply_To="<1>"))
    (tmp_path / "2.eml").write_text(mail("Where?", id="1"))

    (conversation,), _ = read_all(tmp_path)

    assert said(conversation) == [(CUSTOMER, "Where?"), (AGENT, "Here.")]
    assert conversation.turns[0].source == f"{tmp_path.name}/2.eml"


@pytest.mark.parametrize(
    "header",
    [{"Auto_Submitted": "auto-replied"}, {"Auto_Submitted": "auto-generated; x"}, {"Precedence": "bulk"}, {"Precedence": "List"}, {"Precedence": "junk"}],
)  # fmt: skip
def test_automatic_and_bulk_mail_is_left_out_and_told(header: dict[str, str]) -> None:
    (conversation,), (skipped,) = read_all(
        box(mail("Where?", id="1"), answer("Out of office", id="2", In_Reply_To="<1>", **header))
    )

    assert len(conversation.turns) == 1
    assert isinstance(skipped, Skipped)
    assert (skipped.place, skipped.what) == ("mail 2", "auto-reply, not part of the conversation")


def test_auto_submitted_no_is_a_person() -> None:
    assert len(read_all(mail("Where?", Auto_Submitted="no").encode())[0]) == 1


def test_the_same_mail_from_two_folders_counts_once() -> None:
    (conversation,), (skipped,) = read_all(box(mail("Where?", id="1"), mail("Where?", id="1")))

    assert len(conversation.turns) == 1
    assert "same Message-ID" in skipped.what


def test_who_writes_from_the_desk_or_its_house_is_the_agent() -> None:
    (conversation,), _ = read_all(box(mail("a", id="1", who="info@b2b.example"), answer("b", id="2", References="<1>")))

    assert [t.speaker for t in conversation.turns] == [CUSTOMER, AGENT]
    assert conversation.roles_from == "format"


def test_without_a_desk_the_agent_is_guessed_and_can_be_given() -> None:
    data = box(
        mail("My lamp is broken", id="1", to="al@shop.example"),
        answer("Let me check your order", id="2", References="<1>"),
    )

    (guessed,), _ = read_all(data)
    (given,) = read(data, roles={"al@shop.example": "supervisor", "Jo": "customer"})

    assert ([t.speaker for t in guessed.turns], guessed.roles_from) == ([CUSTOMER, AGENT], "guess")
    assert ([t.speaker for t in given.turns], given.roles_from) == ([CUSTOMER, Speaker.SUPERVISOR], "given")


def test_odd_bytes_and_headers_are_read_as_well_as_can_be() -> None:
    raw = mail("Gr\xfc\xdfe \x80", Content_Type="text/plain; charset=x-unknown", Subject="=?utf-8?q?broken").encode(
        "cp1252", "replace"
    )
    raw = raw.replace(b"From: Jo", b"From: J\xf6")

    (conversation,), _ = read_all(raw)

    assert conversation.turns[0].text.startswith("Grüße")
    assert conversation.turns[0].name == "Jö"


def test_a_mail_without_words_is_rejected_not_lost() -> None:
    _, (rejected,) = read_all(mail("  ").encode())

    assert not isinstance(rejected, Skipped)
    assert "no words" in rejected.what


@pytest.mark.parametrize(
    ("body", "text"),
    [
        ("Hello\n\nOn Mon, 2 Mar 2026 at 10:02, Al <al@s.example> wrote:\n> hi\n> there", "Hello"),
        ("Hallo\n\nAm Mo., 2. März 2026 um 10:02 Uhr schrieb Al\n<al@s.example>:\n\n> hi", "Hallo"),
        ("Hello\n\nOn 2 Mar 2026, at 10:02, Al <al@s.example> wrote:\n\nno marks here\nat all", "Hello"),
        ("Hello\n\n-----Original Message-----\nFrom: Al\nhi", "Hello"),
        ("Hallo\n\n-----Ursprüngliche Nachricht-----\nVon: Al\nhi", "Hallo"),
        ("Hello\n\nFrom: Al <a@b.example>\nSent: Monday\nTo: Jo\nSubject: Lamp\n\nhi", "Hello"),
        ("Hallo\n\nVon: Al\nGesendet: Montag\nAn: Jo\nBetreff: Lampe\n\nhi", "Hallo"),
        ("Hello\nJo\n-- \nJo Hale\nTel. 123", "Hello\nJo"),
        ("Hello\n\nSent from my iPhone", "Hello"),
        ("Hallo\n\nVon meinem iPhone gesendet", "Hallo"),
        ("> When?\nIn March.\n> Which?\nThe blue one.", "In March.\nThe blue one."),
        (
            "Hello\n--\nJo\n\nOn Mon, 2 Mar 2026 at 10:02, Al wrote:\n> hi\n\nP.S. and thanks",
            "Hello\n\nP.S. and thanks",
        ),
    ],
)
def test_quotes_and_signatures_are_cut_and_the_whole_is_kept(body: str, text: str) -> None:
    assert written(body) == (text, body.strip())


@pytest.mark.parametrize(
    "body",
    [
        "On Monday I wrote to you and nobody answered:\nnothing at all.",
        "From: what I see, you lost it.\nTo be honest I am sad.",
        "- one\n- two\n---\nthree",
        "I am sorry, he wrote: never",
        "> only a quote",
    ],
)
def test_what_only_looks_like_a_quote_is_left_whole(body: str) -> None:
    assert written(body) == (body, None)


@pytest.mark.parametrize(
    "piece", ["> ", "On a ", "From: x\n", "-- \n", "On Mon 10:00 x\n", "_" * 50, "wrote ", "sent from my "]
)
def test_cutting_takes_time_in_proportion_to_the_length(piece: str) -> None:
    written(piece * (1_000_000 // len(piece)))
