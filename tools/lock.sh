#!/bin/sh
# Writes the lock files: every package, its version and its hashes, for every platform, and no index's address.
# Keeps the versions already locked; UPGRADE=1 takes the newest. A throw-away environment holds the resolver.
set -eu
cd "$(dirname "$0")/.."
python=$(sh tools/find_python.sh)
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
"$python" -m venv "$scratch/venv"
"$scratch/venv/bin/pip" install --quiet --disable-pip-version-check 'uv>=0.9'

compile() {  # compile NAME ARGUMENTS…: writes requirements/NAME.txt
    name=$1
    shift
    "$scratch/venv/bin/uv" pip compile --quiet --universal --python-version 3.11 --generate-hashes \
        --no-emit-index-url --no-emit-find-links --custom-compile-command "make lock" \
        ${UPGRADE:+--upgrade} --output-file "requirements/$name.txt" "$@" >/dev/null
    echo "requirements/$name.txt: $(grep -c '^[a-z0-9].*==' "requirements/$name.txt") packages"
}

# dev holds everything but fuzz, so it is solved first and the others are parts of it.
compile train pyproject.toml --extra train --extra web --extra encoder --extra parquet --group dev
compile dev pyproject.toml --extra parquet --extra web --extra encoder --group dev --constraints requirements/train.txt
compile base pyproject.toml --constraints requirements/dev.txt
compile encoder pyproject.toml --extra encoder --constraints requirements/dev.txt
compile web pyproject.toml --extra web --constraints requirements/dev.txt
compile parquet pyproject.toml --extra parquet --constraints requirements/dev.txt
compile build --group build --constraints requirements/dev.txt
compile evaluate --group evaluate --constraints requirements/train.txt
compile fuzz --group fuzz --constraints requirements/dev.txt
