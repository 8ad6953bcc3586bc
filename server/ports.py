"""What the services need from the outside world, as Protocols; adapters implement them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any, Protocol

from server.domain.awaited import Volume
from server.domain.clip import ClipPage, ClipQuery
from server.domain.job import Claim, Event, IdPage, Job, JobPage, JobQuery, NewJob, Status, TimelineEntry
from server.domain.media import MediaFacts
from server.domain.objects import StoredObject
from server.domain.watch import Decision, Sighting, Watch, WatchState
from server.errors import RushesError, SourceError


class Clock(Protocol):
    def now(self) -> datetime:
        """Aware UTC."""
        ...


class JobLedger(Protocol):
    """The job table: the truth. Every method is one transaction; ids sort by time of submission.

    Raises UnknownId for an id it does not hold.
    """

    def submit(self, wishes: Sequence[NewJob]) -> list[Job]:
        """Inserts all or none, in order; a wish whose idempotency_key is known gives the job it gave before.
        Each job starts `pending` with one timeline entry."""
        ...

    def get(self, job_id: str) -> Job: ...

    def get_many(self, ids: Iterable[str]) -> list[Job]:
        """In their order, each once, without the unknown."""
        ...

    def timeline(self, job_id: str) -> list[TimelineEntry]: ...

    def find(self, query: JobQuery) -> JobPage:
        """`search` matches the source path and the error text, any case. Raises UsageError for a cursor that was
        not given out for this order."""
        ...

    def index(self, query: JobQuery) -> IdPage:
        """As `find`, the ids alone: quick for a hundred thousand."""
        ...

    def claim(self, queue: str, worker: str) -> Claim | None:
        """The best claimable job of the lane: pending, or retrying/waiting whose retry_at has come (or that
        started later than now: the clock was set back); not paused;
        its lane not paused; by priority descending, rank, queued_at, id. Compare-and-set to running with a fresh
        token, attempt + 1, started_at set, progress/error/reason cleared. None if there is none."""
        ...

    def change(
        self,
        job_id: str,
        event: Event,
        *,
        token: str | None = None,
        attempt: int | None = None,
        reason: str | None = None,
        **fields: Any,
    ) -> Job:
        """The one way a status changes: checks the token, or for a caller without one the number of the attempt it
        means, where given (LostClaim), and the transition table (IllegalChange); writes `fields` (columns of Job,
        e.g. error=, result=, output=, retry_at=, counts=) and a timeline entry. A final status sets completed_at and
        clears token, child; RETRY resets counts and error."""
        ...

    def change_many(
        self, ids: Sequence[str], event: Event, reason: str | None = None
    ) -> Mapping[str, RushesError | None]:
        """`change` of some hundreds, each named once, in one transaction: for each id None, or why it was left as it
        was."""
        ...

    def note(self, job_id: str, token: str, **fields: Any) -> None:
        """Writes progress, speed, eta_seconds, child, intent or output of a held job; LostClaim if not ours."""
        ...

    def held(self) -> list[Job]:
        """Jobs a worker holds (running, cancelling)."""
        ...

    def awaiting(self) -> list[Job]:
        """Waiting jobs that say what they wait for (`awaits`), oldest first."""
        ...

    def claimable_lanes(self) -> set[str]:
        """Lanes that have something to claim now."""
        ...

    def place_many(
        self, ids: Sequence[str], priority: int | None, rank: float | None
    ) -> Mapping[str, RushesError | None]:
        """Priority and rank of some hundreds in one transaction, None leaving either as it is; only a job that waits
        or runs has a place. For each id None, or why it was left as it was."""
        ...

    def move_many(self, ids: Sequence[str], anchor: str, behind: bool) -> Mapping[str, RushesError | None]:
        """Their turn comes right before that of `anchor` or, `behind`, right after it, at its priority; among
        themselves they keep their order, and so do all others. For each id None, or why it was left where it was.
        IllegalChange for an anchor that has no place."""
        ...

    def remove_many(self, ids: Sequence[str]) -> Mapping[str, RushesError | None]:
        """Some hundreds of final jobs leave the list in one transaction, known as those that `forget` took are. For
        each id None, or why it stays."""
        ...

    def restore_many(self, ids: Sequence[str]) -> Mapping[str, RushesError | None]:
        """What was removed within the last day is back as it was, with timeline and log."""
        ...

    def pause_many(self, ids: Sequence[str], paused: bool) -> Mapping[str, RushesError | None]:
        """Some hundreds in one transaction. A paused job is not claimed; one that runs stands still; ending clears it.
        For each id None, or why it was left as it was: a final job is."""
        ...

    def pause_lane(self, queue: str, paused: bool) -> None:
        """Nothing is claimed from a paused lane; what runs there goes on."""
        ...

    def paused_lanes(self) -> set[str]: ...

    def set_concurrency(self, queue: str, concurrency: int) -> None:
        """How many jobs of the lane run side by side from now on, whatever the settings say."""
        ...

    def concurrencies(self) -> Mapping[str, int]:
        """What `set_concurrency` said, for the lanes it was ever said of."""
        ...

    def set_hours(self, queue: str, hours: str) -> None:
        """Between which hours new jobs of the lane begin from now on, whatever the settings say; empty: at any time."""
        ...

    def lane_hours(self) -> Mapping[str, str]:
        """What `set_hours` said, for the lanes it was ever said of."""
        ...

    def change_mark(self) -> int:
        """Grows with every timeline entry, whichever program wrote it."""
        ...

    def changed_since(self, mark: int, limit: int) -> tuple[int, list[str]]:
        """(mark to go on from, ids of the jobs of the next `limit` timeline entries, each once)"""
        ...

    def of_clips(self, clip_ids: Iterable[str], kind: str | None) -> Mapping[str, list[Job]]:
        """The jobs of that kind, or of any, of each clip that has some, newest first."""
        ...

    def owners_of(self, outputs: Iterable[str]) -> Mapping[str, Job]:
        """`owner_of` for many; those without one are left out."""
        ...

    def owner_of(self, output: str) -> Job | None:
        """The newest completed job that published `output`, else None."""
        ...

    def counts_by(self) -> Mapping[str, Mapping[str, int]]:
        """{"by_status": …, "by_kind": …, "by_queue": …}"""
        ...

    def counts_by_lane(self) -> Mapping[str, Mapping[Status, int]]:
        """{lane: {status: jobs}}, of those there are."""
        ...

    def seconds_by_kind(self) -> Mapping[str, list[float]]:
        """Running times of the last completed jobs (1,000 a kind)."""
        ...

    def ended(self, since: datetime, seconds: int) -> list[tuple[datetime, str, int]]:
        """How many jobs ended: (beginning of a span of that many `seconds`, counted from 1970; status; number), in
        order of time, spans in which none ended left out."""
        ...

    def failures(self, since: datetime) -> Mapping[str, int]:
        """{error code: jobs that failed with it since then} (of the last 2,000)"""
        ...

    def first_at(self) -> datetime | None:
        """When the oldest job of the list was submitted."""
        ...

    def acknowledge(self, job_id: str) -> Job:
        """Somebody has seen that the job failed; IllegalChange if it did not."""
        ...

    def forget(self, before: datetime) -> int:
        """Takes jobs that ended before then out of the list, and of upkeep's own all but the newest; how many. Not
        failures that nobody has acknowledged. `get`, `of_clips`, `owner_of` and `made` know completed ones for ever.
        """
        ...

    def made(self, clip_id: str | None = None) -> list[Job]:
        """Completed jobs that were forgotten, newest first."""
        ...

    def unswept(self, limit: int) -> list[Job]:
        """Some failed and cancelled jobs whose intent names temporary files still; `swept` says it does no more."""
        ...

    def swept(self, job_id: str) -> None: ...

    def append_log(self, job_id: str, lines: Iterable[str]) -> None:
        """Keeps the last 500 lines a job."""
        ...

    def log(self, job_id: str) -> list[str]: ...


class Housekeeping(Protocol):
    """The files of a home, and the database as a file. Raises DiskFull, HomeUnusable."""

    def newest_backup_at(self) -> datetime | None: ...

    def back_up(self, at: datetime, keep: int) -> str:
        """Where it is; only the newest `keep` stay."""
        ...

    def checkpoint(self) -> None: ...

    def refresh_catalogue(self) -> int:
        """How many clips are in it."""
        ...

    def sweep(self) -> int:
        """Removes temporary files of killed programs that are more than an hour old; how many."""
        ...

    def remember(self, memory: Mapping[str, Any]) -> None:
        """For the watchdog's next look."""
        ...

    def remembered(self) -> Mapping[str, Any] | None: ...


