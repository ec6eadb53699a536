"""What imports still hold of a customer: files on the disk, notes about rejected records, messages of Chatwoot."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterator

from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from heard.readers import read
from heard.readers.formats import Rejected
from heard.web.intake import keeping
from heard.web.intake.models import ChatwootConversation, Import, ImportFile, Reject
from heard.web.organisation.models import Organisation

__all__ = ["NotNow", "cut", "files_naming"]

BUSY = ("waiting", "running", "undoing")
BLOCK = 1 << 20
OVERLAP = 4096  # bytes; longer than any name
FROM_CHATWOOT = "chatwoot-"  # how the id of a conversation begins that Chatwoot told


class NotNow(RuntimeError):
    """Something is under way that would bring back what is to be erased. The message says what to do."""


def files_naming(organisation: Organisation, pattern: re.Pattern[str]) -> list[ImportFile]:
    """The kept files in which `pattern` is found. Every format is read as an import would read it."""
    kept = ImportFile.objects.filter(brought__organisation=organisation).exclude(path="").select_related("brought")
    return [file for file in kept if _is_in(file, pattern)]


def cut(organisation: Organisation, keys: Collection[str], pattern: re.Pattern[str], receipt: int) -> Counter[str]:
    """Removes it; what was removed. Raises NotNow, and nothing is removed, where an import that holds it is under way."""
    holding = {file.brought_id: file.brought for file in files_naming(organisation, pattern)}
    if busy := [brought for brought in holding.values() if brought.state in BUSY]:
        raise NotNow(
            _("Import %(number)s is under way and its files name this customer. Cancel it or let it end, then erase.")
            % {"number": busy[0].pk}
        )
    removed: Counter[str] = Counter()
    for brought in holding.values():
        removed["files"] += brought.files.exclude(path="").count()
        _end(brought, receipt)
    removed["notes about rejected records"] = _cut_rejects(organisation, keys, pattern)
    removed["conversations from Chatwoot that were being gathered"] = _cut_chatwoot(organisation, keys, pattern)
    for brought in Import.objects.filter(organisation=organisation).exclude(roles={}):
        if any(pattern.search(name) for name in brought.roles):
            brought.roles = {name: role for name, role in brought.roles.items() if not pattern.search(name)}
            brought.save(update_fields=["roles"])
    for file in ImportFile.objects.filter(brought__organisation=organisation):
        if pattern.search(file.name):
            file.name = pattern.sub("…", file.name)
            file.save(update_fields=["name"])
    return removed


def _end(brought: Import, receipt: int) -> None:
    """A file can't be cut without telling what was cut, so all of the import's go, and it ends and says why."""
    state = "cancelled" if brought.state in ("draft", "paused", "stopped") else brought.state
    why = _("Its files were removed because they named a customer who was erased (receipt %(number)s).")
    Import.objects.filter(pk=brought.pk).update(
        state=state, why=why % {"number": receipt}, finished=brought.finished or timezone.now()
    )
    transaction.on_commit(lambda: keeping.discard(brought))


def _cut_rejects(organisation: Organisation, keys: Collection[str], pattern: re.Pattern[str]) -> int:
    rows = Reject.objects.filter(brought__organisation=organisation)
    changed = []
    for row in rows.iterator(chunk_size=1000):
        held = [row.file, row.place, row.what, row.cure, row.raw]
        if row.file in keys or any(pattern.search(text) for text in held):
            row.raw = ""
            row.file = "…" if row.file in keys else pattern.sub("…", row.file)
            row.place, row.what, row.cure = (pattern.sub("…", text) for text in held[1:4])
            changed.append(row)
    Reject.objects.bulk_update(changed, ["file", "place", "what", "cure", "raw"], batch_size=200)
    return len(changed)


def _cut_chatwoot(organisation: Organisation, keys: Collection[str], pattern: re.Pattern[str]) -> int:
    numbers = [key.removeprefix(FROM_CHATWOOT) for key in keys if key.startswith(FROM_CHATWOOT)]
    rows = ChatwootConversation.objects.filter(source__organisation=organisation).prefetch_related("messages")
    gone = [
        row.pk
        for row in rows.iterator(chunk_size=200)
        if row.number in numbers
        or pattern.search(str(row.about))
        or any(pattern.search(str(message.message)) for message in row.messages.all())
    ]
    ChatwootConversation.objects.filter(Q(pk__in=gone)).delete()
    return len(gone)


def _is_in(file: ImportFile, pattern: re.Pattern[str]) -> bool:
    path = keeping.place_of(file.path)
    if not path.exists():
        return False
    return any(pattern.search(text) for text in _blocks(file)) or any(pattern.search(text) for text in _read(file))


def _blocks(file: ImportFile) -> Iterator[str]:
    """The file as text in the encodings that exports have; what is compressed says nothing here."""
    with keeping.place_of(file.path).open("rb") as opened:
        tail = b""
        while block := opened.read(BLOCK):
            held = tail + block
            for encoding in ("utf-8", "utf-16-le", "utf-16-be", "latin-1"):
                yield held.decode(encoding, "ignore")
            tail = held[-OVERLAP:]


def _read(file: ImportFile) -> Iterator[str]:
    """What an import would read in the file, also in an archive."""
    brought, told = file.brought, list[Rejected]()
    sources = [source for source in keeping.sources_of(brought) if source.name == file.name]
    try:
        for talk in read(
            sources,
            format=brought.format or None,
            channel=brought.channel or None,
            roles=brought.roles,
            columns=brought.columns,
            rejects=told.append,
        ):
            yield talk.id
            yield from (turn.name for turn in talk.turns if turn.name)
            yield from (turn.text for turn in talk.turns)
            while told:
                yield told.pop().raw
    except (ValueError, OSError):  # it can't be read at all; its bytes were searched
        return
