"""What stands against what: the moment a need closes, and what the phrase counter counts."""

from heard import Conversation
from heard.evaluation.judges import _answering, phrase_counter
from heard.signals import Finding, TurnReading

ANGRY = TurnReading(
    feelings=("frustration",), intensity=2, findings=(Finding("frustration", "feeling", 0, 1, "x", 2, 0.9, "told"),)
)
NOTHING = TurnReading()
NAMED = TurnReading(
    moves=("acknowledge", "act"),
    findings=(
        Finding("acknowledge", "move", 0, 1, "x", 1, 0.9, "told"),
        Finding("act", "move", 0, 1, "x", 1, 0.9, "told"),
    ),
)


def answering(script, readings):
    return _answering(Conversation.chat(script), readings)


def test_replies_answer_a_need_until_one_of_them_meets_it():
    script = "customer: x / agent: y / customer: x / agent: y / customer: x / agent: y"

    assert answering(script, [ANGRY, NOTHING, NOTHING, NAMED, NOTHING, NOTHING]) == {1, 3}


def test_a_need_met_at_once_is_answered_once():
    assert answering("customer: x / agent: y / customer: x / agent: y", [ANGRY, NAMED, NOTHING, NOTHING]) == {1}


def test_replies_before_a_need_answer_none():
    assert answering("agent: y / customer: x / agent: y / customer: x", [NOTHING, NOTHING, NOTHING, ANGRY]) == set()


def test_the_phrase_counter_counts_phrases_whatever_they_mean():
    conversation = Conversation.chat(
        "customer: I am not angry at all / agent: I understand your frustration, sorry / customer: my dad died / agent: ok"
    )

    first, reply, second, last = phrase_counter(conversation)

    assert (first.need, second.need) == (True, False)
    assert (reply.recognition, last.recognition) == (3, 0)


def test_the_phrase_counter_calls_more_cold_phrases_than_kind_ones_a_denial():
    conversation = Conversation.chat(
        "agent: Calm down, as I said, sorry. / agent: Sorry, sorry, but it is our policy. / agent: Sorry, you must wait."
    )

    assert [reply.recognition for reply in phrase_counter(conversation)] == [-1, 2, 0]
