"""What every job ledger keeps to: the same tests on the fake and on the real table."""

from __future__ import annotations

from datetime import timedelta

import pytest

from server.domain.job import Counts, Event, JobQuery, Status
from server.errors import IllegalChange, LostClaim, UnknownId
from server.ports import JobLedger
from tests.helpers.fakes import LANE, NOON, HandClock, wish


class TestSubmit:
    def test_a_wish_becomes_a_pending_job_with_one_timeline_entry(self, ledger: JobLedger) -> None:
        made = wish(request={"to": "/out"}, parent_id="p", priority=7, max_attempts=2)
        (job,) = ledger.submit([made])
        assert (job.status, job.attempt, job.queued_at, job.counts) == (Status.PENDING, 0, NOON, Counts())
        assert (job.request, job.parent_id, job.priority, job.max_attempts) == ({"to": "/out"}, "p", 7, 2)
        assert [(e.from_status, e.to_status) for e in ledger.timeline(job.id)] == [(None, Status.PENDING)]
        assert ledger.get(job.id) == job

    def test_ids_sort_in_the_order_of_submission(self, ledger: JobLedger) -> None:
        jobs = [*ledger.submit([wish(f"/{n}") for n in range(50)]), *ledger.submit([wish("/50")])]
        assert [job.id for job in jobs] == sorted(job.id for job in jobs)
        assert {len(job.id) for job in jobs} == {26}

    def test_ids_sort_even_when_the_clock_goes_back(self, ledger: JobLedger, clock: HandClock) -> None:
        (before,) = ledger.submit([wish()])
        clock.forward(-3600)
        (after,) = ledger.submit([wish()])
        assert before.id < after.id

    def test_a_known_key_gives_the_job_it_gave_before(self, ledger: JobLedger) -> None:
        (first,) = ledger.submit([wish(idempotency_key="k")])
        again, other, twin = ledger.submit([wish(idempotency_key=k) for k in ("k", "l", "l")])
        assert again.id == first.id
        assert other.id == twin.id != first.id
        assert ledger.find(JobQuery()).total == 2

    def test_a_known_key_tells_where_its_job_stands_now(self, ledger: JobLedger) -> None:
        ledger.submit([wish(idempotency_key="k")])
        ledger.claim(LANE, "w")
        assert ledger.submit([wish(idempotency_key="k")])[0].status is Status.RUNNING

    def test_paths_of_any_bytes_come_back_exactly(self, ledger: JobLedger) -> None:
        odd = "/card/\udcff\udc80 100%_\n“é”.mov"
        (job,) = ledger.submit([wish(odd, request={"to": odd})])
        assert (ledger.get(job.id).source, ledger.get(job.id).request) == (odd, {"to": odd})

    def test_nothing_wished_nothing_made(self, ledger: JobLedger) -> None:
        assert ledger.submit([]) == []


class TestUnknown:
    def test_every_method_says_so(self, ledger: JobLedger) -> None:
        for ask in (
            lambda: ledger.get("nope"),
            lambda: ledger.timeline("nope"),
            lambda: ledger.log("nope"),
            lambda: ledger.append_log("nope", ["x"]),
            lambda: ledger.change("nope", Event.CANCEL),
            lambda: ledger.note("nope", "t", progress=0.1),
        ):
            with pytest.raises(UnknownId):
                ask()


