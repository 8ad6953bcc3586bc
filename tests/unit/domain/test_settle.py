"""When a file counts as whole."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from server.domain.settle import (
    INCOMPLETE_SECONDS,
    LEAST_SECONDS,
    QUICK_SECONDS,
    Answer,
    Look,
    Quiet,
    SettleRules,
    Verdict,
    Wait,
    is_changed,
    judge,
    observe,
    worth_asking,
)

LOOK = Look(device=1, inode=2, size=100, mtime_ns=3, ctime_ns=4)
LOCAL = SettleRules(settle=5.0)
NETWORK = SettleRules(settle=30.0, quick=None)
WHOLE = Answer(written=False, complete=True)
answers = st.builds(Answer, st.sampled_from([None, True, False]), st.sampled_from([None, True, False]))
rules = st.builds(SettleRules, st.floats(0, 60), st.sampled_from([None, 1.0]))


def seen(*times: float, look: Look = LOOK) -> Quiet:
    quiet = None
    for time in times:
        quiet = observe(quiet, look, time)
    assert quiet is not None
    return quiet


@pytest.mark.parametrize("field", ["device", "inode", "size", "mtime_ns", "ctime_ns"])
def test_any_difference_starts_the_time_anew(field: str) -> None:
    quiet = observe(seen(0, 4), replace(LOOK, **{field: 99}), 5)
    assert quiet == Quiet(replace(LOOK, **{field: 99}), since=5, looks=1)


def test_a_file_is_whole_after_the_settle_time() -> None:
    assert judge(seen(0, 4.9), 4.9, LOCAL, Answer()) == Verdict(Wait.SETTLING, 5.0)
    assert judge(seen(0, 5.0), 5.0, LOCAL, Answer()).wait is None


def test_one_look_is_never_enough() -> None:
    assert judge(seen(0), 100, LOCAL, WHOLE).wait is Wait.SETTLING


def test_both_signs_together_shorten_the_wait() -> None:
    assert judge(seen(0, 0.09), 0.09, LOCAL, WHOLE).wait is Wait.SETTLING
    assert judge(seen(0, QUICK_SECONDS), QUICK_SECONDS, LOCAL, WHOLE).wait is None


@pytest.mark.parametrize("answer", [Answer(False, None), Answer(None, True), Answer()])
def test_one_sign_alone_does_not(answer: Answer) -> None:
    assert judge(seen(0, 1.0), 1.0, LOCAL, answer) == Verdict(Wait.SETTLING, 5.0)


def test_where_other_computers_write_too_only_time_counts() -> None:
    assert judge(seen(0, 29), 29, NETWORK, WHOLE).wait is Wait.SETTLING
    assert judge(seen(0, 30), 30, NETWORK, WHOLE).wait is None


@given(st.floats(1, 10 * INCOMPLETE_SECONDS), st.sampled_from([None, True, False]))
def test_what_is_open_for_writing_is_never_taken(quiet_for: float, complete: bool | None) -> None:
    assert judge(seen(0, quiet_for), quiet_for, LOCAL, Answer(True, complete)).wait is Wait.BEING_WRITTEN


def test_what_ends_too_early_waits_for_its_rest_but_not_for_ever() -> None:
    cut = Answer(written=False, complete=False)
    assert judge(seen(0, 60), 60, LOCAL, cut).wait is Wait.INCOMPLETE
    assert judge(seen(0, INCOMPLETE_SECONDS), INCOMPLETE_SECONDS, LOCAL, cut).wait is None


@given(st.floats(0, 1e6), answers, rules)
def test_an_empty_file_is_never_taken(quiet_for: float, answer: Answer, rules: SettleRules) -> None:
    empty = seen(0, quiet_for, look=replace(LOOK, size=0))
    assert not worth_asking(empty, quiet_for, rules)
    assert judge(empty, quiet_for, rules, answer).wait is Wait.EMPTY


@given(st.lists(st.floats(0, 1000), min_size=1, max_size=6).map(sorted), answers, rules)
def test_who_waits_is_looked_at_later_and_who_is_whole_was_quiet(
    times: list[float], answer: Answer, rules: SettleRules
) -> None:
    quiet, now = seen(*times), times[-1]
    verdict = judge(quiet, now, rules, answer)
    if verdict.wait is None:
        assert quiet.looks >= 2
        assert now - quiet.since >= min(LEAST_SECONDS, rules.first) - 1e-9
    else:
        assert verdict.again_at >= now
        assert verdict.again_at > now or quiet.looks < 2


@given(answers, rules, st.floats(0, 1e6))
def test_the_next_look_comes_at_the_latest_after_a_minute_or_the_settle_time(
    answer: Answer, rules: SettleRules, quiet_for: float
) -> None:
    verdict = judge(seen(0, quiet_for), quiet_for, rules, answer)
    assert verdict.again_at - quiet_for <= max(60.0, rules.settle, rules.first) + 1e-6


def test_a_file_that_was_decided_upon_is_another_when_anything_but_its_device_differs() -> None:
    assert not is_changed(LOOK, replace(LOOK, device=9))
    assert all(is_changed(LOOK, replace(LOOK, **{name: 9})) for name in ("inode", "size", "mtime_ns", "ctime_ns"))
