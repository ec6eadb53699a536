"""The list: what it narrows down to, its pages, its saved views, and what a browser gets of it."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date

import pytest
from django.http import QueryDict
from django.test import Client

from heard.web.conversations.access import conversations_for
from heard.web.conversations.actions import rule
from heard.web.conversations.filters import Filters
from heard.web.conversations.forms import FilterForm
from heard.web.conversations.models import Conversation, Moment, SavedView
from heard.web.conversations.paging import Cursor, beside, page_of
from heard.web.organisation.access import Role
from heard.web.organisation.models import AuditEntry
from tests.web.cast import MET, MISSED, Cast, put
from tests.web.conversations.talks import put_many

As = Callable[[Role | None], Client]
LIST = "/conversations/"


def page(client: Client, url: str = LIST) -> str:
    answer = client.get(url)
    assert answer.status_code == 200, url
    return answer.content.decode()


def asked(cast: Cast, role: Role = Role.MANAGER, **filters: object) -> set[str]:
    return {c.key for c in Filters(**filters).apply(conversations_for(cast[role]))}


@pytest.fixture
def two(cast: Cast) -> Cast:
    """Ada's missed need in North, Bo's met one in South."""
    put(cast.organisation, [MISSED], key="missed")
    put(cast.organisation, [MET], agent="Bo", key="met")
    return cast


def test_the_list_shows_what_each_conversation_is_about_and_how_it_went(two: Cast, as_: As) -> None:
    text = page(as_(Role.MANAGER))

    assert "My father died on Monday" in text
    assert "1 of 1 need met" in text
    assert "customer Cleo" in text
    assert "answered by Ada" in text
    assert "2 conversations" in text


@pytest.mark.parametrize(
    ("filters", "keys"),
    [
        ({}, {"missed-1", "met-1"}),
        ({"words": "medicine"}, {"met-1"}),
        ({"channel": "chat"}, {"missed-1", "met-1"}),
        ({"channel": "email"}, set()),
        ({"since": date(2026, 3, 14), "until": date(2026, 3, 14)}, {"missed-1", "met-1"}),
        ({"until": date(2026, 3, 13)}, set()),
        ({"since": date(2026, 3, 15)}, set()),
        ({"since": date.min, "until": date.max}, {"missed-1", "met-1"}),
        ({"need": "bereavement"}, {"missed-1"}),
        ({"need": "bereavement", "result": "met"}, set()),
        ({"result": "met"}, {"met-1"}),
        ({"recognition": "3"}, {"met-1"}),
        ({"recognition": "0"}, {"missed-1"}),
        ({"cause": "agent"}, {"missed-1"}),
        ({"outcome": "eased"}, {"met-1"}),
        ({"below": 0.01}, set()),
        ({"review": "reviewed"}, set()),
        ({"review": "not_reviewed"}, {"missed-1", "met-1"}),
        ({"review": "ruled"}, set()),
        ({"review": "contested"}, set()),
        ({"words": "medicine", "result": "missed"}, set()),
    ],
)
def test_the_list_is_narrowed_down(two: Cast, filters: dict[str, object], keys: set[str]) -> None:
    assert asked(two, **filters) == keys


def test_the_list_is_narrowed_down_to_team_and_agent(two: Cast) -> None:
    assert asked(two, team=two.north.pk) == {"missed-1"}
    assert asked(two, agent=two.agent.pk) == {"missed-1"}
    assert asked(two, Role.LEAD) == {"missed-1"}


def test_what_is_asked_of_a_moment_holds_of_one_and_the_same_moment(cast: Cast) -> None:
    (talk,) = put(cast.organisation, [MISSED])
    first, *others = talk.moments.order_by("place")
    Moment.objects.filter(pk=first.pk).update(result="missed", outcome="worse", cause="policy")
    Moment.objects.filter(pk__in=[m.pk for m in others]).update(result="met", outcome="eased", cause="")
    if not others:
        first.pk, first.place, first.result, first.outcome, first.cause = None, 9, "met", "eased", ""
        first.save()

    assert asked(cast, result="missed", cause="policy") == {talk.key}
    assert asked(cast, result="met", outcome="eased") == {talk.key}
    assert asked(cast, result="met", cause="policy") == set()


def test_moments_that_a_person_ruled_out_are_not_found_and_the_ruling_is(two: Cast) -> None:
    talk = Conversation.objects.get(key="missed-1")
    for moment in talk.moments.all():
        rule(moment, two[Role.REVIEWER], "No need was shown.", counts=False)

    assert asked(two, need="bereavement") == set()
    assert asked(two, result="missed") == set()


def test_many_hits_are_found_as_few_are(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    put_many(cast, 12)
    few = asked(cast, result="missed", words="departments")
    monkeypatch.setattr("heard.web.conversations.filters.FEW", 3)
    monkeypatch.setattr("heard.web.conversations.search.FEW", 3)

    assert asked(cast, result="missed", words="departments") == few
    assert len(few) == 12


@pytest.mark.parametrize("size", [1, 3, 5, 7, 8])
def test_pages_hold_every_conversation_once_in_both_directions(cast: Cast, size: int) -> None:
    put_many(cast, 7)
    Conversation.objects.filter(key__in=["many-2", "many-3", "many-4"]).update(began="2026-03-14T10:00:00Z")
    rows = conversations_for(cast[Role.MANAGER])
    newest_first = list(rows.order_by("-began", "-pk").values_list("pk", flat=True))

    there, cursor = [], None
    while True:
        found = page_of(rows, cursor, size)
        there += found.keys
        if found.older is None:
            break
        cursor = Cursor.of(str(found.older))
    back = list(found.keys)
    while found.newer is not None:
        found = page_of(rows, Cursor.of(str(found.newer)), size)
        back = [*found.keys, *back]

    assert there == newest_first
    assert back == newest_first


@pytest.mark.parametrize(
    "text", ["", "older", "older.1.", "newer.99999999999999999.1", "older.x.1", "older.1.2.3", "\x00"]
)
def test_a_page_that_does_not_exist_is_the_first(cast: Cast, as_: As, text: str) -> None:
    put_many(cast, 2)

    assert "2 conversations" in page(as_(Role.MANAGER), f"{LIST}?page={text}") or Cursor.of(text) is not None


def test_the_neighbours_are_those_of_the_list_one_came_from(two: Cast) -> None:
    put(two.organisation, [MISSED.replace("father", "mother")], key="third")
    rows = Filters(result="missed").apply(conversations_for(two[Role.MANAGER]))
    first, third = Conversation.objects.get(key="missed-1"), Conversation.objects.get(key="third-1")

    assert set(beside(rows, first)) == {None, third.pk}
    assert set(beside(rows, third)) == {None, first.pk}


def test_chips_say_what_is_chosen_and_take_one_choice_away(two: Cast) -> None:
    form = FilterForm(QueryDict("q=medicine&result=met&since=2026-03-01&below=0.7"), person=two[Role.MANAGER])

    assert [(str(c.name), c.value, c.without) for c in form.chips()] == [
        ("words", "medicine", "since=2026-03-01&result=met&below=0.7"),
        ("from", "1 March 2026", "q=medicine&result=met&below=0.7"),
        ("the need was", "met", "q=medicine&since=2026-03-01&below=0.7"),
        ("how sure", "below 0.7", "q=medicine&since=2026-03-01&result=met"),
    ]


def test_a_choice_that_can_not_be_used_is_said_and_the_others_hold(two: Cast, as_: As) -> None:
    text = page(as_(Role.MANAGER), f"{LIST}?result=met&since=2026-03-20&until=2026-03-01&team=999999&cause=fate")

    assert "A choice could not be used" in text
    assert "This day is before the first one." in text
    assert 'value="2026-03-01"' in text


def test_a_lead_can_choose_own_teams_only_and_an_agent_none(two: Cast) -> None:
    def offered(role: Role) -> set[str]:
        return {str(team) for team in FilterForm(None, person=two[role]).fields["team"].queryset}

    assert offered(Role.LEAD) == {"North"}
    assert offered(Role.AGENT) == set()
    assert offered(Role.MANAGER) == {"North", "South"}
    assert not FilterForm(QueryDict(f"team={two.south.pk}"), person=two[Role.LEAD]).is_valid()


def test_who_finds_nothing_is_told_what_to_do(two: Cast, as_: As) -> None:
    assert "Nothing was found" in page(as_(Role.MANAGER), f"{LIST}?q=zebra")
    assert "No conversations yet" in page(as_(Role.AGENT), LIST) or "1 conversation" in page(as_(Role.AGENT), LIST)


def test_a_search_shows_the_words_where_they_were_said(two: Cast, as_: As) -> None:
    text = page(as_(Role.MANAGER), f"{LIST}?q=weight")

    assert '<mark class="found">weight</mark>' in text
    assert re.search(r'href="/conversations/\d+/\?q=weight&amp;turn=2#turn-2"', text)


def test_a_search_is_noted_without_its_words(two: Cast, as_: As) -> None:
    page(as_(Role.MANAGER), f"{LIST}?q=father&result=missed")

    entry = AuditEntry.objects.get(did="searched conversations")
    assert entry.details == {"filters": ["words", "result"]}


def test_the_number_of_queries_does_not_grow_with_the_rows(
    cast: Cast, as_: As, django_assert_max_num_queries: Callable[..., object]
) -> None:
    put_many(cast, 45)
    client = as_(Role.MANAGER)
    page(client)

    with django_assert_max_num_queries(18):
        text = page(client, f"{LIST}?q=departments&result=missed&need=bereavement")

    assert text.count("<a data-moment") == 30
    assert "45 conversations" in text
    assert 'rel="next"' in text


def test_more_than_a_thousand_are_not_counted(cast: Cast, as_: As, monkeypatch: pytest.MonkeyPatch) -> None:
    for place in ("paging", "views"):
        monkeypatch.setattr(f"heard.web.conversations.{place}.MANY", 42)
    put_many(cast, 50)

    assert "more than 42" in page(as_(Role.MANAGER))


# -- Saved views -------------------------------------------------------------------------------------------------------


def test_a_view_is_saved_opened_renamed_and_removed(two: Cast, as_: As) -> None:
    client = as_(Role.MANAGER)

    answer = client.post(f"{LIST}views/save", {"name": "Missed", "query": "result=missed&page=older.1.1&nonsense=1"})
    assert answer.headers["Location"] == f"{LIST}?result=missed"
    assert f'href="{LIST}?result=missed"' in page(client)

    view = SavedView.objects.get()
    client.post(f"{LIST}views/{view.pk}/rename", {"name": "Let down"})
    assert "Let down" in page(client, f"{LIST}views")

    assert "Remove the view “Let down”?" in page(client, f"{LIST}views/{view.pk}/remove")
    client.post(f"{LIST}views/{view.pk}/remove")
    assert not SavedView.objects.exists()


def test_saving_under_a_name_one_has_replaces_and_renaming_to_it_is_refused(two: Cast, as_: As) -> None:
    client = as_(Role.MANAGER)
    for name, query in (("A", "result=met"), ("B", "result=missed"), ("A", "channel=chat")):
        client.post(f"{LIST}views/save", {"name": name, "query": query})

    assert dict(SavedView.objects.values_list("name", "query")) == {"A": "channel=chat", "B": "result=missed"}
    view = SavedView.objects.get(name="B")
    answer = client.post(f"{LIST}views/{view.pk}/rename", {"name": "A"})
    assert "You have a view of this name already" in answer.content.decode()


def test_a_view_is_nobody_elses(two: Cast, as_: As) -> None:
    as_(Role.MANAGER).post(f"{LIST}views/save", {"name": "Mine", "query": "result=met"})
    view = SavedView.objects.get()

    assert "Mine" not in page(as_(Role.REVIEWER))
    assert as_(Role.REVIEWER).get(f"{LIST}views/{view.pk}/rename").status_code == 404
    assert as_(Role.REVIEWER).post(f"{LIST}views/{view.pk}/remove").status_code == 404


@pytest.mark.parametrize("form", [{}, {"name": ""}, {"name": "x" * 101}, {"name": "a", "query": "q" * 1001}])
def test_a_view_without_a_good_name_is_not_saved(two: Cast, as_: As, form: dict[str, str]) -> None:
    as_(Role.MANAGER).post(f"{LIST}views/save", form)

    assert not SavedView.objects.exists()
