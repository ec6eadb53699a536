"""What the pages of the standards need."""

from __future__ import annotations

from typing import NamedTuple

from heard.standards import Standard, builtin, builtin_text, read_standard
from heard.web.organisation.models import CriterionAgreement, Organisation, StandardVersion
from heard.web.organisation.queries import standard_in_use
from heard.web.standards.models import Exemplar

__all__ = ["Entry", "criteria_of", "history_of", "listed"]


class Entry(NamedTuple):
    """One standard as the list shows it."""

    name: str
    title: str
    meaning: str
    version: int  # the newest that is adopted, else that ships
    judges: bool  # it is the one in use
    shipped: bool
    draft: StandardVersion | None


def listed(organisation: Organisation) -> list[Entry]:
    """Every standard of the organisation and every one that ships; the one in use first."""
    reference = standard_in_use(organisation).reference
    own: dict[str, list[StandardVersion]] = {}
    for version in organisation.standards.order_by("name", "-version"):
        own.setdefault(version.name, []).append(version)
    entries = []
    for name in sorted({*builtin(), *own}):
        versions = own.get(name, [])
        adopted = next((v for v in versions if v.adopted), None)
        draft = next((v for v in versions if v.adopted is None), None)
        told = read_standard(adopted.text, name) if adopted else builtin().get(name)
        entries.append(
            Entry(
                name=name,
                title=told.title if told else name,
                meaning=told.meaning if told else "",
                version=told.version if told else 0,
                judges=told is not None and told.reference == reference,
                shipped=not versions,
                draft=draft,
            )
        )
    return sorted(entries, key=lambda e: (not e.judges, e.shipped, e.name))


def history_of(organisation: Organisation, name: str) -> list[StandardVersion]:
    """Every version of a standard, newest first; the one that ships among them."""
    own = list(organisation.standards.filter(name=name).order_by("-version"))
    shipped = builtin().get(name)
    if shipped and shipped.version not in {v.version for v in own}:
        own.append(
            StandardVersion(organisation=organisation, name=name, version=shipped.version, text=builtin_text(name))
        )
    return sorted(own, key=lambda v: -v.version)


class Told(NamedTuple):
    """One criterion with what is known of it here."""

    id: str
    title: str
    meaning: str
    exemplar: list[tuple[str, str]]  # (speaker, text)
    counter_exemplar: list[tuple[str, str]]
    exemplars: list[Exemplar]
    agreement: CriterionAgreement | None


def criteria_of(organisation: Organisation, standard: Standard) -> list[Told]:
    """The criteria with examples from real moments and how well people agree on each."""
    agreements = {a.criterion: a for a in organisation.agreements.filter(standard=standard.name)}
    exemplars: dict[str, list[Exemplar]] = {}
    for exemplar in organisation.exemplars.filter(standard=standard.name):
        exemplars.setdefault(exemplar.criterion, []).append(exemplar)
    return [
        Told(
            id=c.id,
            title=c.title,
            meaning=c.meaning,
            exemplar=[(t.speaker.value, t.text) for t in c.exemplar.turns],
            counter_exemplar=[(t.speaker.value, t.text) for t in c.counter_exemplar.turns],
            exemplars=exemplars.get(c.id, []),
            agreement=agreements.get(c.id),
        )
        for c in standard.criteria
    ]
