#!/bin/sh
# Sets Rushes and its window up in .venv and opens it: sh packaging/studio.sh [PATH…]
set -eu
here=$(pwd)
CDPATH='' cd "$(dirname "$0")/.."
. packaging/setup.sh
prepare_venv studio
prepare_qt

studio=$(pwd)/.venv/bin/rushes-studio
cd "$here"
exec "$studio" "$@"
