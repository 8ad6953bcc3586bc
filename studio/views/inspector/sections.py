"""Several parts of which one is shown, chosen by a row of buttons."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QButtonGroup, QPushButton, QVBoxLayout, QWidget

from studio.views.inspector.flow import FlowLayout


class Sections(QWidget):
    """`chosen(name)`. As high as the part on show, unlike a tab widget."""

    chosen = Signal(str)

    def __init__(self, parts: Mapping[str, tuple[str, QWidget]]) -> None:
        super().__init__()
        self._parts = {name: part for name, (_title, part) in parts.items()}
        self.buttons: dict[str, QPushButton] = {}
        self._group = QButtonGroup(self)
        line = QWidget()
        flow = FlowLayout(line, 2)
        for name, (title, part) in parts.items():
            button = self.buttons[name] = QPushButton(title)
            button.setObjectName("section")
            button.setCheckable(True)
            button.clicked.connect(lambda _checked, name=name: self.choose(name))
            self._group.addButton(button)
            flow.addWidget(button)
            part.setVisible(False)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(10)
        box.addWidget(line)
        for part in self._parts.values():
            box.addWidget(part)
        self.choose(next(iter(self._parts)))

    @property
    def current(self) -> str:
        return next(name for name, button in self.buttons.items() if button.isChecked())

    def choose(self, name: str) -> None:
        self.buttons[name].setChecked(True)
        for one, part in self._parts.items():
            part.setVisible(one == name)
        self.chosen.emit(name)
