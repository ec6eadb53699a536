"""One conversation through all steps, and what can't go through them."""

import pytest

import heard
from heard.demo import archive
from heard.standards import load
from tests.builders import chat

UPSET = "customer: This is the third time I have called and I am furious, my wedding is on Saturday"


def test_the_steps_come_in_order_and_fit_together() -> None:
    analysis = heard.analyse(chat(UPSET, "agent: Order number?", "customer: Really? Forget it, I am leaving."))

    (first, *_) = analysis.moments
    assert (first.turn, first.response_turn, first.recognition, first.met) == (0, 1, 0, False)
    assert analysis.score.needed == len([m for m in analysis.moments if not m.abstained])
    assert [s.kind for s in analysis.suggestions][:1] == ["try"]
    assert [m.criterion for m in analysis.marks] == [c.id for c in load("everyday").criteria]


def test_a_conversation_without_a_need_has_no_moment_and_no_rate() -> None:
    analysis = heard.analyse(chat("customer: What time do you close today?", "agent: At nine, and at six on Sundays."))

    assert analysis.moments == ()
    assert (analysis.score.needed, analysis.score.rate) == (0, None)


@pytest.mark.parametrize(
    "text",
    [
        "Ich bin sehr verärgert, das ist eine Frechheit! Seit drei Wochen warte ich auf mein Geld",
        "Je suis très déçue, cela fait trois semaines que j'attends mon remboursement et rien",
        "מאוד מאכזב, אני מחכה כבר שלושה שבועות לתשובה ואף אחד לא חוזר אליי בטלפון",
        "我已经等了三个星期 了 还是 没有 任何 回复 我 非常 生气 请 尽快 处理",
    ],
)
def test_of_another_language_nothing_is_judged(text: str) -> None:
    analysis = heard.analyse(chat(f"customer: {text}", "agent: Ok"))

    assert not analysis.readable
    assert (analysis.moments, analysis.marks, analysis.to_json()["readable"]) == ((), (), False)


@pytest.mark.parametrize(
    "text",
    [
        "yeah no i um i rang on tuesday and the lady said it would come but it never did",
        "helo i not receive my parcel, three week now waiting, please you check for me",
        "YO8 4QA 07700 900123",
        "WHERE IS MY ORDER??? I WANT MY MONEY BACK NOW",
        "ok",
    ],
)
def test_english_of_any_kind_is_read(text: str) -> None:
    assert heard.analyse(chat(f"customer: {text}")).readable


def test_the_whole_demo_archive_is_read() -> None:
    assert [c.id for c in archive() if not heard.analyse(c).readable] == []


@pytest.mark.parametrize("wrong", [None, "customer: hi", [], 3])
def test_what_is_no_conversation_is_named_with_the_cure(wrong: object) -> None:
    with pytest.raises(TypeError, match=r"takes one Conversation, not .*heard.read"):
        heard.analyse(wrong)  # type: ignore[arg-type]  # the wrong type is the point


def test_what_is_no_standard_is_named() -> None:
    with pytest.raises(TypeError, match="standard: give a Standard or a name, not int"):
        heard.analyse(chat(UPSET), standard=3)  # type: ignore[arg-type]  # the wrong type is the point
