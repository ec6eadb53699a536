"""The pages of insights, their tables, prints and API: the same numbers everywhere, and nothing that is not to be shown."""

from __future__ import annotations

import csv
import re
from collections.abc import Callable
from html import unescape
from io import StringIO
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from heard.web.insights import printing
from heard.web.insights.actions import count_again
from heard.web.organisation.access import Role
from heard.web.organisation.models import AuditEntry
from heard.web.people.models import ApiToken, hash_of
from tests.web.cast import MET, MISSED, Cast, put
from tests.web.insights.rows import agents_of, scatter

As = Callable[[Role | None], Client]
YEAR = {"period": "year", "day": "2026-03-14"}
SEE = (Role.LEAD, Role.REVIEWER, Role.MANAGER, Role.ANALYST)
PAGES = ("insights:overview", "insights:moments", "insights:line")


@pytest.fixture
def busy(cast: Cast) -> Cast:
    """Five people in the north, two in the south, and a hundred conversations."""
    north = agents_of(cast.organisation, cast.north, 5, "north")
    scatter(cast.organisation, north, 70, seed=1)
    scatter(cast.organisation, agents_of(cast.organisation, cast.south, 2, "south"), 30, seed=2)
    count_again(cast.organisation)
    return cast


def text(client: Client, name: str, **query: str) -> str:
    """The page as HTML."""
    answer = client.get(reverse(name), query)
    assert answer.status_code == 200
    return unescape(answer.content.decode())


def table(client: Client, name: str, **query: str) -> list[dict[str, str]]:
    """The page's CSV."""
    answer: Any = client.get(reverse(name), {**query, "format": "csv"})
    assert answer["Content-Type"].startswith("text/csv")
    return list(csv.DictReader(StringIO(b"".join(answer).decode("utf-8-sig"))))


def printed(monkeypatch: pytest.MonkeyPatch, client: Client, name: str, **query: str) -> dict[str, Any]:
    """What the page's PDF is made of; the PDF itself is made, too."""
    seen: dict[str, Any] = {}
    make = printing._set

    def keeping(**data: Any) -> bytes:
        seen.update(data)
        return make(**data)

    monkeypatch.setattr(printing, "_set", keeping)
    answer: Any = client.get(reverse(name), {**query, "format": "pdf"})
    assert b"".join(answer).startswith(b"%PDF-")
    monkeypatch.undo()
    return seen


def api(cast: Cast, role: Role, **query: str) -> Any:
    """The API's answer."""
    ApiToken.objects.get_or_create(
        secret_hash=hash_of(f"token of {role}"),
        defaults={
            "organisation": cast.organisation, "person": cast[role], "name": "figures", "scopes": ["insights:read"]
        },
    )  # fmt: skip
    return Client().get("/api/v1/insights", query, headers={"authorization": f"Bearer token of {role}"})


def test_page_table_print_and_api_say_the_same_numbers(busy: Cast, as_: As, monkeypatch: pytest.MonkeyPatch) -> None:
    client = as_(Role.MANAGER)
    page = text(client, "insights:overview", **YEAR)
    rows = [row for row in table(client, "insights:overview", **YEAR) if row["section"] not in ("about", "read")]
    paper = printed(monkeypatch, client, "insights:overview", **YEAR)
    told = api(busy, Role.MANAGER, **YEAR).json()

    total = next(row for row in rows if row["section"] == "total")
    said = f"{total['number']} of {total['of']} ({float(total['low']) * 100:.0f}–{float(total['high']) * 100:.0f} %)"
    assert said in page
    assert said in paper["lead"]
    assert (told["score"]["met"], told["score"]["needed"]) == (int(total["number"]), int(total["of"]))
    by_section = {(s["key"], f["key"]): (f["number"], f["of"]) for s in told["sections"] for f in s["figures"]}
    in_table = {(r["section"], r["key"]): (int(r["number"]), int(r["of"]) if r["of"] else None) for r in rows}
    assert by_section.items() <= in_table.items()
    assert len(by_section) > 30
    on_paper = {row["cells"][1] for section in paper["sections"] for row in section["rows"]}
    for number, of in by_section.values():
        if number and of:
            shown = f"{number:,} of {of:,} ("
            assert shown in page
            assert any(cell.startswith(shown) for cell in on_paper)


