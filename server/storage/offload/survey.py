"""What lies on a card: files to copy, folders to make, and what is left out."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from server.domain import mhl
from server.domain.naming import display_text
from server.domain.offload import Entry, LeftOut, Trouble, is_system
from server.errors import SourceChanged, SourceMissing, SourceUnreadable
from server.system.originals import identity_in

_CHAIN = f"{mhl.FOLDER}/{mhl.CHAIN}"


@dataclass
class Survey:
    """`folders` and `entries` by relative path, in order; `root` is what the paths are relative to. `has_history`: the
    source brings a chain of its own, which is merged, not copied."""

    root: str
    entries: list[Entry] = field(default_factory=list)
    folders: dict[str, int] = field(default_factory=dict)  # with their mtime_ns
    left_out: list[LeftOut] = field(default_factory=list)
    troubles: list[Trouble] = field(default_factory=list)
    has_history: bool = False

    @property
    def identities(self) -> dict[str, tuple[int, ...]]:
        return {entry.path: entry.identity for entry in self.entries}


def survey(source: str) -> Survey:
    """Looks at everything, opens nothing. Raises SourceMissing."""
    try:
        facts = os.lstat(source)
    except OSError as error:
        raise SourceMissing(f"{display_text(source)} is not there any more: {error.strerror}.") from error
    if stat.S_ISREG(facts.st_mode):
        return Survey(str(Path(source).parent), [_entry(Path(source).name, facts)])
    found = Survey(source)
    for path, entry in _below(source, found):
        _sort_in(path, entry, found)
    return found


def _below(root: str, found: Survey) -> Iterator[tuple[str, os.DirEntry[str]]]:
    folders = [""]  # a stack, not recursion: trees may be deeper than Python's
    while folders:
        folder = folders.pop()
        try:
            with os.scandir(os.path.join(root, folder)) as listing:  # noqa: PTH118  surrogate-escaped names
                entries = sorted(listing, key=lambda entry: entry.name)
        except OSError as error:
            words = f"The folder {display_text(folder) or '.'} cannot be looked into: {error.strerror}."
            found.troubles.append(Trouble(folder, SourceUnreadable.code, words))
            continue
        inner = []
        for entry in entries:
            path = f"{folder}/{entry.name}" if folder else entry.name
            if not folder and is_system(entry.name):
                found.left_out.append(LeftOut(path, "system"))
                continue
            if entry.is_dir(follow_symlinks=False):
                inner.append(path)
            yield path, entry
        folders.extend(reversed(inner))


def _sort_in(path: str, entry: os.DirEntry[str], found: Survey) -> None:
    try:
        facts = entry.stat(follow_symlinks=False)
    except OSError as error:
        found.troubles.append(Trouble(path, SourceChanged.code, f"{display_text(path)} is gone: {error.strerror}."))
        return
    if stat.S_ISDIR(facts.st_mode):
        found.folders[path] = facts.st_mtime_ns
    elif path == _CHAIN:
        found.has_history = True
    elif stat.S_ISREG(facts.st_mode):
        found.entries.append(_entry(path, os.lstat(entry.path)))  # DirEntry tells no inode on Windows
    else:
        found.left_out.append(LeftOut(path, "link" if stat.S_ISLNK(facts.st_mode) else "special"))


def _entry(path: str, facts: os.stat_result) -> Entry:
    return Entry(path, facts.st_size, facts.st_mtime_ns, stat.S_IMODE(facts.st_mode), identity_in(facts))
