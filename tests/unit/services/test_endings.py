"""Jobs that ended are counted once, and told to a receiver until it takes them, over restarts too."""

from __future__ import annotations

import hmac
import json
from collections.abc import Mapping

import pytest

from server.domain.job import Event, Job
from server.errors import EnvironmentFault
from server.services.endings import Endings
from server.services.webhooks import FIRST_PAUSE_SECONDS, KEPT_FOR, LONGEST_PAUSE_SECONDS, Webhooks
from tests.helpers.fakes import FakeLedger, HandClock, wish

SECRET = "a secret of some length"


class Receiver:
    """Takes messages, or does not."""

    def __init__(self) -> None:
        self.taken: list[dict[str, object]] = []
        self.headers: list[Mapping[str, str]] = []
        self.bodies: list[bytes] = []
        self.refuses: set[str] = set()
        self.asked = 0

    def __call__(self, body: bytes, headers: Mapping[str, str]) -> None:
        self.asked += 1
        message = json.loads(body)
        if message["job"]["source"] in self.refuses:
            raise EnvironmentFault("It does not answer.")
        self.taken.append(message)
        self.headers.append(headers)
        self.bodies.append(body)

    def sources(self) -> list[object]:
        return [message["job"]["source"] for message in self.taken]  # type: ignore[index]


@pytest.fixture
def clock() -> HandClock:
    return HandClock()


@pytest.fixture
def ledger(clock: HandClock) -> FakeLedger:
    return FakeLedger(clock)


@pytest.fixture
def receiver() -> Receiver:
    return Receiver()


@pytest.fixture
def marks() -> list[int]:
    return []


@pytest.fixture
def webhooks(ledger: FakeLedger, clock: HandClock, receiver: Receiver, marks: list[int]) -> Webhooks:
    return Webhooks(Endings(ledger), receiver, SECRET, clock, marks.append)


def ended(ledger: FakeLedger, source: str = "/a.mov", **fields: object) -> Job:
    (job,) = ledger.submit([wish(source, **fields)])
    return ledger.change(job.id, Event.CANCEL)


def test_a_job_that_ended_is_told_once(ledger: FakeLedger, webhooks: Webhooks, receiver: Receiver) -> None:
    job = ended(ledger)
    ledger.submit([wish("/waits.mov")])
    assert webhooks.deliver() == FIRST_PAUSE_SECONDS
    webhooks.deliver()
    (message,) = receiver.taken
    assert message["event"] == "job.cancelled"
    assert message["job"]["id"] == job.id  # type: ignore[index]
    assert str(message["id"]).startswith(f"{job.id}@")


def test_it_is_signed_with_its_time(
    ledger: FakeLedger, webhooks: Webhooks, receiver: Receiver, clock: HandClock
) -> None:
    ended(ledger)
    webhooks.deliver()
    stamp = receiver.headers[0]["X-Rushes-Timestamp"]
    assert int(stamp) == int(clock.now().timestamp())
    expected = hmac.new(SECRET.encode(), stamp.encode() + b"." + receiver.bodies[0], "sha256").hexdigest()
    assert receiver.headers[0]["X-Rushes-Signature"] == f"sha256={expected}"
    assert SECRET not in str(receiver.headers) + str(receiver.bodies)


def test_what_is_not_taken_is_sent_again_later_and_later(
    ledger: FakeLedger, webhooks: Webhooks, receiver: Receiver, marks: list[int]
) -> None:
    receiver.refuses = {"/b.mov"}
    for name in "abc":
        ended(ledger, f"/{name}.mov")
    pauses = [webhooks.deliver() for _ in range(12)]
    assert pauses[:3] == [2.0, 4.0, 8.0]
    assert pauses[-1] == LONGEST_PAUSE_SECONDS
    assert receiver.sources() == ["/a.mov"]  # once, and none overtakes another
    assert marks == []
    receiver.refuses = set()
    assert webhooks.deliver() == FIRST_PAUSE_SECONDS
    assert receiver.sources() == ["/a.mov", "/b.mov", "/c.mov"]
    assert marks == [ledger.change_mark()]


def test_what_was_not_taken_before_a_restart_is_sent_after_it(
    ledger: FakeLedger, webhooks: Webhooks, receiver: Receiver, clock: HandClock, marks: list[int]
) -> None:
    ended(ledger, "/a.mov")
    webhooks.deliver()
    receiver.refuses = {"/b.mov"}
    ended(ledger, "/b.mov")
    webhooks.deliver()
    receiver.refuses = set()
    Webhooks(Endings(ledger, marks[-1]), receiver, SECRET, clock, marks.append).deliver()
    assert receiver.sources() == ["/a.mov", "/b.mov"]


def test_after_a_day_it_is_given_up(
    ledger: FakeLedger, webhooks: Webhooks, receiver: Receiver, clock: HandClock
) -> None:
    ended(ledger)
    clock.forward(KEPT_FOR.total_seconds() + 1)
    assert webhooks.deliver() == FIRST_PAUSE_SECONDS
    assert receiver.asked == 0


def test_upkeep_is_nobodys_business(ledger: FakeLedger, webhooks: Webhooks, receiver: Receiver) -> None:
    ended(ledger, "/home", kind="cleanup", queue="maintenance")
    webhooks.deliver()
    assert receiver.asked == 0


def test_a_mark_of_a_list_that_was_restored_since(ledger: FakeLedger) -> None:
    assert Endings(ledger, 10**6).mark == ledger.change_mark()
