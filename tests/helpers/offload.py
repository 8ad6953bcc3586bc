"""Somebody who looks on while a copy is made, and may do something to it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from server.domain.offload import Tally
from server.storage.offload.copying import Copying
from server.storage.offload.journal import Journal


class Onlooker:
    """`CopyWatch` that takes notes; `on_synced` and `on_beat` are called at those moments."""

    def __init__(
        self,
        on_synced: Callable[[Sequence[str]], object] = bool,
        on_beat: Callable[[int], object] = bool,
        on_check: Callable[[], object] = lambda: None,
    ) -> None:
        self._on_synced, self._on_beat, self._on_check = on_synced, on_beat, on_check
        self.total = 0
        self.seen = 0
        self.lacking: Mapping[str, int] = {}
        self.temporaries: Sequence[str] = ()

    def expect(self, total: int, lacking: Mapping[str, int]) -> None:
        self.total, self.lacking = total, lacking

    def beat(self, size: int) -> None:
        self.seen += size
        self._on_beat(size)

    def begin(self, temporaries: Sequence[str]) -> None:
        self.temporaries = temporaries

    def synced(self, paths: Sequence[str]) -> None:
        self._on_synced(paths)

    def check_source(self) -> None:
        self._on_check()


def copy(source: Path, *places: Path, journal: Path, watch: Onlooker | None = None, job: str = "j1") -> Tally:
    """One attempt; the same `journal` and `job` again is the next attempt of that job."""
    return Copying(str(source), list(map(str, places)), Journal(journal), watch or Onlooker(), job).run()


def names_below(folder: Path) -> set[str]:
    """Files and folders, relative, without the history."""
    found = {path.relative_to(folder).as_posix() for path in folder.rglob("*")}
    return {name for name in found if not name.startswith("ascmhl")}
