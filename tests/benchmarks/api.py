"""The speed of the API: `python -m tests.benchmarks.api [--rows 100000] [--clips 20000] [--seconds 20]`.

Event to client with 50 updates a second, by another program and by the API; table pages meanwhile and in every order;
submits; the status of one job asked by 50 pollers, at rest and while two encodes run; the first search after many new
clips; memory at rest, and with 200 listeners that never read. From event to screen: tests/benchmarks/dashboard.py.

What is asked one by one is also told in processor time of the server, which a busy machine changes little.
"""

from __future__ import annotations

import argparse
import http.client
import json
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path
from urllib.parse import urlsplit

import psutil

from server.client import Client
from server.domain.job import SORTS
from server.domain.job import Event as JobEvent
from server.store.clip_store import ClipStore
from server.store.database import open_database
from server.store.job_store import JobStore
from tests.benchmarks.long_ledger import fill
from tests.benchmarks.queue import WallClock, p95, say
from tests.helpers.fakes import wish
from tests.helpers.footage import Take, film
from tests.helpers.program import REPOSITORY
from tests.helpers.serving import Served, environment, serving, until
from tests.helpers.stalled import stalled

UPDATES_A_SECOND = 50
POLLERS = 50
LISTENERS = 200
CATALOGUE_SECONDS = 5.0


def lay(home: Path, rows: int) -> list[str]:
    """Finished jobs, and 50 that wait on a paused lane."""
    fill(home, rows)
    database = open_database(home / "jobs.db")
    store = JobStore(database, WallClock())
    wishes = [wish(f"/card/B{n:03d}.mov", queue="cv_analysis", kind="analysis") for n in range(UPDATES_A_SECOND)]
    jobs = store.submit(wishes)
    store.pause_lane("cv_analysis", True)
    database.close()
    return [job.id for job in jobs]


def update(home: Path, ids: Sequence[str], seconds: float) -> None:
    """Another program: each job changes once a second, and its reason says when it did."""
    store = JobStore(open_database(home / "jobs.db"), WallClock())
    for number, due in enumerate(_paced(seconds)):
        job_id, turn = ids[number % len(ids)], number // len(ids)
        time.sleep(max(0.0, due - time.time()))
        said = time.time()
        store.change(job_id, JobEvent.RETRY if turn % 2 else JobEvent.CANCEL, reason=str(said))
        print(job_id, said, time.time(), flush=True)


def _paced(seconds: float) -> Iterator[float]:
    begun = time.time()
    return (begun + number / UPDATES_A_SECOND for number in range(int(seconds * UPDATES_A_SECOND)))


class Screen(threading.Thread):
    """A client that notes when it heard of each job."""

    def __init__(self, client: Client) -> None:
        super().__init__(daemon=True)
        self._client = client
        self.heard: list[tuple[float, str, float]] = []  # when, which job, the time that its reason names
        self.messages: list[float] = []

    def run(self) -> None:
        for event in self._client.events():
            now = time.time()
            self.messages.append(now)
            for job in event.document().get("jobs", ()):
                self.heard.append((now, job["id"], _number(job["reason"])))

    def heard_at(self, job_id: str, said: float) -> float | None:
        """When this state of the job, or a later one, was first heard of."""
        return next((when for when, job, told in self.heard if job == job_id and told >= said), None)


def _number(text: str | None) -> float:
    try:
        return float(text or 0)
    except ValueError:
        return 0.0


