"""One window a home."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtNetwork import QLocalSocket
from pytestqt.qtbot import QtBot

from studio.single import SingleInstance


def test_the_second_start_hands_its_paths_to_the_first(tmp_path: Path, qtbot: QtBot, qapp: object) -> None:
    first, second = SingleInstance(tmp_path), SingleInstance(tmp_path)
    assert first.take()
    assert not second.take()
    with qtbot.waitSignal(first.handed_over) as told:
        assert second.hand_over(["file:///a%FF.mov"])
    assert told.args == [["file:///a%FF.mov"]]
    first.release()


def test_another_home_has_a_window_of_its_own(tmp_path: Path, qapp: object) -> None:
    homes = [tmp_path / "a", tmp_path / "b"]
    for home in homes:
        home.mkdir()
    windows = [SingleInstance(home) for home in homes]
    assert all(window.take() for window in windows)
    for window in windows:
        window.release()


def test_a_window_that_was_closed_makes_room(tmp_path: Path, qapp: object) -> None:
    first = SingleInstance(tmp_path)
    assert first.take()
    first.release()
    second = SingleInstance(tmp_path)
    assert second.take()
    second.release()


def test_nobody_there_is_no_hand_over(tmp_path: Path, qapp: object) -> None:
    assert not SingleInstance(tmp_path).hand_over([])


def test_nonsense_from_another_program_is_passed_over(tmp_path: Path, qtbot: QtBot, qapp: object) -> None:
    first = SingleInstance(tmp_path)
    first.take()
    with qtbot.assertNotEmitted(first.handed_over, wait=200):
        socket = QLocalSocket()
        socket.connectToServer(first._name)
        assert socket.waitForConnected(1000)
        socket.write(b'{"not": a list\n')
        socket.waitForBytesWritten(1000)
        qtbot.wait(100)
        socket.abort()
    first.release()
