"""Which signals ask a program to end."""

from __future__ import annotations

import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager


def end_signals() -> list[signal.Signals]:
    """Ctrl-C, `kill`, and the end of the terminal unless the program is to outlive it (nohup)."""
    hangup = [number for number in signal.Signals if number.name == "SIGHUP"]  # Windows has none
    return [signal.SIGINT, signal.SIGTERM, *(one for one in hangup if signal.getsignal(one) is not signal.SIG_IGN)]


@contextmanager
def ending_as_ctrl_c() -> Iterator[None]:
    """Whatever asks this process to end raises KeyboardInterrupt meanwhile. Only a main thread can have it so."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    numbers = [one for one in end_signals() if signal.getsignal(one) is signal.SIG_DFL]
    for number in numbers:
        signal.signal(number, signal.default_int_handler)
    try:
        yield
    finally:
        for number in numbers:
            signal.signal(number, signal.SIG_DFL)
