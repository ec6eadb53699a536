"""The overview's figures by what they are about; each with the address of the moments behind it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from heard.overview import Share
from heard.report.words import ACTIONS, RECOGNITIONS
from heard.web.insights.comparing import Difference, difference
from heard.web.insights.figures import Figures, Need
from heard.web.insights.narrowing import Narrowing, seconds_in_words, soon_in_words
from heard.web.insights.queries import canned_lines, owners
from heard.web.insights.selection import Selection
from heard.web.plumbing import words

__all__ = ["Row", "Section", "sections_of", "total_of"]


@dataclass(frozen=True, slots=True)
class Row:
    """One figure: so many, of so many where it is a share, and the moments behind it."""

    key: str  # the same in every language
    name: str
    number: int
    of: int | None = None  # None: a plain count
    url: str = ""  # of the moments; "": there is no page of them
    before: Share | None = None  # in the period before
    note: str = ""  # who can change it, or what is left out

    @property
    def share(self) -> Share | None:
        """Both numbers as a share."""
        return None if self.of is None else Share(self.number, self.of)

    @property
    def difference(self) -> Difference | None:
        """To the period before; None: there is nothing to compare."""
        return difference(self.share, self.before) if self.share and self.before else None

    @property
    def has_moved(self) -> bool:
        """It differs from the period before by more than may be noise."""
        return self.difference is not None and not self.difference.may_be_noise


@dataclass(frozen=True, slots=True)
class Section:
    """Figures that belong together."""

    key: str
    title: str
    about: str  # what is counted, in a sentence
    of: str  # heads the names
    counted: str  # heads the numbers
    rows: tuple[Row, ...]
    nothing: str = ""  # what is said where there are no rows
    is_score: bool = False  # its shares are met of needed, so that the score of all can stand beside them


def total_of(selection: Selection, figures: Figures, before: Figures) -> Row:
    """Met of needed."""
    url = _moments(selection, result="judged")
    return Row("all", _("Met of needed"), *figures.score, url=url, before=before.score)


def sections_of(selection: Selection, figures: Figures, before: Figures) -> tuple[Section, ...]:
    """Every section, in the order of the page."""
    return (
        _judges(selection, figures),
        _matrix(selection, figures),
        _needs(selection, figures, before, feelings=True),
        _needs(selection, figures, before, feelings=False),
        _soon(selection, figures, before),
        _seconds(selection, figures, before),
        _outcomes(selection, figures, before),
        _causes(selection, figures, before),
        _lines(selection, figures),
    )


def _judges(selection: Selection, figures: Figures) -> Section:
    unsure, repaired = figures.count("result", "unsure"), figures.count("result", "repaired")
    rows = [
        Row(
            "heard", _("Judged by Heard alone"), *figures.by_heard, url=_moments(selection, result="judged", by="heard")
        ),
        Row(
            "person", _("Judged by a person"), *figures.by_person, url=_moments(selection, result="judged", by="person")
        ),
    ]
    counts = [
        Row("repaired", _("Repaired later; counts as not met"), repaired, url=_moments(selection, result="repaired")),
        Row("unsure", _("Not judged: a person should read these"), unsure, url=_moments(selection, result="unsure")),
    ]
    return Section(
        "judges",
        _("Who judged"),
        _("What a person judged and what Heard judged are never mixed without saying so."),
        _("Judged by"),
        _("Met of needed"),
        (*(row for row in rows if row.of), *(row for row in counts if row.number)),
        _("Nothing was judged."),
    )


def _matrix(selection: Selection, figures: Figures) -> Section:
    cells = [
        Row(
            f"{RECOGNITIONS[recognition]},{action}",
            _("%(recognition)s, %(action)s")
            % {"recognition": words.recognition(recognition), "action": words.action(action)},
            figures.count("cell", recognition, action),
            url=_moments(selection, recognition=str(recognition), action=str(action)),
        )
        for recognition in sorted(RECOGNITIONS, reverse=True)
        for action in ACTIONS
    ]
    nobody = Row(
        "unanswered", words.recognition(None), figures.count("unanswered"), url=_moments(selection, recognition="none")
    )
    return Section(
        "matrix",
        _("Recognised, and acted on"),
        _("How many first replies reached which recognition with which action."),
        _("Recognition and action"),
        _("Moments"),
        (*cells, nobody) if figures.score.needed else (),
        _("Nothing was judged."),
    )


def _needs(selection: Selection, figures: Figures, before: Figures, *, feelings: bool) -> Section:
    earlier = {need.label: need.share for need in before.needs}

    def row(need: Need) -> Row:
        left = (
            ngettext("%(count)s more for a person to read", "%(count)s more for a person to read", need.unsure)
            % {"count": need.unsure}
            if need.unsure
            else ""
        )
        url = _moments(selection, result="judged" if need.share.needed else "unsure", need=need.label)
        share = need.share
        return Row(need.label, words.label(need.label), *share, url=url, before=earlier.get(need.label), note=left)

    rows = tuple(row(need) for need in figures.needs if need.is_feeling == feelings)
    about = _("A moment counts under each feeling and circumstance that it shows.")
    if feelings:
        return Section(
            "feelings",
            _("What customers felt"),
            about,
            _("Feeling"),
            _("Met of needed"),
            rows,
            _("No feeling was shown."),
            is_score=True,
        )
    return Section(
        "circumstances",
        _("What customers faced"),
        about,
        _("Circumstance"),
        _("Met of needed"),
        rows,
        _("No weighty circumstance was named."),
        is_score=True,
    )


def _soon(selection: Selection, figures: Figures, before: Figures) -> Section:
    rows = [
        Row(
            key,
            _capital(soon_in_words(key)),
            number,
            figures.score.needed,
            _moments(selection, soon=key),
            Share(before.soon[key], before.score.needed),
        )
        for key, number in figures.soon.items()
        if number
    ]
    return Section(
        "soon",
        _("How soon"),
        _("In which reply the need was recognised."),
        _("Reply"),
        _("Of all needs"),
        tuple(rows),
        _("Nothing was judged."),
    )


def _seconds(selection: Selection, figures: Figures, before: Figures) -> Section:
    known, known_before = sum(figures.seconds.values()), sum(before.seconds.values())
    rows = [
        Row(
            key,
            _capital(seconds_in_words(key)),
            number,
            known,
            _moments(selection, seconds=key),
            Share(before.seconds[key], known_before),
        )
        for key, number in figures.seconds.items()
        if number
    ]
    return Section(
        "seconds",
        _("How long it took"),
        _("From the customer’s words to their recognition, where the source gives times."),
        _("Time"),
        _("Of all recognised"),
        tuple(rows),
        _("No times are known."),
    )


def _outcomes(selection: Selection, figures: Figures, before: Figures) -> Section:
    rows = [
        Row(
            key,
            words.outcome(key),
            number,
            figures.score.needed,
            _moments(selection, outcome=key),
            Share(before.outcomes[key], before.score.needed),
        )
        for key, number in figures.outcomes.items()
        if number
    ]
    return Section(
        "outcomes",
        _("What came of it"),
        _("What the customer’s next words show."),
        _("Outcome"),
        _("Of all needs"),
        tuple(rows),
        _("Nothing was judged."),
    )


def _causes(selection: Selection, figures: Figures, before: Figures) -> Section:
    unmet, unmet_before = figures.score.missed, before.score.missed
    named = owners(selection.organisation)
    rows = [
        Row(
            cause,
            _capital(words.cause(cause)),
            number,
            unmet,
            _moments(selection, cause=cause),
            Share(before.count("cause", cause), unmet_before),
            note="" if cause == "agent" else named.get(cause) or words.owner(cause),
        )
        for cause, number in _agent_last(figures.causes)
    ]
    return Section(
        "causes",
        _("What unmet needs came from"),
        _("Only what lies in the reply counts for whoever replied. Everything else goes to who can change it."),
        _("Cause, and who can change it"),
        _("Of all unmet"),
        tuple(rows),
        _("No need stayed unmet."),
    )


def _lines(selection: Selection, figures: Figures) -> Section:
    rows = [Row(line, said, times, url=selection.url("line", line=line)) for line, said, times in canned_lines(figures)]
    return Section(
        "lines",
        _("Lines that would fit anyone"),
        _("However warm they sound, they are a token: the customer can tell."),
        _("Line"),
        _("Conversations"),
        tuple(rows),
        _("No such line was said to three customers or more."),
    )


def _moments(selection: Selection, **narrowed: str) -> str:
    return selection.url("moments", **Narrowing(**narrowed).query())


def _agent_last(causes: dict[str, int]) -> Iterable[tuple[str, int]]:
    return sorted(causes.items(), key=lambda item: item[0] == "agent")


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
