"""Every original ever seen: `ClipLedger` on peewee."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from peewee import SQL, chunked, fn

from server.domain.clip import ClipPage, ClipQuery, is_near
from server.domain.watch import Decision
from server.errors import UnknownId
from server.ports import Clock
from server.store.bulk import among, insert_rows
from server.store.database import Database
from server.store.ids import mint_ids
from server.store.paging import Place, beyond, parse_place

_KEYS_A_STATEMENT = 5000
_ON_CARDS = ("id", "source", "size", "mtime_ns", "hash", "first_seen_at")


class ClipStore:
    """Every method is one transaction and may be called from any thread."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock
        self._clip = database.tables.clip
        self._change = database.tables.clip_change
        self._card_change = database.tables.card_change
        self._watch = database.tables.watch
        self._sighting = database.tables.sighting

    def remember(self, source: str, size: int, mtime_ns: int, content_hash: str) -> str:
        (clip_id,) = self.remember_many([(source, size, mtime_ns, content_hash)])
        return clip_id

    def remember_many(self, seen: Sequence[tuple[str, int, int, str]]) -> list[str]:
        with self._database.transaction():
            of_path = self._of_paths({source for source, *_ in seen})
            now = self._clock.now()
            fresh = iter(mint_ids(len(seen), int(now.timestamp() * 1000)))
            found = [_recognise(of_path[one[0]], next(fresh), *one) for one in seen]
            self._keep([one for some in of_path.values() for one in some], now)
        return [one.id for one in found]

    def _of_paths(self, sources: set[str]) -> dict[str, list[_Known]]:
        """The identities each path ever had, oldest first."""
        clip = self._clip
        known: dict[str, list[_Known]] = {source: [] for source in sources}
        columns = (clip.id, clip.source, clip.size, clip.mtime_ns, clip.content_hash, clip.state)
        for some in chunked(sources, _KEYS_A_STATEMENT):
            for row in clip.select(*columns).where(among(clip.source, some)).order_by(clip.id).tuples():
                known[row[1]].append(_Known(*row))
        return known

    def _keep(self, known: Iterable[_Known], now: datetime) -> None:
        changed = [one for one in known if one.state != one.stored]
        new = [_columns(one, now) for one in changed if one.stored is None]
        insert_rows(self._database.driver, self._clip, new)
        for state in ("online", "changed"):
            moved = [one.id for one in changed if one.stored is not None and one.state == state]
            for ids in chunked(moved, _KEYS_A_STATEMENT):
                self._clip.update(state=state).where(self._clip.id.in_(ids)).execute()

    def set_metadata(self, clip_id: str, metadata: Mapping[str, Any]) -> None:
        with self._database.transaction():
            if not self._clip.update(metadata=dict(metadata)).where(self._clip.id == clip_id).execute():
                raise _unknown(clip_id)

    def set_card(self, clip_ids: Sequence[str], card: str) -> None:
        with self._database.transaction():
            for ids in chunked(clip_ids, _KEYS_A_STATEMENT):
                self._clip.update(card=card).where(self._clip.id.in_(ids)).execute()

    def below(self, folder: str) -> list[Mapping[str, Any]]:
        clip, start = self._clip, folder.rstrip("/") + "/"
        return self._newest((clip.source >= start) & (clip.source < start[:-1] + chr(ord("/") + 1)))

    def of_content(self, size: int, content_hash: str) -> list[Mapping[str, Any]]:
        return self._newest((self._clip.size == size) & (self._clip.content_hash == content_hash))

    def _newest(self, condition: Any) -> list[Mapping[str, Any]]:
        clip = self._clip
        with self._database.reading():
            rows = list(self._select().where(condition).order_by(clip.first_seen_at.desc(), clip.id.desc()))
        return [_clip_from(row) for row in rows]

    def on_cards(self, cards: Iterable[str]) -> Mapping[str, list[Mapping[str, Any]]]:
        clip, found = self._clip, defaultdict[str, list[Mapping[str, Any]]](list)
        columns = (clip.card, clip.id, clip.source, clip.size, clip.mtime_ns, clip.content_hash, clip.first_seen_at)
        with self._database.reading():
            for some in chunked(cards, _KEYS_A_STATEMENT):
                rows = clip.select(*columns).where(among(clip.card, some)).order_by(clip.first_seen_at, clip.id)
                for card, *values in rows.tuples():
                    found[card].append(dict(zip(_ON_CARDS, values, strict=True)))
        return found

    def cards_changed_since(self, mark: int) -> tuple[int, set[str]]:
        change = self._card_change
        with self._database.reading():
            newest = change.select(fn.MAX(change.number)).scalar() or 0
            newer = change.select(change.card).where(change.number > (0 if mark > newest else mark))
            return int(newest), {card for (card,) in newer.tuples()}

    def get(self, clip_id: str) -> Mapping[str, Any]:
        with self._database.reading():
            row = self._select().where(self._clip.id == clip_id).first()
        if row is None:
            raise _unknown(clip_id)
        return _clip_from(row)

    def of_paths(self, sources: Iterable[str]) -> list[Mapping[str, Any]]:
        clip = self._clip
        with self._database.reading():
            some = [self._select().where(among(clip.source, paths)) for paths in chunked(sources, _KEYS_A_STATEMENT)]
            rows = [row for query in some for row in query]
        return [_clip_from(row) for row in sorted(rows, key=lambda row: (row.first_seen_at, row.id))]

    def same_content(self, clip_id: str) -> list[str]:
        clip, one = self._clip, self.get(clip_id)
        if not one["hash"]:
            return []
        same = (clip.content_hash == one["hash"]) & (clip.size == one["size"]) & (clip.id != clip_id)
        with self._database.reading():
            return [row.id for row in clip.select(clip.id).where(same).order_by(clip.id.desc())]

    def get_many(self, clip_ids: Sequence[str]) -> list[Mapping[str, Any]]:
        clip = self._clip
        with self._database.reading():
            some = [self._select().where(among(clip.id, ids)) for ids in chunked(clip_ids, _KEYS_A_STATEMENT)]
            known = {row.id: _clip_from(row) for query in some for row in query}
        return [known[clip_id] for clip_id in clip_ids if clip_id in known]

    def page(self, query: ClipQuery) -> ClipPage:
        seen, clip_id, down = self._clip.first_seen_at, self._clip.id, query.newest
        order, name = (seen.desc(), clip_id.desc()) if down else (seen, clip_id), "-seen" if down else "seen"
        rows = self._select().order_by(*order).offset(query.offset)
        if query.cursor is not None:
            rows = rows.where(beyond((seen,), clip_id, parse_place(query.cursor, name), down))
        with self._database.reading():
            found = [_clip_from(row) for row in (rows if query.limit is None else rows.limit(query.limit + 1))]
            total = int(self._clip.select(fn.COUNT(SQL("*"))).scalar())
        page, last = found[: query.limit], found[: query.limit][-1:]
        if len(page) == len(found) or not last:
            return ClipPage(tuple(page), total, None)
        return ClipPage(
            tuple(page), total, Place(name, seen.db_value(last[0]["first_seen_at"]), last[0]["id"]).cursor()
        )

    def changed_since(self, mark: int, limit: int) -> tuple[int, list[str]]:
        change = self._change
        with self._database.reading():
            newest = change.select(fn.MAX(change.number)).scalar() or 0
            start = 0 if mark > newest else mark
            rows = change.select(change.number, change.clip_id).where(change.number > start)
            changed = list(rows.order_by(change.number).limit(limit).tuples())
        return (changed[-1][0] if changed else start), [clip_id for _, clip_id in changed]

    def all(self) -> list[Mapping[str, Any]]:
        """Oldest first."""
        with self._database.reading():
            rows = list(self._select().order_by(self._clip.first_seen_at, self._clip.id))
        return [_clip_from(row) for row in rows]

    def _select(self) -> Any:
        """Every column, and the watched folder that took the clip."""
        seen, watch = self._sighting, self._watch
        took = seen.select(seen.watch_id).join(watch, on=(watch.id == seen.watch_id))
        took = took.where((seen.path == self._clip.source) & (seen.decision == Decision.QUEUED.value))
        return self._clip.select(self._clip, took.order_by(seen.decided_at.desc()).limit(1).alias("watch_id"))


