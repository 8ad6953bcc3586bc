"""The watched folders and the files seen in them: `WatchLedger` on peewee."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import fields, replace
from typing import Any

from peewee import fn

from server.domain.settle import Look
from server.domain.watch import RULES, Decision, Sighting, Watch, WatchState
from server.errors import UnknownId
from server.ports import Clock
from server.store.bulk import insert_rows
from server.store.database import Database
from server.store.ids import mint_ids

_COLUMNS = tuple(field.name for field in fields(Watch) if field.name != "inner")
_LISTS = ("include", "exclude", "also", "copy_to")
_LOOK = tuple(field.name for field in fields(Look))
_HINT = "`rushes watch list` lists the watched folders with their ids."


class WatchStore:
    """Every method is one transaction and may be called from any thread."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock
        self._watch = database.tables.watch
        self._sighting = database.tables.sighting

    def add(self, watch: Watch) -> Watch:
        with self._database.transaction():
            known = self._watch.get_or_none(self._watch.path == watch.path)
            if known is not None:
                return self._write(_watch_from(known), watch)
            (watch_id,) = mint_ids(1, int(self._clock.now().timestamp() * 1000))
            new = replace(watch, id=watch_id)
            self._watch.insert(**_columns({name: getattr(new, name) for name in _COLUMNS})).execute()
            self._forget_removed()
            return new

    def change(self, watch: Watch) -> Watch:
        with self._database.transaction():
            return self._write(self.get(watch.id), watch)

    def _write(self, known: Watch, wished: Watch) -> Watch:
        rules = {name: getattr(wished, name) for name in RULES}
        self._watch.update(**_columns(rules)).where(self._watch.id == known.id).execute()
        return replace(known, **rules)

    def _forget_removed(self) -> None:
        """What was decided in folders that are watched no longer could be asked until now."""
        living = self._watch.select(self._watch.id)
        self._sighting.delete().where(self._sighting.watch_id.not_in(living)).execute()

    def watches(self) -> list[Watch]:
        with self._database.reading():
            return [_watch_from(row) for row in self._watch.select().order_by(self._watch.id)]

    def get(self, watch_id: str) -> Watch:
        with self._database.reading():
            row = self._watch.get_or_none(self._watch.id == watch_id)
        if row is None:
            raise _unknown(watch_id)
        return _watch_from(row)

    def remove(self, watch_id: str) -> None:
        with self._database.transaction():
            if not self._watch.delete().where(self._watch.id == watch_id).execute():
                raise _unknown(watch_id)

    def ask_rescan(self, watch_id: str) -> None:
        with self._database.transaction():
            again = self._watch.update(rescan=self._watch.rescan + 1)
            if not again.where(self._watch.id == watch_id).execute():
                raise _unknown(watch_id)

    def set_state(self, watch_id: str, state: WatchState, why: str | None) -> None:
        with self._database.transaction():
            self._watch.update(state=state.value, why=why).where(self._watch.id == watch_id).execute()

    def record(self, sightings: Sequence[Sighting]) -> None:
        newest = {(sighting.watch_id, sighting.path): sighting for sighting in sightings}
        if not newest:
            return
        rows = [_row(sighting) for sighting in newest.values()]
        with self._database.transaction():
            insert_rows(self._database.driver, self._sighting, rows, newest_of=("watch_id", "path"))

    def sightings(self, watch_id: str) -> list[Sighting]:
        with self._database.reading():
            rows = self._sighting.select().where(self._sighting.watch_id == watch_id).order_by(self._sighting.path)
            return [_sighting_from(row) for row in rows.iterator()]

    def find(self, path: str) -> Sighting | None:
        with self._database.reading():
            rows = self._sighting.select().where(self._sighting.path == path)
            row = rows.order_by(self._sighting.decided_at.desc(), self._sighting.id.desc()).first()
        return None if row is None else _sighting_from(row)

    def counts(self, watch_id: str) -> Mapping[Decision, int]:
        table = self._sighting
        with self._database.reading():
            rows = table.select(table.decision, fn.COUNT(table.id)).where(table.watch_id == watch_id)
            found = dict(rows.group_by(table.decision).tuples())
        return {decision: found.get(decision.value, 0) for decision in Decision}


def _unknown(watch_id: str) -> UnknownId:
    return UnknownId(f"There is no watched folder {watch_id}.", _HINT)


def _columns(values: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value.value if isinstance(value, WatchState) else value for name, value in values.items()}


def _watch_from(row: Any) -> Watch:
    values = {name: getattr(row, name) for name in _COLUMNS}
    lists = {name: tuple(values[name]) for name in _LISTS}
    return Watch(**{**values, **lists, "state": WatchState(row.state)})


def _row(sighting: Sighting) -> dict[str, Any]:
    plain = {name: value for name, value in vars(sighting).items() if name not in ("look", "decision")}
    look = {name: getattr(sighting.look, name) for name in _LOOK}
    return {**plain, **look, "decision": sighting.decision.value}


def _sighting_from(row: Any) -> Sighting:
    names = ("watch_id", "path", "reason", "message", "decided_at", "job_id")
    look = Look(**{name: getattr(row, name) for name in _LOOK})
    return Sighting(look=look, decision=Decision(row.decision), **{name: getattr(row, name) for name in names})
