"""Paints every cell of the job table; asks the style for nothing."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QModelIndex, QObject, QPersistentModelIndex, QRect, QSize, Qt
from PySide6.QtGui import QBrush, QColor, QFont, QFontMetrics, QPainter, QPen, QPixmap
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from studio.models.columns import COLUMNS
from studio.models.jobs import JobModel
from studio.models.posters import Posters
from studio.models.rows import NAME, PROGRESS, STATUS, JobRow
from studio.theme import Theme, draw_icon
from studio.words import tr

PADDING = 10
_ICON = 16
_SELECTED = QStyle.StateFlag.State_Selected
_HOVER = QStyle.StateFlag.State_MouseOver
_VCENTER_LEFT = int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft | Qt.TextFlag.TextSingleLine)
_VCENTER_RIGHT = int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight | Qt.TextFlag.TextSingleLine)
_ELIDE_MIDDLE = Qt.TextElideMode.ElideMiddle
_ELIDE_RIGHT = Qt.TextElideMode.ElideRight
_ALIGN = tuple(_VCENTER_RIGHT if column.right else _VCENTER_LEFT for column in COLUMNS)


@dataclass(frozen=True)
class _Paints:
    """The colours of the theme as Qt objects, made once a switch and not once a cell."""

    text: QColor
    muted: QColor
    selection: QColor
    hover: QColor
    line: QColor
    track: QColor
    tones: dict[str, QColor]


class JobDelegate(QStyledItemDelegate):
    """One delegate for all columns. A row is as high as the font asks. `posters`: None for no pictures."""

    def __init__(self, model: JobModel, theme: Theme, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._model = model
        self._theme = theme
        self.posters: Posters | None = None
        self._icons: dict[tuple[str, str, float], QPixmap] = {}
        self._paints = _paints_of(theme)
        theme.changed.connect(self._on_theme_changed)

    def row_height(self, metrics: QFontMetrics) -> int:
        return metrics.height() + 16

    def picture_room(self, metrics: QFontMetrics) -> QSize:
        """For the poster before the name, 16:9."""
        height = self.row_height(metrics) - 8
        return QSize(height * 16 // 9, height)

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:  # noqa: ARG002  Qt's signature
        return QSize(80, self.row_height(option.fontMetrics))

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        row = self._model.row_at(index.row())
        column = index.column()
        rect = option.rect
        self._paint_ground(painter, option, rect)
        inner = rect.adjusted(PADDING, 0, -PADDING, 0)
        if column == STATUS:
            self._paint_status(painter, option, inner, row)
        elif column == PROGRESS:
            self._paint_progress(painter, option, inner, row)
        elif column == NAME:
            room = self._paint_picture(painter, option, inner, row)
            self._paint_text(painter, option, inner.adjusted(room, 0, 0, 0), row.texts[column], column)
        else:
            self._paint_text(painter, option, inner, row.texts[column], column)

    def _paint_ground(self, painter: QPainter, option: QStyleOptionViewItem, rect: QRect) -> None:
        if option.state & _SELECTED:
            painter.fillRect(rect, self._paints.selection)
        elif option.state & _HOVER:
            painter.fillRect(rect, self._paints.hover)
        painter.fillRect(rect.left(), rect.bottom(), rect.width(), 1, self._paints.line)

    def _paint_picture(self, painter: QPainter, option: QStyleOptionViewItem, rect: QRect, row: JobRow) -> int:
        """The room it takes."""
        if self.posters is None:
            return 0
        room = self.picture_room(option.fontMetrics)
        where = QRect(rect.left() - 2, rect.center().y() - room.height() // 2, room.width(), room.height())
        picture = self.posters.picture(str(row.job.get("clip_id") or ""))
        if picture is None:
            painter.fillRect(where, self._paints.track)
        else:
            size = picture.size().scaled(room, Qt.AspectRatioMode.KeepAspectRatio)
            inside = QRect(0, 0, size.width(), size.height())
            inside.moveCenter(where.center())
            painter.drawPixmap(inside, picture)
        return room.width() + 6

    def _paint_text(self, painter: QPainter, option: QStyleOptionViewItem, rect: QRect, text: str, column: int) -> None:
        if not text:
            return
        elide = _ELIDE_MIDDLE if column == NAME else _ELIDE_RIGHT
        painter.setPen(self._paints.text if column == NAME else self._paints.muted)
        painter.setFont(option.font)
        painter.drawText(rect, _ALIGN[column], option.fontMetrics.elidedText(text, elide, rect.width()))

    def _paint_status(self, painter: QPainter, option: QStyleOptionViewItem, rect: QRect, row: JobRow) -> None:
        if not row.icon:
            return
        pixmap = self._icon(row.icon, row.tone, painter.device().devicePixelRatioF())
        painter.drawPixmap(rect.left(), rect.center().y() - _ICON // 2 + 1, pixmap)
        words = rect.adjusted(_ICON + 7, 0, 0, 0)
        painter.setPen(self._paints.tones[row.tone])
        painter.setFont(option.font)
        word = option.fontMetrics.elidedText(row.texts[STATUS], _ELIDE_RIGHT, words.width())
        painter.drawText(words, _VCENTER_LEFT, word)

    def _paint_progress(self, painter: QPainter, option: QStyleOptionViewItem, rect: QRect, row: JobRow) -> None:
        if row.fraction is None:
            return
        metrics = option.fontMetrics
        text = row.texts[PROGRESS]
        room = metrics.horizontalAdvance("100 %") + 8 if text else 0
        self._paint_bar(painter, rect.adjusted(0, 0, -room, 0), row)
        if text:
            painter.setPen(self._paints.text)
            painter.setFont(option.font)
            painter.drawText(rect, _VCENTER_RIGHT, text)

    def _paint_bar(self, painter: QPainter, rect: QRect, row: JobRow) -> None:
        height = 6
        bar = QRect(rect.left(), rect.center().y() - height // 2 + 1, rect.width(), height)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(Qt.PenStyle.NoPen))
        painter.setBrush(QBrush(self._paints.track))
        painter.drawRoundedRect(bar, 3, 3)
        reached = round(bar.width() * (row.fraction or 0.0))
        if reached > 0:
            painter.setBrush(QBrush(self._paints.tones[row.tone]))
            painter.drawRoundedRect(QRect(bar.left(), bar.top(), max(height, reached), height), 3, 3)
        painter.restore()

    def _icon(self, name: str, tone: str, ratio: float) -> QPixmap:
        key = (name, tone, ratio)
        if key not in self._icons:
            self._icons[key] = draw_icon(name, self._theme.color(tone), _ICON, ratio)
        return self._icons[key]

    def _on_theme_changed(self) -> None:
        self._icons.clear()
        self._paints = _paints_of(self._theme)


def column_widths(font: QFont) -> dict[int, int]:
    """Column -> pixels, wide enough for its sample and its title."""
    font = QFont(font)
    font.setWeight(QFont.Weight.DemiBold)  # as the header
    metrics = QFontMetrics(font)
    extra = {STATUS: _ICON + 13}
    return {
        place: max(metrics.horizontalAdvance(text) for text in (tr(column.sample), tr(column.title) + "  "))
        + 2 * PADDING
        + extra.get(place, 8)
        for place, column in enumerate(COLUMNS)
        if place != NAME
    }


def _paints_of(theme: Theme) -> _Paints:
    scheme = theme.scheme
    return _Paints(
        text=theme.color("text"),
        muted=theme.color("muted"),
        selection=QColor(scheme.selection),
        hover=QColor(scheme.hover),
        line=QColor(scheme.hover),
        track=QColor(scheme.track),
        tones={tone: theme.color(tone) for tone in scheme.tones},
    )
