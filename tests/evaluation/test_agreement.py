"""Two readers of the same conversations."""

import pytest

from heard import Conversation
from heard.evaluation.agreement import agreement
from heard.evaluation.gold import Gold
from heard.evaluation.labels import TurnLabels


def customer(*labels, need=False, intensity=0):
    return TurnLabels(labels=frozenset(labels), intensity=intensity, need=need)


def reply(*labels, levels=None):
    recognition, action = levels or (None, None)
    return TurnLabels(frozenset(labels), None, None, recognition, action, answers=levels is not None)


def read(name, *labels):
    return Gold(Conversation.chat("customer: a / agent: b", id=name), labels)


FIRST = [
    read("one", customer("effort", need=True), reply("act", levels=(2, 2))),
    read("two", customer("effort"), reply(levels=(0, 1))),
    read("three", customer(), reply("act")),
    read("four", customer(), reply()),
]
SECOND = [
    read("one", customer("effort", need=True), reply("act", levels=(1, 2))),
    read("two", customer(), reply(levels=(0, 1))),
    read("three", customer(), reply("act", levels=(0, 0))),
    read("four", customer(), reply()),
    read("five", customer("effort"), reply("act")),  # read by the second alone
]


@pytest.fixture
def rows():
    return {row.name: row for row in agreement(FIRST, SECOND, resamples=20)}


def test_kappa_of_a_label_is_the_one_worked_out_by_hand(rows):
    # effort: both once, the first alone once, neither twice. Agreement 3/4; by chance 2/4·1/4 + 2/4·3/4 = 1/2: kappa 1/2.
    effort = rows["effort"]

    assert (effort.turns, effort.first, effort.second, effort.same) == (4, 2, 1, 0.75)
    assert effort.kappa.value == pytest.approx(0.5)


def test_readers_who_say_the_same_agree_fully(rows):
    assert rows["act"].kappa.value == 1.0
    assert rows["need"].kappa.value == 1.0


def test_scales_are_compared_where_both_gave_a_value(rows):
    # recognition (2,1) and (0,0): seen 1; by chance (4 + 1) - 2·2·1/2 = 3
    assert rows["recognition"].turns == 2
    assert rows["recognition"].kappa.value == pytest.approx(1 - 1 / 3)


def test_whether_a_need_is_open_is_compared_on_every_reply(rows):
    assert (rows["answers an open need"].first, rows["answers an open need"].second) == (2, 3)


def test_labels_of_the_other_side_are_not_compared(rows):
    assert rows["act"].turns == rows["effort"].turns == 4
