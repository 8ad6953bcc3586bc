"""Following jobs: the ledger tells, a worker is seen to, Ctrl-C leaves everything in order."""

import threading
from collections.abc import Callable, Iterator, Mapping
from typing import Any

import pytest

from server.cli.follow import MOST_STARTS, Follower, WorkerKeeper
from server.domain.job import Event, Job, Status
from server.errors import EnvironmentFault, Interrupted
from server.services.recovery import WorkerDeath
from tests.helpers.fakes import FakeLedger, FakeRegistry, HandClock, wish


class FakeChild:
    """A worker that does one step each time it is asked for events, then lives on or ends."""

    def __init__(self, steps: list[Callable[[], Mapping[str, Any] | None]], *, lives: bool = True) -> None:
        self._steps, self._lives = steps, lives
        self._stopped = threading.Event()
        self.started = 0
        self.stopped = 0

    def start(self) -> None:
        self.started += 1

    def events(self) -> Iterator[Mapping[str, Any]]:
        while self._steps:
            told = self._steps.pop(0)()
            if told is not None:
                yield told
        if self._lives:
            self._stopped.wait(10)

    def stop(self) -> None:
        self.stopped += 1
        self._stopped.set()

    def death(self) -> WorkerDeath | None:
        return None


class NotedView:
    def __init__(self) -> None:
        self.notes: list[tuple[str, str]] = []

    def progressed(self, job: Job, event: Mapping[str, Any]) -> None:
        self.notes.append(("progress", f"{event['progress']}"))

    def waits(self, job: Job) -> None:
        self.notes.append(("waits", job.status.value))

    def finished(self, job: Job) -> None:
        self.notes.append(("finished", job.status.value))


class Bench:
    """A ledger, a view and the worker the test has written."""

    def __init__(self) -> None:
        self.ledger = FakeLedger(HandClock())
        self.registry = FakeRegistry()
        self.view = NotedView()
        self.recovered = 0
        self.children: list[FakeChild] = []
        self.now = 0.0

    def keeper(self, make_child: Callable[[], FakeChild]) -> WorkerKeeper:
        def make() -> FakeChild:
            self.children.append(make_child())
            return self.children[-1]

        return WorkerKeeper(self.registry, self._recover, make, self._tick)

    def follow(self, jobs: list[Job], make_child: Callable[[], FakeChild]) -> list[Job]:
        return Follower(self.ledger, self.keeper(make_child), self.view, tick_seconds=0.02).follow(jobs)

    def _recover(self, _death: WorkerDeath | None) -> None:
        self.recovered += 1

    def _tick(self) -> float:
        self.now += 5.0
        return self.now

    def end(self, event: Event) -> Callable[[], Mapping[str, Any]]:
        def step() -> Mapping[str, Any]:
            claim = self.ledger.claim("video_processing", "w1")
            assert claim is not None
            done = self.ledger.change(claim.job.id, event, token=claim.token)
            return {"job": done.id, "status": done.status.value, "progress": 1.0, "speed": None, "eta": None}

        return step


@pytest.fixture
def bench() -> Bench:
    return Bench()


def test_jobs_come_back_final_and_in_their_order(bench: Bench) -> None:
    jobs = bench.ledger.submit([wish("/a.mov"), wish("/b.mov")])
    final = bench.follow(jobs, lambda: FakeChild([bench.end(Event.COMPLETE), bench.end(Event.FAIL)]))
    assert [(job.source, job.status.value) for job in final] == [("/a.mov", "completed"), ("/b.mov", "failed")]
    assert sorted(bench.view.notes) == [("finished", "completed"), ("finished", "failed")]


def test_what_a_dead_worker_held_is_taken_back_before_ours_starts(bench: Bench) -> None:
    jobs = bench.ledger.submit([wish()])
    bench.follow(jobs, lambda: FakeChild([bench.end(Event.COMPLETE)]))
    assert bench.recovered >= 1
    (child,) = bench.children
    assert (child.started, child.stopped) == (1, 1)


def test_jobs_that_are_final_need_no_worker(bench: Bench) -> None:
    (job,) = bench.ledger.submit([wish()])
    done = bench.ledger.change(job.id, Event.CANCEL)
    assert bench.follow([done], lambda: FakeChild([])) == [done]
    assert bench.children == []


def test_progress_is_shown(bench: Bench) -> None:
    jobs = bench.ledger.submit([wish()])
    told = {"job": jobs[0].id, "status": "running", "progress": 0.5, "speed": 2.0, "eta": 3.0}
    bench.follow(jobs, lambda: FakeChild([lambda: told, bench.end(Event.COMPLETE)]))
    assert bench.view.notes == [("progress", "0.5"), ("finished", "completed")]


