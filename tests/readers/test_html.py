"""HTML bodies: what a person would have read, no more and no less."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from heard.readers.html import looks_like_html, text_of_html


@pytest.mark.parametrize(
    ("html", "shown"),
    [
        ("<p>Hello</p><p>there</p>", "Hello\n\nthere"),
        ("one<br>two<br/>three", "one\ntwo\nthree"),
        ("<div>one</div><div>two</div>", "one\ntwo"),
        ("<div><div><p>deep</p></div></div>after", "deep\n\nafter"),
        ("fish &amp; chips &lt;3 &#8364;5&nbsp;today", "fish & chips <3 €5 today"),
        ("a <b>bold</b>\n   <i>word</i>", "a bold word"),
        ("<ul><li>one</li><li>two</li></ul>end", "- one\n- two\n\nend"),
        ("<style>p {color: red}</style><p>seen</p><script>var a = '<p>unseen</p>';</script>", "seen"),
        ("<head><title>Mail</title></head><body>seen</body>", "seen"),
        ("<pre>two  spaces\nand a line</pre>", "two spaces\nand a line"),
        ('<p>Yes.</p><blockquote type="cite"><p>Is it late?</p></blockquote><p>Bye</p>', "Yes.\n\nBye"),
        ('Yes.<div class="gmail_quote">On Monday you wrote:<blockquote>late?</blockquote></div>', "Yes."),
        ('<p>Yes.</p><div id="divRplyFwdMsg">From: you</div><div>late?</div>', "Yes."),
        (
            "<blockquote>You wrote this <br>in your ad</blockquote><p>It is not true</p>",
            "You wrote this\nin your ad\n\nIt is not true",
        ),
        ("<p>never closed <b>anywhere", "never closed anywhere"),
        ("</p></div>only ends", "only ends"),
        ("مرحبا<br>שלום 👋", "مرحبا\nשלום 👋"),
    ],
)
def test_a_body_becomes_what_a_person_would_have_read(html: str, shown: str) -> None:
    assert text_of_html(html) == shown


def test_a_mail_that_is_all_quote_is_not_lost() -> None:
    assert text_of_html('<blockquote type="cite">Is it late?</blockquote>') == "Is it late?"


def test_quotes_are_kept_on_request() -> None:
    html = '<p>Yes.</p><blockquote type="cite">late?</blockquote>'

    assert text_of_html(html, quotes=True) == "Yes.\n\nlate?"


@pytest.mark.parametrize("text", ["a < b and c > d", "I <3 this", "x <- y", "R&D", "5 > 3", "", "fish & chips"])
def test_plain_text_with_angle_brackets_is_no_html(text: str) -> None:
    assert not looks_like_html(text)


@pytest.mark.parametrize("text", ["<p>x</p>", "one<br>two", "&lt;3", "a&nbsp;b", '<a href="x">y</a>', "<DIV>x</DIV>"])
def test_markup_and_entities_are_html(text: str) -> None:
    assert looks_like_html(text)


@given(st.text())
def test_any_text_can_be_read_as_html(body: str) -> None:
    assert isinstance(text_of_html(body), str)


@given(
    st.lists(
        st.sampled_from(
            [
                "<p>",
                "</p>",
                "<script>",
                "</script>",
                "<!--",
                "-->",
                "<![CDATA[",
                "]]>",
                "<blockquote>",
                "</",
                "<",
                "&",
                "&#x",
                "word",
                "<br",
                "/>",
                "<li>",
                "<pre>",
            ]
        )
    )
)
def test_any_heap_of_markup_can_be_read(pieces: list[str]) -> None:
    assert isinstance(text_of_html("".join(pieces)), str)


@pytest.mark.parametrize(
    "piece", ["<", "<a ", "&", "<!--", "<p>", "</p>", "<![", "<a b='", "word ", "<blockquote type=cite>"]
)
def test_a_long_body_takes_linear_time(piece: str) -> None:
    """A hang would show as a test that never ends; sizes double twice, time may not square."""
    for repeats in (2_000, 8_000):
        text_of_html(piece * repeats)
