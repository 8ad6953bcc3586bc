"""What an editor's hands do in the window, for tests to do."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from studio.desktop import Studio
from tests.gui.helpers.fake_dialogs import FakeDialogs
from tests.gui.helpers.fake_server import FakeServer
from tests.gui.helpers.sample_jobs import demo_jobs, job_id

BOTH = Qt.DropAction.CopyAction | Qt.DropAction.MoveAction
MIDDLE = QPoint(400, 300)


def fill(studio: Studio, server: FakeServer, qtbot: QtBot, *jobs: dict[str, Any]) -> None:
    server.put(*(jobs or demo_jobs()))
    with qtbot.waitSignals([studio.feed.loaded, studio.feed.counted]):
        studio.feed.reload()
    qtbot.waitUntil(lambda: bool(server.listeners))


def choose(studio: Studio, *numbers: int) -> None:
    studio.window.table.select_ids({job_id(number) for number in numbers})


def shown_ids(studio: Studio) -> list[str]:
    """Of all rows, in their order."""
    return [studio.model.row_at(position).id for position in range(studio.model.rowCount())]


def dialogs(studio: Studio) -> FakeDialogs:
    asked = studio.deeds._dialogs
    assert isinstance(asked, FakeDialogs)
    return asked


def act(studio: Studio, name: str) -> None:
    studio.window.actions_by_name[name].trigger()


def mime(*urls: str, text: str = "") -> QMimeData:
    data = QMimeData()
    if urls:
        data.setUrls([QUrl.fromEncoded(url.encode()) for url in urls])
    if text:
        data.setText(text)
    return data


def drag_over(target: QWidget, data: QMimeData, at: QPoint = MIDDLE) -> QDragEnterEvent:
    event = QDragEnterEvent(
        at, Qt.DropAction.MoveAction, data, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    )
    target.dragEnterEvent(event)
    return event


def drop_on(target: QWidget, data: QMimeData, offered: Qt.DropAction = BOTH, at: QPoint = MIDDLE) -> QDropEvent:
    event = QDropEvent(QPointF(at), offered, data, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier)
    target.dropEvent(event)
    return event