def events(served: Served, ids: Sequence[str], seconds: float) -> None:
    screen, pages = Screen(served.client), []
    screen.start()
    until(lambda: screen.messages)
    code = "import sys; from pathlib import Path; from tests.benchmarks.api import update; " \
           "update(Path(sys.argv[1]), sys.argv[3:], float(sys.argv[2]))"  # fmt: skip
    argv = [sys.executable, "-c", code, str(served.home), str(seconds), *ids]
    with subprocess.Popen(argv, cwd=REPOSITORY, env=environment(), stdout=subprocess.PIPE, text=True) as child:
        with talking(served) as ask:
            while child.poll() is None:
                pages.append(_ms(lambda: ask("GET", "/jobs?limit=100&sort=-queued_at")))
                time.sleep(0.2)
        said = child.communicate()[0].split()
    time.sleep(1)
    updates = list(zip(said[::3], map(float, said[1::3]), map(float, said[2::3]), strict=True))
    lasted = updates[-1][2] - updates[0][1]
    heard = [(screen.heard_at(job_id, at), committed) for job_id, at, committed in updates]
    waits = [1000 * max(0.0, when - committed) for when, committed in heard if when is not None]
    rate = len(updates) / lasted
    say(f"event to client, another program's, {rate:.0f}/s", _figure(waits), "p95 < 250 ms")
    say("  messages a second, updates never heard of", f"{len(screen.messages) / lasted:.1f}, "
        f"{len(updates) - len(waits)}", "<= 10, 0")  # fmt: skip
    say("table page of 100 meanwhile, with the way", _figure(pages), "p95 < 50 ms")


def own_events(served: Served, ids: Sequence[str], seconds: float) -> None:
    """Changes through the API: from before the request to the event."""
    screen, sent = Screen(served.client), []
    screen.start()
    until(lambda: screen.messages)
    with talking(served) as ask:
        for number in range(int(seconds * 5)):
            job_id = ids[number % len(ids)]
            at = time.time()
            ask("POST", f"/jobs/{job_id}/cancel", {"reason": str(at)})
            ask("POST", f"/jobs/{job_id}/retry", {})
            sent.append((job_id, len(screen.messages), at))
            time.sleep(0.2)
    time.sleep(1)
    waits = [1000 * (min(when for when, job, _ in screen.heard if job == job_id and when > at) - at)
             for job_id, _, at in sent]  # fmt: skip
    say("request to event, the API's own", _figure(waits), "p95 < 250 ms")


def at_rest(served: Served) -> None:
    process = psutil.Process(served.process.pid)
    own, worker = (one.memory_info().rss / 1e6 for one in (process, served.worker()))
    say("memory of the server, and of its worker", f"{own:.0f} MB, {worker:.0f} MB", "")


def one_by_one(served: Served, number: int) -> None:
    with talking(served) as ask:
        _asked(
            served, "table page of 100", "p95 < 50 ms", number, lambda: ask("GET", "/jobs?limit=100&sort=-queued_at")
        )
        for sort in SORTS:
            _asked(served, f"  by {sort}", "p95 < 50 ms", 5, lambda by=sort: ask("GET", f"/jobs?limit=100&sort=-{by}"))


def searches(served: Served, clips: int) -> None:
    """Of clips that another program puts into the list, which tells nobody of them."""
    database = open_database(served.home / "jobs.db")
    store = ClipStore(database, WallClock())
    for start in range(0, clips, 1000):
        store.remember_many([(f"/new/clip {n}.mov", 1, 1, str(n)) for n in range(start, min(clips, start + 1000))])
    database.close()
    time.sleep(CATALOGUE_SECONDS)
    with talking(served) as ask:
        first, second = (_ms(lambda: ask("GET", "/clips?search=4711&limit=60")) for _ in range(2))
    what = f"first search, {CATALOGUE_SECONDS:.0f} s after {clips:,} new clips; second"
    say(what, f"{first:.0f} ms, {second:.0f} ms", "< 100 ms")


def submits(served: Served, number: int) -> None:
    clip = film(served.home.parent / "A001.mov", Take(frames=2))
    served.client.pause_queue("video_processing")
    job = {"kind": "metadata", "source": str(clip)}
    with talking(served) as ask:
        _asked(served, "submit of a job to its 202", "p95 < 20 ms", number, lambda: ask("POST", "/jobs", job))


def _asked(served: Served, what: str, goal: str, number: int, ask: Callable[[], object]) -> None:
    process = psutil.Process(served.process.pid)
    before = sum(process.cpu_times()[:2])
    taken = [_ms(ask) for _ in range(number)]
    spent = 1000 * (sum(process.cpu_times()[:2]) - before) / number
    say(what, f"{_figure(taken)}; CPU {spent:.1f} ms", goal)


