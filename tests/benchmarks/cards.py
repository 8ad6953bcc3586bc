"""What the list of camera cards costs with very many clips in the catalogue, in processor time of the service.

    python -m tests.benchmarks.cards [CLIPS]      100,000

The window asks for it every few seconds: first asked, asked again when nothing changed, and when one job did.
"""

from __future__ import annotations

import json
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Mapping
from pathlib import Path

from server.domain.card_report import Receipt
from server.domain.job import NewJob
from server.services.card_marks import CardMarks
from server.services.cards import Cards
from server.services.copies import Copies
from server.store.clip_store import ClipStore
from server.store.database import Database, open_database
from server.store.job_store import JobStore
from tests.helpers.fakes import FakeBell, HandClock

ON_A_CARD = 300
_RESULT = json.dumps({"metadata": {"codec": "h264"}, "conformance": {"checks": [{"name": "frames", "ok": True}] * 20}})


class Shelf:
    """Every clip has its proxy; one in `each` cards' worth of clips lies on a card that was copied."""

    def __init__(self, database: Database, clips: int, each: int) -> None:
        self.ledger, self.clips = JobStore(database, HandClock()), ClipStore(database, HandClock())
        self._sizes: dict[str, Mapping[str, Receipt]] = {}
        self.first = ""
        for number in range(clips // ON_A_CARD):
            self._lay(number, on_card=number % each == 0)
        with database.transaction():
            done = "update job set status = 'completed', result = ?, output = source"
            database.driver.execute_sql(done, (_RESULT.replace('"metadata"', '"safe_to_wipe": true, "why": "", "m"'),))
        copies = Copies(self.ledger, FakeBell())
        self.cards = Cards(self.ledger, self.clips, copies, lambda job_id: self._sizes.get(job_id, {}))

    def _lay(self, number: int, *, on_card: bool) -> None:
        root, inside = f"/mnt/C{number:05}", "DCIM/100GOPRO" if on_card else "clips"
        seen = [(f"{root}/{inside}/GX{n:06}.MP4", 10**9 + number, n, f"{number}-{n}") for n in range(ON_A_CARD)]
        ids = self.clips.remember_many(seen)
        if on_card:
            CardMarks(self.clips).mark(ids, seen)
            copy = NewJob("copy", "transfer", root, "", "", {"to": f"/raid/C{number:05}"})
            (job,) = self.ledger.submit([copy])
            receipts = {path.removeprefix(f"{root}/"): Receipt(size, at, "ab" * 16) for path, size, at, _ in seen}
            self._sizes[job.id] = receipts
        wishes = [NewJob("proxy", "video_processing", one[0], "p", i) for one, i in zip(seen, ids, strict=True)]
        self.ledger.submit(wishes)
        self.first = self.first or ids[0]


def spent(act: Callable[[], object]) -> float:
    """Milliseconds of processor time."""
    begun = time.process_time()
    act()
    return 1000 * (time.process_time() - begun)


def main() -> None:
    clips = int(sys.argv[1]) if len(sys.argv) > 1 else 100_000
    for each in (15, 1):
        with tempfile.TemporaryDirectory() as folder:
            database = open_database(Path(folder) / "jobs.db")
            shelf = Shelf(database, clips, each)
            asks = shelf.cards.all
            first = spent(asks)
            again = statistics.median(spent(asks) for _ in range(5))
            shelf.ledger.submit([NewJob("proxy", "video_processing", "/x", "p", shelf.first)])
            changed = spent(asks)
            taken = {"first_ms": first, "again_ms": again, "one_job_changed_ms": changed}
            figures = {name: round(value, 2) for name, value in taken.items()}
            print(json.dumps({"clips": clips, "cards": len(asks()), **figures}), flush=True)
            database.leave()


if __name__ == "__main__":
    main()
