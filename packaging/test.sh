#!/bin/sh
# Sets everything up in .venv, then passes every gate and test: sh packaging/test.sh [PYTEST OPTIONS…]
set -eu
CDPATH='' cd "$(dirname "$0")/.."
. packaging/setup.sh
prepare_venv test

PATH=$(pwd)/.venv/bin:$PATH
export PATH
ruff check --quiet .
ruff format --check --quiet .
mypy --no-error-summary
lint-imports --no-logo

# The server must run where Qt is not installed: its tests never see PySide6, even if this machine has it.
PYTHONPATH=$(pwd)/tests/helpers/without_qt${PYTHONPATH:+:$PYTHONPATH}
export PYTHONPATH
exec pytest -p no:pytest-qt --ignore=tests/gui "$@"
