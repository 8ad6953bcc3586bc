"""Original and proxy side by side at one timecode."""

from __future__ import annotations

from PySide6.QtCore import QRect, QRectF, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QColor, QFontDatabase, QKeyEvent, QPainter, QPainterPath, QPaintEvent, QPixmap
from PySide6.QtWidgets import (
    QGridLayout,
    QHBoxLayout,
    QLineEdit,
    QSizePolicy,
    QSlider,
    QVBoxLayout,
    QWidget,
)

from studio.pictures import SIDES, Frames
from studio.theme import Theme
from studio.timecode import Ruler, ruler_of
from studio.views.parts import icon_button, plain_label
from studio.words import tr

SHUTTLE_MS = 125
FASTEST = 8  # times real time
_RADIUS = 6


class FramePicture(QWidget):
    """One picture shown whole; while the right one is fetched the last one stays, paler."""

    def __init__(self, theme: Theme, name: str) -> None:
        super().__init__()
        self._theme = theme
        self._picture = QPixmap()
        self._late = False
        self._words = ""
        self.setAccessibleName(name)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        theme.changed.connect(self.update)

    def sizeHint(self) -> QSize:
        return QSize(144, 81)

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        return round(width * 9 / 16)

    @property
    def empty(self) -> bool:
        return self._picture.isNull()

    @property
    def picture(self) -> QPixmap:
        return self._picture

    def show_picture(self, picture: QPixmap, late: bool = False) -> None:
        """`late`: it stands in for one that is on its way."""
        self._picture, self._late, self._words = picture, late, ""
        self.update()

    def show_words(self, words: str) -> None:
        """Why there is no picture."""
        self._picture, self._words = QPixmap(), words
        self.update()

    def set_late(self) -> None:
        self._late = True
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002  Qt's signature
        painter = QPainter(self)
        painter.setRenderHints(QPainter.RenderHint.SmoothPixmapTransform | QPainter.RenderHint.Antialiasing)
        frame = QPainterPath()
        frame.addRoundedRect(QRectF(self.rect()), _RADIUS, _RADIUS)
        painter.setClipPath(frame)
        painter.fillRect(self.rect(), QColor(self._theme.scheme.track))
        if self._picture.isNull():
            self._paint_nothing(painter)
        else:
            size = self._picture.size().scaled(self.size(), Qt.AspectRatioMode.KeepAspectRatio)
            where = QRect(0, 0, size.width(), size.height())
            where.moveCenter(self.rect().center())
            painter.setOpacity(0.75 if self._late else 1.0)
            painter.drawPixmap(where, self._picture)
        painter.end()

    def _paint_nothing(self, painter: QPainter) -> None:
        if self._words:
            painter.setPen(self._theme.color("muted"))
            flags = int(Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap)
            painter.drawText(self.rect().adjusted(8, 8, -8, -8), flags, self._words)
        else:
            side = min(40, self.height() // 2)
            where = QRect((self.width() - side) // 2, (self.height() - side) // 2, side, side)
            self._theme.icon("film", "muted").paint(painter, where)


class Viewer(QWidget):
    """`wanted(side, frame)` for each side that is shown, after each move; `moved(frame)`; `enlarge_wanted()`."""

    wanted = Signal(str, int)
    moved = Signal(int)
    enlarge_wanted = Signal()

    def __init__(self, theme: Theme, large: bool = False) -> None:
        super().__init__()
        self._ruler = ruler_of(None)
        self._frame = 0
        self._sides: tuple[str, ...] = ()
        self.pictures = {
            "original": FramePicture(theme, tr("Frame of the original")),
            "proxy": FramePicture(theme, tr("Frame of the proxy")),
        }
        self._titles = {
            "original": plain_label(tr("Original"), "muted"),
            "proxy": plain_label(tr("Proxy"), "muted"),
        }
        self.slider = QSlider(Qt.Orientation.Horizontal)
        self.slider.setAccessibleName(tr("Position in the clip"))
        self.timecode = TimecodeBox()
        self._back = icon_button(theme, "step-back", tr("One frame back (Left)"))
        self._on = icon_button(theme, "step-on", tr("One frame on (Right)"))
        self.enlarge = icon_button(theme, "enlarge", tr("Compare large"))
        self.enlarge.setVisible(not large)
        self._shuttle = QTimer(self)
        self._shuttle.setInterval(SHUTTLE_MS)
        self._speed = 0
        self._lay_out()
        self._connect()

    def _connect(self) -> None:
        self._shuttle.timeout.connect(self._on_shuttle)
        self.slider.valueChanged.connect(self.seek)
        self._back.clicked.connect(lambda: self.step(-1))
        self._on.clicked.connect(lambda: self.step(1))
        self.enlarge.clicked.connect(self.enlarge_wanted)
        self.timecode.entered.connect(self._on_entered)

    def follow(self, frames: Frames) -> None:
        """From now on it is shown what these bring."""
        self.wanted.connect(frames.want)
        frames.came.connect(self.show_frame)
        frames.missing.connect(lambda side, _frame, words: self.show_missing(side, words))

    @property
    def frame(self) -> int:
        return self._frame

    @property
    def ruler(self) -> Ruler:
        return self._ruler

    @property
    def playing(self) -> int:
        """Times real time, below zero backwards; 0: it stands."""
        return self._speed

    def show_clip(self, ruler: Ruler, sides: tuple[str, ...], frame: int = 0) -> None:
        """`sides`: those of SIDES that can be asked for; without any, nothing moves."""
        self.stop()
        self._ruler, self._sides, self._frame = ruler, sides, ruler.clamp(frame)
        for side in SIDES:
            shown = side in sides or (side == "original" and not sides)
            self.pictures[side].setVisible(shown)
            self._titles[side].setVisible(shown and len(sides) > 1)
            self.pictures[side].show_picture(QPixmap())
        self._transport.setVisible(bool(sides))
        self.slider.blockSignals(True)
        self.slider.setRange(0, ruler.count - 1)
        self.slider.setSingleStep(1)
        self.slider.setPageStep(max(1, round(ruler.rate)))
        self.slider.setValue(self._frame)
        self.slider.blockSignals(False)
        self.timecode.show_timecode(ruler.text(self._frame))

    def show_poster(self, picture: QPixmap) -> None:
        """In place of frames that were not asked for yet."""
        for side in SIDES:
            if self.pictures[side].empty:
                self.pictures[side].show_picture(picture)

    def show_hint(self, picture: QPixmap, frame: int) -> None:
        """A picture of about that time, while the mouse passes over it."""
        for side in self._sides or ("original",):
            self.pictures[side].show_picture(picture, late=True)
        self.timecode.show_timecode(self._ruler.text(frame))

    def show_frame(self, side: str, frame: int, picture: QPixmap) -> None:
        self.pictures[side].show_picture(picture, late=frame != self._frame)

    def show_missing(self, side: str, words: str) -> None:
        self.pictures[side].show_words(words)

    def seek(self, frame: int) -> None:
        self._frame = self._ruler.clamp(frame)
        self.slider.blockSignals(True)
        self.slider.setValue(self._frame)
        self.slider.blockSignals(False)
        self.timecode.show_timecode(self._ruler.text(self._frame))
        self.moved.emit(self._frame)
        for side in self._sides:
            self.pictures[side].set_late()
            self.wanted.emit(side, self._frame)

    def step(self, frames: int) -> None:
        self.stop()
        self.seek(self._frame + frames)

    def stop(self) -> None:
        self._speed = 0
        self._shuttle.stop()

    def shuttle(self, direction: int) -> None:
        """As J and L do in an NLE: each press more in one direction doubles the speed."""
        same = self._speed * direction > 0
        self._speed = direction * min(FASTEST, abs(self._speed) * 2) if same else direction
        self._shuttle.start()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        deeds = {
            Qt.Key.Key_Left: lambda: self.step(-1),
            Qt.Key.Key_Right: lambda: self.step(1),
            Qt.Key.Key_J: lambda: self.shuttle(-1),
            Qt.Key.Key_K: self.stop,
            Qt.Key.Key_L: lambda: self.shuttle(1),
            Qt.Key.Key_Home: lambda: self.seek(0),
            Qt.Key.Key_End: lambda: self.seek(self._ruler.count - 1),
        }
        deed = deeds.get(Qt.Key(event.key())) if self._sides else None
        if deed is None:
            super().keyPressEvent(event)
        else:
            deed()

    def _on_shuttle(self) -> None:
        frames = max(1, round(abs(self._speed) * self._ruler.rate * SHUTTLE_MS / 1000))
        self.seek(self._frame + (frames if self._speed > 0 else -frames))
        if self._frame in (0, self._ruler.count - 1):
            self.stop()

    def _on_entered(self, text: str) -> None:
        frame = self._ruler.frame_of(text)
        if frame is None:
            self.timecode.show_timecode(self._ruler.text(self._frame))
        else:
            self.seek(frame)

    def _lay_out(self) -> None:
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName(tr("Original and proxy; arrow keys step a frame, J K L play"))
        grid = QGridLayout()
        grid.setSpacing(4)
        for column, side in enumerate(SIDES):
            grid.addWidget(self._titles[side], 0, column)
            grid.addWidget(self.pictures[side], 1, column)
        grid.setRowStretch(1, 1)
        self._transport = QWidget()
        line = QHBoxLayout(self._transport)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(2)
        for button in (self._back, self._on, self.enlarge):
            button.setStyleSheet("padding: 5px;")
        for part in (self._back, self._on, self.timecode):
            line.addWidget(part)
        line.addSpacing(6)
        line.addWidget(self.slider, 1)
        line.addWidget(self.enlarge)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(6)
        box.addLayout(grid, 1)
        box.addWidget(self._transport)


class TimecodeBox(QLineEdit):
    """Shows where one is; `entered(text)` when another timecode was typed."""

    entered = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.setFont(QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont))
        self.setAccessibleName(tr("Timecode"))
        self.setToolTip(tr("Type a timecode and press Enter to go there"))
        self.setMaxLength(12)
        self.setFixedWidth(self.fontMetrics().horizontalAdvance("00:00:00:00") + 26)
        self.returnPressed.connect(self._on_return)

    def show_timecode(self, text: str) -> None:
        self.setText(text)

    def _on_return(self) -> None:
        self.entered.emit(self.text())
        self.clearFocus()
