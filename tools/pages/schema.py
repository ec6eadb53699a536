"""The JSON Schema of `heard-analysis/1`: written as data, with every enumeration taken from the code."""

from typing import Any

from heard import ENGINE, SCHEMA
from heard.conversation import CHANNELS, Speaker
from heard.moments import CAUSES, OUTCOMES
from heard.signals import catalogue
from heard.signals.catalogue import KINDS
from heard.standards.marking import RESULTS
from heard.standards.measures import MEASURES

Schema = dict[str, Any]


def schema() -> Schema:
    """The schema; key order is the order in which things are explained."""
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": f"urn:{SCHEMA.replace('/', ':')}",
        "title": SCHEMA,
        "description": "What Heard found in one conversation.",
        **_object(
            id=_text("The conversation's id, unique within one run."),
            schema={"const": SCHEMA, "description": "The version of this form."},
            engine=_text(f'The version of the engine that judged, as in "{ENGINE}".'),
            model=_maybe(_text("The version of the encoder; null: patterns alone.")),
            standard=_text('The standard and its version, as in "everyday@1".'),
            channel=_one_of(CHANNELS, "Where it took place."),
            started=_maybe({"type": "string", "format": "date-time", "description": "When it began; null: unknown."}),
            subject=_maybe(_text("Its subject line; null: none.")),
            source=_maybe(_text("Where its first turn was read; null: nowhere in a file.")),
            roles={
                "description": "How it is known who the agent is.",
                **_object(
                    **{
                        "from": _one_of(("given", "format", "guess"), "By a role map, by the format, or guessed."),
                        "confidence": _share("How sure; below 1 for a guess only."),
                    }
                ),
            },
            readable={
                "type": "boolean",
                "description": "False: it is not in English, so that nothing was judged, and moments and marks are empty.",
            },
            turns=_list({"$ref": "#/$defs/turn"}, "Every turn in order, with what it shows."),
            moments=_list({"$ref": "#/$defs/moment"}, "Each need with the response to it, in order."),
            marks=_list({"$ref": "#/$defs/mark"}, "One mark for each criterion of the standard, in its order."),
            suggestions=_list({"$ref": "#/$defs/suggestion"}, "What to keep and what to try, for who replied."),
            promises=_list({"$ref": "#/$defs/promise"}, "What the company said it would do."),
            score={
                "description": "How many needs were met. Moments that a person should read count on neither side.",
                **_object(
                    needed=_count("Needs that were judged."),
                    met=_count("Of these, the ones that were met."),
                    rate=_maybe(_share("met ÷ needed; null: nothing was needed.")),
                    low=_maybe(_share("Lower end of Wilson's 95 % interval; null with rate.")),
                    high=_maybe(_share("Upper end of that interval; null with rate.")),
                    abstained=_count("Moments left to a person."),
                ),
            },
        ),
        "$defs": {
            "finding": _finding(),
            "evidence": _evidence(),
            "turn": _turn(),
            "moment": _moment(),
            "mark": _mark(),
            "suggestion": _suggestion(),
            "promise": _promise(),
        },
    }


def _turn() -> Schema:
    turn: Schema = {
        "description": "One turn and its labels.",
        **_object(
            index=_count("Its place in the conversation, from 0."),
            speaker=_one_of(list(Speaker), "Who speaks."),
            name=_text("The speaker's name as the source gave it; left out where it gave none."),
            text=_text("What was said."),
            at=_maybe({"type": "number", "description": "Seconds since the conversation began; null: unknown."}),
            feelings=_labels("feeling"),
            intensity=_whole(0, 3, "Of the strongest negative feeling: 0 none, 1 slight, 2 clear, 3 strong."),
            circumstances=_labels("circumstance"),
            stance=_labels("stance"),
            need=_whole(0, 1, "1: a thoughtful person would recognise something human here."),
            moves=_labels("move"),
            findings=_list({"$ref": "#/$defs/finding"}, "Each label's words, in order of place."),
        ),
    }
    turn["required"].remove("name")
    return turn


def _finding_fields() -> dict[str, Schema]:
    return {
        "label": _one_of(list(catalogue()), "The label; see signals.md."),
        "kind": _one_of(KINDS, "What kind of label it is."),
        "start": _count("Where its words begin in the turn's text, in characters from 0."),
        "end": _count("Where they end: text[start:end] is the quote."),
        "quote": _text("The words."),
        "strength": _whole(1, 3, "1 slight, 2 clear, 3 strong."),
        "confidence": _share("How sure Heard is."),
        "why": _text("What these words do."),
        "origin": _one_of(
            ("pattern", "across_turns", "encoder", "both"),
            "What found it; both: a pattern's words, of which the encoder says how sure.",
        ),
    }


def _finding() -> Schema:
    return {"description": "A label with the words that show it.", **_object(**_finding_fields())}


def _evidence() -> Schema:
    label = _one_of([*catalogue(), *MEASURES], "The label; in marks also a measure of the words, see standards.md.")
    return {
        "description": "A finding, and the turn it is in.",
        **_object(turn=_count("Index of the turn."), **_finding_fields() | {"label": label}),
    }


