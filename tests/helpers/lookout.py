"""Watched folders with stand-ins for all around them: a file system in a dict, an ingest that only makes jobs."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from server.domain.job import Job
from server.domain.naming import Placement
from server.domain.settle import Answer, Look
from server.domain.watch import Entry, Hints, Watch
from server.errors import ConfigError, PresetError
from server.services.ingest import Ingested
from server.services.lookout import Tools
from server.services.walk import Skipped
from server.services.watch_rules import RuleBook
from server.services.watches import Watches
from tests.helpers.fakes import FakeLedger, FakeWatches, HandClock, wish


class FakeEyes:
    """A file system in a dict: path -> look."""

    def __init__(self) -> None:
        self.files: dict[str, Look] = {}
        self.network = False
        self.scans: list[tuple[str, bool]] = []
        self.mount: str | None = None
        self.answer = Answer()
        self.asked_about_writers: list[bool] = []

    def put(self, path: Path, size: int = 10, mtime_ns: int = 1) -> None:
        self.files[str(path)] = Look(1, 1, size, mtime_ns, mtime_ns)

    def identity(self, folder: str) -> tuple[object, ...] | None:
        return (1, 1) if Path(folder).is_dir() else None

    def is_network(self, folder: str) -> bool:
        return self.network

    def mount_of(self, folder: str) -> str | None:
        return self.mount

    def is_mounted(self, mount: str) -> bool:
        return self.mount == mount

    def scan(self, folder: str, *, deep: bool) -> Iterator[Entry]:
        self.scans.append((folder, deep))
        return iter([Entry(path, look) for path, look in self.files.items() if path.startswith(folder)])

    def look(self, path: str) -> Look | None:
        return self.files.get(path)

    def ask(self, path: str, *, about_writers: bool) -> Answer:
        self.asked_about_writers.append(about_writers)
        return self.answer


class FakeIngest:
    """A job for each path; what `faults` names raises that instead, what `left` names is left alone, and what `landing`
    names is part of a clip that still grows."""

    def __init__(self, ledger: FakeLedger) -> None:
        self._ledger = ledger
        self.calls: list[list[str]] = []
        self.options: dict[str, Any] = {}
        self.faults: dict[str, Exception] = {}
        self.left: set[str] = set()
        self.landing: set[str] = set()

    def ingest(self, paths: Sequence[str], **options: Any) -> Ingested:
        self.calls.append(list(paths))
        self.options = options
        for path in paths:
            if path in self.faults:
                raise self.faults[path]
        skipped = [Skipped(path, "not_media", "No film.") for path in paths if path in self.left]
        landing = [Skipped(path, "landing", "More of it comes.") for path in paths if path in self.landing]
        taken = [path for path in paths if path not in self.left | self.landing]
        wishes = [wish(path, preset=options["preset"]) for path in taken]
        return Ingested(self._ledger.submit(wishes), skipped, landing)


class FakePresets:
    def get(self, name: str) -> str:
        if name == "nope":
            raise PresetError("There is no preset nope.")
        return name


def no_bucket() -> None:
    raise ConfigError("There is no bucket.")


class Desk:
    """The service with stand-ins for all around it, and a real folder to watch."""

    def __init__(self, folder: Path) -> None:
        self.card = folder / "card"
        self.card.mkdir()
        self.clock = HandClock()
        self.ledger = FakeLedger(self.clock)
        self.eyes = FakeEyes()
        self.ingest = FakeIngest(self.ledger)
        self.cancelled: list[str] = []
        self.copied: list[str] = []
        self.copying = False
        self.passed = 0.0  # since the look began, in seconds
        tools = Tools(
            FakeWatches(),
            self.ingest,
            self.eyes,
            self.clock,
            Placement(),
            lambda ids, _: self.cancelled.extend(ids),
            monotonic=lambda: self.passed,
            offload=self.copy,
        )
        self.watches = Watches(self.ledger, tools, RuleBook(FakePresets(), no_bucket))

    def copy(self, unit: str, watch: Watch) -> Job | None:
        self.copied.append(unit)
        return None if self.copying else self.ledger.submit([wish(unit, kind="copy")])[0]

    def add(self, path: Path | str | None = None, **rules: Any) -> dict[str, Any]:
        return self.watches.add(str(path or self.card), **rules)

    def look(self, *times: float, hints: Hints | None = None) -> None:
        (watch,) = self.watches.watched()
        for now in times:
            self.clock.forward(1)
            self.watches.look(watch, now, hints)

    def why(self, name: str) -> dict[str, Any]:
        return self.watches.why(str(self.card / name))

    def land(self, *names: str) -> None:
        """These are in the folder, whole."""
        for name in names:
            path = self.card / name
            path.parent.mkdir(exist_ok=True)
            path.write_bytes(b"x")
            self.eyes.put(path)
