"""The one way a file gets its final name: whole, on the disk, and never over another file."""

from __future__ import annotations

import errno
import hashlib
import os
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from server.domain.naming import display_text, superseded_path, temporary_path
from server.errors import DiskFull, OutputExists, OutputUnwritable
from server.system.files import find_obstacle, make_folder, rename_without_replacing, sync_file, sync_folder

FULL = (errno.ENOSPC, errno.EDQUOT)
TEMPORARY = "temporary"  # what an intent says before there is a file, so that it can be swept after a kill
TEMPORARIES = "temporaries"  # the same of a copy: the files of one bundle
_CHUNK = 1024 * 1024


def choose_target(wanted: str, fallback: str | None) -> str:
    """`wanted`, or `fallback` where its folder cannot be written. Raises OutputUnwritable, DiskFull."""
    folder = str(Path(wanted).parent)
    obstacle = find_obstacle(folder)
    if obstacle is None:
        return wanted
    if fallback is not None and obstacle.errno not in FULL and find_obstacle(str(Path(fallback).parent)) is None:
        return fallback
    raise output_error(obstacle, folder)


def describe(path: str, beat: Callable[[], None] = lambda: None) -> dict[str, Any]:
    """What will be known of a file by: {"size", "mtime_ns", "sha256"}. `beat` is called for each piece."""
    digest = hashlib.sha256()
    with open(path, "rb") as file:
        while chunk := file.read(_CHUNK):
            digest.update(chunk)
            beat()
        seen = os.fstat(file.fileno())
    return {"size": seen.st_size, "mtime_ns": seen.st_mtime_ns, "sha256": digest.hexdigest()}


def is_same_file(path: str, known: Mapping[str, Any]) -> bool:
    """Whether `path` still holds what `describe` saw (size and time; a rename changes neither)."""
    try:
        seen = os.stat(path)  # noqa: PTH116  surrogate-escaped names
    except OSError:
        return False
    return seen.st_size == known.get("size") and seen.st_mtime_ns == known.get("mtime_ns")


def publish(temporary: str, final: str) -> bool:
    """Gives the file its name; True if that is durable. Raises OutputExists, DiskFull, OutputUnwritable."""
    try:
        sync_file(temporary)
        rename_without_replacing(temporary, final)
    except FileExistsError as error:
        raise OutputExists(f"{display_text(final)} exists already and was not made by this job.") from error
    except OSError as error:
        raise output_error(error, final) from error
    return sync_folder(str(Path(final).parent))


def publish_text(text: str, final: str, *, replace: bool) -> None:
    """Writes a file whole or not at all; one that is there is taken away only with `replace`. Raises OutputExists,
    DiskFull, OutputUnwritable."""
    temporary = temporary_path(final, f"text-{os.getpid()}", 1)
    try:
        with open(temporary, "x", encoding="utf-8", newline="", errors="replace") as file:
            file.write(text)
        sync_file(temporary)
        if replace:
            os.replace(temporary, final)  # noqa: PTH105  surrogate-escaped names
        else:
            rename_without_replacing(temporary, final)
    except FileExistsError as error:
        hint = "Give another name, or --force to replace it."
        raise OutputExists(f"{display_text(final)} exists already.", hint) from error
    except OSError as error:
        raise output_error(error, final) from error
    finally:
        Path(temporary).unlink(missing_ok=True)
    sync_folder(str(Path(final).parent))


def set_aside(final: str, job_id: str) -> str:
    """Moves our own earlier proxy out of the way; where it went. Raises OutputUnwritable, DiskFull."""
    aside = superseded_path(final, job_id)
    try:
        make_folder(str(Path(aside).parent))
        rename_without_replacing(final, aside)
    except OSError as error:
        raise output_error(error, final) from error
    sync_folder(str(Path(final).parent))
    return aside


def output_error(error: OSError, path: str) -> DiskFull | OutputUnwritable:
    """The clear error for a failed write."""
    if error.errno == errno.EIO:
        hint = "Check that disk: what it says was written may not be. Nothing of this job was kept."
        return OutputUnwritable(f"The disk of {display_text(path)} failed while it wrote.", hint, code="sync_failed")
    if error.errno in FULL:
        return DiskFull(f"The disk of {display_text(path)} is full.")
    return OutputUnwritable(f"{display_text(path)} cannot be written: {error.strerror}.")


def published_before(intent: Mapping[str, Any] | None) -> tuple[str, dict[str, Any]] | None:
    """(output, result) where an earlier attempt renamed its file and was killed before it could say so."""
    output = path_from((intent or {}).get("output"))
    if intent is None or output is None:
        return None
    return (output, dict(intent["result"])) if is_same_file(output, intent) else None


def hex_of(path: str) -> str:
    """Exact bytes of a path, fit for JSON."""
    return os.fsencode(path).hex()


def path_from(noted: object) -> str | None:
    """The path `hex_of` was given."""
    return os.fsdecode(bytes.fromhex(noted)) if isinstance(noted, str) else None
