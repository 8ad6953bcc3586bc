"""The whole copy: what is there, bundle after bundle, a look whether the source is still the same, the manifests."""

from __future__ import annotations

import os
from collections.abc import Sequence
from contextlib import suppress
from datetime import datetime

from server.domain import mhl
from server.domain.mhl import Hashed, History
from server.domain.naming import display_text
from server.domain.offload import DIFFERS, Entry, Place, Tally, Trouble
from server.errors import HistoryDiffers, SourceChanged
from server.ports import CopyWatch
from server.storage.offload.bundle import Bench, Bundle, in_bundles, worst_of
from server.storage.offload.faults import destination_error
from server.storage.offload.files import look_at
from server.storage.offload.history import (
    CHAIN_PATH,
    UnreadableHistory,
    load_history,
    merge,
    modified_at,
    write_generation,
)
from server.storage.offload.journal import Journal, Record
from server.storage.offload.survey import Survey, survey
from server.storage.offload.target import size_begun, unfinished_path
from server.system.files import make_folder


class Copying:
    """One attempt. `journal` knows what earlier ones did."""

    def __init__(
        self, source: str, destinations: Sequence[str], journal: Journal, watch: CopyWatch, job_id: str
    ) -> None:
        self._source, self._journal, self._watch, self._job_id = source, journal, watch, job_id
        self.tally = Tally(source, [Place(path) for path in destinations])
        self._done: list[Record] = []

    def run(self) -> Tally:
        """Raises what stops the copy: SourceMissing, OutputError, VolumeAway, and what `watch` raises."""
        before = survey(self._source)
        self.tally.files, self.tally.size = len(before.entries), sum(entry.size for entry in before.entries)
        self.tally.troubles += before.troubles
        self.tally.left_out += before.left_out
        bench = self._bench(before)
        missing = self._resume(before, bench.devices)
        self._watch.expect(self._work_of(before), self._lacking(missing))
        self._watch.beat(self._work_of(before) - (1 + len(bench.devices)) * sum(entry.size for entry in missing))
        again = self._in_bundles(bench, missing, last_try=False)
        self.tally.again += [display_text(entry.path) for entry in again]
        self._in_bundles(bench, again, last_try=True)
        self._finish(before)
        return self.tally

    def _work_of(self, before: Survey) -> int:
        """Bytes read of the source and read back from each destination."""
        return (1 + len(self.tally.places)) * sum(entry.size for entry in before.entries)

    def _lacking(self, missing: Sequence[Entry]) -> dict[str, int]:
        """Bytes that each destination will take."""
        return {place.path: sum(self._left(place, entry) for entry in missing) for place in self.tally.places}

    def _left(self, place: Place, entry: Entry) -> int:
        """Of one file: without what an attempt that was cut off wrote."""
        final = os.path.join(place.path, entry.path)  # noqa: PTH118
        if look_at(final, entry) != "nothing":
            return 0
        return max(0, entry.size - size_begun(unfinished_path(final, self._job_id)))

    def _bench(self, before: Survey) -> Bench:
        devices = []
        for place in self.tally.places:
            try:
                make_folder(place.path)
                devices.append(os.stat(place.path).st_dev)  # noqa: PTH116
            except OSError as error:
                raise destination_error(error, place.path) from error
            place.same_disk = any(entry.identity[0] == devices[-1] for entry in before.entries[:1])
        return Bench(before.root, self._job_id, self.tally, devices, self._history(before), self._watch)

    def _history(self, before: Survey) -> History:
        if not before.has_history:
            return History()
        try:
            return load_history(before.root)
        except (UnreadableHistory, OSError) as error:
            words = f"The source's own ASC MHL history cannot be used: {error}."
            self.tally.troubles.append(Trouble(CHAIN_PATH, HistoryDiffers.code, words))
            return History()

    def _resume(self, before: Survey, devices: Sequence[int]) -> list[Entry]:
        """What still has to be done; what the journal has is taken from it."""
        missing = []
        for entry in before.entries:
            record = self._journal.records.get(entry.path)
            if record is not None and record.identity == entry.identity and self._stands(record, devices):
                self._take(record)
            else:
                missing.append(entry)
        return missing

    def _stands(self, record: Record, devices: Sequence[int]) -> bool:
        """Whether every copy is still what was read back."""
        if len(record.landed) != len(devices):
            return False
        for place, device, landed in zip(self.tally.places, devices, record.landed, strict=True):
            try:
                facts = os.lstat(os.path.join(place.path, record.path))  # noqa: PTH118
            except OSError:
                return False
            seen = (facts.st_dev, facts.st_size, facts.st_mtime_ns)
            if landed is None or seen != (device, landed.size, landed.mtime_ns):
                return False
        return True

    def _take(self, record: Record) -> None:
        self._done.append(record)
        for place, landed in zip(self.tally.places, record.landed, strict=True):
            if landed is None:
                continue
            place.copied += not landed.reused
            place.reused += landed.reused
            place.read_back = worst_of((place.read_back, landed.read_back))
            place.durable = place.durable and landed.durable

    def _in_bundles(self, bench: Bench, entries: Sequence[Entry], *, last_try: bool) -> list[Entry]:
        damaged = []
        for some in in_bundles(entries):
            bundle = Bundle(bench, some, last_try=last_try)
            records = bundle.run()
            self._journal.add(records)
            for record in records:
                self._take(record)
            damaged += bundle.damaged
        return damaged

    def _finish(self, before: Survey) -> None:
        self._watch.beat(0)
        self._make_folders(before)
        self._check_source(before)
        self.tally.unnamed = sum(not mhl.can_name(record.path) for record in self._done)
        if self._done:
            at = self._journal.begin_generation()
            for number, place in enumerate(self.tally.places):
                self._write_generation(place, [one for one in self._done if one.landed[number] is not None], before, at)

    def _make_folders(self, before: Survey) -> None:
        """Empty ones too; the deepest get their time first, because making one changes that of the one above."""
        for place in self.tally.places:
            for path, mtime_ns in sorted(before.folders.items(), reverse=True):
                folder = os.path.join(place.path, path)  # noqa: PTH118
                try:
                    make_folder(folder)
                except OSError as error:
                    if not isinstance(error, FileExistsError | NotADirectoryError):
                        raise destination_error(error, folder) from error
                    words = f"{display_text(path)} in {display_text(place.path)} is a file, and a folder of the source."
                    self.tally.troubles.append(Trouble(path, DIFFERS, words, place.path))
                with suppress(OSError, OverflowError):
                    os.utime(folder, ns=(mtime_ns, mtime_ns))

    def _check_source(self, before: Survey) -> None:
        """A card that was written to meanwhile holds something that was not copied."""
        self._watch.check_source()
        after = survey(self._source)
        old, new = before.identities, after.identities
        for path in sorted({*old, *new}):
            if old.get(path) == new.get(path):
                continue
            what = "is new" if path not in old else "is gone" if path not in new else "changed"
            words = f"{display_text(path)} {what} since the copy began."
            self.tally.troubles.append(Trouble(path, SourceChanged.code, words))

    def _write_generation(self, place: Place, records: Sequence[Record], before: Survey, at: datetime) -> None:
        try:
            history = merge(self._history(before), load_history(place.path), place.path)
        except (UnreadableHistory, OSError) as error:
            history = Trouble(CHAIN_PATH, DIFFERS, f"{error} in {display_text(place.path)}; left as it is.", place.path)
        if isinstance(history, Trouble):
            self.tally.troubles.append(history)
            return
        sizes = {entry.path: entry for entry in before.entries}
        files = [
            _hashed(record, sizes[record.path], history)
            for record in sorted(records, key=lambda record: record.path)
            if mhl.can_name(record.path) and not mhl.is_left_out(record.path)
        ]
        wrong = [file.path for file in files if _is_denied(file, history)]
        if wrong:
            words = f"{wrong[0]} is not what the history in {display_text(place.path)} says."
            self.tally.troubles.append(Trouble(wrong[0], HistoryDiffers.code, words, place.path))
            return
        place.manifest = write_generation(place.path, history, files, at, f"copy {self._job_id}")


def _hashed(record: Record, entry: Entry, history: History) -> Hashed:
    known = history.hashes.get(record.path, {})
    action = "verified" if mhl.HASH in known else "original"
    return Hashed(record.path, entry.size, modified_at(entry.mtime_ns), record.hashes, action, record.at)


def _is_denied(file: Hashed, history: History) -> bool:
    told = history.hashes.get(file.path, {})
    return any(told.get(name, digest) != digest for name, digest in file.hashes.items())