class ClipLedger(Protocol):
    """Every original ever seen. A clip row is {"id", "source", "size", "mtime_ns", "hash", "metadata",
    "first_seen_at", "state", "card", "watch_id": the watched folder that took it, or None}."""

    def of_paths(self, sources: Iterable[str]) -> list[Mapping[str, Any]]:
        """The rows of these paths, oldest first."""
        ...

    def same_content(self, clip_id: str) -> list[str]:
        """Ids of clips elsewhere with the same size and sampled hash, newest first."""
        ...

    def remember_many(self, seen: Sequence[tuple[str, int, int, str]]) -> list[str]:
        """`remember` of each (source, size, mtime_ns, hash), in one transaction."""
        ...

    def remember(self, source: str, size: int, mtime_ns: int, content_hash: str) -> str:
        """The clip's id: the known one for the same path and identity (mtime to 2 s), else a new one; an older
        identity of that path becomes state `changed`."""
        ...

    def set_metadata(self, clip_id: str, metadata: Mapping[str, Any]) -> None: ...

    def set_card(self, clip_ids: Sequence[str], card: str) -> None: ...

    def below(self, folder: str) -> list[Mapping[str, Any]]:
        """The rows of clips in that folder, at any depth, newest first."""
        ...

    def of_content(self, size: int, content_hash: str) -> list[Mapping[str, Any]]:
        """The rows of that content, newest first."""
        ...

    def get(self, clip_id: str) -> Mapping[str, Any]: ...

    def get_many(self, clip_ids: Sequence[str]) -> list[Mapping[str, Any]]:
        """In their order, without the unknown."""
        ...

    def page(self, query: ClipQuery) -> ClipPage:
        """In the order in which they were first seen. Raises UsageError for a cursor that was not given out for it."""
        ...

    def changed_since(self, mark: int, limit: int) -> tuple[int, list[str]]:
        """(mark to go on from, ids of at most `limit` clips whose row, or what was found in them, changed since). A
        mark of another ledger than this one is one of the beginning."""
        ...

    def all(self) -> list[Mapping[str, Any]]: ...