def test_every_figure_states_what_it_is_about(busy: Cast, as_: As, monkeypatch: pytest.MonkeyPatch) -> None:
    client = as_(Role.MANAGER)
    query = {**YEAR, "team": str(busy.north.pk), "channel": "chat"}
    about = {
        row["key"]: row["name"] for row in table(client, "insights:overview", **query) if row["section"] == "about"
    }
    facts = dict(printed(monkeypatch, client, "insights:overview", **query)["facts"])

    assert about["selection"] == "North, chat, 2026"
    assert (about["first_day"], about["last_day"]) == ("2026-01-01", "2026-12-31")
    assert about["judged_by"] == facts["Judged by"] == "heard-engine/1, patterns alone, against everyday@1"
    assert about["made"][:10] in timezone.now().isoformat()
    assert "2026-01-01 – 2026-12-31" in facts["Period"]


def test_numbers_link_to_as_many_moments_as_they_say(busy: Cast, as_: As) -> None:
    client = as_(Role.MANAGER)
    page = text(client, "insights:overview", **YEAR)
    links = re.findall(r'<a (?:class="share" )?href="(/insights/moments[^"]+)">([\d,]+)(?: of ([\d,]+))?', page)
    assert len(links) > 30
    for url, number, of in sorted(set(links))[::5]:
        wanted = of if "result=judged" in url else number  # "41 of 58 met" leads to all 58, "17 of 58 eased" to the 17
        found = re.search(r"([\d,]+) moments?, ", unescape(client.get(url).content.decode()))
        assert (found[1] if found else "0") == wanted, url


@pytest.mark.parametrize("where", ["team", "channel"])
def test_figures_about_too_few_people_are_shown_nowhere(
    busy: Cast, as_: As, monkeypatch: pytest.MonkeyPatch, where: str
) -> None:
    narrowed = {"team": str(busy.south.pk)} if where == "team" else {"channel": "social"}
    if where == "channel":
        few = agents_of(busy.organisation, busy.north, 3, "social")
        scatter(busy.organisation, few, 10, seed=3, channels=("social",), alone=0)
    client, query = as_(Role.MANAGER), {**YEAR, **narrowed}

    for name in PAGES:
        page = text(client, name, **query)
        assert "from 4 people upwards" in page, name
        assert not re.search(r"\d+ of \d+", page), name
        assert "data-moment" not in page
    rows = table(client, "insights:overview", **query)
    assert {row["section"] for row in rows} == {"about"}
    assert not table(client, "insights:moments", **query)
    paper = printed(monkeypatch, client, "insights:overview", **query)
    assert not paper["sections"]
    assert not printed(monkeypatch, client, "insights:moments", **query)["sections"][0]["rows"]
    told = api(busy, Role.MANAGER, **query).json()
    assert "from 4 people upwards" in told["hidden"]
    assert told["score"]["needed"] == told["conversations"] == told["unsure"] == 0
    assert not told["sections"]
    assert not told["over_time"]
    assert b"<circle" not in client.get(reverse("insights:chart"), {**query, "chart": "time"}).content


def test_the_series_of_a_small_team_has_no_points(busy: Cast, as_: As) -> None:
    teams = {series["name"]: series for series in api(busy, Role.MANAGER, **YEAR).json()["teams"]}

    assert any(point["score"] for point in teams["North"]["points"])
    assert not any(point["score"] for point in teams["South"]["points"])


def test_a_group_that_is_just_large_enough_is_shown(busy: Cast, as_: As) -> None:
    busy.organisation.smallest_group = 2
    busy.organisation.save()

    assert "people upwards" not in text(as_(Role.MANAGER), "insights:overview", **YEAR, team=str(busy.south.pk))


