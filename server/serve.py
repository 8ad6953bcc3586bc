"""The process `rushes server`: HTTP in it, a supervised worker below it, watchers and recovery beside it."""

from __future__ import annotations

import asyncio
import contextlib
import json
import logging
import os
import shutil
import signal
import socket
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import anyio.to_thread

from server import __version__
from server.api.activity import Activity
from server.api.app import Door, create_app, guarded
from server.api.auth import host_problem
from server.api.connections import Doorman
from server.api.events import Hub
from server.api.parts import ApiParts
from server.api.progress import Progress
from server.api.sessions import FILE_NAME as SESSIONS_FILE
from server.api.sessions import Sessions
from server.client import LOCK_FILE, STATE_FILE, TOKEN_FILE, ServerInfo
from server.domain.job import FINAL
from server.errors import DatabaseDamaged, HomeUnusable, UsageError
from server.health import Health, checks_of
from server.listening import Http, Outside, open_listener, tls_of
from server.media.sandbox import in_force
from server.outbox import webhooks_of
from server.rounds import Rounds, every
from server.services.figures import Figures
from server.services.recovery import WorkerDeath
from server.system.locks import ProcessLock
from server.system.signals import end_signals
from server.system.state import ensure_token, write_state
from server.system.tokens import Keys
from server.worker.keeper import WorkerKeeper

if TYPE_CHECKING:
    from server.bootstrap import App

RECOVER_SECONDS = 5.0
ROUND_SECONDS = 1.0
COUNT_SECONDS = 5.0  # whoever asks for figures does so every ten or more
IDLE_SECONDS = 5.0
THREADS = 8  # requests that are worked on at the same time; each has a connection to the ledger
_LOG = logging.getLogger(__name__)


@dataclass(frozen=True)
class ServeOptions:
    """`port` None: the usual one, or any that is free."""

    host: str = "127.0.0.1"
    port: int | None = None
    worker: bool = True
    exit_when_idle: bool = False


def run_server(app: App, options: ServeOptions, announce: Callable[[ServerInfo], None]) -> int:
    """Serves the home until a signal, or until idle; the exit code. `announce` is called once it answers.

    Raises UsageError (a host beyond this machine, a port that is taken, another server on the home), HomeUnusable,
    DatabaseDamaged (found while it ran; opened anew, the home is restored).
    """
    problem, tls = host_problem(options.host), tls_of(app.settings.server)
    if problem is not None and tls is None:
        hint = "Set `certificate` and `key` under [server] in config.toml, or leave out `--host` and use an SSH tunnel."
        raise UsageError(problem, hint)
    with ExitStack() as stack:
        stack.enter_context(_only_server(app))
        check = app.check_after_crash()
        listener = stack.enter_context(open_listener(options.host, options.port))
        outside = None
        if problem is not None and tls is not None:  # programs of this machine come in by a door of their own
            outside = Outside(options.host, listener, tls)
            listener = stack.enter_context(open_listener("127.0.0.1", None))
        _Server(app, options, listener, outside).run(announce, check)
    return 0


@contextmanager
def _only_server(app: App) -> Iterator[None]:
    """One server a home."""
    lock = ProcessLock(app.home / LOCK_FILE)
    try:
        free = lock.acquire()
    except OSError as fault:
        raise HomeUnusable(f"The home folder {app.home} cannot be written: {fault.strerror}.") from fault
    if not free:
        raise UsageError(
            f"A server runs on {app.home} already{_who(app)}.",
            "Use that one (every command finds it by itself), end it, or give another `--home DIR`.",
            code="server_running",
        )
    try:
        yield
    finally:
        lock.release()


def _who(app: App) -> str:
    try:
        state = json.loads((app.home / STATE_FILE).read_text(encoding="utf-8"))
        return f": {state['url']}, process {state['pid']}"
    except (OSError, ValueError, KeyError, TypeError):
        return ""


