"""Folders are named, what would become of what lies there is shown, and only then it is done."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFontMetrics
from PySide6.QtWidgets import (
    QAbstractItemView,
    QDialog,
    QFormLayout,
    QHBoxLayout,
    QHeaderView,
    QTableView,
    QVBoxLayout,
    QWidget,
)

from studio.looked import Seen
from studio.models.lines import LineModel
from studio.theme import Theme
from studio.views.folder_line import Choose, FolderLine
from studio.views.panels.page import labelled
from studio.views.parts import plain_label, push_button
from studio.words import tr


@dataclass(frozen=True)
class Wording:
    """`fields`: (label with its access key, title of the question) of each folder; `columns`: of the table."""

    title: str
    words: str
    fields: tuple[tuple[str, str], ...]
    columns: tuple[str, str]
    deed: str


class LookFirst(QDialog):
    """`looked(uris)`: what is in these folders is asked for; `agreed(uris)`: it shall be done as it was shown."""

    looked = Signal(list)
    agreed = Signal(list)

    def __init__(
        self, theme: Theme, wording: Wording, choose: Choose | None = None, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle(wording.title)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.folders = [FolderLine(title, choose) for _label, title in wording.fields]
        self._shown: list[str] = []  # the folders of which the table tells
        self.model = LineModel(theme, wording.columns, self)
        self.headline = plain_label(wrap=True)
        self.fault = plain_label(name="warning", wrap=True)
        self.table = QTableView()
        self.look = push_button(tr("&Look"))
        self.go = push_button(wording.deed, primary=True)
        self.stop = push_button(tr("Close"))
        for line in self.folders:
            line.changed.connect(self._on_changed)
            line.given.connect(self._on_look)
            line.path.returnPressed.connect(self._on_look)
        self.look.clicked.connect(self._on_look)
        self.go.clicked.connect(self._on_go)
        self.stop.clicked.connect(self.reject)
        self._set_up_table(wording.title)
        self._lay_out(wording)
        self._on_changed()

    def uris(self) -> list[str]:
        return [line.uri() for line in self.folders]

    def show_seen(self, uris: Sequence[str], seen: Seen) -> None:
        """The answer for these folders; of others than those that stand there it is not shown any more."""
        if list(uris) == self.uris():
            self._shown = list(uris)
            self._say(seen.headline)
            self.model.show_lines(seen.lines)
            self.go.setEnabled(bool(seen.able))
            (self.go if seen.able else self.folders[0].path).setFocus()

    def show_refused(self, uris: Sequence[str], sentence: str) -> None:
        if list(uris) == self.uris():
            self._shown = []
            self._say("", sentence)
            self.look.setEnabled(True)

    def _on_changed(self) -> None:
        self._shown = []
        self._say("")
        self.model.show_lines(())
        self.go.setEnabled(False)
        self.look.setEnabled(all(self.uris()))

    def _on_look(self) -> None:
        if all(self.uris()) and self._shown != self.uris():
            self._say(tr("Looking…"))
            self.looked.emit(self.uris())

    def _on_go(self) -> None:
        self.go.setEnabled(False)
        self._say(tr("Being done…"))
        self.agreed.emit(self._shown)

    def _say(self, headline: str, fault: str = "") -> None:
        for label, words in ((self.headline, headline), (self.fault, fault)):
            label.setText(words)
            label.setVisible(bool(words))

    def _set_up_table(self, name: str) -> None:
        table = self.table
        table.setModel(self.model)
        table.setAccessibleName(name)
        table.setShowGrid(False)
        table.setWordWrap(False)
        table.setTabKeyNavigation(False)
        table.setTextElideMode(Qt.TextElideMode.ElideMiddle)
        table.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        table.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
        table.horizontalHeader().setHighlightSections(False)
        table.horizontalHeader().setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        table.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        table.verticalHeader().setDefaultSectionSize(QFontMetrics(table.font()).height() + 10)
        table.verticalHeader().hide()

    def _lay_out(self, wording: Wording) -> None:
        form = QFormLayout()
        form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        for (label, _title), line in zip(wording.fields, self.folders, strict=True):
            form.addRow(labelled(label, line), line)
        buttons = QHBoxLayout()
        buttons.addWidget(self.look)
        buttons.addStretch()
        buttons.addWidget(self.stop)
        buttons.addWidget(self.go)
        for button in (self.look, self.stop, self.go):
            button.setAutoDefault(False)  # Enter in a line looks; only then there is something to agree to
        box = QVBoxLayout(self)
        box.setContentsMargins(20, 18, 20, 16)
        box.setSpacing(12)
        box.addWidget(plain_label(wording.words, "muted", wrap=True))
        box.addLayout(form)
        for label in (self.headline, self.fault):
            box.addWidget(label)
        box.addWidget(self.table, 1)
        box.addLayout(buttons)
        self.resize(760, 560)


def adopt_wording(preset: str) -> Wording:
    return Wording(
        tr("Take over proxies"),
        tr(
            "Proxies that were made elsewhere are matched to their clips by name, decoded and compared. "
            "They count as {preset}. Nothing is moved or written."
        ).format(preset=preset),
        ((tr("&Folder of the proxies"), tr("Folder of the proxies")),),
        (tr("Proxy"), tr("Its clip, or why not")),
        tr("&Take over"),
    )


def relocate_wording() -> Wording:
    return Wording(
        tr("Clips were moved"),
        tr(
            "What is known of the clips goes along to where they are now: jobs, proxies, watch folders. "
            "Nothing on a disk is touched; the other way round takes it back."
        ),
        (
            (tr("They &were in"), tr("Folder in which the clips were")),
            (tr("They &are in"), tr("Folder in which the clips are now")),
        ),
        (tr("Clip"), tr("What becomes of it")),
        tr("&Take along"),
    )
