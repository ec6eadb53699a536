"""The examples of docs/reference/api.md answer as the page says, and the page on bringing in names what there is."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from heard.web.conversations.redaction import KINDS
from heard.web.intake.job import work
from heard.web.intake.models import STATES, Import
from heard.web.organisation.access import Role
from heard.web.organisation.models import REDACTIONS
from heard.web.people.models import ApiToken, hash_of
from tests.web.cast import Cast

DOCS = Path(__file__).parents[3] / "docs"
FENCE = re.compile(r"^```(http|json)\n(.*?)^```", re.MULTILINE | re.DOTALL)
TIMES = {"started", "finished"}


@pytest.mark.django_db
def test_each_example_of_the_api_page_answers_as_it_says(cast: Cast) -> None:
    ApiToken.objects.create(
        organisation=cast.organisation,
        person=cast[Role.MANAGER],
        name="docs",
        secret_hash=hash_of("s"),
        scopes=["conversations:write"],
    )
    client = Client(headers={"authorization": "Bearer s"})
    blocks = FENCE.findall((DOCS / "reference/api.md").read_text("utf-8"))
    number, answers = 1, []
    while blocks:
        (_, line), *blocks = blocks
        method, path = line.split(maxsplit=1)
        path = path.strip().replace("/imports/1", f"/imports/{number}")
        if method == "POST":
            (_, body), (_, status), (_, shown), *blocks = blocks
            answer = client.post(path, body, content_type="application/json")
            assert answer.status_code == int(status.split()[0])
            if answer.status_code == 202:
                number = Import.objects.get().pk
                work(number)
        else:
            (_, shown), *blocks = blocks
            answer = client.get(path)
            assert answer.status_code == 200
        expected = json.loads(shown.replace("/imports/1", f"/imports/{number}"))
        assert _steady(answer.json()) == _steady(expected | _numbers(expected, number))
        answers.append(path)

    assert len(answers) == 3


def test_the_page_on_the_api_names_every_state_a_program_can_see() -> None:
    page = (DOCS / "reference/api.md").read_text("utf-8")

    assert all(f"`{state}`" in page for state in STATES if state != "draft")


def test_the_page_on_bringing_in_names_everything_that_can_be_blacked_out() -> None:
    page = (DOCS / "how-to/bring-in.md").read_text("utf-8")

    assert all(f"`{instead}`" in page for instead in KINDS.values())
    assert set(KINDS) == set(REDACTIONS)


def _numbers(expected: dict[str, Any], number: int) -> dict[str, Any]:
    return {key: number for key in ("id", "import_id") if key in expected}


def _steady(answer: dict[str, Any]) -> dict[str, Any]:
    return {key: bool(value) if key in TIMES else value for key, value in answer.items()}
