"""Every address and every operation of the API, as every role, as a stranger, and from another organisation.

An address that is not declared fails here, and so does one that opens to whom it is not declared to. Addresses with
arguments get them from tests/web/doors.py.
"""

from __future__ import annotations

import re
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.cookies import SimpleCookie
from typing import Any, NamedTuple

import pytest
from allauth.account.internal.flows import login as allauth
from django.db import transaction
from django.http import HttpResponse
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from heard.web.api import api
from heard.web.organisation.access import Role
from heard.web.people.access import MAY_DO, Token
from heard.web.people.models import ApiToken, Membership, Person, hash_of
from tests.web.cast import Cast
from tests.web.doors import ARGUMENTS, OF_NO_ORGANISATION, Things

OF_THE_API = frozenset({"openapi-json", "openapi-view", "api-root"})  # its description, open to everybody
API_WITHOUT_TOKEN = frozenset({"api: chatwoot"})  # proves by a signature who calls
METHODS = ("get", "post")


class Door(NamedTuple):
    """One address."""

    name: str  # "people:one"
    view: Any
    takes: frozenset[str]  # names of its arguments

    @property
    def open_to(self) -> frozenset[Role] | None:
        """The roles it is declared for; None: everybody, also strangers."""
        roles: frozenset[Role] | None = self.view.open_to
        return roles


class Operation(NamedTuple):
    """One operation of the API."""

    name: str  # "api: list_conversations"
    method: str
    path: str  # below /api/v1/, with {pk}
    auth: tuple[Any, ...]


def doors(resolver: URLResolver | None = None, spaces: tuple[str, ...] = ()) -> Iterator[Door]:
    """Every address that is no operation of the API."""
    for pattern in (resolver or get_resolver()).url_patterns:
        if isinstance(pattern, URLResolver):
            inner = (*spaces, pattern.namespace) if pattern.namespace else spaces
            if not (pattern.namespace or "").startswith("api-"):
                yield from doors(pattern, inner)
        elif isinstance(pattern, URLPattern):
            assert pattern.name, f"{pattern.pattern} has no name: every address has one, so that it can be walked"
            yield Door(":".join((*spaces, pattern.name)), pattern.callback, frozenset(pattern.pattern.regex.groupindex))


def operations() -> Iterator[Operation]:
    """Every operation of the API."""
    for router in api._get_bound_routers():
        for path, view in router.path_operations.items():
            for operation in view.operations:
                whole = "/".join(part.strip("/") for part in (router.prefix, path) if part.strip("/"))
                whole += "/" if path.endswith("/") and whole else ""
                name = f"api: {operation.view_func.__name__}"
                for method in operation.methods:
                    yield Operation(name, method.lower(), whole, tuple(operation.auth_callbacks))


# What is not declared or has no arguments fails in a test of its own; the others are walked all the same.
DOORS = [door for door in doors() if hasattr(door.view, "open_to") and (not door.takes or door.name in ARGUMENTS)]


