"""Routes of jobs."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import UTC, datetime
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Query
from pydantic import BaseModel, BeforeValidator, ConfigDict, Field

from server.api.callers import Asking, path_for
from server.api.parts import ApiParts, Body, add, such_as
from server.api.shapes import IdPageJson, JobPageJson, JobStatusJson, LogJson, SubmittedJson
from server.domain.access import Scope
from server.domain.job import CLAIMABLE, FINAL, JobPage, JobQuery, Status
from server.domain.kinds import PATH_PARAMS
from server.errors import IllegalChange, UnknownId, UsageError
from server.schema import ChangedJson, JobDetailJson, changed_json, end_of_page, job_detail_json, printable
from server.services.jobs import Changed

_MOST_IDS = 1000


def _no_number(value: Any) -> Any:
    """Seconds since 1970 would be taken for a time as well."""
    try:
        float(value)
    except (TypeError, ValueError):
        return value
    raise ValueError("a time is written like 2026-01-31T12:00:00Z")


Moment = Annotated[datetime, BeforeValidator(_no_number)]


class JobWish(Body):
    """The same `idempotency_key` again gives the same job."""

    model_config = such_as(kind="thumbnail", clip_id="01M88B89JGECZNGCKVX6MNDJVW", params={"at": "01:00:10:00"})

    kind: str
    source: str | None = None
    clip_id: str | None = None
    priority: int = Field(default=5, ge=0, le=9)
    params: dict[str, str] = Field(default_factory=dict)
    idempotency_key: str | None = Field(default=None, min_length=1, max_length=200)


class Reason(Body):
    model_config = such_as(reason="wrong card")

    reason: str | None = None


class Place(Body):
    model_config = such_as(priority=9)

    priority: int | None = None
    rank: float | None = Field(default=None, allow_inf_nan=False)


class JobFilter(Body):
    """Everything that is given must fit."""

    model_config = ConfigDict(strict=False)  # states and times come as texts
    ids: list[str] | None = Field(default=None, max_length=100_000)
    status: list[Status] = Field(default_factory=list)
    queue: str | None = None
    kind: str | None = None
    clip: str | None = None
    parent: str | None = None
    search: str | None = None
    since: Moment | None = None

    def query(self, meant: tuple[Status, ...]) -> JobQuery:
        return JobQuery(
            tuple(self.status) or meant,
            self.queue,
            self.kind,
            self.clip,
            self.search,
            self.parent,
            since=_aware(self.since),
        )


class Action(Body):
    """`priority` goes with the action of that name; `before` or `behind`, the id of a job, with `move`. `move` and
    `restore` want `ids` in the filter."""

    model_config = such_as(action="retry", filter={"status": ["failed"], "search": "A001"})

    action: Literal["cancel", "retry", "pause", "resume", "priority", "acknowledge", "move", "remove", "restore"]
    filter: JobFilter
    reason: str | None = None
    priority: int | None = Field(default=None, ge=0, le=9)
    before: str | None = None
    behind: str | None = None

    def fault(self) -> tuple[str, str] | None:
        """What does not go together, and what would."""
        if (self.action == "priority") != (self.priority is not None):
            return "`priority` goes with the action of that name, and the other way round.", "9 goes first."
        if len([one for one in (self.before, self.behind) if one is not None]) != (self.action == "move"):
            return "Either `before` or `behind` goes with `move`, and the other way round.", "Each is the id of a job."
        if self.action in ("move", "restore") and self.filter.ids is None:
            return f"For `{self.action}` the jobs are named one by one.", "Give `ids` in the filter."
        return None


class Listed(BaseModel):
    """What a list of jobs is asked by. Lists may be given with commas; `sort` takes a minus for downwards."""

    status: list[str] = Field(default_factory=list)
    queue: str | None = None
    kind: str | None = None
    clip: str | None = None
    parent: str | None = None
    search: str | None = None
    since: Moment | None = None
    sort: str = "-queued_at"
    cursor: str | None = None

    def query(self, limit: int) -> JobQuery:
        statuses = tuple(_status(name) for name in _split(self.status))
        names = (self.queue, self.kind, self.clip, self.search, self.parent)
        return JobQuery(statuses, *names, limit, self.cursor, self.sort, _aware(self.since))


class JobsAsked(Listed):
    stuck: bool = False
    ids: list[str] | None = None
    limit: int = Field(default=100, ge=1, le=1000)


class IndexAsked(Listed):
    limit: int = Field(default=100_000, ge=1, le=100_000)


# Which jobs an action is meant for where the filter names no status.
_MEANT: Mapping[str, tuple[Status, ...]] = {
    "cancel": (*sorted(CLAIMABLE), Status.RUNNING),
    "retry": (Status.FAILED,),
    "acknowledge": (Status.FAILED,),
    "pause": (*sorted(CLAIMABLE), Status.RUNNING),
    "resume": (*sorted(CLAIMABLE), Status.RUNNING),
    "priority": (*sorted(CLAIMABLE), Status.RUNNING),
    "remove": tuple(sorted(FINAL)),
}


class JobRoutes:
    """Every method is one route; those that change something say which jobs they changed."""

    def __init__(self, parts: ApiParts) -> None:
        self._parts = parts
        self._jobs = parts.jobs
        self._hub = parts.hub

    def join(self, router: APIRouter) -> None:
        add(router, "GET", "/jobs", self.find, answer=JobPageJson)
        add(router, "GET", "/jobs/index", self.index, answer=IdPageJson)
        add(router, "POST", "/jobs", self.submit, 202, needed=Scope.SUBMIT, answer=SubmittedJson)
        add(router, "POST", "/jobs/actions", self.act, needed=Scope.SUBMIT, answer=ChangedJson)
        add(router, "GET", "/jobs/{job_id}", self.get, answer=JobDetailJson)
        add(router, "PATCH", "/jobs/{job_id}", self.place, needed=Scope.SUBMIT, answer=ChangedJson)
        add(router, "GET", "/jobs/{job_id}/status", self.status, answer=JobStatusJson)
        add(router, "GET", "/jobs/{job_id}/log", self.log, answer=LogJson)
        add(router, "POST", "/jobs/{job_id}/cancel", self.cancel, needed=Scope.SUBMIT, answer=ChangedJson)
        add(router, "POST", "/jobs/{job_id}/retry", self.retry, needed=Scope.SUBMIT, answer=ChangedJson)
        add(router, "POST", "/jobs/{job_id}/acknowledge", self.acknowledge, needed=Scope.SUBMIT, answer=ChangedJson)
        add(router, "POST", "/jobs/{job_id}/pause", self.pause, needed=Scope.SUBMIT, answer=ChangedJson)
        add(router, "POST", "/jobs/{job_id}/resume", self.resume, needed=Scope.SUBMIT, answer=ChangedJson)

    def find(self, asked: Annotated[JobsAsked, Query()]) -> dict[str, Any]:
        """A page of jobs. With `ids` just those, in their order, without the unknown."""
        if asked.ids is not None:
            return self._page(self._of(_split(asked.ids)))
        query = asked.query(asked.limit)
        return self._page(self._jobs.stuck(query) if asked.stuck else self._jobs.find(query))

    def index(self, asked: Annotated[IndexAsked, Query()]) -> dict[str, Any]:
        """The ids alone, for a window that shows a few rows out of very many."""
        page = self._jobs.index(asked.query(asked.limit))
        return {"ids": page.ids, **end_of_page(page)}

    def _of(self, ids: list[str]) -> JobPage:
        if len(ids) > _MOST_IDS:
            raise UsageError(f"At most {_MOST_IDS} ids can be asked for at once.", "Ask in portions.")
        jobs = tuple(self._jobs.get_many(ids))
        return JobPage(jobs, len(jobs), None)

    def _page(self, page: JobPage) -> dict[str, Any]:
        shown = [self._hub.progress.shown(job) for job in page.jobs]
        return {"jobs": shown, **end_of_page(page)}

    def submit(self, wish: JobWish, caller: Asking) -> dict[str, Any]:
        """One job of any kind, for a clip that is known or for a file."""
        if (wish.source is None) == (wish.clip_id is None):
            raise UsageError("Give either `source` or `clip_id`.", "`source` is an absolute path.")
        named = wish.source or ""
        if wish.clip_id is not None:
            named = str(self._parts.clips.get(wish.clip_id).row["source"])
        source, params = path_for(caller, named), dict(wish.params)
        for name in PATH_PARAMS & params.keys():
            params[name] = path_for(caller, params[name])
        job = self._parts.submit.submit(wish.kind, source, params, wish.priority, wish.idempotency_key)
        return {"jobs": [self._hub.progress.shown(job)]}

    def get(self, job_id: str) -> dict[str, Any]:
        """One job with its timeline and log."""
        job = self._jobs.get(job_id)
        detail = job_detail_json(job, self._jobs.timeline(job_id), self._jobs.log(job_id))
        return {**detail, **self._hub.progress.shown(job)}

    def status(self, job_id: str) -> dict[str, Any]:
        """The little that somebody who waits asks again and again."""
        shown = self._hub.progress.shown(self._jobs.get(job_id))
        names = ("id", "status", "progress", "speed", "eta_seconds", "duration_seconds", "error")
        return {name: shown[name] for name in names}  # type: ignore[literal-required]

    def log(self, job_id: str) -> dict[str, Any]:
        return {"log": printable(self._jobs.log(job_id))}

    def cancel(self, job_id: str, wish: Reason | None = None) -> ChangedJson:
        return self._one(self._jobs.cancel([job_id], wish.reason if wish else None))

    def retry(self, job_id: str) -> ChangedJson:
        return self._one(self._jobs.retry([job_id]))

    def acknowledge(self, job_id: str) -> ChangedJson:
        return self._one(self._jobs.acknowledge([job_id]))

    def pause(self, job_id: str) -> ChangedJson:
        return self._one(self._jobs.pause([job_id]))

    def resume(self, job_id: str) -> ChangedJson:
        return self._one(self._jobs.resume([job_id]))

    def place(self, job_id: str, place: Place) -> ChangedJson:
        if place.priority is None and place.rank is None:
            raise UsageError("Give `priority` or `rank`.", "9 goes first, 5 is usual.")
        return self._one(self._jobs.place([job_id], place.priority, place.rank))

    def _one(self, changed: Changed) -> ChangedJson:
        """A wish about one job that cannot be fulfilled is an error, not a list of one refusal."""
        for refusal in changed.refused:
            raise (UnknownId if refusal.code == UnknownId.code else IllegalChange)(refusal.message)
        return self._several(changed)

    def _several(self, changed: Changed) -> ChangedJson:
        self._hub.touch(changed.changed)
        return changed_json(changed.changed, changed.refused)

    def act(self, action: Action) -> ChangedJson:
        """One wish about many jobs, each refused or changed on its own."""
        if (fault := action.fault()) is not None:
            raise UsageError(*fault)
        doers: Mapping[str, Callable[[Iterable[str]], Changed]] = {
            "cancel": lambda these: self._jobs.cancel(these, action.reason),
            "retry": self._jobs.retry,
            "pause": self._jobs.pause,
            "resume": self._jobs.resume,
            "priority": lambda these: self._jobs.place(these, action.priority),
            "acknowledge": self._jobs.acknowledge,
            "move": lambda these: self._jobs.move(
                these, str(action.before or action.behind), action.behind is not None
            ),
            "remove": self._jobs.remove,
            "restore": self._jobs.restore,
        }
        wanted = action.filter
        ids = self._jobs.every_id(wanted.query(_MEANT[action.action])) if wanted.ids is None else wanted.ids
        return self._several(doers[action.action](ids))


def _aware(at: datetime | None) -> datetime | None:
    """A time without a zone is UTC, as those we give out."""
    return at if at is None or at.tzinfo is not None else at.replace(tzinfo=UTC)


def _split(values: list[str]) -> list[str]:
    return [part for value in values for part in value.split(",") if part]


def _status(name: str) -> Status:
    try:
        return Status(name)
    except ValueError:
        known = ", ".join(Status)
        raise UsageError(f"There is no status {name!r}; there are {known}.", "Leave it out to see all.") from None
