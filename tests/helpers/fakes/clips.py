"""The clips and their catalogue in dicts."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from server.domain.clip import ClipPage, ClipQuery
from server.errors import UnknownId, UsageError
from tests.helpers.fakes.around import HandClock


class FakeClips:
    """The clip ledger in a dict."""

    def __init__(self, clock: HandClock) -> None:
        self._clock = clock
        self._rows: dict[str, dict[str, Any]] = {}
        self._changes: dict[str, int] = {}
        self._numbers = itertools.count(1)

    def of_paths(self, sources: Iterable[str]) -> list[Mapping[str, Any]]:
        wanted = set(sources)
        return [row for row in self.all() if row["source"] in wanted]

    def same_content(self, clip_id: str) -> list[str]:
        one = self.get(clip_id)
        same = [row for row in self.all() if (row["size"], row["hash"]) == (one["size"], one["hash"])]
        return [row["id"] for row in reversed(same) if row["id"] != clip_id and one["hash"]]

    def remember_many(self, seen: Sequence[tuple[str, int, int, str]]) -> list[str]:
        return [self.remember(*one) for one in seen]

    def remember(self, source: str, size: int, mtime_ns: int, content_hash: str) -> str:
        found = None
        for clip_id, row in self._rows.items():
            if row["source"] != source:
                continue
            same = (row["size"], row["hash"]) == (size, content_hash) and abs(row["mtime_ns"] - mtime_ns) <= 2 * 10**9
            found = clip_id if same and found is None else found
            state = "online" if found == clip_id else "changed"
            if row["state"] != state:
                row["state"] = state
                self.touch(clip_id)
        return found or self._add(source=source, size=size, mtime_ns=mtime_ns, hash=content_hash)

    def _add(self, **identity: Any) -> str:
        clip_id = f"clip-{len(self._rows) + 1}"
        seen = {"metadata": None, "first_seen_at": self._clock.now(), "state": "online", "card": None, "watch_id": None}
        self._rows[clip_id] = {"id": clip_id, **identity, **seen}
        self.touch(clip_id)
        return clip_id

    def set_metadata(self, clip_id: str, metadata: Mapping[str, Any]) -> None:
        self.get(clip_id)
        self._rows[clip_id]["metadata"] = dict(metadata)
        self.touch(clip_id)

    def set_card(self, clip_ids: Sequence[str], card: str) -> None:
        for clip_id in clip_ids:
            self._rows[clip_id]["card"] = card

    def below(self, folder: str) -> list[Mapping[str, Any]]:
        return [row for row in reversed(self.all()) if row["source"].startswith(folder.rstrip("/") + "/")]

    def of_content(self, size: int, content_hash: str) -> list[Mapping[str, Any]]:
        return [row for row in reversed(self.all()) if (row["size"], row["hash"]) == (size, content_hash)]

    def get(self, clip_id: str) -> Mapping[str, Any]:
        if clip_id not in self._rows:
            raise UnknownId(f"There is no clip {clip_id}.")
        return dict(self._rows[clip_id])

    def get_many(self, clip_ids: Sequence[str]) -> list[Mapping[str, Any]]:
        return [self.get(clip_id) for clip_id in clip_ids if clip_id in self._rows]

    def page(self, query: ClipQuery) -> ClipPage:
        rows = self.all()[::-1] if query.newest else self.all()
        name, start = ("-" if query.newest else "") + "seen:", query.offset
        if query.cursor is not None:
            if not query.cursor.startswith(name):
                raise UsageError("It is no place to go on from.")
            start += 1 + [row["id"] for row in rows].index(query.cursor.removeprefix(name))
        rows = rows[start:]
        page = rows[: query.limit]
        return ClipPage(tuple(page), len(self._rows), f"{name}{page[-1]['id']}" if len(page) < len(rows) else None)

    def changed_since(self, mark: int, limit: int) -> tuple[int, list[str]]:
        changed = sorted((number, clip_id) for clip_id, number in self._changes.items())
        start = 0 if mark > max(self._changes.values(), default=0) else mark
        some = [one for one in changed if one[0] > start][:limit]
        return (some[-1][0] if some else start), [clip_id for _, clip_id in some]

    def touch(self, clip_id: str) -> None:
        """Something of it changed."""
        self._changes[clip_id] = next(self._numbers)

    def all(self) -> list[Mapping[str, Any]]:
        return [dict(row) for row in sorted(self._rows.values(), key=lambda row: row["first_seen_at"])]


class FakeCatalog:
    """Every word of the question must begin a word of the clip."""

    def __init__(self) -> None:
        self._words: dict[str, list[str]] = {}
        self._mark = 0

    def mark(self) -> int:
        return self._mark

    def put(self, clips: Iterable[Mapping[str, Any]], mark: int) -> None:
        self._mark = mark
        for clip in clips:
            said = [clip["source"], *(str(value) for value in (clip.get("metadata") or {}).values())]
            self._words[clip["id"]] = _words(" ".join(said))

    def search(self, text: str, offset: int = 0, limit: int | None = None) -> list[str]:
        return self._found(text)[offset : None if limit is None else offset + limit]

    def count(self, text: str) -> int:
        return len(self._found(text))

    def _found(self, text: str) -> list[str]:
        asked = _words(text)
        return [
            clip_id
            for clip_id, words in self._words.items()
            if asked and all(any(word.startswith(ask) for word in words) for ask in asked)
        ]


def _words(text: str) -> list[str]:
    return re.findall(r"[^\W_]+", text.casefold())
