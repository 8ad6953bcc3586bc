"""Where a command's wishes go: to the server that runs on the home, or else to the home itself. Same answers."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any, Protocol, TypeAlias

from server.card_schema import CardDetailJson, CardJson, card_detail_json
from server.cli.follow import Follower, WorkerKeeper
from server.cli.output import Output, count_text
from server.cli.progress import open_view
from server.client import start_server
from server.domain.job import Job, JobPage, JobQuery, TimelineEntry
from server.schema import ClipJson, clip_json

if TYPE_CHECKING:
    from server.bootstrap import App
    from server.services.ingest import Ingested
    from server.services.jobs import Changed

FollowUps: TypeAlias = Callable[[Job], Sequence[Job]]


class JobDesk(Protocol):
    """What commands ask of jobs (server/services/jobs.py)."""

    def get(self, job_id: str) -> Job: ...
    def timeline(self, job_id: str) -> list[TimelineEntry]: ...
    def log(self, job_id: str) -> list[str]: ...
    def find(self, query: JobQuery) -> JobPage: ...
    def stuck(self, query: JobQuery) -> JobPage: ...
    def cancel(self, ids: Iterable[str], reason: str | None = None) -> Changed: ...
    def cancel_all(self, reason: str | None = None) -> Changed: ...
    def retry(self, ids: Iterable[str]) -> Changed: ...
    def retry_failed(self) -> Changed: ...
    def acknowledge(self, ids: Iterable[str]) -> Changed: ...
    def acknowledge_failed(self) -> Changed: ...
    def remove(self, ids: Iterable[str]) -> Changed: ...
    def restore(self, ids: Iterable[str]) -> Changed: ...
    def place(self, ids: Iterable[str], priority: int | None) -> Changed: ...
    def purge(self, lane: str) -> Changed: ...
    def stats(self) -> dict[str, Any]: ...


class Desk(Protocol):
    """The home as commands see it."""

    @property
    def jobs(self) -> JobDesk: ...

    def ingest(self, paths: Sequence[str], **options: Any) -> Ingested: ...
    def submit(self, kind: str, source: str, params: Mapping[str, str], priority: int) -> Job: ...
    def adopt(self, folder: str, preset: str | None) -> Ingested: ...
    def adoptable(self, folder: str, preset: str | None) -> Mapping[str, Any]: ...
    def relocate(self, old: str, new: str, *, dry_run: bool) -> Mapping[str, Any]: ...
    def children_of(self, job: Job) -> Sequence[Job]: ...
    def clips(self, search: str | None) -> list[ClipJson]: ...

    def cards(self) -> list[CardJson]: ...
    def card(self, card_id: str) -> CardDetailJson: ...

    def follower(self, view: Any, jobs: Sequence[Job]) -> Follower:
        """Waits for jobs, and sees to it that somebody does them."""
        ...

    def lanes(self) -> Sequence[Mapping[str, Any]]:
        """Every lane as `GET /queues` tells it."""
        ...

    def leave(self) -> None:
        """Sees to it that somebody does what is queued, once we are gone."""
        ...


class LocalDesk:
    """No server runs: the work is done by this process and its children. Raises FfmpegMissing rather than queue what
    none of them could do."""

    def __init__(self, app: App) -> None:
        self._app = app

    @property
    def jobs(self) -> JobDesk:
        return self._app.jobs

    def ingest(self, paths: Sequence[str], **options: Any) -> Ingested:
        self._app.finder.need()
        return self._app.ingest.ingest(paths, **options)

    def submit(self, kind: str, source: str, params: Mapping[str, str], priority: int) -> Job:
        self._app.finder.need()
        return self._app.submit.submit(kind, source, params, priority)

    def adopt(self, folder: str, preset: str | None) -> Ingested:
        return self._app.adopt.adopt(folder, preset)

    def adoptable(self, folder: str, preset: str | None) -> Mapping[str, Any]:
        return self._app.adopt.look(folder, preset).told()

    def relocate(self, old: str, new: str, *, dry_run: bool) -> Mapping[str, Any]:
        return self._app.relocate(old, new, dry_run=dry_run)

    def children_of(self, job: Job) -> Sequence[Job]:
        found = self._app.ledger.find(JobQuery(parent_id=job.id)).jobs
        return newest_of_each_kind(found)

    def clips(self, search: str | None) -> list[ClipJson]:
        views = self._app.clips.search(search) if search else self._app.clips.all()
        return [clip_json(view.row, view.proxies, view.state, view.others) for view in views]

    def cards(self) -> list[CardJson]:
        return self._app.cards.all()

    def card(self, card_id: str) -> CardDetailJson:
        return card_detail_json(self._app.cards.get(card_id))

    def follower(self, view: Any, jobs: Sequence[Job]) -> Follower:  # noqa: ARG002  read from the ledger anyway
        self._app.finder.need()
        keeper = WorkerKeeper(self._app.registry, self._app.recovery.run, self._app.new_worker)
        return Follower(self._app.ledger, keeper, view)

    def lanes(self) -> Sequence[Mapping[str, Any]]:
        return self._app.lanes.all()

    def leave(self) -> None:
        start_server(self._app.home)


def work_through(
    desk: Desk, output: Output, jobs: Sequence[Job], follow_ups: FollowUps | None = None, what: str = "clip"
) -> tuple[list[Job], list[Job]]:
    """The jobs, and what came after them, in their final state. Raises Interrupted."""
    unfinished = sum(not job.final for job in jobs)
    if not unfinished and follow_ups is None:
        return list(jobs), []
    if unfinished:
        output.say(f"{count_text(unfinished, what)} to do.")
        _note_pauses(desk, output, jobs)
    with open_view(output, unfinished) as view:
        follower = desk.follower(view, jobs)
        final = follower.follow(jobs, follow_ups or _none)
    return [replace(job, reused=asked.reused) for asked, job in zip(jobs, final, strict=True)], follower.children


def queue_only(
    desk: Desk, output: Output, jobs: Sequence[Job], follow_ups: FollowUps | None = None
) -> tuple[list[Job], list[Job]]:
    """The jobs, and what is to come after them, as they are; a server in the background does them."""
    children = [child for job in jobs for child in (follow_ups or _none)(job)]
    if any(not job.final for job in (*jobs, *children)):
        desk.leave()
        _note_pauses(desk, output, jobs)
        output.say("A server does them in the background; `rushes jobs --follow` shows how it goes.")
    return list(jobs), children


def newest_of_each_kind(jobs: Sequence[Job]) -> list[Job]:
    """`jobs` come newest first."""
    return list({job.kind: job for job in reversed(jobs)}.values())


def _note_pauses(desk: Desk, output: Output, jobs: Sequence[Job]) -> None:
    wanted = {job.queue for job in jobs if not job.final}
    for lane in desk.lanes() if wanted else ():
        stop = lane_note(lane)
        if stop and lane["name"] in wanted:
            output.note(stop)


def lane_note(lane: Mapping[str, Any]) -> str | None:
    """Why nothing is started in a lane at the moment, if so."""
    name = lane["name"]
    if lane["paused"]:
        return f"The lane {name} is paused, so nothing is started there: `rushes resume {name}` goes on."
    return None if lane["open"] else f"The lane {name} works {lane['hours']}: nothing new is started before."


def _none(_job: Job) -> Sequence[Job]:
    return ()
