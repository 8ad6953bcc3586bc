"""The window: tool bar, left panel, jobs, details, status bar; clips may be dropped anywhere on it."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtGui import QCloseEvent, QDragEnterEvent, QDragLeaveEvent, QDragMoveEvent, QDropEvent
from PySide6.QtWidgets import QApplication, QDockWidget, QMainWindow, QSplitter, QStackedWidget, QVBoxLayout, QWidget

from studio.actions import ACTIONS, MENUS, build_actions, plain_text, refresh_icons
from studio.dropped import DropWish, refusal_of, uris_of, with_preset
from studio.models.jobs import JobModel
from studio.rooms import ROOMS, Around, Place, Room
from studio.theme import Theme
from studio.views.bars import Bottom, MainToolBar
from studio.views.centre import Centre, DropVeil
from studio.views.details import Details
from studio.views.job_table import JobTable
from studio.views.parts import InfoBar
from studio.views.plan_sheet import PlanSheet
from studio.views.side import SideList, SidePanel
from studio.words import tr

_AREAS = {
    Place.LEFT: Qt.DockWidgetArea.LeftDockWidgetArea,
    Place.RIGHT: Qt.DockWidgetArea.RightDockWidgetArea,
    Place.BOTTOM: Qt.DockWidgetArea.BottomDockWidgetArea,
}
_JOB_MENU = (
    "cancel", "retry", "pause", "go_on", "", "do_first", "do_as_usual", "do_last", "move_up", "move_down", "",
    "make_again", "make_again_with", "open_output", "show_source", "show_output", "copy_paths", "", "remove",
)  # fmt: skip


class MainWindow(QMainWindow):
    """`dropped(uris, wishes)`: wishes as POST /clips takes them; `refused_drop(sentence)`. `may_close` is asked before
    the window closes."""

    dropped = Signal(list, dict)
    refused_drop = Signal(str)

    def __init__(self, theme: Theme, model: JobModel, handlers: Mapping[str, Callable[[], None]]) -> None:
        super().__init__()
        self._theme = theme
        self.may_close: Callable[[], bool] = _always
        self._around: Around | None = None
        self._rooms: dict[str, QWidget] = {}
        self._refusal: str | None = None  # of what hangs over the window
        self._drop_lists: list[SideList] = []
        self.setWindowTitle("Rushes")
        self.setAcceptDrops(True)
        self.actions_by_name = build_actions(self, theme, handlers)
        self.tools = MainToolBar(self.actions_by_name, theme)
        self.info = InfoBar(theme)
        self.side = SidePanel(theme)
        self.table = JobTable(model, theme)
        self.centre = Centre(self.table, theme)
        self.details = Details(theme)
        self.bottom = Bottom(theme)
        self._lay_out()
        self._fill_menus()
        self.veil = DropVeil(theme, self.centralWidget())
        self.sheet = PlanSheet(theme, self.centralWidget())
        theme.changed.connect(self._on_theme_changed)
        self.resize(1440, 860)
        self.setFocus()  # else the first button of the tool bar has it

    def _lay_out(self) -> None:
        self.addToolBar(self.tools)
        self.splitter = QSplitter(Qt.Orientation.Horizontal)
        self.splitter.setHandleWidth(1)
        self.splitter.setChildrenCollapsible(False)
        for part, least, stretch in ((self.side, 190, 0), (self.centre, 380, 1), (self.details, 280, 0)):
            part.setMinimumWidth(max(least, part.minimumSizeHint().width() if part is self.side else 0))
            self.splitter.addWidget(part)
            self.splitter.setStretchFactor(self.splitter.count() - 1, stretch)
        self.splitter.setSizes([212, 902, 326])
        self.pages = QStackedWidget()
        self.pages.addWidget(self.splitter)
        middle = QWidget()
        box = QVBoxLayout(middle)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(0)
        box.addWidget(self.info)
        box.addWidget(self.pages, 1)
        self.setCentralWidget(middle)
        self.setStatusBar(self.bottom)
        self.centre.show_state(0, filtered=False)

    def _fill_menus(self) -> None:
        for title in MENUS:
            menu = self.menuBar().addMenu(f"&{tr(title)}")
            for spec in (spec for spec in ACTIONS if spec.menu == title):
                menu.addAction(self.actions_by_name[spec.name])
        for name in _JOB_MENU:
            if name:
                self.table.menu.addAction(self.actions_by_name[name])
            else:
                self.table.menu.addSeparator()

    # --- rooms ---

    def furnish(self, around: Around) -> None:
        """From now on rooms can be shown."""
        self._around = around

    def room(self, name: str) -> QWidget:
        """Built when it is first asked for. Raises StopIteration for one there is not."""
        if name not in self._rooms:
            self._rooms[name] = self._build_room(next(room for room in ROOMS if room.name == name))
        return self._rooms[name]

    def show_room(self, name: str) -> None:
        """A page takes the place of the jobs and gives it back when asked again; a dock comes and goes."""
        room = self.room(name)
        if isinstance(room, QDockWidget):
            room.setVisible(room.isHidden())
        else:
            shown = self.pages.currentWidget() is room
            self.pages.setCurrentWidget(self.splitter if shown else room)

    def show_jobs(self) -> None:
        self.pages.setCurrentWidget(self.splitter)

    def _build_room(self, room: Room) -> QWidget:
        assert self._around is not None
        inside = room.build(self._around)
        inside.setAccessibleName(inside.accessibleName() or plain_text(tr(room.title)))
        if room.place is Place.PAGE:
            self.pages.addWidget(inside)
            return inside
        dock = QDockWidget(tr(room.title), self)
        dock.setObjectName(f"dock-{room.name}")  # saveState knows it by this name
        dock.setWidget(inside)
        dock.hide()
        self.addDockWidget(_AREAS[room.place], dock)
        return dock

    def _on_theme_changed(self) -> None:
        refresh_icons(self.actions_by_name, self._theme)

    # --- dropped clips ---

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if event.source() is not None:  # rows of our own, on their way elsewhere
            event.ignore()
            return
        # What is no file is taken too, so that the window can say why it is not.
        self._refusal = refusal_of(event.mimeData())
        self._drop_lists = [part for part in self.findChildren(SideList) if part.isVisible() and part.takes_drops()]
        self.veil.lift("", [] if self._refusal else self._drop_lists)
        self._aim(event.position().toPoint())
        self._take(event)

    def dragMoveEvent(self, event: QDragMoveEvent) -> None:
        self._aim(event.position().toPoint())
        self._take(event)

    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:
        self._lower_veil()
        event.accept()

    def dropEvent(self, event: QDropEvent) -> None:
        wish = self._aim(event.position().toPoint())
        self._lower_veil()
        # Never a move: the other program would delete the original. A program that offers nothing else is told that
        # nothing was taken.
        copy = event.possibleActions() & Qt.DropAction.CopyAction
        event.setDropAction(Qt.DropAction.CopyAction if copy else Qt.DropAction.IgnoreAction)
        event.accept()
        refusal = refusal_of(event.mimeData())
        if refusal is None:
            self.dropped.emit(uris_of(event.mimeData()), dict(wish.wishes) if wish else {})
        else:
            self.refused_drop.emit(refusal)

    def _aim(self, at: QPoint | None) -> DropWish | None:
        """The line under the pointer, where a drop means "with that"; the veil says what a drop would do."""
        aims = [part.aim(None if at is None else part.viewport().mapFrom(self, at)) for part in self._drop_lists]
        wish = next((aim for aim in aims if aim is not None), None)
        usual = with_preset(self.tools.preset.name() or tr("the usual preset"))
        self.veil.say(self._refusal or tr("Drop to make proxies {how}").format(how=(wish or usual).words))
        return wish

    def _lower_veil(self) -> None:
        self._aim(None)
        self._drop_lists = []
        self.veil.hide()

    def _take(self, event: QDropEvent) -> None:
        event.setDropAction(Qt.DropAction.CopyAction)
        event.accept()

    def closeEvent(self, event: QCloseEvent) -> None:
        # At the end of the session nobody is there to read what we would say.
        if QApplication.instance().isSavingSession() or self.may_close():
            event.accept()
        else:
            event.ignore()


def _always() -> bool:
    return True
