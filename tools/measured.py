"""Writes the figures that "How Heard judges" tells (privacy/documents/measured.json) from evaluation/results.json."""

import json
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[1]
TOLD = ("need: recall", "need: precision", "recognition: the same", "action: the same")
FILES = ("airline_dev", "corpus, held out")
SHIPPED = ROOT / "src" / "heard" / "web" / "privacy" / "documents" / "measured.json"


def measured(results: dict[str, Any]) -> dict[str, Any]:
    """Engine, encoder, and for each file how many conversations and the figures."""
    return {
        "engine": results["engine"],
        "encoder": results["model"],
        "files": {name: _file(results["files"][name]["report"]) for name in FILES if name in results["files"]},
    }


def _file(report: dict[str, Any]) -> dict[str, Any]:
    figures = {name: report["summary"][name]["Heard"] for name in TOLD if name in report["summary"]}
    return {"conversations": report["conversations"], "figures": figures}


if __name__ == "__main__":
    results = json.loads((ROOT / "evaluation" / "results.json").read_text("utf-8"))
    SHIPPED.write_text(json.dumps(measured(results), indent=1) + "\n", encoding="utf-8")
