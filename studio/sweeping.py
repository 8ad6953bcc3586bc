"""Python's garbage collector, kept from stopping the window for a tenth of a second in the middle of a movement, and
in the window's thread: swept by another one, Qt's objects would end beside their own thread, which crashes."""

from __future__ import annotations

import gc

from PySide6.QtCore import QObject, Qt, QTimer
from PySide6.QtGui import QGuiApplication

SMALL_MS = 2_000
WHOLE_AFTER = 30  # small sweeps; at once where nobody works in the window


class Sweeping(QObject):
    """Young objects every two seconds, all of them when nobody works in the window, at the latest after ten minutes."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._small = 0
        gc.collect()
        gc.freeze()  # what is there at the start stays
        gc.disable()
        self._timer = QTimer(self)
        self._timer.timeout.connect(self._sweep)
        self._timer.start(SMALL_MS)

    def _sweep(self) -> None:
        self._small += 1
        active = QGuiApplication.applicationState() == Qt.ApplicationState.ApplicationActive
        if self._small >= 10 * WHOLE_AFTER or (self._small >= WHOLE_AFTER and not active):
            self._small = 0
            gc.collect()
        else:
            gc.collect(1)
