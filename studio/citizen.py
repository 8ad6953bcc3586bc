"""Good manners on somebody's desktop: one notice a batch, no sleep while there is work."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from studio.awake import Awake
from studio.models.rows import filter_counts
from studio.words import tr

Tell = Callable[[str], None]


class Citizen(QObject):
    """Hears the counts. `tell` gets the sentence of a batch that is done while nobody looks at the window."""

    def __init__(self, window: QWidget, awake: Awake, tell: Tell) -> None:
        super().__init__(window)
        self._window, self._awake, self._tell = window, awake, tell
        self._before: dict[str, int] | None = None  # as the batch began

    def on_counted(self, by_status: Mapping[str, int]) -> None:
        counts = filter_counts(by_status)
        self._awake.hold(counts["running"] > 0)
        busy = counts["running"] + counts["waiting"] > 0
        if busy and self._before is None:
            self._before = counts
        elif not busy and self._before is not None:
            words = batch_words(self._before, counts)
            self._before = None
            if words and not self._window.isActiveWindow():
                self._tell(words)

    def close(self) -> None:
        self._awake.hold(False)


def batch_words(before: Mapping[str, int], after: Mapping[str, int]) -> str:
    """Empty where nothing came of it."""
    done, failed = (after[name] - before[name] for name in ("done", "failed"))
    parts = [tr("{n} jobs are done", "{n} job is done", done)] if done > 0 else []
    parts += [tr("{n} jobs failed", "{n} job failed", failed)] if failed > 0 else []
    return ", ".join(parts) + ("." if parts else "")
