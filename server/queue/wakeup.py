"""A datagram on the loopback says that a lane has work: an idle worker starts within milliseconds and costs nothing.

It carries the lane's name and no more; lost ones cost seconds, forged ones a look at the queue.
"""

from __future__ import annotations

import contextlib
import socket
import threading
from collections.abc import Iterable

_LOOPBACK = "127.0.0.1"
_LONGEST_BYTES = 64


class WakeUp:
    """The ear of one worker process, shared by its lanes. `port` goes into the worker's entry in the registry."""

    def __init__(self, lanes: Iterable[str]) -> None:
        self._calls = dict.fromkeys(lanes, 0)
        self._called = threading.Condition()
        self._closed = False
        self._socket = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        self._socket.bind((_LOOPBACK, 0))
        self.port: int = self._socket.getsockname()[1]
        self._thread = threading.Thread(target=self._listen, name="wake-up", daemon=True)
        self._thread.start()

    def _listen(self) -> None:
        while not self._closed:
            try:
                lane = self._socket.recv(_LONGEST_BYTES).decode("ascii", "replace")
            except OSError:
                # Windows reports an unreachable earlier receiver here; a closed socket ends the loop.
                continue
            self.call(lane)

    def call(self, lane: str) -> None:
        """Wakes those who wait for `lane`; a name that is no lane wakes nobody."""
        with self._called:
            if lane in self._calls:
                self._calls[lane] += 1
                self._called.notify_all()

    def calls(self, lane: str) -> int:
        """How often the lane was called so far; to be read before looking at the queue, and given to `wait`."""
        with self._called:
            return self._calls[lane]

    def wait(self, lane: str, seen: int, seconds: float) -> None:
        """Until the lane is called once more than `seen` times, `close` or `seconds`."""
        with self._called:
            self._called.wait_for(lambda: self._closed or self._calls[lane] != seen, seconds)

    def close(self) -> None:
        with self._called:
            if self._closed:
                return
            self._closed = True
            self._called.notify_all()
        send_wake_up(self.port, "")  # ends a recv that waits
        self._thread.join()
        self._socket.close()


def send_wake_up(port: int, lane: str) -> None:
    """May be lost; never raises."""
    with contextlib.suppress(OSError), socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as sender:
        sender.sendto(lane.encode("ascii", "replace"), (_LOOPBACK, port))
