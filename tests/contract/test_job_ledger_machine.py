"""Whatever is done to a job, in whatever order, the real ledger and the transition table agree."""

from __future__ import annotations

import tempfile
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from server.domain.job import CLAIMABLE, FINAL, HELD, TRANSITIONS, Claim, Event, Status
from server.errors import IllegalChange, LostClaim
from server.store.database import open_database
from server.store.job_store import JobStore
from tests.helpers.fakes import LANE, HandClock, wish

CHANGES = [event for event in Event if event is not Event.CLAIM]


class JobLife(RuleBasedStateMachine):
    """One job, several workers of which only the last to claim may speak."""

    def __init__(self) -> None:
        super().__init__()
        self._folder = tempfile.TemporaryDirectory()
        self.clock = HandClock()
        self.database = open_database(Path(self._folder.name) / "jobs.db")
        self.ledger = JobStore(self.database, self.clock)
        self.status = Status.PENDING
        self.story: list[Status] = [Status.PENDING]
        self.claims: list[Claim] = []
        self.due = False

    @initialize()
    def submit(self) -> None:
        (self.job,) = self.ledger.submit([wish()])

    def teardown(self) -> None:
        self.database.close()
        self._folder.cleanup()

    def _enter(self, status: Status) -> None:
        self.status = status
        self.story.append(status)

    @rule()
    def claim(self) -> None:
        claim = self.ledger.claim(LANE, "w")
        may = self.status is Status.PENDING or (self.status in CLAIMABLE and self.due)
        assert (claim is not None) is may
        if claim is not None:
            self.claims.append(claim)
            self._enter(Status.RUNNING)

    @rule(event=st.sampled_from(CHANGES), wait=st.booleans())
    def change(self, event: Event, wait: bool) -> None:
        fields: dict[str, Any] = {}
        if event in (Event.RETRY_LATER, Event.WAIT):
            fields["retry_at"] = self.clock.now() + timedelta(seconds=10 if wait else 0)
        to = TRANSITIONS.get((self.status, event))
        if to is None:
            with pytest.raises(IllegalChange):
                self.ledger.change(self.job.id, event, **fields)
            return
        self.ledger.change(self.job.id, event, **fields)
        self.due = not (fields and wait)
        self._enter(to)

    @rule()
    def time_goes_by(self) -> None:
        self.clock.forward(11)
        self.due = True

    @precondition(lambda self: self.claims)
    @rule(data=st.data())
    def a_worker_speaks(self, data: st.DataObject) -> None:
        claim = data.draw(st.sampled_from(self.claims))
        if self.status in HELD and claim is self.claims[-1]:
            self.ledger.note(self.job.id, claim.token, progress=0.5)
            return
        with pytest.raises(LostClaim):
            self.ledger.note(self.job.id, claim.token, progress=0.5)
        with pytest.raises(LostClaim):
            self.ledger.change(self.job.id, Event.COMPLETE, token=claim.token)

    @invariant()
    def the_row_and_its_timeline_tell_the_same(self) -> None:
        if not hasattr(self, "job"):
            return
        job, told = self.ledger.get(self.job.id), self.ledger.timeline(self.job.id)
        assert [entry.to_status for entry in told] == self.story
        assert [entry.from_status for entry in told] == [None, *self.story[:-1]]
        assert (job.status, job.attempt) == (self.status, len(self.claims))
        assert (job.completed_at is not None) is (self.status in FINAL)
        assert len({claim.token for claim in self.claims}) == len(self.claims)


TestJobLife = JobLife.TestCase
TestJobLife.settings = settings(max_examples=30, stateful_step_count=25, deadline=None)
