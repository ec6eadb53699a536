"""What is taken for what."""

from heard import Conversation
from heard.evaluation.confusions import confusions
from heard.evaluation.gold import Gold
from heard.evaluation.labels import TurnLabels

CONVERSATION = Conversation.chat("customer: a / agent: b / customer: c / bot: d")
GOLD = Gold(
    CONVERSATION,
    (
        TurnLabels(labels=frozenset({"anxiety", "effort"}), need=True),
        TurnLabels(labels=frozenset({"act"}), recognition=2, action=2),
        TurnLabels(labels=frozenset({"gratitude"}), need=False),
        TurnLabels(),
    ),
)
SAID = [
    TurnLabels(labels=frozenset({"frustration", "effort"}), need=True),
    TurnLabels(labels=frozenset({"act", "warmth"}), recognition=1, action=2),
    TurnLabels(labels=frozenset({"gratitude"}), need=False),
    TurnLabels(),
]


def test_a_missed_label_stands_beside_what_was_said_in_its_place():
    assert confusions([GOLD], lambda conversation: SAID) == {
        ("anxiety", "frustration"): 1,
        ("nothing", "warmth"): 1,
        ("recognition 2", "recognition 1"): 1,
    }
