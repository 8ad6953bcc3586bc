"""Files that come in over HTTP piece by piece: resumed where they broke, whole before they have a name, then ingested.

In the folder lies `.incoming/ID.part` (what is here) and `ID.json` (what it is to become). The length of the part is
the truth; a kill at any moment loses at most what was not yet written.
"""

from __future__ import annotations

import errno
import json
import os
import re
import secrets
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import asdict, replace
from pathlib import Path
from typing import Any

from server.domain.arrivals import Arrival, numbered, safe_name
from server.domain.awaited import size_text
from server.errors import DiskFull, EnvironmentFault, IllegalChange, UnknownId, UsageError
from server.services.ingest import Ingest, PresetNames
from server.system.files import make_folder, rename_without_replacing, sync_file, sync_folder

KEPT_SECONDS = 7 * 24 * 3600.0  # nobody goes on with an upload after that
MOST_OPEN = 200
_ID = re.compile(r"[0-9a-f]{32}\Z")
_MOST_NUMBERS = 1000


class Arrivals:
    """Any thread. Raises UnknownId for an id it did not give out, EnvironmentFault where its folder cannot be
    written."""

    def __init__(
        self,
        folder: Path,
        most_bytes: int,
        available: Callable[[str], int | None],
        ingest: Ingest,
        presets: PresetNames,
        now: Callable[[], float] = time.time,
    ) -> None:
        """`available` tells the free bytes beside the reserve, None where nobody can tell."""
        self._folder = folder
        self._parts = folder / ".incoming"
        self.most_bytes = most_bytes
        self._available = available
        self._ingest = ingest
        self._presets = presets
        self._now = now
        self._lock = threading.Lock()

    def begin(self, name: str, size: int, preset: str | None = None) -> Arrival:
        """Raises UsageError (empty, `too_large`, too many at once, a preset there is not), DiskFull."""
        if size < 1:
            raise UsageError("An empty file is no footage.", "Check the file; was it copied whole?")
        if size > self.most_bytes:
            most = size_text(self.most_bytes)
            raise UsageError(f"{size_text(size)} is more than one upload may have ({most}).", code="too_large",
                             hint="Copy it into a watched folder, or set `most_mb` under [incoming].")  # fmt: skip
        if preset is not None:
            self._presets.get(preset)
        arrival = Arrival(secrets.token_hex(16), safe_name(name), size, preset=preset)
        with self._lock:
            self._make_room(size)
            try:
                os.close(os.open(self._part(arrival.id), os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
                self._note(arrival)
            except OSError as error:
                raise _unwritable(self._folder, error) from error
        return arrival

    def _make_room(self, size: int) -> None:
        try:
            make_folder(str(self._parts))
            self._parts.chmod(0o700)
        except OSError as error:
            raise _unwritable(self._folder, error) from error
        self._sweep()
        promised = sum(one.size - one.offset for one in self._open())
        free = self._available(str(self._folder))
        if free is not None and free < size + promised:
            lacking = f"{size_text(size)} are needed, {size_text(max(0, free - promised))} are free beside the reserve"
            raise DiskFull(f"The disk for uploads has too little room: {lacking} and what is on its way.")

    def _open(self) -> list[Arrival]:
        found = [self._read(note.stem) for note in self._parts.glob("*.json")]
        still = [arrival for arrival in found if arrival.path is None]
        if len(still) >= MOST_OPEN:
            raise UsageError(f"{MOST_OPEN} uploads are under way already.", "Wait for some to end.", code="too_many")
        return still

    def get(self, arrival_id: str) -> Arrival:
        return self._read(arrival_id)

    def append(self, arrival_id: str, offset: int, data: bytes) -> Arrival:
        """Raises IllegalChange (`wrong_offset`) where it does not go on from what is here, UsageError where it is
        more than was announced, DiskFull."""
        with self._lock:
            arrival = self._read(arrival_id)
            if arrival.path is not None or offset != arrival.offset:
                raise IllegalChange(f"The upload goes on from {arrival.offset}, not from {offset}.",
                                    "Ask for its offset, and send from there.", code="wrong_offset")  # fmt: skip
            if offset + len(data) > arrival.size:
                raise UsageError(f"More came than the {arrival.size} bytes that were announced.", "Start it again.")
            try:
                with open(self._part(arrival_id), "r+b") as part:
                    part.seek(offset)
                    part.write(data)
            except OSError as error:
                raise _unwritable(self._folder, error) from error
        return replace(arrival, offset=offset + len(data))

    def finish(self, arrival_id: str) -> Arrival:
        """Of a file that is whole: its name, and its job. Asked again it gives the same."""
        with self._lock:
            arrival = self._read(arrival_id)
            if arrival.path is None and arrival.offset == arrival.size:
                arrival = self._named(arrival)
        if arrival.path is None or arrival.jobs or arrival.skipped:
            return arrival
        taken = self._ingest.ingest([arrival.path], preset=arrival.preset)
        why = next((item.message for item in taken.skipped), None) or ("" if taken.jobs else "It was left alone.")
        done = replace(arrival, jobs=tuple(job.id for job in taken.jobs), skipped=why or None)
        self._note(done)
        return done

    def _named(self, arrival: Arrival) -> Arrival:
        """The note says the name before the file has it: a kill between the two is seen by the missing part."""
        part = self._part(arrival.id)
        try:
            sync_file(part)
            for number in range(_MOST_NUMBERS):
                final = self._folder / numbered(arrival.name, number)
                if os.path.lexists(final):
                    continue
                self._note(replace(arrival, path=str(final)))
                with suppress(FileExistsError):
                    rename_without_replacing(part, str(final))
                    sync_folder(str(self._folder))
                    return replace(arrival, path=str(final))
        except OSError as error:
            raise _unwritable(self._folder, error) from error
        raise UsageError(f"There are {_MOST_NUMBERS} files called {arrival.name} already.", "Give it another name.")

    def drop(self, arrival_id: str) -> None:
        """What is here of it goes; a file that is whole stays."""
        with self._lock:
            self._read(arrival_id)
            self._remove(arrival_id)

    def _remove(self, arrival_id: str) -> None:
        Path(self._part(arrival_id)).unlink(missing_ok=True)
        self._note_of(arrival_id).unlink(missing_ok=True)

    def _sweep(self) -> None:
        oldest = self._now() - KEPT_SECONDS
        for note in self._parts.glob("*.json"):
            with suppress(OSError):
                part = self._parts / f"{note.stem}.part"
                newest = max(file.stat().st_mtime for file in (note, part) if file.exists())
                if newest < oldest and _ID.match(note.stem):
                    self._remove(note.stem)

    def _part(self, arrival_id: str) -> str:
        return str(self._parts / f"{arrival_id}.part")

    def _note_of(self, arrival_id: str) -> Path:
        return self._parts / f"{arrival_id}.json"

    def _note(self, arrival: Arrival) -> None:
        note = self._note_of(arrival.id)
        fresh = note.with_suffix(".new")
        with open(os.open(fresh, os.O_CREAT | os.O_TRUNC | os.O_WRONLY, 0o600), "w", encoding="ascii") as file:
            json.dump(asdict(arrival), file)
        sync_file(str(fresh))
        fresh.replace(note)

    def _read(self, arrival_id: str) -> Arrival:
        if _ID.match(arrival_id):
            with suppress(OSError, ValueError, TypeError):
                told: dict[str, Any] = json.loads(self._note_of(arrival_id).read_text(encoding="ascii"))
                noted = Arrival(**{**told, "jobs": tuple(told["jobs"])})
                return self._as_it_is(noted)
        raise UnknownId(f"There is no upload {arrival_id[:40]!r}.", "It ended, was cancelled, or is older than a week.")

    def _as_it_is(self, noted: Arrival) -> Arrival:
        part = Path(self._part(noted.id))
        if part.exists():  # whatever the note says of a name: it has none yet
            return replace(noted, offset=part.stat().st_size, path=None)
        return replace(noted, offset=noted.size)


def _unwritable(folder: Path, error: OSError) -> DiskFull | EnvironmentFault:
    if error.errno in (errno.ENOSPC, errno.EDQUOT):
        return DiskFull(f"The disk of {folder} is full.")
    hint = "Set another `folder` under [incoming] in config.toml."
    return EnvironmentFault(f"{folder} cannot be written: {error.strerror}.", hint, code="incoming_unwritable")
