"""LUT files: read strictly, and kept in the home under a name that is made of their content."""

from __future__ import annotations

import hashlib
from pathlib import Path

from server.domain.cube import MOST_BYTES, Cube, parse_cube, write_cube
from server.errors import LutError
from server.system.files import write_whole


def read_lut(file: str) -> Cube:
    """Raises LutError."""
    try:
        with open(file, "rb") as lut:
            data = lut.read(MOST_BYTES + 1)
    except OSError as error:
        raise LutError(f"The LUT {file} cannot be read: {error.strerror}.") from error
    try:
        return parse_cube(data)
    except LutError as error:
        raise LutError(f"{Path(file).name}: {error.message}", error.hint) from error


def keep_lut(file: str, folder: Path) -> str:
    """Where the LUT is kept from now on: jobs need it after the user's own file has gone. Raises LutError."""
    data = write_cube(read_lut(file))
    kept = folder / f"{hashlib.sha256(data).hexdigest()}.cube"
    if not kept.exists():
        write_whole(kept, data)
    return str(kept)
