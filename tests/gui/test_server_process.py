"""Finding a home's server, or starting one; here the programs started are stand-ins that go wrong."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from server.client import ServerInfo
from studio import server_process
from studio.server_process import STARTS_AT_MOST, ServerLink, server_command, tail_of

Link = Callable[..., ServerLink]


@pytest.fixture
def make_link(tmp_path: Path, qapp: object, monkeypatch: pytest.MonkeyPatch) -> Iterator[Link]:
    monkeypatch.setattr(server_process, "SECOND_LOOK_MS", 50)
    links: list[ServerLink] = []

    def make(*command: str) -> ServerLink:
        def started(_home: Path) -> Sequence[str]:
            return command

        links.append(ServerLink(tmp_path, started))
        return links[-1]

    yield make
    for link in links:
        link.close()
        for process in (link._process, link._served):
            if process is not None:
                process.kill()
                process.wait()


def test_a_server_that_ends_is_told_with_what_it_wrote_last(make_link: Link, qtbot: QtBot) -> None:
    link = make_link(sys.executable, "-c", "print('Port 8765 is taken.'); raise SystemExit(2)")
    with qtbot.waitSignal(link.failed) as told:
        link.look()
    assert tuple(told.args) == ("The Rushes server ended with exit code 2.", "Port 8765 is taken.")


def test_a_server_that_never_answers_is_told(make_link: Link, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(server_process, "PATIENCE_SECONDS", 0.3)
    link = make_link(sys.executable, "-c", "import time; time.sleep(60)")
    with qtbot.waitSignal(link.failed) as told:
        link.look()
    assert told.args[0] == "The Rushes server was started but does not answer."


def test_a_program_that_is_not_there_is_told(make_link: Link, qtbot: QtBot) -> None:
    link = make_link("/no/such/program")
    with qtbot.waitSignal(link.failed) as told:
        link.look()
    assert told.args[0] == "The Rushes server could not be started: No such file or directory."


def test_a_server_that_keeps_ending_is_not_started_for_ever(make_link: Link, qtbot: QtBot) -> None:
    link = make_link(sys.executable, "-c", "")
    sentences = []
    for _ in range(STARTS_AT_MOST + 1):
        with qtbot.waitSignal(link.failed) as told:
            link.look()
        sentences.append(told.args[0])
    assert sentences[-1] == f"The Rushes server ended {STARTS_AT_MOST} times within a minute."
    with qtbot.waitSignal(link.starting):
        link.start_again()
    with qtbot.waitSignal(link.failed):
        pass


def test_a_server_that_ends_after_a_good_start_is_started_again(
    make_link: Link, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """At once, not by hand: what it was doing goes on."""
    (tmp_path / "token").write_text("x" * 40)
    link = make_link(sys.executable, "-c", "import time; time.sleep(60)")
    running = ServerInfo("http://127.0.0.1:1", 1, "0.1.0")
    monkeypatch.setattr(
        server_process, "find_server", lambda _home: running if link._process and link._process.poll() is None else None
    )
    with qtbot.waitSignal(link.ready):
        link.look()
    assert link._served is not None
    monkeypatch.setattr(server_process, "find_server", lambda _home: None)
    link._served.kill()
    link._served.wait()
    with qtbot.waitSignals([link.starting], raising=True):
        link.look()
    assert link._process is not None


def test_the_server_is_ours_wherever_the_window_was_started(tmp_path: Path) -> None:
    assert server_command(tmp_path)[:3] == [sys.executable, "-P", "-m"]


def test_the_tail_of_a_log_is_short(tmp_path: Path) -> None:
    log = tmp_path / "log"
    log.write_bytes(b"\xff first\n" + b"line\n" * 20_000 + b"last\n")
    assert tail_of(log, 2) == "line\nlast"
    assert tail_of(tmp_path / "none") == ""
