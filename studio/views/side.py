"""The left panel: jobs by state with counts, and the watch folders."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPoint, QRect, QSize, Qt, Signal
from PySide6.QtGui import QColor, QPainter
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QHBoxLayout,
    QListWidget,
    QListWidgetItem,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

from studio.dropped import DropWish, as_watch_does
from studio.format import STATUS_FILTERS, file_name
from studio.models.rows import filter_counts
from studio.remedies import desk_words
from studio.theme import Theme
from studio.views.parts import icon_button, plain_label, push_button
from studio.words import mark, number_text, tr

_TEXT, _ICON, _TONE, _BADGE, _KEY, _WISH, _AIMED = (int(Qt.ItemDataRole.UserRole) + n for n in range(7))
_LEFT = int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft)
_RIGHT = int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight)

# state of a watch folder -> (word, tone of its dot)
WATCH_LOOKS: Mapping[str, tuple[str, str]] = {
    "watching": (mark("watching"), "good"),
    "scanning": (mark("looking through it"), "busy"),
    "away": (mark("out of reach"), "warn"),
}


def watch_look(watch: Mapping[str, Any]) -> tuple[str, str]:
    """(how it stands, in the language of the window; tone)"""
    if watch.get("paused"):
        return tr("paused"), "warn"
    state = str(watch.get("state", "watching"))
    word, tone = WATCH_LOOKS.get(state, (state, "muted"))
    return tr(word), tone


class SideDelegate(QStyledItemDelegate):
    """A rounded line: icon or dot, text, number."""

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = theme

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:  # noqa: ARG002  Qt's signature
        return QSize(60, option.fontMetrics.height() + 14)

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        rect = option.rect.adjusted(2, 1, -2, -1)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._paint_ground(painter, option, rect, bool(index.data(_AIMED)))
        self._paint_mark(painter, rect, str(index.data(_ICON) or ""), str(index.data(_TONE)))
        badge = str(index.data(_BADGE) or "")
        room = option.fontMetrics.horizontalAdvance(badge) + 10 if badge else 0
        words = rect.adjusted(34, 0, -10 - room, 0)
        painter.setPen(self._theme.color("text"))
        text = option.fontMetrics.elidedText(str(index.data(_TEXT)), Qt.TextElideMode.ElideMiddle, words.width())
        painter.drawText(words, _LEFT, text)
        painter.setPen(self._theme.color("muted"))
        painter.drawText(rect.adjusted(0, 0, -10, 0), _RIGHT, badge)
        painter.restore()

    def _paint_ground(self, painter: QPainter, option: QStyleOptionViewItem, rect: QRect, aimed: bool) -> None:
        scheme = self._theme.scheme
        ground = ""
        if aimed or option.state & QStyle.StateFlag.State_Selected:
            ground = scheme.selection
        elif option.state & QStyle.StateFlag.State_MouseOver:
            ground = scheme.hover
        has_focus = aimed or option.state & QStyle.StateFlag.State_HasFocus
        painter.setPen(QColor(scheme.accent) if has_focus else Qt.PenStyle.NoPen)
        if ground or has_focus:
            painter.setBrush(QColor(ground) if ground else Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(rect, 6, 6)

    def _paint_mark(self, painter: QPainter, rect: QRect, icon: str, tone: str) -> None:
        where = QRect(rect.left() + 9, rect.center().y() - 8, 16, 16)
        if icon:
            self._theme.icon(icon, tone).paint(painter, where)
        else:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(self._theme.color(tone))
            painter.drawEllipse(where.adjusted(4, 4, -3, -3))


class SideList(QListWidget):
    """Lines drawn by SideDelegate, as high as they need."""

    def __init__(self, theme: Theme, name: str) -> None:
        super().__init__()
        self.setItemDelegate(SideDelegate(theme, self))
        self.setAccessibleName(name)
        self.setMouseTracking(True)
        self.setUniformItemSizes(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        theme.changed.connect(self.viewport().update)

    def add_line(self, key: str, text: str, icon: str, tone: str) -> QListWidgetItem:
        item = QListWidgetItem(self)
        for role, value in ((_KEY, key), (_TEXT, text), (_ICON, icon), (_TONE, tone)):
            item.setData(role, value)
        item.setData(Qt.ItemDataRole.AccessibleTextRole, text)
        return item

    def offer(self, item: QListWidgetItem, wish: DropWish) -> None:
        """From now on a drop on this line means that."""
        item.setData(_WISH, wish)

    def takes_drops(self) -> bool:
        return any(self.item(row).data(_WISH) is not None for row in range(self.count()))

    def aim(self, at: QPoint | None) -> DropWish | None:
        """What a drop there would mean, shown in the line; `at` in the list's viewport, None for elsewhere."""
        inside = at is not None and self.viewport().rect().contains(at)
        aimed = self.itemAt(at) if at is not None and inside else None
        wish = None if aimed is None else aimed.data(_WISH)
        for row in range(self.count()):
            self.item(row).setData(_AIMED, wish is not None and self.item(row) is aimed)
        return wish if isinstance(wish, DropWish) else None

    def key(self) -> str:
        """Of the line that is selected; empty where none is."""
        chosen = self.selectedItems()
        return str(chosen[0].data(_KEY)) if chosen else ""

    def fit(self) -> None:
        self.setFixedHeight(sum(self.sizeHintForRow(row) for row in range(self.count())) + 4)