class TestClaim:
    def test_the_job_is_running_and_owned(self, ledger: JobLedger, clock: HandClock) -> None:
        (job,) = ledger.submit([wish()])
        clock.forward(5)
        claim = ledger.claim(LANE, "w1")
        assert claim is not None
        assert (claim.job.id, claim.job.status, claim.job.worker) == (job.id, Status.RUNNING, "w1")
        assert (claim.job.attempt, claim.job.started_at) == (1, NOON + timedelta(seconds=5))
        assert ledger.get(job.id) == claim.job
        assert ledger.timeline(job.id)[-1].from_status is Status.PENDING

    def test_no_job_is_claimed_twice(self, ledger: JobLedger) -> None:
        ledger.submit([wish()])
        assert ledger.claim(LANE, "w1")
        assert ledger.claim(LANE, "w2") is None

    def test_only_from_its_own_lane(self, ledger: JobLedger) -> None:
        ledger.submit([wish()])
        assert ledger.claim("transfer", "w") is None

    def test_best_first_by_priority_rank_and_age(self, ledger: JobLedger, clock: HandClock) -> None:
        old, ranked, urgent = ledger.submit([wish("/old"), wish("/ranked"), wish("/urgent", priority=9)])
        clock.forward(1)
        (young,) = ledger.submit([wish("/young")])
        ledger.place_many([ranked.id], None, -1.0)
        order = [claim.job.id for _ in range(4) if (claim := ledger.claim(LANE, "w"))]
        assert order == [urgent.id, ranked.id, old.id, young.id]

    @pytest.mark.parametrize("event", [Event.RETRY_LATER, Event.WAIT])
    def test_a_job_that_waits_is_claimed_when_its_time_has_come(
        self, ledger: JobLedger, clock: HandClock, event: Event
    ) -> None:
        (job,) = ledger.submit([wish()])
        first = ledger.claim(LANE, "w")
        assert first
        again_at = clock.now() + timedelta(seconds=60)
        ledger.change(job.id, event, token=first.token, retry_at=again_at, error={"code": "x"}, reason="later")
        assert ledger.claim(LANE, "w") is None
        clock.forward(60)
        second = ledger.claim(LANE, "w")
        assert second
        assert second.token != first.token
        assert (second.job.attempt, second.job.error, second.job.reason, second.job.retry_at) == (2, None, None, None)

    def test_one_due_again_takes_its_place_among_the_others(self, ledger: JobLedger) -> None:
        urgent, _ = ledger.submit([wish("/urgent", priority=8), wish("/plain")])
        claim = ledger.claim(LANE, "w")
        assert claim
        ledger.change(urgent.id, Event.RETRY_LATER, token=claim.token, retry_at=NOON)
        again = ledger.claim(LANE, "w")
        assert again
        assert again.job.id == urgent.id

    def test_a_paused_job_is_left_alone(self, ledger: JobLedger) -> None:
        (job,) = ledger.submit([wish()])
        claim = ledger.claim(LANE, "w")
        assert claim
        ledger.change(job.id, Event.RELEASE, token=claim.token, paused=True)
        assert ledger.claim(LANE, "w") is None
        assert ledger.claimable_lanes() == set()

    def test_lanes_with_something_to_claim(self, ledger: JobLedger) -> None:
        ledger.submit([wish(), wish(queue="transfer"), wish(queue="transfer")])
        assert ledger.claimable_lanes() == {LANE, "transfer"}
        ledger.claim(LANE, "w")
        assert ledger.claimable_lanes() == {"transfer"}


