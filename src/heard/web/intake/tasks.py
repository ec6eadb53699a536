"""The background work of bringing in, as the workers know it."""

from __future__ import annotations

from django_tasks import task

from heard.web.intake.chatwoot import bring_in_quiet
from heard.web.intake.job import work
from heard.web.intake.lease import take_up_again
from heard.web.intake.tidying import tidy

__all__ = ["bring_in", "every_day", "every_minute"]


@task()
def bring_in(pk: int) -> None:
    """One import. May be begun any number of times: what is done is not done again."""
    work(pk)


@task()
def every_minute() -> None:
    """Imports whose worker died are given to another one; Chatwoot's conversations that are quiet are brought in."""
    take_up_again()
    bring_in_quiet()


@task()
def every_day() -> None:
    """What was begun and left, and what was kept for a time, is removed."""
    tidy()
