"""What people do with imports: prepare, start, pause, go on, cancel, take back."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django.db import transaction
from django.utils import timezone

from heard.web.intake import keeping
from heard.web.intake.characters import whole
from heard.web.intake.lease import enqueue, is_dead
from heard.web.intake.models import Import, ImportFile
from heard.web.organisation.actions import log
from heard.web.organisation.models import Organisation
from heard.web.organisation.queries import standard_in_use
from heard.web.people.models import Person

__all__ = [
    "add_file",
    "begin",
    "cancel",
    "choose",
    "discard_draft",
    "draft",
    "go_on",
    "pause",
    "remove_file",
    "take_in",
]


def draft(person: Person) -> Import:
    """An import that is being prepared; nothing of it is stored before it begins."""
    return Import.objects.create(organisation=person.organisation, by=person)


def add_file(brought: Import, name: str, content: keeping.Kept | Iterable[bytes]) -> ImportFile:
    """Gives an import a file, written already or to be written now. Two of one name get different ones."""
    kept = content if isinstance(content, keeping.Kept) else keeping.keep(content)
    taken = set(brought.files.values_list("name", flat=True))
    name = whole(name)[-200:] or "file"
    unique, number = name, 2
    while unique in taken:
        stem, dot, ending = name.partition(".")
        unique, number = f"{stem} ({number}){dot}{ending}", number + 1
    return ImportFile.objects.create(brought=brought, name=unique, path=kept.path, size=kept.size, digest=kept.digest)


def remove_file(brought: Import, pk: int) -> None:
    """Takes a file out of an import that is being prepared."""
    for file in brought.files.filter(pk=pk).exclude(path=""):
        keeping.remove(file.path)
        file.delete()


def choose(brought: Import, choices: Mapping[str, Any]) -> None:
    """How an import that is being prepared is to be read: format, channel, team, columns, roles."""
    for name, value in choices.items():
        setattr(brought, name, value)
    brought.save(update_fields=list(choices))


@transaction.atomic
def begin(brought: Import, person: Person | None) -> bool:
    """Starts it, with what the organisation asks for today; False where it was begun already."""
    organisation = brought.organisation
    ours = Import.objects.filter(pk=brought.pk, state="draft").update(
        state="waiting",
        started=timezone.now(),
        redact=list(organisation.redact),
        standard=standard_in_use(organisation).text,
    )
    if ours:
        enqueue(brought)
        log(organisation, person, "started an import", str(brought), files=brought.files.count())
    return bool(ours)


@transaction.atomic
def take_in(
    organisation: Organisation, person: Person | None, came_by: str, name: str, parts: Iterable[bytes], **facts: Any
) -> Import:
    """An import by a program, begun at once: `name` and `parts` are its one file; `facts` are format, team, total."""
    brought = Import.objects.create(organisation=organisation, by=person, came_by=came_by, **facts)
    add_file(brought, name, parts)
    begin(brought, person)
    return brought


@transaction.atomic
def pause(brought: Import, person: Person) -> bool:
    """Stops it after the conversations under way; False where there is nothing to pause."""
    changed = _ask(brought, "pause") or (
        Import.objects.filter(pk=brought.pk, state="waiting").update(state="paused", why="")
    )
    if changed:
        log(brought.organisation, person, "paused an import", str(brought))
    return bool(changed)


@transaction.atomic
def go_on(brought: Import, person: Person) -> bool:
    """Goes on where it was paused or stopped; False where it was not."""
    changed = Import.objects.filter(pk=brought.pk, state__in=("paused", "stopped")).update(
        state="waiting", why="", asked="", finished=None
    )
    if changed:
        enqueue(brought)
        log(brought.organisation, person, "went on with an import", str(brought))
    return bool(changed)


@transaction.atomic
def cancel(brought: Import, person: Person, *, undo: bool) -> bool:
    """Ends it. What it stored stays, or is removed again with `undo`, which is also for one that is done."""
    changed = _ask(brought, "undo" if undo else "keep")
    if not changed:
        idle = ["waiting", "running", "paused", "stopped"] + (["done", "cancelled"] if undo else [])
        rows = Import.objects.select_for_update().filter(pk=brought.pk, state__in=idle)
        changed = rows.update(state="undoing" if undo else "cancelled", worker="", asked="", finished=timezone.now())
        if changed and undo:
            enqueue(brought)
        elif changed:
            transaction.on_commit(lambda: keeping.discard(brought))
    if changed:
        log(brought.organisation, person, "took an import back" if undo else "cancelled an import", str(brought))
    return bool(changed)


def discard_draft(brought: Import) -> bool:
    """Removes an import that was prepared and not begun, with its files."""
    if brought.state != "draft":
        return False
    keeping.discard(brought)
    brought.delete()
    return True


def _ask(brought: Import, what: str) -> int:
    """Asks the worker that has it; 0: none has, or it is dead."""
    row = Import.objects.select_for_update().filter(pk=brought.pk, state="running").exclude(worker="").first()
    if row is None or is_dead(row, timezone.now()):
        return 0
    return Import.objects.filter(pk=row.pk, worker=row.worker).update(asked=what)