class TestChange:
    def test_completing_writes_the_fields_and_frees_the_job(self, ledger: JobLedger, clock: HandClock) -> None:
        (job,) = ledger.submit([wish()])
        claim = ledger.claim(LANE, "w")
        assert claim
        ledger.note(job.id, claim.token, child={"pid": 7, "started": "x"}, intent={"name": "n"})
        clock.forward(9)
        done = ledger.change(
            job.id, Event.COMPLETE, token=claim.token, result={"proxy": "/p"}, output="/p", progress=1.0
        )
        assert (done.status, done.result, done.output, done.progress) == (Status.COMPLETED, {"proxy": "/p"}, "/p", 1.0)
        assert (done.completed_at, done.child, done.worker) == (NOON + timedelta(seconds=9), None, "w")
        assert done.intent == {"name": "n"}
        assert ledger.get(job.id) == done
        with pytest.raises(LostClaim):
            ledger.note(job.id, claim.token, progress=0.5)

    def test_an_illegal_change_changes_nothing(self, ledger: JobLedger) -> None:
        (job,) = ledger.submit([wish()])
        with pytest.raises(IllegalChange):
            ledger.change(job.id, Event.COMPLETE, result={})
        assert ledger.get(job.id) == job
        assert len(ledger.timeline(job.id)) == 1

    def test_a_claim_is_never_made_by_change(self, ledger: JobLedger) -> None:
        (job,) = ledger.submit([wish()])
        with pytest.raises(IllegalChange):
            ledger.change(job.id, Event.CLAIM)

    def test_a_late_worker_cannot_touch_the_next_attempt(self, ledger: JobLedger) -> None:
        (job,) = ledger.submit([wish()])
        late = ledger.claim(LANE, "late")
        assert late
        ledger.change(job.id, Event.RELEASE)
        for _ in range(2):
            with pytest.raises(LostClaim):
                ledger.change(job.id, Event.COMPLETE, token=late.token)
            with pytest.raises(LostClaim):
                ledger.note(job.id, late.token, progress=0.9)
            ledger.claim(LANE, "next")
        assert ledger.get(job.id).status is Status.RUNNING

    def test_one_without_a_token_can_name_the_attempt_it_means(self, ledger: JobLedger) -> None:
        (job,) = ledger.submit([wish()])
        ledger.claim(LANE, "w")
        ledger.change(job.id, Event.RELEASE, attempt=1)
        ledger.claim(LANE, "w")
        with pytest.raises(LostClaim):
            ledger.change(job.id, Event.RELEASE, attempt=1)

    def test_cancelling_a_running_job_leaves_it_with_its_worker(self, ledger: JobLedger) -> None:
        (job,) = ledger.submit([wish()])
        claim = ledger.claim(LANE, "w")
        assert claim
        asked = ledger.change(job.id, Event.CANCEL, reason="wrong card")
        assert (asked.status, asked.reason, asked.worker, asked.completed_at) == (
            Status.CANCELLING,
            "wrong card",
            "w",
            None,
        )
        ledger.note(job.id, claim.token, progress=0.3)
        assert ledger.change(job.id, Event.CANCEL_DONE, token=claim.token).status is Status.CANCELLED

    def test_what_a_cancelled_job_waited_for_is_no_error_of_it(self, ledger: JobLedger) -> None:
        (job,) = ledger.submit([wish()])
        ledger.claim(LANE, "w")
        ledger.change(job.id, Event.WAIT, error={"code": "disk_full"})
        assert ledger.change(job.id, Event.CANCEL).error is None

    def test_a_released_job_has_no_worker(self, ledger: JobLedger) -> None:
        (job,) = ledger.submit([wish()])
        ledger.claim(LANE, "w")
        back = ledger.change(job.id, Event.RELEASE, counts=Counts(interruptions=1), reason="worker died")
        assert (back.status, back.worker, back.attempt, back.counts.interruptions) == (Status.PENDING, None, 1, 1)

    def test_a_retry_by_hand_resets_the_budget(self, ledger: JobLedger) -> None:
        (job,) = ledger.submit([wish()])
        ledger.claim(LANE, "w")
        ledger.change(job.id, Event.FAIL, counts=Counts(failures=4), error={"code": "stalled"})
        again = ledger.change(job.id, Event.RETRY)
        assert (again.status, again.counts, again.error, again.completed_at) == (Status.PENDING, Counts(), None, None)

    def test_fields_that_are_not_the_callers_are_refused(self, ledger: JobLedger) -> None:
        (job,) = ledger.submit([wish()])
        with pytest.raises(TypeError):
            ledger.change(job.id, Event.CANCEL, status="completed")
        with pytest.raises(TypeError):
            ledger.note(job.id, "t", result={})

    def test_the_timeline_tells_the_story(self, ledger: JobLedger, clock: HandClock) -> None:
        (job,) = ledger.submit([wish()])
        ledger.claim(LANE, "w")
        clock.forward(3)
        ledger.change(job.id, Event.CANCEL, reason="by hand")
        ledger.change(job.id, Event.CANCEL_DONE)
        story = [(e.from_status, e.to_status, e.reason) for e in ledger.timeline(job.id)]
        assert story == [
            (None, "pending", None),
            ("pending", "running", None),
            ("running", "cancelling", "by hand"),
            ("cancelling", "cancelled", None),
        ]
        assert ledger.timeline(job.id)[2].at == NOON + timedelta(seconds=3)


