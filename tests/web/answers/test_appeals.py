"""The list of appeals: the most pressing on top, and constant work however many there are."""

from __future__ import annotations

import csv
from collections.abc import Callable
from datetime import timedelta
from io import StringIO

from django.http import StreamingHttpResponse
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from heard.web.answers.models import Answer
from heard.web.answers.queries import A_PAGE
from heard.web.organisation.access import Role
from heard.web.organisation.models import AuditEntry
from tests.web.answers.helpers import MISSED, WHY, appeal, decided, moment
from tests.web.cast import Cast

SignedIn = Callable[[Role | None], Client]


def several(cast: Cast, how_many: int) -> list[Answer]:
    """Open appeals, the deadlines a day apart, the last one first."""
    found = []
    for number in range(how_many):
        answer = appeal(cast, moment(cast, f"{MISSED}\n agent: {number}", key=f"a{number}"))
        Answer.objects.filter(pk=answer.pk).update(deadline=timezone.now() + timedelta(days=how_many - number))
        found.append(answer)
    return found


def test_overdue_ones_stand_on_top_and_are_marked(cast: Cast, as_: SignedIn) -> None:
    answers = several(cast, 3)
    Answer.objects.filter(pk=answers[0].pk).update(deadline=timezone.now() - timedelta(days=1))

    page = as_(Role.LEAD).get("/moments/appeals")

    assert [row.answer.pk for row in page.context["page"].rows] == [answers[i].pk for i in (0, 2, 1)]
    assert page.content.decode().count("Overdue:") == 1
    assert page.context["page"].overdue == 1


def test_decided_ones_have_their_own_page_the_newest_first(cast: Cast, as_: SignedIn) -> None:
    first, second, _ = several(cast, 3)
    decided(second, cast[Role.LEAD], "declined", "Not named.")
    decided(first, cast[Role.LEAD])

    page = as_(Role.LEAD).get("/moments/appeals?show=decided")

    assert [row.answer.pk for row in page.context["page"].rows] == [first.pk, second.pk]
    assert "Not named." in page.content.decode()
    assert page.context["page"].open == 1


def test_every_appeal_is_on_one_page_only(cast: Cast, as_: SignedIn) -> None:
    several(cast, A_PAGE + 3)
    lead = as_(Role.LEAD)

    first = lead.get("/moments/appeals")
    second = lead.get("/moments/appeals" + first.context["older"])

    shown = [row.answer.pk for page in (first, second) for row in page.context["page"].rows]
    assert len(shown) == len(set(shown)) == A_PAGE + 3
    assert not second.context["older"]


def test_context_and_ones_own_are_not_on_the_list(cast: Cast, as_: SignedIn) -> None:
    appeal(cast, kind="context")
    cast[Role.AGENT].memberships.create(role=Role.LEAD, team=cast.north)
    appeal(cast, moment(cast, f"{MISSED}\n agent: Yes.", key="own"))

    assert not as_(Role.AGENT).get("/moments/appeals").context["page"].rows
    assert len(as_(Role.LEAD).get("/moments/appeals").context["page"].rows) == 1


def test_the_list_asks_as_often_for_many_as_for_few(
    cast: Cast, as_: SignedIn, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    several(cast, 12)
    lead = as_(Role.LEAD)
    lead.get("/moments/appeals")  # a session's first page also writes that the session began

    with django_assert_max_num_queries(9):
        lead.get("/moments/appeals")


def test_one_appeal_asks_a_bounded_number_of_times(
    cast: Cast, as_: SignedIn, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    (answer,) = several(cast, 1)
    decided(answer, cast[Role.LEAD])
    decided(answer, cast[Role.MANAGER], "declined")
    reviewer = as_(Role.REVIEWER)
    reviewer.get("/moments/appeals")

    with django_assert_max_num_queries(14):
        reviewer.get(f"/moments/appeals/{answer.pk}")


def test_the_table_holds_no_name_and_no_words_and_is_logged(cast: Cast, as_: SignedIn) -> None:
    cast.north.name = "=HYPERLINK(1)"
    cast.north.save()
    several(cast, 2)

    sheet = as_(Role.MANAGER).get("/moments/appeals.csv")

    assert isinstance(sheet, StreamingHttpResponse)
    text = b"".join(sheet).decode("utf-8-sig")  # type: ignore[arg-type]  # a plain iterator of bytes
    rows = list(csv.reader(StringIO(text)))
    assert len(rows) == 3
    assert rows[1][2] == "'=HYPERLINK(1)"
    assert not [word for word in (WHY, "Ada", "My father", str(cast[Role.AGENT])) if word in text]
    assert AuditEntry.objects.filter(did="exported appeals", person_id=cast[Role.MANAGER].pk).exists()


def test_who_reads_an_appeal_is_logged_and_the_agent_reading_their_own_is_not(cast: Cast, as_: SignedIn) -> None:
    answer = appeal(cast)

    as_(Role.AGENT).get(f"/moments/appeals/{answer.pk}")
    as_(Role.LEAD).get(f"/moments/appeals/{answer.pk}")

    assert [e.person_id for e in AuditEntry.objects.filter(did="saw answer")] == [cast[Role.LEAD].pk]


def test_words_of_a_conversation_are_never_markup(cast: Cast, as_: SignedIn) -> None:
    script = MISSED + "\n agent: <script>alert(1)</script><img src=x onerror=alert(1)>"
    answer = appeal(cast, moment(cast, script), words="<svg onload=alert(2)>")
    decided(answer, cast[Role.LEAD], "declined", "<b>No</b>")

    for role, address in (
        (Role.AGENT, "/moments/"),
        (Role.AGENT, f"/moments/appeals/{answer.pk}"),
        (Role.LEAD, "/moments/appeals?show=decided"),
    ):
        page = as_(role).get(address).content.decode()
        assert "<svg onload" not in page
        assert "<b>No</b>" not in page
        assert "<img src=x" not in page
        assert "alert(1)</script>" not in page
