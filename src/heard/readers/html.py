"""HTML bodies as the text a person would have read."""

from __future__ import annotations

import re
from html.parser import HTMLParser

__all__ = ["looks_like_html", "text_of_html"]

_UNSEEN = {"script", "style", "head", "title", "template", "noscript"}
_BLOCKS = {
    "address", "article", "blockquote", "dd", "div", "dl", "dt", "figure", "footer", "form", "h1", "h2", "h3", "h4",
    "h5", "h6", "header", "hr", "li", "main", "ol", "p", "pre", "section", "table", "td", "tr", "ul",
}  # fmt: skip
_PARAGRAPHS = {"p", "h1", "h2", "h3", "h4", "h5", "h6", "ul", "ol", "table", "blockquote"}
_VOID = {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"}
_QUOTE_CLASSES = {"gmail_quote", "gmail_attr", "yahoo_quoted", "moz-cite-prefix", "zendesk-quote", "freshdesk_quote",
                  "intercom-quote", "protonmail_quote", "quoted-text"}  # fmt: skip
_QUOTE_FROM_HERE = {"divrplyfwdmsg", "appendonsend", "mail-editor-reference-message-container"}
_TAG = re.compile(r"</?(?:[a-z][a-z0-9]*)(?:\s[^<>]*)?/?>", re.IGNORECASE)
_ENTITY = re.compile(r"&(?:amp|lt|gt|quot|nbsp|#\d{1,6}|#x[0-9a-f]{1,5});", re.IGNORECASE)


def looks_like_html(body: str) -> bool:
    """True when `body` has markup in it; "a < b" and "<3" are no markup."""
    return bool(_TAG.search(body) or _ENTITY.search(body))


def text_of_html(body: str, *, quotes: bool = False) -> str:
    """The readable text of an HTML `body`: paragraphs and line breaks kept, entities decoded, no script or style.

    Quotes of earlier mails are left out where the mail program marked them, unless `quotes`. Should that leave
    nothing, the whole is given, for somebody did write a quote and nothing else.
    """
    return _read(body, quotes=quotes) or _read(body, quotes=True)


def _read(body: str, *, quotes: bool) -> str:
    reader = _Reader(quotes=quotes)
    reader.feed(body)
    reader.close()
    lines = [re.sub(r"[ \t\r\f\v\xa0]+", " ", line).strip() for line in "".join(reader.parts).split("\n")]
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()


class _Reader(HTMLParser):
    def __init__(self, *, quotes: bool) -> None:
        super().__init__(convert_charrefs=True)
        self.parts: list[str] = []
        self._quotes = quotes
        self._hidden: list[str] = []  # the open tags from the first unseen one inwards
        self._over = False  # a mail program said: from here on it is the earlier mail
        self._verbatim = 0  # depth of <pre>: there line ends are the writer's own
        self._line_ends = 2  # how many end the text so far

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        marks = dict(attrs)
        if self._hidden:
            if tag not in _VOID:
                self._hidden.append(tag)
        elif not self._quotes and (marks.get("id") or "").lower() in _QUOTE_FROM_HERE:
            self._over = True
        elif tag in _UNSEEN or (not self._quotes and _is_quote(tag, marks)):
            self._hidden.append(tag)
        else:
            self._break_for(tag)
            self._verbatim += tag == "pre"
            if tag == "li":
                self._say("- ")

    def handle_endtag(self, tag: str) -> None:
        if self._hidden:
            if tag in self._hidden:  # closes it and whatever was left open inside it
                while self._hidden.pop() != tag:
                    pass
        else:
            self._break_for(tag)
            self._verbatim = max(0, self._verbatim - (tag == "pre"))

    def handle_data(self, data: str) -> None:
        if not self._hidden:
            self._say(data if self._verbatim else re.sub(r"\s+", " ", data))

    def _say(self, words: str) -> None:
        if not self._over:
            self.parts.append(words)
            self._line_ends = 0 if words.strip() else self._line_ends

    def _break_for(self, tag: str) -> None:
        if self._over:
            return
        wanted = 2 if tag in _PARAGRAPHS else 1 if tag in _BLOCKS else 0
        missing = 1 if tag == "br" else max(0, wanted - self._line_ends)
        self.parts.append("\n" * missing)
        self._line_ends += missing


def _is_quote(tag: str, attrs: dict[str, str | None]) -> bool:
    classes = set((attrs.get("class") or "").lower().split())
    return bool(classes & _QUOTE_CLASSES) or (
        tag == "blockquote" and ((attrs.get("type") or "").lower() == "cite" or "cite" in attrs)
    )
