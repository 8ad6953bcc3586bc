"""Whether anybody uses the server: a server that was started for one errand ends when nobody does."""

from __future__ import annotations

import time
from collections.abc import Callable

from starlette.types import ASGIApp, Receive, Scope, Send


class Activity:
    """Counts requests under way, streams too. Belongs to the event loop."""

    def __init__(self, now: Callable[[], float] = time.monotonic) -> None:
        self._now = now
        self._open = 0
        self._last = now()

    @property
    def idle_seconds(self) -> float:
        """Since the last request ended; 0 while one is under way."""
        return 0.0 if self._open else self._now() - self._last

    def counted(self, app: ASGIApp) -> ASGIApp:
        async def count(scope: Scope, receive: Receive, send: Send) -> None:
            self._open += 1
            try:
                await app(scope, receive, send)
            finally:
                self._open -= 1
                self._last = self._now()

        return count
