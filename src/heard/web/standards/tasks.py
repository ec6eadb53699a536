"""Trials of drafts, done by a worker."""

from __future__ import annotations

from django_tasks import task

from heard.web.standards.actions import run_trial
from heard.web.standards.models import Trial


@task()
def try_out(pk: int) -> None:
    """Runs a trial. One that was discarded meanwhile, or is done, is left alone."""
    trial = Trial.objects.select_related("draft__organisation").filter(pk=pk, finished=None).first()
    if trial is not None:
        run_trial(trial)
