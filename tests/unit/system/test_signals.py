"""Which signals ask a program to end, and that they end it in order."""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Iterator

import pytest

from server.system.signals import end_signals, ending_as_ctrl_c

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="Windows ends programs in another way")


@pytest.fixture(autouse=True)
def as_before() -> Iterator[None]:
    before = {number: signal.getsignal(number) for number in (signal.SIGTERM, signal.SIGHUP)}
    for number in before:
        signal.signal(number, signal.SIG_DFL)
    yield
    for number, handler in before.items():
        signal.signal(number, handler)


@pytest.mark.parametrize("name", ["SIGTERM", "SIGHUP"])
def test_kill_and_the_end_of_the_terminal_interrupt(name: str) -> None:
    number = signal.Signals[name]
    with pytest.raises(KeyboardInterrupt), ending_as_ctrl_c():
        os.kill(os.getpid(), number)
    assert signal.getsignal(number) is signal.SIG_DFL


def test_a_program_that_outlives_its_terminal_goes_on() -> None:
    signal.signal(signal.SIGHUP, signal.SIG_IGN)
    assert end_signals() == [signal.SIGINT, signal.SIGTERM]
    with ending_as_ctrl_c():
        os.kill(os.getpid(), signal.SIGHUP)
