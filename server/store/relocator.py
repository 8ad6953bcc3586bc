"""Writes the new names of a folder that was moved into every table that names paths, in one transaction."""

from __future__ import annotations

import os
from collections.abc import Sequence
from typing import Any

from peewee import chunked

from server.domain.relocation import Relocation
from server.store.database import Database
from server.store.fields import file_name
from server.store.rows import search_text

_KEYS_A_STATEMENT = 1000
_TOLD = ("request", "result", "intent")


class Relocator:
    """Only what belongs to the named clips, and the watches below the folder."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._tables = database.tables

    def apply(self, move: Relocation, clip_ids: Sequence[str]) -> list[str]:
        """The ids of the watches that follow."""
        with self._database.transaction():
            for ids in chunked(clip_ids, _KEYS_A_STATEMENT):
                self._move_clips(move, ids)
            return self._move_watches(move)

    def _move_clips(self, move: Relocation, ids: Sequence[str]) -> None:
        clip, job, made = self._tables.clip, self._tables.job, self._tables.made
        for row in clip.select(clip.id, clip.source).where(clip.id.in_(ids)):
            clip.update(source=move.path(row.source)).where(clip.id == row.id).execute()
        for row in job.select().where(job.clip_id.in_(ids)):
            job.update(**_job_columns(move, row)).where(job.id == row.id).execute()
        for row in made.select().where(made.clip_id.in_(ids)):
            output = None if row.output is None else _output(move, row.output)
            made.update(output=output, job=move.value(row.job)).where(made.id == row.id).execute()

    def _move_watches(self, move: Relocation) -> list[str]:
        watch, moved = self._tables.watch, []
        taken = {row.path for row in watch.select(watch.path)}
        for row in watch.select():
            path, to = move.path(row.path), None if row.to is None else move.path(row.to)
            if (path, to) == (row.path, row.to) or (path != row.path and path in taken):
                continue
            mount = row.mount if path == row.path else None
            watch.update(path=path, to=to, mount=mount).where(watch.id == row.id).execute()
            moved.append(row.id)
            self._move_sightings(move, row.id)
        return moved

    def _move_sightings(self, move: Relocation, watch_id: str) -> None:
        seen = self._tables.sighting
        for row in seen.select(seen.id, seen.path).where(seen.watch_id == watch_id):
            if move.holds(row.path):
                seen.update(path=move.path(row.path)).where(seen.id == row.id).execute()


def _job_columns(move: Relocation, row: Any) -> dict[str, Any]:
    source = move.path(row.source)
    told = {name: move.value(getattr(row, name)) for name in _TOLD if getattr(row, name) is not None}
    output = {} if row.output is None else {"output": _output(move, row.output)}
    sought = {"search_text": search_text(source, row.error), "name": file_name(os.fsencode(source))}
    return {"source": source, **told, **output, **sought}


def _output(move: Relocation, output: str) -> str:
    """A proxy that stayed behind keeps its name."""
    there = move.path(output)
    return there if os.path.lexists(there) or not os.path.lexists(output) else output
