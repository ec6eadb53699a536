"""Many formats in, one Conversation out.

>>> for conversation in read("archive.zip"):  # doctest: +SKIP
...     print(conversation.id, len(conversation.turns))

:data:`READERS` lists every format in the order tried; nothing registers itself. A format's module is imported when
something is read, not with this package.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from heard.conversation import Conversation, Speaker
    from heard.readers.formats import Format, Rejected

__all__ = ["READERS", "guessed_columns", "known_formats", "read", "recognise"]

READERS = (
    # documents and mails that name themselves in their first line
    "webvtt",
    "mbox",
    "eml",
    "srt",
    # JSON, the most particular first
    "vcon",
    "contact_lens",
    "transcribe",
    "deepgram",
    "assemblyai",
    "twilio",
    "genesys",
    "google_cx",
    "zendesk",
    "intercom",
    "chatwoot",
    "freshdesk",
    "convokit",
    "turns",
    "jsonl",
    "whisper",
    # tables, and what is left
    "table",
    "plain",
)
"""The modules of `heard.readers` that read a format, each with a constant ``FORMAT``, in the order tried.

Before them all, a JSON object in Heard's own form is known by its turns.
"""


def known_formats() -> tuple[Format, ...]:
    """Every format Heard reads, in the order tried."""
    from heard.readers.recognising import formats as known

    return known()


def recognise(source: Any) -> Format:
    """The format of a source (a path, a file object, bytes, a Source). Raises ReadError where it is none we know.

    Of a folder or an archive it is the format of the first file.
    """
    from heard.readers.recognising import recognise as of

    return of(source)


def guessed_columns(
    source: Any, *, format: str | None = None, columns: Mapping[str, str] | None = None
) -> Mapping[str, str]:
    """For a table: our field → the column it would be read from; empty for every other format.

    Reads the beginning only. `format` and `columns` are those of :func:`read`; what is given is not guessed. What this
    gives can be changed and handed to :func:`read` as ``columns``.
    """
    from heard.readers.recognising import guessed_columns as of

    return of(source, format=format, columns=columns)


def read(
    source: Any,
    *,
    format: str | None = None,
    roles: Mapping[str, Speaker | str] | None = None,
    columns: Mapping[str, str] | None = None,
    channel: str | None = None,
    rejects: Callable[[Rejected], object] | None = None,
) -> Iterator[Conversation]:
    """The conversations in a file, folder, archive, pipe ("-"), open file, bytes, or a list of these, as a stream.

    Args:
        source: a str is a path; text that is at hand comes as ``Source.of_text(…)``.
        format: the name of a format, where it should not be recognised ("zendesk").
        roles: a speaker's name or id as in the source → who that is; "*" for everyone else.
        columns: for tables: our field → the column's header ({"speaker": "author"}).
        channel: overrides the channel the format implies: one of ``heard.conversation.CHANNELS``.
        rejects: is called with each record that was not read, and reading goes on. Without it the first one raises
            ReadError; records left out on purpose (automatic replies) never raise.

    A file that is named twice, or by itself and by its folder, is read once and told as left out the second time.
    Ids are unique within one call: a second conversation "a" is called "a~2", and nothing is lost or merged.
    Raises ValueError at once for a format, role or channel that does not exist.
    """
    from heard.readers.reading import conversations

    return conversations(source, format=format, roles=roles, columns=columns, channel=channel, rejects=rejects)
