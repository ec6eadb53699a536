"""The lock files name what is installed, with hashes, and nothing about where it comes from."""

import re
import tomllib
from pathlib import Path

import pytest

from tools.noticing.locks import locked

ROOT = Path(__file__).parents[2]
LOCK_FILES = sorted((ROOT / "requirements").glob("*.txt"))
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
EXTRAS = PROJECT["project"]["optional-dependencies"]
GROUPS = PROJECT["dependency-groups"]

each_lock_file = pytest.mark.parametrize("path", LOCK_FILES, ids=lambda path: path.stem)


def names_asked_for(requirements: list[str | dict[str, str]]) -> set[str]:
    return {re.split(r"[ ;\[<>=!~]", entry)[0] for entry in requirements if isinstance(entry, str)}


def versions(name: str) -> dict[str, str]:
    text = (ROOT / "requirements" / f"{name}.txt").read_text(encoding="utf-8")
    return {package.name: package.version for package in locked(text)}


def test_there_is_a_lock_file_for_the_base_every_extra_and_every_group():
    assert {path.stem for path in LOCK_FILES} == {"base", *EXTRAS, *GROUPS}


@each_lock_file
def test_no_lock_file_names_a_host(path):
    text = path.read_text(encoding="utf-8")

    assert not re.findall(
        r"^.*(?:://|--(?:extra-)?index-url|--find-links|--trusted-host|^-i\s| @ ).*$", text, re.MULTILINE
    )
    # Nothing that reads like a host or a path of some machine, in options or comments either.
    assert not re.findall(r"\b[\w-]+\.(?:org|com|net|io|dev|internal|local|example)\b|(?:^|\s)/\w+", text)


@each_lock_file
def test_every_locked_package_has_an_exact_version_and_a_hash(path):
    entries = re.sub(r"\\\n", " ", path.read_text(encoding="utf-8")).splitlines()
    packages = [entry for entry in entries if entry.strip() and not entry.lstrip().startswith("#")]

    assert packages
    assert not [entry for entry in packages if not re.match(r"[a-z0-9.-]+==\S+ .*--hash=sha256:[0-9a-f]{64}", entry)]


@each_lock_file
def test_torch_and_what_comes_with_it_are_in_no_lock_file(path):
    # It comes beside the locks, for training only: see tools/setup.sh.
    with_torch = {"torch", "pytorch", "triton", "torchvision", "sentence-transformers", "accelerate"}

    assert not with_torch & set(versions(path.stem))
    assert not [name for name in versions(path.stem) if name.startswith("nvidia-")]


def test_transformers_is_locked_for_training_alone():
    assert [path.stem for path in LOCK_FILES if "transformers" in versions(path.stem)] == ["train"]


def test_what_pyproject_asks_for_is_locked():
    assert names_asked_for(PROJECT["project"]["dependencies"]) <= set(versions("base"))
    for name, requirements in {**EXTRAS, **GROUPS}.items():
        assert names_asked_for(requirements) <= set(versions(name)), f"run `make lock`: {name} lacks something"


@pytest.mark.parametrize("name", ["base", "encoder", "parquet", "build"])
def test_people_install_the_versions_that_are_tested(name):
    tested = versions("dev")

    assert versions(name).items() <= tested.items()


@each_lock_file
def test_a_package_has_the_same_version_in_every_lock_file(path):
    # So one .venv can be set up for one thing after another, and nothing is installed twice.
    for other in LOCK_FILES:
        both = set(versions(path.stem)) & set(versions(other.stem))
        assert {name: versions(path.stem)[name] for name in both} == {name: versions(other.stem)[name] for name in both}


def test_what_training_installs_is_enough_to_test_and_to_run():
    # tools/setup.sh marks .dev and .base as done after train: nothing of theirs may be missing then.
    for name in ("dev", "base", "encoder", "parquet", "build"):
        assert versions(name).items() <= versions("train").items()
