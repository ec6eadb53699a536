"""What an encoder gave a probability to, beside whether it was so."""

from pathlib import Path

import pytest

from heard import Conversation
from heard.evaluation.coverage import sureness
from heard.evaluation.gold import Gold
from heard.evaluation.heads import DECISIONS, HEADS, given_by, so_of
from heard.evaluation.labels import GROUPS, TurnLabels
from heard.inference.encoder import SmallEncoder
from tests.inference.bundles import OUTPUTS, write_bundle

GOLD = Gold(
    Conversation.chat("customer: my order is broken / bot: hi / agent: sorry / agent: your refund will be sent today"),
    (
        TurnLabels(labels=frozenset({"frustration"}), intensity=2, need=True),
        TurnLabels(),
        TurnLabels(frozenset({"apologise"}), None, None, 1, 0, answers=True),
        TurnLabels(frozenset({"act"}), answers=False),
    ),
)


@pytest.fixture(scope="module")
def encoder(tmp_path_factory: pytest.TempPathFactory) -> SmallEncoder:
    folder: Path = write_bundle(tmp_path_factory.mktemp("bundle"))
    return SmallEncoder(folder)


def test_every_output_is_paired_with_what_people_said_of_it(encoder):
    given = given_by([GOLD], encoder)

    assert [so for _, so in given["frustration"]] == [True]
    assert [so for _, so in given["apologise"]] == [True, False]
    assert [so for _, so in given["need"]] == [True]


def test_scales_are_paired_where_a_need_was_open_and_at_the_bar(encoder):
    given = given_by([GOLD], encoder)

    assert [so for _, so in given["recognition>=2"]] == [False]
    assert [so for _, so in given["action>=1"]] == [False]


def test_every_head_is_of_outputs_that_the_encoder_has(encoder):
    given = given_by([GOLD], encoder)

    assert set(given) == {name for names in HEADS.values() for name in names}
    assert set(HEADS) >= set(GROUPS)


def test_calibration_changes_the_probabilities_it_is_fitted_to_change(tmp_path):
    encoder = SmallEncoder(write_bundle(tmp_path / "bundle", slope=[2.0] * len(OUTPUTS)))

    before, after = (given_by([GOLD], encoder, calibrated=c)["frustration"][0][0] for c in (False, True))

    assert before != after
    assert (before > 0.5) == (after > 0.5)
    assert abs(after - 0.5) > abs(before - 0.5)


def test_sureness_counts_each_decision_where_people_took_one(encoder):
    counted = sureness([GOLD], encoder)

    assert {name: of.decisions for name, of in counted.items()} == {"need": 1, "recognition": 1, "action": 1}
    assert set(counted) == set(DECISIONS)
    assert counted["need"].stated == 0.9


def test_bots_are_said_nothing_of():
    assert so_of(TurnLabels()) == {}
