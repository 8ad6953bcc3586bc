"""Small widgets that several parts of the window use."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QSizePolicy, QToolButton, QVBoxLayout, QWidget

from studio.format import spoken
from studio.theme import Theme
from studio.words import tr

PlainText = Qt.TextFormat.PlainText
_TONE_ICONS = {"busy": "info", "good": "done", "warn": "alert", "bad": "alert"}


def plain_label(text: str = "", name: str = "", wrap: bool = False) -> QLabel:
    """Never takes a text for markup: much of what is shown comes from file names."""
    label = QLabel(text)
    label.setTextFormat(PlainText)
    label.setObjectName(name)
    label.setWordWrap(wrap)
    if wrap:
        label.setMinimumWidth(40)
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)
        label.setSizePolicy(policy)
    return label


def push_button(text: str, primary: bool = False) -> QPushButton:
    button = QPushButton(text)
    button.setProperty("primary", primary)
    button.setCursor(Qt.CursorShape.PointingHandCursor)
    return button


class ElidedLabel(QLabel):
    """One line that gives way where it says least; the whole text is its tool tip."""

    def __init__(self, name: str = "", mode: Qt.TextElideMode = Qt.TextElideMode.ElideMiddle) -> None:
        super().__init__()
        self._mode = mode
        self.setTextFormat(PlainText)
        self.setObjectName(name)
        self._whole = ""
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)

    def show_text(self, text: str) -> None:
        self._whole = text
        self.setAccessibleName(text)
        self.setToolTip(text.replace("&", "&amp;").replace("<", "&lt;"))
        self._fit()

    def whole_text(self) -> str:
        return self._whole

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        room = max(0, self.contentsRect().width())
        self.setText(self.fontMetrics().elidedText(self._whole, self._mode, room))


class IconLabel(QLabel):
    """An icon that follows the colours of the theme."""

    def __init__(self, theme: Theme, size: int = 16) -> None:
        super().__init__()
        self._theme = theme
        self._size = size
        self._what = ("", "text")
        self.setTextFormat(PlainText)
        self.setFixedSize(QSize(size, size))
        theme.changed.connect(self._draw)

    def show_icon(self, name: str, tone: str = "text") -> None:
        self._what = (name, tone)
        self._draw()

    def _draw(self) -> None:
        name, tone = self._what
        if name:
            self.setPixmap(self._theme.pixmap(name, tone, self._size, self.devicePixelRatioF()))


class InfoBar(QFrame):
    """One sentence above the table, with a button that does something about it."""

    pressed = Signal(str)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("info")
        self._deed = ""
        self.topic = ""
        self._icon = IconLabel(theme, 18)
        self._words = plain_label(wrap=True)
        self._words.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._button = push_button("OK")
        self._button.clicked.connect(lambda: self.pressed.emit(self._deed))
        self._close = close_button(theme)
        self._close.clicked.connect(self.hide)
        self._tail = plain_label(name="muted", wrap=True)
        self._tail.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        line = QHBoxLayout()
        line.setSpacing(10)
        line.addWidget(self._icon)
        line.addWidget(self._words, 1)
        line.addWidget(self._button)
        line.addWidget(self._close)
        box = QVBoxLayout(self)
        box.setContentsMargins(14, 8, 10, 8)
        box.addLayout(line)
        box.addWidget(self._tail)
        self.hide()

    def say(self, topic: str, tone: str, sentence: str, button: tuple[str, str] | None = None, tail: str = "") -> None:
        """`topic`: what `unsay` takes it away by. `button`: (text, what `pressed` brings)."""
        self.topic = topic
        self._icon.show_icon(_TONE_ICONS[tone], tone)
        self._words.setText(spoken(sentence))
        self._tail.setText(tail)
        self._tail.setVisible(bool(tail))
        self._button.setVisible(button is not None)
        if button is not None:
            self._button.setText(button[0])
            self._deed = button[1]
        self.setProperty("tone", tone)
        self.style().unpolish(self)
        self.style().polish(self)
        self.show()

    def unsay(self, topic: str) -> None:
        if self.topic == topic:
            self.hide()

    def sentence(self) -> str:
        """What stands there now; empty while nothing does."""
        return "" if self.isHidden() else self._words.text()


def close_button(theme: Theme) -> QToolButton:
    return icon_button(theme, "close", tr("Close this message"))


def icon_button(theme: Theme, icon: str, words: str) -> QToolButton:
    """A button without text: its words are for tool tips and screen readers."""
    button = QToolButton()
    button.setIconSize(QSize(16, 16))
    button.setAccessibleName(words)
    button.setToolTip(words)
    button.setFocusPolicy(Qt.FocusPolicy.TabFocus)

    def draw() -> None:
        button.setIcon(theme.icon(icon, "muted"))

    draw()
    theme.changed.connect(draw, Qt.ConnectionType.AutoConnection)
    return button
