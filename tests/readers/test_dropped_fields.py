"""No judgement of anyone's feeling or voice gets in, whatever the format and wherever it stands in the record."""

from __future__ import annotations

import copy
import csv
import io
import json
from pathlib import Path
from typing import Any

import pytest

from heard.readers import read
from heard.readers.dropped import DROPPED, is_dropped, without_dropped
from heard.readers.formats import Choices, RecordFormat, Rejected, TextFormat, UnreadableRecord
from heard.readers.recognising import formats
from heard.readers.source import Source

SAMPLES = Path(__file__).parent / "samples"
MARKER = "judged-7f3a"

# Every field name by which a product is known, or likely, to hand over such a judgement. Add, never take away.
NAMES = """
Sentiment OverallSentiment SentimentByPeriod SentimentScore LoudnessScore LoudnessScores TalkSpeed
ConversationCharacteristics sentiment sentimentScore sentimentTrend sentimentTrendClass acoustics empathyScores
sentiments sentiment_score sentiment_segments sentiment_analysis sentiment_analysis_results agentSentimentScore
clientSentimentScore agent_sentiment_score sentimentData sentiment_label agentSentiment customerSentiment
agent_sentiment sentiment_confidence emotion emotions emotion_scores agentEmotion agent_emotion facialExpression
facial_expressions mood agentMood agent_mood stress stressLevel stress_level agentStress tone toneOfVoice voiceTone
vocal_tone agentTone pitch pitchVariation prosody arousal valence loudness speech_rate speakingRate speaking_rate
wordsPerMinute words_per_minute voice_energy attitude agentAttitude agent_attitude politenessScore voiceprint
voiceprintId voice_biometrics typingRhythm keystrokeDynamics AGENT_SENTIMENT agent-sentiment agentsentimentscore
loudness_db rmsLoudness acoustic_features speechEmotion emotional_state call_mood vocalPitchMean cf_agent_mood
agent_feeling agent_feelings agentFeelings agent_anger angerScore anger angry is_angry agent_frustration
frustration_level customerFrustrated irritation irritated agent_happiness happiness nervousness agent_affect affect
agent_temper temper burnout_risk agentBurnout smileScore smile smiling agent_calmness agent_patience patience polarity
textPolarity vader_compound vader_neg jitter jitterLocal shimmer shimmer_db f0 f0_mean f0Mean voice_f0 F0_std
speech_rate_wpm voice_volume audioVolume speaker_volume_db agent_volume mean_decibels talkover talkOverTime talk_over
rep_happy advisor_anxiety adviser_calm staff_fatigue employeeSadness employee_tired agentanger repangerscore
agent_was_upset representative_temperament impatience
""".split()

RECORD_FORMATS = [format for format in formats() if isinstance(format, RecordFormat)]


def everywhere(value: Any) -> Any:
    """A copy with every such field planted in every object, at every depth, plain and as name beside value."""
    planted: dict[str, Any] = {}
    for name in NAMES:
        planted[name] = {"score": MARKER, "deep": [{name: MARKER}]}
    named = [{"name": name, "value": MARKER} for name in NAMES] + [{"id": NAMES[0], "value": MARKER}]

    def plant(part: Any) -> Any:
        if isinstance(part, dict):
            return planted | {"custom": {"fields": named} | planted} | {k: plant(v) for k, v in part.items()}
        return [plant(entry) for entry in part] if isinstance(part, list) else part

    return plant(copy.deepcopy(value))


def samples(name: str) -> list[Any]:
    path = next(p for p in SAMPLES.glob(f"{name}.*") if ".expected" not in p.name)
    if path.suffix in (".jsonl", ".ndjson"):
        return [json.loads(line) for line in path.read_text().splitlines() if line.strip()]
    found = json.loads(path.read_text())
    return found if isinstance(found, list) else [found]


def keys_of(value: Any) -> set[str]:
    if isinstance(value, dict):
        return set(value) | {key for inner in value.values() for key in keys_of(inner)}
    return {key for inner in value for key in keys_of(inner)} if isinstance(value, list) else set()


@pytest.mark.parametrize("name", [*NAMES, *DROPPED])
def test_every_such_name_is_known(name: str) -> None:
    assert is_dropped(name)


@pytest.mark.parametrize(
    "name",
    "id subject status priority tags custom_fields address distributor confidence milestone stone rating remark "
    "requester_id participants duration channel language feedback_message tongue pitcher_size emoticon "
    "affected_product is_affected affects_version temperature room_temperature tempered_glass contemporary csat csat_score "
    "nps happiness_survey customer_happiness_rating volume order_volume call_volume volume_discount volumes patient_id "
    "patients hanger_size passenger danger stranger agent agent_id agent_name rep rep_name report report_volume reply "
    "representative_id advisor staff staff_count employee_number agent_notes agent_rating agent_csat response "
    "half0 f0a1b2 f01 of0 invader evaders smiley joy sad calm anxiety_medication upset energy fatigue_mat talk over "
    "talker overtalk_id".split(),
)
def test_ordinary_names_stay(name: str) -> None:
    assert not is_dropped(name)
    assert without_dropped({name: 1}) == {name: 1}


def test_a_field_is_dropped_at_any_depth_and_as_name_beside_value() -> None:
    record = everywhere({"kept": [{"also": "kept"}]})

    cleaned = without_dropped(record)

    assert MARKER not in json.dumps(cleaned)
    assert cleaned["kept"][0]["also"] == "kept"


