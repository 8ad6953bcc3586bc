#!/bin/sh
# Sets everything up in .venv, then passes every gate and test: sh packaging/test.sh [PYTEST OPTIONS…]
set -eu
CDPATH='' cd "$(dirname "$0")/.."
. packaging/setup.sh
prepare_venv test
prepare_qt
command -v strace >/dev/null 2>&1 || apt_install strace || say "no strace: deaths at each system call will not be tried"
command -v Xvfb >/dev/null 2>&1 || apt_install xvfb || say "no Xvfb: the test of a real window will be skipped"
command -v chromium >/dev/null 2>&1 || apt_install chromium || say "no Chromium: the dashboard will not be tried in a browser"

PATH=$(pwd)/.venv/bin:$PATH
export PATH
ruff check --quiet .
ruff format --check --quiet .
mypy --no-error-summary
lint-imports --no-logo

# As many files at once as there are cores, but machines with many would be busy with FFmpeg alone.
at_once="-n logical --maxprocesses 4 --dist loadfile --no-loadscope-reorder"

# The server must run where Qt is not installed: its tests never see PySide6, even if this machine has it.
without_qt=$(pwd)/tests/helpers/without_qt${PYTHONPATH:+:$PYTHONPATH}

test_server() {
    PYTHONPATH=$without_qt pytest $at_once -p no:pytest-qt --ignore=tests/gui "$@"
}

# In processes of their own: Qt may take the whole process down with it.
test_window() {
    pytest $at_once tests/gui "$@"
}

none_selected=5 # pytest: no test fits the options
code=0
case " $* " in
    *" tests/gui"*) pytest "$@" ;;
    *" tests/"*) test_server "$@" ;;
    *)
        test_server "$@" || code=$?
        window_code=0
        test_window "$@" || window_code=$?
        [ "$code" -ne "$none_selected" ] || code=$window_code
        [ "$window_code" -eq "$none_selected" ] || [ "$code" -ne 0 ] || code=$window_code
        exit "$code"
        ;;
esac