class _Server:
    """The parts of one run."""

    def __init__(self, app: App, options: ServeOptions, listener: socket.socket, outside: Outside | None) -> None:
        self._app = app
        self._options = options
        self._listener = listener
        self._outside = outside
        host, port = listener.getsockname()[:2]
        shown = f"[{host}]" if ":" in host else host
        more = outside.names(app.settings.server) if outside else frozenset()
        self._info = ServerInfo(f"http://{shown}:{port}", os.getpid(), __version__)
        keys = Keys(ensure_token(app.home / TOKEN_FILE), app.tokens, app.settings.server.roots)
        self._door = Door(shown, port, keys, more_hosts=more, sessions=Sessions(file=app.home / SESSIONS_FILE))
        self._activity = Activity()
        self._hub = Hub(app.ledger, Progress(), app.database.version)
        app.database.written = self._hub.wake
        session = app.database.session
        self._keeper = WorkerKeeper(app.new_worker, self._hear, self._take_back, session, app.finder.is_there)
        self._figures = Figures(app.ledger, app.lanes, self._gauges)
        self._rounds = Rounds(self._tasks(), session)
        self._told: int | None = None  # the version of the job list that the catalogue was last told of
        self._health = Health(checks_of(app, lambda: self._keeper.fault, worker=options.worker))
        self._damaged = threading.Event()
        self._watcher = app.new_watcher()
        self._stopping = threading.Event()
        self._https: list[Http] = []
        self._loop: asyncio.AbstractEventLoop | None = None

    def run(self, announce: Callable[[ServerInfo], None], check: Callable[[], None] | None) -> None:
        """`check` reads the job list that a crash left."""
        web = guarded(create_app(self._parts(), self._door), self._door, self._activity)
        with ExitStack() as stack:
            stack.enter_context(self._signals())
            self._take_back()
            self._start_threads(stack)
            if check is not None:
                threading.Thread(target=check, name="check", daemon=True).start()
            asyncio.run(self._serve(web, announce))
        if self._damaged.is_set():
            raise DatabaseDamaged(f"The job list of {self._app.home} is damaged.")

    def _hear(self, event: Mapping[str, Any]) -> None:
        """What the worker tells."""
        if "fault" in event:
            self._health.note(str(event["fault"]))
        elif "wrote" in event:
            self._hub.wake()
        else:
            self._hub.tell(event)

    def _tasks(self) -> dict[str, Callable[[], float]]:
        webhooks = webhooks_of(self._app)
        tasks = {
            "figures": every(COUNT_SECONDS, self._figures.look),
            "catalogue": self._tell_catalogue,
            "arrivals": every(ROUND_SECONDS, self._app.arrivals.look),
        }
        return tasks if webhooks is None else {**tasks, "webhooks": webhooks.deliver}

    def _tell_catalogue(self) -> float:
        """Of clips as they come: else the first search after many would have to do it."""
        version = self._app.database.version()
        if version != self._told:
            self._told = version
            while not self._stopping.is_set() and self._app.clips.tell_some():
                pass
        return ROUND_SECONDS

    def _start_threads(self, stack: ExitStack) -> None:
        """What is started last is stopped first: nothing new comes in while the worker ends."""
        recovery = threading.Thread(target=self._recover, name="recovery", daemon=True)
        if self._options.worker:
            self._keeper.start()
            stack.callback(self._keeper.stop)
        recovery.start()
        stack.callback(recovery.join)
        self._watcher.start()
        stack.callback(self._watcher.stop)
        self._rounds.start()
        stack.callback(self._rounds.stop)
        stack.callback(self._stopping.set)

    def _recover(self) -> None:
        """Also where this server has no worker, and while its worker is away."""
        with self._app.database.session():
            while not self._stopping.is_set():
                try:
                    self._look_after()
                except Exception:  # noqa: BLE001  loop top: a full disk or a locked database passes
                    _LOG.exception("looking after the jobs failed, it is tried again")
                self._stopping.wait(RECOVER_SECONDS)

    def _look_after(self) -> None:
        self._health.look()
        if "database_damaged" in self._health.reasons():  # whoever met it; restored when all have closed it
            self._damaged.set()
            self._stop()
            return
        self._take_back()

    def _take_back(self, death: WorkerDeath | None = None) -> None:
        """What dead workers held."""
        report = self._app.recovery.run(death)
        self._figures.note_takeovers(report.takeovers)

    def _gauges(self) -> dict[str, tuple[str, float]]:
        return {
            "rushes_worker_restarts": ("Workers that ended unasked since the server started.", self._keeper.restarts),
            "rushes_disk_free_bytes": ("Free where the home is.", shutil.disk_usage(self._app.home).free),
            "rushes_listeners": ("Event streams that are open.", self._hub.listening),
            "rushes_degraded": ("1 while /health gives reasons.", bool(self._health.reasons())),
        }

    async def _serve(self, web: Any, announce: Callable[[ServerInfo], None]) -> None:
        anyio.to_thread.current_default_thread_limiter().total_tokens = THREADS
        doorman, self._loop = Doorman(), asyncio.get_running_loop()
        doors = [(Http(web, doorman), self._listener)]
        if self._outside is not None:
            doors.append((Http(web, doorman, self._outside.tls), self._outside.listener))
        self._https = [http for http, _ in doors]
        stream = asyncio.create_task(self._hub.run())
        serving = asyncio.gather(*(http.serve(sockets=[listener]) for http, listener in doors))
        idling = asyncio.create_task(self._end_when_idle()) if self._options.exit_when_idle else None
        while not all(http.started for http in self._https) and not serving.done():
            await asyncio.sleep(0.005)
        state = self._app.home / STATE_FILE
        write_state(state, {"url": self._info.url, "pid": self._info.pid, "version": self._info.version})
        try:
            if self._stopping.is_set():  # a signal came before there was anything to stop
                self._end()
            announce(self._info)
            await serving
        finally:
            state.unlink(missing_ok=True)
            self._end()
            await stream
            if idling is not None:
                idling.cancel()

    def _end(self) -> None:
        """In the event loop: ends the streams, then the server."""
        (self._app.home / STATE_FILE).unlink(missing_ok=True)
        self._hub.close()
        for http in self._https:
            http.stop.set()

    def _stop(self) -> None:
        """From any thread, and from a signal."""
        self._stopping.set()
        if self._loop is not None:
            with contextlib.suppress(RuntimeError):  # it has ended
                self._loop.call_soon_threadsafe(self._end)

    @contextmanager
    def _signals(self) -> Iterator[None]:
        """They end the server, also while it still starts."""
        before = {number: signal.signal(number, lambda *_: self._stop()) for number in end_signals()}
        try:
            yield
        finally:
            for number, handler in before.items():
                signal.signal(number, handler)

    async def _end_when_idle(self) -> None:
        """No job open, nobody connected, for a while."""
        while True:
            await asyncio.sleep(1.0)
            if self._hub.listening or self._activity.idle_seconds < IDLE_SECONDS:
                continue
            if not await anyio.to_thread.run_sync(self._has_work):
                self._end()
                return

    def _has_work(self) -> bool:
        counts = self._app.ledger.counts_by()["by_status"]
        return any(number for status, number in counts.items() if status not in FINAL)

    def _parts(self) -> ApiParts:
        app, settings = self._app, self._app.settings
        return ApiParts(
            jobs=app.jobs,
            clips=app.clips,
            cards=app.cards,
            ingest=app.ingest,
            outlooks=app.outlooks,
            submit=app.submit,
            watches=app.watches,
            adopt=app.adopt,
            relocate=app.relocate,
            presets=app.presets,
            hub=self._hub,
            faults=self._health.reasons,
            lanes=app.lanes,
            default_preset=settings.presets.default,
            cache=app.home / "cache",
            watch_changed=self._watcher.changed,
            arrivals=app.arrivals,
            forecasts=app.forecasts,
            frame=lambda *asked: app.frames.at(*asked),
            preview=lambda *asked: app.frames.through(*asked),
            sandbox=in_force(),
            figures=self._figures,
            own_presets=app.own_presets,
            luts=app.luts,
            bucket=app.bucket,
        )
