"""The fields that never get in: machine judgements of anyone's feeling or voice.

Heard judges observable words. What another product inferred about an agent's (or a customer's) mood, loudness or
tone is left at the door, wherever in a record it stands; the list here is the whole rule.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from functools import lru_cache
from typing import Any

__all__ = ["DROPPED", "DROPPED_WORDS", "is_dropped", "raw_of", "without_dropped"]

DROPPED = (
    # Amazon Connect Contact Lens, Amazon Transcribe Call Analytics
    "Sentiment", "OverallSentiment", "SentimentByPeriod", "SentimentScore", "LoudnessScore", "LoudnessScores",
    "TalkSpeed", "ConversationCharacteristics",
    # Genesys Cloud
    "sentiment", "sentimentScore", "sentimentTrend", "sentimentTrendClass", "acoustics", "empathyScores",
    # Deepgram, AssemblyAI, Rev, Symbl
    "sentiments", "sentiment_score", "sentiment_segments", "sentiment_analysis", "sentiment_analysis_results",
    # Google CX Insights
    "agentSentimentScore", "clientSentimentScore", "agent_sentiment_score", "sentimentData", "sentiment_label",
    # Zendesk, Intercom, Chatwoot, Freshdesk, quality products
    "agentSentiment", "customerSentiment", "agent_sentiment", "sentiment_confidence", "sentimentality",
    # what is said of a voice or a face, by whatever product
    "emotion", "emotions", "emotion_scores", "agentEmotion", "agent_emotion", "facialExpression", "facial_expressions",
    "mood", "agentMood", "agent_mood", "stress", "stressLevel", "stress_level", "agentStress", "tone", "toneOfVoice",
    "voiceTone", "vocal_tone", "agentTone", "pitch", "pitchVariation", "prosody", "arousal", "valence", "loudness",
    "speech_rate", "speakingRate", "speaking_rate", "wordsPerMinute", "words_per_minute", "voice_energy",
    "attitude", "agentAttitude", "agent_attitude", "politenessScore", "voiceprint", "voiceprintId", "voice_biometrics",
    "typingRhythm", "keystrokeDynamics",
    # feelings by their own names, and further measures of a voice or a face
    "agent_feeling", "agentFeelings", "agent_anger", "angerScore", "agent_frustration", "frustration_level",
    "irritation", "agent_happiness", "nervousness", "agent_affect", "agent_temper", "burnout_risk", "smileScore",
    "agent_calmness", "agent_patience", "polarity", "vader_compound", "jitter", "shimmer", "f0", "f0_mean",
    "speech_rate_wpm", "agent_volume", "voice_volume", "talkover",
)  # fmt: skip
"""The field names as their products write them. Spelling of case and separators makes no difference."""

DROPPED_WORDS = frozenset(
    "acoustic acoustics affect anger angry arousal attitude calmness emotion emotional emotions facial happiness jitter "
    "keystroke keystrokes loudness mood moods patience impatience pitch prosody sentiment sentiments shimmer smile smiles "
    "smiling stress stressed temper tone vader valence voiceprint".split()
)
"""A name that has one of these as a word of its own is dropped too: new products invent new names."""

_ANYWHERE = (  # also inside a word run together
    "sentiment", "emotion", "loudness", "acoustic", "voiceprint", "feeling", "frustrat", "irritat", "nervous", "burnout",
    "polarity", "decibel", "speechrate", "speakingrate", "talkover",
)  # fmt: skip
_ASKED = frozenset("survey surveys rating ratings csat questionnaire feedback".split())
"""A name with one of these is what somebody was asked and answered ("happiness_survey"), not what was inferred."""

_STAFF = "agents? reps? representatives? advisors? advisers? staff employees?".split()
_OF_STAFF = (
    "affect(?:ive)? ang(?:er|ry) anxi(?:ety|ous) bored(?:om)? calm(?:ness)? energy enthusias(?:m|tic) fatigued? happ(?:y|iness) "
    "(?:im)?patience joy sad(?:ness)? smil(?:es?|ing) temper(?:ament)? tired(?:ness)? upset volume".split()
)
_PAIRED = re.compile(rf"(?:{'|'.join(_STAFF)})(?:{'|'.join(_OF_STAFF)})(?:score|level|index|risk|label|trend)?s?")
_IS_STAFF, _IS_OF_STAFF = re.compile("|".join(_STAFF)), re.compile("|".join(_OF_STAFF))
_HEARD_IN = frozenset(
    "audio mic microphone rms speaker speaking speech vocal voice".split()
)  # whose "volume" is loudness
_F0 = re.compile(r"(?<![^\W_])[fF]0(?![a-z\d])")  # the pitch of a voice as engineers write it
_EXACT = frozenset(re.sub(r"[\W_]", "", name).lower() for name in DROPPED)
_WORDS = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+")
_NAMED_BY = {  # the keys under which a list entry says what it is → how many words such a name may have
    "name": 4, "key": 4, "label": 4, "field": 4, "metric": 4, "attribute": 4, "type": 1, "title": 1, "id": 1,
    "purpose": 1,
}  # fmt: skip
_VALUES = frozenset(("value", "values", "score", "level", "result", "average", "body", "data"))
_MOST_RAW = 2000  # characters
_DEEPEST = 60  # levels of nesting that are kept: deeper is no record anyone wrote


@lru_cache(maxsize=4096)
def is_dropped(name: str) -> bool:
    """True when a field of this name is a judgement of feeling or voice."""
    flat = re.sub(r"[\W_]", "", name).lower()
    if flat in _EXACT or any(stem in flat for stem in _ANYWHERE) or _PAIRED.fullmatch(flat) or _F0.search(name):
        return True
    words = {word.lower() for word in _WORDS.findall(name)}
    if any(map(_IS_STAFF.fullmatch, words)) and any(map(_IS_OF_STAFF.fullmatch, words)):
        return True
    if "volume" in words and words & _HEARD_IN:
        return True
    found = words & DROPPED_WORDS
    return bool(found) and not (found == {"happiness"} and words & _ASKED)


def without_dropped(record: Mapping[str, Any]) -> dict[str, Any]:
    """A copy of `record` without such fields at any depth.

    Also without list entries that carry one as a name beside a value ({"name": "agent_sentiment", "value": …}) and
    without one-word tags ("sentiment__negative").
    """
    return _clean(record, 0)  # type: ignore[no-any-return]  # a mapping comes back as a dict


def raw_of(record: Any) -> str:
    """How `record` begins, as JSON and without such fields: what the rejects file keeps of a record it names."""
    return json.dumps(_clean(record, 0), ensure_ascii=False)[:_MOST_RAW]


def _clean(value: Any, depth: int) -> Any:
    if depth > _DEEPEST:
        return None
    if isinstance(value, Mapping):
        return {str(k): _clean(v, depth + 1) for k, v in value.items() if not is_dropped(str(k))}
    if isinstance(value, list | tuple):
        return [_clean(entry, depth + 1) for entry in value if not _names_dropped(entry)]
    return value


def _names_dropped(entry: Any) -> bool:
    if isinstance(entry, str):
        return _is_a_name(entry, words=1) and is_dropped(entry)
    if not isinstance(entry, Mapping) or _VALUES.isdisjoint(entry):
        return False  # without a value beside it the name is somebody's, or part of what was said
    return any(_is_a_name(entry.get(key), words=most) and is_dropped(entry[key]) for key, most in _NAMED_BY.items())


def _is_a_name(value: Any, *, words: int) -> bool:
    """Whether `value` can be the name of a field; a sentence in which a customer says "stress" is none."""
    return isinstance(value, str) and len(value) <= 80 and len(value.split()) <= words
