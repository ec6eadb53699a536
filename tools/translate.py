"""Gathers every string of the web interface into its translations, and compiles them: `make translations`.

What stands in the code and the templates is found by Babel and by Django's own reading of templates; no program beside
Python is needed. Words that the engine owns (scales, states, causes, channels, labels and what they mean) are
translated at run time, through `heard.web.plumbing.words`, and are added here by hand of `engine_words`.

    python tools/translate.py           write the .po files anew, keep what is translated, compile
    python tools/translate.py --check   change nothing; say what is stale, untranslated or not sure
"""

from __future__ import annotations

import io
import sys
from collections.abc import Iterator
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po
from django.conf import settings
from django.utils.translation.template import templatize

from heard.conversation import Speaker
from heard.report import words
from heard.signals import catalogue

ROOT = Path(__file__).resolve().parent.parent
WEB = ROOT / "src" / "heard" / "web"
LOCALE = WEB / "locale"
NOTHING_TO_SAY = "migrations"  # folders whose strings nobody reads
KEYWORDS = {
    **dict.fromkeys(("_", "_now", "gettext", "gettext_lazy", "gettext_noop")),
    **dict.fromkeys(("ngettext", "ngettext_lazy"), (1, 2)),
    **dict.fromkeys(("pgettext", "pgettext_lazy"), ((1, "c"), 2)),
    **dict.fromkeys(("npgettext", "npgettext_lazy"), ((1, "c"), 2, 3)),
}
SPEAKERS = tuple(speaker.value for speaker in Speaker)  # beside a name, where the source has one
FOLD = 110  # columns of a .po file


def sources() -> Iterator[tuple[str, str]]:
    """Where strings stand: the path below the root, and Python that calls gettext with each of them."""
    if not settings.configured:
        settings.configure()  # `templatize` asks for how templates are read
    for path in sorted(WEB.rglob("*")):
        where = path.relative_to(ROOT).as_posix()
        if NOTHING_TO_SAY in path.parts:
            continue
        if path.suffix == ".py":
            yield where, path.read_text(encoding="utf-8")
        elif path.suffix in {".html", ".txt"} and "templates" in path.parts:
            calls = templatize(path.read_text(encoding="utf-8"), origin=where)
            yield where, "\n".join(line.strip() for line in calls.splitlines())  # its indents are not Python's


def engine_words() -> Iterator[str]:
    """What `heard.web.plumbing.words` translates and no call of gettext names."""
    for scale in (words.RECOGNITIONS, words.ACTIONS, words.OUTCOMES, words.STATES, words.CHANNELS):
        yield from scale.values()
    yield from filter(None, words.INTENSITIES.values())
    yield from SPEAKERS
    for cause in words.CAUSES.values():
        yield from cause
    for name, signal in sorted(catalogue().items()):
        yield words.label(name)
        yield signal.meaning


def gathered() -> Catalog:
    """Every string of the interface, with the files it stands in."""
    found = Catalog(project="heard", charset="utf-8")
    for where, code in sources():
        for _line, message, _comments, context in extract("python", io.BytesIO(code.encode()), KEYWORDS):
            found.add(message, locations=[(where, 0)], context=context)
    for word in engine_words():
        found.add(word, locations=[("heard.web.plumbing.words", 0)])
    return found


def renewed(path: Path, template: Catalog) -> Catalog:
    """A translation with the strings there are now; what is translated stays, what nobody says any more goes."""
    with path.open("rb") as file:
        translation = read_po(file, locale=path.parts[-3])
    translation.update(template, no_fuzzy_matching=True, keep_user_comments=True, update_creation_date=False)
    translation.obsolete.clear()
    for message in translation:
        message.locations = sorted({(name, 0) for name, _line in message.locations})
        if message.id and "python-format" in message.flags and "%" not in str(message.id):
            message.flags.discard("python-format")
    return translation


def as_po(translation: Catalog) -> bytes:
    """The text of a .po file, without line numbers: they would change with every edit of the code."""
    written = io.BytesIO()
    write_po(written, translation, width=FOLD, sort_output=True, include_lineno=False)
    return written.getvalue()


def as_mo(translation: Catalog) -> bytes:
    """The compiled form that gettext reads."""
    written = io.BytesIO()
    write_mo(written, translation)
    return written.getvalue()


def is_open(message: Message) -> bool:
    """Whether a string still waits for its translation."""
    texts = message.string if isinstance(message.string, tuple | list) else (message.string,)
    return bool(message.id) and (message.fuzzy or not all(texts))


def translations() -> list[Path]:
    """The .po file of each language."""
    return sorted(LOCALE.glob("*/LC_MESSAGES/django.po"))


def faults(path: Path, template: Catalog) -> Iterator[str]:
    """What is wrong with one translation, in words."""
    translation = renewed(path, template)
    where = path.relative_to(ROOT)
    if as_po(translation) != path.read_bytes() or as_mo(translation) != path.with_suffix(".mo").read_bytes():
        yield f"{where} is not fresh: run `make translations` and commit what it writes"
    for message in translation:
        if is_open(message):
            yield f"{where}: not translated, or not sure: {message.id!r} ({message.locations[0][0]})"


def main(check: bool) -> int:
    """Write or check all translations; the exit status."""
    template = gathered()
    if check:
        found = [fault for path in translations() for fault in faults(path, template)]
        print("\n".join(found), file=sys.stderr, end="\n" if found else "")
        return 1 if found else 0
    for path in translations():
        translation = renewed(path, template)
        path.write_bytes(as_po(translation))
        path.with_suffix(".mo").write_bytes(as_mo(translation))
        waiting = sum(is_open(message) for message in translation)
        print(f"{path.relative_to(ROOT)}: {len(translation)} strings, {waiting} not translated")
    return 0


if __name__ == "__main__":
    sys.exit(main(check=sys.argv[1:] == ["--check"]))
