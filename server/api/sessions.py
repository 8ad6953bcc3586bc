"""Browsers that were let in: one-time codes, and what a browser gets for one."""

from __future__ import annotations

import secrets
import time
from collections import OrderedDict, deque
from collections.abc import Callable
from dataclasses import dataclass
from hashlib import sha256

from server.domain.access import Caller

CODE_SECONDS = 60.0
IDLE_SECONDS = 12 * 3600.0
LONGEST_SECONDS = 7 * 24 * 3600.0
_MOST_CODES = 32
_MOST_SESSIONS = 256
_MOST_PEERS = 1024
_BYTES = 32


@dataclass
class _Session:
    caller: Caller
    began: float
    used: float


class Sessions:
    """Kept in memory, by hash: a server that starts anew lets everybody sign in again. Belongs to the event loop."""

    def __init__(self, now: Callable[[], float] = time.monotonic) -> None:
        self._now = now
        self._codes: OrderedDict[str, tuple[Caller, float]] = OrderedDict()
        self._sessions: OrderedDict[str, _Session] = OrderedDict()

    def new_code(self, caller: Caller) -> str:
        """Opens one session of `caller`, once, within `CODE_SECONDS`."""
        code = secrets.token_urlsafe(_BYTES)
        self._codes[_hash(code)] = caller, self._now() + CODE_SECONDS
        while len(self._codes) > _MOST_CODES:
            self._codes.popitem(last=False)
        return code

    def redeem(self, code: str) -> tuple[str, Caller] | None:
        """(secret of the new session, whose it is); None for a code that was used, is too old or never was."""
        caller, until = self._codes.pop(_hash(code), (None, 0.0))
        if caller is None or self._now() > until:
            return None
        secret, now = secrets.token_urlsafe(_BYTES), self._now()
        self._sessions[_hash(secret)] = _Session(caller, now, now)
        while len(self._sessions) > _MOST_SESSIONS:
            self._sessions.popitem(last=False)
        return secret, caller

    def who(self, secret: str) -> Caller | None:
        session, now = self._sessions.get(_hash(secret)), self._now()
        if session is None or now - session.used > IDLE_SECONDS or now - session.began > LONGEST_SECONDS:
            self.end(secret)
            return None
        session.used = now
        return session.caller

    def end(self, secret: str) -> None:
        self._sessions.pop(_hash(secret), None)


class Failures:
    """Who gave wrong tokens or codes lately. Belongs to the event loop."""

    def __init__(self, most: int = 20, seconds: float = 60.0, now: Callable[[], float] = time.monotonic) -> None:
        self._most = most
        self._seconds = seconds
        self._now = now
        self._of: OrderedDict[str, deque[float]] = OrderedDict()

    def note(self, peer: str) -> bool:
        """Whether that was one too many within the time. Right tokens are taken all the same: another program on
        the same machine must not be able to lock people out."""
        times = self._of.setdefault(peer, deque(maxlen=self._most))
        self._of.move_to_end(peer)
        while len(self._of) > _MOST_PEERS:
            self._of.popitem(last=False)
        full = len(times) == self._most and self._now() - times[0] < self._seconds
        times.append(self._now())
        return full


def _hash(secret: str) -> str:
    return sha256(secret.encode("utf-8", "surrogatepass")).hexdigest()