class SidePanel(QFrame):
    """`filter_chosen(statuses)`, `watch_wanted()`, `watch_dropped(watch id)`."""

    filter_chosen = Signal(tuple)
    watch_wanted = Signal()
    watch_dropped = Signal(str)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("side")
        self.filters = SideList(theme, tr("Jobs by state"))
        self.watch_list = SideList(theme, tr("Watch folders"))
        self._no_watches = plain_label(
            tr("Clips that land in a watch folder become proxies by themselves."), "muted", True
        )
        self._add = icon_button(theme, "plus", tr("Watch a folder"))
        self._remove = icon_button(theme, "minus", tr("Stop watching the selected folder"))
        self._add_wide = push_button(tr("Watch a folder…"))
        self._lay_out()
        for choice in STATUS_FILTERS:
            self.filters.add_line(choice.name, choice.title, choice.icon, choice.tone)
        self.filters.fit()
        self.filters.setCurrentRow(0)
        self.filters.currentRowChanged.connect(self._on_filter)
        self._add.clicked.connect(self.watch_wanted)
        self._add_wide.clicked.connect(self.watch_wanted)
        self._remove.clicked.connect(lambda: self.watch_dropped.emit(self.watch_list.key()))
        self.watch_list.itemSelectionChanged.connect(lambda: self._remove.setEnabled(bool(self.watch_list.key())))
        self.show_watches([])

    def show_counts(self, by_status: Mapping[str, int]) -> None:
        counts = filter_counts(by_status)
        for row, choice in enumerate(STATUS_FILTERS):
            count = counts[choice.name]
            item = self.filters.item(row)
            item.setData(_BADGE, number_text(count) if count or choice.name == "all" else "")
            item.setData(Qt.ItemDataRole.AccessibleTextRole, f"{choice.title}: {count}")

    def show_watches(self, watches: Sequence[Mapping[str, Any]]) -> None:
        kept = self.watch_list.key()
        self.watch_list.clear()
        for watch in watches:
            self._show_watch(watch, str(watch["id"]) == kept)
        self._no_watches.setVisible(not watches)
        self._add_wide.setVisible(not watches)
        self.watch_list.setVisible(bool(watches))
        self._remove.setEnabled(bool(self.watch_list.key()))

    def choose_filter(self, name: str) -> None:
        self.filters.setCurrentRow(next(row for row, f in enumerate(STATUS_FILTERS) if f.name == name))

    def _show_watch(self, watch: Mapping[str, Any], selected: bool) -> None:
        path = str(watch["path"])
        word, tone = watch_look(watch)
        item = self.watch_list.add_line(str(watch["id"]), file_name(path), "", tone)
        why = desk_words(str(watch.get("why") or ""))
        tip = "\n".join(
            (path, f"{word}: {why}" if why else word, tr("preset {preset}").format(preset=watch.get("preset")))
        )
        item.setToolTip(tip.replace("&", "&amp;").replace("<", "&lt;") if "<" in tip else tip)
        item.setData(_BADGE, "" if tone == "good" else word)
        item.setData(Qt.ItemDataRole.AccessibleTextRole, f"{path}, {word}")
        item.setSelected(selected)
        self.watch_list.offer(item, as_watch_does(watch))

    def _on_filter(self, row: int) -> None:
        if row >= 0:
            self.filter_chosen.emit(STATUS_FILTERS[row].statuses)

    def _lay_out(self) -> None:
        box = QVBoxLayout(self)
        box.setContentsMargins(10, 12, 10, 10)
        box.setSpacing(4)
        box.addWidget(plain_label(tr("Jobs"), "heading"))
        box.addWidget(self.filters)
        box.addSpacing(14)
        heading = QHBoxLayout()
        heading.setSpacing(0)
        heading.addWidget(plain_label(tr("Watch folders"), "heading"), 1)
        heading.addWidget(self._add)
        heading.addWidget(self._remove)
        box.addLayout(heading)
        box.addWidget(self.watch_list, 1)
        box.addWidget(self._no_watches)
        box.addWidget(self._add_wide)
        box.addStretch()
