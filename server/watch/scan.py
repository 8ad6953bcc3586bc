"""Looks at folders and files, without following links or opening anything that is no regular file."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator
from pathlib import Path

from server.domain.naming import split_name
from server.domain.settle import Answer, Look
from server.domain.tiling import is_complete
from server.domain.watch import Entry
from server.services.walk import NO_FILE, is_folder, is_link, why_no_access
from server.system.lease import is_written
from server.system.mounts import SystemDisks, folder_identity, is_network, mounts_below
from server.system.originals import READ_ONLY

_NOWHERE = Look(0, 0, 0, 0, 0)
_LINK = ("link", "A link to another place; watch that place itself to have it done.")
_ODD = ("not_media", NO_FILE)


class Eyes:
    """The file system as the watch service sees it."""

    def identity(self, folder: str) -> tuple[object, ...] | None:
        """By what the folder, with the disks mounted in it, is known again; None while it is not there or cannot be
        read."""
        identity = folder_identity(folder)
        return None if identity is None else (*identity, mounts_below(folder))

    def is_network(self, folder: str) -> bool:
        return is_network(folder)

    def mount_of(self, folder: str) -> str | None:
        volume = SystemDisks().volume_of(folder)
        return None if volume is None else volume.at

    def is_mounted(self, mount: str) -> bool:
        return os.path.ismount(mount)

    def scan(self, folder: str, *, deep: bool) -> Iterator[Entry]:
        """The files in `folder`, in order of name; with `deep` all below it too. A folder that is gone has none."""
        folders = [folder]  # a stack, not recursion: trees may be deeper than Python's
        while folders:
            here = folders.pop()
            try:
                with os.scandir(here) as listing:
                    found = sorted(listing, key=lambda entry: entry.name)
            except FileNotFoundError:
                continue
            except OSError as error:
                yield Entry(here, _NOWHERE, ("no_access", why_no_access(error)))
                continue
            inner = [item.path for item in found if is_folder(item)]
            folders.extend(reversed(inner) if deep else ())
            yield from (entry for item in found if not is_folder(item) for entry in _entry(item))

    def look(self, path: str) -> Look | None:
        """None for what is gone or no regular file any more."""
        try:
            facts = os.lstat(path)
        except OSError:
            return None
        return _look(facts) if stat.S_ISREG(facts.st_mode) else None

    def ask(self, path: str, *, about_writers: bool) -> Answer:
        """`about_writers`: only where no other host can write."""
        return Answer(is_written(path) if about_writers else None, _complete(path))


def count_folders(root: str, limit: int) -> int:
    """The folders in the tree with its root; counting ends beyond `limit`."""
    folders, count = [root], 0
    while folders and count <= limit:
        count += 1
        try:
            with os.scandir(folders.pop()) as listing:
                folders.extend(entry.path for entry in listing if is_folder(entry))
        except OSError:
            continue  # a folder that cannot be read holds nothing that could be watched
    return count


def _entry(item: os.DirEntry[str]) -> Iterator[Entry]:
    try:
        # On Windows the entry's own stat lacks inode and device.
        facts = item.stat(follow_symlinks=False) if os.name != "nt" else os.lstat(item.path)
    except FileNotFoundError:
        return
    except OSError as error:
        yield Entry(item.path, _NOWHERE, ("no_access", why_no_access(error)))
        return
    odd = None if stat.S_ISREG(facts.st_mode) else _ODD
    yield Entry(item.path, _look(facts), _LINK if is_link(item) else odd)


def _look(facts: os.stat_result) -> Look:
    return Look(facts.st_dev, facts.st_ino, facts.st_size, facts.st_mtime_ns, facts.st_ctime_ns)


def _complete(path: str) -> bool | None:
    try:
        descriptor = os.open(path, READ_ONLY)
    except OSError:
        return None
    with os.fdopen(descriptor, "rb", buffering=0) as file:
        facts = os.fstat(descriptor)

        def read(offset: int, count: int) -> bytes:
            file.seek(offset)
            return file.read(count)

        try:
            extension = split_name(Path(path).name)[1].removeprefix(".").casefold()
            complete = is_complete(read, facts.st_size, extension) if stat.S_ISREG(facts.st_mode) else None
            # A file of its final size may still be filled: where nothing was written yet, it has a hole.
            return None if complete and _has_hole(descriptor, facts.st_size) else complete
        except OSError:
            return None


def _has_hole(descriptor: int, size: int) -> bool:
    """Whether some of it was never written (sparse, preallocated), where the system tells (lseek(2), SEEK_HOLE)."""
    if not hasattr(os, "SEEK_HOLE"):
        return False
    return os.lseek(descriptor, 0, os.SEEK_HOLE) < size
