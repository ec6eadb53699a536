"""The command: measures, writes, checks. No text of a labelled file goes into what is written."""

from __future__ import annotations

import argparse
import json
import sys
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from heard.analysis import ENGINE
from heard.evaluation import GoldError
from heard.evaluation.gold import read_gold
from heard.evaluation.heads import Probable
from heard.evaluation.judges import Judge
from heard.inference import EncoderUnusable, load_encoder, shipped
from tools.evaluating import baselines, drawing, measuring
from tools.evaluating.mistakes import CURVE
from tools.evaluating.page import page
from tools.evaluating.sections import diagram_name
from tools.evaluating.targets import AIRLINE, HELD_OUT

ROOT = Path(__file__).parents[2]
FOLDER = ROOT / "evaluation"
CORPUS = ROOT / "corpus"
NOT_FITTED = ("w09.jsonl", "w10.jsonl")  # calibrates, and is held out: no judge is fitted on them
SCHEMA = "heard-results/1"
RESAMPLES = 1000


def measured(
    encoder: Probable,
    files: Mapping[str, Path],
    earlier: Mapping[str, Any],
    corpus: Path,
    *,
    resamples: int = RESAMPLES,
) -> dict[str, Any]:
    """The results. What was measured `earlier` of a file is kept where that file is not there now."""
    beside, left_out = _beside(corpus)
    found: dict[str, Any] = {}
    for name, path in files.items():
        if path.is_file():
            found[name] = measuring.of_file(path, encoder, beside, resamples=resamples)
        elif name in earlier.get("files", {}):
            found[name] = earlier["files"][name] | {"kept": True}
    pairs, twice = FOLDER / "robustness.jsonl", corpus / "twice.jsonl"
    results: dict[str, Any] = {
        "schema": SCHEMA,
        "engine": ENGINE,
        "model": encoder.version,
        "seed": measuring.SEED,
        "resamples": resamples,
        "left_out": left_out,
        "files": found,
        "robustness": measuring.of_pairs(pairs, encoder) if pairs.is_file() else None,
        "agreement": measuring.of_readers(sorted(corpus.glob("w*.jsonl")), twice, resamples=resamples)
        if twice.is_file()
        else None,
    }
    rounded: dict[str, Any] = _rounded(results)
    return rounded


def _beside(corpus: Path) -> tuple[dict[str, Judge], dict[str, str]]:
    """The judges that others made, and why one is left out."""
    beside: dict[str, Judge] = {}
    left_out: dict[str, str] = {}
    try:
        beside["VADER"] = baselines.vader()
    except ImportError:
        left_out["VADER"] = "vaderSentiment is not installed"
    try:
        counts = baselines.politeness_counts()
    except (ImportError, OSError):  # OSError: spaCy does not find the model
        left_out["ConvoKit"] = "it or its spaCy model is not installed"
    else:
        paths = [path for path in sorted(corpus.glob("w*.jsonl")) if path.name not in NOT_FITTED]
        if paths:
            beside["ConvoKit"] = baselines.politeness([gold for path in paths for gold in read_gold(path)], counts)
        else:
            left_out["ConvoKit"] = "there is no corpus to fit its weights on"
    return beside, left_out


def written(folder: Path) -> dict[str, str]:
    """What stands in `folder` after rendering, by path in it: the report and the figures."""
    results = json.loads((folder / "results.json").read_text("utf-8"))
    curve_file, gallery_file = folder / "learning_curve.json", folder / "gallery.toml"
    curve = json.loads(curve_file.read_text("utf-8")) if curve_file.is_file() else []
    gallery = tomllib.loads(gallery_file.read_text("utf-8")).get("confusion", []) if gallery_file.is_file() else []
    texts = {"REPORT.md": page(results, curve, gallery)}
    for name, of in results["files"].items():
        texts[f"figures/{diagram_name(name)}"] = drawing.reliability_diagrams(f"Reliability: {name}", of["calibration"])
    if curve:
        texts[f"figures/{CURVE}"] = drawing.learning_curve(curve)
    return texts


def stale(folder: Path) -> list[str]:
    """What in `folder` is not as results.json says."""
    return [name for name, text in written(folder).items() if _now(folder / name) != text]


def main() -> int:
    """Measures and writes, or writes, or checks: 0, 1 where something is stale, 2 where something is missing."""
    arguments = argparse.ArgumentParser(description="Measures the encoder and writes evaluation/.")
    arguments.add_argument("--check", action="store_true", help="write nothing; fail where the report would change")
    arguments.add_argument("--render", action="store_true", help="measure nothing; write the report from results.json")
    arguments.add_argument("--bundle", type=Path, default=shipped(), help="the encoder's bundle; the one that ships")
    arguments.add_argument("--corpus", type=Path, default=CORPUS, help="the folder of the corpus")
    arguments.add_argument("--output", type=Path, default=FOLDER, help="where results and report lie")
    arguments.add_argument("--resamples", type=int, default=RESAMPLES, help="for the intervals")
    given = arguments.parse_args()
    if given.check:
        old = stale(given.output) if (given.output / "results.json").is_file() else []
        if old:
            print(
                f"evaluation: {', '.join(old)} not as results.json says. Run tools/evaluate.py --render.",
                file=sys.stderr,
            )
        return 1 if old else 0
    try:
        if not given.render:
            _measure(given.bundle, given.corpus, given.output, given.resamples)
        texts = written(given.output)
    except (GoldError, EncoderUnusable, FileNotFoundError) as problem:
        print(problem, file=sys.stderr)
        return 2
    for name, text in texts.items():
        (given.output / name).parent.mkdir(parents=True, exist_ok=True)
        (given.output / name).write_text(text, encoding="utf-8")
    print(f"{given.output / 'REPORT.md'} is written")
    return 0


def _measure(bundle: Path, corpus: Path, output: Path, resamples: int) -> None:
    files = {HELD_OUT: corpus / "w10.jsonl", AIRLINE: ROOT.parent / "shared" / "labels" / "airline_dev.jsonl"}
    if not files[HELD_OUT].is_file():
        raise FileNotFoundError(f"{files[HELD_OUT]} is not there; it is always measured")
    earlier = _now(output / "results.json")
    results = measured(load_encoder(bundle), files, json.loads(earlier) if earlier else {}, corpus, resamples=resamples)
    output.mkdir(parents=True, exist_ok=True)
    (output / "results.json").write_text(json.dumps(results, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")


def _rounded(value: Any) -> Any:
    """`value` with four decimals, so that another machine's last bits change nothing."""
    if isinstance(value, float):
        return round(value, 4)
    if isinstance(value, Mapping):
        return {key: _rounded(of) for key, of in value.items()}
    if isinstance(value, list | tuple):
        return [_rounded(of) for of in value]
    return value


def _now(path: Path) -> str | None:
    return path.read_text(encoding="utf-8") if path.exists() else None
