"""evaluation/REPORT.md, written from results.json and from what people wrote: the learning curve and the gallery."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from heard.evaluation.resampling import Estimate
from heard.evaluation.tables import Table, figure
from tools.evaluating import mistakes, sections
from tools.evaluating.pairs import robustness
from tools.evaluating.readers import readers
from tools.evaluating.targets import AIRLINE, FILES, HELD_OUT, TARGETS

__all__ = ["page"]

HEAD = """\
# How right the encoder is, and where it is wrong

Written by `make evaluate` from `evaluation/results.json`; `python tools/evaluate.py --check` fails where the two do not
agree. Engine {engine}, encoder {model}. In brackets stand 95 % intervals: percentiles over {resamples:,} resamples of
whole conversations (seed {seed}). A dash: not defined, or the judge says nothing of the kind.

The labels of both files were given by language models reading from the guidelines, not by people. They are silver, not
gold: agreement with them is agreement with a careful reader, no more. Both files are in English."""


def page(results: Mapping[str, Any], curve: Sequence[Mapping[str, Any]], gallery: Sequence[Mapping[str, Any]]) -> str:
    """The text of the report."""
    files = results["files"]
    parts = [HEAD.format(**results), _sources(results), _targets(files), _beside(results)]
    parts += [part(files) for part in (sections.labels, sections.slices)]
    parts += [part(files) for part in (sections.calibration, sections.sure, sections.evidence)]
    parts += [robustness(results.get("robustness")), readers(results.get("agreement"))]
    parts += [mistakes.learning(curve), mistakes.wrong(files, gallery)]
    return "\n\n".join(parts) + "\n"


def _sources(results: Mapping[str, Any]) -> str:
    lines = ["## The files"]
    for name, told in FILES.items():
        of = results["files"].get(name)
        if of is None:
            lines.append(f"**{name}** was not there and was never measured. {told}")
            continue
        report = of["report"]
        counted = (
            f"{report['conversations']:,} conversations, {report['turns']:,} customer turns, {report['replies']:,} "
            f"replies to an open need; sha256 `{of['sha256'][:12]}`."
        )
        lines.append(f"**{name}** (`{report['file']}`): {counted} {told}")
        if of.get("kept"):
            lines.append(
                f"`{report['file']}` was absent when the rest was measured: its figures are kept from an earlier run, "
                f"of {report['engine']} with the encoder {report['model']}."
            )
    return "\n\n".join(lines)


def _targets(files: Mapping[str, Any]) -> str:
    rows = []
    for measure, asked in TARGETS.items():
        row = [measure]
        for name, least in zip((AIRLINE, HELD_OUT), asked, strict=True):
            reached = _estimate(files.get(name), measure, "Heard")
            row += [f"≥ {least:.2f}" if least else "report", figure(reached), _verdict(least, reached)]
        rows.append(row)
    heads = ["", *(f"{name}: {what}" for name in (AIRLINE, HELD_OUT) for what in ("asked", "measured", "so it is"))]
    return Table("What was asked, and what was reached", heads, rows).markdown().replace("###", "##", 1)


def _verdict(least: float | None, reached: Estimate) -> str:
    if least is None or reached.value is None:
        return ""
    if reached.value < least:
        return "not reached, but within the interval" if (reached.high or 0.0) >= least else "not reached"
    return "reached" if (reached.low or 0.0) >= least else "reached, but not beyond doubt"


def _beside(results: Mapping[str, Any]) -> str:
    lines = [
        "## Beside other ways of judging",
        (
            "*Heard* is the encoder with the patterns. *Patterns alone* is `--no-encoder`. *VADER* calls a customer turn a "
            "need from a compound of −0.05 down, its authors' bound for a negative text. The *phrase counter* is of the kind "
            "sold today: 100·(E−U)/(E+U) over stock phrases; a score below 0 is a denial, else each phrase of sympathy is a "
            "level of recognition. *ConvoKit* is its politeness strategies (Danescu-Niculescu-Mizil et al. 2013), weighed by "
            "logistic regressions fitted on the corpus's fitting part. *Commonest value* is the majority class of the very "
            "file, so it is flattered."
        ),
    ]
    if results.get("left_out"):
        lines.append(
            "Left out this time: " + " ".join(f"{name}, as {why}." for name, why in results["left_out"].items())
        )
    for name in FILES:
        if of := results["files"].get(name):
            summary = of["report"]["summary"]
            judges = list(next(iter(summary.values())))
            rows = [[measure, *(figure(Estimate(**by[judge])) for judge in judges)] for measure, by in summary.items()]
            lines.append(Table(name, ["", *judges], rows).markdown())
    return "\n\n".join(lines)


def _estimate(of: Mapping[str, Any] | None, measure: str, judge: str) -> Estimate:
    return Estimate(**of["report"]["summary"][measure][judge]) if of else Estimate(None)