class TestFind:
    def test_newest_first_page_by_page(self, ledger: JobLedger) -> None:
        jobs = ledger.submit([wish(f"/{n}") for n in range(7)])
        seen, cursor = [], None
        while True:
            page = ledger.find(JobQuery(limit=3, cursor=cursor))
            assert page.total == 7
            seen += [job.id for job in page.jobs]
            cursor = page.next
            if cursor is None:
                break
        assert seen == [job.id for job in reversed(jobs)]

    def test_by_what_the_job_is(self, ledger: JobLedger) -> None:
        a, b, c = ledger.submit(
            [wish("/a", clip_id="x"), wish("/b", kind="copy", queue="transfer"), wish("/c", parent_id="p")]
        )
        ledger.change(c.id, Event.CANCEL)
        for query, found in (
            (JobQuery(statuses=(Status.CANCELLED, Status.FAILED)), [c.id]),
            (JobQuery(queue="transfer"), [b.id]),
            (JobQuery(kind="copy"), [b.id]),
            (JobQuery(clip_id="x"), [a.id]),
            (JobQuery(parent_id="p"), [c.id]),
            (JobQuery(kind="proxy", statuses=(Status.PENDING,)), [a.id]),
        ):
            assert [job.id for job in ledger.find(query).jobs] == found

    @pytest.mark.parametrize(
        ("text", "found"),
        [("a001", True), ("ÉTÉ", True), ("100%", True), ("0_0", False), ("%", True), ("b\\c", True), ("nope", False)],
    )
    def test_search_takes_text_as_it_is_in_any_case(self, ledger: JobLedger, text: str, found: bool) -> None:
        ledger.submit([wish("/card/A001 été 100% b\\c.mov")])
        assert bool(ledger.find(JobQuery(search=text)).jobs) is found

    def test_search_finds_the_error(self, ledger: JobLedger) -> None:
        (job,) = ledger.submit([wish()])
        ledger.claim(LANE, "w")
        ledger.change(job.id, Event.FAIL, error={"code": "disk_full", "message": "The disk is full."})
        assert ledger.find(JobQuery(search="DISK IS")).total == 1
        ledger.change(job.id, Event.RETRY)
        assert ledger.find(JobQuery(search="DISK IS")).total == 0


class TestWhatWasDone:
    def _complete(self, ledger: JobLedger, **fields: object) -> str:
        (job,) = ledger.submit([wish()])
        ledger.claim(LANE, "w")
        ledger.change(job.id, Event.COMPLETE, **fields)
        return job.id

    def test_owner_of_gives_the_last_to_publish(self, ledger: JobLedger, clock: HandClock) -> None:
        self._complete(ledger, output="/p\udcff.mov")
        clock.forward(1)
        last = self._complete(ledger, output="/p\udcff.mov")
        self._complete(ledger, output="/p\udcff.mov", reused=True)
        owner = ledger.owner_of("/p\udcff.mov")
        assert owner
        assert owner.id == last
        assert ledger.owner_of("/other.mov") is None

    def test_counts(self, ledger: JobLedger) -> None:
        self._complete(ledger)
        ledger.submit([wish(kind="copy", queue="transfer")])
        counts = ledger.counts_by()
        assert counts["by_kind"] == {"proxy": 1, "copy": 1}
        assert counts["by_queue"] == {LANE: 1, "transfer": 1, "cv_analysis": 0, "maintenance": 0}
        assert counts["by_status"]["completed"] == counts["by_status"]["pending"] == 1
        assert set(counts["by_status"]) == set(Status)
        lanes = ledger.counts_by_lane()
        assert (lanes[LANE], lanes["transfer"]) == ({Status.COMPLETED: 1}, {Status.PENDING: 1})

    def test_seconds_of_what_ran(self, ledger: JobLedger, clock: HandClock) -> None:
        (job,) = ledger.submit([wish()])
        ledger.claim(LANE, "w")
        clock.forward(2.5)
        ledger.change(job.id, Event.COMPLETE)
        assert ledger.seconds_by_kind() == {"proxy": [2.5]}

    def test_held(self, ledger: JobLedger) -> None:
        first, second, _ = ledger.submit([wish("/1"), wish("/2"), wish("/3")])
        ledger.claim(LANE, "w")
        ledger.claim(LANE, "w")
        ledger.change(second.id, Event.CANCEL)
        assert {job.id for job in ledger.held()} == {first.id, second.id}


class TestLog:
    def test_keeps_the_last_500_lines(self, ledger: JobLedger) -> None:
        job, other = ledger.submit([wish(), wish()])
        ledger.append_log(other.id, ["mine"])
        ledger.append_log(job.id, (f"line {n}" for n in range(300)))
        ledger.append_log(job.id, [f"line {n}" for n in range(300, 620)])
        assert ledger.log(job.id) == [f"line {n}" for n in range(120, 620)]
        assert ledger.log(other.id) == ["mine"]

    def test_an_empty_log_is_empty(self, ledger: JobLedger) -> None:
        (job,) = ledger.submit([wish()])
        ledger.append_log(job.id, [])
        assert ledger.log(job.id) == []
