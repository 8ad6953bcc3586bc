"""`rushes-studio` itself, with somebody beside it who writes down what it shows: python -m … FILE [OPTIONS…]

Each line of FILE is the window at a moment, as JSON; see Seen in studio_process.py.
"""

from __future__ import annotations

import json
import sys
import zlib
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from PySide6.QtCore import QObject, QPoint, QRect, QTimer
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QWidget

from studio import app, desktop
from studio.models.rows import NAME, PROGRESS, STATUS
from studio.views.main_window import MainWindow

LOOK_MS = 100


class Eye(QObject):
    """Looks every 100 ms."""

    def __init__(self, studio: desktop.Studio, file: Path) -> None:
        super().__init__(studio)
        self._studio, self._last = studio, ""
        self._file = file.open("w", encoding="utf-8", buffering=1)
        self._timer = QTimer(self)
        self._timer.timeout.connect(self._look)
        self._timer.start(LOOK_MS)

    def _look(self) -> None:
        window = self._studio.window
        seen = {
            "connection": window.bottom.connection.text(),
            "sentence": window.info.sentence(),
            "watches": window.side.watch_list.count(),
            "rows": [self._row(position) for position in range(self._studio.model.rowCount())],
            "buttons": {name: _button(window, name) for name in ("cancel", "retry")},
        }
        line = json.dumps(seen)
        if line != self._last:
            self._last = line
            self._file.write(line + "\n")

    def _row(self, position: int) -> dict[str, Any]:
        table, row = self._studio.window.table, self._studio.model.row_at(position)
        cell = table.visualRect(self._studio.model.index(position, NAME))
        bar = table.visualRect(self._studio.model.index(position, PROGRESS))
        return {
            "id": row.id,
            "kind": row.job["kind"],
            "name": row.texts[NAME],
            "status": row.status,
            "words": row.texts[STATUS],
            "progress": row.fraction,
            "at": _middle(table.viewport(), cell),
            "painted": _painted(table.viewport(), bar),
            "selected": row.id in table.selected_ids(),
            "hint": str((row.job.get("error") or {}).get("message") or row.job.get("reason") or ""),
        }


def _button(window: MainWindow, name: str) -> dict[str, Any]:
    button = window.tools.widgetForAction(window.actions_by_name[name])
    return {"at": _middle(button, button.rect()), "enabled": button.isEnabled()}


def _middle(widget: QWidget, rect: QRect) -> list[int]:
    point: QPoint = widget.mapToGlobal(rect.center())
    return [point.x(), point.y()]


def _painted(widget: QWidget, rect: QRect) -> int:
    """A number for the pixels that the screen shows there."""
    corner = widget.mapToGlobal(rect.topLeft())
    picture = QGuiApplication.primaryScreen().grabWindow(0, corner.x(), corner.y(), rect.width(), rect.height())
    image = picture.toImage()
    return zlib.crc32(bytes(image.constBits())) if not image.isNull() else 0


def main(file: Path, options: Sequence[str]) -> int:
    class WatchedStudio(desktop.Studio):
        def start(self, uris: Sequence[str] = ()) -> None:
            super().start(uris)
            Eye(self, file)

    desktop.Studio = WatchedStudio
    return app.run(options, {})


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]), sys.argv[2:]))
