"""A folder that is typed, chosen or dropped, and several of them."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from studio.dropped import uri_of, uris_of
from studio.path_map import folder_text, folder_uri
from studio.views.parts import push_button
from studio.words import tr

Choose = Callable[[str], str]  # by its title; a `file:` URI, empty where somebody thought better of it


class FolderLine(QWidget):
    """`changed()`: it names another folder; `given()`: which was chosen or dropped, and so is whole."""

    changed = Signal()
    given = Signal()

    def __init__(self, title: str, choose: Choose | None = None, indent: int = 0) -> None:
        super().__init__()
        self.setAcceptDrops(True)
        self._title = title
        self._choose = choose or self._ask_system
        self._exact = ("", "")  # a text and the URI it stands for: names may hold bytes that no text shows
        self.path = QLineEdit()
        self.path.setAccessibleName(title)
        self.path.setAcceptDrops(False)
        self.choose = push_button(tr("Choose…"))
        self.choose.setAutoDefault(False)  # Enter in the line is not this
        self.choose.setAccessibleName(tr("{what}: choose").format(what=title))
        self.choose.clicked.connect(self._on_choose)
        self.path.textChanged.connect(lambda _text: self.changed.emit())
        self.setFocusProxy(self.path)
        box = QHBoxLayout(self)
        box.setContentsMargins(indent, 0, 0, 0)
        box.addWidget(self.path, 1)
        box.addWidget(self.choose)

    def uri(self) -> str:
        """A `file:` URI; what is no whole path stays as it was typed, for the server to say so. Empty: none."""
        text = self.path.text().strip()
        return self._exact[1] if text == self._exact[0] else folder_uri(text) or text

    def show_uri(self, uri: str) -> None:
        self._exact = (folder_text(uri).strip(), uri)
        self.path.setText(self._exact[0])

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if uris_of(event.mimeData()):
            event.setDropAction(Qt.DropAction.CopyAction)
            event.accept()

    def dropEvent(self, event: QDropEvent) -> None:
        event.setDropAction(Qt.DropAction.CopyAction)
        event.accept()
        self._give(uris_of(event.mimeData())[0])

    def _on_choose(self) -> None:
        chosen = self._choose(self._title)
        if chosen:
            self._give(chosen)

    def _give(self, uri: str) -> None:
        self.show_uri(uri)
        self.given.emit()

    def _ask_system(self, title: str) -> str:
        return uri_of(QFileDialog.getExistingDirectoryUrl(self, title))


class FolderLines(QWidget):
    """Up to `most` folders, with a line for one more. `edited()`: somebody changed them."""

    edited = Signal()

    def __init__(self, title: str, most: int, choose: Choose | None = None) -> None:
        super().__init__()
        self.lines = [FolderLine(f"{title} {number + 1}", choose) for number in range(most)]
        self._filling = False
        self.setFocusProxy(self.lines[0])
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(6)
        for line in self.lines:
            line.changed.connect(self._on_changed)
            box.addWidget(line)
        self._show_needed()

    def show_folders(self, uris: Sequence[str]) -> None:
        """Nothing is told to have been edited."""
        self._filling = True
        for at, line in enumerate(self.lines):
            line.show_uri(uris[at] if at < len(uris) else "")
        self._filling = False
        self._show_needed()

    def uris(self) -> list[str]:
        return [uri for line in self.lines if (uri := line.uri())]

    def _on_changed(self) -> None:
        if not self._filling:
            self._show_needed()
            self.edited.emit()

    def _show_needed(self) -> None:
        last = max((at for at, line in enumerate(self.lines) if line.path.text().strip()), default=-1)
        for at, line in enumerate(self.lines):
            line.setVisible(at <= last + 1)
