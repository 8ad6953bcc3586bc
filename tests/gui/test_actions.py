"""Everything that can be done has words, a key of its own, and a place in the menus."""

from __future__ import annotations

import re
from collections import Counter

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QComboBox,
    QLabel,
    QLineEdit,
    QListWidget,
    QTableView,
    QWidget,
)

from studio.actions import ACTIONS, MENUS, plain_text
from studio.desktop import Studio
from studio.words import tr
from tests.gui.helpers.speaking import LANGUAGES, speaking


def test_every_action_has_words_a_key_and_an_icon(studio: Studio) -> None:
    for spec in ACTIONS:
        action = studio.window.actions_by_name[spec.name]
        assert action.text()
        assert action.toolTip()
        assert action.statusTip()
        assert not action.shortcut().isEmpty()
        assert not action.icon().isNull()


def test_no_key_does_two_things(studio: Studio) -> None:
    keys = Counter(action.shortcut().toString() for action in studio.window.actions_by_name.values())
    assert [key for key, count in keys.items() if count > 1] == []


def keys_there_twice() -> dict[str, list[str]]:
    """Menu -> access keys; the bar of all menus is one too."""
    texts = {menu: " ".join(tr(one.text) for one in ACTIONS if one.menu == menu) for menu in MENUS}
    texts["bar"] = " ".join(f"&{tr(menu)}" for menu in MENUS)
    found = {menu: Counter(re.findall(r"&(\w)", text.lower())) for menu, text in texts.items()}
    return {menu: twice for menu, keys in found.items() if (twice := [key for key, count in keys.items() if count > 1])}


def test_no_access_key_is_there_twice_in_a_menu(qapp: QApplication) -> None:
    assert keys_there_twice() == {}
    for language in LANGUAGES:
        with speaking(qapp, language):
            assert keys_there_twice() == {}, language


def test_every_action_is_in_its_menu(studio: Studio) -> None:
    shown = [[plain_text(a.text()) for a in top.menu().actions()] for top in studio.window.menuBar().actions()]
    assert shown == [[plain_text(s.text) for s in ACTIONS if s.menu == menu] for menu in MENUS]


def test_the_keys_are_listed(studio: Studio) -> None:
    studio.window.actions_by_name["shortcuts"].trigger()
    title, text = studio.deeds._dialogs.told[0]
    assert title == "Keyboard shortcuts"
    assert len(text.splitlines()) == len(ACTIONS)


@pytest.mark.parametrize("kind", [QAbstractButton, QLineEdit, QComboBox, QListWidget, QTableView])
def test_every_control_says_what_it_is(studio: Studio, kind: type[QWidget]) -> None:
    silent = [
        control
        for control in studio.window.findChildren(kind)
        if not control.objectName().startswith("qt_")
        and not control.accessibleName()
        and not (isinstance(control, QAbstractButton) and control.text())
        and not own_of_qt(control)
    ]
    assert silent == []


def own_of_qt(control: QWidget) -> bool:
    """Parts Qt makes by itself: the corner of a table, the overflow of the tool bar, the icons of a text field."""
    return (
        type(control).__module__.startswith("PySide6")
        and type(control).__name__ in {"QAbstractButton", "QToolButton"}
        and (isinstance(control.parentWidget(), (QTableView, QLineEdit)) or bool(control.actions()))
    )


def test_no_label_takes_a_file_name_for_markup(studio: Studio) -> None:
    labels = studio.window.findChildren(QLabel)
    assert labels
    assert [label.text() for label in labels if label.textFormat() != Qt.TextFormat.PlainText] == []


def test_nothing_is_enabled_that_cannot_be_done(studio: Studio) -> None:
    actions: dict[str, QAction] = studio.window.actions_by_name
    for name in ("cancel", "retry", "open_output", "show_source", "show_output", "copy_paths"):
        assert not actions[name].isEnabled(), name
