"""The rules of one watch folder."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from PySide6.QtWidgets import QCheckBox, QComboBox, QDoubleSpinBox, QGridLayout, QLineEdit, QSpinBox, QWidget

from studio.views.folder_line import Choose, FolderLines
from studio.views.panels.page import Choice, labelled
from studio.words import tr

Json = Mapping[str, Any]
MOST_COPIES = 4  # as the server takes them (server/domain/kinds/copy.py)


class WatchForm(QWidget):
    """What is changed here stays until it is saved, whatever the server tells meanwhile."""

    def __init__(self, choose: Choose | None = None) -> None:
        super().__init__()
        self.presets: Sequence[str] = ()
        self.preset = Choice()
        self.lut = Choice()
        self.to = QLineEdit()
        self.copies = FolderLines(tr("Folder for copies"), MOST_COPIES, choose)
        self.include = QLineEdit()
        self.exclude = QLineEdit()
        self.hours = QLineEdit()
        self.priority = QSpinBox()
        self.settle = QDoubleSpinBox()
        self.subfolders = QCheckBox(tr("Su&bfolders too"))
        self.analysis = QCheckBox(tr("&Quality check"))
        self.upload = QCheckBox(tr("&Upload to S3"))
        self._changed = False
        self._shown: Json = {}
        self._fill()
        self._connect()

    def know_presets(self, names: Sequence[str]) -> None:
        self.presets = names
        self._refill(self.preset, [(name, name) for name in names])

    def know_luts(self, luts: Sequence[Json]) -> None:
        usable = [(str(lut["name"]), str(lut["path"])) for lut in luts if not lut.get("fault")]
        self._refill(self.lut, [(tr("none"), ""), *usable])

    def show_watch(self, watch: Json) -> None:
        if self._changed:
            return
        self._shown = watch
        _choose(self.preset, str(watch.get("preset") or ""))
        _choose(self.lut, str(watch.get("lut") or ""))
        self.to.setText(str(watch.get("to") or ""))
        self.copies.show_folders(watch.get("copy_to_uris") or ())
        self.include.setText(", ".join(watch.get("include") or ()))
        self.exclude.setText(", ".join(watch.get("exclude") or ()))
        self.hours.setText(str(watch.get("hours") or ""))
        self.priority.setValue(int(watch.get("priority", 5)))
        self.settle.setValue(float(watch.get("settle_seconds") or 0))
        self.subfolders.setChecked(bool(watch.get("subfolders", True)))
        self.analysis.setChecked(bool(watch.get("analysis")))
        self.upload.setChecked(bool(watch.get("upload")))
        self._changed = False

    def forget_changes(self) -> None:
        self._changed = False

    @property
    def changed(self) -> bool:
        return self._changed

    def rules(self) -> dict[str, Any]:
        """As PATCH /watches/{id} takes them."""
        told = {
            "preset": self.preset.currentData(),
            "lut": self.lut.currentData() or None,
            "to": self.to.text().strip() or None,
            "include": _globs(self.include.text()),
            "exclude": _globs(self.exclude.text()),
            "hours": self.hours.text().strip() or None,
            "priority": self.priority.value(),
            "subfolders": self.subfolders.isChecked(),
            "analysis": self.analysis.isChecked(),
            "upload": self.upload.isChecked(),
        }
        if self.settle.value() != float(self._shown.get("settle_seconds") or 0):
            told["settle"] = self.settle.value()
        if self.copies.uris() != list(self._shown.get("copy_to_uris") or ()):
            told["copy_to"] = self.copies.uris()
        return told

    def _refill(self, box: QComboBox, entries: Sequence[tuple[str, str]]) -> None:
        changed = self._changed
        box.clear()
        for text, value in entries:
            box.addItem(text, value)
        self._changed = changed
        if self._shown and not changed:
            self.show_watch(self._shown)

    def _connect(self) -> None:
        for line in (self.to, self.include, self.exclude, self.hours):
            line.textEdited.connect(self._on_changed)
        self.copies.edited.connect(self._on_changed)
        for box in (self.preset, self.lut):
            box.activated.connect(self._on_changed)
        for tick in (self.subfolders, self.analysis, self.upload):
            tick.clicked.connect(self._on_changed)
        for number in (self.priority, self.settle):
            number.valueChanged.connect(lambda _value, number=number: number.hasFocus() and self._on_changed())

    def _on_changed(self, *_what: object) -> None:
        self._changed = True

    def _fill(self) -> None:
        self.priority.setRange(0, 9)
        self.settle.setRange(0, 3600)
        self.settle.setSuffix(" s")
        self.settle.setDecimals(1)
        self.to.setPlaceholderText(tr("a folder Proxy beside each clip"))
        self.copies.lines[0].path.setPlaceholderText(tr("nowhere: proxies are made where the clips land"))
        for line in self.copies.lines[1:]:
            line.path.setPlaceholderText(tr("another disk"))
        self.include.setPlaceholderText(tr("everything, or for example *.mov, A-Cam/*"))
        self.exclude.setPlaceholderText(tr("nothing, or for example *_test*"))
        self.hours.setPlaceholderText(tr("always, or for example 19:00-07:00"))
        rows: Sequence[tuple[str, QWidget]] = (
            (tr("&Preset"), self.preset),
            (tr("&LUT"), self.lut),
            (tr("Proxies &go to"), self.to),
            (tr("&Copy first to"), self.copies),
            (tr("&Only"), self.include),
            (tr("&Not"), self.exclude),
            (tr("&Hours"), self.hours),
            (tr("Pr&iority"), self.priority),
            (tr("Whole &after"), self.settle),
        )
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 6, 0, 6)
        grid.setHorizontalSpacing(14)
        grid.setVerticalSpacing(8)
        grid.setColumnStretch(1, 1)
        for row, (words, field) in enumerate(rows):
            grid.addWidget(labelled(words, field), row, 0)
            grid.addWidget(field, row, 1)
        for row, tick in enumerate((self.subfolders, self.analysis, self.upload), len(rows)):
            grid.addWidget(tick, row, 1)


def _choose(box: QComboBox, value: str) -> None:
    """Also what is not in the list any more: it is what holds."""
    if value and box.findData(value) < 0:
        box.addItem(value, value)
    box.setCurrentIndex(max(0, box.findData(value)))


def _globs(text: str) -> list[str]:
    return [part.strip() for part in text.split(",") if part.strip()]
