"""How people come in: the first set-up, and invitations by link."""

from __future__ import annotations

from datetime import timedelta

from django.conf import settings
from django.contrib.sites.models import Site
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from heard.web.organisation.access import Role
from heard.web.organisation.actions import log
from heard.web.organisation.models import Organisation, Team
from heard.web.people.models import Agent, Invitation, Membership, Person, new_secret

__all__ = ["AlreadySetUp", "accept", "invite", "renew", "revoke_invitation", "set_up"]

INVITED_FOR = timedelta(days=7)


class AlreadySetUp(Exception):
    """There is an organisation; set-up happens once."""


@transaction.atomic
def set_up(
    *, organisation: str, name: str, email: str, password: str, language: str = "en-gb", team: str = "", host: str = ""
) -> Person:
    """Makes the organisation and its first person, who is administrator and manager. Raises AlreadySetUp the second time.

    Of two who do so at once, one wins: SQLite lets one writer in at a time, and PostgreSQL waits for the row of the site.
    """
    site, _made = Site.objects.select_for_update().get_or_create(
        pk=settings.SITE_ID, defaults={"domain": host or "localhost", "name": organisation[:50]}
    )
    if Organisation.objects.exists():
        raise AlreadySetUp
    site.name, site.domain = organisation[:50], (host or "localhost")[:100]  # what a passkey says it is for
    site.save()
    made = Organisation.objects.create(name=organisation, language=language)
    person = Person.objects.create_user(email, password, name=name, organisation=made)
    Membership.objects.bulk_create(Membership(person=person, role=role) for role in (Role.ADMIN, Role.MANAGER))
    if team:
        Team.objects.create(organisation=made, name=team)
    log(made, person, "set up organisation", made.name)
    return person


@transaction.atomic
def invite(by: Person, *, name: str, email: str, role: Role, team: Team | None = None, agent: str = "") -> str:
    """Invites somebody and returns the secret of their link, which is kept nowhere.

    `agent` is the name under which they answer customers in the conversations; "" if they don't.
    """
    known = None
    if agent:
        known, _made = Agent.objects.get_or_create(
            organisation=by.organisation, name=agent, defaults={"team": team if role == Role.AGENT else None}
        )
    secret, secret_hash = new_secret()
    made = Invitation.objects.create(
        organisation=by.organisation,
        email=email.lower(),
        name=name,
        role=role,
        team=team,
        agent=known,
        secret_hash=secret_hash,
        invited_by=by,
        expires=timezone.now() + INVITED_FOR,
    )
    log(by.organisation, by, "invited person", f"invitation {made.pk}", email=made.email, role=str(role))
    return secret


@transaction.atomic
def renew(invitation: Invitation, by: Person) -> str:
    """Replaces the link of an unused invitation: the old one stops working, the new one runs for its full time."""
    secret, invitation.secret_hash = new_secret()
    invitation.expires = timezone.now() + INVITED_FOR
    invitation.save(update_fields=["secret_hash", "expires"])
    log(by.organisation, by, "renewed invitation", f"invitation {invitation.pk}", email=invitation.email)
    return secret


@transaction.atomic
def revoke_invitation(invitation: Invitation, by: Person) -> None:
    """Takes an unused invitation back."""
    log(by.organisation, by, "revoked invitation", f"invitation {invitation.pk}", email=invitation.email)
    invitation.delete()


@transaction.atomic
def accept(invitation: Invitation, password: str) -> Person:
    """Makes the person that the invitation is for. Raises ValidationError where it was used meanwhile."""
    now = timezone.now()
    if not Invitation.objects.filter(pk=invitation.pk, used=None, expires__gt=now).update(used=now):
        raise ValidationError(_("This invitation has been used already, or has run out."))
    if Person.objects.filter(email__iexact=invitation.email).exists():
        raise ValidationError(_("Somebody with this e-mail address is here already. Sign in instead."))
    person = Person.objects.create_user(
        invitation.email, password, name=invitation.name, organisation=invitation.organisation
    )
    Membership.objects.create(person=person, role=invitation.role, team=invitation.team)
    agent = invitation.agent
    if agent and agent.person_id is None:
        agent.person = person
        agent.team = agent.team or (invitation.team if invitation.role == Role.AGENT else None)
        agent.save(update_fields=["person", "team"])
    log(invitation.organisation, person, "accepted invitation", f"invitation {invitation.pk}")
    return person