class Catalog(Protocol):
    """The searchable, rebuildable catalogue of clips."""

    def mark(self) -> int:
        """That of the last `put`; 0 for a new one."""
        ...

    def put(self, clips: Iterable[Mapping[str, Any]], mark: int) -> None:
        """Rows {"id", "source", "metadata", "state", "analysis"}; text columns are indexed for search."""
        ...

    def search(self, text: str, offset: int = 0, limit: int | None = None) -> list[str]:
        """Clip ids, best match first. User text is never query syntax."""
        ...

    def count(self, text: str) -> int:
        """How many `search` finds."""
        ...


class Bell(Protocol):
    def ring(self, queue: str, job_id: str) -> None:
        """Tells the lane's workers that a job may be waiting. May be lost; never raises."""
        ...


class Disks(Protocol):
    """The file systems of this machine. A folder that is not there yet counts as the nearest one above it that is."""

    def free(self, folder: str) -> int | None:
        """Bytes we may write; None where nobody can tell."""
        ...

    def device(self, folder: str) -> object:
        """Equal for folders that share their free bytes."""
        ...

    def volume_of(self, path: str) -> Volume | None:
        """What is mounted there; None for the system's own disk, which is always there."""
        ...

    def is_there(self, volume: Volume) -> bool:
        """Whether it is mounted where it was, and not another in its place."""
        ...


class Prober(Protocol):
    def probe(self, path: str) -> MediaFacts:
        """Raises SourceError."""
        ...

    def look_many(self, paths: Sequence[str]) -> list[str | SourceError]:
        """A quick look at the streams of each: "video", "audio" or "other", or the SourceError why nothing can be
        said."""
        ...


