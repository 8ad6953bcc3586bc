"""The program `rushes`; also `python -m server`."""

from __future__ import annotations

import sys

from server.cli.main import run


def main() -> None:
    """Ends the process with the exit code of design section 4."""
    sys.exit(run(sys.argv[1:]))


if __name__ == "__main__":
    main()
