#!/bin/sh
# Collects the texts of the window into resources/translations/*.ts, where Qt Linguist (or an editor) translates them,
# and compiles the languages of which at most one text in twenty lacks: half a language is worse than none, and what is
# new is English until somebody translates it. With a language it begins that one: sh packaging/translations.sh [fr]
set -eu
CDPATH='' cd "$(dirname "$0")/.."
bin=.venv/bin
[ $# -eq 0 ] || set -- "resources/translations/studio_$1.ts"

for ts in resources/translations/studio_*.ts "$@"; do
    case $ts in *'*'*) continue ;; esac
    language=${ts##*studio_}
    # Files first: it knows Python by its wrapper only then.
    find studio -name '*.py' | LC_ALL=C sort | xargs sh -c '
        bin=$1 ts=$2 language=$3; shift 3
        "$bin/pyside6-lupdate" "$@" -silent -no-obsolete -locations none -tr-function-alias QT_TR_NOOP+=mark \
            -target-language "$language" -ts "$ts"' sh "$bin" "$ts" "${language%.ts}"
    rm -f "${ts%.ts}.qm"
    lacking=$(grep -c 'type="unfinished"' "$ts" || true)
    [ $((20 * lacking)) -gt "$(grep -c '<message' "$ts")" ] ||
        "$bin/pyside6-lrelease" -silent -nounfinished "$ts" -qm "${ts%.ts}.qm"
done
