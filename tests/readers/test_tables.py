"""Tables as people export them: any delimiter, any header, rows in any order, mistakes included."""

from __future__ import annotations

import pytest

from heard.conversation import Conversation, Speaker
from heard.readers import guessed_columns, read, recognise
from heard.readers.formats import Rejected
from heard.readers.source import Source

ROWS = [("a", "Jo", "customer", "I waited, and waited."), ("a", "Al", "agent", "Waited how long?")]


def table(text: str) -> Source:
    return Source.of_text(text, "t.csv")


def read_all(text: str, **choices: object) -> tuple[list[Conversation], list[Rejected]]:
    rejected: list[Rejected] = []
    return list(read(table(text), rejects=rejected.append, **choices)), rejected  # type: ignore[arg-type]  # passed on as given


@pytest.mark.parametrize("mark", [",", ";", "\t", "|"])
def test_the_delimiter_is_found(mark: str) -> None:
    lines = [mark.join(("conversation_id", "name", "role", "text"))]
    lines += [mark.join((*row[:3], f'"{row[3]}"')) for row in ROWS]

    (conversation,) = read(Source.of_text("\n".join(lines), "some.txt"))

    assert [t.text for t in conversation.turns] == [row[3] for row in ROWS]


@pytest.mark.parametrize(
    ("headers", "expected"),
    [
        ("Ticket ID,Author,Created At,Body", {"conversation": "Ticket ID", "speaker": "Author", "at": "Created At", "text": "Body"}),
        ("ChatNr;Absender;Zeitpunkt;Nachricht", {"speaker": "Absender", "at": "Zeitpunkt", "text": "Nachricht"}),
        ("Gesprächs-ID;Sprecher;Rolle;Text", {"conversation": "Gesprächs-ID", "speaker": "Sprecher", "role": "Rolle", "text": "Text"}),
        ("conversationId,authorType,messageText", {"conversation": "conversationId", "role": "authorType", "text": "messageText"}),
    ],
)  # fmt: skip
def test_columns_are_known_by_english_and_german_headers(headers: str, expected: dict[str, str]) -> None:
    assert guessed_columns(table(headers + "\n")).items() >= expected.items()


def test_columns_without_telling_headers_are_known_by_what_is_in_them() -> None:
    text = "k,p,q,w\n" + "\n".join(
        f"{i // 4},{('customer', 'agent')[i % 2]},10:0{i},this is what was said {i}" for i in range(8)
    )

    assert guessed_columns(table(text)) == {"text": "w", "role": "p", "at": "q"}


def test_a_table_without_a_header_is_read_from_its_first_row() -> None:
    (conversation,) = read(table("customer,where is my parcel now\nagent,it is in the van\n"))

    assert [t.speaker for t in conversation.turns] == [Speaker.CUSTOMER, Speaker.AGENT]


def test_given_columns_win_and_a_wrong_one_names_those_there_are() -> None:
    text = "id,who,text,reply\n1,Jo,internal note,My order is late\n1,Al,internal,How can I help\n"

    (conversation,), _ = read_all(text, columns={"text": "reply", "conversation": "id"})
    _, (rejected,) = read_all(text, columns={"text": "words"})

    assert conversation.turns[0].text == "My order is late"
    assert "no column 'words'" in rejected.what
    assert "id, who, text, reply" in rejected.cure


def test_rows_of_a_conversation_may_lie_apart_and_are_ordered_by_time() -> None:
    text = "id,who,role,time,text\n" + "".join(
        f"{id},{who},{role},{time},{said}\n"
        for id, who, role, time, said in [
            ("a", "Al", "agent", "2026-03-14 10:05", "two"),
            ("b", "Bo", "customer", "2026-03-14 10:01", "one"),
            ("a", "Jo", "customer", "2026-03-14 10:00", "one"),
            ("b", "Al", "agent", "2026-03-14 10:03", "two"),
        ]
    )

    conversations, _ = read_all(text)

    assert [(c.id, [t.text for t in c.turns]) for c in conversations] == [("a", ["one", "two"]), ("b", ["one", "two"])]
    assert conversations[0].turns[1].at == 300


def test_dates_are_day_first_when_one_of_them_can_only_be_that() -> None:
    text = "id,role,date,text\n1,customer,03/04/2026 10:00,a\n1,agent,25/04/2026 10:00,b\n"

    (conversation,), _ = read_all(text)

    assert conversation.started is not None
    assert (conversation.started.month, conversation.started.day) == (4, 3)


def test_a_turn_number_orders_rows_without_times() -> None:
    (conversation,), _ = read_all("id,turn,role,text\n1,10,agent,last\n1,9,customer,first\n")

    assert [t.text for t in conversation.turns] == ["first", "last"]


def test_inbound_true_is_the_customer() -> None:
    text = "tweet_id,author_id,inbound,created_at,text,chat id\n1,115,True,Tue Oct 31 22:10:47 +0000 2017,@x help,7\n2,x,False,Tue Oct 31 22:11:47 +0000 2017,@115 hi,7\n"

    (conversation,), _ = read_all(text)

    assert [t.speaker for t in conversation.turns] == [Speaker.CUSTOMER, Speaker.AGENT]
    assert conversation.turns[1].at == 60


def test_a_conversation_may_be_one_row_with_its_transcript() -> None:
    text = 'id,channel,transcript\n7,chat,"Customer: It broke again.\nAgent: Again? That is the third time."\n8,chat,nothing like talk\n'

    (conversation,), (rejected,) = read_all(text)

    assert (conversation.id, conversation.channel, len(conversation.turns)) == ("7", "chat", 2)
    assert rejected.place == "line 4"


def test_a_bad_row_is_told_with_its_line_and_the_rest_is_read() -> None:
    text = "id,role,text,stars\n1,customer,hi there,5\n1\n1,agent,a,b,c,d\n1,agent,hello,4\n"

    (conversation,), rejected = read_all(text)

    assert [t.text for t in conversation.turns] == ["hi there", "hello"]
    assert [r.place for r in rejected] == ["line 3", "line 4"]


def test_a_quotation_mark_that_is_never_closed_is_told() -> None:
    _, rejected = read_all('id,role,text\n1,customer,hi\n1,agent,"hello\n1,customer,bye\n')

    assert any("line 3" in r.place and "not closed" in r.what for r in rejected)


def test_commas_nobody_quoted_stay_in_the_last_column() -> None:
    (conversation,), _ = read_all("id,role,text\n1,customer,well, yes, but no\n")

    assert conversation.turns[0].text == "well, yes, but no"


def test_further_columns_are_kept_and_judgements_of_feeling_are_not() -> None:
    text = "id,role,text,shop,agent_sentiment,stars\n1,customer,hi,Bonn,-0.9,1\n1,agent,yo,Bonn,0.3,2\n"

    (conversation,), _ = read_all(text)

    assert conversation.extra == {"shop": "Bonn", "stars": ["1", "2"]}


def test_a_table_without_speakers_or_words_says_which_columns_it_has() -> None:
    for text in ("id,amount\n1,2\n", "id,text\n1,some words here\n"):
        _, (rejected,) = read_all(text)
        assert "the columns are id, " in rejected.what


def test_prose_with_commas_is_no_table() -> None:
    assert recognise(b"Anna: well, yes, I think\nBob: so, what, now\nAnna: hm, no, yes\n").name == "plain"
