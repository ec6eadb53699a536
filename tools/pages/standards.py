"""docs/reference/standards.md: the standards that ship, criterion by criterion, each with its exemplars."""

from heard import Conversation, Standard
from heard.standards import Criterion, builtin
from heard.standards.measures import MEASURES
from tools.pages.markdown import code, table
from tools.pages.markdown import page as whole_page


def page() -> str:
    """The text of the page."""
    return whole_page(
        "Standards",
        "A standard says what good looks like: from where a need counts as met (its bar), and criteria that each look for "
        "words in the conversation. `heard analyse --standard NAME` takes one of these, or the path of a TOML file of "
        "your own in the same form (the ones that ship are in `src/heard/standards/builtin/`). Each criterion is met, "
        "missed, not needed, or unsure.",
        *(_standard(one) for one in builtin().values()),
        "## Measures of the words\n\nWhat a criterion may ask for by name besides signals.",
        table(["measure", "counts", "source"], ([f"`{m.name}`", m.meaning, m.source] for m in MEASURES.values())),
    )


def _standard(standard: Standard) -> str:
    bar = f"A need counts as met from recognition {standard.bar.recognition} and action {standard.bar.action}."
    return "\n\n".join(
        [f"## {standard.title}", f"`{standard.reference}`", standard.meaning, bar, *map(_criterion, standard.criteria)]
    )


def _criterion(criterion: Criterion) -> str:
    return "\n\n".join(
        [
            f"### {criterion.title}",
            f"`{criterion.id}` – {criterion.meaning} Evidence: {criterion.evidence}.",
            "Meets it:",
            code(_script(criterion.exemplar), "text"),
            "Misses it:",
            code(_script(criterion.counter_exemplar), "text"),
        ]
    )


def _script(conversation: Conversation) -> str:
    return "\n".join(f"{turn.speaker}: {turn.text}" for turn in conversation.turns)
