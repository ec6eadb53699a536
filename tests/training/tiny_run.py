"""`make train` in small: the real modules from beginning to end, over stand-ins for every file that corpora.toml lists.

Run as a program: `python tiny_run.py FOLDER`. Prints, as JSON, which files were opened and which sources were asked for.
Every stand-in is of its source's form, under its own name in FOLDER; a source that training names and corpora.toml lacks gets one
too, so that the run can be followed to its end (another test says that it is missing).
"""

from __future__ import annotations

import gzip
import hashlib
import json
import re
import sys
from itertools import islice
from pathlib import Path
from typing import Any

opened: list[str] = []


def watch(event: str, arguments: tuple[Any, ...]) -> None:
    """Notes every file that Python opens."""
    if event == "open" and isinstance(arguments[0], str | bytes | Path):
        opened.append(str(arguments[0]))


def told(start: int, count: int) -> str:
    """Labelled conversations as JSON Lines."""
    from heard.demo import archive
    from tests.training.made import labels_by_words

    lines = []
    for talk in islice(archive(), start, start + count):
        data = talk.to_json()
        for turn, labels in zip(data["turns"], labels_by_words(talk), strict=True):
            if labels.need is not None:
                frustrated = "frustration" in (labels.labels or ())
                turn |= {
                    "feelings": ["frustration"] * frustrated,
                    "circumstances": ["effort"] * frustrated,
                    "stance": [],
                }
                turn |= {"intensity": labels.intensity, "need": int(labels.need)}
            elif labels.labels is not None:
                turn |= {"moves": sorted(labels.labels), "recognition": labels.recognition, "action": labels.action}
        lines.append(json.dumps(data))
    return "\n".join(lines) + "\n"


def ways() -> bytes:
    """Two sets of ways to go on, as JSON Lines."""
    none = {"feelings": [], "circumstances": [], "stance": [], "intensity": 0, "need": 0}
    sets = []
    for number in range(2):
        asked = {"speaker": "customer", "text": f"Is it {number}?"}
        one, other = (
            asked | none | {"text": text, "intensity": need, "need": need, "feelings": ["frustration"] * need}
            for text, need in (("It is here.", 0), ("It is not here!", 1))
        )
        sets.append(json.dumps({"id": f"s{number}", "change": "negation", "context": [asked], "ways": [one, other]}))
    return ("\n".join(sets) + "\n").encode()


def content(name: str, start: int) -> bytes:
    """What stands in for the source `name`."""
    if name.startswith("goemotions"):
        return b"I am furious\t2,3\tx1\nthanks a lot\t15\tx2\n"
    if name.startswith("politeness"):
        return b"Request,Normalized Score\nCould you help me please?,1.2\nWhy did you do that?,-1.1\n"
    if name.startswith("empathic"):
        return b"essay,empathy,distress\nPoor people.,6,5\nI read it.,1,1\n"
    if name.startswith("service_text"):
        return gzip.compress(b"where is my order\nit has not come\n")
    if name == "corpus_pairs":
        return ways()
    return told(start, 14 if name == "service_train" else 2).encode()


def described(folder: Path) -> tuple[Path, list[str]]:
    """corpora.toml over stand-ins in `folder`; and which of them are for evaluation only."""
    from heard.training import gathering
    from heard.training.sources import CORPORA, sources

    listed = {name: (source.path.name, source.used_for) for name, source in sources(CORPORA).items()}
    for writer in gathering.WRITERS:
        use = {gathering.CALIBRATION: "calibration", gathering.HELD_OUT: "evaluation"}.get(writer, "fitting")
        listed.setdefault(f"corpus_{writer}", (f"{writer}.jsonl", frozenset({use})))
    text, closed = "", []
    for number, (name, (file, uses)) in enumerate(listed.items()):
        path = folder / f"{name}-{file}"
        path.write_bytes(content(name, 2 * number))
        facts = {"file": path.name, "origin": "made", "licence": "CC0", "split": "whole"}
        facts["sha256"] = hashlib.sha256(path.read_bytes()).hexdigest()
        text += f"[{name}]\n" + "".join(f"{key} = {json.dumps(value)}\n" for key, value in facts.items())
        text += f"used_for = {json.dumps(sorted(uses))}\n"
        if uses == {"evaluation"}:
            closed.append(path.name)
    corpora = folder / "corpora.toml"
    corpora.write_text(text, "utf-8")
    return corpora, closed


def main(folder: Path) -> None:
    """Trains in `folder` and tells what was opened."""
    import torch

    from heard.training import __main__ as training
    from heard.training import gathering, sources
    from heard.training.network import BertConfig, BertModel
    from heard.training.runs import Plan
    from tests.inference.bundles import VOCABULARY

    torch.set_num_threads(1)
    torch.set_num_threads = lambda _: None  # type: ignore[assignment]  # two threads wait for each other on a busy machine
    torch.manual_seed(1)
    vocabulary = folder / "vocabulary.txt"
    vocabulary.write_text("\n".join(VOCABULARY), "utf-8")
    config = BertConfig(hidden_size=384, num_attention_heads=12, num_hidden_layers=6, intermediate_size=4 * 384)
    weights = BertModel(config, add_pooling_layer=False).state_dict()
    training._minilm = lambda: (weights, vocabulary)  # type: ignore[assignment]  # the run is about what it reads
    training.GROUNDWORK = Plan(epochs=1, rate=1e-4, head_rate=1e-3, seed=1)
    training.FITTING = Plan(epochs=1, rate=1e-4, head_rate=1e-3, seed=1)
    training.FINISHING = Plan(epochs=1, rate=0.0, head_rate=1e-3, seed=1)
    training.WAYS = 1
    corpora, closed = described(folder)
    asked: list[tuple[str, str]] = []

    def path_for(name: str, use: str) -> Path:
        asked.append((name, use))
        return sources.path_for(name, use, corpora)

    gathering.path_for = path_for  # type: ignore[assignment]  # the same, over the stand-ins
    sources.ROOT = folder
    sys.argv = ["train", "--build", str(folder / "build"), "--bundle", str(folder / "bundle")]
    sys.addaudithook(watch)
    training.main()
    seen = list(opened)
    (folder / closed[0]).read_bytes()  # so that the test can tell that a reading would have been seen
    last = re.sub(r".*/", "", opened[-1])
    print("\n" + json.dumps({"opened": seen, "closed": closed, "asked": asked, "canary": last == closed[0]}))  # noqa: T201 — it is a program


if __name__ == "__main__":
    main(Path(sys.argv[1]))
