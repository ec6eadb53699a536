"""The overview as values: the page, the CSV, the PDF and the API write the same ones."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from heard.web.conversations.models import Moment
from heard.web.insights.figures import Figures
from heard.web.insights.periods import Kind, Period
from heard.web.insights.pressing import reason_to_read
from heard.web.insights.queries import OverTime, figures_of, figures_over_time, newest_day, to_read_first
from heard.web.insights.sections import Row, Section, sections_of, total_of
from heard.web.insights.selection import Selection
from heard.web.people.models import Person
from heard.web.plumbing.figures import in_words

__all__ = ["Overview", "ToRead", "overview_of", "why_hidden"]


@dataclass(frozen=True, slots=True)
class ToRead:
    """A conversation to read, with the moment that is why."""

    conversation: int
    moment: int  # its place
    turn: int
    began: datetime
    channel: str
    subject: str
    reason: str


@dataclass(frozen=True, slots=True)
class Overview:
    """Everything that an overview says."""

    selection: Selection
    made: datetime
    hidden: str  # why nothing is shown; "": everything is
    waiting: int  # days whose newest changes are not in these figures yet
    figures: Figures
    total: Row
    sections: tuple[Section, ...]
    over_time: OverTime
    by_channel: tuple[OverTime, ...]
    by_team: tuple[OverTime, ...]
    read_first: tuple[ToRead, ...]
    newest: str  # where the newest figures are, when there are none here; "": nowhere, or not needed

    @property
    def is_empty(self) -> bool:
        """Nothing was said in this selection, as far as it is released."""
        return (
            not self.figures.count("conversations") and not self.total.of and not self.figures.count("result", "unsure")
        )

    @property
    def judged_by(self) -> str:
        """Engine, encoder and standards that judged."""
        return "; ".join(
            _("%(engine)s, %(model)s, against %(standard)s")
            % {"engine": engine, "model": model or _("patterns alone"), "standard": standard}
            for engine, model, standard in self.figures.judges
        )

    @property
    def comparison(self) -> str:
        """How the total differs from the period before, as a sentence or two."""
        before = self.total.before
        if before is None or self.total.difference is None:
            return _("There is nothing to compare with: nothing was needed and judged in one of the two periods.")
        said = {
            "period": self.selection.period.before,
            "before": in_words(before),
            "difference": self.total.difference,
        }
        if self.total.difference.may_be_noise:
            return _("Before (%(period)s): %(before)s. The difference of %(difference)s may be noise.") % said
        return _("Before (%(period)s): %(before)s. The difference of %(difference)s is more than noise.") % said

    def section(self, key: str) -> Section:
        """The section with that key."""
        return next(section for section in self.sections if section.key == key)


def overview_of(person: Person, selection: Selection, waiting: int = 0) -> Overview:
    """The overview of `selection` as `person` may see it. `waiting`: days that are still to be counted."""
    nobody = Figures.of([])
    figures, before = figures_of(selection), figures_of(selection.before)
    hidden = why_hidden(selection, figures)
    figures = nobody if hidden else figures
    before = nobody if hidden or why_hidden(selection.before, before) else before
    over_time, by_channel, by_team = (OverTime("", "", ()), [], []) if hidden else figures_over_time(selection)
    return Overview(
        selection=selection,
        made=timezone.now(),
        hidden=hidden,
        waiting=waiting,
        figures=figures,
        total=total_of(selection, figures, before),
        sections=() if hidden else sections_of(selection, figures, before),
        over_time=over_time,
        by_channel=tuple(by_channel) if len(by_channel) > 1 else (),
        by_team=tuple(by_team) if len(by_team) > 1 else (),
        read_first=tuple(_to_read(to_read_first(person, figures))),
        newest=_newest(selection, figures),
    )


def _to_read(moments: Iterable[Moment]) -> Iterator[ToRead]:
    for moment in moments:
        talk = moment.conversation
        columns = {name: getattr(moment, name) for name in ("result", "recognition", "outcome")}
        last = moment.turn == talk.turns - 1
        reason = reason_to_read(columns, [label.label for label in moment.labels.all()], last=last)
        yield ToRead(talk.pk, moment.place, moment.turn, moment.began, moment.channel, str(talk), reason)


def _newest(selection: Selection, figures: Figures) -> str:
    """The address of the newest period of the same length with something in it; "" where this one has something."""
    if figures.cell.counts:
        return ""
    day = newest_day(selection)
    if day is None or selection.period.first <= day <= selection.period.last:
        return ""
    kind = Kind.MONTH if selection.period.kind is Kind.DAYS else selection.period.kind
    return replace(selection, period=Period.of(kind, day)).url("overview")


def why_hidden(selection: Selection, figures: Figures) -> str:
    """Why the figures of a part of the organisation are not shown: they would be about too few people."""
    least = selection.organisation.smallest_group
    moments = figures.score.needed + figures.count("result", "unsure")
    if not selection.is_part or figures.people >= least or not moments:
        return ""
    return ngettext(
        "Figures about a part of the organisation are shown from %(count)s person upwards, so that they are never about "
        "one of them alone. In this selection fewer are known to have answered. Choose a longer period, or more teams.",
        "Figures about a part of the organisation are shown from %(count)s people upwards, so that they are never about "
        "one of them alone. In this selection fewer are known to have answered. Choose a longer period, or more teams.",
        least,
    ) % {"count": least}
