"""One clip as a picture with its words, or as a line."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetrics, QPainter, QPainterPath, QPen
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from studio.models.clips import CLIP_ROLE, STATES, facts_of
from studio.theme import Theme
from studio.views.catalogue.thumbs import Thumbs
from studio.words import tr

PICTURE = QSize(208, 117)
_SMALL = QSize(64, 36)
_LEFT = int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
_MARKS = {"online": "", "away": "hold", "changed": "alert", "missing": "cancel"}

Index = QModelIndex | QPersistentModelIndex


class ClipDelegate(QStyledItemDelegate):
    """`as_list`: lines, else pictures."""

    def __init__(self, theme: Theme, thumbs: Thumbs, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = theme
        self._thumbs = thumbs
        self.as_list = False

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:  # noqa: ARG002  Qt's signature
        line = option.fontMetrics.height()
        if self.as_list:
            return QSize(400, max(_SMALL.height() + 10, line + 12))
        return QSize(PICTURE.width() + 20, PICTURE.height() + 2 * line + 34)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        clip = index.data(CLIP_ROLE)
        painter.save()
        painter.setRenderHints(QPainter.RenderHint.SmoothPixmapTransform | QPainter.RenderHint.Antialiasing)
        self._paint_ground(painter, option)
        if self.as_list:
            self._paint_line(painter, option, clip)
        else:
            self._paint_card(painter, option, clip)
        painter.restore()

    def _paint_ground(self, painter: QPainter, option: QStyleOptionViewItem) -> None:
        scheme = self._theme.scheme
        selected = option.state & QStyle.StateFlag.State_Selected
        hovered = option.state & QStyle.StateFlag.State_MouseOver
        if selected or hovered:
            painter.setPen(QPen(QColor(scheme.accent), 1) if selected else Qt.PenStyle.NoPen)
            painter.setBrush(QColor(scheme.selection if selected else scheme.hover))
            painter.drawRoundedRect(QRectF(option.rect).adjusted(2, 2, -2, -2), 8, 8)

    def _paint_card(self, painter: QPainter, option: QStyleOptionViewItem, clip: Mapping[str, Any] | None) -> None:
        place = QRect(option.rect.left() + 10, option.rect.top() + 10, PICTURE.width(), PICTURE.height())
        self._paint_picture(painter, place, clip)
        if clip is None:
            return
        line = option.fontMetrics.height() + 2
        words = QRect(place.left(), place.bottom() + 7, place.width(), line)
        self._paint_text(painter, words, option.fontMetrics, str(clip["source"]).rpartition("/")[2], "text")
        self._paint_text(painter, words.translated(0, line), option.fontMetrics, facts_of(clip), "muted")
        self._paint_badges(painter, place, clip)

    def _paint_line(self, painter: QPainter, option: QStyleOptionViewItem, clip: Mapping[str, Any] | None) -> None:
        rect = option.rect
        top = rect.top() + (rect.height() - _SMALL.height()) // 2
        place = QRect(rect.left() + 10, top, _SMALL.width(), _SMALL.height())
        self._paint_picture(painter, place, clip)
        if clip is None:
            return
        told = clip.get("metadata") or {}
        found = len((clip.get("analysis") or {}).get("findings") or ())
        state = tr(STATES.get(str(clip.get("state")), ""))
        left, width = place.right() + 14, rect.width() - place.width() - 34
        parts = (
            (0.34, str(clip["source"]).rpartition("/")[2], "text"),
            (0.20, facts_of(clip), "muted"),
            (0.12, str(told.get("camera") or ""), "muted"),
            (0.10, str(told.get("reel") or ""), "muted"),
            (0.12, tr("proxy") if clip.get("proxy_generated") else "", "good"),
            (0.12, tr("{n} findings", "{n} finding", found) if found else state, "warn" if found else "muted"),
        )
        for share, text, tone in parts:
            room = QRect(left, rect.top(), int(width * share) - 8, rect.height())
            self._paint_text(painter, room, option.fontMetrics, text, tone)
            left += int(width * share)

    def _paint_picture(self, painter: QPainter, place: QRect, clip: Mapping[str, Any] | None) -> None:
        painter.save()
        frame = QPainterPath()
        frame.addRoundedRect(QRectF(place), 6, 6)
        painter.setClipPath(frame)
        painter.fillRect(place, QColor(self._theme.scheme.track))
        picture = self._thumbs.picture(str(clip["id"])) if clip is not None else None
        if picture is not None:
            size = picture.size().scaled(place.size(), Qt.AspectRatioMode.KeepAspectRatio)
            where = QRect(0, 0, size.width(), size.height())
            where.moveCenter(place.center())
            painter.drawPixmap(where, picture)
        else:
            side = min(28, place.height() - 8)
            where = QRect(0, 0, side, side)
            where.moveCenter(place.center())
            self._theme.icon("film", "muted").paint(painter, where)
        painter.restore()

    def _paint_badges(self, painter: QPainter, place: QRect, clip: Mapping[str, Any]) -> None:
        """Proxy, findings and state, on the picture's foot; each has a form of its own, not a colour alone."""
        found = (clip.get("analysis") or {}).get("findings")
        marks = [("done", "good")] if clip.get("proxy_generated") else []
        marks += [("alert", "warn")] if found else []
        state = _MARKS.get(str(clip.get("state")), "")
        marks += [(state, "warn")] if state else []
        for number, (icon, tone) in enumerate(marks):
            where = QRect(place.right() - 25 - number * 26, place.bottom() - 25, 22, 22)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(self._theme.scheme.raised))
            painter.drawRoundedRect(where, 6, 6)
            self._theme.icon(icon, tone).paint(painter, where.adjusted(3, 3, -3, -3))

    def _paint_text(self, painter: QPainter, room: QRect, metrics: QFontMetrics, text: str, tone: str) -> None:
        painter.setPen(self._theme.color(tone))
        painter.drawText(room, _LEFT, metrics.elidedText(text, Qt.TextElideMode.ElideMiddle, room.width()))
