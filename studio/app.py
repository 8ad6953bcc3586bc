"""The program `rushes-studio`."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Mapping, Sequence

QT_PACKAGE = "PySide6-Essentials>=6.11.3,<6.12"
# On Debian and Ubuntu; without the later half Qt loads but finds no screen.
NEEDED_BY_QT = (
    "libglib2.0-0 libgl1 libegl1 libxkbcommon0 libfontconfig1 libdbus-1-3 libgssapi-krb5-2 libxcb-cursor0 "
    "libxcb-icccm4 libxcb-keysyms1 libxcb-shape0 libxcb-xkb1 libxkbcommon-x11-0"
)


def main() -> None:
    """Ends the process with 0, 1 (could not start) or 2 (wrong use)."""
    sys.exit(run(sys.argv[1:], os.environ))


def run(argv: Sequence[str], environ: Mapping[str, str]) -> int:
    wishes = _parser().parse_args(argv)
    try:
        from studio.desktop import open_studio
        from studio.homes import usable_home
    except ImportError as error:
        print(missing_qt_sentence(error), file=sys.stderr)
        return 1
    home = usable_home(wishes.home, environ)
    return 1 if home is None else open_studio(home, wishes.paths)


def missing_qt_sentence(error: ImportError) -> str:
    """What to install: the Python package, or (it is there but does not load) the libraries of the system."""
    if isinstance(error, ModuleNotFoundError):
        return f"rushes-studio: the window needs PySide6; install it with: python -m pip install '{QT_PACKAGE}'"
    return (
        f"rushes-studio: Qt does not load ({error}); on Debian and Ubuntu install what it needs with: "
        f"apt-get install -y --no-install-recommends {NEEDED_BY_QT}"
    )


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="rushes-studio", description="The window of Rushes.")
    parser.add_argument("--home", metavar="DIR", help="default: $RUSHES_HOME, else the user's data folder")
    parser.add_argument("paths", nargs="*", metavar="PATH", help="clips or folders to make proxies of")
    return parser


if __name__ == "__main__":
    main()
