"""Step Copy: a card to its destinations; the job's result says whether the card may be wiped."""

from __future__ import annotations

import time
from collections.abc import Mapping, Sequence
from contextlib import ExitStack

from server.domain.awaited import size_text
from server.domain.offload import Tally, judge, report_json, worst
from server.domain.progress import Estimator
from server.domain.steps import Copy
from server.errors import CopyDamaged, CopyIncomplete, DestinationDiffers, HistoryDiffers
from server.storage.offload.copying import Copying
from server.storage.publish import TEMPORARIES, hex_of
from server.storage.remains import remove_temporary, temporaries_in
from server.worker.attempt import Attempt

PAUSE_SECONDS = 0.1
_ERRORS: Mapping[str, type[CopyIncomplete]] = {
    error.code: error for error in (DestinationDiffers, CopyDamaged, HistoryDiffers)
}


def run(step: Copy, attempt: Attempt) -> None:
    """Raises CopyIncomplete, SourceError, OutputError, VolumeAway."""
    journal = attempt.tools.receipts.journal_of(attempt.job.id)
    with ExitStack() as stack:
        watch = _Watch(attempt, stack)
        tally = Copying(step.source, step.destinations, journal, watch, attempt.job.id).run()
    for path in watch.earlier:
        remove_temporary(path)  # of a file that is not on the card any more
    attempt.note(intent=None)
    attempt.target = step.destinations[0]
    attempt.result = report_json(tally)
    safe, why = judge(tally)
    verdict = f"{'safe to wipe' if safe else 'not safe to wipe'}: {why}"
    attempt.log([*_resumed(tally), verdict, *map(_line, tally.again)])
    if tally.troubles or not tally.files:
        trouble = worst(tally.troubles) if tally.troubles else None
        error = _error(trouble.code if trouble else CopyIncomplete.code, trouble.message if trouble else why)
        error.result = attempt.result
        raise error


def _resumed(tally: Tally) -> list[str]:
    size = sum(place.resumed for place in tally.places)
    return [f"went on where it was cut off: {size_text(size)} was there already, and equal"] if size else []


def _line(path: str) -> str:
    return f"did not come back as it was written, and was written again: {path}"


def _error(code: str, message: str) -> CopyIncomplete:
    return _ERRORS.get(code, CopyIncomplete)(message, code=code)


class _Watch:
    """`CopyWatch` for an attempt: bytes become progress, wishes become errors. `earlier`: files that attempts before
    this one began, and this one has not come to yet."""

    def __init__(self, attempt: Attempt, stack: ExitStack) -> None:
        self._attempt, self._stack = attempt, stack
        self._estimator = Estimator(None)
        self._done = 0
        self.earlier = temporaries_in(attempt.job.intent)

    def expect(self, total: int, lacking: Mapping[str, int]) -> None:
        self._estimator = Estimator(total)
        resources = self._attempt.tools.resources
        self._stack.enter_context(resources.rooms_for(self._attempt.job, lacking, lambda: self._done))

    def beat(self, size: int) -> None:
        self._done += size
        self._attempt.check()
        if self._attempt.paused():
            self._stand_still()
        self._attempt.advance(lambda now: self._estimator.update(now, self._done), realtime=False)

    def _stand_still(self) -> None:
        while self._attempt.paused():
            self._attempt.check()
            time.sleep(PAUSE_SECONDS)
        self._estimator.forget_pause()

    def begin(self, temporaries: Sequence[str]) -> None:
        self.earlier = [path for path in self.earlier if path not in temporaries]
        self._attempt.note(intent={TEMPORARIES: [hex_of(path) for path in (*temporaries, *self.earlier)]})

    def synced(self, paths: Sequence[str]) -> None:
        """Nothing to do."""

    def check_source(self) -> None:
        self._attempt.tools.resources.check_all(self._attempt.job)
