"""The questions the window asks; tests answer them with an object of the same shape."""

from __future__ import annotations

from typing import Protocol

from PySide6.QtCore import Qt, QUrl
from PySide6.QtWidgets import QFileDialog, QMessageBox, QWidget


class Dialogs(Protocol):
    """What only a person can answer."""

    def choose_files(self) -> list[str]:
        """`file:` URIs; empty: thought better of it."""

    def choose_folder(self, title: str) -> str:
        """A `file:` URI; empty: thought better of it."""

    def choose_save(self, title: str, name: str) -> str:
        """A path of this machine; empty: thought better of it."""

    def tell(self, title: str, text: str) -> None: ...


class SystemDialogs:
    """The dialogs of the system."""

    def __init__(self, parent: QWidget) -> None:
        self._parent = parent

    def choose_files(self) -> list[str]:
        urls, _kind = QFileDialog.getOpenFileUrls(self._parent, "Add clips")
        return [_encoded(url) for url in urls]

    def choose_folder(self, title: str) -> str:
        return _encoded(QFileDialog.getExistingDirectoryUrl(self._parent, title))

    def choose_save(self, title: str, name: str) -> str:
        chosen, _kind = QFileDialog.getSaveFileName(self._parent, title, name)
        return chosen

    def tell(self, title: str, text: str) -> None:
        box = QMessageBox(self._parent)
        box.setWindowTitle(title)
        box.setText(text)
        box.setTextFormat(Qt.TextFormat.PlainText)
        box.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        box.open()


def _encoded(url: QUrl) -> str:
    return bytes(url.toEncoded().data()).decode("ascii")