def test_what_is_still_an_agents_alone_is_shown_nowhere(cast: Cast, as_: As, monkeypatch: pytest.MonkeyPatch) -> None:
    put(cast.organisation, [MISSED, MET], released=False)

    for role in SEE:
        client = as_(role)
        assert "Nothing here yet" in text(client, "insights:overview", **YEAR)
        assert "data-moment" not in text(client, "insights:moments", **YEAR)
        assert not table(client, "insights:moments", **YEAR)
        assert api(cast, role, **YEAR).json()["conversations"] == 0
    paper = printed(monkeypatch, as_(Role.MANAGER), "insights:moments", **YEAR)
    assert not paper["sections"][0]["rows"]


def test_no_page_names_an_agent(busy: Cast, as_: As) -> None:
    client = as_(Role.MANAGER)
    for name in PAGES:
        page = text(client, name, **YEAR)
        assert not re.search(r"(north|south) \d", page)
        assert not any("agent" in column for row in table(client, name, **YEAR)[:1] for column in row)
        assert "north 1" not in str(table(client, name, **YEAR))


def test_a_lead_sees_their_own_team_and_no_other(busy: Cast, as_: As) -> None:
    client = as_(Role.LEAD)
    own = api(busy, Role.LEAD, **YEAR).json()["score"]
    north = api(busy, Role.MANAGER, **YEAR, team=str(busy.north.pk)).json()["score"]

    assert own == north
    assert own["needed"] > 0
    page = text(client, "insights:overview", **YEAR, team=str(busy.south.pk))
    assert "A choice could not be used" in page
    assert "South" not in page
    assert api(busy, Role.LEAD, **YEAR, team=str(busy.south.pk)).status_code == 422


def test_another_organisation_sees_nothing(busy: Cast) -> None:
    client = Client()
    client.force_login(busy.stranger)

    assert "Nothing here yet" in text(client, "insights:overview", **YEAR)
    assert "data-moment" not in text(client, "insights:moments", **YEAR)


@pytest.mark.parametrize("name", [*PAGES, "insights:chart"])
def test_pages_are_closed_to_who_does_not_need_them(cast: Cast, as_: As, name: str) -> None:
    for role in Role:
        assert as_(role).get(reverse(name)).status_code == (200 if role in SEE else 403)
    assert as_(None).get(reverse(name)).status_code == 302


def test_an_organisation_with_one_conversation_is_told_what_one_shows(cast: Cast, as_: As) -> None:
    put(cast.organisation, [MET])

    page = text(as_(Role.MANAGER), "insights:overview", **YEAR)

    assert "1 of 1 (21–100 %)" in page
    assert "There is nothing to compare with" in page
    assert "1 conversation was read" in page


def test_nothing_needed_and_everything_unsure_are_said(cast: Cast, as_: As) -> None:
    put(cast.organisation, ["customer: What time do you open?\nagent: At nine.\ncustomer: Thanks."], key="calm")
    assert "none needed" in text(as_(Role.MANAGER), "insights:overview", **YEAR)

    scatter(cast.organisation, agents_of(cast.organisation, cast.north, 5), 20, result="unsure", counts=True, alone=0)
    page = text(as_(Role.MANAGER), "insights:overview", **YEAR)
    assert "Heard was sure of none of these moments" in page
    assert "/insights/moments?period=year&day=2026-01-01&result=unsure" in page


def test_an_empty_period_leads_to_the_newest_figures(busy: Cast, as_: As) -> None:
    page = text(as_(Role.MANAGER), "insights:overview", period="month", day="2024-05-01")

    assert "Nothing here yet" in page
    assert "period=month&day=2026-04-01" in page


def test_a_choice_that_cannot_be_used_is_said_and_kept(cast: Cast, as_: As) -> None:
    page = text(as_(Role.MANAGER), "insights:overview", period="days", **{"from": "2026-05-01", "to": "2026-04-01"})

    assert "This day lies before the first one" in page
    assert 'value="2026-05-01"' in page
    answer = api(cast, Role.MANAGER, period="days", from_day="2026-05-01", to_day="yesterday")
    assert answer.status_code == 422
    assert "to" in answer.json()["detail"]