class CopyWatch(Protocol):
    """Who looks on while a copy is made. Every method may raise what the copy is to end with."""

    def expect(self, total: int, lacking: Mapping[str, int]) -> None:
        """Bytes that will be read in all, and those each destination will take. Raises DiskFull."""
        ...

    def beat(self, size: int) -> None:
        """So many bytes more were read. Stands still while the job is paused."""
        ...

    def begin(self, temporaries: Sequence[str]) -> None:
        """Files that a kill from now on would leave behind, instead of those told before."""
        ...

    def synced(self, paths: Sequence[str]) -> None:
        """These are on the disk and are about to be read back."""
        ...

    def check_source(self) -> None:
        """Raises VolumeAway where the card or a destination is not there any more."""
        ...


class ObjectStore(Protocol):
    """One bucket. Objects are only ever created: no key that holds something is written again.

    Every method raises StorageError, whose class says what to do about it.
    """

    def check(self) -> None:
        """Whether the bucket is there and these credentials may use it."""
        ...

    def head(self, key: str) -> StoredObject | None: ...

    def upload(
        self,
        path: str,
        key: str,
        on_bytes: Callable[[int, int], None],
        stop: Callable[[], RushesError | None],
        remember: Callable[[Mapping[str, str] | None], None],
    ) -> StoredObject:
        """Returns once the bucket's checksum of the object equals that of the file; `reused` if it was there already.

        `on_bytes` gets (done, of all) and is called, as `stop` is, by the calling thread; what `stop` gives is raised,
        and nothing of the upload stays. `remember` is told, before the bucket is, of parts that a kill would leave
        behind (for `sweep`), and None when there are none any more. Raises ObjectExists, SourceMissing,
        SourceUnreadable, SourceChanged too.
        """
        ...

    def sweep(self, leftover: Mapping[str, str]) -> None:
        """Removes the parts of an upload that was killed, by what it had remembered; no others."""
        ...


class WatchLedger(Protocol):
    """The watched folders, and every file ever seen in them with what was decided about it.

    Raises UnknownId for a watch it does not hold. Every method is one transaction.
    """

    def add(self, watch: Watch) -> Watch:
        """`watch` with an id of its own; one with the same path keeps id, time and state, and takes the new rules."""
        ...

    def change(self, watch: Watch) -> Watch:
        """The one with that id takes the rules of `watch`."""
        ...

    def watches(self) -> list[Watch]:
        """Oldest first."""
        ...

    def get(self, watch_id: str) -> Watch: ...

    def remove(self, watch_id: str) -> None:
        """What was decided in it can still be asked; a folder added anew begins anew."""
        ...

    def ask_rescan(self, watch_id: str) -> None: ...

    def set_state(self, watch_id: str, state: WatchState, why: str | None) -> None:
        """Does nothing for a watch that was removed meanwhile."""
        ...

    def record(self, sightings: Sequence[Sighting]) -> None:
        """One row a watch and path: the newest decision counts."""
        ...

    def sightings(self, watch_id: str) -> list[Sighting]: ...

    def find(self, path: str) -> Sighting | None:
        """The newest decision about a file, in whatever watch."""
        ...

    def counts(self, watch_id: str) -> Mapping[Decision, int]:
        """How many files stand where; each decision has a number."""
        ...


class Remains(Protocol):
    """What an attempt whose worker died left on this machine."""

    def clear(self, job: Job) -> None:
        """Ends its FFmpeg, with whatever that had started, and removes its temporary file, but for what a copy that is
        not cancelled goes on with. Before the job is given back: two encoders never write for one job."""
        ...

    def remove(self, job: Job) -> bool:
        """Of a job that has ended every temporary file goes. False while one is still there, or its disk is away."""
        ...

    def published(self, job: Job) -> Mapping[str, Any] | None:
        """The columns of a finished job, where the proxy had its name already and only the ledger was not told."""
        ...

    def sweep(self, held: Callable[[], Iterable[Job]]) -> None:
        """Removes the scratch folders of attempts that are over. `held` is asked once they are listed: an attempt has
        its job before it has a folder."""
        ...


class WorkerRegistry(Protocol):
    """Which workers live: a lock file each, held for as long as its process does."""

    def alive(self, worker: str) -> bool: ...

    def living(self) -> list[Mapping[str, Any]]:
        """[{"id", "pid", "host", "lanes": {lane: n}, "started_at", "port"}]"""
        ...
