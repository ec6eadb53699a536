#!/bin/sh
# Prints the path of a Python that can make Heard's environment: 3.11 or newer, with venv and pip inside.
# Says in one sentence what is missing where there is none. PYTHON=/path/to/python goes before all others.
without_venv=
for name in ${PYTHON:-} python3 python3.14 python3.13 python3.12 python3.11 python; do
    found=$(command -v "$name" 2>/dev/null) || continue
    "$found" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null || continue
    if "$found" -c 'import ensurepip, venv' 2>/dev/null; then
        echo "$found"
        exit 0
    fi
    without_venv=${without_venv:-$found}
done
if [ -n "$without_venv" ]; then
    version=$("$without_venv" -c 'import sys; print("%d.%d" % sys.version_info[:2])')
    echo "heard: Python $version is here, but without its venv module, which Debian and Ubuntu keep in a package" \
        "of its own: run 'sudo apt install python$version-venv', then make again." >&2
else
    echo "heard: Python 3.11 or newer is needed and none was found. On Debian or Ubuntu run" \
        "'sudo apt install python3 python3-venv'; on a Mac run 'brew install python'; then make again." >&2
fi
exit 1