@pytest.mark.parametrize("name", ["insights:overview", "insights:moments", "insights:chart"])
def test_the_number_of_queries_does_not_grow_with_the_figures(busy: Cast, as_: As, name: str) -> None:
    client = as_(Role.MANAGER)

    def queries() -> int:
        with CaptureQueriesContext(connection) as seen:
            assert client.get(reverse(name), {**YEAR, "chart": "teams"}).status_code == 200
        return len(seen)

    queries()  # the first one of a session also notes that it is used
    few = queries()
    scatter(busy.organisation, agents_of(busy.organisation, busy.north, 9, "more"), 200, seed=9)
    count_again(busy.organisation)

    assert queries() == few < 25


def test_lists_are_paged_without_losing_or_doubling_a_moment(busy: Cast, as_: As) -> None:
    client = as_(Role.MANAGER)
    url, seen = f"{reverse('insights:moments')}?period=year&day=2026-03-14&result=unmet", []
    while url:
        page = unescape(client.get(url).content.decode())
        seen += re.findall(r'href="(/conversations/\d+/#moment-\d+)"', page)
        older = re.search(r'rel="next" href="([^"]+from_row[^"]+)"', page)
        url = older[1] if older else ""

    wanted = table(client, "insights:moments", **YEAR, result="unmet")
    assert len(seen) == len(set(seen)) == len(wanted) > 25


def test_choosing_another_time_keeps_which_moments_were_asked_for(busy: Cast, as_: As) -> None:
    page = text(as_(Role.MANAGER), "insights:moments", **YEAR, need="money", result="unmet")

    for name, value in (("need", "money"), ("result", "unmet")):
        assert re.search(rf'<input type="hidden" name="{name}" value="{value}"', page)


def test_exports_and_moments_that_were_seen_stand_in_the_log_without_words(busy: Cast, as_: As) -> None:
    client = as_(Role.MANAGER)
    text(client, "insights:moments", **YEAR, need="frustration")
    table(client, "insights:overview", **YEAR)

    entries = {entry.did: entry for entry in AuditEntry.objects.filter(organisation=busy.organisation)}
    assert entries["saw moments"].details["filter_need"] == "frustration"
    assert entries["exported insights"].thing == "overview as csv"
    assert "parcel" not in str([entry.details for entry in entries.values()])


def test_owners_of_causes_are_named_by_the_organisation(busy: Cast, as_: As) -> None:
    client = as_(Role.MANAGER)

    answer = client.post(reverse("insights:owners"), {"policy": "Priya, terms and conditions", "bot": ""}, follow=True)

    assert "The owners are named" in answer.content.decode()
    page = text(client, "insights:overview", **YEAR)
    assert "Priya, terms and conditions" in page
    assert "whoever owns the product" in page
    assert as_(Role.LEAD).get(reverse("insights:owners")).status_code == 403


def test_what_people_judged_and_what_heard_judged_stand_apart(busy: Cast, as_: As) -> None:
    rows = {(r["section"], r["key"]): r for r in table(as_(Role.MANAGER), "insights:overview", **YEAR)}
    heard, person, total = (rows["judges", "heard"], rows["judges", "person"], rows["total", "all"])

    assert int(person["of"]) > 0
    assert int(heard["of"]) + int(person["of"]) == int(total["of"])
    assert int(heard["number"]) + int(person["number"]) == int(total["number"])


def test_the_chart_says_in_words_what_it_shows_and_keeps_to_the_policy(busy: Cast, as_: As) -> None:
    client = as_(Role.MANAGER)
    for kind in ("time", "channels", "teams", "matrix"):
        for narrow in ("", "yes"):
            answer = client.get(reverse("insights:chart"), {**YEAR, "chart": kind, "narrow": narrow})
            svg = answer.content.decode()
            assert answer["Content-Type"] == "image/svg+xml"
            assert "<title>" in svg
            assert "<desc>" in svg
            assert "<script" not in svg
            assert "#fe000" not in svg
    again = client.get(
        reverse("insights:chart"),
        {**YEAR, "chart": "matrix", "narrow": "yes"},
        headers={"if-none-match": answer["ETag"]},
    )
    assert again.status_code == 304
    assert " style=" not in text(client, "insights:overview", **YEAR)
