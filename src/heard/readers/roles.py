"""Who is the agent: what the user says, else what the source calls them, else a guess with an honest confidence."""

from __future__ import annotations

import math
import re
from collections import defaultdict
from collections.abc import Mapping, Sequence

from heard.conversation import Speaker, Turn
from heard.readers.role_words import speaker_called

__all__ = ["given_role", "guess_roles", "role_named"]

_WORDS = {  # besides the vendors' own words in heard.readers.role_words
    Speaker.CUSTOMER: "shopper patient passenger subscriber member buyer kundin anrufer anruferin gast besucher nutzer",
    Speaker.AGENT: "support csr associate specialist helpdesk service team seller clerk employee mitarbeiterin berater "
    "beraterin kundenservice kundendienst sachbearbeiter sachbearbeiterin agentin",
    Speaker.SUPERVISOR: "teamleiter teamleiterin team-lead vorgesetzter",
    Speaker.BOT: "automation voicebot ai",
    Speaker.SYSTEM: "event activity notification info",
}
_ROLES = {word: role for role, words in _WORDS.items() for word in words.split()}

_STAFF = re.compile(
    r"thank(?:s| you) for (?:calling|contacting|reaching|choosing|your patience|holding|waiting|getting in touch|"
    r"bearing|your (?:message|e-?mail|call|order))|how (?:can|may) i (?:help|assist)|my name is \w+|"
    r"(?:this is|i'?m|speaking (?:with|to)) \w+ (?:from|with|at|of) \w|you(?:'re| are) (?:speaking|chatting) (?:with|to)|"
    r"(?:can|could|may) (?:i|you) (?:please )?(?:have|get|take|give me|tell me|confirm|verify|provide|share) (?:me )?your|"
    r"what(?:'s| is) your (?:order|account|booking|customer|reference|name)|(?:dm|pm) us|"
    r"let me (?:check|look|pull|see what)|i(?:'ll| will|'ve| have| can) (?:just )?(?:check|look into|escalat|refund|"
    r"process|transfer|arrang|credit|issu|sent you)|(?:is there )?anything else i can|on behalf of|"
    r"our (?:team|policy|system|records|specialists?|technicians?)|(?:sorry|apologi[sz]e) (?:for|about|to hear)|"
    r"(?:kind|best) regards|happy to help|danke f(?:ü|ue)r ihre|wie kann ich (?:ihnen )?helfen|mein name ist|"
    r"ihre (?:bestell|kunden|vertrags|auftrags)nummer|kann ich sonst noch|ich (?:schaue|pr(?:ü|ue)fe) (?:das|mal)",
    re.IGNORECASE,
)
_CUSTOMER = re.compile(
    r"\bmy (?:order|account|bill|package|parcel|flight|card|subscription|phone|internet|booking|bag|money|refund|delivery|"
    r"router|password|policy|claim|appointment|invoice|payment)\b|i(?:'ve| have)? (?:been (?:waiting|charged|on hold)|"
    r"ordered|bought|received|called|waited|paid|booked)|i (?:need|want|would like|'d like) (?:a refund|to cancel|help|"
    r"my|to speak|to return|to know)|\bwhy (?:is|was|did|am|do|does|has|have)\b|you (?:people|guys)|when will|"
    r"(?:doesn'?t|isn'?t|not|never|stopped) (?:work|arriv|receiv|com)|still (?:waiting|haven'?t|not)|"
    r"meine (?:bestellung|rechnung|lieferung|kundennummer)|ich habe .{0,30}(?:bestellt|gekauft|bezahlt|gewartet)|"
    r"ich m(?:ö|oe)chte|funktioniert nicht|ihr (?:seid|habt)",
    re.IGNORECASE,
)
_LOOK_AT = 4000  # characters of a turn that are looked at: a pasted document says nothing more


def role_named(word: str | None) -> Speaker | None:
    """The role that a source's own word names ("end-user", "Agent 2", "Kundin"); None for a person's name."""
    if not word:
        return None
    plain = re.sub(r"[\s_]+", "-", re.sub(r"[\s_#-]*\d+$", "", word.strip().lower()))
    return _ROLES.get(plain) or speaker_called(plain.replace("-", "_")) or speaker_called(plain)


def given_role(name: str | None, roles: Mapping[str, Speaker]) -> Speaker | None:
    """What the user said about `name`, whatever its case; the key "*" speaks for everyone not named."""
    if not roles:
        return None
    if name is not None:
        if name in roles:
            return roles[name]
        folded = name.strip().casefold()
        for key, role in roles.items():
            if key.strip().casefold() == folded:
                return role
    return roles.get("*")


def guess_roles(turns: Sequence[Turn], channel: str = "other") -> tuple[dict[str | None, Speaker], float]:
    """A role for every name in `turns`, and how sure the guess is (0.5: a coin; at most 0.99).

    Looks at words only: who greets and asks for the order number, who says "my parcel", who speaks first in which
    channel. With two speakers one is the customer. A name that is a role's own word ("Agent 2") counts as such.
    """
    names = list(dict.fromkeys(turn.name for turn in turns if turn.name is not None))
    if not names:
        return {}, 0.5
    known: dict[str | None, Speaker] = {name: role for name in names if (role := role_named(name)) is not None}
    people = [name for name in names if known.get(name, Speaker.CUSTOMER) in (Speaker.CUSTOMER, Speaker.AGENT)]
    if not people:
        return known, 0.9
    scores = _scores(turns, people, channel)
    for name in people:
        if name in known:
            scores[name] += 6.0 if known[name] is Speaker.AGENT else -6.0
    ranked = sorted(people, key=lambda name: -scores[name])
    if len(ranked) == 1:
        role = Speaker.AGENT if scores[ranked[0]] > 0 else Speaker.CUSTOMER
        return known | {ranked[0]: role}, _confidence(abs(scores[ranked[0]]))
    customers = [name for name in ranked if scores[name] <= 0] or ranked[-1:]
    agents = [name for name in ranked if name not in customers] or ranked[:1]
    roles = {name: Speaker.AGENT if name in agents else Speaker.CUSTOMER for name in people}
    return known | roles, _confidence(scores[agents[-1]] - max(scores[n] for n in people if n not in agents))


def _scores(turns: Sequence[Turn], people: list[str], channel: str) -> dict[str, float]:
    """Above 0 speaks for an agent, below 0 for a customer."""
    scores: dict[str, float] = defaultdict(float)
    for turn in turns:
        if turn.name in people:
            said = turn.text[:_LOOK_AT].replace("’", "'")
            scores[turn.name] += min(2, len(_STAFF.findall(said))) - min(2, len(_CUSTOMER.findall(said)))
    first = next(turn.name for turn in turns if turn.name in people)
    scores[first] += {"call": 0.6, "in_person": 0.3, "chat": -0.3, "email": -0.8, "social": -0.8}.get(channel, 0.0)
    return scores


def _confidence(margin: float) -> float:
    return round(0.5 + 0.49 * (1 - math.exp(-max(0.0, margin) / 2.5)), 2)
