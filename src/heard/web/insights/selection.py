"""What a page of insights is about: an organisation or teams of it, a channel, and a period."""

from __future__ import annotations

from dataclasses import dataclass, replace
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext as _

from heard.web.insights.periods import Period
from heard.web.organisation.models import Organisation, Team
from heard.web.plumbing import words

__all__ = ["Selection"]


@dataclass(frozen=True, slots=True)
class Selection:
    """Moments of these teams, in this channel, that began in this period."""

    organisation: Organisation
    period: Period
    reach: frozenset[int] | None  # keys of the teams that the person may see; None: the whole organisation
    team: Team | None = None  # the one that was chosen; None: all within reach
    channel: str = ""  # "": every channel

    @property
    def teams(self) -> frozenset[int] | None:
        """Keys of the teams it is about; None: the whole organisation, with what is of no team."""
        return frozenset({self.team.pk}) if self.team else self.reach

    @property
    def is_part(self) -> bool:
        """It is about a part of the organisation, which needs a smallest group of people."""
        return self.teams is not None or bool(self.channel)

    @property
    def before(self) -> Selection:
        """The same, in the period before."""
        return replace(self, period=self.period.before)

    def moved(self, way: int) -> Selection:
        """The same, one period earlier (−1) or later (1)."""
        return replace(self, period=self.period.after if way > 0 else self.period.before)

    def query(self) -> dict[str, str]:
        """As it stands in an address."""
        chosen = self.period.query()
        if self.team:
            chosen["team"] = str(self.team.pk)
        if self.channel:
            chosen["channel"] = self.channel
        return chosen

    def url(self, name: str, **more: str) -> str:
        """The address of a page of insights about the same, with `more` in its query."""
        return f"{reverse(f'insights:{name}')}?{urlencode({**self.query(), **more})}"

    def __str__(self) -> str:
        """For people: "North, chat, March 2026"."""
        whose = self.organisation.name if self.reach is None else _("My teams")
        if self.team:
            whose = self.team.name
        return ", ".join([whose, *([words.channel(self.channel)] if self.channel else []), str(self.period)])
