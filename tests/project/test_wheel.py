"""A wheel built from the tree holds all of Heard and works in an empty environment, far from the repository."""

import os
import re
import subprocess
import sys
import tarfile
import venv
import zipfile
from importlib.util import find_spec
from pathlib import Path

import pytest

from heard.inference.bundle import open_bundle

ROOT = Path(__file__).parents[2]
PACKAGE = ROOT / "src" / "heard"

# `make test` gives a file to one worker, so the wheel is built and installed once.
pytestmark = pytest.mark.slow


def run(*command: str | Path, cwd: Path) -> subprocess.CompletedProcess[str]:
    """Runs a command that knows nothing of the repository or of the environment the tests run in."""
    strange = ("PYTHON", "VIRTUAL_ENV", "COV_", "COVERAGE_")
    environment = {name: value for name, value in os.environ.items() if not name.startswith(strange)}
    return subprocess.run(
        command, cwd=cwd, env=environment, capture_output=True, text=True, encoding="utf-8", timeout=300, check=False
    )


def succeeded(done: subprocess.CompletedProcess[str]) -> subprocess.CompletedProcess[str]:
    assert done.returncode == 0, f"{done.args}\n{done.stdout}\n{done.stderr}"
    return done


@pytest.fixture(scope="module")
def files() -> set[str]:
    """Every file of the package, as a wheel names it."""
    return {
        f"heard/{path.relative_to(PACKAGE).as_posix()}"
        for path in PACKAGE.rglob("*")
        if path.is_file() and "__pycache__" not in path.parts
    }


@pytest.fixture(scope="module")
def wheel(files, tmp_path_factory) -> Path:
    """The built wheel; `files` is asked for so that they are listed before they are packed."""
    folder = tmp_path_factory.mktemp("wheel")
    succeeded(run(sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", folder, cwd=ROOT))
    (built,) = folder.glob("heard-*.whl")
    return built


@pytest.fixture(scope="module")
def heard(wheel, tmp_path_factory) -> Path:
    """The command `heard` of a new environment that holds the wheel and the base lock file's packages, nothing else."""
    folder = tmp_path_factory.mktemp("elsewhere")
    venv.create(folder / "env", with_pip=True)
    commands = folder / "env" / "bin"
    install = [commands / "python", "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
    succeeded(run(*install, "--require-hashes", "-r", ROOT / "requirements" / "base.txt", cwd=folder))
    succeeded(run(*install, "--no-deps", "--no-index", wheel, cwd=folder))
    return commands / "heard"


def test_the_wheel_holds_every_file_of_the_package(wheel, files):
    with zipfile.ZipFile(wheel) as archive:
        packed = {name for name in archive.namelist() if not name.split("/")[0].endswith(".dist-info")}
    assert packed == files


def test_the_wheel_carries_its_licences(wheel):
    with zipfile.ZipFile(wheel) as archive:
        names = {name.partition(".dist-info/licenses/")[2] for name in archive.namelist()}
    assert {"LICENSE", "LICENSE-TEXTS", "NOTICE"} <= names


def test_the_wheel_holds_the_encoder_whole(wheel, tmp_path):
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(  # noqa: S202 -- the wheel that was built above
            tmp_path, [name for name in archive.namelist() if name.startswith("heard/inference/bundle/")]
        )
    bundle = open_bundle(tmp_path / "heard/inference/bundle")  # raises where a file is missing or is not what it was

    assert bundle.version.startswith("heard-encoder/")
    assert (bundle.folder / "CARD.md").exists()


def test_the_wheel_is_small_enough_to_carry_its_encoder(wheel):
    assert wheel.stat().st_size <= 30 * 2**20  # the bundle alone may have 25 MB


def test_the_corpus_and_the_evaluation_stay_in_the_repository(wheel, tmp_path):
    succeeded(run(sys.executable, "-m", "hatchling", "build", "-t", "sdist", "-d", tmp_path, cwd=ROOT))
    (built,) = tmp_path.glob("heard-*.tar.gz")
    with tarfile.open(built) as sources, zipfile.ZipFile(wheel) as archive:
        folders = {name.split("/")[1] for name in sources.getnames()}
        packed = {Path(name).name for name in [*sources.getnames(), *archive.namelist()]}

    assert "src" in folders
    assert not {"corpus", "evaluation", "benchmarks", "build", "fuzz"} & folders
    assert not {path.name for folder in ("corpus", "evaluation") for path in (ROOT / folder).glob("*.jsonl")} & packed


def test_the_installed_heard_tells_its_version(heard, tmp_path):
    told = succeeded(run(heard, "--version", cwd=tmp_path))

    assert "0.1.0" in told.stdout


def test_a_plain_install_shows_its_demo_by_patterns_alone_and_says_so_in_a_sentence(heard, tmp_path):
    shown = succeeded(run(heard, "demo", cwd=tmp_path))
    said = 'Judged by patterns alone. The encoder needs two more packages: pip install "heard[encoder]"'

    assert len(shown.stdout.splitlines()) > 10
    assert ", patterns alone, against everyday@" in shown.stdout
    assert " ".join(shown.stderr.split()) == said


def test_with_the_packages_of_its_extra_the_installed_heard_judges_with_its_encoder(heard, tmp_path):
    (tmp_path / "extra").mkdir()
    for name in ("numpy", "onnxruntime"):  # those the tests run with stand in for what pip would fetch
        package = Path(find_spec(name).origin).parent
        for part in (package, package.with_name(f"{name}.libs")):
            if part.exists():
                (tmp_path / "extra" / part.name).symlink_to(part)
    judged = "import sys; sys.path.append('extra'); from heard.cli import main; main(['demo'])"
    shown = succeeded(run(heard.parent / "python", "-c", judged, cwd=tmp_path))

    assert re.search(r"judged by heard-engine/\d+, heard-encoder/\d+, against everyday@", shown.stdout)
    assert shown.stderr == ""


def test_a_plain_install_reads_without_any_extra(heard, tmp_path):
    python = heard.parent / "python"
    loaded = succeeded(
        run(python, "-c", "import heard, sys; print(heard.__file__, 'pyarrow' in sys.modules)", cwd=tmp_path)
    )

    assert str(ROOT) not in loaded.stdout
    assert loaded.stdout.strip().endswith("False")
