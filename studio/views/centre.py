"""What stands in the middle while there is no table to show, and the veil while something is dragged over."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import QEvent, QObject, QPoint, QRect, Qt, Signal
from PySide6.QtGui import QRegion
from PySide6.QtWidgets import QFrame, QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from studio.theme import Theme
from studio.views.job_table import JobTable
from studio.views.parts import IconLabel, plain_label, push_button
from studio.words import tr


class Centre(QStackedWidget):
    """The table, the empty state, or "no results"."""

    def __init__(self, table: JobTable, theme: Theme) -> None:
        super().__init__()
        self.setObjectName("centre")
        self.empty = EmptyState(theme)
        self.nothing_found = NothingFound(theme)
        self._table = table
        for page in (table, self.empty, self.nothing_found):
            self.addWidget(page)

    def show_state(self, jobs: int, filtered: bool) -> None:
        """`jobs`: how many there are to show under the filter."""
        if jobs:
            self.setCurrentWidget(self._table)
        else:
            self.setCurrentWidget(self.nothing_found if filtered else self.empty)


class EmptyState(QWidget):
    """A large place to drop clips on, and the two other ways in."""

    files_wanted = Signal()
    folder_wanted = Signal()
    watch_wanted = Signal()

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.add_files = push_button(tr("Add files…"), primary=True)
        self.add_folder = push_button(tr("Add folder…"))
        self.add_files.clicked.connect(self.files_wanted)
        self.add_folder.clicked.connect(self.folder_wanted)
        self._watch = push_button(tr("Watch a folder…"))
        self._watch.clicked.connect(self.watch_wanted)
        target = QFrame()
        target.setObjectName("dropTarget")
        target.setMaximumSize(640, 400)
        self._fill(QVBoxLayout(target), theme)
        box = QVBoxLayout(self)
        box.setContentsMargins(24, 24, 24, 24)
        box.addStretch(1)
        line = QHBoxLayout()
        line.addStretch(1)
        line.addWidget(target, 100)
        line.addStretch(1)
        box.addLayout(line, 100)
        box.addStretch(1)

    def _fill(self, box: QVBoxLayout, theme: Theme) -> None:
        icon = IconLabel(theme, 48)
        icon.show_icon("drop", "busy")
        title = plain_label(tr("Drop clips, folders or a card here"))
        font = title.font()
        font.setPointSizeF(font.pointSizeF() * 1.5)
        font.setWeight(font.Weight.DemiBold)
        title.setFont(font)
        words = plain_label(
            tr("Each clip gets a proxy that relinks. Your originals are only ever read."), "muted", True
        )
        words.setAlignment(Qt.AlignmentFlag.AlignCenter)
        keys = plain_label(
            tr("Ctrl+O files   ·   Ctrl+Shift+O folder   ·   Ctrl+Shift+W watch   ·   F1 all keys"), "muted", True
        )
        keys.setAlignment(Qt.AlignmentFlag.AlignCenter)
        buttons = QHBoxLayout()
        buttons.setSpacing(10)
        buttons.addStretch()
        for button in (self.add_files, self.add_folder, self._watch):
            buttons.addWidget(button)
        buttons.addStretch()
        box.setContentsMargins(20, 34, 20, 28)
        box.setSpacing(10)
        box.addStretch()
        box.addWidget(icon, 0, Qt.AlignmentFlag.AlignHCenter)
        box.addSpacing(6)
        box.addWidget(title, 0, Qt.AlignmentFlag.AlignHCenter)
        box.addWidget(words)
        box.addSpacing(12)
        box.addLayout(buttons)
        box.addStretch()
        box.addWidget(keys)


class NothingFound(QWidget):
    """The filter leaves nothing."""

    clear_wanted = Signal()

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        icon = IconLabel(theme, 32)
        icon.show_icon("search", "muted")
        self.clear = push_button(tr("Clear filter"))
        self.clear.clicked.connect(self.clear_wanted)
        box = QVBoxLayout(self)
        box.setSpacing(12)
        box.addStretch()
        box.addWidget(icon, 0, Qt.AlignmentFlag.AlignHCenter)
        box.addWidget(plain_label(tr("No job matches this filter.")), 0, Qt.AlignmentFlag.AlignHCenter)
        box.addWidget(self.clear, 0, Qt.AlignmentFlag.AlignHCenter)
        box.addStretch()


class DropVeil(QFrame):
    """Lies over its parent while clips hang above it; what lies open can be dropped on."""

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("dropOverlay")
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        icon = IconLabel(theme, 48)
        icon.show_icon("drop", "busy")
        self._words = plain_label(wrap=True)
        self._words.setAlignment(Qt.AlignmentFlag.AlignCenter)
        font = self._words.font()
        font.setPointSizeF(font.pointSizeF() * 1.4)
        self._words.setFont(font)
        box = QVBoxLayout(self)
        box.addStretch()
        box.addWidget(icon, 0, Qt.AlignmentFlag.AlignHCenter)
        box.addSpacing(8)
        box.addWidget(self._words)
        box.addStretch()
        parent.installEventFilter(self)
        self.hide()

    def say(self, words: str) -> None:
        self._words.setText(words)

    def words(self) -> str:
        return self._words.text()

    def lift(self, words: str, open_parts: Iterable[QWidget] = ()) -> None:
        self.say(words)
        self.setGeometry(self.parentWidget().rect())
        shown = QRegion(self.rect())
        for part in open_parts:
            shown -= QRegion(QRect(part.mapTo(self.parentWidget(), QPoint(0, 0)), part.size()))
        self.setMask(shown)
        self.raise_()
        self.show()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Resize and not self.isHidden():
            self.setGeometry(self.parentWidget().rect())
            self.clearMask()
        return super().eventFilter(watched, event)
