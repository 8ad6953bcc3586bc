"""The questions the window asks; tests answer them with an object of the same shape."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Protocol

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog, QMessageBox, QWidget

from studio.dropped import uri_of
from studio.views.connect_dialog import ConnectDialog
from studio.views.first_steps import FirstSteps, FirstStepsWizard
from studio.words import number_text, tr


class Dialogs(Protocol):
    """What only a person can answer."""

    def choose_files(self) -> list[str]:
        """`file:` URIs; empty: thought better of it."""

    def choose_folder(self, title: str) -> str:
        """A `file:` URI; empty: thought better of it."""

    def choose_save(self, title: str, name: str) -> str:
        """A path of this machine; empty: thought better of it."""

    def ask_quit(self, running: int, going_on: int) -> str:
        """keep, finish, stop; empty: thought better of it."""

    def ask_server(self, address: str) -> tuple[str, str] | None:
        """Address and token of a server; an empty address means this machine's own. None: thought better of it."""

    def first_steps(self, presets: Sequence[Mapping[str, Any]], preset: str) -> FirstSteps | None:
        """None: skipped."""

    def tell(self, title: str, text: str) -> None: ...


class SystemDialogs:
    """The dialogs of the system."""

    def __init__(self, parent: QWidget) -> None:
        self._parent = parent

    def choose_files(self) -> list[str]:
        urls, _kind = QFileDialog.getOpenFileUrls(self._parent, tr("Add clips"))
        return [uri_of(url) for url in urls]

    def choose_folder(self, title: str) -> str:
        return uri_of(QFileDialog.getExistingDirectoryUrl(self._parent, title))

    def choose_save(self, title: str, name: str) -> str:
        chosen, _kind = QFileDialog.getSaveFileName(self._parent, title, name)
        return chosen

    def ask_quit(self, running: int, going_on: int) -> str:
        box = QMessageBox(self._parent)
        box.setWindowTitle(tr("Quit Rushes"))
        box.setTextFormat(Qt.TextFormat.PlainText)
        words = tr("{n} jobs are not done yet", "{n} job is not done yet", going_on)
        box.setText(tr("{jobs}, {count} of them running.").format(jobs=words, count=number_text(running)))
        role = QMessageBox.ButtonRole
        buttons = {
            box.addButton(tr("Let them go on"), role.AcceptRole): "keep",
            box.addButton(tr("Finish what runs"), role.AcceptRole): "finish",
            box.addButton(tr("Stop now"), role.DestructiveRole): "stop",
            box.addButton(tr("Cancel"), role.RejectRole): "",
        }
        box.setDefaultButton(next(iter(buttons)))
        box.exec()
        return buttons.get(box.clickedButton(), "")

    def ask_server(self, address: str) -> tuple[str, str] | None:
        dialog = ConnectDialog(address, self._parent)
        return dialog.answer() if dialog.exec() else None

    def first_steps(self, presets: Sequence[Mapping[str, Any]], preset: str) -> FirstSteps | None:
        wizard = FirstStepsWizard(presets, preset, self._parent)
        return wizard.answer() if wizard.exec() else None

    def tell(self, title: str, text: str) -> None:
        box = QMessageBox(self._parent)
        box.setWindowTitle(title)
        box.setText(text)
        box.setTextFormat(Qt.TextFormat.PlainText)
        box.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        box.open()
