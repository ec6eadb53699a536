"""What the worker does for reviews."""

from __future__ import annotations

from django_tasks import task

from heard.web.organisation.models import Organisation
from heard.web.reviews import actions
from heard.web.reviews.models import Calibration

__all__ = ["fill_queues", "measure_calibration"]


@task()
def fill_queues() -> int:
    """Daily: draws what is to be read next, for every organisation; how many conversations came new."""
    return sum(actions.fill_queue(organisation) for organisation in Organisation.objects.all())


@task()
def measure_calibration(pk: int) -> None:
    """Counts a closed calibration; one that was removed meanwhile needs nothing."""
    calibration = Calibration.objects.select_related("organisation").filter(pk=pk, closed__isnull=False).first()
    if calibration is not None:
        actions.measure(calibration)
