# Sourced by run.sh, studio.sh and test.sh from the top of the checkout: prepare_venv run|studio|test
# makes .venv with the locked packages and Rushes itself, or leaves it alone when it is up to date.

say() {
    printf 'rushes: %s\n' "$*" >&2
}

die() {
    say "$*"
    exit 1
}

# pysqlite3 has no packages for 3.15 yet.
usable_python() {
    # Debian and Ubuntu ship venv without ensurepip until python3-venv is installed.
    command -v "$1" >/dev/null 2>&1 &&
        "$1" -c 'import sys, venv, ensurepip; sys.exit(not (3, 11) <= sys.version_info < (3, 15))' >/dev/null 2>&1
}

find_python() {
    if [ -n "${RUSHES_PYTHON:-}" ]; then
        set -- "$RUSHES_PYTHON"
    else
        set -- python3 python3.14 python3.13 python3.12 python3.11
    fi
    for candidate in "$@"; do
        if usable_python "$candidate"; then
            printf '%s\n' "$candidate"
            return
        fi
    done
    return 1
}

as_root() {
    if [ "$(id -u)" -eq 0 ]; then
        "$@"
    else
        command -v sudo >/dev/null 2>&1 ||
            die "Python is missing. As root, once: apt-get install -y python3 python3-venv. Then start this again."
        sudo "$@"
    fi
}

install_python() {
    [ -z "${RUSHES_PYTHON:-}" ] || die "RUSHES_PYTHON=$RUSHES_PYTHON is not Python 3.11 to 3.14 with venv and ensurepip"
    command -v apt-get >/dev/null 2>&1 ||
        die "Python 3.11 to 3.14 is needed. Install it (macOS: from python.org), then start this again."
    say "installing Python with apt-get"
    as_root env DEBIAN_FRONTEND=noninteractive apt-get update -qq </dev/null >&2 ||
        say "apt-get update failed; going on with the package lists that are here"
    as_root env DEBIAN_FRONTEND=noninteractive DEBCONF_NOWARNINGS=yes apt-get install -y -qq --no-install-recommends \
        python3 python3-venv </dev/null >/dev/null || die "apt-get could not install python3 and python3-venv"
}

make_venv() {
    python=$(find_python) || {
        install_python
        python=$(find_python) ||
            die "this system's Python is not 3.11 to 3.14. Install one of those, then: RUSHES_PYTHON=/path/to/python3 sh $0"
    }
    say "making .venv with $("$python" -V)"
    "$python" -m venv --clear .venv || die "$python could not make the virtual environment .venv"
    printf '%s\n' "$(pwd)" >.venv/rushes-folder
}

pip_install() {
    .venv/bin/python -m pip install -qq --no-input --disable-pip-version-check "$@" </dev/null >&2 ||
        die "pip failed (see above). Rushes has packages for Python 3.11 to 3.14 on 64-bit Linux, macOS and Windows."
}

# The scripts in a virtual environment name its folder: after a move it has to be made anew.
venv_is_usable() {
    .venv/bin/python -c 'import sys, pip; sys.exit(not (3, 11) <= sys.version_info < (3, 15))' 2>/dev/null &&
        [ "$(cat .venv/rushes-folder 2>/dev/null || pwd)" = "$(pwd)" ]
}

# Changes with the locked packages and with how Rushes itself is installed.
fingerprint() {
    cat "$1" pyproject.toml | cksum
}

# usage: prepare_venv run|studio|test
prepare_venv() {
    case $1 in
        run) lock=packaging/requirements.txt megabytes=110 ;;
        studio) lock=packaging/requirements-studio.txt megabytes=200 ;;
        test) lock=packaging/requirements-test.txt megabytes=230 ;;
    esac
    stamp=.venv/rushes-$1.stamp
    wanted=$(fingerprint "$lock")
    venv_is_usable || make_venv
    [ "$(cat "$stamp" 2>/dev/null)" != "$wanted" ] || return 0
    say "installing the packages of $lock into .venv (the first time up to $megabytes MB are fetched)"
    rm -f .venv/rushes-*.stamp
    pip_install --require-hashes --only-binary :all: -r "$lock"
    # Only in a folder of its own: it asks for an older click, and brings a package called tests.
    [ "$1" != test ] || pip_install --no-deps --require-hashes --only-binary :all: --upgrade --target .venv/ascmhl \
        -r packaging/requirements-ascmhl.txt
    pip_install --no-deps --no-build-isolation --editable .
    # Where Python is told to keep no bytecode (containers), every start would compile everything: 1.3 s.
    .venv/bin/python -m compileall -q server studio >&2 || say "the code could not be compiled, so it starts slowly"
    # The packages for testing contain those for the window, and those contain the ones for running; same versions.
    [ "$1" = run ] || fingerprint packaging/requirements.txt >.venv/rushes-run.stamp
    [ "$1" != test ] || fingerprint packaging/requirements-studio.txt >.venv/rushes-studio.stamp
    printf '%s\n' "$wanted" >"$stamp"
}

# What Qt takes from the system, by the names of Debian and Ubuntu; the rest of it is in .venv.
qt_packages="libglib2.0-0 libgl1 libegl1 libxkbcommon0 libfontconfig1 libdbus-1-3 libgssapi-krb5-2 libxcb-cursor0 \
    libxcb-icccm4 libxcb-keysyms1 libxcb-shape0 libxcb-xkb1 libxkbcommon-x11-0"

qt_loads() {
    .venv/bin/python -c 'import ctypes, PySide6.QtWidgets, PySide6.QtNetwork, PySide6.QtSvg
for name in "cursor.so.0", "icccm.so.4", "keysyms.so.1", "shape.so.0", "xkb.so.1": ctypes.CDLL("libxcb-" + name)
ctypes.CDLL("libxkbcommon-x11.so.0")' 2>/dev/null
}

# usage: apt_install PACKAGE…; false where that cannot be done
apt_install() {
    command -v apt-get >/dev/null 2>&1 || return 1
    [ "$(id -u)" -eq 0 ] || command -v sudo >/dev/null 2>&1 || return 1
    say "installing with apt-get:" "$@"
    as_root env DEBIAN_FRONTEND=noninteractive apt-get update -qq </dev/null >&2 ||
        say "apt-get update failed; going on with the package lists that are here"
    as_root env DEBIAN_FRONTEND=noninteractive DEBCONF_NOWARNINGS=yes apt-get install -y -qq --no-install-recommends \
        "$@" </dev/null >/dev/null
}

prepare_qt() {
    [ "$(uname)" = Linux ] || return 0
    qt_loads && return 0
    # shellcheck disable=SC2086  a list of words
    apt_install $qt_packages && qt_loads ||
        die "the window needs libraries of the system. As root: apt-get install -y" $qt_packages
}
