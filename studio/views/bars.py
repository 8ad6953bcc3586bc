"""The tool bar's controls and the status bar."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from PySide6.QtCore import QRect, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QAction, QPainter, QPaintEvent
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLineEdit, QPushButton, QSizePolicy, QStatusBar, QToolBar, QWidget

from studio.models.rows import filter_counts
from studio.theme import Theme
from studio.views.parts import plain_label, push_button
from studio.words import tr

FILTER_MS = 50
UNDO_MS = 10_000
SAY_MS = 6_000
BUSY_MS = 60_000


class FilterBox(QLineEdit):
    """`settled(text)` once nothing was typed for a moment."""

    settled = Signal(str)

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self.setPlaceholderText(tr("Filter by name"))
        self.setAccessibleName(tr("Filter jobs by name"))
        self.setClearButtonEnabled(True)
        self.setAcceptDrops(False)  # a clip dropped here is a clip, not its path as text
        self.setMinimumWidth(self.fontMetrics().averageCharWidth() * 30)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self._icon = self.addAction(theme.icon("search", "muted"), QLineEdit.ActionPosition.LeadingPosition)
        theme.changed.connect(self._on_theme_changed)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(FILTER_MS)
        self._timer.timeout.connect(lambda: self.settled.emit(self.text().strip()))
        self.textChanged.connect(lambda _text: self._timer.start())

    def _on_theme_changed(self) -> None:
        self._icon.setIcon(self._theme.icon("search", "muted"))


class PresetBox(QComboBox):
    """The preset of what is added next."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self.setAccessibleName(tr("Preset of the proxies to be made"))
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
        self.setMinimumContentsLength(14)

    def show_presets(self, presets: Sequence[Mapping[str, Any]], wanted: str) -> None:
        """`wanted` is chosen where it exists."""
        self.clear()
        for row, preset in enumerate(presets):
            name = str(preset["name"])
            self.addItem(name, name)
            tip = f"{preset.get('title', name)}: {preset.get('for', '')}"
            self.setItemData(row, tip, Qt.ItemDataRole.ToolTipRole)
        self.setCurrentIndex(max(0, self.findData(wanted)))

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        # The style sheet took the style's own arrow away.
        painter = QPainter(self)
        where = QRect(self.width() - 23, (self.height() - 14) // 2, 14, 14)
        self._theme.icon("chevron", "muted").paint(painter, where)
        painter.end()

    def name(self) -> str | None:
        """None until the server has told its presets: it then takes its default."""
        found = self.currentData()
        return None if found is None else str(found)


class MainToolBar(QToolBar):
    """Add, preset, cancel, retry, filter."""

    def __init__(self, actions: Mapping[str, QAction], theme: Theme) -> None:
        super().__init__(tr("Tools"))
        self.setObjectName("tools")
        self.setMovable(False)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.PreventContextMenu)
        self.setIconSize(QSize(18, 18))
        self.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self.preset = PresetBox(theme)
        self.filter = FilterBox(theme)
        for name in ("add_files", "add_folder"):
            self._add_button(actions[name])
        self.addSeparator()
        self.addWidget(self._preset_part())
        self.addSeparator()
        for name in ("cancel", "retry"):
            self._add_button(actions[name])
        gap = QWidget()
        gap.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        self.addWidget(gap)
        self.addWidget(self.filter)

    def _add_button(self, action: QAction) -> None:
        self.addAction(action)
        button = self.widgetForAction(action)
        button.setFocusPolicy(Qt.FocusPolicy.TabFocus)

    def _preset_part(self) -> QWidget:
        part = QWidget()
        label = plain_label(tr("&Preset"), "muted")
        label.setBuddy(self.preset)
        box = QHBoxLayout(part)
        box.setContentsMargins(8, 0, 8, 0)
        box.setSpacing(8)
        box.addWidget(label)
        box.addWidget(self.preset)
        return part


class Bottom(QStatusBar):
    """Connection at the left, counts at the right."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._tone = "muted"
        self._found = ""
        self._counted: tuple[str, ...] = ()
        self.setSizeGripEnabled(False)
        self._dot = plain_label("●")
        self.connection = plain_label()
        self.counts = plain_label(name="muted")
        left = QWidget()
        box = QHBoxLayout(left)
        box.setContentsMargins(10, 3, 4, 3)
        box.setSpacing(7)
        box.addWidget(self._dot)
        box.addWidget(self.connection)
        self.counts.setContentsMargins(0, 3, 12, 3)
        self.addWidget(left)
        self.addPermanentWidget(self.counts)
        theme.changed.connect(self._color_dot)
        self._undo_deed: Callable[[], object] | None = None
        self._undo = push_button(tr("Undo"))
        self._undo.setObjectName("undo")
        self._undo.clicked.connect(self._on_undo)
        self._undo.hide()
        self.addWidget(self._undo)
        self._said = plain_label()
        self.addWidget(self._said)
        self._gone = QTimer(self)
        self._gone.setSingleShot(True)
        self._gone.timeout.connect(self._unsay)
        self.show_connection("muted", tr("Looking for the server…"))
        self.show_counts({})

    def say(self, words: str, undo: Callable[[], object] | None = None, busy: bool = False) -> None:
        """Beside the connection for a while; with a button that takes it back. `busy`: more is said soon."""
        self.clearMessage()
        self._said.setText(words)
        self._undo_deed = undo
        self._undo.setVisible(undo is not None)
        self._gone.start(BUSY_MS if busy else UNDO_MS if undo else SAY_MS)

    def said(self) -> str:
        return self._said.text()

    @property
    def undo(self) -> QPushButton:
        return self._undo

    def _on_undo(self) -> None:
        deed = self._undo_deed
        self._unsay()
        if deed is not None:
            deed()

    def _unsay(self) -> None:
        self._gone.stop()
        self._said.setText("")
        self._undo_deed = None
        self._undo.hide()

    def show_connection(self, tone: str, words: str) -> None:
        self._tone = tone
        self.connection.setText(words)
        self._color_dot()

    def show_found(self, jobs: int | None, exact: bool = True) -> None:
        """How many fit the filter, or at least so many; None where there is no filter."""
        if jobs is None:
            self._found = ""
        else:
            self._found = tr("{n} found", "{n} found", jobs) if exact else tr("over {n} found", "over {n} found", jobs)
        self._show_figures()

    def show_counts(self, by_status: Mapping[str, int]) -> None:
        counts = filter_counts(by_status)
        self._counted = (
            tr("{n} running", "{n} running", counts["running"]),
            tr("{n} waiting", "{n} waiting", counts["waiting"]),
            tr("{n} failed", "{n} failed", counts["failed"]),
            tr("{n} jobs", "{n} job", counts["all"]),
        )
        self._show_figures()

    def _show_figures(self) -> None:
        self.counts.setText("   ·   ".join(filter(None, (self._found, *self._counted))))

    def _color_dot(self) -> None:
        self._dot.setStyleSheet(f"color: {self._theme.scheme.tones[self._tone]};")
