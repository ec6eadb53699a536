"""Standards read from TOML: the built-in ones by name, a user's own by its file.

A standard is one file. Its criteria are told as text and held as a rule, and the rule's keys stand beside the text::

    name = "strict"
    version = 1                          # rises with every change that can change a mark
    title = "Our strict standard"
    meaning = "What we promise to every customer who is let down."

    [bar]                                # from where a need counts as met
    recognition = 2                      # -1 denied, 0 nothing, 1 token, 2 specific, 3 deep
    action = 1                           # 0 none, 1 routine, 2 concrete

    [[criteria]]
    id = "named-first"
    title = "Name it first"
    meaning = "The situation is named before process begins."
    evidence = "words that name what this customer feels or faces"
    exemplar = '''customer: …
    agent: …'''                          # must be met when the standard is held against it
    counter_exemplar = '''…'''           # must be missed

    when = ["need"]                      # each need; or "complaint", "frustration:2": what the customer shows; or, for
                                         # the conversation as a whole, "always", "needed" (there is a need),
                                         # "refused" (staff say no), "verify": what staff's words show
    where = "response"                   # response, after, staff, first, last, after_ready
    show = ["acknowledge", "validate"]   # any of these moves or observations
    before = ["process"]                 # what is shown stands before these; "process" is every step of process
    within = "1 reply"                   # … and within so many replies, or seconds, minutes, hours
    avoid = ["dismiss", "blame"]         # none of these
    recognition = 2                      # least recognition, and least action, of the first reply to each need
    action = 1
    measure = "i_not_we"                 # a measure of the words, and the least it must reach
    at_least = 0.5

Every rule has `when` and at least one of show, avoid, recognition, action and measure.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping
from functools import cache, lru_cache
from importlib.resources import files
from pathlib import Path
from types import MappingProxyType

from heard.conversation import Conversation, ConversationError
from heard.moments import Bar
from heard.moments.responses import PROCESS
from heard.signals import catalogue
from heard.standards.measures import MEASURES
from heard.standards.reading import Table, did_you_mean
from heard.standards.standard import PLACES, Criterion, Rule, Standard, StandardError

__all__ = ["builtin", "builtin_text", "load", "read_standard"]

_SHIPPED = files("heard.standards") / "builtin"
_RULE_KEYS = {"when", "where", "show", "before", "within", "avoid", "recognition", "action", "measure", "at_least"}
_CRITERION_KEYS = _RULE_KEYS | {"id", "title", "meaning", "evidence", "exemplar", "counter_exemplar"}
_DEMANDS = ("show", "avoid", "recognition", "action", "measure")


@cache
def builtin() -> Mapping[str, Standard]:
    """The standards that ship, by name; "everyday" is the default."""
    return MappingProxyType({name: _shipped(name) for name in _names()})


def builtin_text(name: str) -> str:
    """The TOML of the built-in standard of that name, to begin a standard of one's own with. Raises StandardError."""
    if name not in _names():
        raise StandardError(f'no standard "{name}"; {did_you_mean(name, _names())}')
    return (_SHIPPED / f"{name}.toml").read_text("utf-8")


def load(source: str) -> Standard:
    """The built-in standard of that name, or the one in that TOML file.

    Raises StandardError; each line of its message names file, key and cure.
    """
    if source in _names():
        return _shipped(source)
    path = Path(source)
    if not source.endswith(".toml"):
        raise StandardError(
            f'no standard "{source}"; {did_you_mean(source, _names())}, or give a TOML file of your own'
        )
    try:
        return _from_file(source, path.stat().st_mtime_ns)
    except OSError as error:
        raise StandardError(f"{source}: can't be read ({error.strerror}); check the path") from None


def read_standard(text: str, file: str) -> Standard:
    """The standard that a TOML `text` tells. `file` is its name, for messages. Raises StandardError."""
    try:
        data = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise StandardError(f"{file}: not valid TOML ({error}); mend that line") from None
    problems: list[str] = []
    table = Table(data, f"{file}: ", problems)
    table.only({"name", "version", "title", "meaning", "bar", "criteria"})
    standard = Standard(
        name=table.text("name"),
        version=table.whole("version", 1, 1_000_000) or _missing(table, "version", "a whole number; begin with 1"),
        title=table.text("title"),
        meaning=table.text("meaning"),
        bar=_bar(table),
        criteria=tuple(_criteria(table, file)),
    )
    seen: set[str] = set()
    for place, one in enumerate(standard.criteria):
        if one.id in seen:
            problems.append(f'{file}: criteria[{place}].id: "{one.id}" is there twice; give each criterion its own')
        seen.add(one.id)
    if problems:
        raise StandardError("\n".join(problems))
    return standard


