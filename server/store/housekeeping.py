"""What upkeep does to the files of a home: `Housekeeping` on its folders and its database."""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Mapping
from contextlib import suppress
from datetime import datetime
from pathlib import Path
from typing import Any

from server.store.backup import BackupFolder
from server.store.database import Database
from server.store.records import Records
from server.system.state import write_state

_LEFT_SECONDS = 3600.0  # nothing that a living program still makes looks that old
_TEMPORARY = ("*.tmp", ".*.tmp")


class HomeKeeper:
    """`refresh` brings the catalogue up to date and gives the number of clips."""

    def __init__(self, home: Path, database: Database, refresh: Callable[[], int]) -> None:
        self._home, self._database, self.refresh_catalogue = home, database, refresh
        self._backups = BackupFolder(home / "backups")
        self._memory = home / "cache" / "watchdog.json"

    def newest_backup_at(self) -> datetime | None:
        return self._backups.newest_at()

    def back_up(self, at: datetime, keep: int) -> str:
        made = self._backups.add(self._database, at)
        self._backups.keep(keep)
        Records(self._backups.path).keep()
        return str(made)

    def checkpoint(self) -> None:
        self._database.checkpoint()

    def sweep(self) -> int:
        """What killed programs left; what attempts did is swept by recovery (server/storage/remains.py)."""
        places = (self._home, self._home / "cache")
        files = {path for place in places for glob in _TEMPORARY for path in _old(place, glob) if path.is_file()}
        for file in files:
            file.unlink(missing_ok=True)
        return len(files)

    def remember(self, memory: Mapping[str, Any]) -> None:
        self._memory.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        write_state(self._memory, memory)

    def remembered(self) -> Mapping[str, Any] | None:
        with suppress(OSError, ValueError):
            told = json.loads(self._memory.read_text(encoding="utf-8"))
            return told if isinstance(told, dict) else None
        return None


def _old(folder: Path, pattern: str) -> list[Path]:
    found = []
    for path in folder.glob(pattern):
        with suppress(OSError):
            if time.time() - path.stat().st_mtime > _LEFT_SECONDS:
                found.append(path)
    return found