def _unknown(clip_id: str) -> UnknownId:
    return UnknownId(f"There is no clip {clip_id}.", "`rushes clips --json` lists the clips with their ids.")


@dataclass
class _Known:
    """One identity of a path. `stored`: the state in the table, None for one that is not there yet."""

    id: str
    source: str
    size: int
    mtime_ns: int
    content_hash: str
    stored: str | None
    state: str = ""

    def __post_init__(self) -> None:
        self.state = self.state or self.stored or "online"


def _recognise(of_path: list[_Known], new_id: str, source: str, size: int, mtime_ns: int, content_hash: str) -> _Known:
    """The one among the path's identities that this is, else a new one; the others are of before."""
    seen = (size, mtime_ns, content_hash)
    known = next((one for one in of_path if _same(one, *seen)), None)
    if known is None:
        known = _Known(new_id, source, *seen, stored=None)
        of_path.append(known)
    for one in of_path:
        one.state = "online" if one is known else "changed"
    return known


def _same(known: _Known, size: int, mtime_ns: int, content_hash: str) -> bool:
    near = is_near(known.mtime_ns, mtime_ns)
    return near and known.size == size and known.content_hash == content_hash


def _columns(one: _Known, now: datetime) -> dict[str, Any]:
    names = ("id", "source", "size", "mtime_ns", "content_hash", "state")
    return {**{name: getattr(one, name) for name in names}, "first_seen_at": now}


def _clip_from(row: Any) -> dict[str, Any]:
    names = ("id", "source", "size", "mtime_ns", "metadata", "first_seen_at", "state", "card", "watch_id")
    return {**{name: getattr(row, name) for name in names}, "hash": row.content_hash}
