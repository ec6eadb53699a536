"""A bundle that is not whole is not used, and one sentence says what to do."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path

import pytest

import heard.inference
from heard.inference import EncoderUnusable, load_encoder
from heard.inference.bundle import MANIFEST, NAMES, open_bundle
from heard.inference.encoder import SmallEncoder
from tests.builders import chat
from tests.inference.bundles import calibration, rewrite, vouch


def refusal(folder: Path) -> str:
    """Why the bundle in `folder` is not used."""
    with pytest.raises(EncoderUnusable) as refused:
        SmallEncoder(folder)
    return str(refused.value)


def test_a_whole_bundle_is_read(bundle: Path) -> None:
    read = open_bundle(bundle)

    assert read.version == "tiny/1"
    assert set(NAMES) <= {path.name for path in bundle.iterdir()}
    assert read.heads["query"].shape[1] == len(read.outputs)


@pytest.mark.parametrize("name", NAMES)
def test_a_file_that_is_missing_is_named(own_bundle: Path, name: str) -> None:
    (own_bundle / name).unlink()

    assert refusal(own_bundle) == f"The encoder's bundle lacks {name}; install Heard again."


@pytest.mark.parametrize("name", NAMES)
def test_one_changed_byte_is_noticed(own_bundle: Path, name: str) -> None:
    held = bytearray((own_bundle / name).read_bytes())
    held[len(held) // 2] ^= 1
    (own_bundle / name).write_bytes(held)

    assert refusal(own_bundle) == f"The encoder's {name} is not the file it was made as; install Heard again."


@pytest.mark.parametrize("name", NAMES)
def test_a_file_that_nobody_vouches_for_is_not_used(own_bundle: Path, name: str) -> None:
    rewrite(own_bundle, lambda manifest: manifest["sha256"].pop(name))

    assert refusal(own_bundle) == f"The encoder's bundle does not vouch for {name}; install Heard again."


def test_a_bundle_of_another_form_is_not_used(own_bundle: Path) -> None:
    rewrite(own_bundle, lambda manifest: manifest.update(form="heard-bundle/999"))

    assert "'heard-bundle/999', not 'heard-bundle/2'; use one made for this version" in refusal(own_bundle)


@pytest.mark.parametrize("text", ["", "{", "[]", "null", '"heard-bundle/2"', "\ufeff"])
def test_a_broken_manifest_is_said_to_be_broken(own_bundle: Path, text: str) -> None:
    (own_bundle / MANIFEST).write_text(text, "utf-8")

    assert refusal(own_bundle) == f"The encoder's {MANIFEST} can't be read; install Heard again."


@pytest.mark.parametrize("part", ["version", "outputs", "patterns", "calibration", "sha256"])
def test_a_manifest_that_lacks_a_part_says_which(own_bundle: Path, part: str) -> None:
    rewrite(own_bundle, lambda manifest: manifest.pop(part))

    assert refusal(own_bundle) == f"The encoder's {MANIFEST} lacks {part}; install Heard again."


def test_no_bundle_at_all_is_said(tmp_path: Path) -> None:
    said = refusal(tmp_path / "nothing")

    assert said == "The encoder's bundle is not in this installation; install Heard again."


def test_a_graph_that_can_not_be_run_is_said(own_bundle: Path) -> None:
    (own_bundle / "encoder.onnx").write_bytes(b"no graph")
    vouch(own_bundle)

    assert re.fullmatch(r"The encoder's encoder\.onnx can't be run \(\w+\); install Heard again\.", refusal(own_bundle))


def test_a_label_that_is_no_signal_is_said(own_bundle: Path) -> None:
    made = calibration()
    made["threshold"]["telepathy"] = 0.5
    vouch(own_bundle, calibration=made)

    assert refusal(own_bundle) == "The encoder's bundle decides 'telepathy', which is no signal; install Heard again."


@pytest.mark.parametrize("absent", ["numpy", "onnxruntime"])
def test_without_its_packages_the_encoder_says_what_to_install(
    own_bundle: Path, monkeypatch: pytest.MonkeyPatch, absent: str
) -> None:
    found: Callable[[str], object] = heard.inference.find_spec
    monkeypatch.setattr(heard.inference, "find_spec", lambda name: None if name == absent else found(name))

    with pytest.raises(EncoderUnusable, match=r'pip install "heard\[encoder\]"'):
        load_encoder(own_bundle)


def test_a_bundle_is_loaded_once_a_process(own_bundle: Path) -> None:
    assert load_encoder(own_bundle) is load_encoder(own_bundle)


def test_a_signal_that_came_after_the_bundle_was_made_does_not_disturb_it(own_bundle: Path, bundle: Path) -> None:
    """A pattern's number is found by its name: here two have changed places, and one is gone since."""
    talk = chat("customer: Third time I ring, I am furious!!", "agent: I'm sorry, I have sent it today.")
    findings = [[], []]
    swapped = json.loads((bundle / MANIFEST).read_text("utf-8"))["patterns"]
    place = swapped.index("question"), swapped.index("shouted")
    whole = SmallEncoder(bundle).outputs(talk.turns, findings)
    swapped[place[0]], swapped[place[1]] = swapped[place[1]], swapped[place[0]]
    vouch(own_bundle, patterns=swapped)
    renamed = SmallEncoder(own_bundle).outputs(talk.turns, findings)
    vouch(own_bundle, patterns=[*swapped[:-1], "gone since"])

    assert SmallEncoder(own_bundle).outputs(talk.turns, findings).shape == whole.shape
    assert abs(renamed - whole).max() > 0  # the weights stayed, so the numbers went to others
