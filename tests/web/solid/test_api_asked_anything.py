"""Whatever a program asks that the API's description allows, and much that it does not: an answer as described, never a 500."""

from __future__ import annotations

from typing import Any

import pytest
import schemathesis
from django.urls import reverse
from hypothesis import HealthCheck, Phase, given
from hypothesis import settings as hypothesis
from schemathesis import Case

from heard.web.organisation.access import Role
from heard.web.people.models import ApiToken, Membership, new_secret
from heard.web.wsgi import application
from tests.web.cast import Cast, put

schemathesis.checks.load_all_checks()
CHECKS = [
    schemathesis.checks.CHECKS.get_one(name)
    for name in (
        "not_a_server_error",
        "response_schema_conformance",
        "content_type_conformance",
        "status_code_conformance",
    )
]
EXAMPLES = 40  # for each operation; the same ones each time


@pytest.fixture
def token(cast: Cast, settings: Any) -> str:
    """Of somebody who may do everything that the API offers."""
    settings.HEARD_API_CALLS_PER_MINUTE = settings.HEARD_API_REFUSALS_PER_MINUTE = 10**9
    put(cast.organisation)
    for role in Role:
        Membership.objects.get_or_create(person=cast[Role.MANAGER], role=role, team=None)
    secret, digest = new_secret()
    ApiToken.objects.create(
        organisation=cast.organisation,
        person=cast[Role.MANAGER],
        name="anything",
        secret_hash=digest,
        scopes=list(ApiToken.SCOPES),
    )
    return secret


@pytest.mark.django_db(transaction=True)  # as served: each request has a connection of its own where it needs one
def test_the_api_answers_as_it_says_whatever_it_is_asked(token: str) -> None:
    schema = schemathesis.openapi.from_wsgi(reverse("api-1:openapi-json"), application)
    operations = [found.ok() for found in schema.get_all_operations()]
    asked: dict[str, int] = {}

    for operation in operations:

        @hypothesis(
            max_examples=EXAMPLES,
            derandomize=True,
            database=None,
            deadline=None,
            phases=[Phase.explicit, Phase.generate],
            suppress_health_check=list(HealthCheck),
        )
        @given(case=operation.as_strategy())
        def ask(case: Case) -> None:
            answer = case.call(headers={"Authorization": f"Bearer {token}", "Host": "localhost"})
            assert answer.status_code < 500, f"{case.method} {case.path}: {answer.status_code}"
            case.validate_response(answer, checks=CHECKS)
            asked[case.operation.label] = asked.get(case.operation.label, 0) + 1

        ask()

    assert len(asked) == len(operations) >= 5
    assert min(asked.values()) > 1
