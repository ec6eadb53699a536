"""Two ways an appeal goes, page by page, as people click through it."""

from __future__ import annotations

import re
from collections.abc import Callable

from django.test import Client

from heard.web.conversations.models import Gold, Moment
from heard.web.organisation.access import Role
from tests.web.answers.helpers import moment
from tests.web.cast import Cast

SignedIn = Callable[[Role | None], Client]


def link(page: str, text: str) -> str:
    """The address of the link with these words."""
    found = re.search(rf'href="([^"]+)">{re.escape(text)}</a>', page)
    assert found, f"no link {text!r}"
    return found[1]


def test_an_agent_contests_a_moment_and_wins(cast: Cast, as_: SignedIn) -> None:
    own = moment(cast)
    agent, lead = as_(Role.AGENT), as_(Role.LEAD)

    form = link(agent.get("/moments/").content.decode(), "Answer this moment")
    said = {"kind": "contested", "recognition": "2", "action": "", "words": "I had named his father on the phone."}
    sent = agent.post(form, said, follow=True)
    assert "Your appeal is kept" in sent.content.decode()
    assert "To be decided by" in sent.content.decode()

    waiting = lead.get("/moments/appeals")
    assert "I had named his father on the phone." in waiting.content.decode()
    appeal = link(waiting.content.decode(), "The scales are wrong")
    version = lead.get(appeal).context["form"]["version"].value()
    decision = {"verdict": "upheld", "reason": "The call’s note says so.", "version": version}
    done = lead.post(appeal, decision, follow=True)
    assert "Your decision is kept" in done.content.decode()
    assert "No appeal is waiting" in done.content.decode()

    told = agent.get("/moments/").content.decode()
    assert "1 answer of yours was decided since you last looked" in told
    read = agent.get(appeal).content.decode()
    assert "The call’s note says so." in read
    assert "Lead Person: upheld" in read
    after = Moment.objects.select_related("conversation").get(pk=own.pk)
    assert (after.result, after.recognition, after.conversation.met) == ("met", 2, 1)
    assert Gold.objects.get().moment == after


def test_an_agent_contests_a_moment_and_it_is_declined_with_a_reason(cast: Cast, as_: SignedIn) -> None:
    own = moment(cast, released=False)
    agent, reviewer = as_(Role.AGENT), as_(Role.REVIEWER)

    form = link(agent.get("/moments/").content.decode(), "Answer this moment")
    sent = agent.post(form, {"kind": "not_mine", "cause": "policy", "words": "We must ask."}, follow=True)
    assert "Nobody else reads this before" in sent.content.decode()
    assert "No appeal is waiting" in reviewer.get("/moments/appeals").content.decode()

    Moment.objects.update(released=own.began)  # the agent's own time is over
    appeal = link(reviewer.get("/moments/appeals").content.decode(), "Not mine")
    decision = {"verdict": "declined", "reason": "Asking first was no policy here.", "version": 1}
    reviewer.post(appeal, decision)

    read = agent.get(appeal).content.decode()
    assert "Asking first was no policy here." in read
    assert "Reviewer Person: declined" in read
    assert "Manager Person" in read  # who could decide anew
    after = Moment.objects.get(pk=own.pk)
    assert (after.result, after.cause, after.answer, after.judged_by_person) == ("missed", "agent", "declined", False)
