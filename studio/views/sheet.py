"""A sheet over the window: a card with a question, until somebody decides."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from studio.theme import Theme
from studio.views.parts import IconLabel, plain_label

WIDEST = 620


class Sheet(QFrame):
    """Lies over its parent. `inside` holds what is asked, below the title. `declined()`: also by Escape."""

    declined = Signal()

    def __init__(self, theme: Theme, parent: QWidget, name: str) -> None:
        super().__init__(parent)
        self.setObjectName("planSheet")
        self.setAccessibleName(name)
        self._icon = IconLabel(theme, 32)
        self.title = plain_label(wrap=True)
        font = self.title.font()
        font.setPointSizeF(font.pointSizeF() * 1.4)
        self.title.setFont(font)
        self.inside = self._lay_out_card()
        parent.installEventFilter(self)
        self.hide()

    def decline(self) -> None:
        self.hide()
        self.declined.emit()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Resize and not self.isHidden():
            self.setGeometry(self.parentWidget().rect())
        return super().eventFilter(watched, event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.decline()
        else:
            super().keyPressEvent(event)

    def _head(self, icon: str, tone: str, title: str) -> None:
        self._icon.show_icon(icon, tone)
        self.title.setText(title)

    def _lift(self) -> None:
        self.setGeometry(self.parentWidget().rect())
        self.raise_()
        self.show()
        self.setFocus()

    def _add_buttons(self, *buttons: QWidget) -> None:
        line = QHBoxLayout()
        line.addStretch()
        for button in buttons:
            line.addWidget(button)
        self.inside.addLayout(line)

    def _lay_out_card(self) -> QVBoxLayout:
        card = QFrame()
        card.setObjectName("planCard")
        card.setMaximumWidth(WIDEST)
        head = QHBoxLayout()
        head.setSpacing(14)
        head.addWidget(self._icon, 0, Qt.AlignmentFlag.AlignTop)
        head.addWidget(self.title, 1)
        inside = QVBoxLayout(card)
        inside.setContentsMargins(24, 20, 24, 18)
        inside.setSpacing(12)
        inside.addLayout(head)
        across = QHBoxLayout()
        across.addStretch(1)
        across.addWidget(card, 20)
        across.addStretch(1)
        box = QVBoxLayout(self)
        box.addStretch()
        box.addLayout(across)
        box.addStretch()
        return inside
