"""The home as its running server tells it: `Desk` over HTTP."""

from __future__ import annotations

import queue
import threading
import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Any

from server.card_schema import CardDetailJson, CardJson
from server.cli.desk import newest_of_each_kind
from server.cli.follow import Follower
from server.client import Client, Event
from server.domain.job import HELD, Job, JobPage, JobQuery, Status, TimelineEntry
from server.errors import RushesError
from server.schema import ClipJson, exact_uri, parse_job
from server.services.ingest import Ingested
from server.services.jobs import Changed, Refusal
from server.services.walk import Skipped

_IDS_A_CALL = 100
_PATIENCE_SECONDS = 10.0  # a server that was started anew is there again by then
_FIRST_PAUSE_SECONDS = 0.2


class RemoteDesk:
    """Everything goes through the server; it needs the token of its home."""

    def __init__(self, client: Client) -> None:
        self._client = client

    @property
    def jobs(self) -> RemoteJobs:
        return RemoteJobs(self._client)

    def ingest(self, paths: Sequence[str], **options: Any) -> Ingested:
        places = {name: _uri(options.pop(name)) for name in ("to", "lut") if options.get(name) is not None}
        return _ingested(self._client.add_clips([_uri(path) for path in paths], **{**options, **places}))

    def adopt(self, folder: str, preset: str | None) -> Ingested:
        return _ingested(self._client.adopt(_uri(folder), preset))

    def adoptable(self, folder: str, preset: str | None) -> Mapping[str, Any]:
        return self._client.adopt(_uri(folder), preset, dry_run=True)

    def relocate(self, old: str, new: str, *, dry_run: bool) -> Mapping[str, Any]:
        return self._client.relocate(_uri(old), _uri(new), dry_run=dry_run)

    def submit(self, kind: str, source: str, params: Mapping[str, str], priority: int) -> Job:
        told = self._client.add_job(kind, source=_uri(source), params=dict(params), priority=priority)
        return parse_job(told["jobs"][0])

    def children_of(self, job: Job) -> Sequence[Job]:
        return newest_of_each_kind([parse_job(one) for one in self._client.jobs(parent=job.id)["jobs"]])

    def clips(self, search: str | None) -> list[ClipJson]:
        found: list[ClipJson] = self._client.clips(search)["clips"]
        return found

    def cards(self) -> list[CardJson]:
        found: list[CardJson] = self._client.cards()["cards"]
        return found

    def card(self, card_id: str) -> CardDetailJson:
        told: Any = self._client.card(card_id)
        found: CardDetailJson = told
        return found

    def follower(self, view: Any, jobs: Sequence[Job]) -> Follower:
        stream = JobStream(self._client, jobs)
        return Follower(stream, stream, view)

    def lanes(self) -> Sequence[Mapping[str, Any]]:
        told: list[Mapping[str, Any]] = self._client.queues()["queues"]
        return told

    def leave(self) -> None:
        """The server does it."""


def _ingested(told: Mapping[str, Any]) -> Ingested:
    skipped = [Skipped(item["path"], item["reason"], item["message"]) for item in told["skipped"]]
    return Ingested([parse_job(job) for job in told["jobs"]], skipped)


class RemoteJobs:
    """What `Jobs` answers, asked of a server."""

    def __init__(self, client: Client) -> None:
        self._client = client

    def get(self, job_id: str) -> Job:
        return parse_job(self._client.job(job_id))

    def timeline(self, job_id: str) -> list[TimelineEntry]:
        return [_entry(told) for told in self._client.job(job_id)["timeline"]]

    def log(self, job_id: str) -> list[str]:
        lines: list[str] = self._client.job_log(job_id)["log"]
        return lines

    def find(self, query: JobQuery) -> JobPage:
        return _page(self._client.jobs(**_query(query)))

    def stuck(self, query: JobQuery) -> JobPage:
        return _page(self._client.jobs(**_query(query), stuck="true"))

    def cancel(self, ids: Iterable[str], reason: str | None = None) -> Changed:
        return _changed(self._client.act("cancel", reason, ids=list(ids)))

    def cancel_all(self, reason: str | None = None) -> Changed:
        return _changed(self._client.act("cancel", reason))

    def retry(self, ids: Iterable[str]) -> Changed:
        return _changed(self._client.act("retry", ids=list(ids)))

    def retry_failed(self) -> Changed:
        return _changed(self._client.act("retry"))

    def acknowledge(self, ids: Iterable[str]) -> Changed:
        return _changed(self._client.act("acknowledge", ids=list(ids)))

    def acknowledge_failed(self) -> Changed:
        return _changed(self._client.act("acknowledge"))

    def remove(self, ids: Iterable[str]) -> Changed:
        return _changed(self._client.act("remove", ids=list(ids)))

    def restore(self, ids: Iterable[str]) -> Changed:
        return _changed(self._client.act("restore", ids=list(ids)))

    def place(self, ids: Iterable[str], priority: int | None) -> Changed:
        return _changed(self._client.act("priority", priority=priority, ids=list(ids)))

    def purge(self, lane: str) -> Changed:
        return _changed(self._client.purge_queue(lane))

    def stats(self) -> dict[str, Any]:
        return self._client.stats()


