"""When what is due from time to time was last begun."""

from __future__ import annotations

from django.db import models

__all__ = ["LastRun"]


class LastRun(models.Model):
    """One task that is due from time to time."""

    task = models.CharField(max_length=200, primary_key=True)  # its dotted name
    begun = models.DateTimeField()

    def __str__(self) -> str:
        return self.task
