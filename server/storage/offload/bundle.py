"""Some files at once: written, then synced, then read back, then named. Small files share the waits for the disk."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from server.domain import mhl
from server.domain.mhl import History
from server.domain.naming import display_text
from server.domain.offload import DIFFERS, Entry, Place, ReadBack, Tally, Trouble
from server.errors import (
    CopyDamaged,
    HistoryDiffers,
    Interrupted,
    OutputError,
    SourceChanged,
    SourceUnreadable,
    VolumeAway,
)
from server.ports import CopyWatch
from server.storage.offload.faults import destination_error
from server.storage.offload.files import Work, look_at, pour, read_back, settle
from server.storage.offload.journal import Landed, Record
from server.storage.offload.target import Moved, Target, unfinished_path
from server.system.files import make_folder, rename_without_replacing, sync_descriptor, sync_folder

MOST_FILES = 64
MOST_BYTES = 256 * 1024 * 1024


def in_bundles(entries: Iterable[Entry]) -> Iterator[list[Entry]]:
    bundle: list[Entry] = []
    for entry in entries:
        if bundle and (len(bundle) >= MOST_FILES or sum(one.size for one in bundle) + entry.size > MOST_BYTES):
            yield bundle
            bundle = []
        bundle.append(entry)
    if bundle:
        yield bundle


@dataclass
class Bench:
    """What every bundle of a copy shares. `devices` are those of the places, in their order; `history` is what the
    source says its files were."""

    root: str
    job_id: str
    tally: Tally
    devices: list[int]
    history: History
    watch: CopyWatch


class Bundle:
    """`damaged` are the files that did not come back as they were written, to be tried once more."""

    def __init__(self, bench: Bench, entries: Sequence[Entry], *, last_try: bool) -> None:
        self._bench, self._last_try = bench, last_try
        self._works = [Work(entry, [self._target(entry, n) for n in range(len(bench.devices))]) for entry in entries]
        self.damaged: list[Entry] = []

    def run(self) -> list[Record]:
        """What is safely at every destination now. Raises RushesError for what stops the whole copy; of what was not
        finished nothing stays but the large files that a later attempt goes on with."""
        targets = [target for work in self._works for target in work.targets]
        self._bench.watch.begin([target.temporary for target in targets])
        try:
            read = [work for work in self._works if self._read(work)]
            self._sync(read)
            self._bench.watch.synced([target.at for work in read for target in work.targets])
            proven = [work for work in read if self._is_proven(work)]
            named = [work for work in proven if self._name(work)]
            durable = self._sync_folders(named)
            return [self._record(work, durable) for work in named]
        except Moved as moved:
            raise VolumeAway(f"The disk with {display_text(str(moved))} is not there any more.") from moved
        except (Interrupted, VolumeAway):
            for target in targets:
                target.leave()
            raise
        finally:
            for target in targets:
                target.drop()

    def _target(self, entry: Entry, number: int) -> Target:
        place = self._bench.tally.places[number]
        final = os.path.join(place.path, *entry.path.split("/"))  # noqa: PTH118
        held = look_at(final, entry)
        return Target(place, self._bench.devices[number], final, unfinished_path(final, self._bench.job_id), held)

    def _read(self, work: Work) -> bool:
        """Conflicts are settled first: nothing is written where it could not get its name."""
        for target in [target for target in work.targets if target.held in ("other", "source")]:
            self._conflict(work, target)
        if not work.targets:
            self._bench.watch.beat(work.entry.size)
            return False
        path, formats = os.path.join(self._bench.root, work.entry.path), self._told(work.entry)  # noqa: PTH118
        try:
            for target in work.targets:
                self._make_folder(target)
            pour(path, work, list(formats), self._bench.watch.beat)
        except SourceChanged as changed:
            return self._lose(work, changed.code, changed.message)
        except OSError as error:
            if error.filename is not None and error.filename != path:
                raise destination_error(error, os.fsdecode(error.filename)) from error
            return self._unread(work, error)
        return self._is_as_told(work, formats)

    def _told(self, entry: Entry) -> dict[str, str]:
        return dict(self._bench.history.hashes.get(entry.path, {}))

    def _is_as_told(self, work: Work, told: dict[str, str]) -> bool:
        wrong = [name for name, digest in told.items() if work.hashes.get(name, digest) != digest]
        if not wrong:
            return True
        words = f"{display_text(work.entry.path)} is not what it was when its history began ({wrong[0]} differs)."
        return self._lose(work, HistoryDiffers.code, words)

    def _make_folder(self, target: Target) -> None:
        """Below the destination, which is there: a folder made in an empty mount point would fill another disk."""
        if not _is_there(target):
            raise Moved(target.place.path)
        if target.held == "nothing":
            make_folder(str(Path(target.final).parent))

    def _unread(self, work: Work, error: OSError) -> bool:
        self._bench.watch.check_source()  # the whole card may be gone
        name = display_text(work.entry.path)
        if isinstance(error, FileNotFoundError | NotADirectoryError):
            return self._lose(work, SourceChanged.code, f"{name} is gone since the copy began.")
        return self._lose(work, SourceUnreadable.code, f"{name} cannot be read: {error.strerror}.")

    def _lose(self, work: Work, code: str, message: str, place: Place | None = None) -> bool:
        where = None if place is None else place.path
        self._bench.tally.troubles.append(Trouble(work.entry.path, code, message, where))
        if place is None:
            for target in work.targets:
                target.drop()
        return False

    def _conflict(self, work: Work, target: Target) -> None:
        name, where = display_text(work.entry.path), display_text(target.place.path)
        words = f"{name} in {where} is another file; it was left as it is."
        if target.held == "source":
            words = f"{name} in {where} is the original itself, not a copy of it."
        self._lose(work, DIFFERS, words, target.place)
        work.targets.remove(target)

    def _sync(self, works: Sequence[Work]) -> None:
        for work in works:
            for target in work.targets:
                try:
                    settle(target, work.entry, sync_descriptor)
                except OSError as error:
                    raise _fault(error, target) from error

    def _is_proven(self, work: Work) -> bool:
        for target in list(work.targets):
            try:
                read_back(target, self._bench.watch.beat)
            except OSError as error:
                raise _fault(error, target, reading=True) from error
            if target.hash == work.hashes[mhl.HASH]:
                continue
            if target.held != "nothing":
                self._conflict(work, target)
            elif self._last_try:
                return self._lose(work, CopyDamaged.code, f"{_at(target)} is not what was written there, twice.")
            else:
                self.damaged.append(work.entry)
                return False
        return bool(work.targets)

    def _name(self, work: Work) -> bool:
        for target in [target for target in work.targets if target.held == "nothing"]:
            try:
                rename_without_replacing(target.temporary, target.final)
            except FileExistsError:
                self._conflict(work, target)
                target.drop()
            except OSError as error:
                raise _fault(error, target) from error
            else:
                target.named = True
        return bool(work.targets)

    def _sync_folders(self, works: Sequence[Work]) -> dict[str, bool]:
        folders = {str(Path(t.final).parent) for work in works for t in work.targets if t.held == "nothing"}
        return {folder: sync_folder(folder) for folder in sorted(folders)}

    def _record(self, work: Work, durable: dict[str, bool]) -> Record:
        by_place = {target.place.path: _landed(target, durable) for target in work.targets}
        landed = [by_place.get(place.path) for place in self._bench.tally.places]
        return Record(work.entry.path, work.entry.identity, work.hashes, datetime.now(UTC), tuple(landed))


def _landed(target: Target, durable: dict[str, bool]) -> Landed:
    facts = os.stat(target.final)  # noqa: PTH116
    if facts.st_dev != target.device:
        raise Moved(target.place.path)
    sure = durable.get(str(Path(target.final).parent), True)
    return Landed(facts.st_size, facts.st_mtime_ns, target.held != "nothing", target.read_back, sure)


def _at(target: Target) -> str:
    return display_text(target.final)


def _fault(error: OSError, target: Target, *, reading: bool = False) -> Exception:
    """What an error of a destination's file means."""
    if not _is_there(target):
        return Moved(target.place.path)
    if reading:
        return OutputError(f"{_at(target)} cannot be read back: {error.strerror}.", CopyDamaged.default_hint)
    return destination_error(error, target.final)


def _is_there(target: Target) -> bool:
    """Whether the destination is on the disk it was on when the copy began."""
    try:
        return os.stat(target.place.path).st_dev == target.device  # noqa: PTH116
    except OSError:
        return False


def worst_of(backs: Iterable[ReadBack]) -> ReadBack:
    order = (ReadBack.CACHED, ReadBack.DROPPED, ReadBack.DIRECT)
    return min(backs, key=order.index, default=ReadBack.DIRECT)
