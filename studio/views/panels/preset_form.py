"""The fields of a preset: closed lists wherever the server has them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QComboBox, QGridLayout, QHBoxLayout, QLineEdit, QSpinBox, QWidget

from studio.views.panels.page import Choice, labelled
from studio.words import tr

Json = Mapping[str, Any]

# As in server/domain/preset.py; the server's check has the last word.
CODECS: Mapping[str, tuple[Sequence[str], Sequence[str]]] = {
    "prores": (("proxy", "lt"), ("mov",)),
    "dnxhr": (("lb", "sq"), ("mov",)),
    "h264": (("high",), ("mov", "mp4")),
    "hevc": (("main10",), ("mov", "mp4")),
}
TONES = ("sdr-mobius", "sdr-hable", "sdr-clip")
_QUALITY = ("h264", "hevc")


class PresetForm(QWidget):
    """`edited` after each change by hand."""

    edited = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._kept: dict[str, Any] = {}
        self._luts: Sequence[str] = ()
        self.name, self.title, self.purpose, self.fps, self.watermark = (QLineEdit() for _ in range(5))
        self.codec, self.profile, self.container, self.audio, self.look, self.lut = (Choice() for _ in range(6))
        self.size_kind = Choice()
        self.size_value, self.quality = QSpinBox(), QSpinBox()
        self.timecode = QCheckBox(tr("Timecode"))
        self.clip_name = QCheckBox(tr("Name"))
        self._fill_boxes()
        self._rows = self._make_rows()
        self._lay_out()
        self._connect()

    def know_luts(self, names: Sequence[str]) -> None:
        self._luts = names
        _refill(self.lut, [(tr("none"), ""), *((name, name) for name in names)], self._kept.get("lut") or "")

    def show_preset(self, name: str, table: Json, editable: bool) -> None:
        """`table`: the keys of a preset's file. Those without a field here are kept as they are."""
        self._kept = dict(table)
        self.name.setText(name)
        for key, line in self._lines().items():
            line.setText(str(table.get(key) or ""))
        _choose(self.codec, str(table["codec"]))
        self._follow_codec(str(table.get("profile")), str(table.get("container")))
        for key, box in (("audio", self.audio), ("look", self.look), ("lut", self.lut)):
            _choose(box, str(table.get(key) or ""))
        _choose(self.size_kind, "divisor" if "divisor" in table else "lines")
        self.size_value.setValue(int(table.get("divisor") or table.get("lines") or 2))
        self.quality.setValue(int(table.get("quality") or 23))
        burnt = table.get("burn_in") or ()
        self.timecode.setChecked("timecode" in burnt)
        self.clip_name.setChecked("name" in burnt)
        self.blame("")
        for field, _title in self._rows.values():
            field.setEnabled(editable)
        self._refresh()

    def table(self) -> dict[str, Any]:
        """As PUT /presets/{name} takes it."""
        known = {*self._lines(), "codec", "profile", "container", "audio", "look", "lut", "divisor", "lines", "burn_in"}
        told: dict[str, Any] = {key: value for key, value in self._kept.items() if key not in known}
        told.update({key: text for key, line in self._lines().items() if (text := line.text().strip())})
        told.update({"title": self.title.text().strip(), "for": self.purpose.text().strip()})
        boxes = {"codec": self.codec, "profile": self.profile, "container": self.container, "audio": self.audio}
        told.update({key: box.currentData() for key, box in boxes.items()})
        told.update(
            {key: box.currentData() for key, box in (("look", self.look), ("lut", self.lut)) if box.currentData()}
        )
        told[self.size_kind.currentData()] = self.size_value.value()
        told.pop("quality", None)
        if self.codec.currentData() in _QUALITY:
            told["quality"] = self.quality.value()
        burnt = [name for name, tick in (("timecode", self.timecode), ("name", self.clip_name)) if tick.isChecked()]
        return {**told, "burn_in": burnt} if burnt else told

    def blame(self, key: str) -> None:
        """The field that is wrong; none for an empty key."""
        for name, (field, _title) in self._rows.items():
            wrong = bool(key) and key in name.split()
            if bool(field.property("wrong")) != wrong:
                field.setProperty("wrong", wrong)
                field.style().unpolish(field)
                field.style().polish(field)

    def title_of(self, key: str) -> str:
        found = next((title for name, (_field, title) in self._rows.items() if key in name.split()), key)
        return found.replace("&", "")

    def _lines(self) -> dict[str, QLineEdit]:
        return {"title": self.title, "for": self.purpose, "fps": self.fps, "watermark": self.watermark}

    def _make_rows(self) -> dict[str, tuple[QWidget, str]]:
        """{keys of the table: (field, title)}"""
        return {
            "name": (self.name, tr("&Name")),
            "title": (self.title, tr("&Title")),
            "for": (self.purpose, tr("&For")),
            "codec": (self.codec, tr("Code&c")),
            "profile": (self.profile, tr("P&rofile")),
            "container": (self.container, tr("Co&ntainer")),
            "divisor lines": (_beside(self.size_kind, self.size_value), tr("&Size")),
            "quality": (self.quality, tr("&Quality (CRF)")),
            "fps": (self.fps, tr("Frame r&ate")),
            "audio": (self.audio, tr("So&und")),
            "look": (self.look, tr("&HDR to SDR")),
            "lut": (self.lut, tr("&LUT")),
            "burn_in": (_beside(self.timecode, self.clip_name), tr("Burn &in")),
            "watermark": (self.watermark, tr("&Watermark")),
        }

    def _fill_boxes(self) -> None:
        none = (tr("none"), "")
        _refill(self.codec, [("ProRes", "prores"), ("DNxHR", "dnxhr"), ("H.264", "h264"), ("HEVC", "hevc")], "prores")
        _refill(self.audio, [("PCM", "pcm"), ("AAC", "aac"), (tr("no sound"), "none")], "pcm")
        _refill(self.look, [none, *((name, name) for name in TONES)], "")
        _refill(self.lut, [none], "")
        _refill(self.size_kind, [(tr("a fraction: 1 /"), "divisor"), (tr("lines:"), "lines")], "divisor")
        self.size_value.setRange(1, 4320)
        self.quality.setRange(0, 51)
        self.size_kind.setAccessibleName(tr("How the size is given"))
        self.size_value.setAccessibleName(tr("Size"))
        self.fps.setPlaceholderText(tr("as the original"))
        self.name.setMaxLength(48)

    def _connect(self) -> None:
        for line in (self.name, *self._lines().values()):
            line.textEdited.connect(self._on_edited)
        for box in (self.codec, self.profile, self.container, self.audio, self.look, self.lut, self.size_kind):
            box.activated.connect(self._on_edited)
        for number in (self.size_value, self.quality):
            number.valueChanged.connect(lambda _value, number=number: number.hasFocus() and self._on_edited())
        for tick in (self.timecode, self.clip_name):
            tick.clicked.connect(self._on_edited)

    def _on_edited(self, *_what: object) -> None:
        self._follow_codec(str(self.profile.currentData()), str(self.container.currentData()))
        self._refresh()
        self.edited.emit()

    def _follow_codec(self, profile: str, container: str) -> None:
        profiles, containers = CODECS.get(str(self.codec.currentData()), ((profile,), (container,)))
        _refill(self.profile, [(name, name) for name in profiles], profile)
        _refill(self.container, [(name.upper(), name) for name in containers], container)

    def _refresh(self) -> None:
        self.quality.setEnabled(self.codec.currentData() in _QUALITY and self.codec.isEnabled())

    def _lay_out(self) -> None:
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(14)
        grid.setVerticalSpacing(8)
        grid.setColumnStretch(1, 1)
        for row, (field, title) in enumerate(self._rows.values()):
            grid.addWidget(labelled(title, field), row, 0)
            grid.addWidget(field, row, 1)


def _beside(*parts: QWidget) -> QWidget:
    whole = QWidget()
    box = QHBoxLayout(whole)
    box.setContentsMargins(0, 0, 0, 0)
    for part in parts:
        box.addWidget(part)
    box.addStretch()
    return whole


def _refill(box: QComboBox, entries: Sequence[tuple[str, str]], wanted: str) -> None:
    if [(box.itemText(row), box.itemData(row)) for row in range(box.count())] != list(entries):
        box.clear()
        for text, value in entries:
            box.addItem(text, value)
    _choose(box, wanted)


def _choose(box: QComboBox, value: str) -> None:
    box.setCurrentIndex(max(0, box.findData(value)))
