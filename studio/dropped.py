"""What was dropped on the window, pasted or given on the command line: file URIs, or why not."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from PySide6.QtCore import QMimeData


def uris_of(mime: QMimeData) -> list[str]:
    """The `file:` URIs of a drop; file managers put in exact percent-encoded bytes."""
    return [bytes(url.toEncoded().data()).decode("ascii") for url in mime.urls() if url.isLocalFile()]


def refusal_of(mime: QMimeData) -> str | None:
    """The sentence for a drop with nothing in it for us."""
    if uris_of(mime):
        return None
    if mime.hasUrls():
        return "A web link is not a clip. Download the file first, then drop it here."
    if mime.hasText():
        return "Text is not a clip. Drop files or folders from your file manager."
    return "Nothing in there is a file. Drop files or folders from your file manager."


def uris_of_paths(paths: Iterable[str]) -> list[str]:
    """Paths of the file system, odd bytes included."""
    return [Path(path).absolute().as_uri() for path in paths]


def skipped_sentence(skipped: list[dict[str, str]], added: int) -> str:
    """What came of a drop, in one sentence."""
    if not skipped:
        return ""
    if len(skipped) == 1:
        one = skipped[0]
        return one.get("message") or f"{one.get('path', 'A file')} was left alone ({one.get('reason', 'unknown')})."
    rest = "" if added else "Nothing was added: "
    return f"{rest}{len(skipped):,} files were left alone, because they are no clips or are proxies already."
