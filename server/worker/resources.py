"""What a job needs of the machine: its disks, cards and shares, and room for the proxy."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path

from server.domain.awaited import Room, Volume, need_json
from server.domain.forecast import forecast_bytes
from server.domain.job import Job
from server.domain.naming import display_text
from server.domain.steps import Encode, Step
from server.errors import DiskFull, EncodeError, OutputError, RushesError, SourceError, VolumeAway
from server.ports import Disks
from server.services.space import Space
from server.services.volumes import targets_in, volume_in
from server.storage.offload.faults import copy_hint
from server.worker.attempt import Attempt

_GROWTH = 1.5  # a forecast that was too low is not made twice


class Resources:
    """One for a worker process; `scratch` is the home's folder that attempts work in."""

    def __init__(self, disks: Disks, space: Space, scratch: Path) -> None:
        self._disks, self._space, self._scratch = disks, space, str(scratch)

    def check_volumes(self, job: Job) -> None:
        """Before anything is touched: a folder made in an empty mount point would fill the system's disk.

        Raises VolumeAway.
        """
        for target in targets_in(job.request):
            if not self._disks.is_there(target):
                raise _away(target, "where the copy goes" if job.kind == "copy" else "where the proxy goes")
        if not os.path.lexists(job.source):
            self._check_source(job)

    def _check_source(self, job: Job) -> None:
        volume = volume_in(job.request, "source")
        if volume is not None and not self._disks.is_there(volume):
            raise _away(volume, "with the original")

    def check_all(self, job: Job) -> None:
        """While it is worked on. Raises VolumeAway."""
        self.check_volumes(job)
        self._check_source(job)

    def explained(self, job: Job, error: RushesError) -> RushesError:
        """The error an attempt ended with, or why it really did: a volume that went away meanwhile."""
        if not isinstance(error, SourceError | OutputError | EncodeError) or error.awaits is not None:
            return error
        try:
            self.check_all(job)
        except VolumeAway as away:
            return away
        return error

    @contextmanager
    def room_for(self, attempt: Attempt, steps: Sequence[Step]) -> Iterator[None]:
        """Holds room for the proxy while its steps run. Raises DiskFull, which says what to wait for where that can be
        told."""
        encode = next((step for step in steps if isinstance(step, Encode)), None)
        if encode is None or attempt.facts is None or attempt.temporary is None:
            yield
            return
        temporary = attempt.temporary
        room = Room(str(Path(temporary).parent), forecast_bytes(encode, attempt.facts))
        try:
            with self._space.held(attempt.job.id, room, lambda: _size(temporary)):
                yield
        except DiskFull as error:
            error.awaits = error.awaits or self._lacking(room, _size(temporary))
            raise

    @contextmanager
    def rooms_for(self, job: Job, sizes: Mapping[str, int], written: Callable[[], int]) -> Iterator[None]:
        """As `room_for`, for files whose sizes are known: so many bytes in each folder."""
        rooms = [Room(folder, size) for folder, size in sizes.items() if size]
        try:
            with ExitStack() as stack:
                for number, room in enumerate(rooms):
                    stack.enter_context(self._space.held(f"{job.id}/{number}", room, written))
                yield
        except DiskFull as error:
            error.hint = copy_hint(error)
            lacking = (self._lacking(room, 0) for room in rooms)
            error.awaits = error.awaits or next((need for need in lacking if need is not None), None)
            raise

    def _lacking(self, room: Room, written: int) -> dict[str, object] | None:
        """After a disk ran full in spite of the forecast: which one, and how much to wait for. None where nobody can
        tell (a quota, or room that is there again): then time decides."""
        here = self._space.available(room.folder)
        home = self._space.available(self._scratch)
        if home is not None and home < 0 and (here is None or home < here):
            return need_json(Room(self._scratch, 0))
        wanted = Room(room.folder, max(room.size, round(written * _GROWTH)))
        return need_json(wanted) if here is not None and here + written < wanted.size else None


def _away(volume: Volume, what: str) -> VolumeAway:
    error = VolumeAway(f"The disk, card or share at {display_text(volume.at)}, {what}, is not there.")
    error.awaits = need_json(volume)
    return error


def _size(path: str) -> int:
    try:
        return Path(path).stat().st_size
    except OSError:
        return 0
