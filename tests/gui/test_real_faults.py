"""What goes wrong with a real server at the start: a sentence, and a way on that works."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from studio.desktop import Studio
from tests.gui.helpers.real_home import ending_server
from tests.gui.test_real_server import PATIENCE_MS, open_window
from tests.helpers.serving import serving


@pytest.fixture
def home(tmp_path: Path) -> Iterator[Path]:
    home = tmp_path / "home"
    home.mkdir()
    with ending_server(home):
        yield home


def connected(studio: Studio) -> bool:
    return studio.window.bottom.connection.text() == "Connected" and not studio.window.info.sentence()


def says(studio: Studio, words: str) -> bool:
    return words in studio.window.info._tail.text()


def test_settings_of_the_server_that_cannot_be_read(qtbot: QtBot, qapp: QApplication, home: Path) -> None:
    config = home / "config.toml"
    config.write_text("[queue\n", encoding="utf-8")
    with open_window(qapp, home) as studio:
        qtbot.waitUntil(lambda: says(studio, "config.toml"), timeout=PATIENCE_MS)
        assert "Traceback" not in studio.window.info._tail.text()
        config.write_text("", encoding="utf-8")
        studio.window.info._button.click()
        qtbot.waitUntil(lambda: connected(studio), timeout=PATIENCE_MS)


def test_a_token_that_was_changed_under_the_server(qtbot: QtBot, qapp: QApplication, home: Path) -> None:
    with serving(home) as served, open_window(qapp, home) as studio:
        qtbot.waitUntil(lambda: connected(studio), timeout=PATIENCE_MS)
        (home / "token").write_text("x" * 40, encoding="ascii")
        studio.feed.stream.stop()
        studio.link.look()
        qtbot.waitUntil(lambda: "does not accept" in studio.window.info.sentence(), timeout=PATIENCE_MS)
        studio.window.info._button.click()
        assert served.process.wait(30) is not None
        qtbot.waitUntil(lambda: connected(studio), timeout=PATIENCE_MS)
