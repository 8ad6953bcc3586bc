"""Jobs that ended, as the ledger's history tells it: for figures, and for those who want to be told."""

from __future__ import annotations

from server.domain.job import Job
from server.ports import JobLedger

_ENTRIES = 200


class Endings:
    """Follows the history from a mark on. A job that ended and was started again before we looked is told when it
    ends again."""

    def __init__(self, ledger: JobLedger, mark: int | None = None) -> None:
        """`mark` None: from now on."""
        self._ledger = ledger
        newest = ledger.change_mark()
        self.mark = newest if mark is None else min(mark, newest)  # a job list may have been restored

    def next(self) -> tuple[int, list[Job]]:
        """(mark to go on from, the jobs that have ended), of the next entries. Put the mark into `mark` once they are
        dealt with."""
        mark, ids = self._ledger.changed_since(self.mark, _ENTRIES)
        return mark, [job for job in self._ledger.get_many(ids) if job.final]
