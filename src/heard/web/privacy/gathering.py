"""Everything that is kept about a person who signs in: one function for each app, and no other list.

`known.py` says of every column that names a person which part tells it; a test fails where one is missing.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any, NamedTuple

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.db.models import CharField, Q, QuerySet, Value
from django.db.models.functions import Cast, Concat
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from heard.web.answers.models import Answer, Decision, EarlierWords, Kudos
from heard.web.conversations.models import Answered, Conversation, Gold, Moment, Ruling, SavedView
from heard.web.intake.models import Import
from heard.web.organisation.models import AuditEntry, StandardVersion
from heard.web.people.models import Agent, ApiToken, Invitation, Membership, Person
from heard.web.privacy.models import Receipt
from heard.web.reviews.models import Agreed, Calibration, JudgedCriterion, JudgedNeed, Participant, QueueItem, Review
from heard.web.standards.models import Exemplar, Trial

__all__ = ["Part", "gather"]

Words = str | Promise


class Part(NamedTuple):
    """One kind of thing that is kept about somebody."""

    key: str  # its file in the download
    title: Words
    columns: Mapping[str, Words]  # lookup → its heading
    found: QuerySet[Any]

    def rows(self, most: int | None = None) -> Iterator[dict[str, Any]]:
        """The rows by the names of their columns; the first `most` of them."""
        found = self.found.values_list(*self.columns)
        held: Iterable[Any] = found[:most] if most is not None else found.iterator(chunk_size=500)
        names = [lookup.replace("__", "_") for lookup in self.columns]
        return (dict(zip(names, row, strict=True)) for row in held)

    def total(self) -> int:
        """How many there are."""
        return self.found.count()


WHEN, WHAT, CONVERSATION, MOMENT = _("When"), _("What"), _("Conversation"), _("Moment")


def gather(person: Person) -> list[Part]:
    """Every part, in the order of the page. Asks the database for nothing yet but who the person is in conversations."""
    return [
        *of_people(person),
        *of_signing_in(person),
        *of_conversations(person),
        *of_answers(person),
        *of_reviews(person),
        *of_standards(person),
        *of_intake(person),
        *of_privacy(person),
        *of_organisation(person),
    ]


def of_people(person: Person) -> list[Part]:
    """The account, its roles, names in conversations, tokens without their secrets, invitations."""
    invited = Q(invited_by=person) | Q(email__iexact=person.email) | Q(agent__in=person.agents)
    return [
        Part(
            "account",
            _("Your account"),
            {
                "name": _("Name"),
                "email": _("E-mail address"),
                "language": _("Language"),
                "joined": _("Joined"),
                "last_login": _("Last signed in"),
                "is_active": _("Can sign in"),
                "organisation__name": _("Organisation"),
            },
            Person.objects.filter(pk=person.pk),
        ),
        Part(
            "roles",
            _("Your roles"),
            {"role": _("Role"), "team__name": _("Team")},
            Membership.objects.filter(person=person).order_by("pk"),
        ),
        Part(
            "names",
            _("Your names in conversations"),
            {"name": _("Name"), "team__name": _("Team"), "first_seen": _("First seen")},
            Agent.objects.filter(person=person),
        ),
        Part(
            "tokens",
            _("Your tokens for programs"),
            {
                "name": _("What it is for"),
                "scopes": _("What it may do"),
                "created": _("Made"),
                "last_used": _("Last used"),
                "expires": _("Runs out"),
                "revoked": _("Taken back"),
            },
            ApiToken.objects.filter(person=person).order_by("pk"),
        ),
        Part(
            "invitations",
            _("Invitations of you and by you"),
            {
                "created": WHEN,
                "name": _("Name"),
                "email": _("E-mail address"),
                "role": _("Role"),
                "invited_by__name": _("By"),
                "used": _("Used"),
            },
            Invitation.objects.filter(invited, organisation=person.organisation_id).order_by("pk"),
        ),
    ]


def of_signing_in(person: Person) -> list[Part]:
    """Sessions, second factors, addresses: without anything that could be used to sign in."""
    return [
        Part(
            "sessions",
            _("Where you are signed in"),
            {
                "created_at": _("Since"),
                "last_seen_at": _("Last seen"),
                "ip": _("Network address"),
                "user_agent": _("Browser"),
            },
            UserSession.objects.filter(user=person).order_by("pk"),
        ),
        Part(
            "factors",
            _("Your second factors and passkeys"),
            {"type": _("Kind"), "created_at": _("Added"), "last_used_at": _("Last used")},
            Authenticator.objects.filter(user=person).order_by("pk"),
        ),
        Part(
            "addresses",
            _("Your addresses for signing in"),
            {"email": _("E-mail address"), "verified": _("Verified")},
            EmailAddress.objects.filter(user=person).order_by("pk"),
        ),
    ]


def of_conversations(person: Person) -> list[Part]:
    """Conversations you answered, the moments in them that are yours, rulings, gold, saved views."""
    return [
        Part(
            "conversations",
            _("Conversations you answered"),
            {
                "pk": _("Number"),
                "key": _("Id"),
                "began": _("Began"),
                "channel": _("Channel"),
                "standard": _("Standard"),
            },
            Conversation.objects.filter(
                Q(pk__in=_answered(person)) | Q(agent__in=person.agents), organisation=person.organisation_id
            ),
        ),
        Part(
            "moments",
            _("Moments that you answered"),
            {
                "pk": MOMENT,
                "conversation": CONVERSATION,
                "began": WHEN,
                "turn": _("Turn"),
                "response_turn": _("Turn of the reply"),
                "recognition": _("Recognition"),
                "action": _("Action"),
                "result": _("Result"),
                "outcome": _("Outcome"),
                "cause": _("Cause"),
                "confidence": _("Confidence"),
                "counts": _("Counts"),
                "judged_by_person": _("A person judged it"),
                "answer": _("Your answer"),
                "conversation__engine": _("Engine"),
                "conversation__model": _("Encoder"),
                "conversation__standard": _("Standard"),
            },
            _moments(person).order_by("-began", "-pk"),
        ),
        Part(
            "rulings",
            _("What people ruled about your moments, and what you ruled"),
            {
                "at": WHEN,
                "by__name": _("By"),
                "moment": MOMENT,
                "reason": _("Reason"),
                "before": _("Before"),
                "after": _("After"),
            },
            Ruling.objects.filter(Q(by=person) | Q(moment__in=_moments(person))),
        ),
        Part(
            "gold",
            _("Judgements for the gold set, of your moments and by you"),
            {
                "at": WHEN,
                "by__name": _("By"),
                "moment": MOMENT,
                "came_from": _("From"),
                "need": _("A need"),
                "recognition": _("Recognition"),
                "action": _("Action"),
            },
            Gold.objects.filter(Q(by=person) | Q(moment__in=_moments(person))).order_by("pk"),
        ),
        Part(
            "views",
            _("Your saved views"),
            {"name": _("Name"), "query": _("Filters")},
            SavedView.objects.filter(person=person),
        ),
    ]


def of_answers(person: Person) -> list[Part]:
    """Answers and appeals, their earlier words, decisions, kudos: yours, and those about you."""
    mine = Q(by=person) | Q(agent__in=person.agents)
    asked = {
        "kind": WHAT,
        "words": _("Words"),
        "cause": _("Cause"),
        "recognition": _("Recognition"),
        "action": _("Action"),
    }
    return [
        Part(
            "answers",
            _("Your answers and appeals"),
            {
                "given": WHEN,
                "moment": MOMENT,
                **asked,
                "state": _("State"),
                "deadline": _("Deadline"),
                "decided": _("Decided"),
            },
            Answer.objects.filter(mine).order_by("-given", "-pk"),
        ),
        Part(
            "earlier-words",
            _("What your answers said before you changed them"),
            {
                "written": WHEN,
                "answer__moment": MOMENT,
                **asked,
                "replaced": _("Replaced"),
                "withdrawn": _("Withdrawn"),
            },
            EarlierWords.objects.filter(Q(answer__by=person) | Q(answer__agent__in=person.agents)),
        ),
        Part(
            "decisions",
            _("Decisions on your appeals, and decisions you made"),
            {"at": WHEN, "by_name": _("By"), "answer__moment": MOMENT, "verdict": _("Decision"), "reason": _("Reason")},
            Decision.objects.filter(Q(by=person) | Q(answer__by=person) | Q(answer__agent__in=person.agents)),
        ),
        Part(
            "kudos",
            _("Kudos to you and from you"),
            {
                "given": WHEN,
                "by_name": _("By"),
                "agent__name": _("To"),
                "words": _("Words"),
                "conversation": CONVERSATION,
            },
            Kudos.objects.filter(mine),
        ),
    ]


def of_reviews(person: Person) -> list[Part]:
    """Reviews by you, saved reviews of conversations you answered, calibrations, what you asked to be read."""
    saved_of_mine = Q(saved__isnull=False, conversation__in=_answered(person))
    mine = Q(by=person) | saved_of_mine
    within = Q(review__by=person) | Q(review__saved__isnull=False, review__conversation__in=_answered(person))
    review = {"review": _("Review"), "review__name": _("By"), "review__conversation": CONVERSATION}
    return [
        Part(
            "reviews",
            _("Reviews you wrote, and reviews of conversations you answered"),
            {
                "pk": _("Review"),
                "saved": WHEN,
                "name": _("By"),
                "conversation": CONVERSATION,
                "version": _("Version"),
                "standard": _("Standard"),
                "blind": _("Before the engine’s view"),
                "note": _("Note"),
            },
            Review.objects.filter(mine),
        ),
        Part(
            "criteria",
            _("Criteria in these reviews"),
            {
                **review,
                "criterion": _("Criterion"),
                "result": _("Result"),
                "engine": _("The engine’s"),
                "note": _("Note"),
            },
            JudgedCriterion.objects.filter(within),
        ),
        Part(
            "needs",
            _("Needs in these reviews"),
            {
                **review,
                "turn": _("Turn"),
                "need": _("A need"),
                "recognition": _("Recognition"),
                "action": _("Action"),
                "outcome": _("Outcome"),
                "met": _("Met"),
                "note": _("Note"),
            },
            JudgedNeed.objects.filter(within).order_by("pk"),
        ),
        Part(
            "drafts",
            _("Reviews you began"),
            {"started": WHEN, "conversation": CONVERSATION, "typed": _("What you typed")},
            Review.objects.filter(by=person, saved=None),
        ),
        Part(
            "queue",
            _("Conversations you asked to be read, took or skipped"),
            {
                "created": WHEN,
                "conversation": CONVERSATION,
                "asked_by__name": _("Asked by"),
                "asked": _("Asked for"),
                "taken_by__name": _("Taken by"),
                "taken": _("Taken"),
                "skipped": _("Why it was skipped"),
            },
            QueueItem.objects.filter(Q(asked_by=person) | Q(taken_by=person)),
        ),
        Part(
            "calibrations",
            _("Calibrations you judged in or led"),
            {
                "created": WHEN,
                "title": _("Title"),
                "standard": _("Standard"),
                "led_by__name": _("Led by"),
                "closed": _("Closed"),
            },
            Calibration.objects.filter(
                Q(led_by=person) | Q(pk__in=Participant.objects.filter(person=person).values("calibration"))
            ),
        ),
        Part(
            "agreed",
            _("What you noted in calibrations"),
            {"at": WHEN, "calibration__title": _("Calibration"), "criterion": _("Criterion"), "text": _("Note")},
            Agreed.objects.filter(by=person),
        ),
    ]


def of_standards(person: Person) -> list[Part]:
    """Exemplars, trials, versions of standards."""
    return [
        Part(
            "exemplars",
            _("Examples you added"),
            {
                "added": WHEN,
                "standard": _("Standard"),
                "criterion": _("Criterion"),
                "script": _("Exchange"),
                "note": _("Note"),
            },
            Exemplar.objects.filter(added_by=person),
        ),
        Part(
            "trials",
            _("Drafts you tried"),
            {
                "begun": WHEN,
                "draft__name": _("Standard"),
                "draft__version": _("Version"),
                "conversations": _("Conversations"),
            },
            Trial.objects.filter(by=person),
        ),
        Part(
            "standards",
            _("Standards under your name"),
            {"written": WHEN, "name": _("Standard"), "version": _("Version"), "adopted": _("Adopted")},
            StandardVersion.objects.filter(organisation=person.organisation_id, written_by=person.name),
        ),
    ]


def of_intake(person: Person) -> list[Part]:
    """Imports."""
    return [
        Part(
            "imports",
            _("Imports you began"),
            {"created": WHEN, "pk": _("Import"), "state": _("State"), "stored": _("Conversations")},
            Import.objects.filter(by=person),
        )
    ]


def of_privacy(person: Person) -> list[Part]:
    """Erasures."""
    return [
        Part(
            "erasures",
            _("Customers you erased"),
            {"at": WHEN, "number": _("Receipt"), "removed": _("Removed")},
            Receipt.objects.filter(by=person),
        )
    ]


def of_organisation(person: Person) -> list[Part]:
    """What the log says: what you did, and what others did with you, your conversations and your moments."""
    columns = {"at": WHEN, "person": _("Who"), "did": WHAT, "thing": _("To what"), "details": _("More")}
    mine = AuditEntry.objects.filter(organisation=person.organisation_id)
    about = Q(thing__in=[f"person {person.pk}", *(f"agent {pk}" for pk in person.agents)])
    if person.agents:
        about |= Q(thing__in=_things("conversation ", _answered(person), "conversation_id"))
        about |= Q(thing__in=_things("moment ", _moments(person), "pk"))
    return [
        Part("log-by-me", _("What you did, as the log says"), columns, mine.filter(person_id=person.pk)),
        Part(
            "log-about-me",
            _("What others did with your account, conversations and moments, as the log says"),
            columns,
            mine.filter(about).exclude(person_id=person.pk),
        ),
    ]


def _answered(person: Person) -> QuerySet[Any]:
    return Answered.objects.filter(agent__in=person.agents).values("conversation_id")


def _moments(person: Person) -> QuerySet[Moment]:
    return Moment.objects.filter(agent__in=person.agents)


def _things(kind: str, rows: QuerySet[Any], key: str) -> QuerySet[Any]:
    """How the log names them: "conversation 12"."""
    named: QuerySet[Any] = rows.annotate(named=Concat(Value(kind), Cast(key, CharField()))).values("named")
    return named
