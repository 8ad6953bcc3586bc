"""A worker process: lanes of threads that claim from the ledger, ended by signal or with its parent."""

from __future__ import annotations

import json
import logging
import os
import signal
import socket
import sys
import threading
import time
from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager, ExitStack, suppress
from dataclasses import dataclass
from typing import Any, Protocol

from server.domain.kinds import KINDS
from server.domain.retry import Policy
from server.ports import JobLedger
from server.system.priority import lower_io_priority
from server.system.signals import end_signals
from server.worker.attempt import Tools
from server.worker.executor import Executor
from server.worker.floor import Floor, Lane, LanePlan
from server.worker.orders import Orders
from server.worker.waker import start_waker

LOOK_SECONDS = 0.25
RECOVER_SECONDS = 3.0
STOP_SECONDS = 12.0
WAKER_SECONDS = 1.0  # it may be stuck in a share that hangs; then it ends with the process
_LOG = logging.getLogger(__name__)


class Ear(Protocol):
    port: int

    def close(self) -> None: ...


class Register(Protocol):
    def register(self, worker_id: str, info: Mapping[str, Any]) -> Any: ...


@dataclass(frozen=True)
class Parts:
    """What the worker is made of; bootstrap.py puts it together."""

    ledger: JobLedger
    registry: Register
    recover: Callable[[], object]
    tools: Tools
    policy_for: Callable[[str], Policy]
    wake: Callable[[], object]
    session: Callable[[], AbstractContextManager[None]]
    make_ear: Callable[[list[str]], Ear]
    make_lane: Callable[[str, int, Callable[[str], None], Any], Lane]
    sizes: Callable[[], Mapping[str, int]]
    is_open: Callable[[str], bool]
    warm_up: Callable[[], object]


def run_worker(
    parts: Parts, plan: LanePlan, *, until_idle: bool, follow_stdin: bool, most_jobs: int | None = None
) -> int:
    """Works until a signal, the end of standard input (`follow_stdin`), idleness (`until_idle`) or the end of its last
    job (`most_jobs`). Exit code."""
    lower_io_priority()
    orders, stop = Orders(parts.ledger, most_jobs), threading.Event()
    for number in end_signals():
        signal.signal(number, lambda *_: stop.set())
    if follow_stdin:
        threading.Thread(target=_follow_stdin, args=(stop,), name="follow-stdin", daemon=True).start()
    with ExitStack() as stack:
        floor = _open_floor(parts, plan, orders, stack)
        waker = start_waker(parts.wake, parts.session, stop)
        _tend(parts, orders, floor, stop, until_idle=until_idle)
        stop.set()
        orders.stop()
        ended = floor.stop(STOP_SECONDS)
        waker.join(WAKER_SECONDS)
    return 0 if ended else 1


def _open_floor(parts: Parts, plan: LanePlan, orders: Orders, stack: ExitStack) -> Floor:
    worker_id = f"{socket.gethostname()}-{os.getpid()}-{time.time_ns() % 1_000_000:06d}"
    ear = parts.make_ear(list(plan.sizes))
    stack.callback(ear.close)
    info = {"id": worker_id, "pid": os.getpid(), "host": socket.gethostname(), "lanes": dict(plan.sizes),
            "kinds": sorted(KINDS), "port": ear.port, "started_at": time.time()}  # fmt: skip
    registration = parts.registry.register(worker_id, info)
    stack.callback(registration.release)
    executor = Executor(parts.tools, orders, worker_id, parts.policy_for)
    floor = Floor(plan, parts.sizes, parts.is_open, lambda sizes: registration.update({**info, "lanes": dict(sizes)}))
    floor.open(lambda name, count, handler: parts.make_lane(name, count, handler, ear), executor.drain)
    parts.tools.tell({"worker": worker_id})
    parts.recover()
    floor.start()
    return floor


def _tend(parts: Parts, orders: Orders, floor: Floor, stop: threading.Event, *, until_idle: bool) -> None:
    """Until asked to stop: wishes for running jobs often, recovery and health now and then."""
    recovered, told, warm = time.monotonic(), False, False
    while not stop.wait(LOOK_SECONDS):
        try:
            orders.look()
            if orders.retiring and not told:
                told = True
                floor.close()
                parts.tools.tell({"retiring": True})
            if orders.retiring and not orders.busy:
                return
            floor.look()
            if time.monotonic() - recovered < RECOVER_SECONDS:
                continue
            recovered = time.monotonic()
            if not warm:  # a worker that has its work at once starts what it needs by itself
                parts.warm_up()
                warm = True
            parts.recover()
            floor.check()
            if until_idle and not orders.busy and _is_done(parts.ledger):
                return
        except Exception:  # noqa: BLE001  loop top: a full disk or a locked database passes
            _LOG.exception("looking after the jobs failed, it is tried again")


def _is_done(ledger: JobLedger) -> bool:
    counts = ledger.counts_by()["by_status"]
    return not any(counts.get(s) for s in ("pending", "running", "retrying", "waiting", "cancelling"))


def _follow_stdin(stop: threading.Event) -> None:
    """The pipe's other end is the program that started us: when it closes, however it came to that, we end."""
    with suppress(OSError, ValueError):
        while sys.stdin.buffer.read(4096):
            pass
    stop.set()


class EventPipe:
    """One JSON line an event on standard output, for the program that started us."""

    def __init__(self) -> None:
        self._lock = threading.Lock()

    def tell(self, event: Mapping[str, Any]) -> None:
        line = json.dumps(event) + "\n"
        with self._lock, suppress(OSError, ValueError):
            sys.stdout.write(line)
            sys.stdout.flush()