def _moment() -> Schema:
    turn = "Index of the turn"
    return {
        "description": "A need, the response to it, and what came of it.",
        **_object(
            turn=_count(f"{turn} that shows the need first."),
            need=_list(
                _one_of(_labels_of("feeling", "circumstance"), ""), "The feelings and circumstances that make it one."
            ),
            intensity=_whole(0, 3, "Of the strongest negative feeling."),
            response_turn=_maybe(_count(f"{turn} of the reply that was judged; null: nobody answered.")),
            recognition=_maybe(
                _whole(-1, 3, "−1 denied, 0 nothing, 1 token, 2 specific, 3 deep; null: nobody answered.")
            ),
            action=_maybe(_whole(0, 2, "0 none, 1 routine, 2 concrete; null: nobody answered.")),
            met={"type": "boolean", "description": "It reached the standard's bar."},
            recognised_turn=_maybe(_count(f"{turn} that first recognised it (2 or more); null: never.")),
            turns_to_recognition=_maybe(_count("Staff replies until then; 1 is at once.")),
            seconds_to_recognition=_maybe({"type": "number", "description": "Seconds until then; null: unknown."}),
            process_first={"type": "boolean", "description": "Process began before the situation was recognised."},
            repaired_turn=_maybe(_count(f"{turn} of a later reply that met it; null: none.")),
            outcome=_one_of(OUTCOMES, "What the customer's next words show."),
            ready={"type": "boolean", "description": "They accept and let the work go on."},
            cause=_maybe(_one_of(CAUSES, "What an unmet need came from; only agent counts for an agent. null: met.")),
            confidence=_share("How sure Heard is of the need and the response together."),
            abstained={"type": "boolean", "description": "Heard is not sure; a person should read this."},
            evidence=_list({"$ref": "#/$defs/evidence"}, "The words: need first, then response, then cause."),
            why=_text("Why the response was judged so."),
            would_change=_text("What would have made this judgement another."),
        ),
    }


def _mark() -> Schema:
    return {
        "description": "What the conversation shows of one criterion.",
        **_object(
            criterion=_text("The criterion's id; see standards.md."),
            result=_one_of(RESULTS, "What came out."),
            confidence=_share("How sure Heard is."),
            evidence=_list({"$ref": "#/$defs/evidence"}, "The words it rests on."),
            why=_text("Why, in a sentence."),
        ),
    }


def _suggestion() -> Schema:
    return {
        "description": "Something to keep or something to try.",
        **_object(
            kind=_one_of(("keep", "try"), "Which of the two."),
            moment=_count("Index into moments."),
            turn=_count("Index of the turn it is about: the reply, or the need where nobody replied."),
            text=_text("What Heard says, in the second person; holds say, where there is one."),
            quote=_text("keep: the agent's words; try: the customer's words it builds on."),
            playbook=_text("The situation it comes from."),
            say=_maybe(
                _text("try: one way to put it, in this customer's own words; null: no line would be theirs alone.")
            ),
        ),
    }


def _promise() -> Schema:
    return {
        "description": "Something the company said it would do. Nothing here says whether it was kept.",
        **_object(
            turn=_count("Index of the turn."),
            who=_text("I, we, or who was named, in the speaker's words."),
            what=_text("The commitment in the speaker's words."),
            until=_maybe(_text("The time in the speaker's words; null: none was given.")),
            start=_count("Where the sentence begins in the turn's text."),
            end=_count("Where it ends."),
            quote=_text("The whole sentence."),
        ),
    }


def _object(**properties: Schema) -> Schema:
    """An object that has all of these keys and no other."""
    return {
        "type": "object",
        "properties": properties,
        "required": list(properties),
        "additionalProperties": False,
    }


def _labels_of(*kinds: str) -> list[str]:
    return [one.label for one in catalogue().values() if one.kind in kinds]


def _labels(kind: str) -> Schema:
    return {**_list(_one_of(_labels_of(kind), ""), "Labels; see signals.md."), "uniqueItems": True}


def _list(items: Schema, description: str) -> Schema:
    return {"type": "array", "items": items, "description": description}


def _one_of(values: Any, description: str) -> Schema:
    return {"enum": [str(v) for v in values]} | ({"description": description} if description else {})


def _text(description: str) -> Schema:
    return {"type": "string", "description": description}


def _whole(least: int, most: int, description: str) -> Schema:
    return {"type": "integer", "minimum": least, "maximum": most, "description": description}


def _count(description: str) -> Schema:
    return {"type": "integer", "minimum": 0, "description": description}


def _share(description: str) -> Schema:
    return {"type": "number", "minimum": 0, "maximum": 1, "description": description}


def _maybe(schema: Schema) -> Schema:
    """The schema, or null."""
    description = {"description": schema["description"]} if "description" in schema else {}
    if "enum" in schema:
        return {"enum": [*schema["enum"], None], **description}
    return {**schema, "type": [schema["type"], "null"]}
