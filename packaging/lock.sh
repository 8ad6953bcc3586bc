#!/bin/sh
# Writes the two lock files anew: sh packaging/lock.sh [--upgrade]
# One resolution serves Linux, macOS and Windows on Python 3.11 to 3.14. Needs uv (python -m pip install uv).
set -eu
CDPATH='' cd "$(dirname "$0")/.."

uv=$(command -v uv || :)
[ -n "$uv" ] || uv=.venv/bin/uv
[ -x "$uv" ] || { echo "lock.sh: uv is missing; install it with: .venv/bin/python -m pip install uv" >&2; exit 1; }

compile() {
    lock=$1
    shift
    "$uv" pip compile --quiet --universal --python-version 3.11 --generate-hashes \
        --no-emit-index-url --no-emit-find-links --no-header --annotation-style line \
        pyproject.toml packaging/build.in -o "$lock" "$@" >/dev/null
}

compile packaging/requirements.txt "$@"
# The reference tool of ASC MHL, for the tests alone: it goes into a folder of its own.
echo "ascmhl" | "$uv" pip compile --quiet --universal --python-version 3.11 --generate-hashes \
    --no-emit-index-url --no-emit-find-links --no-header --no-annotate \
    - -o packaging/requirements-ascmhl.txt "$@" >/dev/null
compile packaging/requirements-studio.txt --extra studio -c packaging/requirements.txt "$@"
compile packaging/requirements-test.txt --extra test --extra test-studio -c packaging/requirements.txt "$@"