class JobStream:
    """The jobs somebody waits for, kept as the event stream tells them: ledger and worker in one for `Follower`."""

    ours = False

    def __init__(self, client: Client, jobs: Sequence[Job]) -> None:
        self._client = client
        self._known = {job.id: job for job in jobs}
        self._errors: list[RushesError] = []
        self._told: queue.SimpleQueue[Event | RushesError] = queue.SimpleQueue()
        self._reader: threading.Thread | None = None
        self._stopped = False

    def ensure(self) -> None:
        if self._reader is None:
            self._reader = threading.Thread(target=self._read, name="event-stream", daemon=True)
            self._reader.start()

    def stop(self) -> None:
        """The reader ends with the process, or with the next thing it hears."""
        self._stopped = True

    def held(self) -> list[Job]:
        return [job for job in self._known.values() if job.status in HELD]

    def get(self, job_id: str) -> Job:
        if job_id not in self._known:
            self._fetch([job_id])
        return self._known[job_id]

    def events(self, timeout: float) -> list[Mapping[str, Any]]:
        """Raises what the server said, or that it is gone."""
        if self._errors:
            raise self._errors[0]
        deadline = time.monotonic() + timeout
        hints: list[Mapping[str, Any]] = []
        while not (hints or self._errors) and (left := deadline - time.monotonic()) > 0:
            with suppress(queue.Empty):
                hints += self._heard(self._told.get(timeout=left))
        while not self._told.empty():
            hints += self._heard(self._told.get())
        if self._errors and not hints:
            raise self._errors[0]
        return hints

    def _heard(self, told: Event | RushesError) -> list[Mapping[str, Any]]:
        if isinstance(told, RushesError):
            self._errors.append(told)  # what was heard before it counts first
            return []
        if told.name in ("hello", "reset"):  # what changed while nobody listened is asked for
            ids = [job_id for job_id, job in self._known.items() if not job.final]
            self._fetch(ids)
            return [{"job": job_id, "status": "changed"} for job_id in ids]
        if told.name == "jobs":
            return [self._changed(parse_job(job)) for job in told.document().get("jobs", [])]
        if told.name == "progress":
            return [self._moved(share) for share in told.document().get("progress", []) if share["id"] in self._known]
        return []

    def _changed(self, job: Job) -> Mapping[str, Any]:
        if job.id in self._known:
            self._known[job.id] = job
        return {"job": job.id, "status": "changed"}

    def _moved(self, told: Mapping[str, Any]) -> Mapping[str, Any]:
        fields = {"progress": told["progress"], "speed": told["speed"], "eta_seconds": told["eta_seconds"]}
        self._known[told["id"]] = replace(self._known[told["id"]], **fields)
        return {"job": told["id"], "status": Status.RUNNING.value, **fields, "eta": told["eta_seconds"]}

    def _fetch(self, ids: Sequence[str]) -> None:
        for start in range(0, len(ids), _IDS_A_CALL):
            for job in self._client.jobs(ids=ids[start : start + _IDS_A_CALL])["jobs"]:
                self._known[job["id"]] = parse_job(job)

    def _read(self) -> None:
        for told in _stream(self._client):
            if self._stopped:
                return
            self._told.put(told)


def _stream(client: Client) -> Iterator[Event | RushesError]:
    """Events, over again when the stream breaks; an error, and the end, when it stays broken."""
    last_id: str | None = None
    heard, pause = time.monotonic(), _FIRST_PAUSE_SECONDS
    while True:
        try:
            for event in client.events(last_id):
                last_id, heard, pause = event.id, time.monotonic(), _FIRST_PAUSE_SECONDS
                yield event
        except RushesError as error:
            if error.code != "server_gone" or time.monotonic() - heard > _PATIENCE_SECONDS:
                yield error
                return
        time.sleep(pause)
        pause *= 2


def _uri(path: str) -> str:
    """Exact to the byte, and from the folder this command was given in."""
    return exact_uri(str(Path(path).absolute()))


def _query(query: JobQuery) -> dict[str, Any]:
    return {
        "status": [status.value for status in query.statuses] or None,
        "queue": query.queue,
        "kind": query.kind,
        "clip": query.clip_id,
        "parent": query.parent_id,
        "search": query.search,
        "limit": query.limit,
        "cursor": query.cursor,
    }


def _page(told: Mapping[str, Any]) -> JobPage:
    return JobPage(
        tuple(parse_job(job) for job in told["jobs"]), told["total"], told["next"], told.get("total_exact", True)
    )


def _changed(told: Mapping[str, Any]) -> Changed:
    return Changed(list(told["changed"]), [Refusal(**refusal) for refusal in told["refused"]])


def _entry(told: Mapping[str, Any]) -> TimelineEntry:
    origin = None if told["from"] is None else Status(told["from"])
    return TimelineEntry(datetime.fromisoformat(told["at"]), origin, Status(told["to"]), told["reason"])
