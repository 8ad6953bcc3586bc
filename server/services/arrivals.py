"""Files that come in over HTTP piece by piece: resumed where they broke, whole before they have a name, then ingested.

In the folder lies `.incoming/ID.part` (what is here) and `ID.json` (what it is to become). The length of the part is
the truth; a kill at any moment loses at most what was not yet written. A folder that is dropped keeps its structure:
its files become jobs together, when nothing more of it comes.
"""

from __future__ import annotations

import errno
import filecmp
import json
import os
import re
import secrets
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import asdict, replace
from pathlib import Path
from typing import Any

from server.domain.arrivals import Arrival, numbered, safe_folders, safe_name
from server.domain.awaited import size_text
from server.domain.job import Job
from server.errors import DiskFull, EnvironmentFault, IllegalChange, RushesError, UnknownId, UsageError
from server.services.ingest import Ingest, PresetNames
from server.services.landing import Landing
from server.system.files import make_folder, rename_without_replacing, sync_file, sync_folder

KEPT_SECONDS = 7 * 24 * 3600.0  # nobody goes on with an upload after that
MOST_OPEN = 200
_ID = re.compile(r"[0-9a-f]{32}\Z")
_DROP = re.compile(r"[0-9A-Za-z_-]{8,64}\Z")
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
        self._landing: Landing | None = None
        self._ended: set[str] = set()  # their notes are read no more

    def begin(self, name: str, size: int, preset: str | None = None, path: str = "", drop: str = "") -> Arrival:
        """`path` is that of a file in a folder that was dropped, `drop` what the files of one drop have in common.
        Raises UsageError (empty, `too_large`, too many at once, a preset there is not, `bad_path`), DiskFull."""
        folders = safe_folders(path) if path else ()
        if folders is None or (drop and not _DROP.match(drop)):
            raise UsageError(f"{path[:100]!r} is no path of a file in a folder that was dropped.", code="bad_path",
                             hint="Give one like `A001/CLIP/C0001.MP4`, and a `drop` of 8 to 64 letters.")  # fmt: skip
        if size < 1 and not folders:  # on cards there are empty files
            raise UsageError("An empty file is no footage.", "Check the file; was it copied whole?")
        if size > self.most_bytes:
            most = size_text(self.most_bytes)
            raise UsageError(f"{size_text(size)} is more than one upload may have ({most}).", code="too_large",
                             hint="Copy it into a watched folder, or set `most_mb` under [incoming].")  # fmt: skip
        if preset is not None:
            self._presets.get(preset)
        with self._lock:
            self._make_room(size)
            try:
                folder = "/".join((self._top(folders[0], drop), *folders[1:])) if folders else ""
                arrival = Arrival(secrets.token_hex(16), safe_name(name), size, preset=preset, folder=folder)
                os.close(os.open(self._part(arrival.id), os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
                self._note(arrival)
            except OSError as error:
                raise _unwritable(self._folder, error) from error
        if folders:
            self._landings().moved(arrival)
        return arrival if size else self.finish(arrival.id)

    def _top(self, name: str, drop: str) -> str:
        """What the folder that was dropped is called here: two cards of one name must not become one."""
        if not drop:
            return name
        note = self._parts / f"{drop}.drop"
        known: dict[str, str] = json.loads(note.read_text(encoding="utf-8")) if note.exists() else {}
        for number in range(_MOST_NUMBERS) if name not in known else ():
            with suppress(FileExistsError):
                (self._folder / numbered(name, number)).mkdir()
                known[name] = numbered(name, number)
                note.write_text(json.dumps(known), encoding="utf-8")
                break
        return known.get(name, name)

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
        found = self._noted()
        still = [arrival for arrival in found if arrival.path is None]
        self._ended |= {arrival.id for arrival in found if arrival.path is not None}
        if len(still) >= MOST_OPEN:
            raise UsageError(f"{MOST_OPEN} uploads are under way already.", "Wait for some to end.", code="too_many")
        return still

    def _noted(self) -> list[Arrival]:
        """All but those that were whole at an earlier look."""
        return [self._read(note.stem) for note in self._parts.glob("*.json") if note.stem not in self._ended]

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
        if arrival.folder:
            self._landings().moved(arrival)
        return replace(arrival, offset=offset + len(data))

    def finish(self, arrival_id: str) -> Arrival:
        """Of a file that is whole: its name, and its job; one of a folder has to wait for the others (`look`). Asked
        again it gives the same."""
        with self._lock:
            arrival = self._read(arrival_id)
            if arrival.path is None and arrival.offset == arrival.size:
                arrival = self._named(arrival)
        if arrival.path is None or arrival.jobs or arrival.skipped:
            return arrival
        if arrival.folder:
            self._landings().came(arrival)
            return arrival
        (done,) = self._take([arrival], arrival.preset)
        return done

    def look(self) -> None:
        """Makes jobs of the folders of which nothing more comes. To be called about every second."""
        for ids in self._landings().whole():
            arrivals = [self._read(arrival_id) for arrival_id in ids if self._note_of(arrival_id).exists()]
            for preset in {arrival.preset for arrival in arrivals}:
                some = [arrival for arrival in arrivals if arrival.preset == preset]
                try:
                    self._take(some, preset)
                except RushesError as error:
                    for arrival in some:
                        self._note(replace(arrival, skipped=f"{error.message} {error.hint}"))

    def _landings(self) -> Landing:
        """With what a server that was killed had not made jobs of."""
        with self._lock:
            if self._landing is None:
                self._landing = Landing()
                for arrival in self._noted():
                    if arrival.folder and not (arrival.jobs or arrival.skipped):
                        (self._landing.moved if arrival.path is None else self._landing.came)(arrival)
            return self._landing

    def _take(self, arrivals: Sequence[Arrival], preset: str | None) -> list[Arrival]:
        taken = self._ingest.ingest([arrival.path for arrival in arrivals if arrival.path], preset=preset)
        why = {item.path: item.message for item in taken.skipped}
        done = [_told(arrival, taken.jobs, why) for arrival in arrivals]
        for arrival in done:
            self._note(arrival)
        return done

    def _named(self, arrival: Arrival) -> Arrival:
        """The note says the name before the file has it: a kill between the two is seen by the missing part."""
        part = self._part(arrival.id)
        try:
            sync_file(part)
            folder = self._folder_of(arrival)
            for number in range(_MOST_NUMBERS):
                final = folder / numbered(arrival.name, number)
                if os.path.lexists(final):
                    if arrival.folder and _is_equal(part, final):  # its folder was dropped once more
                        self._note(replace(arrival, path=str(final)))
                        os.unlink(part)  # noqa: PTH108
                        return replace(arrival, path=str(final))
                    continue
                self._note(replace(arrival, path=str(final)))
                with suppress(FileExistsError):
                    rename_without_replacing(part, str(final))
                    sync_folder(str(folder))
                    return replace(arrival, path=str(final))
        except OSError as error:
            raise _unwritable(self._folder, error) from error
        raise UsageError(f"There are {_MOST_NUMBERS} files called {arrival.name} already.", "Give it another name.")

    def _folder_of(self, arrival: Arrival) -> Path:
        """It is made. Raises UsageError where a link in it leads elsewhere."""
        folder = self._folder / arrival.folder
        if not folder.resolve().is_relative_to(self._folder.resolve()):
            raise UsageError(
                f"{arrival.folder} leads out of the folder for uploads.", "Move that link.", code="bad_path"
            )
        make_folder(str(folder))
        return folder

    def drop(self, arrival_id: str) -> None:
        """What is here of it goes; a file that is whole stays."""
        with self._lock:
            arrival = self._read(arrival_id)
            self._remove(arrival_id)
        if arrival.folder:
            self._landings().left(arrival)

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


def _is_equal(part: str, final: Path) -> bool:
    return final.is_file() and not final.is_symlink() and filecmp.cmp(part, final, shallow=False)


def _told(arrival: Arrival, jobs: Sequence[Job], why: Mapping[str, str]) -> Arrival:
    """What became of it."""
    own = tuple(job.id for job in jobs if job.source == arrival.path)
    return replace(arrival, jobs=own, skipped=why.get(arrival.path or "") or (None if own else "It was left alone."))


def _unwritable(folder: Path, error: OSError) -> DiskFull | EnvironmentFault:
    if error.errno in (errno.ENOSPC, errno.EDQUOT):
        return DiskFull(f"The disk of {folder} is full.")
    hint = "Set another `folder` under [incoming] in config.toml."
    return EnvironmentFault(f"{folder} cannot be written: {error.strerror}.", hint, code="incoming_unwritable")
