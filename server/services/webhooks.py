"""Tells another program that a job ended: signed, in order, again until it is taken, over restarts too."""

from __future__ import annotations

import hmac
import json
import logging
from collections.abc import Callable, Mapping
from datetime import timedelta
from typing import Protocol

from server import __version__
from server.domain.job import Job
from server.domain.upkeep import LANE as UPKEEP_LANE
from server.errors import EnvironmentFault
from server.ports import Clock
from server.schema import job_json, time_text
from server.services.endings import Endings

FIRST_PAUSE_SECONDS = 1.0
LONGEST_PAUSE_SECONDS = 300.0
KEPT_FOR = timedelta(hours=24)
_LOG = logging.getLogger(__name__)


class Post(Protocol):
    """The other program."""

    def __call__(self, body: bytes, headers: Mapping[str, str]) -> None:
        """Raises EnvironmentFault unless it took the message."""
        ...


class Webhooks:
    """The ledger's history is the outbox, and a mark in it all that has to be kept: what ended after it is sent once
    more after a crash, so the receiver goes by the message's `id`. For one thread."""

    def __init__(
        self, endings: Endings, post: Post, secret: str, clock: Clock, remember: Callable[[int], None]
    ) -> None:
        self._endings = endings
        self._post = post
        self._secret = secret.encode()
        self._clock = clock
        self._remember = remember
        self._failures = 0
        self._taken: set[str] = set()  # of those after the mark

    def deliver(self) -> float:
        """Sends what ended; for how many seconds to leave it alone then: longer after each failure."""
        while True:
            mark, ended = self._endings.next()
            if mark == self._endings.mark:
                return FIRST_PAUSE_SECONDS
            try:
                for job in ended:
                    self._send(job)
            except EnvironmentFault as fault:
                self._failures += 1
                _LOG.warning("a webhook was not taken, it is tried again: %s", fault.message)
                return float(min(FIRST_PAUSE_SECONDS * 2 ** min(self._failures, 16), LONGEST_PAUSE_SECONDS))
            self._failures, self._endings.mark = 0, mark
            self._taken.clear()
            self._remember(mark)

    def _send(self, job: Job) -> None:
        if job.queue == UPKEEP_LANE or job.completed_at is None:
            return
        now = self._clock.now()
        if now - job.completed_at > KEPT_FOR:
            _LOG.warning("the webhook of job %s was not taken for a day, it is given up", job.id)
            return
        ended = time_text(job.completed_at)
        name = f"{job.id}@{ended}"
        if name in self._taken:
            return
        message = {"id": name, "event": f"job.{job.status.value}", "at": ended, "job": job_json(job)}
        body = json.dumps(message, separators=(",", ":")).encode()
        stamp = str(int(now.timestamp()))
        self._post(body, headers_for(body, stamp, self._secret))
        self._taken.add(name)


def headers_for(body: bytes, stamp: str, secret: bytes) -> dict[str, str]:
    """The signature is of `stamp`, a dot and the body: an old message cannot be sent again under a new time."""
    signature = hmac.new(secret, stamp.encode() + b"." + body, "sha256").hexdigest()
    return {
        "Content-Type": "application/json",
        "User-Agent": f"Rushes/{__version__}",
        "X-Rushes-Timestamp": stamp,
        "X-Rushes-Signature": f"sha256={signature}",
    }
