"""What is wrong with a destination of a copy, and what to do about it."""

from __future__ import annotations

from server.errors import DiskFull, OutputError, OutputUnwritable
from server.storage.publish import output_error

_HINTS: dict[type[OutputError], str] = {
    OutputUnwritable: "Copy to a folder you may write to, or change the rights of that one; then `rushes retry ID`.",
    DiskFull: "Free some space on that disk, or cancel the job and copy to another; the job tries again by itself.",
}


def destination_error(error: OSError, path: str) -> DiskFull | OutputUnwritable:
    """As `output_error`; a proxy can be sent elsewhere by an option, a copy goes where it was told to."""
    fault = output_error(error, path)
    fault.hint = copy_hint(fault)
    return fault


def copy_hint(fault: OutputError) -> str:
    """Its own, where it says something of this case."""
    return _HINTS.get(type(fault), fault.hint) if fault.hint == fault.default_hint else fault.hint
