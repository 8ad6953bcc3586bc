"""The LUTs at hand: add, see what is wrong with one, put one to use."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QAbstractItemView, QHBoxLayout, QHeaderView, QMenu, QTableWidget, QTableWidgetItem

from studio.dropped import uris_of
from studio.format import file_name, size_text
from studio.reveal import local_path
from studio.rooms import Around
from studio.views.panels.page import Json, Page, SureButton
from studio.views.parts import plain_label, push_button
from studio.words import tr

MOST_BYTES = 7_500_000  # what a request of the server holds


class LutsPage(Page):
    """A table of LUTs; `.cube` files may be dropped on it."""

    def __init__(self, around: Around) -> None:
        words = tr("Looks for log footage. A preset or a watch folder uses them; drop .cube files here.")
        super().__init__(around, tr("LUTs"), words)
        self.due.connect(self.reload)
        self.setAcceptDrops(True)
        self._luts: Sequence[Json] = ()
        self._presets: Sequence[Json] = ()
        self._watches: Sequence[Json] = ()
        self.table = QTableWidget(0, 4)
        self.add = push_button(tr("Add LUTs…"), primary=True)
        self.use = push_button(tr("Use in"))
        self._menu = QMenu(self.use)
        self.use.setMenu(self._menu)
        self.remove = SureButton(tr("Remove…"))
        self._empty = plain_label(tr("No LUT was added yet."), "muted")
        self._fill()

    def reload(self) -> None:
        self.ask("luts", self._show)
        self.ask("presets", lambda answer: self._know("_presets", answer["presets"]))
        self.ask("watches", lambda answer: self._know("_watches", answer["watches"]))

    def chosen(self) -> Json | None:
        row = self.table.currentRow()
        return self._luts[row] if 0 <= row < len(self._luts) else None

    def add_files(self, uris: Sequence[str]) -> None:
        """`file:` URIs of this machine; each is read here, for the server may be another."""
        for uri in uris:
            self._add(local_path(uri))

    def _add(self, path: Path) -> None:
        try:
            if path.stat().st_size > MOST_BYTES:
                self.say("bad", tr("{file} is too large for a LUT.").format(file=path.name))
                return
            text = path.read_text(encoding="utf-8-sig")
        except (OSError, UnicodeDecodeError):
            self.say("bad", tr("{file} cannot be read as a LUT.").format(file=path.name))
            return
        self.ask("add_lut", lambda _answer: self.reload(), body={"name": path.name, "text": text})

    def _show(self, answer: Json) -> None:
        kept = self.chosen()
        self._luts = answer.get("luts", [])
        self.table.setRowCount(len(self._luts))
        for row, lut in enumerate(self._luts):
            for column, text in enumerate(_texts(lut)):
                item = QTableWidgetItem(text)
                item.setToolTip(text.replace("<", "&lt;"))
                self.table.setItem(row, column, item)
            if kept is not None and lut["name"] == kept["name"]:
                self.table.selectRow(row)
        self._empty.setVisible(not self._luts)
        self._refresh()

    def _know(self, what: str, told: Sequence[Json]) -> None:
        setattr(self, what, told)
        self._refresh()

    def _refresh(self) -> None:
        lut = self.chosen()
        usable = lut is not None and not lut.get("fault")
        self.use.setEnabled(usable)
        self.remove.button.setEnabled(lut is not None and not lut.get("used_by"))
        self._menu.clear()
        for preset in (one for one in self._presets if one.get("own")) if usable else ():
            words = tr("Preset {name}").format(name=preset["name"])
            self._menu.addAction(words.replace("&", "&&"), partial(self._use_in_preset, lut, preset))
        for watch in self._watches if usable else ():
            words = tr("Watch folder {name}").format(name=file_name(str(watch["path"])))
            self._menu.addAction(words.replace("&", "&&"), partial(self._use_in_watch, lut, watch))
        if self._menu.isEmpty():
            self._menu.addAction(tr("Duplicate a preset, or watch a folder first")).setEnabled(False)

    def _use_in_preset(self, lut: Json, preset: Json) -> None:
        table = {**preset["table"], "lut": lut["name"]}
        table.pop("look", None)
        self.ask(
            "save_preset", lambda _answer: self._used(lut, preset["name"]), body={"table": table}, name=preset["name"]
        )

    def _use_in_watch(self, lut: Json, watch: Json) -> None:
        said = file_name(str(watch["path"]))
        self.ask("change_watch", lambda _a: self._used(lut, said), body={"lut": lut["path"]}, watch_id=str(watch["id"]))

    def _used(self, lut: Json, where: str) -> None:
        self.say("good", tr("{lut} is used by {where} from now on.").format(lut=lut["name"], where=where))
        self.reload()

    def _on_remove(self) -> None:
        lut = self.chosen()
        if lut is not None:
            self.ask("remove_lut", lambda _answer: self.reload(), name=str(lut["name"]))

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if any(uri.lower().endswith(".cube") for uri in uris_of(event.mimeData())):
            event.setDropAction(Qt.DropAction.CopyAction)
            event.accept()

    def dropEvent(self, event: QDropEvent) -> None:
        self.add_files([uri for uri in uris_of(event.mimeData()) if uri.lower().endswith(".cube")])
        event.setDropAction(Qt.DropAction.CopyAction)
        event.accept()

    def _fill(self) -> None:
        set_up_table(self.table, tr("LUTs"), (tr("Name"), tr("Form"), tr("Size"), tr("Used by")))
        self.table.itemSelectionChanged.connect(self._refresh)
        self.add.clicked.connect(lambda: self.add_files(self.around.dialogs.choose_files()))
        self.remove.sure.connect(self._on_remove)
        line = QHBoxLayout()
        for button in (self.add, self.use, self.remove):
            line.addWidget(button)
        line.addStretch()
        self.body.addLayout(line)
        self.body.addWidget(self._empty)
        self.body.addWidget(self.table, 1)
        self._refresh()


def set_up_table(table: QTableWidget, name: str, titles: Sequence[str]) -> None:
    """Rows to choose from, the first column as wide as there is room."""
    table.setColumnCount(len(titles))
    table.setHorizontalHeaderLabels(list(titles))
    table.setAccessibleName(name)
    table.verticalHeader().hide()
    table.setShowGrid(False)
    table.setTabKeyNavigation(False)
    table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
    table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
    table.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
    table.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
    table.horizontalHeader().setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
    table.horizontalHeader().setHighlightSections(False)


def _texts(lut: Json) -> tuple[str, str, str, str]:
    form = str(lut.get("fault") or f"{lut.get('dimensions')}D, {lut.get('points')} points")
    return str(lut["name"]), form, size_text(lut.get("size_bytes")), ", ".join(lut.get("used_by") or ())