@cache
def _names() -> tuple[str, ...]:
    return tuple(sorted(f.name.removesuffix(".toml") for f in _SHIPPED.iterdir() if f.name.endswith(".toml")))


@cache
def _shipped(name: str) -> Standard:
    return read_standard(builtin_text(name), f"{name}.toml")


@lru_cache(maxsize=8)
def _from_file(path: str, changed: int) -> Standard:  # noqa: ARG001 -- an edited file is a new one to the cache
    try:
        return read_standard(Path(path).read_text("utf-8"), path)
    except UnicodeDecodeError:
        raise StandardError(f"{path}: is no UTF-8 text; save it as UTF-8") from None


def _bar(table: Table) -> Bar:
    data = table.data.get("bar", {})
    if not isinstance(data, dict):
        table.note("bar", "must be a table; write [bar] and below it recognition and action")
        return Bar()
    bar = Table(data, f"{table.where}bar.", table.problems)
    bar.only({"recognition", "action"})
    default = Bar()
    return Bar(
        recognition=bar.whole("recognition", 0, 3, default.recognition) or 0,
        action=bar.whole("action", 0, 2, default.action) or 0,
    )


def _criteria(table: Table, file: str) -> Iterable[Criterion]:
    entries = table.data.get("criteria")
    if not isinstance(entries, list) or not entries or not all(isinstance(e, dict) for e in entries):
        table.note("criteria", "a standard has at least one; write [[criteria]] and below it id, title, meaning …")
        return
    for place, entry in enumerate(entries):
        one = Table(entry, f"{file}: criteria[{place}].", table.problems)
        one.only(_CRITERION_KEYS)
        yield Criterion(
            id=one.text("id"),
            title=one.text("title"),
            meaning=one.text("meaning"),
            evidence=one.text("evidence"),
            exemplar=_example(one, "exemplar"),
            counter_exemplar=_example(one, "counter_exemplar"),
            rule=_rule(one),
        )


def _example(table: Table, key: str) -> Conversation:
    script = table.text(key)
    try:
        return Conversation.chat(script, id=key)
    except ConversationError as error:
        table.note(key, str(error))
        return Conversation(key, ())


def _rule(table: Table) -> Rule:
    signals = catalogue()
    customers = {s.label for s in signals.values() if s.side == "customer"}
    staffs = {s.label for s in signals.values() if s.side != "customer"}
    if not any(key in table.data for key in _DEMANDS):
        table.note("show", f"the rule asks for nothing; give one of {', '.join(_DEMANDS)}")
    if "at_least" in table.data and "measure" not in table.data:
        table.note("at_least", "says how much of a measure; name one with measure")
    for key in ("before", "within"):
        if key in table.data and "show" not in table.data:
            table.note(key, "says where what is shown must stand; add show")
    where = table.choice("where", PLACES, "response")
    for key in ("recognition", "action"):
        if key in table.data and (where != "response" or table.data.get("when") != ["need"]):
            table.note(
                key, 'is judged on the first reply to a need; use it with when = ["need"] and where = "response"'
            )
    before = table.labels("before", staffs | {"process"}, "move")
    replies, seconds = table.within("within")
    measure = table.data.get("measure")
    if measure is not None and measure not in MEASURES:
        table.note("measure", f'no measure "{measure}"; {did_you_mean(str(measure), MEASURES)}')
    return Rule(
        when=table.occasions("when", customers | staffs | {"need", "needed", "refused", "always"}),
        where=where,
        show=table.labels("show", staffs, "move"),
        avoid=table.labels("avoid", staffs, "move"),
        before=(before - {"process"}) | frozenset(PROCESS) if "process" in before else before,
        within_replies=replies,
        within_seconds=seconds,
        recognition=table.whole("recognition", -1, 3),
        action=table.whole("action", 0, 2),
        measure=measure,
        at_least=table.share("at_least", 0.0),
    )


def _missing(table: Table, key: str, what: str) -> int:
    if key not in table.data:
        table.note(key, f"must be {what}")
    return 0