@contextmanager
def undone() -> Iterator[None]:
    """What happens within is undone, so that no door opens or shuts another one."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


class Visitor:
    """Somebody at the doors."""

    def __init__(self, person: Person | None) -> None:
        self.client = Client(raise_request_exception=True)
        if person is not None:
            self.client.force_login(person)
            session = self.client.session  # as after signing in just now, so that allauth does not ask once more
            session[allauth.AUTHENTICATION_METHODS_SESSION_KEY] = [
                {"method": "password", "at": time.time(), "reauthenticated": True}
            ]
            session[allauth._AUTHENTICATION_METHODS_USER_SESSION_KEY] = str(person.pk)
            session.save()
        self.cookies = self.client.cookies.output(header="", sep=";")

    def knock(self, door: Door, things: Things, method: str) -> HttpResponse:
        """The answer of a door to `method`, with its arguments from the table and nothing typed."""
        given = arguments(door.name, door.takes, things)
        with undone():
            self.client.cookies = SimpleCookie(self.cookies)
            try:
                answer: HttpResponse = getattr(self.client, method)(reverse(door.name, kwargs=given))
                if getattr(answer, "streaming", False):
                    b"".join(answer)
            except Exception as broken:  # noqa: BLE001 — whatever it is, it is told at the end with the others
                answer = HttpResponse(status=500, reason=repr(broken)[:200])
        return answer


def arguments(name: str, takes: frozenset[str], things: Things) -> dict[str, Any]:
    """What the table gives for an address that takes arguments."""
    if not takes:
        return {}
    assert name in ARGUMENTS, (
        f"tests/web/doors.py has no arguments for {name!r}, which takes {sorted(takes)}: add a line"
    )
    given = ARGUMENTS[name](things)
    assert takes == set(given), f"tests/web/doors.py gives {name!r} {sorted(given)}, and it takes {sorted(takes)}"
    return given


@pytest.fixture
def visitors(cast: Cast) -> dict[Role | None, Visitor]:
    """Somebody of each role, and a stranger."""
    return {None: Visitor(None), **{role: Visitor(cast[role]) for role in Role}}


def elsewhere(cast: Cast) -> Person:
    """Somebody with every role, in another organisation."""
    for role in Role:
        Membership.objects.get_or_create(person=cast.stranger, role=role, team=None)
    return Person.objects.get(pk=cast.stranger.pk)


def test_every_address_says_to_whom_it_is_open() -> None:
    unsaid = [door.name for door in doors() if not hasattr(door.view, "open_to")]

    assert not unsaid, f"no @open_to and no @public on the views of {', '.join(unsaid)}"


def test_an_address_opens_to_the_roles_it_is_declared_for_and_to_no_other(
    cast: Cast, visitors: dict[Role | None, Visitor]
) -> None:
    things, wrong = Things(cast), []
    for door in DOORS:
        for role, visitor in visitors.items():
            answers = {method: visitor.knock(door, things, method) for method in METHODS}
            wrong += [
                f"{door.name} as {role or 'a stranger'}: {complaint}, it answers {_told(answers)}"
                for complaint in _complaints(door, role, answers)
            ]

    assert not wrong, "\n".join(wrong)


def test_what_belongs_to_another_organisation_is_not_there(cast: Cast) -> None:
    things, wrong = Things(cast), []
    visitor = Visitor(elsewhere(cast))
    for door in DOORS:
        if not door.takes or door.open_to is None or door.name in OF_NO_ORGANISATION:
            continue
        codes = [visitor.knock(door, things, method).status_code for method in METHODS]
        if 404 not in codes or not {404, 405}.issuperset(codes):  # 405: the other method was not looked at
            wrong.append(f"{door.name} answers somebody of another organisation {codes}")

    assert not wrong, "\n".join(wrong)


def test_every_address_with_arguments_has_some_in_the_table() -> None:
    missing = [f"{door.name} {sorted(door.takes)}" for door in doors() if door.takes and door.name not in ARGUMENTS]

    assert not missing, "tests/web/doors.py has no arguments for these; add a line for each:\n" + "\n".join(missing)


def test_every_table_entry_is_of_an_address_that_exists() -> None:
    known = {door.name for door in doors()} | {operation.name for operation in operations()}

    assert set(ARGUMENTS) <= known, f"tests/web/doors.py names {sorted(set(ARGUMENTS) - known)}, which do not exist"


def test_every_operation_of_the_api_asks_for_a_token_with_a_scope() -> None:
    bare = [
        operation.name
        for operation in operations()
        if operation.name not in API_WITHOUT_TOKEN
        and not (operation.auth and all(isinstance(asked, Token) for asked in operation.auth))
        and operation.name.removeprefix("api: ") not in OF_THE_API
    ]

    assert not bare, f"no Token on {', '.join(bare)}"


def test_an_operation_without_a_token_lets_nobody_in_who_proves_nothing(cast: Cast) -> None:
    things = Things(cast)
    answers = {op.name: _call(op, None, [], things) for op in operations() if op.name in API_WITHOUT_TOKEN}

    assert answers == dict.fromkeys(API_WITHOUT_TOKEN, 401)


def test_an_operation_opens_to_its_scope_for_the_roles_that_may_and_not_from_elsewhere(
    cast: Cast, settings: Any
) -> None:
    settings.HEARD_API_REFUSALS_PER_MINUTE = settings.HEARD_API_CALLS_PER_MINUTE = 10**9
    things, wrong = Things(cast), []
    outside = elsewhere(cast)
    for operation in operations():
        if not operation.auth:
            continue
        scope = operation.auth[0].scope
        for person in [None, outside, *(cast[role] for role in Role)]:
            for scopes in ([scope], [other for other in ApiToken.SCOPES if other != scope]):
                status = _call(operation, person, scopes, things)
                may = person is not None and scopes == [scope] and not person.roles.isdisjoint(MAY_DO[scope])
                said = f"{operation.method.upper()} {operation.path} as {person} with {scopes}: {status}"
                if status >= 500:
                    wrong.append(f"{said}, which is an error of ours")
                elif (status == 401) == may:
                    wrong.append(f"{said}, and it is {'' if may else 'not '}declared for them")
                elif may and person == outside and "{" in operation.path and status not in {404, 422}:
                    wrong.append(f"{said}, and the thing is of another organisation")

    assert not wrong, "\n".join(wrong)


def _complaints(door: Door, role: Role | None, answers: dict[str, HttpResponse]) -> Iterator[str]:
    """What is wrong with how a door answers. 405, a method that it does not have, is right before everybody."""
    codes = {answer.status_code for answer in answers.values()}
    if {code for code in codes if code >= 500} - ({503} if door.name == "ready" else set()):
        yield "this is an error of ours"
    elif door.open_to is None:
        return
    elif role is None:
        if not all(_asks_to_sign_in(answer) or answer.status_code == 405 for answer in answers.values()):
            yield "strangers are to be asked to sign in"
    elif role in door.open_to:
        if codes <= {403, 405} and not door.takes:  # with a thing in hand, the thing may be shut to them
            yield "it is declared for them, and is shut"
    elif not codes <= {403, 404, 405} or codes == {405}:
        yield "it is not declared for them"


def _told(answers: dict[str, HttpResponse]) -> str:
    return ", ".join(
        f"{method.upper()} {answer.status_code} {answer.reason_phrase}" for method, answer in answers.items()
    )


def _call(operation: Operation, person: Person | None, scopes: list[str], things: Things) -> int:
    takes = frozenset(re.findall(r"{(?:\w+:)?(\w+)}", operation.path))
    given = arguments(operation.name, takes, things)
    path = re.sub(r"{(?:\w+:)?(\w+)}", lambda found: str(given[found[1]]), operation.path)
    headers = {}
    with undone():
        if person is not None:
            ApiToken.objects.create(
                organisation=person.organisation, person=person, name="doors", secret_hash=hash_of("s"), scopes=scopes
            )
            headers["authorization"] = "Bearer s"
        client, method = Client(raise_request_exception=True), operation.method.upper()
        try:
            answer = client.generic(
                method, f"{reverse('home')}api/v1/{path}", headers=headers, content_type="application/json"
            )
        except Exception:  # noqa: BLE001 — whatever it is, it is told at the end with the others
            return 500
    return int(answer.status_code)


def _asks_to_sign_in(answer: HttpResponse) -> bool:
    return answer.status_code == 302 and answer.headers["Location"].startswith(reverse("account_login"))
