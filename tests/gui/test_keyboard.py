"""Everything in view is reached by the Tab key, and says what it is."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QAbstractSlider,
    QAbstractSpinBox,
    QApplication,
    QComboBox,
    QHeaderView,
    QLineEdit,
    QPlainTextEdit,
    QScrollBar,
    QToolBar,
    QWidget,
)
from pytestqt.qtbot import QtBot

from tests.gui.screenshots import DIALOGS, pictured

CONTROLS = (
    *(QAbstractButton, QAbstractItemView, QAbstractSlider, QAbstractSpinBox, QComboBox, QLineEdit, QPlainTextEdit),
)
MOST_STEPS = 300
SCREENS = (
    *("empty", "running", "failed", "no-server", "plan", "catalogue", "catalogue-list", "watches", "presets", "luts"),
    *("storage", "lanes"),
)


def controls(whole: QWidget) -> Iterator[QWidget]:
    """What one can press, choose from or type into; not the parts of such a thing."""
    for widget in whole.findChildren(QWidget):
        if not isinstance(widget, CONTROLS) or isinstance(widget, QHeaderView | QScrollBar):
            continue
        if not widget.isVisible() or not widget.isEnabled() or widget.objectName().startswith("qt_"):
            continue
        above = widget.parent()
        if not isinstance(above, QAbstractSpinBox | QComboBox | QToolBar | QLineEdit):
            yield widget


def reached(window: QWidget) -> list[QWidget]:
    """Where the Tab key leads, step by step, until it comes round."""
    window.activateWindow()
    assert QTest.qWaitForWindowActive(window)
    seen: list[QWidget] = []
    for _ in range(MOST_STEPS):
        QTest.keyClick(QApplication.focusWidget() or window, Qt.Key.Key_Tab)
        now = QApplication.focusWidget()
        if now is not None and now not in seen:
            seen.append(now)
        elif len(seen) > 1 and now is seen[0]:
            break  # round; what stays is a field of several parts, such as hours and minutes
    return seen


def missing(window: QWidget, whole: QWidget) -> list[str]:
    steps = reached(window)
    groups = {id(one.group()) for one in steps if isinstance(one, QAbstractButton) and one.group() is not None}
    lost = []
    for control in controls(whole):
        beside = isinstance(control, QAbstractButton) and in_reach_of_arrows(control, steps, groups)
        if control not in steps and not beside:
            lost.append(described(control))
    return lost


def in_reach_of_arrows(button: QAbstractButton, steps: list[QWidget], groups: set[int]) -> bool:
    """Of those of which one is chosen, Tab leads to that one and the arrow keys to the others."""
    if button.group() is not None:
        return id(button.group()) in groups
    same = [one for one in steps if type(one) is type(button) and one.parent() is button.parent()]
    return button.autoExclusive() and bool(same)


def described(widget: QWidget) -> str:
    text = widget.text() if isinstance(widget, QAbstractButton) else ""
    return f"{type(widget).__name__} {widget.accessibleName() or text!r}"


def nameless(whole: QWidget) -> list[str]:
    return [
        described(one)
        for one in controls(whole)
        if not one.accessibleName() and not (isinstance(one, QAbstractButton) and one.text())
    ]


@pytest.mark.parametrize("name", SCREENS)
def test_every_control_is_reached_and_named(qapp: QApplication, name: str) -> None:
    with pictured(qapp, name) as studio:
        assert missing(studio.window, studio.window) == []
        assert nameless(studio.window) == []


@pytest.mark.parametrize("name", DIALOGS)
def test_every_control_of_a_dialog_too(qapp: QApplication, qtbot: QtBot, name: str) -> None:
    dialog = DIALOGS[name](None)
    qtbot.addWidget(dialog)
    dialog.show()
    assert missing(dialog, dialog) == []
    assert nameless(dialog) == []
