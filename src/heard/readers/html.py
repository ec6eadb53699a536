"""HTML bodies as the text a person would have read.

Not built on html.parser: that takes quadratic time on broken markup and raises on some of it, and bodies of mail are
broken markup. This reads on from every mistake, in time that grows with the length.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import unescape

__all__ = ["looks_like_html", "text_of_html"]

_UNSEEN = {"script", "style", "head", "title", "template", "noscript"}
_RAW = {"script", "style", "title"}  # inside these "<" is no markup
_PARAGRAPHS = {"p", "h1", "h2", "h3", "h4", "h5", "h6", "ul", "ol", "table", "blockquote"}
_BLOCKS = _PARAGRAPHS | {
    "address", "article", "dd", "div", "dl", "dt", "figure", "footer", "form", "header", "hr", "li", "main", "pre",
    "section", "td", "tr",
}  # fmt: skip
_VOID = {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"}
_QUOTE_CLASSES = {"gmail_quote", "gmail_attr", "yahoo_quoted", "moz-cite-prefix", "zendesk-quote", "freshdesk_quote",
                  "intercom-quote", "protonmail_quote", "quoted-text"}  # fmt: skip
_QUOTE_FROM_HERE = {"divrplyfwdmsg", "appendonsend", "mail-editor-reference-message-container"}

_MARKUP = re.compile(
    r"</?(?:[a-z][a-z0-9]*)(?:\s[^<>]*)?/?>|&(?:amp|lt|gt|quot|nbsp|#\d{1,6}|#x[0-9a-f]{1,5});", re.IGNORECASE
)
_TAG = re.compile(r"""<(/?)([a-zA-Z][\w:-]*+)((?:[^>"']++|"[^"]*+"|'[^']*+')*+)>""")
_ATTRIBUTE = re.compile(r"""\b(id|class|type|cite)\b(?:\s*=\s*("[^"]*"|'[^']*'|[^\s"'>]+))?""", re.IGNORECASE)
_PATIENCE = 20  # unclosed tags that are searched to their end; after these only a little way, so that time stays linear


def looks_like_html(body: str) -> bool:
    """True when `body` has markup in it; "a < b" and "<3" are no markup."""
    return bool(_MARKUP.search(body))


def text_of_html(body: str, *, quotes: bool = False) -> str:
    """The readable text of an HTML `body`: paragraphs and line breaks kept, entities decoded, no script or style.

    Quotes of earlier mails are left out where the mail program marked them, unless `quotes`. Should that leave
    nothing, the whole is given, for somebody did write a quote and nothing else.
    """
    return _read(body, quotes=quotes) or _read(body, quotes=True)


def _read(body: str, *, quotes: bool) -> str:
    page = _Page(quotes=quotes)
    for words, end, tag, attributes in _pieces(body):
        page.say(words)
        if tag and end:
            page.close(tag)
        elif tag:
            page.open(tag, attributes)
    lines = [re.sub(r"[ \t\r\f\v\xa0]+", " ", line).strip() for line in "".join(page.parts).split("\n")]
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()


def _pieces(body: str) -> Iterator[tuple[str, bool, str, str]]:
    """The words, and the tag behind them: (words, is an end tag, its name, its attributes)."""
    at, failures = 0, 0
    while at < len(body):
        start = body.find("<", at)
        if start < 0:
            break
        words = body[at:start]
        if body.startswith(("<!", "<?"), start):
            closing = "-->" if body.startswith("<!--", start) else ">"
            end = body.find(closing, start + 2)
            yield words, False, "", ""
            at = len(body) if end < 0 else end + len(closing)
            continue
        tag = _TAG.match(body, start, start + (1_000_000 if failures < _PATIENCE else 250))
        if tag is None:
            failures += body.startswith("</", start) or body[start + 1 : start + 2].isalpha()
            yield words + "<", False, "", ""
            at = start + 1
            continue
        name, at = tag[2].lower(), tag.end()
        yield words, bool(tag[1]), name, tag[3]
        if name in _RAW and not tag[1]:
            ending = re.compile(f"</{name}", re.IGNORECASE).search(body, at)
            at = ending.start() if ending else len(body)
    yield body[at:], False, "", ""


class _Page:
    """What has been shown so far."""

    def __init__(self, *, quotes: bool) -> None:
        self.parts: list[str] = []
        self._quotes = quotes
        self._hidden: list[str] = []  # the open tags from the first unseen one inwards
        self._over = False  # a mail program said: from here on it is the earlier mail
        self._verbatim = 0  # depth of <pre>: there line ends are the writer's own
        self._line_ends = 2  # how many end the text so far

    def open(self, tag: str, attributes: str) -> None:
        if self._hidden:
            if tag not in _VOID:
                self._hidden.append(tag)
            return
        marks = {name.lower(): value.strip("\"'").lower() for name, value in _ATTRIBUTE.findall(attributes[:2000])}
        if not self._quotes and marks.get("id") in _QUOTE_FROM_HERE:
            self._over = True
        elif tag in _UNSEEN or (not self._quotes and _is_quote(tag, marks)):
            self._hidden.append(tag)
        else:
            self._break_for(tag)
            self._verbatim += tag == "pre"
            if tag == "li":
                self.say("- ")

    def close(self, tag: str) -> None:
        if self._hidden:
            if tag in self._hidden[-50:]:  # closes it and whatever was left open inside it
                while self._hidden.pop() != tag:
                    pass
        elif tag != "br":
            self._break_for(tag)
            self._verbatim = max(0, self._verbatim - (tag == "pre"))

    def say(self, words: str) -> None:
        if words and not self._hidden and not self._over:
            words = unescape(words)
            self.parts.append(words if self._verbatim else re.sub(r"\s+", " ", words))
            self._line_ends = 0 if words.strip() else self._line_ends

    def _break_for(self, tag: str) -> None:
        if self._over:
            return
        wanted = 2 if tag in _PARAGRAPHS else 1 if tag in _BLOCKS else 0
        missing = 1 if tag == "br" else max(0, wanted - self._line_ends)
        self.parts.append("\n" * missing)
        self._line_ends += missing


def _is_quote(tag: str, marks: dict[str, str]) -> bool:
    return bool(_QUOTE_CLASSES & set(marks.get("class", "").split())) or (
        tag == "blockquote" and (marks.get("type") == "cite" or "cite" in marks)
    )
