"""The tags and filters of every page; docs/reference/pages.md shows each with an example."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from django import template
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from heard.overview import Share
from heard.web.plumbing import figures, journeys, margin, shapes, telling, words

register = template.Library()

register.filter("cause", words.cause)
register.filter("cause_owner", words.owner)
register.filter("channel", words.channel)
register.filter("duration", telling.duration)
register.filter("how_sure", telling.how_sure)
register.filter("outcome", words.outcome)
register.filter("recognition", words.recognition)
register.filter("action", words.action)
register.filter("state", words.state)
register.filter("when", words.when)
register.filter("percent", figures.percent)
register.filter("in_words", figures.in_words)


@register.filter
def sentence(text: str) -> str:
    """A clause as a sentence: capital letter, full stop."""
    text = text.strip()
    return text and text[0].upper() + text[1:] + ("" if text[-1] in ".!?…" else ".")


@register.simple_tag
def recognition_glyph(level: int | None, unsure: bool = False, bare: bool = False) -> SafeString:
    """Recognition −1…3; None: nobody answered; `unsure`: a person should read this."""
    return shapes.recognition(level, unsure=unsure, bare=bare)


@register.simple_tag
def action_glyph(level: int | None, bare: bool = False) -> SafeString:
    """Action 0…2."""
    return shapes.action(level, bare=bare)


@register.simple_tag
def outcome_glyph(outcome: str, bare: bool = False) -> SafeString:
    """eased, same, worse or unknown."""
    return shapes.outcome(outcome, bare=bare)


@register.simple_tag
def scales(moment: Any) -> SafeString:
    """Both scales of a moment: a row of conversations.Moment or a view of it. A dotted ring where Heard is not sure."""
    state = getattr(moment, "result", None) or moment.state
    if state == "unsure" or moment.recognition is None:
        return format_html('<span class="scales">{}</span>', shapes.recognition(None, unsure=state == "unsure"))
    both = (shapes.recognition(moment.recognition), shapes.action(moment.action))
    return format_html('<span class="scales">{}</span>', format_html_join(" ", "<span>{}</span>", ((s,) for s in both)))


@register.simple_tag
def share(met: int, needed: int, url: str = "") -> SafeString:
    """ "41 of 58 (58–81 %)", as a link to the moments behind it where `url` is given."""
    text = figures.in_words(Share(met, needed))
    if url:
        return format_html('<a class="share" href="{}">{}</a>', url, text)
    return format_html('<span class="share">{}</span>', text)


@register.inclusion_tag("parts/interval_dot.html")
def interval_dot(
    met: int,
    needed: int,
    before_met: int | None = None,
    before_needed: int | None = None,
    overall: float | None = None,
    before: str = "",
) -> dict[str, Any]:
    """A dot with its interval on 0–100 %, and the time before in grey where it is given; `before` names that time."""
    earlier = Share(before_met or 0, before_needed) if before_needed else None
    compared = figures.compare(Share(met, needed), earlier)
    return {"compared": compared, "overall": overall, "before_name": before or _("before")}


@register.simple_tag
def label(name: str) -> SafeString:
    """A label's plain name, with its meaning for whoever asks."""
    meaning = words.meaning(name)
    if not meaning:
        return format_html('<span class="label">{}</span>', words.label(name))
    return format_html('<abbr class="label" title="{}">{}</abbr>', meaning, words.label(name))


@register.simple_tag
def labels(names: Iterable[str]) -> SafeString:
    """Labels one after another."""
    return format_html_join(", ", "{}", ((label(name),) for name in names))


@register.simple_tag
def badge(kind: str, until: datetime | None = None, text: str = "") -> SafeString:
    """A small note on a thing: a `kind` of words.BADGES, or `text` of one's own; `until` when it holds."""
    said = str(text or words.BADGES[kind])
    if until is not None:
        said = _("%(what)s until %(when)s") % {"what": said, "when": words.when(until)}
    return format_html('<span class="badge {}">{}</span>', kind, said)


@register.inclusion_tag("parts/transcript.html", takes_context=True)
def transcript(
    context: template.Context,
    analysis: Mapping[str, Any],
    rows: Iterable[margin.MomentNow] = (),
    *,
    only: int | None = None,
    prefix: str = "",
    actions: str = "",
    plain: bool = False,
) -> dict[str, Any]:
    """A conversation with its margin. `rows`: its moments as they count now; `actions`: a template beside each note.

    `only` shows the turns that tell that moment (its number from 0); `plain` leaves the margin and the underlines out.
    """
    turns, laid = margin.lay_out({**analysis, "moments": []} if plain else analysis, rows, only=only, prefix=prefix)
    return {**_page(context), "turns": turns, "laid": laid, "prefix": prefix, "actions": actions}


@register.inclusion_tag("parts/moment_card.html", takes_context=True)
def moment_card(
    context: template.Context,
    analysis: Mapping[str, Any],
    number: int,
    row: margin.MomentNow | None = None,
    *,
    actions: str = "",
    url: str = "",
    prefix: str = "",
    heading: int = 2,
) -> dict[str, Any]:
    """Moment `number` (from 0) of `analysis` with everything that is said of it; `row` as it counts now."""
    turns, laid = margin.lay_out(analysis, () if row is None else (row,), only=number, prefix=prefix)
    return {
        **_page(context),
        "turns": turns,
        "moment": next(iter(laid.values())),
        "outcome": analysis["moments"][number]["outcome"],
        "actions": actions,
        "url": url,
        "h": heading,
    }


@register.inclusion_tag("parts/timeline.html")
def timeline(analysis: Mapping[str, Any], prefix: str = "") -> dict[str, Any]:
    """How the customer fared over the turns."""
    return {"journey": journeys.journey(analysis), "prefix": prefix}


@register.filter
def at_key(mapping: Mapping[Any, Any], key: Any) -> Any:
    """The value of `key`, or nothing: {{ counts|at_key:label }}."""
    return mapping.get(key)


@register.filter
def less(whole: int, part: int) -> int:
    """What is left of a whole: {{ total|less:done }}."""
    return max(0, whole - part)


def _page(context: template.Context) -> dict[str, Any]:
    """What the page knows, for the templates that it names as `actions`."""
    return {str(name): value for name, value in context.flatten().items()}
