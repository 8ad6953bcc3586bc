"""Clips of this computer were dropped, and the server is another one."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFormLayout, QLineEdit, QWidget

from studio.format import size_text
from studio.path_map import folder_uri
from studio.theme import Theme
from studio.views.panels.page import labelled
from studio.views.parts import plain_label, push_button
from studio.views.sheet import Sheet
from studio.words import tr


class FarSheet(Sheet):
    """`mapped(here, there)`: URIs of a folder; `sent()`; `declined()`."""

    mapped = Signal(str, str)
    sent = Signal()

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(theme, parent, tr("Where the server finds these clips"))
        self.fault = plain_label(name="warning", wrap=True)
        self.here, self.there = QLineEdit(), QLineEdit()
        self.here.setAccessibleName(tr("Folder on this computer"))
        self.there.setAccessibleName(tr("The same folder on the server"))
        self.map = push_button(tr("Use that folder"), primary=True)
        self.send = push_button(tr("Send the clips"))
        self.stop = push_button(tr("Not now"))
        self.map.clicked.connect(self._on_map)
        self.send.clicked.connect(self._on_send)
        self.stop.clicked.connect(self.decline)
        for field in (self.here, self.there):
            field.textChanged.connect(self._check)
            field.returnPressed.connect(self._on_map)
        self._lay_out()

    def offer(self, server: str, folder: str, fault: str) -> None:
        """`folder`: here, as a path; `fault`: what the server said."""
        self._head("folder", "busy", tr("The server {server} does not find these clips").format(server=server))
        self.fault.setText(fault)
        self.here.setText(folder)
        self.there.clear()
        self.show_files(None)
        self._lift()
        self.there.setFocus()

    def show_files(self, files: list[tuple[str, int]] | None) -> None:
        """What could be sent; None while it is looked for."""
        self.send.setEnabled(bool(files))
        if files is None:
            self.send.setText(tr("Send the clips"))
            return
        size = size_text(sum(size for _path, size in files))
        self.send.setText(tr("Send {n} clips, {size}", "Send {n} clip, {size}", len(files)).format(size=size))

    def _check(self) -> None:
        self.map.setEnabled(bool(folder_uri(self.here.text()) and folder_uri(self.there.text())))

    def _on_map(self) -> None:
        here, there = folder_uri(self.here.text()), folder_uri(self.there.text())
        if here and there:
            self.hide()
            self.mapped.emit(here, there)

    def _on_send(self) -> None:
        self.hide()
        self.sent.emit()

    def _lay_out(self) -> None:
        form = QFormLayout()
        form.addRow(labelled(tr("This folder &here"), self.here), self.here)
        form.addRow(labelled(tr("is on the &server"), self.there), self.there)
        named = tr("If it reads the same disk or share under another name, say which. It is remembered.")
        sent = tr("Else the clips can be sent there; proxies are made there.")
        self.inside.addWidget(self.fault)
        self.inside.addWidget(plain_label(named, "muted", wrap=True))
        self.inside.addLayout(form)
        self.inside.addWidget(plain_label(sent, "muted", wrap=True))
        self._add_buttons(self.stop, self.send, self.map)
