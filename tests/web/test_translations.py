"""Every string of the interface is in every language, whole, and no page of one language speaks another."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, datetime
from html import unescape
from html.parser import HTMLParser

import pytest
from babel.messages.catalog import Catalog, Message
from babel.messages.pofile import read_po
from django.conf import settings
from django.test import Client
from django.utils import translation

from heard.web.organisation.access import Role
from heard.web.plumbing import telling, words
from tests.web.cast import Cast
from tests.web.doors import Things
from tests.web.test_doors import DOORS, Visitor
from tools import translate

PO_FILES = translate.translations()
PLACEHOLDER = re.compile(r"%\(\w+\)[sd]|%%|\{\w+\}")
MARKUP = re.compile(r"</?\w+[^>]*>")
SAME = frozenset(  # that are the same word in both languages, or a name
    """Heard Chat Chatwoot Team Teams Standard Standards API Passkey Passkeys Code Browser Filter Plan Name Format
    Import Moment Version Position System Bot""".split()
)


@pytest.fixture(params=PO_FILES, ids=lambda path: path.parts[-3])
def catalog(request: pytest.FixtureRequest) -> Catalog:
    """One translation."""
    with request.param.open("rb") as file:
        return read_po(file, locale=request.param.parts[-3])


def entries(catalog: Catalog) -> Iterator[tuple[Message, tuple[str, ...], tuple[str, ...]]]:
    """Each message with its texts in English and in the other language."""
    for message in catalog:
        if message.id:
            yield message, _texts(message.id), _texts(message.string)


def _texts(said: object) -> tuple[str, ...]:
    return tuple(map(str, said)) if isinstance(said, list | tuple) else (str(said or ""),)


def test_every_language_that_can_be_chosen_has_a_translation() -> None:
    here = {path.parts[-3] for path in PO_FILES}

    assert here == {code for code, _name in settings.LANGUAGES} - {settings.LANGUAGE_CODE}


def test_every_string_is_gathered_translated_and_compiled() -> None:
    template = translate.gathered()
    found = [fault for path in PO_FILES for fault in translate.faults(path, template)]

    assert not found, "\n".join(found)


def test_every_form_of_a_plural_is_there(catalog: Catalog) -> None:
    wrong = [m.id for m, english, other in entries(catalog) if len(english) == 2 and len(other) != catalog.num_plurals]

    assert not wrong


def test_a_translation_keeps_every_placeholder_and_the_markup(catalog: Catalog) -> None:
    wrong = []
    for message, english, other in entries(catalog):
        for number, text in enumerate(other):
            source = english[min(number, len(english) - 1)]
            if any(set(kept.findall(source)) != set(kept.findall(text)) for kept in (PLACEHOLDER, MARKUP)):
                wrong.append(f"{message.id!r} → {text!r}")

    assert not wrong, "\n".join(wrong)


def test_nothing_shouts(catalog: Catalog) -> None:
    assert not [text for _message, _english, other in entries(catalog) for text in other if "!" in text]


class Shown(HTMLParser):
    """The pieces of text of a page that are in the page's own language, and what its attributes say."""

    SAID = frozenset({"title", "aria-label", "placeholder", "alt", "data-label"})
    BARE = frozenset({"script", "style", "template", "textarea", "code", "pre"})
    VOID = frozenset("area base br col embed hr img input link meta source track wbr path line rect circle use".split())

    def __init__(self, page: str) -> None:
        super().__init__()
        self.pieces: set[str] = set()
        self.open: list[tuple[str, bool]] = []  # (tag, whether what is in it is left out)
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Goes in; whatever is marked as English, or as somebody's own words, is not of the page."""
        told = dict(attrs)
        if tag not in self.VOID:
            out = tag in self.BARE or told.get("lang") == "en" or ("dir" in told and tag != "html")
            self.open.append((tag, out or any(left for _tag, left in self.open)))
        if not any(left for _tag, left in self.open) and told.get("type") != "hidden":
            self._take(text for name, text in attrs if name in self.SAID and text)

    def handle_endtag(self, tag: str) -> None:
        """Comes out again."""
        while self.open and any(tag == known for known, _left in self.open):
            if self.open.pop()[0] == tag:
                break

    def handle_data(self, data: str) -> None:
        """Takes what is read."""
        if not any(left for _tag, left in self.open):
            self._take([data])

    def _take(self, texts: object) -> None:
        assert isinstance(texts, Iterator | list)
        self.pieces |= {" ".join(unescape(text).split()) for text in texts} - {""}


