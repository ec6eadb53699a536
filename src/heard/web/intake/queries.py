"""What the pages of imports need, in few round trips."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Prefetch, Sum

from heard.web.intake.access import imports_for
from heard.web.intake.models import Import, ImportFile
from heard.web.people.models import Person

__all__ = ["Page", "known_files", "newest", "seconds_left"]

ON_A_PAGE = 25


@dataclass(frozen=True)
class Page:
    """Some imports, newest first; `older` is where the next page begins, None at the end."""

    rows: list[Import]
    older: int | None


def newest(person: Person, came_by: str, before: int | None) -> Page:
    """Imports that came by files, the API or Chatwoot, from below the number `before` on."""
    rows = imports_for(person).filter(came_by=came_by).select_related("by", "team")
    if before is not None:
        rows = rows.filter(pk__lt=before)
    names = Prefetch("files", ImportFile.objects.only("name", "brought_id", "size"))
    found = list(rows.order_by("-pk").prefetch_related(names)[: ON_A_PAGE + 1])
    return Page(found[:ON_A_PAGE], found[ON_A_PAGE - 1].pk if len(found) > ON_A_PAGE else None)


def known_files(brought: Import) -> dict[str, ImportFile]:
    """For each file (by name) that was brought in before: the file that it was then."""
    mine = {file.digest: file.name for file in brought.files.all()}
    earlier = (
        ImportFile.objects.filter(digest__in=mine, brought__organisation=brought.organisation)
        .exclude(brought=brought)
        .filter(brought__state__in=("done", "running", "waiting", "paused"))
        .select_related("brought")
        .order_by("pk")
    )
    return {mine[file.digest]: file for file in earlier}


def seconds_left(brought: Import, now: datetime) -> float | None:
    """How long it still takes, by how fast it went so far; None: nobody can say yet."""
    if brought.state != "running" or not brought.total or not brought.pace_from:
        return None
    done = brought.position - brought.pace_position
    passed = (now - brought.pace_from).total_seconds()
    if done < 50 or passed < 2:
        return None
    return max(1.0, (brought.total - brought.position) * passed / done)


def sizes(brought: Import) -> tuple[int, int]:
    """How many files it has, and how many bytes they have together."""
    found = brought.files.aggregate(number=Count("pk"), size=Sum("size"))
    return found["number"], found["size"] or 0
