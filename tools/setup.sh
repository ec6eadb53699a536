#!/bin/sh
# Makes .venv, or brings it up to date: setup.sh base | dev | fuzz. Installs only what the lock files name, with
# their hashes, and Heard itself in place. The Makefile calls it when a lock file or pyproject.toml is newer.
set -eu
cd "$(dirname "$0")/.."
kind=$1
python=$(sh tools/find_python.sh)

# An environment that was moved, or whose Python is gone, is of no use.
if ! { [ -x .venv/bin/python ] && .venv/bin/python -m pip --version >/dev/null 2>&1; }; then
    echo "Making .venv with $python"
    rm -rf .venv
    "$python" -m venv .venv
fi

case $kind in
    base) locks="-r requirements/base.txt -r requirements/build.txt" ;;
    dev) locks="-r requirements/dev.txt" ;;
    fuzz) locks="-r requirements/dev.txt -r requirements/fuzz.txt" ;;
    *) echo "setup.sh: base, dev or fuzz?" >&2; exit 2 ;;
esac
echo "Installing into .venv what requirements/ names ($kind)"  # -qq below: errors only, no notes about pip
# shellcheck disable=SC2086 -- the words of $locks are separate arguments
.venv/bin/python -m pip install -qq --disable-pip-version-check --require-hashes $locks
.venv/bin/python -m pip install -qq --disable-pip-version-check --no-deps --no-build-isolation --editable .

touch ".venv/.$kind"
if [ "$kind" != base ]; then touch .venv/.base; fi
if [ "$kind" = fuzz ]; then touch .venv/.dev; fi
