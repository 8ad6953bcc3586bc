"""What all pages have: a heading, a way back, and answers of the server."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from PySide6.QtCore import QPointF, Qt, QTimer, Signal
from PySide6.QtGui import QHideEvent, QPainter, QPaintEvent, QPalette, QPen, QShowEvent
from PySide6.QtWidgets import QComboBox, QFrame, QHBoxLayout, QLabel, QScrollArea, QVBoxLayout, QWidget

from studio.alive import while_alive
from studio.gateway import Refusal
from studio.rooms import Around
from studio.views.parts import plain_label, push_button
from studio.words import tr

Json = Mapping[str, Any]


class Page(QWidget):
    """`due()`: the server is to be asked anew, as the page is shown and every `every_ms` (if not 0) while it is."""

    due = Signal()

    def __init__(self, around: Around, title: str, words: str, every_ms: int = 0) -> None:
        super().__init__()
        self.around = around
        self.setObjectName("page")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setAccessibleName(title)
        self.heading = QHBoxLayout()
        self.body = QVBoxLayout()
        self.body.setSpacing(12)
        self._repeating = QTimer(self)
        self._repeating.setInterval(every_ms)
        self._repeating.timeout.connect(self.due)
        self._lay_out(title, words)

    def ask(
        self, method: str, done: Callable[[Json], object] | None = None, *, failed: Any = None, **more: Any
    ) -> None:
        """As Gateway.call; a refusal nobody takes is said above everything."""
        heard = None if done is None else while_alive(self, done)
        self.around.gateway.call(method, heard, while_alive(self, failed or self.say_refused), **more)

    def say_refused(self, refusal: Refusal) -> None:
        self.around.say("panel", "bad", refusal.sentence)

    def say(self, tone: str, sentence: str) -> None:
        self.around.say("panel", tone, sentence)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.due.emit()
        if self._repeating.interval():
            self._repeating.start()

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self._repeating.stop()

    def _lay_out(self, title: str, words: str) -> None:
        head = plain_label(title)
        font = head.font()
        font.setPointSizeF(font.pointSizeF() * 1.45)
        font.setWeight(font.Weight.DemiBold)
        head.setFont(font)
        back = push_button(tr("Back to the jobs"))
        back.clicked.connect(lambda: self.around.deed("show_jobs"))
        titles = QVBoxLayout()
        titles.setSpacing(2)
        titles.addWidget(head)
        titles.addWidget(plain_label(words, "muted", wrap=True))
        self.heading.addLayout(titles, 1)
        self.heading.addWidget(back, 0, Qt.AlignmentFlag.AlignTop)
        box = QVBoxLayout(self)
        box.setContentsMargins(24, 20, 24, 16)
        box.setSpacing(16)
        box.addLayout(self.heading)
        box.addLayout(self.body, 1)


class SureButton(QWidget):
    """A deed that cannot be taken back: pressed once it asks, and only then `sure()`."""

    sure = Signal()

    def __init__(self, words: str) -> None:
        super().__init__()
        self.button = push_button(words)
        self._question = plain_label()
        self.yes = push_button(tr("Yes"))
        self.no = push_button(tr("No"))
        self.ask_first: Callable[[], str] = lambda: tr("Sure?")
        self.button.clicked.connect(lambda: self._asks(True))
        self.no.clicked.connect(lambda: self._asks(False))
        self.yes.clicked.connect(self._on_yes)
        box = QHBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        for part in (self.button, self._question, self.yes, self.no):
            box.addWidget(part)
        self._asks(False)

    def _asks(self, asks: bool) -> None:
        self._question.setText(self.ask_first() if asks else "")
        for part in (self._question, self.yes, self.no):
            part.setVisible(asks)
        self.button.setVisible(not asks)
        (self.no if asks else self.button).setFocus()

    def _on_yes(self) -> None:
        self._asks(False)
        self.sure.emit()


class Choice(QComboBox):
    """A closed list. The style sheet took the style's own arrow away."""

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(self.palette().color(QPalette.ColorRole.PlaceholderText), 1.6))
        x, y = self.width() - 17.0, self.height() / 2 - 2
        painter.drawPolyline([QPointF(x - 4, y), QPointF(x, y + 4), QPointF(x + 4, y)])
        painter.end()


def card(title: str = "") -> tuple[QFrame, QVBoxLayout]:
    frame = QFrame()
    frame.setObjectName("card")
    box = QVBoxLayout(frame)
    box.setContentsMargins(16, 12, 16, 14)
    box.setSpacing(8)
    if title:
        box.addWidget(plain_label(title, "cardHeading"))
    return frame, box


def labelled(words: str, field: QWidget) -> QLabel:
    """The field's label: its access key goes there, and screen readers say it."""
    label = plain_label(words)
    label.setBuddy(field)
    field.setAccessibleName(field.accessibleName() or words.replace("&", ""))
    return label


def scrolled(inside: QWidget) -> QScrollArea:
    area = QScrollArea()
    area.setWidgetResizable(True)
    area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    inside.setObjectName("detailsBody")
    area.setWidget(inside)
    return area
