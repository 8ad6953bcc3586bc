"""Folders that come in file by file: when nothing more of one comes, its clips are looked at together."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field

from server.domain.arrivals import Arrival

QUIET_SECONDS = 2.0  # whoever sends a folder begins its next file when one has ended
STALLED_SECONDS = 15 * 60.0  # a file of which nothing came for so long is not waited for


@dataclass
class _Folder:
    """Ids: of files that are on their way, with the time of their last bytes, and of those that are here."""

    coming: dict[str, float] = field(default_factory=dict)
    here: list[str] = field(default_factory=list)
    at: float = 0.0


class Landing:
    """By the folder that was dropped: what a card holds is known only when its notes and all its clips are there. Any
    thread."""

    def __init__(self, now: Callable[[], float] = time.monotonic) -> None:
        self._now = now
        self._lock = threading.Lock()
        self._folders: dict[str, _Folder] = {}

    def moved(self, arrival: Arrival) -> None:
        """It was begun, or more of it came."""
        with self._lock:
            folder = self._of(arrival)
            folder.coming[arrival.id] = folder.at

    def came(self, arrival: Arrival) -> None:
        """It is whole."""
        with self._lock:
            folder = self._of(arrival)
            folder.coming.pop(arrival.id, None)
            if arrival.id not in folder.here:
                folder.here.append(arrival.id)

    def left(self, arrival: Arrival) -> None:
        """Nobody wants it any more."""
        with self._lock:
            self._of(arrival).coming.pop(arrival.id, None)

    def whole(self) -> list[list[str]]:
        """Ids of the files of each folder that is here; each is told once."""
        with self._lock:
            names = [name for name, folder in self._folders.items() if self._is_quiet(folder)]
            folders = [self._folders.pop(name) for name in names]
        return [folder.here for folder in folders if folder.here]

    def _of(self, arrival: Arrival) -> _Folder:
        folder = self._folders.setdefault(arrival.top, _Folder())
        folder.at = self._now()
        return folder

    def _is_quiet(self, folder: _Folder) -> bool:
        now = self._now()
        return now - folder.at >= QUIET_SECONDS and all(now - at >= STALLED_SECONDS for at in folder.coming.values())
