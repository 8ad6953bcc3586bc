"""What a server tells others about jobs that ended: it counts them for Prometheus, and calls webhooks."""

from __future__ import annotations

import json
import logging
import threading
from collections.abc import Callable
from contextlib import AbstractContextManager
from pathlib import Path
from typing import TYPE_CHECKING

from server.services.endings import Endings
from server.services.figures import Figures
from server.services.webhooks import Webhooks
from server.system.post import HttpPost, check_secret
from server.system.state import write_state

if TYPE_CHECKING:
    from server.bootstrap import App

FILE_NAME = "webhooks.json"
COUNT_SECONDS = 5.0  # whoever asks for figures does so every ten or more
LOOK_SECONDS = 1.0
_LOG = logging.getLogger(__name__)


class Outbox:
    """Two threads while the server runs: a receiver that does not answer does not hold up the counting."""

    def __init__(
        self, figures: Figures, webhooks: Webhooks | None, session: Callable[[], AbstractContextManager[None]]
    ) -> None:
        self._figures = figures
        self._webhooks = webhooks
        self._session = session
        self._stopping = threading.Event()
        self._threads: list[threading.Thread] = []

    def start(self) -> None:
        tasks = {"figures": self._count} | ({"webhooks": self._webhooks.deliver} if self._webhooks else {})
        for name, task in tasks.items():
            thread = threading.Thread(target=self._run, args=(task,), name=name, daemon=True)
            self._threads.append(thread)
            thread.start()

    def stop(self) -> None:
        self._stopping.set()
        for thread in self._threads:
            thread.join()

    def _count(self) -> float:
        self._figures.look()
        return COUNT_SECONDS

    def _run(self, task: Callable[[], float]) -> None:
        """`task` says how long to wait until it is done again."""
        with self._session():
            pause = 0.0
            while not self._stopping.wait(pause):
                try:
                    pause = task()
                except Exception:  # noqa: BLE001  loop top: a full disk or a locked database passes
                    pause = LOOK_SECONDS
                    _LOG.exception("jobs that ended could not be told of, it is tried again")


def webhooks_of(app: App) -> Webhooks | None:
    """None where the settings name no receiver. Raises ConfigError."""
    told = app.settings.webhooks
    if told.url is None:
        return None
    file = app.home / FILE_NAME
    endings = Endings(app.ledger, _kept_mark(file))
    write_state(file, {"mark": endings.mark})  # what ends from now on is told, whenever
    post, secret = HttpPost(told.url), check_secret(told.secret)
    return Webhooks(endings, post, secret, app.clock, lambda mark: write_state(file, {"mark": mark}))


def _kept_mark(file: Path) -> int | None:
    try:
        return int(json.loads(file.read_text(encoding="utf-8"))["mark"])
    except (OSError, ValueError, KeyError, TypeError):
        return None
