#!/bin/sh
# Sets Rushes up in .venv and runs it: sh packaging/run.sh [COMMAND…], without a command `rushes demo`.
set -eu
here=$(pwd)
CDPATH='' cd "$(dirname "$0")/.."
. packaging/setup.sh
prepare_venv run

[ $# -gt 0 ] || set -- demo
rushes=$(pwd)/.venv/bin/rushes
cd "$here"
exec "$rushes" "$@"
