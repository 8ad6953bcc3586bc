"""Browsers that were let in: one-time codes, and what a browser gets for one."""

from __future__ import annotations

import json
import logging
import secrets
import time
from collections import OrderedDict, deque
from collections.abc import Callable
from dataclasses import asdict, dataclass
from hashlib import sha256
from pathlib import Path

from server.domain.access import Caller, Scope
from server.errors import HomeUnusable
from server.system.state import write_state

CODE_SECONDS = 60.0
IDLE_SECONDS = 12 * 3600.0
LONGEST_SECONDS = 7 * 24 * 3600.0
FILE_NAME = "sessions.json"
_KEPT_SECONDS = 300.0  # the file may be so much behind in when a session was used
_MOST_CODES = 32
_MOST_SESSIONS = 256
_MOST_PEERS = 1024
_BYTES = 32
_LOG = logging.getLogger(__name__)


@dataclass
class _Session:
    """`key`: of the token it came by. Seconds since 1970."""

    name: str
    key: str
    began: float
    used: float

    def is_over(self, now: float) -> bool:
        """Whichever way the clock was set meanwhile."""
        return abs(now - self.used) > IDLE_SECONDS or abs(now - self.began) > LONGEST_SECONDS


class Sessions:
    """Known by hash, and kept in `file`, so that a server that starts anew still knows its browsers. Without it, or
    where it cannot be read, everybody signs in again. Belongs to the event loop."""

    def __init__(self, now: Callable[[], float] = time.time, file: Path | None = None) -> None:
        self._now = now
        self._file = file
        self._codes: OrderedDict[str, tuple[Caller, float]] = OrderedDict()
        self._sessions: OrderedDict[str, _Session] = OrderedDict(_read(file) if file else {})
        self._kept_at = now()

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
        self._sessions[_hash(secret)] = _Session(caller.name, caller.key, now, now)
        while len(self._sessions) > _MOST_SESSIONS:
            self._sessions.popitem(last=False)
        self._keep()
        return secret, caller

    def who(self, secret: str) -> Caller | None:
        """By which token a browser came in; what that may do is for `Keys.again` to say, so it is the least here."""
        session, now = self._sessions.get(_hash(secret)), self._now()
        if session is None or session.is_over(now):
            self.end(secret)
            return None
        session.used = now
        if now - self._kept_at > _KEPT_SECONDS:
            self._keep()
        return Caller(session.name, Scope.READ, (), session.key)

    def end(self, secret: str) -> None:
        if self._sessions.pop(_hash(secret), None) is not None:
            self._keep()

    def _keep(self) -> None:
        now = self._kept_at = self._now()
        open_still = {known: asdict(one) for known, one in self._sessions.items() if not one.is_over(now)}
        if self._file is None:
            return
        try:
            write_state(self._file, {"sessions": open_still})
        except HomeUnusable as fault:  # a full disk keeps nobody out
            _LOG.warning("browsers will have to sign in again after a restart: %s", fault.message)


def _read(file: Path) -> dict[str, _Session]:
    try:
        listed = json.loads(file.read_text(encoding="utf-8"))["sessions"]
        return {
            known: _Session(str(o["name"]), str(o["key"]), float(o["began"]), float(o["used"]))
            for known, o in listed.items()
        }
    except FileNotFoundError:
        return {}
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        _LOG.warning("%s cannot be read: browsers have to sign in again", file)
        return {}


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
