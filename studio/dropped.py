"""What was dropped on the window, pasted or given on the command line: file URIs, or why not."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from PySide6.QtCore import QMimeData

from studio.format import file_name, plural


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


def added_words(added: int, reused: int, skipped: Sequence[Mapping[str, str]]) -> str:
    """What came of a drop, for the status bar."""
    words = [f"{plural(added, 'clip')} added."] if added else []
    words += [f"{plural(reused, 'clip')} had a proxy already."] if reused else []
    words += [f"{plural(len(skipped), 'other file')} left alone."] if words and skipped else []
    return " ".join(words) or "Nothing was added."


def nothing_sentence(skipped: Sequence[Mapping[str, str]]) -> str:
    """Why nothing came of a drop."""
    if not skipped:
        return "Nothing was added: there is no clip in there."
    if len(skipped) == 1:
        one = skipped[0]
        why = one.get("message") or one.get("reason") or "left alone"
        return f"Nothing was added. {file_name(one.get('path'))}: {why}"
    return f"Nothing was added: {len(skipped):,} files are no clips, or are proxies already."
