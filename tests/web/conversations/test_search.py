"""Words, prefixes and phrases are found, the same on both databases; whatever is typed breaks nothing."""

from __future__ import annotations

import pytest
from django.db import connection
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from heard.web.conversations.actions import remove
from heard.web.conversations.models import Conversation, Said
from heard.web.conversations.search import compact, matching
from heard.web.conversations.searching import Asked, hit_in
from tests.web.cast import Cast, analysis_of, put

PARCEL = "customer: The café's Straße parcel can't be late again.\nagent: I have sent a follow-up to the depot."
ARABIC = "customer: السلام عليكم my order 884213 is lost 🙂\nagent: Thank you for the number."


def found(cast: Cast, typed: str) -> set[str]:
    return {c.key for c in matching(Conversation.objects.filter(organisation=cast.organisation), typed)}


@pytest.fixture
def talks(cast: Cast) -> Cast:
    put(cast.organisation, [PARCEL, ARABIC], key="t")
    return cast


@pytest.mark.parametrize(
    ("typed", "keys"),
    [
        ("parcel", {"t-1"}),
        ("PARCEL late", {"t-1"}),
        ("parcel order", set()),
        ("parc", set()),
        ("parc*", {"t-1"}),
        ("cafe", {"t-1"}),
        ("café’s", {"t-1"}),
        ("STRASSE", {"t-1"}),
        ("can't", {"t-1"}),
        ("can’t", {"t-1"}),
        ("follow-up", {"t-1"}),
        ('"to the depot"', {"t-1"}),
        ("“to the depot”", {"t-1"}),
        ('"the to depot"', set()),
        ('"to the dep', set()),
        ("884213", {"t-2"}),
        ("8842*", {"t-2"}),
        ("عليكم", {"t-2"}),
        ("Cleo", {"t-1", "t-2"}),
        ("t-2", {"t-2"}),
        ("", {"t-1", "t-2"}),
        ("   ", {"t-1", "t-2"}),
        ("🙂", set()),
        ("* \" ' ( ) : ^ - + & | ! <->", set()),
        ("parcel AND NOT late", set()),
        ("parcel) OR (order", set()),
        ("words:parcel", set()),
        ("parcel & ! late", {"t-1"}),
        ("parcel\x00late", set()),
    ],
)
def test_what_is_typed_finds(talks: Cast, typed: str, keys: set[str]) -> None:
    assert found(talks, typed) == keys


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.text(max_size=60))
def test_nothing_that_is_typed_breaks_the_search(talks: Cast, typed: str) -> None:
    found(talks, typed)


def test_what_is_removed_is_found_no_more_nor_kept_in_the_index(talks: Cast) -> None:
    remove(talks.organisation, [c.pk for c in Conversation.objects.all()])
    compact()

    assert not Said.objects.exists()
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("SELECT count(*) FROM conversations_said_fts WHERE conversations_said_fts MATCH 'parcel'")
            assert cursor.fetchone() == (0,)
            cursor.execute("SELECT block FROM conversations_said_fts_data")
            assert not any(b"parcel" in bytes(block) for (block,) in cursor.fetchall())


def test_a_turn_of_megabytes_is_stored_and_found_by_its_beginning(cast: Cast) -> None:
    analysis = analysis_of(PARCEL)
    many = " ".join(f"w{n}" for n in range(400_000))
    turns = [{**analysis["turns"][0], "text": f"beginning {many}"}]
    from heard.web.conversations.actions import store

    store(cast.organisation, [{**analysis, "id": "long", "turns": turns, "moments": []}], origin="test")

    assert found(cast, "beginning w12") == {"long"}


@pytest.mark.parametrize("text", ["a \x00 in it: parcel", "half a \ud83d pair: parcel"])
def test_text_that_databases_refuse_is_stored_and_found(cast: Cast, text: str) -> None:
    from heard.web.conversations.actions import store

    analysis = analysis_of(PARCEL)
    turns = [{**analysis["turns"][0], "text": text}]
    store(cast.organisation, [{**analysis, "id": "odd", "turns": turns, "moments": []}], origin="test")

    assert found(cast, "parcel") == {"odd"}


def test_a_hit_is_shown_in_the_words_as_they_were_said() -> None:
    turns = analysis_of(PARCEL)["turns"]

    hit = hit_in(turns, Asked.of("cafe strass*"))

    assert hit is not None
    assert [piece.text for piece in hit.pieces if piece.ink == "found"] == ["café", "Straße"]
    assert hit_in(turns, Asked.of("nowhere")) is None
