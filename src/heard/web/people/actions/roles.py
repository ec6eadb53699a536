"""What people may do here: roles given and taken, people who leave and come back, and help to sign in again."""

from __future__ import annotations

from allauth.account.forms import default_token_generator
from allauth.account.utils import user_pk_to_url_str
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.core.exceptions import ValidationError
from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from heard.web.organisation.access import Role
from heard.web.organisation.actions import log
from heard.web.organisation.models import Organisation, Team
from heard.web.people.models import Membership, Person

__all__ = ["deactivate", "forget_second_factor", "give_role", "path_to_new_password", "reactivate", "take_role"]

IN_A_TEAM = frozenset({Role.AGENT, Role.LEAD})  # roles that mean nothing without one


@transaction.atomic
def give_role(person: Person, role: Role, team: Team | None, by: Person) -> Membership:
    """Gives `person` a role; agents and leads in a team, the others in the whole organisation."""
    if (role in IN_A_TEAM) != (team is not None):
        raise ValueError("agents and leads have a team, the others none")
    held, made = Membership.objects.get_or_create(person=person, role=role, team=team)
    if not made:
        raise ValidationError(_("%(name)s has this role already."), params={"name": person.name})
    log(by.organisation, by, "gave role", f"person {person.pk}", role=str(role), team=str(team or ""))
    return held


@transaction.atomic
def take_role(held: Membership, by: Person) -> None:
    """Takes a role away. Raises ValidationError for the last administrator, and for a person's last role."""
    person = held.person
    if held.role == Role.ADMIN:
        _keep_an_administrator(person)
    if person.memberships.count() == 1:
        raise ValidationError(
            _("This is the only role of %(name)s. Give another one first, or deactivate the account."),
            params={"name": person.name},
        )
    log(by.organisation, by, "took role", f"person {person.pk}", role=held.role, team=str(held.team or ""))
    held.delete()


@transaction.atomic
def deactivate(person: Person, by: Person) -> None:
    """Ends every session and token of `person`, who can't sign in any more. What they decided keeps their name."""
    if person.pk == by.pk:
        raise ValidationError(_("Your own account is deactivated by another administrator."))
    _keep_an_administrator(person)
    person.is_active = False
    person.save(update_fields=["is_active"])
    person.tokens.filter(revoked=None).update(revoked=timezone.now())
    for session in UserSession.objects.filter(user=person):
        session.end()
    log(by.organisation, by, "deactivated person", f"person {person.pk}")


@transaction.atomic
def reactivate(person: Person, by: Person) -> None:
    """Lets somebody back in, with the roles they had. Tokens stay revoked."""
    person.is_active = True
    person.save(update_fields=["is_active"])
    log(by.organisation, by, "reactivated person", f"person {person.pk}")


def path_to_new_password(person: Person, by: Person) -> str:
    """A path that lets `person` choose a new password: once, for as long as settings.PASSWORD_RESET_TIMEOUT says."""
    key = default_token_generator.make_token(person)
    log(by.organisation, by, "made link for new password", f"person {person.pk}")
    return reverse("account_reset_password_from_key", kwargs={"uidb36": user_pk_to_url_str(person), "key": key})


@transaction.atomic
def forget_second_factor(person: Person, by: Person) -> None:
    """Removes every second factor and passkey of somebody who has lost theirs. They sign in by password again."""
    Authenticator.objects.filter(user=person).delete()
    log(by.organisation, by, "removed second factor", f"person {person.pk}")


def _keep_an_administrator(person: Person) -> None:
    """Raises ValidationError if nobody but `person` administers the organisation. Locks it, so that two can't both leave."""
    Organisation.objects.select_for_update().get(pk=person.organisation_id)
    administrators = Person.objects.filter(
        organisation=person.organisation_id, is_active=True, memberships__role=Role.ADMIN
    )
    if administrators.filter(pk=person.pk).exists() and not administrators.exclude(pk=person.pk).exists():
        raise ValidationError(
            _("%(name)s is the only administrator. Make somebody else one first."), params={"name": person.name}
        )
