"""A standard is written, checked as it is typed, tried on real conversations, adopted, and explains old judgements."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from heard.standards import builtin_text
from heard.web.conversations.actions import remove
from heard.web.organisation.access import Role
from heard.web.organisation.models import AuditEntry, StandardVersion
from heard.web.organisation.queries import standard_in_use
from heard.web.standards.actions import NotAdopted, adopt, begin_trial, draft, run_trial, save
from heard.web.standards.models import Exemplar, Trial
from heard.web.standards.texts import check
from tests.web.cast import MISSED, Cast, put

As = Callable[[Role | None], Client]

LENIENT = (
    builtin_text("everyday")
    .replace("version = 1", "version = 2")
    .replace("recognition = 2\naction = 1", "recognition = 1\naction = 1", 1)
)


def test_a_draft_begins_as_the_next_version_of_what_is_in_use(cast: Cast) -> None:
    made = draft(cast[Role.MANAGER], "everyday")

    assert made.reference == "everyday@2"
    assert check(made.text, name="everyday", version=2).problems == ()
    assert standard_in_use(cast.organisation).reference == "everyday@1"
    assert draft(cast[Role.MANAGER], "everyday") == made


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (("version = 2", "version = 7"), "version: must be 2"),
        (('name = "everyday"', 'name = "other"'), "name: must stay"),
        (('title = "Recognised"', 'titel = "Recognised"'), "titel"),
        (("[bar]", "[bar"), "not valid TOML"),
        (("recognition = 2\nexemplar", "recognition = 3\nexemplar"), "should come out met"),
    ],
)
def test_what_is_wrong_with_a_text_is_said_with_its_place(change: tuple[str, str], said: str) -> None:
    text = builtin_text("everyday").replace("version = 1", "version = 2").replace(*change, 1)

    problems = check(text, name="everyday", version=2).problems

    assert any(said in problem for problem in problems), problems


def test_an_unfinished_draft_is_kept_and_judges_nothing(cast: Cast, as_: As) -> None:
    manager = as_(Role.MANAGER)
    manager.post("/standards/everyday/draft/")

    answer = manager.post("/standards/everyday/draft/", {"text": "name = "}, follow=True)

    assert "not valid TOML" in answer.content.decode()
    assert StandardVersion.objects.get().text == "name = "
    with pytest.raises(NotAdopted):
        adopt(cast[Role.MANAGER], StandardVersion.objects.get())
    assert standard_in_use(cast.organisation).reference == "everyday@1"


def test_adopting_retires_what_was_in_use_and_is_logged(cast: Cast, as_: As) -> None:
    held = draft(cast[Role.MANAGER], "everyday")
    save(cast[Role.MANAGER], held, LENIENT)

    as_(Role.MANAGER).post("/standards/everyday/draft/adopt/")

    assert standard_in_use(cast.organisation).reference == "everyday@2"
    assert AuditEntry.objects.filter(did="adopted standard", thing="everyday@2").exists()
    third = draft(cast[Role.MANAGER], "everyday")
    adopt(cast[Role.MANAGER], third)
    assert StandardVersion.objects.get(version=2).retired is not None
    with pytest.raises(NotAdopted):
        save(cast[Role.MANAGER], StandardVersion.objects.get(version=2), "")


def test_a_trial_shows_what_the_draft_would_change_and_changes_nothing(cast: Cast, as_: As) -> None:
    (talk,) = put(cast.organisation, [MISSED], began=timezone.now() - timedelta(days=3))
    put(cast.organisation, [MISSED], began=timezone.now() - timedelta(days=90), key="old", customer="Dee")
    held = draft(cast[Role.MANAGER], "everyday")
    save(cast[Role.MANAGER], held, LENIENT.replace("recognition = 1\naction = 1", "recognition = 0\naction = 0", 1))
    before = list(talk.moments.values_list("result", flat=True))

    trial = begin_trial(cast[Role.MANAGER], held)
    run_trial(trial)

    trial.refresh_from_db()
    assert trial.conversations == 1
    assert trial.outcome["draft"]["met"] > trial.outcome["now"].get("met", 0)
    assert [change["key"] for change in trial.outcome["changed"]] == [talk.pk]
    assert list(talk.moments.values_list("result", flat=True)) == before
    page = as_(Role.MANAGER).get(f"/standards/trials/{trial.pk}/").content.decode()
    assert f"/conversations/{talk.pk}/" in page or "needs met" in page


def test_a_trial_is_put_before_the_workers(cast: Cast, as_: As, django_capture_on_commit_callbacks: Any) -> None:
    draft(cast[Role.MANAGER], "everyday")

    with django_capture_on_commit_callbacks(execute=False) as waiting:
        answer = as_(Role.MANAGER).post("/standards/everyday/draft/try/")

    assert len(waiting) == 1
    assert answer["Location"] == f"/standards/trials/{Trial.objects.get().pk}/"


def test_every_version_explains_what_it_judged(cast: Cast, as_: As) -> None:
    held = draft(cast[Role.MANAGER], "everyday")
    adopt(cast[Role.MANAGER], held)

    shipped = as_(Role.AGENT).get("/standards/everyday/1/")
    own = as_(Role.AGENT).get("/standards/everyday/2/")

    assert "everyday@1" in shipped.content.decode()
    assert own.status_code == 200
    assert as_(Role.AGENT).get("/standards/everyday/9/").status_code == 404


def test_drafts_are_not_open_to_agents_and_only_managers_write(cast: Cast, as_: As) -> None:
    draft(cast[Role.MANAGER], "everyday")

    assert as_(Role.AGENT).get("/standards/everyday/2/").status_code == 404
    assert as_(Role.AGENT).get("/standards/everyday/draft/").status_code == 403
    assert as_(Role.REVIEWER).get("/standards/everyday/draft/").status_code == 200
    assert as_(Role.REVIEWER).post("/standards/everyday/draft/", {"text": "x"}).status_code == 403
    assert as_(Role.LEAD).post("/standards/everyday/draft/adopt/").status_code == 403


def test_a_real_moment_becomes_an_example_once_somebody_took_the_names_out(cast: Cast, as_: As) -> None:
    (talk,) = put(cast.organisation, [MISSED])
    moment = talk.moments.first()
    assert moment is not None
    client = as_(Role.LEAD)
    given = {
        "criterion": "recognised",
        "meets": "False",
        "script": "customer: My father died.\nagent: Your number?",
        "note": "",
    }

    refused = client.post(f"/standards/examples/of/{moment.pk}/", given)
    client.post(f"/standards/examples/of/{moment.pk}/", {**given, "nobody": "on"})

    assert "Look through the words" in refused.content.decode()
    assert Exemplar.objects.get().criterion == "recognised"
    assert "My father died." in as_(Role.AGENT).get("/standards/everyday/").content.decode()

    remove(cast.organisation, [talk.pk])

    assert not Exemplar.objects.exists()


def test_an_example_begins_with_what_identifies_people_blacked_out(cast: Cast, as_: As) -> None:
    said = "customer: My name is Cleo, ring me on 0151 496 0321, my father died.\nagent: Cleo, I am sorry about your father."
    (talk,) = put(cast.organisation, [said])
    moment = talk.moments.first()
    assert moment is not None

    form = as_(Role.LEAD).get(f"/standards/examples/of/{moment.pk}/").content.decode()

    assert "my father died" in form
    assert "[phone number]" in form
    assert "Cleo" not in form
    assert "0151" not in form
    assert AuditEntry.objects.filter(did="saw conversation", thing=f"conversation {talk.pk}").exists()


def test_the_list_says_which_one_judges(cast: Cast, as_: As, django_assert_max_num_queries: Any) -> None:
    client = as_(Role.AGENT)

    with django_assert_max_num_queries(12):
        page = client.get("/standards/").content.decode()

    assert "judges now" in page
    assert "Service recovery" in page


def test_a_standard_of_ones_own_begins_as_a_draft_that_agents_do_not_see(cast: Cast, as_: As) -> None:
    manager = as_(Role.MANAGER)

    taken = manager.post("/standards/new/", {"name": "everyday", "based_on": "everyday"})
    manager.post("/standards/new/", {"name": "our-promise", "based_on": "empathy-test"})

    held = StandardVersion.objects.get()
    assert "This name is taken" in taken.content.decode()
    assert held.reference == "our-promise@1"
    assert check(held.text, name="our-promise", version=1).problems == ()
    assert as_(Role.AGENT).get("/standards/our-promise/").status_code == 404
    assert manager.get("/standards/our-promise/").status_code == 200
