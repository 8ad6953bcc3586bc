"""Lists of jobs: filtered, searched and in order, a page at a time, quick at a million rows.

Every list is walked along an index of the table and ends with its page; nothing is sorted where that can be helped.
"""

from __future__ import annotations

import heapq
from itertools import islice
from typing import Any

from peewee import OP, SQL, Expression, NodeList, Ordering, Select, fn

from server.domain.job import JobQuery, Status
from server.store.fields import searchable
from server.store.ids import first_id
from server.store.models import Tables
from server.store.paging import Place, beyond, parse_place

MOST_COUNTED = 100_000  # as many as one page of ids holds
_TRIGRAM = 3  # shorter text is in no index, so all rows are read
_SUBMITTED = "queued_at"
_TURN = "turn"
_FILTERS = ("statuses", "queue", "kind", "clip_id", "parent_id", "since")
_Key = tuple[Any, ...]  # what it is ordered by, and last the id


class Listing:
    """Reads within the caller's transaction."""

    def __init__(self, driver: Any, tables: Tables, most: int = MOST_COUNTED) -> None:
        self._driver = driver
        self._most = most
        self._job = tables.job
        self._tally = tables.tally
        self._search = tables.search

    def keys(self, query: JobQuery) -> list[_Key]:
        """Of the jobs of the page and the one after it."""
        sort, down = query.order
        place = None if query.cursor is None else parse_place(query.cursor, query.sort, len(self._order(sort)) or 1)
        if _is_plain(query) and not self._tallied(query):
            return []  # it would take a walk over all rows to see that there is none
        if sort == _SUBMITTED and _is_in_index(query):
            return self._found(query, place, down)
        if sort == _SUBMITTED and _is_plain(query):
            return self._merged(query, place, down)
        return self._walk(query, query.statuses, place)

    def total(self, query: JobQuery) -> tuple[int, bool]:
        """Of all pages together, and whether those are all: of what is sought no more than `most` are counted."""
        if _is_plain(query) and query.since is None:
            return self._tallied(query), True
        some = self._counting(query).limit(self._most + 1).alias("some")
        ((number,),) = self._raw(Select([some], [fn.COUNT(SQL("*"))]))
        return min(number, self._most), number <= self._most

    def _counting(self, query: JobQuery) -> Any:
        """A row for each job that fits."""
        job, hits, one = self._job, self._search, SQL("1")
        if not _is_in_index(query):
            return self._where(job.select(one), query, query.statuses)
        found = _matches(hits, query.search or "")
        if not any(getattr(query, name) for name in _FILTERS):
            return hits.select(one).where(found)
        rows = job.select(one).from_(hits, job).where(hits.rowid == job.number)
        return self._where(rows, query, query.statuses, searched=False).where(found)

    def _tallied(self, query: JobQuery) -> int:
        tally = self._tally
        rows = tally.select(fn.SUM(tally.jobs))
        for name in ("queue", "kind"):
            if getattr(query, name) is not None:
                rows = rows.where(getattr(tally, name) == getattr(query, name))
        if query.statuses:
            rows = rows.where(tally.status.in_([status.value for status in query.statuses]))
        return int(rows.scalar() or 0)

    def next(self, query: JobQuery, keys: list[_Key]) -> str | None:
        """The cursor of the page after the one that `keys` begins with."""
        if len(keys) <= query.limit or not query.limit:
            return None
        *values, job_id = keys[query.limit - 1]
        return Place(query.sort, values[0] if len(values) == 1 else values, job_id).cursor()

    def _merged(self, query: JobQuery, place: Place | None, down: bool) -> list[_Key]:
        """A walk for each status, put together: one over several would be sorted whole."""
        narrow = query.statuses or query.kind is not None or query.queue is not None
        if not narrow:
            return self._walk(query, (), place)
        walks = [self._walk(query, (status,), place) for status in query.statuses or tuple(Status)]
        return list(islice(heapq.merge(*walks, key=lambda key: key[1], reverse=down), query.limit + 1))

    def _walk(self, query: JobQuery, statuses: tuple[Status, ...], place: Place | None) -> list[_Key]:
        job = self._job
        sort, down = query.order
        keys = self._order(sort)
        rows = job.select(*(keys or (SQL("null"),)), job.id)
        rows = self._where(rows, query, statuses, passed_over=sort != _SUBMITTED and self._is_most(query))
        if place is not None:
            rows = rows.where(beyond(keys, job.id, place, down))
            if place.value is None and down:  # only those without a value are left
                keys = ()
        # The plus: a few jobs are sorted sooner than all are walked.
        order = [*keys, _without_index(job.id) if _is_few(query) else job.id]
        ordered = rows.order_by(*(Ordering(one, "DESC" if down else "ASC") for one in order)).limit(query.limit + 1)
        return self._raw(ordered)

    def _found(self, query: JobQuery, place: Place | None, down: bool) -> list[_Key]:
        """In order of submission, out of the text index, which walks in just that order."""
        job, hits = self._job, self._search
        rows = job.select(hits.rowid, job.id).from_(hits, job).where(hits.rowid == job.number)
        rows = self._where(rows, query, query.statuses, searched=False).where(_matches(hits, query.search or ""))
        if place is not None:
            number = place.value if isinstance(place.value, int) else 0
            rows = rows.where(hits.rowid < number if down else hits.rowid > number)
        ordered = rows.order_by(hits.rowid.desc() if down else hits.rowid.asc()).limit(query.limit + 1)
        return self._raw(ordered)

    def _order(self, sort: str) -> tuple[Any, ...]:
        """Before the id, which alone is the order of submission."""
        job = self._job
        if sort == "duration_seconds":
            return (job.completed_at - job.started_at,)
        if sort == _TURN:
            # A number that is bound is none that an index could know.
            return (NodeList((job.priority, SQL("* -1"))), job.rank, job.queued_at)
        return () if sort == _SUBMITTED else (getattr(job, sort),)

    def _raw(self, rows: Any) -> list[_Key]:
        """As the driver gives them: of a hundred thousand ids, making values of each would be most of the cost."""
        return list(self._driver.execute(rows).fetchall())

    def _is_most(self, query: JobQuery) -> bool:
        """Whether most jobs fit: then it is less to walk along the order and pass over the others than to sort them."""
        return _is_plain(query) and query.since is None and 2 * self._tallied(query) >= self._tallied(JobQuery())

    def _where(
        self,
        rows: Any,
        query: JobQuery,
        statuses: tuple[Status, ...],
        searched: bool = True,
        passed_over: bool = False,
    ) -> Any:
        """`passed_over`: along the index of the order, not that of a filter."""
        job = self._job
        if statuses:
            names = [one.value for one in statuses]
            # The plus keeps SQLite from walking a whole status for the few jobs of one clip.
            plus = passed_over or _is_few(query)
            status = _without_index(job.status) if plus else job.status
            rows = rows.where(
                job.status == names[0] if len(names) == 1 and not plus else Expression(status, OP.IN, names)
            )
        for name in ("queue", "kind", "clip_id", "parent_id"):
            if (wanted := getattr(query, name)) is not None:
                column = getattr(job, name)
                rows = rows.where(Expression(_without_index(column) if passed_over else column, OP.EQ, wanted))
        if query.since is not None:
            rows = rows.where(
                (job.id >= first_id(int(query.since.timestamp() * 1000))) & (job.queued_at >= query.since)
            )
        return rows.where(self._contains(query.search)) if searched and query.search else rows

    def _contains(self, text: str) -> Any:
        if len(searchable(text)) < _TRIGRAM:
            return self._job.search_text.contains(searchable(text))
        return self._job.number.in_(self._search.select(self._search.rowid).where(_matches(self._search, text)))


def _without_index(column: Any) -> NodeList:
    return NodeList((SQL("+"), column))


def _is_few(query: JobQuery) -> bool:
    return query.clip_id is not None or query.parent_id is not None


def _is_in_index(query: JobQuery) -> bool:
    return query.search is not None and len(searchable(query.search)) >= _TRIGRAM


def _is_plain(query: JobQuery) -> bool:
    """Whether nothing but status, kind, queue and time is asked for."""
    return not _is_few(query) and not query.search


def _matches(hits: Any, text: str) -> Any:
    """User text is never syntax: it is one quoted phrase, which a trigram index finds anywhere in a text."""
    phrase = searchable(text).replace('"', '""')
    return NodeList((hits.job_search, SQL("match ?", [f'"{phrase}"'])))
