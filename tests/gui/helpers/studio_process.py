"""The window in a process of its own on a real display, seen and pressed from outside."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.gui.helpers.display import Mouse
from tests.helpers.program import REPOSITORY
from tests.helpers.serving import until

Row = dict[str, Any]


@dataclass(frozen=True)
class Seen:
    """The window at a moment. A row: {"id", "kind", "name", "status", "words", "progress", "at": [x, y], "painted",
    "selected", "hint"}, where `painted` stands for the pixels of its progress bar."""

    connection: str
    sentence: str
    watches: int
    rows: list[Row]
    buttons: dict[str, dict[str, Any]]


@dataclass
class StudioProcess:
    """What a person at the window can do."""

    process: subprocess.Popen[bytes]
    file: Path
    mouse: Mouse

    def history(self) -> list[Seen]:
        """All it has shown, oldest first."""
        lines = self.file.read_text(encoding="utf-8").splitlines(keepends=True) if self.file.exists() else []
        return [Seen(**json.loads(line)) for line in lines if line.endswith("\n")]

    def wait(self, holds: Callable[[Seen], Any], what: str, seconds: float = 60.0) -> Any:
        """What `holds` makes of the newest look, once that is something."""

        def look() -> Any:
            assert self.process.poll() is None, "the window ended"
            seen = self.history()
            return holds(seen[-1]) if seen else None

        return until(look, seconds, what)

    def row(self, name: str, kind: str, *statuses: str) -> Row:
        """The row of that clip, once it stands there in one of these states."""

        def find(seen: Seen) -> Row | None:
            return next(
                (r for r in seen.rows if (r["name"], r["kind"]) == (name, kind) and r["status"] in statuses), None
            )

        found: Row = self.wait(find, f"{name} did not become {' or '.join(statuses)} in the window")
        return found

    def press(self, button: str, job_id: str) -> None:
        """Clicks the job's row, then the tool bar's button."""
        row = self.wait(lambda seen: next(row for row in seen.rows if row["id"] == job_id), "the row is gone")
        self.mouse.click(*row["at"])

        def ready(seen: Seen) -> list[int] | None:
            chosen = [row["id"] for row in seen.rows if row["selected"]] == [job_id]
            place: list[int] = seen.buttons[button]["at"]
            return place if chosen and seen.buttons[button]["enabled"] else None

        self.mouse.click(*self.wait(ready, f"the row was clicked, but {button} cannot be pressed", 10))

    def shown_of(self, job_id: str) -> list[Row]:
        """How that row looked, time after time."""
        return [row for seen in self.history() for row in seen.rows if row["id"] == job_id]


@contextmanager
def studio_on(screen: str, home: Path, folder: Path) -> Iterator[StudioProcess]:
    """Until the block ends; the window must not have complained of anything."""
    clean = {name: value for name, value in os.environ.items() if not name.startswith("RUSHES_")}
    (home / "studio.ini").write_text("[General]\nwelcomed=yes\n", encoding="utf-8")
    log, seen = folder / "studio.log", folder / "studio.seen"
    command = [sys.executable, "-m", "tests.gui.helpers.watched_studio", str(seen), "--home", str(home)]
    with open(log, "wb") as out:
        environ = {**clean, "DISPLAY": screen, "QT_QPA_PLATFORM": "xcb"}
        process = subprocess.Popen(command, cwd=REPOSITORY, env=environ, stdout=out, stderr=out)
    mouse = Mouse(screen)
    try:
        window = StudioProcess(process, seen, mouse)
        window.wait(lambda look: look.connection == "Connected", "the window did not find the server", 30)
        yield window
    finally:
        process.terminate()
        process.wait(10)
        mouse.close()
    assert log.read_text(encoding="utf-8", errors="replace") == ""
