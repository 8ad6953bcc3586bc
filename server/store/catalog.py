"""The catalogue of clips in catalog.db: full text search on sqlite-utils. It may be deleted at any moment."""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Iterable, Iterator, Mapping
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

from sqlite_utils import Database
from sqlite_utils.utils import chunks, sqlite3

from server.store.database import storage_fault
from server.store.fields import displayable

_BUSY_SECONDS = 10
_KEYS_A_STATEMENT = 500
_TABLE = "clips"
# What is told of a clip beside its metadata; words for the search alone.
_TOLD = ("state", "audio_codec", "findings")
_FIELDS = ("container", "video_codec", "fps", "width", "height", "duration", "timecode", "reel", "camera", "created_at")
_SEARCHED = ("source", "container", "video_codec", "timecode", "reel", "camera", "created_at", *_TOLD)
_COLUMNS: dict[str, type] = {
    # Without an INTEGER PRIMARY KEY a VACUUM may renumber the rows the index points at.
    "number": int,
    "id": str,
    "source": str,
    **dict.fromkeys(_FIELDS, str),
    **dict.fromkeys(_TOLD, str),
    "width": int,
    "height": int,
    "duration": float,
    "stamp": str,
}


class ClipCatalog:
    """`Catalog` on a file of its own, opened for each call: no lock outlives a call, any thread may ask.

    Raises DiskFull or HomeUnusable."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def mark(self) -> int:
        with self._open() as database:
            return int(database.execute("pragma user_version").fetchone()[0])

    def put(self, clips: Iterable[Mapping[str, Any]], mark: int) -> None:
        rows = {row["id"]: row for row in map(_row, clips)}
        with self._open() as database, _writing(database):
            table = database[_TABLE]
            known = {
                row["id"]: row["stamp"] for some in chunks(rows, _KEYS_A_STATEMENT) for row in _stamps(table, some)
            }
            fresh = [row for row in rows.values() if known.get(row["id"]) != row["stamp"]]
            for row in fresh:
                if row["id"] in known:
                    table.delete_where("id = ?", [row["id"]])
            table.insert_all(fresh)
            database.execute(f"pragma user_version = {int(mark)}")

    def search(self, text: str, offset: int = 0, limit: int | None = None) -> list[str]:
        words = _query(text)
        if not words:
            return []
        piece = {"limit": -1 if limit is None else limit, "offset": offset}
        with self._open() as database:
            return [row["id"] for row in database[_TABLE].search(words, columns=["id"], **piece)]

    def count(self, text: str) -> int:
        words = _query(text)
        if not words:
            return 0
        with self._open() as database:
            index = database[_TABLE].detect_fts()
            return int(
                database.execute(f"select count(*) from [{index}] where [{index}] match ?", [words]).fetchone()[0]
            )

    @contextmanager
    def _open(self) -> Iterator[Any]:
        try:
            with closing(self._connect()) as database:
                yield database
        except sqlite3.Error as fault:
            raise storage_fault(fault, self._path.parent) from fault

    def _connect(self) -> Any:
        try:
            return self._prepared()
        except sqlite3.OperationalError:
            raise
        except sqlite3.DatabaseError:
            # No database, or a broken one: everything in it can be put again.
            for ending in ("", "-journal", "-wal", "-shm"):
                Path(f"{self._path}{ending}").unlink(missing_ok=True)
            return self._prepared()

    def _prepared(self) -> Any:
        connection = sqlite3.connect(str(self._path), timeout=_BUSY_SECONDS)
        try:
            database = Database(connection)
            if _TABLE not in database.table_names() or set(database[_TABLE].columns_dict) != set(_COLUMNS):
                _create(database)
        except sqlite3.Error:
            connection.close()
            raise
        return database


@contextmanager
def _writing(database: Any) -> Iterator[None]:
    """Alone from its first look on: two who tell of one clip at the same time would both find it new."""
    with database.conn:
        database.conn.execute("begin immediate")
        yield


def _create(database: Any) -> None:
    with _writing(database):
        table = database[_TABLE]
        if table.exists() and set(table.columns_dict) != set(_COLUMNS):  # of an older Rushes: all of it is put again
            table.disable_fts()
            table.drop()
            database.execute("pragma user_version = 0")
        table.create(_COLUMNS, pk="number", if_not_exists=True)
        table.create_index(["id"], unique=True, if_not_exists=True)
        if table.detect_fts() is None:
            table.enable_fts(_SEARCHED, create_triggers=True, tokenize="unicode61 remove_diacritics 2")


def _stamps(table: Any, ids: Iterable[str]) -> Iterator[Mapping[str, Any]]:
    asked = list(ids)
    found: Iterator[Mapping[str, Any]] = table.rows_where(
        f"id in ({','.join('?' * len(asked))})", asked, select="id, stamp"
    )
    return found


def _row(clip: Mapping[str, Any]) -> dict[str, Any]:
    metadata = clip.get("metadata") or {}
    shown = os.fsencode(clip["source"]).decode("utf-8", "replace")
    told = {name: _plain(metadata.get(name)) for name in _FIELDS} | _told(clip, metadata)
    row = {"id": clip["id"], "source": displayable(shown), **told}
    stamp = hashlib.blake2b(json.dumps(row, sort_keys=True).encode(), digest_size=16).hexdigest()
    return {**row, "stamp": stamp}


def _told(clip: Mapping[str, Any], metadata: Mapping[str, Any]) -> dict[str, Any]:
    found = (clip.get("analysis") or {}).get("findings") or ()
    return {
        "state": _plain(clip.get("state")),
        "audio_codec": displayable(_words(track.get("codec") for track in metadata.get("audio") or ())),
        "findings": displayable(_words(one.get("kind") for one in found)),
    }


def _words(words: Iterable[Any]) -> str:
    return " ".join(sorted({str(word) for word in words if word}))


def _plain(value: Any) -> Any:
    return displayable(value) if isinstance(value, str) else value


def _query(text: str) -> str:
    """Every word quoted, so that none is syntax, and taken as a beginning: `A00` finds A001."""
    words = (word.replace('"', '""') for word in displayable(text).split())
    return " ".join(f'"{word}" *' for word in words)
