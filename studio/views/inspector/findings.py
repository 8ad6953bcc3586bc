"""What the quality check found, as a list one can jump from."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QAbstractItemView, QFrame, QListWidget, QListWidgetItem, QVBoxLayout

from studio.findings import Finding, finding_title, finding_tone
from studio.theme import Theme
from studio.views.parts import plain_label
from studio.words import tr

MOST_LINES = 200
_LINES_SHOWN = 5


class FindingsCard(QFrame):
    """`chosen(finding)` by click or Enter."""

    chosen = Signal(object)

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.setObjectName("card")
        self._theme = theme
        self._findings: Sequence[Finding] = ()
        self._loudness = plain_label(name="muted")
        self.list = QListWidget()
        self.list.setAccessibleName(tr("Findings of the quality check"))
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.list.setTextElideMode(Qt.TextElideMode.ElideRight)
        self.list.itemClicked.connect(self._on_item)
        self.list.itemActivated.connect(self._on_item)
        theme.changed.connect(self._fill)
        box = QVBoxLayout(self)
        box.setContentsMargins(12, 9, 12, 9)
        box.setSpacing(4)
        box.addWidget(plain_label(tr("Quality"), "cardHeading"))
        box.addWidget(self._loudness)
        box.addWidget(self.list)
        self.show_findings([], "")

    def show_findings(self, findings: Sequence[Finding], loudness: str) -> None:
        self._findings = findings[:MOST_LINES]
        self._loudness.setText(loudness)
        self._loudness.setVisible(bool(loudness))
        self.setVisible(bool(findings or loudness))
        self._fill()

    def _fill(self) -> None:
        self.list.clear()
        for finding in self._findings:
            words = f"{finding.timecode}   {finding_title(finding.kind)}"
            item = QListWidgetItem(self._theme.icon("alert", finding_tone(finding.kind)), words, self.list)
            item.setToolTip(finding.detail)
            item.setData(Qt.ItemDataRole.AccessibleTextRole, f"{words}. {finding.detail}")
        self.list.setVisible(bool(self._findings))
        height = self.list.sizeHintForRow(0) if self._findings else 0
        self.list.setFixedHeight(height * min(_LINES_SHOWN, len(self._findings)) + 4)

    def _on_item(self, item: QListWidgetItem) -> None:
        self.chosen.emit(self._findings[self.list.row(item)])
