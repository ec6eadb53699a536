"""What the addresses with arguments are opened with in tests/web/test_doors.py: objects of Brightwater Parcels.

Who adds an address with arguments adds a line to ARGUMENTS, keyed by its URL name (an operation of the API by
"api: " and its name), and, where it needs an object that is not here yet, a property to Things.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from functools import cached_property
from importlib.resources import files
from typing import Any

from allauth.account.forms import default_token_generator
from allauth.account.utils import user_pk_to_url_str
from allauth.mfa.models import Authenticator
from django.utils import timezone

from heard.web.answers.actions import Asks, give, thank
from heard.web.answers.models import Answer, Kudos
from heard.web.conversations.models import Conversation, Moment, SavedView
from heard.web.intake.models import ChatwootSource, Import
from heard.web.organisation.access import Role
from heard.web.organisation.models import StandardVersion
from heard.web.people.models import ApiToken, Invitation, Membership, Person, hash_of
from heard.web.privacy.models import Receipt
from heard.web.reviews.models import Agreed, Calibration, CalibrationConversation, Participant, QueueItem
from heard.web.standards.models import Exemplar, Trial
from tests.web.cast import MISSED, Cast, put

EVERYDAY = files("heard.standards").joinpath("builtin/everyday.toml").read_text("utf-8")

__all__ = ["ARGUMENTS", "OF_NO_ORGANISATION", "Things"]


class Things:
    """Objects of Brightwater Parcels, each made when it is first asked for."""

    def __init__(self, cast: Cast) -> None:
        self.cast = cast

    @cached_property
    def conversation(self) -> Conversation:
        """Of the agent of the cast; everybody who may read conversations may read it."""
        return put(self.cast.organisation, [MISSED], key="doors")[0]

    @cached_property
    def moment(self) -> Moment:
        """The first moment of that conversation."""
        return self.conversation.moments.order_by("place")[0]

    @cached_property
    def view(self) -> SavedView:
        """The analyst's, of the list of conversations."""
        return SavedView.objects.create(person=self.person, name="doors", query="result=missed")

    @cached_property
    def person(self) -> Person:
        """The analyst."""
        return self.cast[Role.ANALYST]

    @cached_property
    def membership(self) -> Membership:
        """The analyst's role."""
        return self.person.memberships.get()

    @cached_property
    def invitation(self) -> Invitation:
        """Open, with the secret "doors"."""
        return Invitation.objects.create(
            organisation=self.cast.organisation,
            email="nia@brightwater.test",
            name="Nia",
            role=Role.ANALYST,
            secret_hash=hash_of("doors"),
            invited_by=self.cast[Role.ADMIN],
            expires=timezone.now() + timedelta(days=1),
        )

    @cached_property
    def token(self) -> ApiToken:
        """The analyst's."""
        return ApiToken.objects.create(
            organisation=self.cast.organisation, person=self.person, name="doors", secret_hash=hash_of("token")
        )

    @cached_property
    def passkey(self) -> Authenticator:
        """The analyst's, as far as a list can show it."""
        return Authenticator.objects.create(
            user=self.person, type=Authenticator.Type.WEBAUTHN, data={"name": "Phone", "credential": {}}
        )

    @cached_property
    def answer(self) -> Answer:
        """The agent's, an appeal that nobody has decided."""
        return give(self.cast[Role.AGENT], self.moment, Asks("no_need", "Nothing was the matter."))

    @cached_property
    def kudos(self) -> Kudos:
        """From the lead to the agent."""
        return thank(self.cast[Role.LEAD], self.cast.agent, "You rang back on your own.")

    @cached_property
    def draft(self) -> StandardVersion:
        """Of a standard that this organisation alone has."""
        text = EVERYDAY.replace('name = "everyday"', 'name = "doors"', 1)
        return StandardVersion.objects.create(organisation=self.cast.organisation, name="doors", version=1, text=text)

    @cached_property
    def trial(self) -> Trial:
        """Of that draft."""
        return Trial.objects.create(draft=self.draft, text=self.draft.text, against="everyday@1", since=timezone.now())

    @cached_property
    def exemplar(self) -> Exemplar:
        """Of that moment."""
        return Exemplar.objects.create(
            organisation=self.cast.organisation,
            standard="everyday",
            criterion="recognised",
            meets=False,
            script="customer: My line is still charged.\nagent: Please provide the account number.",
            moment=self.moment,
        )

    @cached_property
    def receipt(self) -> Receipt:
        """Of a customer who was erased."""
        return Receipt.objects.create(
            organisation=self.cast.organisation, number=1, by_name="Manager Person", customer="0" * 64
        )

    @cached_property
    def queued(self) -> QueueItem:
        """That conversation, open to be judged."""
        return QueueItem.objects.create(
            organisation=self.cast.organisation,
            conversation=self.conversation,
            team=self.cast.north,
            reason="asked",
            place=0,
        )

    @cached_property
    def calibration(self) -> Calibration:
        """Of that conversation, in which the lead, the reviewer and the manager judge."""
        made = Calibration.objects.create(
            organisation=self.cast.organisation, title="Doors", standard="everyday", led_by=self.cast[Role.MANAGER]
        )
        CalibrationConversation.objects.create(calibration=made, conversation=self.conversation)
        for role in (Role.LEAD, Role.REVIEWER, Role.MANAGER):
            Participant.objects.create(calibration=made, person=self.cast[role])
        return made

    @cached_property
    def agreed(self) -> Agreed:
        """A note of that calibration."""
        return Agreed.objects.create(calibration=self.calibration, criterion="recognised", text="Name what happened.")

    @cached_property
    def brought(self) -> Import:
        """An import of the manager's, paused."""
        return Import.objects.create(
            organisation=self.cast.organisation, by=self.cast[Role.MANAGER], state="paused", why="doors"
        )

    @cached_property
    def chatwoot(self) -> ChatwootSource:
        """With a secret that nobody at the doors knows."""
        return ChatwootSource.objects.create(organisation=self.cast.organisation, key="doors", secret="doors")  # noqa: S106 — of nobody


