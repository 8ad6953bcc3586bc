"""What happens to a job whose attempt ended: again later, again at once, or failed."""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum

from server.domain.job import Counts, Event

QUARANTINED = "quarantined"
INTERRUPTED = "interrupted"

# Signals a process gets by its own doing; any other was sent to it from outside.
_OWN_SIGNALS = frozenset({"SIGSEGV", "SIGABRT", "SIGBUS", "SIGILL", "SIGFPE", "SIGTRAP", "SIGSYS"})


class End(StrEnum):
    """How an attempt ended, other than well."""

    TRANSIENT = "transient"  # the work failed and may succeed another time
    PERMANENT = "permanent"  # the work failed and would fail again
    CRASH = "crash"  # the job ended its own process: a signal of its own making, its memory limit
    INTERRUPTED = "interrupted"  # from outside: killed, restart, sleep, lost lease


@dataclass(frozen=True)
class Policy:
    """Limits of one job. Delays in seconds; `jitter` is the share a delay may differ by, either way."""

    max_attempts: int = 4
    delay: float = 300
    factor: float = 2
    cap: float = 3600
    jitter: float = 0.1
    max_interruptions: int = 50
    max_crashes: int = 2


@dataclass(frozen=True)
class Decision:
    """The event to apply and the counts to store.

    RETRY_LATER carries `delay_seconds`; FAIL carries `code` where the reason is not the attempt's own error.
    """

    event: Event
    counts: Counts
    reason: str
    delay_seconds: float | None = None
    code: str | None = None


def end_of_signal(name: str) -> End:
    """The end that a process had which died by the signal of that name ("SIGSEGV")."""
    return End.CRASH if name in _OWN_SIGNALS else End.INTERRUPTED


def decide(end: End, counts: Counts, policy: Policy, random: float) -> Decision:
    """Applies design section 2, "Attempts"; `random` in [0, 1) spreads the delay."""
    if end is End.INTERRUPTED:
        return _interrupted(replace(counts, interruptions=counts.interruptions + 1), policy)
    # A crash is a failure of the work too: it uses up an attempt.
    crashes = counts.crashes + (end is End.CRASH)
    counts = replace(counts, failures=counts.failures + 1, crashes=crashes)
    if end is End.PERMANENT:
        return Decision(Event.FAIL, counts, "it would fail again")
    if end is End.CRASH and crashes >= policy.max_crashes:
        return Decision(Event.FAIL, counts, f"it crashed {crashes} times", code=QUARANTINED)
    if counts.failures >= policy.max_attempts:
        return Decision(Event.FAIL, counts, f"attempt {counts.failures} of {policy.max_attempts} failed")
    delay = delay_after(counts.failures, policy, random)
    reason = f"attempt {counts.failures} of {policy.max_attempts} failed"
    return Decision(Event.RETRY_LATER, counts, reason, delay_seconds=delay)


def delay_after(failures: int, policy: Policy, random: float) -> float:
    """Seconds to wait after that many failures: exponential, spread, never above the cap."""
    growth = policy.factor ** min(failures - 1, 64)  # more would overflow, and is past any cap
    # Room for the jitter below the cap, so that delays at the cap are spread as well.
    middle = min(policy.delay * growth, policy.cap / (1 + policy.jitter))
    return middle * (1 + policy.jitter * (2 * random - 1))


def _interrupted(counts: Counts, policy: Policy) -> Decision:
    if counts.interruptions > policy.max_interruptions:
        reason = f"it was interrupted {counts.interruptions} times"
        return Decision(Event.FAIL, counts, reason, code=INTERRUPTED)
    return Decision(Event.RELEASE, counts, "interrupted from outside")
