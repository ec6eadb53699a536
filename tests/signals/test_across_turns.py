"""What no single turn shows."""

import pytest

from heard.signals import Repetition, read_conversation, signal
from heard.signals.repetition import kind_lines
from tests.builders import chat

ASKS = "agent: Could you please confirm your order number?"


def observations(index: int, *lines: str, gap: float | None = None, channel: str = "chat") -> tuple[str, ...]:
    reading = read_conversation(chat(*lines, gap=gap, channel=channel))[index]
    return (*reading.observations, *(m for m in reading.moves if m == "curt"))


def test_a_customer_who_repeats_the_matter_after_a_reply_says_it_again() -> None:
    again = "customer: The washing machine leaks water across the kitchen floor whenever it drains"

    assert "said_again" in observations(2, again, "agent: Hello, how can I help?", again)
    assert "said_again" not in observations(1, again, again)


def test_a_new_matter_is_not_said_again() -> None:
    first = "customer: The washing machine leaks water across the kitchen floor whenever it drains"
    other = "customer: Another question about delivering a replacement dishwasher next Thursday evening"

    assert "said_again" not in observations(2, first, "agent: I've booked an engineer.", other)


@pytest.mark.parametrize(
    ("given", "asked"),
    [
        ("My order number is HD-448201 and nothing came", ASKS),
        ("it's anna@example.com if you need it", "agent: Can I have your email address please?"),
    ],
)
def test_asking_for_what_was_given_is_asked_again(given: str, asked: str) -> None:
    assert "asked_again" in observations(1, f"customer: {given}", asked)


@pytest.mark.parametrize("asked", ["Can you give me your postcode?", "What is your house number please?"])
def test_another_detail_is_not_asked_again(asked: str) -> None:
    assert "asked_again" not in observations(1, "customer: Order HD-448201 never came", f"agent: {asked}")


def test_asking_for_what_was_not_given_is_not_asked_again() -> None:
    assert "asked_again" not in observations(1, "customer: My parcel never came", ASKS)


@pytest.mark.parametrize(
    ("channel", "gap", "silent"),
    [
        ("chat", 301.0, True),
        ("chat", 60.0, False),
        ("call", 45.0, True),
        ("email", 86_400.0, False),
        ("email", 3 * 86_400.0, True),
        ("chat", None, False),
    ],
)
def test_a_silence_is_long_by_its_channel(channel: str, gap: float | None, silent: bool) -> None:
    lines = ("customer: Hello, my card is gone", "agent: Hello, I've blocked it.")

    assert ("long_silence" in observations(1, *lines, gap=gap, channel=channel)) is silent


def test_the_wait_is_said_in_words() -> None:
    readings = read_conversation(chat("customer: Hello", "agent: Hi", gap=3 * 3600.0))

    assert readings[1].of("long_silence")[0].why == "the customer waited 3 hours for this reply"


def test_a_second_apology_with_nothing_new_is_repeated() -> None:
    lines = ("customer: Still nothing", "agent: Sorry for the inconvenience.", "customer: And?")

    assert "apology_repeated" in observations(3, *lines, "agent: We apologise for any inconvenience.")
    assert "apology_repeated" not in observations(3, *lines, "agent: I'm sorry, I've sent a new one today.")


def test_a_bare_answer_to_a_feeling_is_curt() -> None:
    upset = "customer: I am really upset, I have called four times about this"

    assert "curt" in observations(1, upset, "agent: Wrong department.")
    assert "curt" not in observations(1, upset, "agent: Four times is too many, sorry.")
    assert "curt" not in observations(1, "customer: When do you open?", "agent: At nine.")


def test_saying_back_what_a_customer_told_of_themselves_is_acknowledging_without_a_formula() -> None:
    told = "customer: My husband is in hospital and I can't reach anybody"

    plain = read_conversation(chat(told, "agent: Then your husband comes first. I have stopped the engineer."))[1]
    process = read_conversation(chat(told, "agent: Can you confirm your husband's account number please?"))[1]

    assert plain.of("acknowledge")[0].quote == "Then your husband comes first."
    assert "husband" in plain.of("acknowledge")[0].why
    assert "acknowledge" not in process.moves


LINE = "I'm so sorry to hear that you have been let down by your new kettle this week."


def repetition(*lines: str) -> Repetition:
    return Repetition.over(chat("customer: Hello", f"agent: {line}", id=str(i)) for i, line in enumerate(lines))


def test_a_kind_line_under_three_customers_is_canned_however_specific_it_sounds() -> None:
    conversation = chat("customer: my kettle broke and I'm upset", f"agent: {LINE}")

    alone = read_conversation(conversation)[1]
    repeated = read_conversation(conversation, repetition=repetition(LINE, LINE, LINE))[1]

    assert "acknowledge" in alone.moves
    assert "acknowledge" not in repeated.moves
    assert repeated.of("canned")[0].why == "the same sentence stands under 3 different customers"


def test_a_line_is_counted_once_a_customer() -> None:
    twice_to_one = Repetition.over([chat("customer: Hello", f"agent: {LINE}", f"agent: {LINE}")])

    assert twice_to_one.customers(LINE) == 1


def test_a_conversation_held_twice_is_one_customer() -> None:
    told = "customer: The kettle you sent me on Monday leaks all over the worktop and I have had enough"
    again = [chat(told, f"agent: {LINE}", id=str(i)) for i in range(5)]

    assert Repetition.over(again).customers(LINE) == 1


@pytest.mark.parametrize(
    "near",
    [
        "I'm so sorry to hear that you have been let down by your new toaster this week.",
        "I’m so sorry to hear that you have been let down by your new kettle this week!!",
    ],
)
def test_a_changed_word_does_not_hide_a_template(near: str) -> None:
    assert repetition(LINE, LINE, LINE).customers(near) == 3


def test_another_line_is_another_line() -> None:
    other = "I'm so sorry that the engineer left you without heating over the whole weekend."

    assert repetition(LINE, LINE, LINE).customers(other) == 0


def test_short_lines_are_left_alone() -> None:
    short = "Sorry for the delay."

    assert repetition(short, short, short).customers(short) == 0


def test_repeated_lines_come_most_repeated_first() -> None:
    other = "We are sorry that your parcel was left out in the rain yesterday."

    lines = repetition(LINE, other, LINE, other, LINE, other, LINE).lines()

    assert [(line.text, line.customers) for line in lines] == [(LINE, 4), (other, 3)]


def test_a_repeated_line_of_process_is_not_among_the_canned() -> None:
    process = "Is there anything else I can help you with today?"

    assert repetition(process, process, process).lines() == []


def test_every_kind_example_of_the_definitions_can_be_counted() -> None:
    examples = [text for label in ("canned", "apologise") for text in signal(label).examples]

    assert [text for text in examples if not kind_lines(chat("customer: Hello", f"agent: {text}")).lines] == []


def test_forgetting_lines_seen_once_keeps_those_seen_more(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("heard.signals.repetition._MOST_LINES", 2)
    others = [f"I am sorry that the {w} you ordered {w} came {w} broken" for w in ("lamp", "rug", "bed", "sofa")]

    assert repetition(LINE, LINE, *others, LINE).customers(LINE) == 3
