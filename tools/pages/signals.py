"""docs/reference/signals.md: every label, what it means, how it sounds, and what is easily taken for it."""

from heard.signals import Signal, catalogue
from tools.pages.markdown import page as whole_page
from tools.pages.markdown import quotes, table

HEADINGS = {
    "feeling": "What customers feel",
    "circumstance": "What customers are in",
    "stance": "Where customers stand",
    "move": "What replies do",
    "cause": "What a reply names as being in the way",
    "observation": "What shows across turns",
}
INTRODUCTION = """\
A signal is a label that Heard gives to a turn, always with the words that show it. Each is defined in one file below
`src/heard/signals/definitions/`, with examples and counter-examples that the tests run. *How sure* is how often such
words mean the label, as judged when they were written; a label holds from 0.5 on, and several weak signs in one turn add
up."""
SHOWN = 4  # examples of each kind; the others stand in the definition


def page() -> str:
    """The text of the page."""
    signals = list(catalogue().values())
    parts = [INTRODUCTION]
    for kind, heading in HEADINGS.items():
        of_kind = [one for one in signals if one.kind == kind]
        if of_kind:
            parts += [f"## {heading}", *(_one(one) for one in of_kind)]
    return whole_page("Signals", *parts)


def _one(signal: Signal) -> str:
    parts = [f"### {signal.label}", signal.meaning[0].upper() + signal.meaning[1:].rstrip(".") + "."]
    if signal.easily_mistaken:
        parts.append(f"Not: {signal.easily_mistaken.rstrip('.')}.")
    if signal.patterns:
        rows = [
            [p.why, str(p.strength), f"{p.confidence:.2f}", ", ".join(label for label, _ in p.also)]
            for p in signal.patterns
        ]
        parts.append(table(["what the words do", "strength", "how sure", "also shows"], rows))
    else:
        parts.append("Found by code that looks across turns, not by patterns.")
    if signal.examples:
        parts.append("For instance:\n\n" + quotes(signal.examples[:SHOWN]))
    if signal.counter_examples:
        parts.append("Not found in:\n\n" + quotes(signal.counter_examples[:SHOWN]))
    return "\n\n".join(parts)
