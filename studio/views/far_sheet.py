"""Clips of this computer were dropped, and the server is another one."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFormLayout, QFrame, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from studio.format import size_text
from studio.path_map import folder_uri
from studio.theme import Theme
from studio.views.panels.page import labelled
from studio.views.parts import IconLabel, plain_label, push_button
from studio.words import tr


class FarSheet(QFrame):
    """Lies over its parent until somebody decides. `mapped(here, there)`: URIs of a folder; `sent()`; `declined()`."""

    mapped = Signal(str, str)
    sent = Signal()
    declined = Signal()

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("planSheet")
        self.setAccessibleName(tr("Where the server finds these clips"))
        self._icon = IconLabel(theme, 32)
        self.title = plain_label(wrap=True)
        font = self.title.font()
        font.setPointSizeF(font.pointSizeF() * 1.4)
        self.title.setFont(font)
        self.fault = plain_label(name="warning", wrap=True)
        self.here, self.there = QLineEdit(), QLineEdit()
        self.here.setAccessibleName(tr("Folder on this computer"))
        self.there.setAccessibleName(tr("The same folder on the server"))
        self.map = push_button(tr("Use that folder"), primary=True)
        self.send = push_button(tr("Send the clips"))
        self.stop = push_button(tr("Not now"))
        self.map.clicked.connect(self._on_map)
        self.send.clicked.connect(lambda: self._leave(self.sent))
        self.stop.clicked.connect(lambda: self._leave(self.declined))
        for field in (self.here, self.there):
            field.textChanged.connect(self._check)
            field.returnPressed.connect(self._on_map)
        self._lay_out()
        parent.installEventFilter(self)
        self.hide()

    def offer(self, server: str, folder: str, fault: str) -> None:
        """`folder`: here, as a path; `fault`: what the server said."""
        self._icon.show_icon("folder", "busy")
        self.title.setText(tr("The server {server} does not find these clips").format(server=server))
        self.fault.setText(fault)
        self.here.setText(folder)
        self.there.clear()
        self.show_files(None)
        self.setGeometry(self.parentWidget().rect())
        self.raise_()
        self.show()
        self.there.setFocus()

    def show_files(self, files: list[tuple[str, int]] | None) -> None:
        """What could be sent; None while it is looked for."""
        self.send.setEnabled(bool(files))
        if files is None:
            self.send.setText(tr("Send the clips"))
            return
        size = size_text(sum(size for _path, size in files))
        self.send.setText(tr("Send {n} clips, {size}", "Send {n} clip, {size}", len(files)).format(size=size))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Resize and not self.isHidden():
            self.setGeometry(self.parentWidget().rect())
        return super().eventFilter(watched, event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self._leave(self.declined)
        else:
            super().keyPressEvent(event)

    def _check(self) -> None:
        self.map.setEnabled(bool(folder_uri(self.here.text()) and folder_uri(self.there.text())))

    def _on_map(self) -> None:
        here, there = folder_uri(self.here.text()), folder_uri(self.there.text())
        if here and there:
            self.hide()
            self.mapped.emit(here, there)

    def _leave(self, told: object) -> None:
        self.hide()
        told.emit()  # type: ignore[attr-defined]

    def _lay_out(self) -> None:
        card = QFrame()
        card.setObjectName("planCard")
        card.setMaximumWidth(620)
        head = QHBoxLayout()
        head.setSpacing(14)
        head.addWidget(self._icon, 0, Qt.AlignmentFlag.AlignTop)
        head.addWidget(self.title, 1)
        form = QFormLayout()
        form.addRow(labelled(tr("This folder &here"), self.here), self.here)
        form.addRow(labelled(tr("is on the &server"), self.there), self.there)
        buttons = QHBoxLayout()
        buttons.addStretch()
        for button in (self.stop, self.send, self.map):
            buttons.addWidget(button)
        inside = QVBoxLayout(card)
        inside.setContentsMargins(24, 20, 24, 18)
        inside.setSpacing(12)
        inside.addLayout(head)
        inside.addWidget(self.fault)
        inside.addWidget(
            plain_label(tr("If it reads the same disk or share under another name, say which. It is remembered."),
                        "muted", wrap=True)
        )  # fmt: skip
        inside.addLayout(form)
        inside.addWidget(
            plain_label(tr("Else the clips can be sent there; proxies are made there."), "muted", wrap=True)
        )
        inside.addLayout(buttons)
        across = QHBoxLayout()
        across.addStretch(1)
        across.addWidget(card, 20)
        across.addStretch(1)
        box = QVBoxLayout(self)
        box.addStretch()
        box.addLayout(across)
        box.addStretch()
