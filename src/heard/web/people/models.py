"""Persons who sign in, the roles they have, the agents that conversations name, and how people come in."""

from __future__ import annotations

import secrets
from functools import cached_property
from hashlib import sha256
from typing import Any, ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from heard.web.organisation.access import Role
from heard.web.organisation.models import Organisation, Team

__all__ = ["Agent", "ApiToken", "Invitation", "Membership", "Person"]

ROLE_NAMES = {
    Role.AGENT: _("Agent"),
    Role.LEAD: _("Team lead"),
    Role.REVIEWER: _("Reviewer"),
    Role.MANAGER: _("Manager"),
    Role.ANALYST: _("Analyst"),
    Role.ADMIN: _("Administrator"),
}
ROLE_CHOICES = [(role.value, name) for role, name in ROLE_NAMES.items()]


class People(BaseUserManager["Person"]):
    """Makes persons."""

    def create_user(self, email: str, password: str | None = None, **facts: Any) -> Person:
        """A person who can sign in; without a password only by passkey or invitation."""
        person = self.model(email=self.normalize_email(email).lower(), **facts)
        person.set_password(password)
        person.save(using=self._db)
        return person

    def get_by_natural_key(self, username: str | None) -> Person:
        """By e-mail address, in any case."""
        return self.get(email__iexact=username)


class Person(AbstractBaseUser):
    """Somebody who signs in. Belongs to one organisation."""

    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="people")
    email = models.EmailField(_("e-mail address"), unique=True)
    name = models.CharField(_("name"), max_length=200)
    language = models.CharField(_("language"), max_length=10, blank=True)  # "": the organisation's
    is_active = models.BooleanField(default=True)  # False: left; can't sign in, is still named in what was decided
    joined = models.DateTimeField(auto_now_add=True)

    objects: ClassVar[People] = People()
    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["name"]

    class Meta:
        ordering: ClassVar = ["name"]
        verbose_name_plural = "people"

    def __str__(self) -> str:
        return self.name

    @cached_property
    def roles(self) -> frozenset[Role]:
        """Every role this person has, in whichever team."""
        return frozenset(Role(m.role) for m in self._held)

    @cached_property
    def led_teams(self) -> frozenset[int]:
        """Keys of the teams this person leads."""
        return frozenset(m.team_id for m in self._held if m.role == Role.LEAD and m.team_id is not None)

    @cached_property
    def own_teams(self) -> frozenset[int]:
        """Keys of the teams this person is in, in whichever role."""
        return frozenset(m.team_id for m in self._held if m.team_id is not None)

    @cached_property
    def agents(self) -> frozenset[int]:
        """Keys of the agents of the conversations that are this person."""
        return frozenset(self.agent_set.values_list("pk", flat=True))

    @cached_property
    def _held(self) -> list[Membership]:
        return list(self.memberships.all())


class Membership(models.Model):
    """A role that a person has, in a team or in the whole organisation."""

    person = models.ForeignKey(Person, models.CASCADE, related_name="memberships")
    role = models.CharField(_("role"), max_length=10, choices=ROLE_CHOICES)
    team = models.ForeignKey(
        Team, models.CASCADE, null=True, blank=True, related_name="memberships"
    )  # None: the whole organisation; agents and leads have one

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["person", "role", "team"], name="membership_once"),
            models.UniqueConstraint(
                fields=["person", "role"], condition=models.Q(team=None), name="membership_without_team_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person}: {self.role}"


class Agent(models.Model):
    """Somebody who answers customers, as conversations name them; a person once somebody says who that is."""

    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="agents")
    name = models.CharField(max_length=200)  # as in the conversations
    team = models.ForeignKey(Team, models.SET_NULL, null=True, blank=True, related_name="agents")
    person = models.ForeignKey(Person, models.SET_NULL, null=True, blank=True)
    first_seen = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering: ClassVar = ["name"]
        constraints: ClassVar = [models.UniqueConstraint(fields=["organisation", "name"], name="agent_name_once")]

    def __str__(self) -> str:
        return self.name


class Invitation(models.Model):
    """A link by which somebody comes in, once. Only a hash of its secret is kept."""

    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="invitations")
    email = models.EmailField(_("e-mail address"))
    name = models.CharField(_("name"), max_length=200)
    role = models.CharField(_("role"), max_length=10, choices=ROLE_CHOICES)
    team = models.ForeignKey(Team, models.CASCADE, null=True, blank=True)
    agent = models.ForeignKey(Agent, models.SET_NULL, null=True, blank=True)  # who they are in the conversations
    secret_hash = models.CharField(max_length=64, unique=True)
    invited_by = models.ForeignKey(Person, models.SET_NULL, null=True, related_name="+")
    created = models.DateTimeField(auto_now_add=True)
    expires = models.DateTimeField()
    used = models.DateTimeField(null=True, blank=True)  # None: still open

    def __str__(self) -> str:
        return self.email

    @property
    def is_open(self) -> bool:
        """True while it can be used."""
        return self.used is None and self.expires > timezone.now()


class ApiToken(models.Model):
    """A key for the API. Shown once when it is made; only its hash is kept."""

    SCOPES: ClassVar = ("conversations:write", "conversations:read", "insights:read")

    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="tokens")
    person = models.ForeignKey(Person, models.CASCADE, related_name="tokens")  # it may do no more than they may
    name = models.CharField(_("what it is for"), max_length=200)
    secret_hash = models.CharField(max_length=64, unique=True)
    scopes = models.JSONField(default=list)  # of SCOPES
    created = models.DateTimeField(auto_now_add=True)
    last_used = models.DateTimeField(null=True, blank=True)
    expires = models.DateTimeField(null=True, blank=True)
    revoked = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return self.name


def new_secret() -> tuple[str, str]:
    """A secret to be handed out once, and the hash of it that is kept."""
    secret = secrets.token_urlsafe(32)
    return secret, hash_of(secret)


def hash_of(secret: str) -> str:
    """The hash by which a secret of `new_secret` is found. A random secret needs no salt."""
    return sha256(secret.encode()).hexdigest()
