"""Every finding carries its quote and place, what it means, versions, confidence, and what would have changed it."""

from collections.abc import Iterator

import pytest

import heard
from heard.demo import archive
from heard.signals import Finding

ANALYSES = [heard.analyse(conversation) for conversation in archive()]


@pytest.fixture(params=ANALYSES, ids=lambda a: a.conversation.id)
def analysis(request: pytest.FixtureRequest) -> heard.Analysis:
    return request.param


def findings(analysis: heard.Analysis) -> Iterator[tuple[int, Finding]]:
    for index, reading in enumerate(analysis.readings):
        yield from ((index, finding) for finding in reading.findings)
    for holder in (*analysis.moments, *analysis.marks):
        yield from holder.evidence


def test_every_finding_quotes_the_words_at_its_place(analysis: heard.Analysis) -> None:
    for index, finding in findings(analysis):
        text = analysis.conversation.turns[index].text
        assert text[finding.start : finding.end] == finding.quote


def test_every_finding_says_why_and_how_sure(analysis: heard.Analysis) -> None:
    for _, finding in findings(analysis):
        assert finding.why
        assert 0 < finding.confidence <= 1


def test_every_moment_shows_the_words_of_its_need_and_what_would_change_it(analysis: heard.Analysis) -> None:
    for moment in analysis.moments:
        assert any(turn == moment.turn for turn, _ in moment.evidence)
        assert moment.why
        assert moment.would_change


def test_every_label_of_a_turn_has_its_words(analysis: heard.Analysis) -> None:
    for reading in analysis.readings:
        labels = {*reading.feelings, *reading.circumstances, *reading.stance, *reading.moves}
        assert labels <= {f.label for f in reading.findings}


def test_every_judgement_names_its_engine_and_standard(analysis: heard.Analysis) -> None:
    data = analysis.to_json()

    assert data["engine"] == heard.ENGINE
    assert data["standard"] == "everyday@1"
    assert data["schema"] == heard.SCHEMA
