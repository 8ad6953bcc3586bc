"""A home that watches a real folder with a real ledger. Only the look into a clip is a stand-in; jobs are not done."""

from __future__ import annotations

import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from contextlib import ExitStack
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from server.domain.job import Event, Job, JobQuery
from server.domain.media import MediaFacts
from server.domain.naming import Placement
from server.services.ingest import Ingest, Ingested, IngestRules
from server.services.lookout import Tools
from server.services.watch_rules import RuleBook
from server.services.watches import Watches
from server.store.clip_store import ClipStore
from server.store.database import open_database
from server.store.job_store import JobStore
from server.store.watch_store import WatchStore
from server.watch.native import Natives
from server.watch.scan import Eyes
from server.watch.watcher import Watcher
from tests.helpers.fakes import FakeBell

SETTLE = 0.4


def film(size: int = 4000, seed: int = 0) -> bytes:
    """Boxes as in a QuickTime file, the index last: what is cut off anywhere does not tile."""
    boxes = [(b"ftyp", b"qt  \0\0\0\0"), (b"mdat", bytes([seed % 251 + 1]) * size), (b"moov", b"\1" * 100)]
    return b"".join((len(body) + 8).to_bytes(4, "big") + kind + body for kind, body in boxes)


class FakePresets:
    def get(self, name: str) -> str:
        return name


class FakeProber:
    """Every file is a film."""

    def probe(self, path: str) -> MediaFacts:
        raise AssertionError("a watch only looks at clips")

    def look_many(self, paths: Sequence[str]) -> list[str]:
        return ["video" for _ in paths]


class RealClock:
    def now(self) -> datetime:
        return datetime.now(UTC)


class TellingIngest:
    """Notes how large each file was when it was taken, and when."""

    def __init__(self, ingest: Ingest) -> None:
        self._ingest = ingest
        self.sizes: dict[str, int] = {}
        self.at: dict[str, float] = {}

    def ingest(self, paths: list[str], **options: Any) -> Ingested:
        for path in paths:
            self.sizes[Path(path).name] = Path(path).stat().st_size
            self.at.setdefault(Path(path).name, time.monotonic())
        return self._ingest.ingest(paths, **options)


class House:
    """A home and a folder to watch; `open` starts the program, `close` ends it."""

    def __init__(self, folder: Path, stack: ExitStack) -> None:
        self.card = folder / "card"
        self.card.mkdir()
        self._home = folder / "home"
        self._stack = stack
        self._running: Watcher | None = None
        self._assemble()

    def _assemble(self) -> None:
        clock = RealClock()
        self.database = open_database(self._home / "jobs.db")
        self._stack.callback(self.database.close)
        self.ledger = JobStore(self.database, clock)
        clips = ClipStore(self.database, clock)
        rules = IngestRules()
        ingest = Ingest(self.ledger, clips, FakeProber(), FakeBell(), FakePresets(), rules)
        self.taken = TellingIngest(ingest)
        self.watches = self.watches_on(WatchStore)

    def watches_on(self, store: type[WatchStore]) -> Watches:
        tools = Tools(
            store(self.database, RealClock()),
            self.taken,
            Eyes(),
            RealClock(),
            Placement(),
            self._cancel,
            str(self._home),
        )
        return Watches(self.ledger, tools, RuleBook(FakePresets(), lambda: None))

    def _cancel(self, ids: list[str], reason: str) -> None:
        for job_id in ids:
            if not self.ledger.get(job_id).final:
                self.ledger.change(job_id, Event.CANCEL, reason=reason)

    def add(self, **rules: Any) -> dict[str, Any]:
        return self.watches.add(str(self.card), **{"settle": SETTLE, **rules})

    def open(self, natives: Any = None, every: float = 60.0) -> None:
        self._running = Watcher(self.watches, every=every, session=self.database.session, natives=natives or Natives())
        self._running.start()

    def look_at_the_table(self) -> None:
        """What was changed there is followed at once, not within a second."""
        assert self._running is not None
        self._running.changed()

    def close(self) -> None:
        if self._running is not None:
            self._running.stop()
            self._running = None

    def restart(self) -> None:
        """A new program on the same home: nothing is remembered but what is in the ledger."""
        self.close()
        self._assemble()
        self.open()

    def jobs(self) -> list[Job]:
        return list(self.ledger.find(JobQuery(limit=10_000)).jobs)[::-1]

    def names(self) -> list[str]:
        return sorted(Path(job.source).name for job in self.jobs())

    def until(self, done: Callable[[], bool], seconds: float = 20.0) -> None:
        deadline = time.monotonic() + seconds
        while not done():
            if time.monotonic() > deadline:
                raise AssertionError(f"not within {seconds} s; queued: {self.names()}; {self.watches.list()}")
            time.sleep(0.05)

    def stays(self, seconds: float = SETTLE + 0.5) -> list[str]:
        """What is queued after a time in which nothing more should be."""
        time.sleep(seconds)
        return self.names()

    def why(self, name: str) -> dict[str, Any]:
        return self.watches.why(str(self.card / name))


def write_slowly(path: Path, content: bytes, pieces: int, pause: float, *, keep_open: bool) -> None:
    """Another program copies: with the file open all the time, or opening it anew for each piece."""
    code = (
        "import sys, time\n"
        "path, pieces, pause, keep = sys.argv[1], int(sys.argv[2]), float(sys.argv[3]), sys.argv[4] == '1'\n"
        "content = sys.stdin.buffer.read()\n"
        "step = -(-len(content) // pieces)\n"
        "file = open(path, 'wb')\n"
        "for start in range(0, len(content), step):\n"
        "    if not keep:\n"
        "        file.close()\n"
        "        file = open(path, 'ab')\n"
        "    file.write(content[start:start + step])\n"
        "    file.flush()\n"
        "    if not keep:\n"
        "        file.close()\n"
        "    time.sleep(pause if start + step < len(content) else 0)\n"
        "file.close()\n"
    )
    arguments = [str(path), str(pieces), str(pause), "1" if keep_open else "0"]
    subprocess.run([sys.executable, "-c", code, *arguments], input=content, check=True, timeout=60)
