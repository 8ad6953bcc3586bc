"""The two job ledgers, and the clock they go by: whatever asks for `ledger` is tried on both."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from server.ports import JobLedger
from server.store.database import open_database
from server.store.job_store import JobStore
from tests.helpers.fakes import FakeLedger, HandClock


@pytest.fixture
def clock() -> HandClock:
    return HandClock()


@pytest.fixture(params=["fake", "peewee"])
def ledger(request: pytest.FixtureRequest, tmp_path: Path, clock: HandClock) -> Iterator[JobLedger]:
    if request.param == "fake":
        yield FakeLedger(clock)
        return
    database = open_database(tmp_path / "jobs.db")
    yield JobStore(database, clock)
    database.leave()
