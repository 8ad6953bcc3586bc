"""Builds a home's services out of its settings; it alone knows every layer. Each part is built when first asked for."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import replace
from datetime import UTC, datetime
from fractions import Fraction
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from server.config import Settings
from server.domain.job import Job
from server.domain.rates import nominal_rate
from server.errors import ConfigError
from server.rules import limits_of, placement_of, policy_of

if TYPE_CHECKING:
    from server.media.ffmpeg import Limits
    from server.media.frames import Frames
    from server.media.graph import Reading
    from server.media.launch import Launcher, Program
    from server.media.locate import Ffmpeg, Finder
    from server.media.probe import ProbeClient
    from server.media.trials import Encoders
    from server.ports import Disks, ObjectStore
    from server.queue.lanes import LaneBells
    from server.services.adopt import Adopt
    from server.services.arrivals import Arrivals
    from server.services.bucket import Bucket, Target
    from server.services.cards import Cards
    from server.services.clips import Clips
    from server.services.copies import Copies
    from server.services.forecast import Forecasts
    from server.services.ingest import Ingest
    from server.services.jobs import Jobs
    from server.services.lanes import Lanes
    from server.services.luts import Luts
    from server.services.outlook import Outlooks
    from server.services.own_presets import OwnPresets
    from server.services.presets import Presets
    from server.services.recovery import Recovery
    from server.services.redo import Redo
    from server.services.space import Space
    from server.services.submit import Submit
    from server.services.upkeep import Upkeep
    from server.services.uploads import Uploads
    from server.services.waiting import Waiting
    from server.services.watches import Watches
    from server.storage.offload.receipts import Receipts
    from server.store.backup import BackupFolder
    from server.store.catalog import ClipCatalog
    from server.store.clip_store import ClipStore
    from server.store.database import Database
    from server.store.job_store import JobStore
    from server.store.rescue import Restored
    from server.system.locks import WorkerFolder
    from server.system.tokens import TokenFile
    from server.watch.watcher import Watcher
    from server.worker.floor import LanePlan
    from server.worker.process import Parts
    from server.worker.supervisor import Supervisor


class SystemClock:
    """The clock of this machine."""

    def now(self) -> datetime:
        return datetime.now(UTC)


@contextmanager
def open_home(home: Path, settings: Settings) -> Iterator[App]:
    """The program on one home; what was opened is closed at the end. Raises HomeUnusable when first used."""
    with ExitStack() as stack:
        yield App(home, settings, stack)


class App:
    """The parts of the program on one home. The imports wait too: a command loads only what it uses."""

    def __init__(self, home: Path, settings: Settings, stack: ExitStack) -> None:
        self.home = home
        self.settings = settings
        self._stack = stack
        self.clock = SystemClock()
        self.restored: Restored | None = None  # what was done to a job list that was damaged when it was opened

    @cached_property
    def database(self) -> Database:
        from server.store.rescue import open_or_restore

        database, self.restored = open_or_restore(self.home / "jobs.db")
        self._stack.callback(database.leave)
        return database

    def check_after_crash(self) -> Callable[[], None] | None:
        """Before the database is opened: reads all of it where its last users did not close it. What is given back is
        yet to be done, while it is used: it is very large."""
        from server.store.rescue import check_after_crash

        return check_after_crash(self.home / "jobs.db")

    @cached_property
    def backups(self) -> BackupFolder:
        from server.store.backup import BackupFolder

        return BackupFolder(self.home / "backups")

    def record(self, job: Job) -> None:
        """Beside the backups, for a job list that has to be restored."""
        from server.store.records import Records, worth_recording

        if worth_recording(job):
            Records(self.backups.path).add(job, self.clip_ledger.get(job.clip_id))

    @cached_property
    def ledger(self) -> JobStore:
        from server.store.job_store import JobStore

        return JobStore(self.database, self.clock)

    @cached_property
    def clip_ledger(self) -> ClipStore:
        from server.store.clip_store import ClipStore

        return ClipStore(self.database, self.clock)

    @cached_property
    def catalog(self) -> ClipCatalog:
        from server.store.catalog import ClipCatalog

        return ClipCatalog(self.home / "catalog.db")

    @cached_property
    def registry(self) -> WorkerFolder:
        from server.system.locks import WorkerFolder

        return WorkerFolder(self.home / "workers")

    @cached_property
    def tokens(self) -> TokenFile:
        from server.system.tokens import FILE_NAME, TokenFile

        return TokenFile(self.home / FILE_NAME)

    @cached_property
    def bell(self) -> LaneBells:
        from server.queue.lanes import LaneBells

        bell = LaneBells(self.home, self.registry)
        self._stack.callback(bell.close)
        return bell

    @cached_property
    def presets(self) -> Presets:
        from server.services.presets import Presets

        return Presets([Path(__file__).parent.parent / "resources" / "presets", self.home / "presets"])

    @cached_property
    def own_presets(self) -> OwnPresets:
        from server.services.own_presets import OwnPresets

        return OwnPresets(self.presets, self.home / "presets")

    @cached_property
    def luts(self) -> Luts:
        from server.services.luts import Luts

        return Luts(self.home / "presets", self.presets)

    @cached_property
    def finder(self) -> Finder:
        from server.media.locate import Finder

        return Finder(self.settings.ffmpeg.path)

    @property
    def ffmpeg(self) -> Ffmpeg:
        """Raises FfmpegMissing."""
        return self.finder.need()

    @cached_property
    def launcher(self) -> Launcher:
        from server.media.launch import Launcher

        launcher = Launcher()
        self._stack.callback(launcher.close)
        return launcher

    def warm_up(self) -> None:
        """So that the next job finds running what it needs."""
        self.launcher.warm_up()
        self.prober.warm_up()

    @property
    def program(self) -> Program:
        """Raises FfmpegMissing."""
        from server.media.launch import Program

        return Program(self.ffmpeg.path, self.launcher.start)

    @cached_property
    def encoders(self) -> Encoders:
        """Raises ConfigError, FfmpegMissing."""
        from server.media.trials import Encoders

        return Encoders(self.ffmpeg, self.home / "cache" / "encoders.json", self.settings.ffmpeg.encoder)

    @cached_property
    def prober(self) -> ProbeClient:
        from server.media.probe import ProbeClient

        ffmpeg = self.settings.ffmpeg
        rate = nominal_rate(Fraction(ffmpeg.picture_rate or 24).limit_denominator(100_000))
        prober = ProbeClient(self.finder.decoders, ffmpeg.max_pixels, picture_rate=rate)
        self._stack.callback(prober.close)
        return prober

    @cached_property
    def jobs(self) -> Jobs:
        from server.services.jobs import Jobs

        stuck_after = self.settings.upkeep.rules().stuck_after
        return Jobs(self.ledger, self.bell, self.registry, self.clock, stuck_after)

    @cached_property
    def lanes(self) -> Lanes:
        from server.services.lanes import Lanes

        settings = self.settings
        return Lanes(self.ledger, self.bell, self.clock, settings.queue.lanes(), settings.schedule.timezone)

    @cached_property
    def clips(self) -> Clips:
        from server.services.clips import Clips

        return Clips(self.ledger, self.clip_ledger, self.catalog)

    @cached_property
    def ingest(self) -> Ingest:
        from server.services.ingest import Ingest, IngestRules

        settings = self.settings
        attempts = settings.retry.attempts_for("proxy")
        rules = IngestRules(settings.presets.default, placement_of(settings), attempts, self.home / "luts")
        parts = self.ledger, self.clip_ledger, self.prober, self.bell, self.presets, rules
        return Ingest(*parts, self.uploads, self.redo, self.disks)

    @cached_property
    def outlooks(self) -> Outlooks:
        from server.services.outlook import Outlooks

        placement, usual = placement_of(self.settings), self.settings.presets.default
        return Outlooks(self.ledger, self.clip_ledger, self.prober, self.disks, self.presets.get, usual, placement)

    @cached_property
    def submit(self) -> Submit:
        from server.services.submit import Submit

        attempts_for = self.settings.retry.attempts_for
        return Submit(
            self.ledger, self.clip_ledger, self.bell, self.ingest, self.uploads, attempts_for, self.disks, self.copies
        )

    @cached_property
    def copies(self) -> Copies:
        from server.services.copies import Copies

        def make_proxies(copy: str, preset: str | None, key: str, then: Mapping[str, Any]) -> Sequence[Job]:
            return self.ingest.ingest([copy], preset=preset, key=key, **then).jobs

        attempts = self.settings.retry.attempts_for("copy")
        return Copies(self.ledger, self.bell, self.disks, attempts, make_proxies, self.presets.get)

    @cached_property
    def receipts(self) -> Receipts:
        from server.storage.offload.receipts import Receipts

        return Receipts(self.home / "copies")

    @cached_property
    def cards(self) -> Cards:
        from server.services.cards import Cards

        return Cards(self.ledger, self.clip_ledger, self.copies, self.receipts.of)

    def follow_up(self, job: Job) -> object:
        """What comes after a job that is done."""
        return self.copies.follow_up(job) if job.kind == "copy" else self.uploads.follow_up(job)

    @cached_property
    def arrivals(self) -> Arrivals:
        from server.services.arrivals import Arrivals

        incoming = self.settings.incoming
        folder = Path(incoming.folder) if incoming.folder else self.home / "incoming"
        return Arrivals(folder, incoming.most_mb * 1_000_000, self.space.available, self.ingest, self.presets)

    @cached_property
    def frames(self) -> Frames:
        from server.media.frames import Frames

        folder, font = self.home / "cache" / "frames", self.settings.look.font
        return Frames(folder, self.program, self.prober, self.reading, self.limits_for, font)

    @cached_property
    def forecasts(self) -> Forecasts:
        from server.services.forecast import Forecasts

        reserve = self.settings.output.reserve_mb * 1_000_000
        return Forecasts(self.ledger, self.disks, placement_of(self.settings), reserve, str(self.home))

    @cached_property
    def adopt(self) -> Adopt:
        from server.services.adopt import Adopt

        attempts, preset = self.settings.retry.attempts_for("proxy"), self.settings.presets.default
        return Adopt(self.ledger, self.clip_ledger, self.bell, self.presets, preset, attempts)

    def relocate(self, old: str, new: str, *, dry_run: bool) -> dict[str, Any]:
        """See `Relocate.relocate`."""
        from server.services.relocate import Relocate
        from server.store.relocator import Relocator

        moving = Relocator(self.database)
        return Relocate(self.ledger, self.clip_ledger, moving).relocate(old, new, dry_run=dry_run)

    @cached_property
    def uploads(self) -> Uploads:
        from server.services.uploads import Uploads

        return Uploads(self.ledger, self.bell, self.bucket.where, self.settings.retry.attempts_for("upload"))

    @cached_property
    def bucket(self) -> Bucket:
        from server.services.bucket import Bucket, Target

        s3 = self.settings.s3
        target = Target(s3.bucket, s3.prefix, s3.endpoint_url, s3.region)
        return Bucket(self.home / "s3.json", target, _open_bucket)

    @cached_property
    def redo(self) -> Redo:
        from server.services.redo import Redo

        return Redo(self.ledger, self.bell, self.settings.retry.attempts_for)

    @cached_property
    def watches(self) -> Watches:
        from server.services.lookout import Tools as WatchTools
        from server.services.watch_rules import RuleBook
        from server.services.watches import WatchDefaults, Watches
        from server.store.watch_store import WatchStore
        from server.watch.scan import Eyes

        settings, home = self.settings, str(self.home.resolve())
        ledger, placement = WatchStore(self.database, self.clock), placement_of(settings)
        seeing = Eyes(), self.clock, placement, self.jobs.cancel, home, settings.schedule.timezone
        tools = WatchTools(ledger, self.ingest, *seeing, offload=self.copies.offload)
        watch = settings.watch
        defaults = WatchDefaults(settings.presets.default, watch.settle_seconds, watch.network_settle_seconds)
        book = RuleBook(self.presets, self.uploads.check, lambda lut: self.ingest.keep_lut(lut) or lut)
        return Watches(self.ledger, tools, book, defaults)

    def new_watcher(self) -> Watcher:
        """Follows the watched folders once started."""
        from server.watch.native import Natives
        from server.watch.watcher import Watcher

        every = self.settings.watch.scan_seconds
        return Watcher(self.watches, every=every, session=self.database.session, natives=Natives())

    @cached_property
    def disks(self) -> Disks:
        from server.system.mounts import SystemDisks

        return SystemDisks()

    @cached_property
    def space(self) -> Space:
        from server.services.space import Space

        return Space(self.disks, self.settings.output.reserve_mb * 1_000_000)

    @cached_property
    def waiting(self) -> Waiting:
        from server.services.waiting import Waiting

        return Waiting(self.ledger, self.bell, self.disks, self.space.available)

    @cached_property
    def recovery(self) -> Recovery:
        from server.services.recovery import Recovery
        from server.storage.remains import Remains

        return Recovery(
            self.ledger,
            self.registry,
            self.bell,
            Remains(self.scratch),
            self.clock,
            policy_of(self.settings),
            follow_up=self.follow_up,
            record=self.record,
        )

    @property
    def scratch(self) -> Path:
        """Where each attempt has a folder of its own."""
        return self.home / "cache" / "jobs"

    @cached_property
    def upkeep(self) -> Upkeep:
        from server.services.upkeep import Upkeep
        from server.store.housekeeping import HomeKeeper
        from server.system.processes import kill_group

        settings = self.settings
        return Upkeep(
            self.ledger,
            self.registry,
            self.bell,
            HomeKeeper(self.home, self.database, lambda: self.clips.refresh()),
            self.clock,
            kill_group,
            settings.upkeep.rules(),
            self.lanes.is_open,
            settings.schedule.timezone,
            str(self.home.resolve()),
        )

    def new_worker(self) -> Supervisor:
        """A worker process that ends with ours."""
        from server.worker.supervisor import Supervisor

        return Supervisor(self.home)

    def run_worker(self, plan: LanePlan, *, until_idle: bool, follow_stdin: bool) -> int:
        """Works in this process until stopped; the exit code. `follow_stdin`: the program at the other end of our
        pipes is told of each step, and we end with it."""
        from server.worker.process import EventPipe, run_worker

        tell = EventPipe().tell if follow_stdin else _tell_nobody
        most = self.settings.upkeep.recycle_jobs if follow_stdin else None  # without a keeper nobody takes its place
        self.database.written = lambda: tell({"wrote": True})  # seen at once by those who follow the jobs
        parts = self._worker_parts(tell)
        return run_worker(parts, plan, until_idle=until_idle, follow_stdin=follow_stdin, most_jobs=most)

    def verify(self, original: str, proxy: str) -> dict[str, Any]:
        """The conformance of a proxy (design section 3). Raises SourceError."""
        from server.media.verify import Bench, verify_pair

        bench = Bench(self.program, self.prober, self.reading, self.limits_for(None))
        return verify_pair(bench, original, proxy)

    def open_store(self, bucket: str) -> ObjectStore:
        """Raises ConfigError, CredentialsMissing."""
        if not bucket:
            hint = "Set `bucket` under [s3] in config.toml, or RUSHES_S3__BUCKET; then ingest with --upload again."
            raise ConfigError("No bucket was set when this upload was queued.", hint)
        return _open_bucket(replace(self.bucket.target(), bucket=bucket))

    def _worker_parts(self, tell: Callable[[Mapping[str, Any]], None]) -> Parts:
        from server.workshop import worker_parts

        return worker_parts(self, tell)

    @property
    def reading(self) -> Reading:
        from server.media.graph import Reading

        return Reading(self.settings.ffmpeg.max_pixels)

    def limits_for(self, duration: float | None) -> Limits:
        return limits_of(self.settings, duration)

    def make_demo_clips(self, folder: Path) -> list[Path]:
        from server.media.demo import make_demo_clips

        return make_demo_clips(self.ffmpeg.path, folder)


def _open_bucket(target: Target) -> ObjectStore:
    """Raises ConfigError, CredentialsMissing."""
    from server.storage.s3 import Place, S3Store

    return S3Store(target.bucket or "", Place(target.endpoint_url, target.region))


def _tell_nobody(_event: Mapping[str, Any]) -> None:
    """The events of a worker that no program listens to."""
