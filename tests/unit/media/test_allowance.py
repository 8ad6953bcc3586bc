"""How long a job may work, with the clock in the test's hand."""

from __future__ import annotations

from server.media.allowance import Allowance, Limits, Stopwatch, Verdict

LIMITS = Limits(no_progress=60, soft=3300, hard=3600)
GO_ON, ASK, KILL, SILENT = Verdict.GO_ON, Verdict.ASK, Verdict.KILL, Verdict.SILENT


class Bench:
    """Work that is looked at every tenth of a second."""

    def __init__(self, spent: Stopwatch | None = None) -> None:
        self.time = 1000.0
        self.spent = spent or Stopwatch()
        self.allowance = Allowance(LIMITS, self.spent, lambda: self.time)

    def work(self, seconds: float, *, alive: bool = True) -> Verdict:
        """The first verdict that is not to go on."""
        for _ in range(round(seconds * 10)):
            self.time += 0.1
            if alive:
                self.allowance.alive()
            verdict = self.allowance.look()
            if verdict is not GO_ON:
                return verdict
        return GO_ON


def test_slow_and_steady_work_goes_on_until_the_soft_limit_then_the_hard_one() -> None:
    bench = Bench()
    assert bench.work(3299) is GO_ON
    assert bench.work(2) is ASK
    assert bench.work(298) is GO_ON
    assert bench.work(3) is KILL


def test_a_silence_is_told_after_a_minute_and_a_sign_of_life_ends_it() -> None:
    bench = Bench()
    assert bench.work(59, alive=False) is GO_ON
    assert bench.work(1) is GO_ON
    assert bench.work(59, alive=False) is GO_ON
    assert bench.work(2, alive=False) is SILENT


def test_the_limits_are_those_of_the_job_and_not_of_each_phase() -> None:
    spent = Stopwatch()
    assert Bench(spent).work(2000) is GO_ON
    second = Bench(spent)
    assert second.work(1299) is GO_ON
    assert second.work(2) is ASK
    assert "3300 s of work" in second.allowance.too_long().message


def test_a_pause_costs_nothing() -> None:
    bench = Bench()
    assert bench.work(50, alive=False) is GO_ON
    bench.allowance.pause(True)
    assert bench.work(10_000, alive=False) is GO_ON
    bench.allowance.pause(False)
    assert bench.work(59, alive=False) is GO_ON
    assert bench.work(2, alive=False) is SILENT


def test_a_machine_that_slept_was_not_silent() -> None:
    """Everything stopped for hours, the one who looks too: nobody could have shown a sign of life."""
    bench = Bench()
    for _ in range(3):
        assert bench.work(10, alive=False) is GO_ON
        bench.time += 8 * 3600
    assert bench.work(10, alive=False) is GO_ON
    assert bench.spent.seconds < 60


def test_a_look_that_always_comes_late_still_counts() -> None:
    bench = Bench()
    verdicts = []
    for _ in range(31):
        bench.time += 100
        verdicts.append(bench.allowance.look())
    assert verdicts[-1] is SILENT
