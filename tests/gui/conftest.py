"""Fixtures of the window's tests. They run in a pytest process of their own, without a display."""

from __future__ import annotations

import gc
import os
import threading
from collections.abc import Iterator
from pathlib import Path

# Before anything builds a QApplication. The tests that need a real display start one and run the window beside it.
os.environ["QT_QPA_PLATFORM"] = "offscreen"

import pytest
from PySide6.QtCore import QEvent, QLocale
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from studio.desktop import Studio
from studio.theme import Theme
from tests.gui.helpers.fake_dialogs import FakeDialogs
from tests.gui.helpers.fake_server import FakeServer, running_fake


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Whatever Qt complains about fails the test that made it complain."""
    here = Path(__file__).parent
    for item in items:
        if here in item.path.parents:
            item.add_marker(pytest.mark.qt_log_level_fail("WARNING"))
            item.add_marker(pytest.mark.qt_log_ignore("This plugin does not support (propagateSizeHints|raise)"))


@pytest.fixture(scope="module", autouse=True)
def _swept_in_this_thread() -> Iterator[None]:
    """As in the window (studio/sweeping.py): else a fake server's thread ends Qt's objects."""
    gc.disable()
    yield
    gc.collect()


@pytest.fixture(scope="session", autouse=True)
def _numbers_are_english() -> None:
    """As in a window that speaks English, whatever this machine speaks."""
    QLocale.setDefault(QLocale(QLocale.Language.English))


@pytest.fixture(autouse=True)
def _no_thread_is_left() -> Iterator[None]:
    before = set(threading.enumerate())
    yield
    left = [thread for thread in threading.enumerate() if thread not in before and not thread.daemon]
    for thread in left:
        thread.join(5)
    assert not [thread for thread in left if thread.is_alive()]


@pytest.fixture
def server() -> Iterator[FakeServer]:
    with running_fake() as fake:
        yield fake


@pytest.fixture
def theme(qapp: QApplication) -> Theme:
    return Theme(qapp, "light")


@pytest.fixture
def studio(qtbot: QtBot, qapp: QApplication, tmp_path: Path, server: FakeServer) -> Iterator[Studio]:
    """A window on the fake server, shown and connected."""
    window = Studio(qapp, tmp_path, make_dialogs=lambda _parent: FakeDialogs())
    window.settings.told_that_jobs_go_on = True
    window.window.show()
    with qtbot.waitSignals([window.feed.loaded, window.feed.presets, window.feed.watches, window.feed.counted]):
        window.feed.connect_to(server.url, server.token)
    yield window
    window.close()
    window.window.deleteLater()
    qapp.sendPostedEvents(None, int(QEvent.Type.DeferredDelete))  # here, and not in the middle of the next test
