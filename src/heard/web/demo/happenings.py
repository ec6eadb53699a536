"""What people did in the demo organisation's year: answers, decisions, kudos, reviews, a calibration.

Its words are written for these conversations. What "people" marked is the engine's view with some of it changed by a rule,
so that they agree about as often as people do; nobody judged anything.
"""

from __future__ import annotations

from collections.abc import Mapping
from hashlib import sha256
from typing import NamedTuple

from django.db.models import F

from heard.web.answers.actions import Asks, decide, give, thank
from heard.web.conversations.models import Conversation, Moment
from heard.web.organisation.models import Organisation
from heard.web.people.models import Person
from heard.web.reviews.actions.calibrating import begin, close, finish, measure
from heard.web.reviews.actions.judging import Judged, JudgedNeedAs, Marked, save
from heard.web.reviews.actions.queueing import fill_queue
from heard.web.reviews.reading import engine_marks, engine_needs, standard_of, stretches

__all__ = ["happen"]

RESULTS = {"met": "missed", "missed": "met"}  # how somebody sees it who sees it otherwise
CALIBRATED = 12  # conversations
REVIEWED = 6


class Said(NamedTuple):
    """An agent's answer to a moment, and what was decided about it."""

    agent: str
    conversation: str
    place: int | None  # its number; None: the first that was not met
    asks: Asks
    by: str = ""  # who decided; "": nobody yet
    verdict: str = ""
    reason: str = ""


ANSWERS = (
    Said(
        "Hannah",
        "demo-insurance-014",
        2,
        Asks(
            "not_mine", "Only the adjuster can release drying machines. I rang them straight after.", cause="authority"
        ),
        "Odile Fournier",
        "upheld",
        "You told him plainly whose decision it is, and you had no way to make it. It goes to whoever sets what we may do.",
    ),
    Said(
        "Callum",
        "demo-council-013",
        5,
        Asks("not_mine", "Fourteen days in a row is the council’s rule. I can’t change it.", cause="policy"),
        "Odile Fournier",
        "declined",
        "The rule is not yours. That it was the day of her scan was said to you, and no word of the reply is about it.",
    ),
    Said(
        "Joel",
        "demo-software-014",
        None,
        Asks("not_mine", "Card payments were down for everybody until the release was rolled back.", cause="product"),
    ),
    Said(
        "Priya",
        "demo-airline-013",
        1,
        Asks(
            "context",
            "The airport desk was on my other line. I should still have said something about her being ashamed.",
        ),
    ),
)
KUDOS = (
    (
        "Odile Fournier",
        "Priya",
        "demo-banking-014",
        "“On the phone to your mum pretending it’s fine”: you heard what he had only half said.",
    ),
)


def happen(organisation: Organisation, people: Mapping[str, Person]) -> None:
    """Lets it all happen."""
    fill_queue(organisation)
    for said in ANSWERS:
        _answer(organisation, people, said)
    for by, agent, key, words in KUDOS:
        talk = Conversation.objects.get(organisation=organisation, key=key)
        thank(people[by], people[agent].agent_set.get(), words, conversation=talk)
    free = Conversation.objects.filter(organisation=organisation, readable=True, needed__gte=1, turns__gte=5)
    newest = free.select_related("record").order_by("-began")
    well, otherwise = newest.filter(met=F("needed")), newest.filter(met__lt=F("needed"))
    half = CALIBRATED // 2  # where nearly everything was missed, or met, agreement can't be told from chance
    for talk in otherwise[half : half + REVIEWED]:
        _review(people["Odile Fournier"], talk, dissent=6)
    _calibrate(people, [*well[:half], *otherwise[:half]])


def _answer(organisation: Organisation, people: Mapping[str, Person], said: Said) -> None:
    own = Moment.objects.filter(
        organisation=organisation, conversation__key=said.conversation, agent__name=said.agent
    ).exclude(result="met")
    moment = (own if said.place is None else own.filter(place=said.place)).order_by("place").first()
    if moment is None:  # another engine may find other moments
        return
    answer = give(people[said.agent], moment, said.asks)
    if said.by:
        decide(people[said.by], answer, said.verdict, said.reason, version=answer.version)


def _calibrate(people: Mapping[str, Person], talks: list[Conversation]) -> None:
    judges = {"Odile Fournier": 40, "Marguerite Osei": 40, "Anselm Brandt": 16}
    calibration = begin(
        people["Odile Fournier"], "What counts as recognised", "everyday", [people[name] for name in judges], talks
    )
    for name, dissent in judges.items():
        for talk in talks:
            _review(people[name], talk, dissent=dissent)
        finish(calibration.participants.get(person=people[name]))
    close(people["Odile Fournier"], calibration)
    measure(calibration)


def _review(person: Person, talk: Conversation, *, dissent: int) -> None:
    """A judgement that differs from the engine's in about one point of `dissent`."""
    analysis = talk.record.analysis
    needs = engine_needs(analysis)

    def otherwise(what: str) -> bool:
        return int(sha256(f"{person.name}{talk.key}{what}".encode()).hexdigest(), 16) % dissent == 0

    marks = []
    for criterion, mark in engine_marks(analysis).items():
        result = "cant_say" if mark["result"] == "unsure" else mark["result"]
        marks.append(Marked(criterion, RESULTS.get(result, result) if otherwise(criterion) else result))
    judged = []
    for stretch in stretches(analysis):
        found = needs.get(stretch.first)
        if found is None:
            judged.append(JudgedNeedAs(stretch.first, need=False))
            continue
        moment = found.moment
        recognition = moment["recognition"]
        if recognition is not None and otherwise(f"recognition {stretch.first}"):
            recognition = recognition - 1 if recognition > 0 else recognition + 1
        outcome = moment["outcome"]
        judged.append(JudgedNeedAs(stretch.first, True, recognition, moment["action"], outcome))
    save(person, talk, standard_of(talk), Judged(marks, judged))
