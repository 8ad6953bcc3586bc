"""Design section 2, "Attempts": what uses up an attempt, and what happens then."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from server.domain.job import Counts, Event
from server.domain.retry import End, Policy, decide, delay_after, end_of_signal

POLICY = Policy()


def run(*ends: End, policy: Policy = POLICY) -> list[tuple[Event, str | None]]:
    counts, seen = Counts(), []
    for end in ends:
        decision = decide(end, counts, policy, 0.5)
        counts = decision.counts
        seen.append((decision.event, decision.code))
    return seen


def test_a_transient_failure_is_tried_four_times_in_all() -> None:
    again = (Event.RETRY_LATER, None)
    assert run(*[End.TRANSIENT] * 4) == [again, again, again, (Event.FAIL, None)]


def test_the_delay_starts_at_five_minutes_and_doubles() -> None:
    assert [delay_after(failures, POLICY, 0.5) for failures in (1, 2, 3)] == [300, 600, 1200]


def test_a_permanent_failure_is_not_tried_again() -> None:
    assert run(End.PERMANENT) == [(Event.FAIL, None)]


def test_a_second_crash_is_quarantined() -> None:
    assert run(End.CRASH, End.CRASH) == [(Event.RETRY_LATER, None), (Event.FAIL, "quarantined")]
    assert run(End.CRASH, End.INTERRUPTED, End.TRANSIENT, End.CRASH)[-1] == (Event.FAIL, "quarantined")


def test_a_crash_uses_up_an_attempt() -> None:
    assert run(End.CRASH, policy=Policy(max_attempts=1)) == [(Event.FAIL, None)]
    assert decide(End.CRASH, Counts(), POLICY, 0.5).counts == Counts(failures=1, crashes=1)


def test_interruptions_go_back_at_once_and_cost_no_attempt() -> None:
    decision = decide(End.INTERRUPTED, Counts(failures=3, crashes=1), POLICY, 0.5)
    assert (decision.event, decision.delay_seconds) == (Event.RELEASE, None)
    assert decision.counts == Counts(failures=3, crashes=1, interruptions=1)


def test_interruptions_are_bounded_at_fifty() -> None:
    seen = run(*[End.INTERRUPTED] * 51)
    assert set(seen[:50]) == {(Event.RELEASE, None)}
    assert seen[50] == (Event.FAIL, "interrupted")


def test_a_retry_by_hand_starts_with_a_fresh_budget() -> None:
    spent = decide(End.TRANSIENT, Counts(failures=3, crashes=1, interruptions=50), POLICY, 0.5)
    assert spent.event is Event.FAIL
    assert decide(End.TRANSIENT, Counts(), POLICY, 0.5).event is Event.RETRY_LATER


@pytest.mark.parametrize("name", ["SIGSEGV", "SIGABRT", "SIGBUS", "SIGILL", "SIGFPE"])
def test_signals_of_its_own_making_are_crashes(name: str) -> None:
    assert end_of_signal(name) is End.CRASH


@pytest.mark.parametrize("name", ["SIGKILL", "SIGTERM", "SIGINT", "SIGHUP", "SIGPIPE"])
def test_signals_from_outside_are_interruptions(name: str) -> None:
    assert end_of_signal(name) is End.INTERRUPTED


@given(failures=st.integers(1, 10**6), random=st.floats(0, 1, exclude_max=True))
def test_delays_are_spread_by_a_tenth_and_capped(failures: int, random: float) -> None:
    delay = delay_after(failures, POLICY, random)
    middle = delay_after(failures, POLICY, 0.5)
    assert middle * 0.9 - 1e-6 <= delay <= middle * 1.1 + 1e-6
    assert 270 <= delay <= POLICY.cap


def test_delays_at_the_cap_differ_too() -> None:
    assert delay_after(20, POLICY, 0.0) < delay_after(20, POLICY, 0.99) <= 3600


@given(ends=st.lists(st.sampled_from(End), max_size=200), attempts=st.integers(1, 9))
def test_every_job_ends_and_only_failures_of_the_work_count(ends: list[End], attempts: int) -> None:
    policy, counts = replace(POLICY, max_attempts=attempts), Counts()
    for number, end in enumerate(ends, 1):
        decision = decide(end, counts, policy, 0.5)
        counts = decision.counts
        assert counts.failures + counts.interruptions == number
        assert (decision.delay_seconds is not None) is (decision.event is Event.RETRY_LATER)
        assert decision.reason
        if decision.event is Event.FAIL:
            break
        assert counts.failures < attempts
        assert counts.interruptions <= policy.max_interruptions
        assert counts.crashes < policy.max_crashes
