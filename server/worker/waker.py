"""Looks every few seconds whether waiting jobs can go on."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable
from contextlib import AbstractContextManager

WAKE_SECONDS = 3.0
_LOG = logging.getLogger(__name__)


def start_waker(
    wake: Callable[[], object], session: Callable[[], AbstractContextManager[None]], stop: threading.Event
) -> threading.Thread:
    """A thread of its own, until `stop`: a share that hangs holds up nobody who wants to cancel."""
    thread = threading.Thread(target=_run, args=(wake, session, stop), name="waker", daemon=True)
    thread.start()
    return thread


def _run(
    wake: Callable[[], object], session: Callable[[], AbstractContextManager[None]], stop: threading.Event
) -> None:
    with session():
        while not stop.wait(WAKE_SECONDS):
            try:
                wake()
            except Exception:  # noqa: BLE001  loop top: a full disk or a locked database passes
                _LOG.exception("looking whether waiting jobs can go on failed, it is tried again")
