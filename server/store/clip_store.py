"""Every original ever seen: `ClipLedger` on peewee."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from server.errors import UnknownId
from server.ports import Clock
from server.store.database import Database
from server.store.ids import mint_ids

_MTIME_SLACK_NS = 2_000_000_000  # FAT and exFAT keep times to two seconds


class ClipStore:
    """Every method is one transaction and may be called from any thread."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock
        self._clip = database.tables.clip

    def remember(self, source: str, size: int, mtime_ns: int, content_hash: str) -> str:
        with self._database.transaction():
            of_path = list(self._clip.select().where(self._clip.source == source).order_by(self._clip.id))
            seen = (size, mtime_ns, content_hash)
            known = next((row for row in of_path if _same(row, *seen)), None)
            for row in of_path:
                self._set_state(row, "online" if row is known else "changed")
            return str(known.id) if known is not None else self._add(source, *seen)

    def _add(self, source: str, size: int, mtime_ns: int, content_hash: str) -> str:
        now = self._clock.now()
        (clip_id,) = mint_ids(1, int(now.timestamp() * 1000))
        identity = {"size": size, "mtime_ns": mtime_ns, "content_hash": content_hash}
        self._clip.insert(id=clip_id, source=source, first_seen_at=now, state="online", **identity).execute()
        return clip_id

    def _set_state(self, row: Any, state: str) -> None:
        if row.state != state:
            self._clip.update(state=state).where(self._clip.id == row.id).execute()

    def set_metadata(self, clip_id: str, metadata: Mapping[str, Any]) -> None:
        with self._database.transaction():
            if not self._clip.update(metadata=dict(metadata)).where(self._clip.id == clip_id).execute():
                raise UnknownId(f"There is no clip {clip_id}.")

    def get(self, clip_id: str) -> Mapping[str, Any]:
        with self._database.reading():
            row = self._clip.get_or_none(self._clip.id == clip_id)
        if row is None:
            raise UnknownId(f"There is no clip {clip_id}.")
        return _clip_from(row)

    def all(self) -> list[Mapping[str, Any]]:
        """Oldest first."""
        with self._database.reading():
            rows = list(self._clip.select().order_by(self._clip.first_seen_at, self._clip.id))
        return [_clip_from(row) for row in rows]


def _same(row: Any, size: int, mtime_ns: int, content_hash: str) -> bool:
    near = abs(row.mtime_ns - mtime_ns) <= _MTIME_SLACK_NS
    return bool(near and row.size == size and row.content_hash == content_hash)


def _clip_from(row: Any) -> dict[str, Any]:
    names = ("id", "source", "size", "mtime_ns", "metadata", "first_seen_at", "state")
    return {**{name: getattr(row, name) for name in names}, "hash": row.content_hash}