def _pk(thing: str) -> Callable[[Things], dict[str, Any]]:
    return lambda things: {"pk": getattr(things, thing).pk}


ARGUMENTS: dict[str, Callable[[Things], dict[str, Any]]] = {
    # conversations
    "conversations:one": _pk("conversation"),
    "conversations:turn": lambda things: {"pk": things.conversation.pk, "index": 0},
    "conversations:rename_view": _pk("view"),
    "conversations:remove_view": _pk("view"),
    # people
    "people:invited": lambda things: {"token": "doors" if things.invitation.is_open else ""},
    "people:one": _pk("person"),
    "people:give_role": _pk("person"),
    "people:take_role": _pk("membership"),
    "people:deactivate": _pk("person"),
    "people:reactivate": _pk("person"),
    "people:reset_link": _pk("person"),
    "people:forget_factor": _pk("person"),
    "people:renew_invitation": _pk("invitation"),
    "people:revoke_invitation": _pk("invitation"),
    "people:agent": lambda things: {"pk": things.cast.agent.pk},
    "people:team": lambda things: {"pk": things.cast.north.pk},
    "people:remove_team": lambda things: {"pk": things.cast.north.pk},
    "people:revoke_token": _pk("token"),
    "account_reset_password_from_key": lambda things: {
        "uidb36": user_pk_to_url_str(things.person),
        "key": default_token_generator.make_token(things.person),
    },
    "mfa_edit_webauthn": _pk("passkey"),
    "mfa_remove_webauthn": _pk("passkey"),
    # answers
    "answers:give": _pk("moment"),
    "answers:withdraw": _pk("answer"),
    "answers:appeal": _pk("answer"),
    "answers:kudos_moment": _pk("moment"),
    "answers:kudos_conversation": _pk("conversation"),
    "answers:kudos_back": _pk("kudos"),
    # privacy
    **{
        f"privacy:{name}": lambda things: {"pk": things.conversation.customer_id}
        for name in ("customer", "customer_export", "erase")
    },
    "privacy:receipt": _pk("receipt"),
    "privacy:receipt_text": _pk("receipt"),
    "privacy:document": lambda _things: {"name": "limits"},
    # reviews
    **{f"reviews:{name}": _pk("queued") for name in ("take", "give-back", "skip", "put-back")},
    "reviews:review": _pk("conversation"),
    "reviews:ask": _pk("conversation"),
    "reviews:rule": lambda things: {"pk": things.conversation.pk, "place": things.moment.place},
    **{f"reviews:{name}": _pk("calibration") for name in ("calibration", "finish", "close", "agreed")},
    "reviews:forget-agreed": lambda things: {"pk": things.calibration.pk, "note": things.agreed.pk},
    # standards
    **{
        f"standards:{name}": lambda things: {"name": things.draft.name}
        for name in ("one", "draft", "check", "try", "adopt", "discard")
    },
    "standards:version": lambda things: {"name": things.draft.name, "version": things.draft.version},
    "standards:trial": _pk("trial"),
    "standards:exemplar": _pk("moment"),
    "standards:remove_exemplar": _pk("exemplar"),
    # conversations, by programs
    "api: conversation": lambda things: {"number": things.conversation.pk},
    # intake
    "intake:one": _pk("brought"),
    "intake:add": _pk("brought"),
    "intake:remove": lambda things: {"pk": things.brought.pk, "file": 1},
    "intake:begin": _pk("brought"),
    "intake:pause": _pk("brought"),
    "intake:go_on": _pk("brought"),
    "intake:cancel": _pk("brought"),
    "intake:discard": _pk("brought"),
    "intake:progress": _pk("brought"),
    "intake:rejects": _pk("brought"),
    "api: import_state": lambda things: {"number": things.brought.pk},
    "api: chatwoot": lambda things: {"key": things.chatwoot.key},
}

OF_NO_ORGANISATION = frozenset({"privacy:document"})  # addresses whose arguments name nothing that belongs to somebody
