"""The files that commands write."""

from __future__ import annotations

from pathlib import Path

from server.errors import UsageError


def new_file(name: str | Path) -> Path:
    """Where a file of that name is to lie. Raises UsageError where its folder is not there."""
    file = Path(name).absolute()
    if not file.parent.is_dir():
        raise UsageError(f"There is no folder {file.parent}.", "Make it first, or name another.")
    return file
