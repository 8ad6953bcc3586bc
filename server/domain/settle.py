"""When is a file whole? Pure rules; every time here is in seconds of a monotonic clock, which no change of date moves.

A clip counts as whole when it stayed the same for the settle time, or sooner when the system can say that nobody has
it open for writing and its container ends where the file does. Neither sign is enough by itself: a copy program may
close the file between two writes, and a file of its final size may still be filled.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum

# Programs that set a copy's time or rights after closing it do so within milliseconds.
QUICK_SECONDS = 0.1
LEAST_SECONDS = 0.1  # between two looks, whatever the settle time
# A file that ends before its container says is not queued for this long: a copy that was interrupted goes on some
# time. After it the clip is queued all the same, so that its job fails and says that the clip is cut.
INCOMPLETE_SECONDS = 3600.0
_RAREST_LOOK_SECONDS = 60.0


@dataclass(frozen=True, slots=True)
class Look:
    """What the file system says about a file. size in bytes, times in nanoseconds since 1970."""

    device: int
    inode: int
    size: int
    mtime_ns: int
    ctime_ns: int


@dataclass(frozen=True)
class SettleRules:
    """`quick` is when the system may be asked; None where it could not know (other hosts write there too)."""

    settle: float = 5.0
    quick: float | None = QUICK_SECONDS

    @property
    def first(self) -> float:
        """For how long a file has to be the same before there is anything to decide."""
        return max(LEAST_SECONDS, self.settle if self.quick is None else min(self.quick, self.settle))


@dataclass(frozen=True, slots=True)
class Quiet:
    """Since when a file is as it is, and how often it was seen so."""

    look: Look
    since: float
    looks: int = 1


@dataclass(frozen=True)
class Answer:
    """What could be found out: does anyone write to it, does its container end where the file does. None: unknown."""

    written: bool | None = None
    complete: bool | None = None


class Wait(StrEnum):
    """Why a file is not taken yet."""

    SETTLING = "settling"
    EMPTY = "empty"
    BEING_WRITTEN = "being_written"
    INCOMPLETE = "incomplete"

    @property
    def sentence(self) -> str:
        return _SENTENCES[self]


_SENTENCES = {
    Wait.SETTLING: "It was changed a moment ago; it is taken when it has stayed the same for the settle time.",
    Wait.EMPTY: "It is empty so far.",
    Wait.BEING_WRITTEN: "A program still has it open for writing.",
    Wait.INCOMPLETE: "It ends before its container says: the copy is not complete yet.",
}


@dataclass(frozen=True)
class Verdict:
    """`wait` is None for a file that is whole; else it is to be looked at again at `again_at`."""

    wait: Wait | None
    again_at: float


def observe(before: Quiet | None, look: Look, now: float) -> Quiet:
    """One more look at a file: any difference starts the time anew."""
    if before is None or before.look != look:
        return Quiet(look, now)
    return replace(before, looks=before.looks + 1)


def worth_asking(quiet: Quiet, now: float, rules: SettleRules) -> bool:
    """Whether the system should be asked now (it has to open the file, so not at every look)."""
    return quiet.look.size > 0 and quiet.looks >= 2 and now >= quiet.since + rules.first


def judge(quiet: Quiet, now: float, rules: SettleRules, answer: Answer) -> Verdict:
    """Is it whole? `answer` counts only where `worth_asking`."""
    if quiet.look.size == 0:
        return Verdict(Wait.EMPTY, _later(quiet, now, rules))
    if not worth_asking(quiet, now, rules):
        return Verdict(Wait.SETTLING, max(now, quiet.since + rules.first))
    if answer.written:
        return Verdict(Wait.BEING_WRITTEN, _later(quiet, now, rules))
    if answer.complete is False and now < quiet.since + INCOMPLETE_SECONDS:
        return Verdict(Wait.INCOMPLETE, _later(quiet, now, rules))
    known_whole = rules.quick is not None and answer.written is False and answer.complete is True
    if known_whole or now >= quiet.since + rules.settle:
        return Verdict(None, now)
    return Verdict(Wait.SETTLING, quiet.since + rules.settle)


def _later(quiet: Quiet, now: float, rules: SettleRules) -> float:
    """The longer nothing happens, the rarer the looks."""
    return now + max(rules.first, min(now - quiet.since, _RAREST_LOOK_SECONDS))


def is_changed(decided: Look, look: Look) -> bool:
    """Whether a file is another than the one decided upon. The number of its device is not compared: a disk may get
    another one each time it is plugged in."""
    return replace(decided, device=look.device) != look