def english_of(catalog: Catalog) -> tuple[set[str], list[re.Pattern[str]]]:
    """What an untranslated page would say: whole strings, and strings with something put in."""
    whole: set[str] = set()
    filled: list[re.Pattern[str]] = []
    for _message, english, other in entries(catalog):
        for text in set(english) - set(other) - SAME:
            said = " ".join(text.replace("%%", "%").split())
            if len(said) == 1:  # how a day is written; the same letter may be a key
                continue
            if "%(" not in said:
                whole.add(said)
            elif len(re.sub(r"%\(\w+\)[sd]|\W", "", said)) > 12:  # letters enough to know it by
                parts = re.split(r"%\(\w+\)[sd]", said)
                filled.append(re.compile(".*?".join(map(re.escape, parts))))
    return whole, filled


def test_no_page_in_german_speaks_english(cast: Cast) -> None:
    with next(path for path in PO_FILES if path.parts[-3] == "de").open("rb") as file:
        whole, filled = english_of(read_po(file, locale="de"))
    cast.organisation.language = "de"
    cast.organisation.save()
    things, found = Things(cast), set()
    for role in Role:
        visitor = Visitor(cast[role])
        for door in DOORS:
            if door.open_to is not None and role not in door.open_to:
                continue
            answer = visitor.knock(door, things, "get")
            if "text/html" not in answer.headers.get("Content-Type", "") or getattr(answer, "streaming", False):
                continue
            page = answer.content.decode()
            assert 'lang="de"' in page or "<html" not in page, f"{door.name} as {role} is not in German"
            for piece in Shown(page).pieces:
                if piece in whole or any(pattern.fullmatch(piece) for pattern in filled):
                    found.add(f"{door.name}: {piece}")

    assert not found, "\n".join(sorted(found))


@pytest.mark.django_db
def test_a_stranger_reads_the_language_of_their_browser() -> None:
    said = {
        asked: Client().get("/account/login/", headers={"accept-language": asked}, follow=True)
        for asked in ("de-AT,de;q=0.9,en;q=0.5", "en-US", "fr")
    }

    assert [answer.headers["Content-Language"] for answer in said.values()] == ["de", "en-gb", "en-gb"]


def test_ones_own_language_goes_before_the_organisations(cast: Cast) -> None:
    cast.organisation.language = "de"
    cast.organisation.save()
    agent = cast[Role.AGENT]
    agent.language = "en-gb"
    agent.save()
    own, other = Client(), Client()
    own.force_login(agent)
    other.force_login(cast[Role.LEAD])

    assert own.get("/conversations/").headers["Content-Language"] == "en-gb"
    assert other.get("/conversations/").headers["Content-Language"] == "de"


def test_words_of_the_engine_and_figures_are_in_the_readers_language() -> None:
    with translation.override("de"):
        said = (words.label("broken_promise"), words.cause("policy"), words.recognition(1), telling.how_sure(0.72))
        times = (telling.duration(1), telling.duration(7200), words.when(datetime(2026, 3, 14, 10, tzinfo=UTC)))

    assert said == ("gebrochene Zusage", "eine Regelung", "Floskel", "ziemlich sicher (0,72)")
    assert times == ("1 Sekunde", "2 Stunden", "14. März 2026, 10:00")
