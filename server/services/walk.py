"""What lies below the paths a user names, and the identity of a clip; nothing but regular files is opened."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from hashlib import blake2b
from pathlib import Path

from server.domain.clip import TIME_SLACK_NS
from server.domain.naming import display_text
from server.errors import UsageError
from server.system.originals import READ_ONLY
from server.system.takes import TakeFinder

SAMPLE_BYTES = 64 * 1024
NO_FILE = "Not a regular file (a pipe, socket or device)."


@dataclass(frozen=True)
class Found:
    """A regular file, and the folder the user named (or that of the file they named)."""

    path: str
    root: str


@dataclass(frozen=True)
class Skipped:
    """A file or folder left alone: a code and a sentence for the user."""

    path: str
    reason: str
    message: str


@dataclass(frozen=True)
class Sighting:
    """By what a clip is known again. size in bytes; `content_hash` is empty where the file cannot be read."""

    size: int
    mtime_ns: int
    content_hash: str

    def of(self, path: str) -> tuple[str, int, int, str]:
        """As the ledger of clips takes it."""
        return path, self.size, self.mtime_ns, self.content_hash


def walk(paths: Iterable[str]) -> Iterator[Found | Skipped]:
    """Every file below `paths` in order of name, each once. Raises UsageError for a path that is not there."""
    named = [_existing(path) for path in paths]
    seen: set[str] = set()
    for path in named:
        for item in _below(path):
            if item.path not in seen:
                seen.add(item.path)
                yield item


def sight(path: str) -> Sighting:
    """Reads first, middle and last 64 KiB. Never raises for a file that cannot be read or is gone."""
    try:
        handle = os.open(path, READ_ONLY)
    except OSError:
        return _unread(path)
    with os.fdopen(handle, "rb") as file:
        facts = os.fstat(handle)
        if not stat.S_ISREG(facts.st_mode):
            return _unread(path)
        digest = blake2b(facts.st_size.to_bytes(8, "little"), digest_size=20)
        try:
            for offset in _offsets(facts.st_size):
                file.seek(offset)
                digest.update(file.read(SAMPLE_BYTES))
        except OSError:
            return _unread(path)
    return Sighting(facts.st_size, facts.st_mtime_ns, digest.hexdigest())


def sight_clip(path: str, takes: TakeFinder | None = None) -> Sighting:
    """As `sight`; of a take that begins there the hash is of all its files: names, sizes, times, and a sample of the
    first, the middle and the last."""
    first, take = sight(path), (takes or TakeFinder()).of(path)
    if take is None or take.source != path:
        return first
    digest = blake2b(digest_size=20)
    for file in take.files:
        try:
            facts = os.lstat(file)
        except OSError:
            return Sighting(first.size, first.mtime_ns, "")
        times = facts.st_mtime_ns // TIME_SLACK_NS
        digest.update(os.fsencode(Path(file).name) + b"\0%d %d\0" % (facts.st_size, times))
    for file in (take.files[0], take.files[len(take.files) // 2], take.files[-1]):
        digest.update(bytes.fromhex(sight(file).content_hash))
    return Sighting(first.size, first.mtime_ns, digest.hexdigest())


def _offsets(size: int) -> tuple[int, ...]:
    if size <= 3 * SAMPLE_BYTES:
        return tuple(range(0, size, SAMPLE_BYTES))
    return 0, (size - SAMPLE_BYTES) // 2, size - SAMPLE_BYTES


def _unread(path: str) -> Sighting:
    try:
        facts = os.lstat(path)
    except OSError:
        return Sighting(0, 0, "")
    return Sighting(facts.st_size, facts.st_mtime_ns, "")


def whole_path(path: str) -> str:
    """The absolute path without links, so that one clip has one name; on Windows a mapped drive keeps its letter,
    because the editor's project names it so."""
    return os.path.normpath(Path(path).absolute()) if os.name == "nt" else os.path.realpath(path)


def _existing(path: str) -> str:
    if not path or not os.path.lexists(path):
        hint = "Check the name (a terminal wants quotes around spaces). Is the disk or card there?"
        raise UsageError(f"There is no file or folder {display_text(path)!r}.", hint)
    return whole_path(path)


def _below(path: str) -> Iterator[Found | Skipped]:
    try:
        mode = Path(path).stat().st_mode
    except OSError as error:
        yield _no_access(path, error)
        return
    if stat.S_ISDIR(mode):
        yield from _walk_folder(path)
    elif stat.S_ISREG(mode):
        yield Found(path, str(Path(path).parent))
    else:
        yield _no_file(path)


def _walk_folder(root: str) -> Iterator[Found | Skipped]:
    folders = [root]  # a stack, not recursion: trees may be deeper than Python's
    while folders:
        folder = folders.pop()
        try:
            with os.scandir(folder) as listing:
                entries = sorted(listing, key=lambda entry: entry.name)
        except OSError as error:
            yield _no_access(folder, error)
            continue
        inner = [entry.path for entry in entries if is_folder(entry)]
        folders.extend(reversed(inner))
        for entry in entries:
            if not is_folder(entry):
                yield _judge_entry(entry, root)


def _judge_entry(entry: os.DirEntry[str], root: str) -> Found | Skipped:
    if is_link(entry):
        return Skipped(entry.path, "link", "A link to another place; name that place itself to have it done.")
    if entry.is_file(follow_symlinks=False):
        return Found(entry.path, root)
    return _no_file(entry.path)


def is_folder(entry: os.DirEntry[str]) -> bool:
    return entry.is_dir(follow_symlinks=False) and not is_link(entry)


def is_link(entry: os.DirEntry[str]) -> bool:
    """A symbolic link or, on Windows, a junction: both may lead out of the folder or round in a circle."""
    junction = getattr(stat, "FILE_ATTRIBUTE_REPARSE_POINT", 0)
    if entry.is_symlink() or os.name != "nt":
        return entry.is_symlink()
    attributes = getattr(entry.stat(follow_symlinks=False), "st_file_attributes", 0)
    return entry.is_dir(follow_symlinks=False) and bool(attributes & junction)


def _no_access(path: str, error: OSError) -> Skipped:
    return Skipped(path, "no_access", why_no_access(error))


def why_no_access(error: OSError) -> str:
    return f"This could not be looked into: {error.strerror or 'it cannot be read'}. Check its rights and the disk."


def _no_file(path: str) -> Skipped:
    return Skipped(path, "not_media", NO_FILE)
