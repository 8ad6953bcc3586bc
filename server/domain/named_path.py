"""Paths as other programs name them: over HTTP, and in the params of a job."""

from __future__ import annotations

from pathlib import PurePath

from server.domain.naming import path_of_uri
from server.errors import UsageError


def exact_path(text: str) -> str:
    """An absolute path, or the one a `file:` URI names to the byte. Raises UsageError: the server has no folder of
    its own that a relative path could start from."""
    path = text
    if text.startswith("file:"):
        try:
            path = path_of_uri(text)
        except ValueError as error:
            raise UsageError(f"{text!r} names no file of this machine.", "Give an absolute path.") from error
    if not PurePath(path).is_absolute() or "\0" in path:
        raise UsageError(f"{text!r} is no absolute path.", "Give the whole path, from / on.")
    return path
