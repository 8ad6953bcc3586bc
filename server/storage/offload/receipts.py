"""What copies proved, kept in the home: the journal of a job that is done."""

from __future__ import annotations

from pathlib import Path

from server.domain import mhl
from server.domain.card_report import Receipt
from server.storage.offload.journal import Journal


class Receipts:
    """`folder` holds a journal a job."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def journal_of(self, job_id: str) -> Journal:
        return Journal(self._folder / f"{job_id}.jsonl")

    def of(self, job_id: str) -> dict[str, Receipt]:
        """By the paths below the job's source, of files that arrived at every destination."""
        records = self.journal_of(job_id).records.values()
        return {
            record.path: Receipt(record.size, record.mtime_ns, record.hashes.get(mhl.HASH))
            for record in records
            if None not in record.landed
        }