def test_what_people_said_and_are_called_is_no_field_name() -> None:
    said = {"turns": [{"name": "Mood", "text": "I am under stress"}, {"id": "tone-4", "text": "no dial tone"}]}

    assert without_dropped(said) == said


def test_one_word_tags_go_and_others_stay() -> None:
    assert without_dropped({"tags": ["sentiment__negative", "refund", "agent_mood:low"]}) == {"tags": ["refund"]}


def test_a_record_nested_without_end_is_cut_not_followed() -> None:
    deep: Any = {"sentiment": MARKER}
    for _ in range(5_000):
        deep = {"next": deep}

    assert MARKER not in str(without_dropped(deep))


@pytest.mark.parametrize("format", RECORD_FORMATS, ids=lambda format: format.name)
def test_no_reader_lets_one_in(format: RecordFormat) -> None:
    for record in samples(format.name):
        polluted = everywhere(record)
        for conversation in format.conversations(polluted, "sample", Choices()):
            read = conversation.to_json()

            assert conversation.turns
            assert MARKER not in json.dumps(read)
            assert not {key for key in keys_of(read) if is_dropped(key)}


def test_a_marker_does_show_when_it_is_let_in() -> None:
    """The test above would notice: the same marker under an innocent name comes through."""
    for format in RECORD_FORMATS:
        if format.name == "zendesk":
            record = samples("zendesk")[0] | {"innocent": MARKER}
            assert MARKER in json.dumps([c.to_json() for c in format.conversations(record, "sample", Choices())])


@pytest.mark.parametrize("format", RECORD_FORMATS, ids=lambda format: format.name)
def test_a_record_of_nothing_but_judgements_is_refused(format: RecordFormat) -> None:
    with pytest.raises((UnreadableRecord, ValueError)):
        list(format.conversations(everywhere({}), "sample", Choices()))


JSON_LINES = [f.name for f in formats() if isinstance(f, TextFormat) and ".jsonl" in f.endings]


@pytest.mark.parametrize("name", JSON_LINES)
def test_no_reader_of_json_lines_lets_one_in(name: str) -> None:
    lines = "\n".join(json.dumps(everywhere(record)) for record in samples(name))

    check(name, lines)


def test_no_table_lets_one_in() -> None:
    with (SAMPLES / "table.csv").open(encoding="utf-8", newline="") as file:
        header, *rows = csv.reader(file, delimiter=";")
    polluted = io.StringIO()
    csv.writer(polluted, delimiter=";").writerows([header + NAMES, *(row + [MARKER] * len(NAMES) for row in rows)])

    check("table", polluted.getvalue())


@pytest.mark.parametrize("name", ["eml", "mbox"])
def test_no_mail_header_lets_one_in(name: str) -> None:
    text = next(SAMPLES.glob(f"{name}.{name}")).read_text("utf-8")
    headers = "".join(f"X-{header}: {MARKER}\n" for header in NAMES)

    check(name, text.replace("Subject:", headers + "Subject:"))


def check(name: str, text: str) -> None:
    conversations = [c.to_json() for c in read(Source.of_text(text, f"sample.{name}"), format=name, rejects=print)]

    assert any(conversation["turns"] for conversation in conversations)
    assert MARKER not in json.dumps(conversations)
    assert not {key for key in keys_of(conversations) if is_dropped(key)}


def rejected(text: str, name: str) -> list[str]:
    """What the rejects file keeps of `text`, read as the format `name`."""
    rejects: list[Rejected] = []
    list(read(Source.of_text(text, f"sample.{name}"), format=name, rejects=rejects.append))
    assert rejects
    return [reject.raw for reject in rejects]


@pytest.mark.parametrize("format", RECORD_FORMATS, ids=lambda format: format.name)
def test_no_rejected_record_keeps_one(format: RecordFormat) -> None:
    record = {"id": "kept-1", "nothing": None} | everywhere({})

    for raw in rejected(json.dumps([record]), format.name):
        assert json.loads(raw)["id"] == "kept-1"
        assert MARKER not in raw


@pytest.mark.parametrize("name", ["convokit", "turns"])
def test_no_rejected_line_keeps_one(name: str) -> None:
    for raw in rejected(json.dumps({"id": "kept-1", "speaker": "Anna"} | everywhere({})), name):
        assert json.loads(raw)["id"] == "kept-1"
        assert MARKER not in raw


def test_no_rejected_conversation_of_lines_keeps_one() -> None:
    turn = {"conversation_id": "kept-1", "speaker": "", "text": "hello"} | everywhere({})

    for raw in rejected(json.dumps(turn), "turns"):
        assert json.loads(raw)["conversation"] == "kept-1"
        assert MARKER not in raw


@pytest.mark.parametrize(
    "table",
    [
        f"conversation_id,speaker,text,agent_mood\nkept-1,Anna, ,{MARKER}\n",
        f'id,transcript,mood\n1,"Agent: Hello\nCustomer: Hi",low\nkept-1,nobody speaks here,{MARKER}\n',
    ],
)
def test_no_rejected_row_keeps_one(table: str) -> None:
    for raw in rejected(table, "table"):
        assert "kept-1" in json.loads(raw).values()
        assert MARKER not in raw