def polls(served: Served, job_id: str, seconds: float, when: str) -> None:
    taken: list[float] = []

    def poll(delay: float) -> None:
        time.sleep(delay)
        end = time.monotonic() + seconds
        with talking(served) as ask:
            while time.monotonic() < end:
                taken.append(_ms(lambda: ask("GET", f"/jobs/{job_id}/status")))
                time.sleep(1)

    pollers = [threading.Thread(target=poll, args=(n / POLLERS,)) for n in range(POLLERS)]
    for poller in pollers:
        poller.start()
    for poller in pollers:
        poller.join()
    say(f"status of a job, {POLLERS} pollers, {when}", _figure(taken), "p95 < 10 ms")


def listeners(served: Served, ids: Sequence[str]) -> None:
    process = psutil.Process(served.process.pid)
    before = process.memory_info().rss
    with ExitStack() as stack:
        for _ in range(LISTENERS):
            stack.enter_context(stalled(served))
        time.sleep(2)
        spent, begun = sum(process.cpu_times()[:2]), time.monotonic()
        for turn in range(100):
            served.client.act("priority", priority=turn % 10, ids=ids)
            time.sleep(0.1)
        share = (sum(process.cpu_times()[:2]) - spent) / (time.monotonic() - begun)
        grown = (process.memory_info().rss - before) / 1e6
    say(f"{LISTENERS} listeners that read nothing, 10 messages a second", f"{100 * share:.0f} % of a core, "
        f"{grown:.0f} MB more", "bounded")  # fmt: skip
    say("memory of the server then", f"{process.memory_info().rss / 1e6:.0f} MB", "")


@contextmanager
def talking(served: Served) -> Iterator[Callable[..., object]]:
    """One connection that is kept open, as a browser has it."""
    address = urlsplit(served.url)
    line = http.client.HTTPConnection(address.hostname or "", address.port)
    token = (served.home / "token").read_text(encoding="utf-8").strip()
    headers = {"Authorization": f"Bearer {token}", "Content-Type": "application/json"}

    def ask(verb: str, path: str, body: object = None) -> object:
        line.request(verb, f"/api/v1{path}", None if body is None else json.dumps(body), headers)
        answer = line.getresponse()
        content = answer.read()
        assert answer.status < http.client.BAD_REQUEST, content
        return json.loads(content)

    try:
        yield ask
    finally:
        line.close()


def _ms(act: Callable[[], object]) -> float:
    begun = time.perf_counter()
    act()
    return 1000 * (time.perf_counter() - begun)


def _figure(taken: Sequence[float]) -> str:
    return f"p50 {statistics.median(taken):.1f} ms, p95 {p95(taken):.1f} of {len(taken)}"


def main() -> None:
    asked = argparse.ArgumentParser()
    asked.add_argument("--rows", type=int, default=100_000)
    asked.add_argument("--clips", type=int, default=20_000)
    asked.add_argument("--seconds", type=float, default=20.0)
    given = asked.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder) / "home"
        home.mkdir()
        ids = lay(home, given.rows)
        with serving(home) as served:
            at_rest(served)
            one_by_one(served, 100)
            own_events(served, ids, given.seconds)
            events(served, ids, given.seconds)
            polls(served, ids[0], given.seconds, "at rest")
            submits(served, 200)
            searches(served, given.clips)
            listeners(served, ids)
            served.client.purge_queue("video_processing")
            served.client.resume_queue("video_processing")
            long = [film(home.parent / "long" / f"{name}.mov", Take(frames=24 * 300)) for name in "AB"]
            served.client.add_clips([str(clip) for clip in long])
            until(lambda: len(served.client.jobs(status="running")["jobs"]) == len(long))
            polls(served, ids[0], given.seconds, "two encodes running")
            served.client.act("cancel", queue="video_processing", status=["running"])


if __name__ == "__main__":
    main()
