"""The clip from end to end: filmstrip, findings over it, waveform, and where one is."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QEvent, QPointF, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QHelpEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen, QPixmap, QPolygonF
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from studio.findings import Finding, finding_title, finding_tone
from studio.theme import Theme
from studio.words import tr

FINDING_HEIGHT, WAVE_HEIGHT, GAP = 8, 34, 4
LEAST_WIDTH = 4  # of a finding, so that one of a single frame can be hit
NEAR = 4  # pixels beside it that count, too


@dataclass(frozen=True)
class _Rows:
    film: QRect
    findings: QRect
    wave: QRect


class ScrubStrip(QWidget):
    """`hovered(seconds)` with the mouse above it, -1 when it leaves; `sought(seconds)` by click, drag or key;
    `stepped(frames)` by the arrow keys."""

    hovered = Signal(float)
    sought = Signal(float)
    stepped = Signal(int)

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._seconds = 0.0
        self._at = 0.0
        self._hover: float | None = None
        self._film = QPixmap()
        self._tiles = 0
        self._peaks: list[Sequence[int]] = []
        self._findings: Sequence[Finding] = ()
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(tr("The clip from start to end; the arrow keys step a frame"))
        theme.changed.connect(self.update)

    def show_length(self, seconds: float) -> None:
        """A clip of which nothing is known yet."""
        self._seconds, self._at, self._hover = seconds, 0.0, None
        self._film, self._tiles, self._peaks, self._findings = QPixmap(), 0, [], ()
        self.updateGeometry()
        self.update()

    def show_film(self, film: QPixmap, tiles: int) -> None:
        """`tiles` pictures of one size side by side, evenly over the clip."""
        self._film, self._tiles = film, tiles
        self.updateGeometry()
        self.update()

    def show_wave(self, wave: Mapping[str, Any]) -> None:
        """As GET /clips/{id}/waveform gives it."""
        self._peaks = [track["peaks"] for track in wave.get("tracks", []) if track.get("peaks")]
        self.updateGeometry()
        self.update()

    def show_findings(self, findings: Sequence[Finding]) -> None:
        self._findings = findings
        self.updateGeometry()
        self.update()

    def show_position(self, seconds: float) -> None:
        self._at = seconds
        self.update()

    def take(self, other: ScrubStrip) -> None:
        """What the other one shows of the same clip."""
        self._film, self._tiles = other._film, other._tiles
        self._peaks, self._findings = other._peaks, other._findings
        self.updateGeometry()
        self.update()

    def tile_at(self, seconds: float) -> QPixmap:
        """The filmstrip's picture of then; a null one where there is none."""
        if not self._tiles or self._seconds <= 0:
            return QPixmap()
        number = min(self._tiles - 1, max(0, int(seconds / self._seconds * self._tiles)))
        width = self._film.width() / self._tiles
        return self._film.copy(round(number * width), 0, round(width), self._film.height())

    def finding_at(self, x: float) -> Finding | None:
        """Of several the shortest: it lies on top."""
        near = [one for one in self._findings if self._span(one).adjusted(-NEAR, 0, NEAR, 0).contains(x, 1)]
        return min(near, key=lambda one: one.end - one.start, default=None)

    # --- sizes ---

    def sizeHint(self) -> QSize:
        return QSize(280, self._height())

    def minimumSizeHint(self) -> QSize:
        return QSize(120, self._height())

    def _height(self) -> int:
        return self._rows(280).wave.bottom() + 1

    def _rows(self, width: int) -> _Rows:
        film = QRect(0, 0, width, 44 if self._tiles else 0)
        top = film.height() + (2 if self._tiles else 0)
        findings = QRect(0, top, width, FINDING_HEIGHT)
        wave = QRect(0, findings.bottom() + GAP, width, WAVE_HEIGHT if self._peaks else 0)
        return _Rows(film, findings, wave)

    def _x(self, seconds: float) -> float:
        return seconds / self._seconds * (self.width() - 1) if self._seconds > 0 else 0.0

    def _seconds_at(self, x: float) -> float:
        return min(1.0, max(0.0, x / max(1, self.width() - 1))) * self._seconds

    def _span(self, finding: Finding) -> QRectF:
        left, right = self._x(finding.start), self._x(finding.end)
        return QRectF(left, 0, max(LEAST_WIDTH, right - left), 2)

    # --- painting ---

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002  Qt's signature
        painter = QPainter(self)
        painter.setRenderHints(QPainter.RenderHint.SmoothPixmapTransform | QPainter.RenderHint.Antialiasing)
        rows = self._rows(self.width())
        if self._tiles:
            self._paint_film(painter, rows.film)
        self._paint_findings(painter, rows.findings)
        if self._peaks:
            self._paint_wave(painter, rows.wave)
        self._paint_marks(painter)
        painter.end()

    def _paint_film(self, painter: QPainter, row: QRect) -> None:
        width = self._film.width() / self._tiles
        shown = max(1.0, row.width() / self._tiles)
        cut = min(width, self._film.height() * shown / row.height())
        high = min(self._film.height(), cut * row.height() / shown)
        for number in range(self._tiles):
            source = QRectF(number * width + (width - cut) / 2, (self._film.height() - high) / 2, cut, high)
            painter.drawPixmap(QRectF(number * shown, 0, shown + 0.5, row.height()), self._film, source)

    def _paint_findings(self, painter: QPainter, row: QRect) -> None:
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(self._theme.scheme.track))
        painter.drawRoundedRect(row.adjusted(0, 2, 0, -2), 2, 2)
        for finding in sorted(self._findings, key=lambda one: one.start - one.end):
            painter.setBrush(self._theme.color(finding_tone(finding.kind)))
            span = self._span(finding)
            painter.drawRoundedRect(QRectF(span.left(), row.top(), span.width(), row.height()), 2, 2)

    def _paint_wave(self, painter: QPainter, row: QRect) -> None:
        color = QColor(self._theme.scheme.accent)
        painter.setPen(QPen(color, 1))
        each = row.height() / len(self._peaks)
        for number, peaks in enumerate(self._peaks):
            middle = row.top() + each * (number + 0.5)
            painter.drawLine(QPointF(0, middle), QPointF(row.width(), middle))
            for x in range(row.width()):
                first = x * len(peaks) // row.width()
                after = max(first + 1, (x + 1) * len(peaks) // row.width())
                half = max(peaks[first:after]) / 255 * (each / 2 - 1)
                painter.drawLine(QPointF(x, middle - half), QPointF(x, middle + half))

    def _paint_marks(self, painter: QPainter) -> None:
        if self._hover is not None:
            painter.setPen(QPen(self._theme.color("muted"), 1))
            x = self._x(self._hover)
            painter.drawLine(QPointF(x, 0), QPointF(x, self.height()))
        x = self._x(self._at)
        ink = self._theme.color("text") if self.hasFocus() else QColor(self._theme.scheme.accent)
        painter.setPen(QPen(QColor(self._theme.scheme.base), 4))
        painter.drawLine(QPointF(x, 0), QPointF(x, self.height()))
        painter.setPen(QPen(ink, 2))
        painter.drawLine(QPointF(x, 0), QPointF(x, self.height()))
        painter.setBrush(ink)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.drawPolygon(QPolygonF([QPointF(x - 5, 0), QPointF(x + 5, 0), QPointF(x, 6)]))

    # --- mouse and keys ---

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        self._hover = self._seconds_at(event.position().x())
        if event.buttons() & Qt.MouseButton.LeftButton:
            self.sought.emit(self._hover)
        else:
            self.hovered.emit(self._hover)
        self.update()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton:
            finding = self.finding_at(event.position().x()) if self._on_findings(event.position().y()) else None
            self.sought.emit(finding.start if finding else self._seconds_at(event.position().x()))

    def leaveEvent(self, event: QEvent) -> None:
        self._hover = None
        self.hovered.emit(-1.0)
        self.update()
        super().leaveEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        steps = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}
        ends = {Qt.Key.Key_Home: 0.0, Qt.Key.Key_End: self._seconds}
        if event.key() in steps:
            many = 10 if event.modifiers() & Qt.KeyboardModifier.ShiftModifier else 1
            self.stepped.emit(many * steps[Qt.Key(event.key())])
        elif event.key() in ends:
            self.sought.emit(ends[Qt.Key(event.key())])
        else:
            super().keyPressEvent(event)

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            finding = self.finding_at(event.pos().x())
            words = f"{finding_title(finding.kind)}  {finding.timecode}\n{finding.detail}" if finding else ""
            QToolTip.showText(event.globalPos(), words.replace("&", "&amp;").replace("<", "&lt;"), self)
            return True
        return super().event(event)

    def _on_findings(self, y: float) -> bool:
        row = self._rows(self.width()).findings
        return row.top() - NEAR <= y <= row.bottom() + NEAR