def test_events_of_other_jobs_are_not_ours(bench: Bench) -> None:
    jobs = bench.ledger.submit([wish()])
    told = {"job": "another", "status": "running", "progress": 0.5, "speed": 2.0, "eta": 3.0}
    bench.follow(jobs, lambda: FakeChild([lambda: told, bench.end(Event.COMPLETE)]))
    assert bench.view.notes == [("finished", "completed")]


def test_a_worker_that_dies_is_replaced(bench: Bench) -> None:
    jobs = bench.ledger.submit([wish("/a.mov"), wish("/b.mov")])
    final = bench.follow(jobs, lambda: FakeChild([bench.end(Event.COMPLETE)], lives=False))
    assert [job.status for job in final] == [Status.COMPLETED, Status.COMPLETED]
    assert len(bench.children) == 2


def test_a_worker_that_dies_again_and_again_is_given_up(bench: Bench) -> None:
    jobs = bench.ledger.submit([wish()])
    keeper = WorkerKeeper(bench.registry, lambda _death: None, lambda: FakeChild([], lives=False), now=iter_clock(0.8))
    with pytest.raises(EnvironmentFault, match=f"{MOST_STARTS} times") as caught:
        Follower(bench.ledger, keeper, bench.view, tick_seconds=0.01).follow(jobs)
    assert caught.value.code == "worker_failed"


def test_another_living_worker_is_left_to_it(bench: Bench) -> None:
    jobs = bench.ledger.submit([wish()])
    bench.registry.alive_ids.add("other")
    timer = threading.Timer(0.1, bench.end(Event.COMPLETE))
    timer.start()
    final = bench.follow(jobs, lambda: FakeChild([]))
    timer.join()
    assert final[0].status is Status.COMPLETED
    assert bench.children == []


def test_its_place_is_taken_when_it_dies(bench: Bench) -> None:
    jobs = bench.ledger.submit([wish()])
    bench.registry.alive_ids.add("other")
    timer = threading.Timer(0.1, bench.registry.alive_ids.clear)
    timer.start()
    final = bench.follow(jobs, lambda: FakeChild([bench.end(Event.COMPLETE)]))
    timer.join()
    assert final[0].status is Status.COMPLETED
    assert len(bench.children) == 1


def test_a_job_that_another_program_cancels_ends_too(bench: Bench) -> None:
    (job,) = bench.ledger.submit([wish()])
    timer = threading.Timer(0.1, lambda: bench.ledger.change(job.id, Event.CANCEL))
    timer.start()
    (final,) = bench.follow([job], lambda: FakeChild([]))
    timer.join()
    assert final.status is Status.CANCELLED


def test_a_job_that_has_to_wait_is_told_once(bench: Bench) -> None:
    jobs = bench.ledger.submit([wish()])
    bench.follow(jobs, lambda: FakeChild([bench.end(Event.WAIT), bench.end(Event.COMPLETE)]))
    assert bench.view.notes[-1] == ("finished", "completed")
    assert bench.view.notes.count(("waits", "waiting")) <= 1


def test_a_job_that_waits_already_says_so_at_once(bench: Bench) -> None:
    (job,) = bench.ledger.submit([wish()])
    bench.end(Event.WAIT)()
    bench.follow([bench.ledger.get(job.id)], lambda: FakeChild([bench.end(Event.COMPLETE)]))
    assert bench.view.notes == [("waits", "waiting"), ("finished", "completed")]


def test_ctrl_c_stops_our_worker_and_says_how_to_go_on(bench: Bench) -> None:
    class Stopping(NotedView):
        def progressed(self, job: Job, event: Mapping[str, Any]) -> None:
            raise KeyboardInterrupt

    jobs = bench.ledger.submit([wish("/a.mov"), wish("/b.mov")])
    bench.view = Stopping()
    told = {"job": jobs[0].id, "status": "running", "progress": 0.5, "speed": 2.0, "eta": 3.0}
    with pytest.raises(Interrupted) as caught:
        bench.follow(jobs, lambda: FakeChild([lambda: told]))
    assert "2 jobs are not done yet. What is left stays in the queue." in caught.value.message
    assert "same command again" in caught.value.hint
    assert bench.children[0].stopped == 1


def iter_clock(step: float) -> Callable[[], float]:
    now = 0.0

    def tick() -> float:
        nonlocal now
        now += step
        return now

    return tick
