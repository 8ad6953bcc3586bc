"""The job table as a view: fixed rows, no grid, selection by rows kept over resets."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from PySide6.QtCore import QItemSelection, QItemSelectionModel, QMimeData, QModelIndex, QPoint, Qt, QTimer, QUrl, Signal
from PySide6.QtGui import QContextMenuEvent, QDrag, QMouseEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QApplication, QHeaderView, QMenu, QWidget

from studio.models.columns import NAMES
from studio.models.jobs import JobModel
from studio.models.posters import Posters
from studio.models.rows import MOVABLE, NAME
from studio.theme import Theme
from studio.views.job_delegate import PADDING, JobDelegate, column_widths
from studio.views.job_header import FIRST_TO_GO, JobHeader
from studio.views.turn_drag import TurnDragView, put_jobs
from studio.words import tr

NAME_CHARACTERS = 22
MOST_KEPT = 5_000  # of a larger selection only "all" outlives a reload
FIT_MS = 250


class JobTable(TurnDragView):
    """Emits `chosen` when the selection or the current row changes, `opened` for a double click or Return."""

    chosen = Signal()
    opened = Signal()

    def __init__(self, model: JobModel, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._jobs, self._theme = model, theme
        self._pressed: QPoint | None = None
        self._kept: tuple[bool, set[str], str | None] = (False, set(), None)
        self._expected: set[str] = set()  # were selected, and are among the rows that are still to come
        self._restoring = False
        self.menu = QMenu(self)
        self.head = JobHeader(model, self)
        self.setModel(model)
        self._delegate = JobDelegate(model, theme, self)
        self.setItemDelegate(self._delegate)
        self._fitting = QTimer(self)
        self._fitting.setSingleShot(True)
        self._fitting.setInterval(FIT_MS)
        self._fitting.timeout.connect(self.fit_columns)
        self._set_up_rows()
        self._set_up_headers()
        self._connect_model()
        theme.changed.connect(self._on_theme_changed)
        self._on_theme_changed()

    def show_posters(self, posters: Posters | None) -> None:
        """None: names alone."""
        self._delegate.posters = posters
        if posters is not None:
            posters.arrived.connect(self.viewport().update)
        self.viewport().update()

    @property
    def posters(self) -> Posters | None:
        return self._delegate.posters

    @property
    def picture_room(self) -> tuple[int, int]:
        room = self._delegate.picture_room(self.fontMetrics())
        return room.width(), room.height()

    # --- selection ---

    def selected_count(self) -> int:
        return sum(part.height() for part in self.selectionModel().selection())

    def all_selected(self) -> bool:
        return 0 < self._jobs.rowCount() == self.selected_count()

    def selected_rows(self) -> list[int]:
        return sorted(self._selected_positions())

    def selected_ids(self) -> list[str]:
        """In view order."""
        return [self._jobs.id_at(position) for position in self.selected_rows()]

    def select_ids(self, ids: set[str], current: str | None = None) -> None:
        places = [place for place in map(self._jobs.position_of, ids) if place is not None]
        self._select([(place, place) for place in places], QItemSelectionModel.SelectionFlag.ClearAndSelect)
        where = None if current is None else self._jobs.position_of(current)
        if where is not None:
            self.selectionModel().setCurrentIndex(
                self._jobs.index(where, 0), QItemSelectionModel.SelectionFlag.NoUpdate
            )

    def _select(self, rows: Iterable[tuple[int, int]], how: QItemSelectionModel.SelectionFlag) -> None:
        """`rows`: (first, last) of each run."""
        chosen, last_column = QItemSelection(), self._jobs.columnCount() - 1
        for first, last in rows:
            chosen.select(self._jobs.index(first, 0), self._jobs.index(last, last_column))
        self.selectionModel().select(chosen, how)

    def _selected_positions(self) -> Iterator[int]:
        # Ranges, not selectedRows(): that asks every row (1.4 s for 100,000).
        for part in self.selectionModel().selection():
            yield from range(part.top(), part.bottom() + 1)

    # --- what Qt tells ---

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        if self.selected_count():
            self.menu.popup(event.globalPos())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.fit_columns()

    # A model that says of its rows that they can be dragged is asked at each cell that is painted: a fifth of a frame.

    def mousePressEvent(self, event: QMouseEvent) -> None:
        plain = event.button() == Qt.MouseButton.LeftButton and event.modifiers() == Qt.KeyboardModifier.NoModifier
        at = event.position().toPoint()
        self._pressed = at if plain and self.indexAt(at).isValid() else None
        super().mousePressEvent(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self._pressed is None or not event.buttons() & Qt.MouseButton.LeftButton:
            super().mouseMoveEvent(event)
        elif (event.position().toPoint() - self._pressed).manhattanLength() >= QApplication.startDragDistance():
            self._pressed = None
            self.startDrag(Qt.DropAction.CopyAction)

    def startDrag(self, _actions: Qt.DropAction) -> None:
        """Finished proxies go out as files: into a bin of the NLE, a mail, a folder; what waits goes elsewhere in the
        queue."""
        mime = self.dragged()
        if mime is not None:
            drag = QDrag(self)
            drag.setMimeData(mime)
            drag.exec(Qt.DropAction.CopyAction)  # never a move: the other program would take the proxy away

    def dragged(self) -> QMimeData | None:
        """The proxies of the selected jobs that have one, and the jobs that have a place in the queue; None where there
        is neither."""
        rows = [row for row in map(self._jobs.row_of, self.selected_ids()[:MOST_KEPT]) if row is not None]
        uris = [str(row.job.get("output_uri") or "") for row in rows if row.status == "completed"]
        urls = [QUrl.fromEncoded(uri.encode()) for uri in uris if uri.startswith("file:")]
        waiting = [row.id for row in rows if row.status in MOVABLE]
        mime = QMimeData()
        if urls:
            mime.setUrls(urls)
        if waiting:
            put_jobs(mime, waiting)
        return mime if urls or waiting else None

    # --- columns ---

    def fit_columns(self) -> None:
        """Names are not cut while there is anything to give up for them: first what stands empty, then what matters
        least."""
        shown = [place for place in range(len(NAMES)) if self.head.chosen(place)]
        taken = {place: self.head.widths[place] for place in shown if place != NAME}
        room = self.viewport().width()
        for place in self._empty_columns(taken):
            if sum(taken.values()) + self._longest_name() > room:
                del taken[place]
        least = max(self.fontMetrics().averageCharWidth() * NAME_CHARACTERS, self._longest_name())
        for name in FIRST_TO_GO:
            if sum(taken.values()) + least > room:
                taken.pop(NAMES.index(name), None)
        for place in range(len(NAMES)):
            hidden = place != NAME and place not in taken
            if hidden != self.isColumnHidden(place):
                self.setColumnHidden(place, hidden)
            if not hidden and place != NAME and self.columnWidth(place) != taken[place]:
                self.setColumnWidth(place, taken[place])

    def _empty_columns(self, places: dict[int, int]) -> list[int]:
        """In which no row on the screen has anything to say, the last column first."""
        rows = [row for row in map(self._jobs.row_at, self._on_screen()) if row.job]
        return [place for place in sorted(places, reverse=True) if rows and not any(row.texts[place] for row in rows)]

    def _longest_name(self) -> int:
        names = [self._jobs.row_at(position).texts[NAME] for position in self._on_screen()]
        picture = self.picture_room[0] + 6 if self._delegate.posters is not None else 0
        longest = max(map(self.fontMetrics().horizontalAdvance, names), default=0)
        return min(longest, self.viewport().width() // 2) + 2 * PADDING + picture

    def _on_screen(self) -> range:
        height = max(1, self.verticalHeader().defaultSectionSize())
        first = max(0, self.verticalScrollBar().value() // height)
        return range(first, min(self._jobs.rowCount(), first + self.viewport().height() // height + 1))

    def _set_up_rows(self) -> None:
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setTabKeyNavigation(False)
        self.setMouseTracking(True)
        self.setAccessibleName(tr("Jobs"))
        self.doubleClicked.connect(lambda _index: self.opened.emit())

    def _set_up_headers(self) -> None:
        self.setHorizontalHeader(self.head)
        self.head.set_up(column_widths(self.font()))
        self.head.changed.connect(self.fit_columns)
        down = self.verticalHeader()
        down.setSelectionModel(QItemSelectionModel(self._jobs, down))  # as the other header's
        down.hide()
        down.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        down.setDefaultSectionSize(self._delegate.row_height(self.fontMetrics()))

    def _connect_model(self) -> None:
        model = self._jobs
        model.modelAboutToBeReset.connect(self._on_about_to_be_reset)
        model.modelReset.connect(self._on_reset)
        model.rowsInserted.connect(self._on_more)
        for signal in (model.dataChanged, model.modelReset, model.rowsInserted):
            signal.connect(self._fit_soon)
        self.selectionModel().selectionChanged.connect(self._on_selected)

    def _on_theme_changed(self) -> None:
        self.line_color = self._theme.color("busy")
        self.viewport().update()

    def _fit_soon(self) -> None:
        if not self._fitting.isActive():
            self._fitting.start()

    def _on_about_to_be_reset(self) -> None:
        current = self.currentIndex()
        few = self.selected_count() <= MOST_KEPT
        ids = set(self.selected_ids()) if few else set()
        where = self._jobs.id_at(current.row()) if current.isValid() else None
        self._kept = (self.all_selected() and not few, ids | self._expected, where)

    def _on_reset(self) -> None:
        every, ids, current = self._kept
        self._restoring = True
        if every:
            self.selectAll()
        else:
            self.select_ids(ids, current)
        self._restoring = False
        self._expected = {one for one in ids if self._jobs.position_of(one) is None}
        self.chosen.emit()

    def _on_more(self, _parent: QModelIndex, first: int, last: int) -> None:
        """Rows come a portion at a time: what was selected before the order changed is found when it comes."""
        all_so_far = 0 < first == self.selected_count()
        if not all_so_far and not self._expected:
            return
        came = enumerate(self._jobs.ids().portion(first, last + 1), first)
        rows = [(first, last)] if all_so_far else [(place, place) for place, one in came if one in self._expected]
        self._restoring = True
        self._select(rows, QItemSelectionModel.SelectionFlag.Select)
        self._restoring = False

    def _on_selected(self) -> None:
        if not self._restoring:
            self._expected = set()  # somebody chose others
        self.chosen.emit()
