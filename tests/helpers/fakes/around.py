"""What stands around the ledgers: a clock, a bell, workers, disks, the files of a home."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

from server.domain.awaited import Volume
from server.domain.job import Job, NewJob

NOON = datetime(2026, 3, 1, 12, 0, tzinfo=UTC)
LANE = "video_processing"


def wish(source: str = "/card/A001.mov", **fields: Any) -> NewJob:
    """A wish for a proxy, with what the test cares about."""
    common = {"kind": "proxy", "queue": LANE, "preset": "prores-proxy", "clip_id": "c1"}
    return NewJob(**{**common, "source": source, **fields})


class HandClock:
    """Stands still until the test moves it."""

    def __init__(self, now: datetime = NOON) -> None:
        self._now = now

    def now(self) -> datetime:
        return self._now

    def forward(self, seconds: float) -> None:
        self._now += timedelta(seconds=seconds)


class FakeBell:
    """Remembers who was rung for."""

    def __init__(self) -> None:
        self.rung: list[tuple[str, str]] = []

    def ring(self, queue: str, job_id: str) -> None:
        self.rung.append((queue, job_id))


class FakeRemains:
    """Notes what was cleared and removed; `left` holds what a dead attempt of a job had published."""

    def __init__(self) -> None:
        self.cleared: list[Job] = []
        self.left: dict[str, Mapping[str, Any]] = {}
        self.removed: list[str] = []
        self.stuck: set[str] = set()  # jobs whose files cannot be removed
        self.at_clear: Callable[[Job], object] = self.cleared.append

    def clear(self, job: Job) -> None:
        self.at_clear(job)

    def remove(self, job: Job) -> bool:
        self.removed.append(job.id)
        return job.id not in self.stuck

    def published(self, job: Job) -> Mapping[str, Any] | None:
        return self.left.get(job.id)

    def sweep(self, held: Callable[[], Iterable[Job]]) -> None:
        held()


class FakeRegistry:
    """Workers live while their name is in `alive_ids`."""

    def __init__(self, *alive_ids: str) -> None:
        self.alive_ids = set(alive_ids)

    def alive(self, worker: str) -> bool:
        return worker in self.alive_ids

    def living(self) -> list[Mapping[str, Any]]:
        return [{"id": worker, "pid": 1, "host": "here", "lanes": {}, "started_at": NOON.isoformat(), "port": 0}
                for worker in sorted(self.alive_ids)]  # fmt: skip


class FakeDisks:
    """One disk of the size the test says, and the volumes it says are mounted."""

    def __init__(self, free: int | None = 10**12) -> None:
        self.room = free
        self.mounted: dict[str, Volume] = {}

    def free(self, folder: str) -> int | None:
        return self.room

    def device(self, folder: str) -> object:
        volume = self.volume_of(folder)
        return volume.at if volume else "/"

    def mount(self, at: str, volume_id: str | None = None) -> Volume:
        self.mounted[at] = Volume(at, volume_id)
        return self.mounted[at]

    def volume_of(self, path: str) -> Volume | None:
        return next((volume for at, volume in self.mounted.items() if path == at or path.startswith(f"{at}/")), None)

    def is_there(self, volume: Volume) -> bool:
        found = self.mounted.get(volume.at)
        return found is not None and volume.id in (None, found.id)


class FakeHouse:
    """The files of a home that has none."""

    def __init__(self) -> None:
        self.backups: list[datetime] = []
        self.sweeps = 0
        self.checkpoints = 0
        self._memory: Mapping[str, Any] | None = None

    def newest_backup_at(self) -> datetime | None:
        return self.backups[-1] if self.backups else None

    def back_up(self, at: datetime, keep: int) -> str:
        self.backups = [*self.backups, at][-keep:]
        return f"/backups/{at.isoformat()}"

    def checkpoint(self) -> None:
        self.checkpoints += 1

    def refresh_catalogue(self) -> int:
        return 7

    def sweep(self) -> int:
        self.sweeps += 1
        return 3

    def remember(self, memory: Mapping[str, Any]) -> None:
        self._memory = json.loads(json.dumps(memory))

    def remembered(self) -> Mapping[str, Any] | None:
        return self._memory
