"""Calibrations: everybody for themselves, then together; what they show switches a criterion off, and back on."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from heard.web.conversations.models import Conversation
from heard.web.organisation.access import Role
from heard.web.organisation.models import AuditEntry, CriterionAgreement
from heard.web.people.models import Person
from heard.web.reviews import actions
from heard.web.reviews.models import Agreed, Calibration, Participant
from heard.web.reviews.said import HEARD, said_in, steps
from tests.web.cast import MET, MISSED, Cast, put
from tests.web.reviews.hands import another, filled, judge

As = Callable[[Role | None], Client]


def talks(cast: Cast, n: int, key: str = "talk") -> list[Conversation]:
    """`n` conversations, met and missed by turns, each a little other than the one before."""
    scripts = [(MET if i % 2 else MISSED) + f"customer: {key} {i}.\nagent: Yes, {i}." for i in range(n)]
    return sorted(put(cast.organisation, scripts, key=key), key=lambda row: row.began)


@pytest.fixture
def both(cast: Cast) -> tuple[Person, Person]:
    """Two who judge."""
    return cast[Role.REVIEWER], another(cast.organisation, "Rae")


def begun(cast: Cast, people: tuple[Person, ...], rows: list[Conversation]) -> Calibration:
    return actions.begin(cast[Role.MANAGER], "October", "everyday", people, rows)


def client_of(person: Person) -> Client:
    client = Client()
    client.force_login(person)
    return client


def page(calibration: Calibration) -> str:
    return reverse("reviews:calibration", args=[calibration.pk])


def test_nobody_sees_the_others_or_the_engine_until_they_have_finished(cast: Cast, both: tuple[Person, Person]) -> None:
    one, other = both
    rows = talks(cast, 2)
    calibration = begun(cast, both, rows)
    for row in rows:
        judge(one, row, {"recognised": "missed"}, note="The secret of the first")
        judge(one, row, {"recognised": "missed"}, needs={0: (1, 0)}, note="The secret of the first")

    theirs = client_of(other).get(page(calibration)).content.decode()
    form = client_of(other).get(reverse("reviews:review", args=[rows[0].pk])).content.decode()
    mine = client_of(one).get(reverse("reviews:review", args=[rows[0].pk])).content.decode()
    manager = client_of(cast[Role.MANAGER]).get(page(calibration)).content.decode()

    assert "Who said what" not in theirs + manager
    assert "The secret of the first" not in theirs + form + manager
    assert rows[0].record.analysis["moments"][0]["why"] not in mine  # the engine is one of the judges
    assert client_of(one).get(reverse("reviews:rule", args=[rows[0].pk, 0])).status_code == 404


def test_who_has_finished_sees_those_who_have_finished(cast: Cast, both: tuple[Person, Person]) -> None:
    one, other = both
    (row,) = talks(cast, 1)
    calibration = begun(cast, both, [row])
    judge(one, row, needs={0: (2, 1)})
    judge(other, row, {"recognised": "missed"})

    client_of(one).post(reverse("reviews:finish", args=[calibration.pk]))
    alone = client_of(one).get(page(calibration)).content.decode()
    client_of(other).post(reverse("reviews:finish", args=[calibration.pk]))
    together = client_of(one).get(page(calibration)).content.decode()

    assert "Who said what" in alone
    assert "Rae</th>" not in alone
    assert "Rae</th>" in together
    assert "Talk about these first" in together


def test_nobody_finishes_before_everything_is_judged(cast: Cast, both: tuple[Person, Person]) -> None:
    rows = talks(cast, 3)
    calibration = begun(cast, both, rows)
    judge(both[0], rows[0])

    html = client_of(both[0]).post(reverse("reviews:finish", args=[calibration.pk]), follow=True).content.decode()

    assert "2 conversations are still to be judged." in html
    assert not Participant.objects.filter(finished__isnull=False).exists()


def test_a_review_in_an_open_calibration_leads_back_to_it_and_can_be_changed_blindly(
    cast: Cast, both: tuple[Person, Person]
) -> None:
    (row,) = talks(cast, 1)
    calibration = begun(cast, both, [row])
    client = client_of(both[0])
    url = reverse("reviews:review", args=[row.pk])

    posted = client.post(url, filled(row))
    client.post(url, filled(row, {"recognised": "missed"}))

    assert posted["Location"] == page(calibration)
    assert list(both[0].reviews.values_list("version", "blind").order_by("version")) == [(1, True), (2, True)]
    (said,) = [s for s in said_in(calibration, [both[0].pk]) if s.name == "recognised"]
    assert said.values[str(both[0].pk)] == "missed"


def test_what_was_judged_with_the_engines_view_in_sight_is_not_counted(cast: Cast, both: tuple[Person, Person]) -> None:
    (row,) = talks(cast, 1)
    calibration = begun(cast, both, [row])
    judge(both[0], row)
    actions.finish(Participant.objects.get(person=both[0]))
    judge(both[0], row, "missed")  # now they know

    (said,) = [s for s in said_in(calibration, [both[0].pk]) if s.name == "recognised"]

    assert said.values[str(both[0].pk)] == "met"


def test_disagreements_come_furthest_apart_first_with_the_customers_words(
    cast: Cast, both: tuple[Person, Person]
) -> None:
    third = another(cast.organisation, "Third")
    first, second = talks(cast, 2)
    calibration = begun(cast, (*both, third), [first, second])
    for person, level in zip((*both, third), (0, 1, 1), strict=True):
        judge(person, first, needs={0: (level, 1)})
    for person, level in zip((*both, third), (-1, 3, 3), strict=True):
        judge(person, second, {"respected": "missed"} if person == third else "met", needs={0: (level, 1)})

    order = steps(said_in(calibration, [p.pk for p in (*both, third)]))

    assert [(s.conversation, s.name) for s in order] == [
        (second.pk, "recognition"),
        (second.pk, "respected"),
        (first.pk, "recognition"),
    ]
    assert order[0].words.startswith("I'm worried sick")
    assert order[0].apart == 1.0


def test_alpha_is_counted_among_people_and_with_heard_as_one_of_them(cast: Cast, both: tuple[Person, Person]) -> None:
    rows = talks(cast, 12)
    calibration = begun(cast, both, rows)
    for i, row in enumerate(rows):
        for person in both:
            judge(person, row, {"recognised": "missed" if i % 2 else "met"})  # the opposite of what Heard says

    results = {m["name"]: m for m in actions.measure(calibration, resamples=40)["measures"]}

    assert results["recognised"]["people"]["alpha"] == 1.0
    assert results["recognised"]["with_heard"]["alpha"] < 0
    assert results["recognised"]["people"]["judged"] == 12
    assert results["acted-on"]["people"]["alpha"] is None  # everybody said met every time
    assert agreement(cast).for_individuals  # it is people who have to agree, not people and Heard


def calibrated(cast: Cast, both: tuple[Person, Person], n: int, *, agreeing: bool, key: str) -> Calibration:
    rows = talks(cast, n, key)
    calibration = begun(cast, both, rows)
    for i, row in enumerate(rows):
        judge(both[0], row, {"recognised": "met" if i % 2 else "missed"})
        judge(both[1], row, {"recognised": "met" if (i + (0 if agreeing else i // 2)) % 2 else "missed"})
    actions.close(cast[Role.MANAGER], calibration)
    actions.measure(calibration, resamples=20)
    return calibration


def agreement(cast: Cast) -> CriterionAgreement:
    return CriterionAgreement.objects.get(organisation=cast.organisation, standard="everyday", criterion="recognised")


def test_a_criterion_on_which_people_cant_agree_is_not_for_individuals_until_a_later_calibration(
    cast: Cast, both: tuple[Person, Person]
) -> None:
    off = calibrated(cast, both, 12, agreeing=False, key="first")

    assert not agreement(cast).for_individuals
    assert "Not for individuals" in client_of(both[0]).get(page(off)).content.decode()
    assert AuditEntry.objects.filter(did="criterion not for individuals").exists()

    calibrated(cast, both, 12, agreeing=True, key="second")

    assert agreement(cast).for_individuals
    assert AuditEntry.objects.filter(did="criterion back for individuals").exists()


def test_too_few_conversations_switch_nothing_and_hide_no_larger_calibration(
    cast: Cast, both: tuple[Person, Person]
) -> None:
    calibrated(cast, both, 8, agreeing=False, key="small")
    assert agreement(cast).for_individuals

    calibrated(cast, both, 12, agreeing=False, key="large")
    calibrated(cast, both, 8, agreeing=True, key="again")

    assert (agreement(cast).for_individuals, agreement(cast).judged) == (False, 12)


def test_where_alpha_cant_be_said_the_criterion_stays_as_it_was(cast: Cast, both: tuple[Person, Person]) -> None:
    calibrated(cast, both, 12, agreeing=False, key="first")
    rows = talks(cast, 12, "same")
    calibration = begun(cast, both, rows)
    for row in rows:
        for person in both:
            judge(person, row)
    actions.measure(calibration, resamples=20)

    assert not agreement(cast).for_individuals


def test_closing_asks_first_has_it_counted_by_the_worker_and_is_for_who_leads(
    cast: Cast, both: tuple[Person, Person], settings: Any
) -> None:
    settings.TASKS = {"default": {"BACKEND": "django_tasks.backends.immediate.ImmediateBackend"}}
    (row,) = talks(cast, 1)
    calibration = begun(cast, both, [row])
    judge(both[0], row)
    judge(both[1], row)
    url = reverse("reviews:close", args=[calibration.pk])

    assert client_of(both[0]).post(url).status_code == 403
    assert "Not finished yet: Rae, Reviewer Person." in client_of(cast[Role.MANAGER]).get(url).content.decode()
    html = client_of(cast[Role.MANAGER]).post(url, follow=True).content.decode()

    assert "How far you agree" in html
    assert "can’t be said" in html
    calibration.refresh_from_db()
    assert calibration.results["measures"]


def test_names_are_for_who_takes_part(cast: Cast, both: tuple[Person, Person]) -> None:
    (row,) = talks(cast, 1)
    calibration = begun(cast, both, [row])
    judge(both[0], row)
    judge(both[1], row)
    actions.close(cast[Role.MANAGER], calibration)
    boss = another(cast.organisation, "Boss", Role.MANAGER)

    outside = client_of(boss).get(page(calibration)).content.decode().split("<aside")[0]

    assert "Judge 1" in outside
    assert "Rae" not in outside
    assert "Rae" in client_of(both[0]).get(page(calibration)).content.decode().split("<aside")[0]


def test_only_who_takes_part_leads_or_manages_opens_it(cast: Cast, both: tuple[Person, Person]) -> None:
    calibration = begun(cast, both, talks(cast, 1))
    outsider = another(cast.organisation, "Outsider")

    assert client_of(outsider).get(page(calibration)).status_code == 404
    assert client_of(cast.stranger).get(page(calibration)).status_code == 404
    assert client_of(cast[Role.AGENT]).get(page(calibration)).status_code == 403
    assert client_of(both[0]).get(page(calibration)).status_code == 200


def test_a_calibration_is_begun_with_what_everybody_may_judge_and_nobody_has(
    cast: Cast, both: tuple[Person, Person]
) -> None:
    rows = talks(cast, 4)
    (souths,) = put(cast.organisation, [MET], agent="Bo", key="south")
    judge(both[0], rows[0])
    client = client_of(cast[Role.MANAGER])
    form = {"title": "October", "standard": "everyday", "drawn": 9, "people": [both[0].pk, cast[Role.LEAD].pk]}

    alone = client.post(reverse("reviews:begin"), form | {"people": [both[0].pk]})
    unfit = client.post(reverse("reviews:begin"), form | {"named": f"{souths.key}\n{rows[0].key}"})
    client.post(reverse("reviews:begin"), form | {"named": rows[1].key})

    assert "two people or more" in alone.content.decode()
    assert f"{souths.key}, {rows[0].key}" in unfit.content.decode()
    assert set(Calibration.objects.get().conversations.all()) == set(rows[1:])


def test_what_was_agreed_is_noted_with_an_example_and_can_be_removed(cast: Cast, both: tuple[Person, Person]) -> None:
    (row,) = talks(cast, 1)
    calibration = begun(cast, both, [row])
    judge(both[0], row, needs={0: (0, 0)})
    judge(both[1], row, needs={0: (3, 2)})
    actions.close(cast[Role.MANAGER], calibration)
    client = client_of(both[0])
    note = {"criterion": "recognition", "text": "A question for the number denies it.", "kind": "counter"}

    wrong = client.post(reverse("reviews:agreed", args=[calibration.pk]), note).content.decode()
    client.post(reverse("reviews:agreed", args=[calibration.pk]), note | {"example": f"{row.pk}-1"})

    assert "Choose the words that are the example." in wrong
    agreed = Agreed.objects.get()
    assert agreed.quote == "Please provide the account number."
    html = client.get(page(calibration)).content.decode()
    assert "A question for the number denies it." in html
    assert (
        client_of(both[1]).post(reverse("reviews:forget-agreed", args=[calibration.pk, agreed.pk])).status_code == 403
    )
    client.post(reverse("reviews:forget-agreed", args=[calibration.pk, agreed.pk]))
    assert not Agreed.objects.exists()


def test_pages_take_as_many_queries_for_many_as_for_few(
    cast: Cast, both: tuple[Person, Person], django_assert_max_num_queries: Any
) -> None:
    rows = talks(cast, 8)
    calibration = begun(cast, both, rows)
    for row in rows:
        for person in both:
            judge(person, row, needs={0: (1, 1)})
    client = client_of(both[0])
    client.get(reverse("reviews:queue"))  # the session is there
    with django_assert_max_num_queries(14):
        client.get(page(calibration))
    actions.close(cast[Role.MANAGER], calibration)

    with django_assert_max_num_queries(20):
        client.get(page(calibration))
    with django_assert_max_num_queries(8):
        client.get(reverse("reviews:calibrations"))


def test_the_engine_is_among_the_judges_by_what_it_found_on_that_day(cast: Cast, both: tuple[Person, Person]) -> None:
    (row,) = talks(cast, 1)
    calibration = begun(cast, both, [row])
    judge(both[0], row, needs={0: (2, 2)})

    said = {s.name: s for s in said_in(calibration, [both[0].pk]) if s.turn in (None, 0)}

    engine = row.record.analysis["moments"][0]
    assert said["recognition"].values[HEARD] == engine["recognition"]
    assert said["need"].values[HEARD] is True
    assert said["recognised"].values[HEARD] == "missed"
