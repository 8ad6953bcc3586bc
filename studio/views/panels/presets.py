"""Presets: those that come with Rushes to read and duplicate, one's own to edit."""

from __future__ import annotations

import re
from collections.abc import Sequence

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QImage, QPixmap
from PySide6.QtWidgets import QHBoxLayout, QSplitter, QWidget

from studio.alive import while_alive
from studio.dropped import with_preset
from studio.format import check_title
from studio.gateway import Refusal
from studio.pictures import decode
from studio.rooms import Around
from studio.views.inspector.viewer import FramePicture
from studio.views.panels.page import Json, Page, SureButton, card, scrolled
from studio.views.panels.preset_form import PresetForm
from studio.views.parts import plain_label, push_button
from studio.views.side import SideList
from studio.words import tr

CHECK_MS = 300


class PresetsPage(Page):
    """The presets at the left, one at the right. What is typed is checked by the server as one goes."""

    def __init__(self, around: Around) -> None:
        words = tr("What a proxy is made of. Every proxy is checked against its original before it counts as done.")
        super().__init__(around, tr("Presets"), words)
        self.due.connect(self.reload)
        self._presets: Sequence[Json] = ()
        self._draft: Json | None = None  # a duplicate that was not saved yet
        self.list = SideList(around.theme, tr("Presets"))
        self.form = PresetForm()
        self.words = plain_label(name="muted", wrap=True)
        self.fault = plain_label(name="warning", wrap=True)
        self.preview = FramePicture(around.theme, tr("The selected clip as this preset shows it"))
        self.preview_words = plain_label(name="muted", wrap=True)
        self.duplicate = push_button(tr("Duplicate to edit"), primary=True)
        self.save = push_button(tr("Save"), primary=True)
        self.remove = SureButton(tr("Remove…"))
        self._check = QTimer(self)
        self._check.setSingleShot(True)
        self._check.setInterval(CHECK_MS)
        self._fill()
        self._connect()

    def reload(self) -> None:
        self.ask("presets", self._show)
        self.ask("luts", lambda answer: self.form.know_luts([str(lut["name"]) for lut in answer["luts"]]))

    def chosen(self) -> Json | None:
        if self._draft is not None and self.list.key() == self._draft["name"]:
            return self._draft
        return next((preset for preset in self._presets if preset["name"] == self.list.key()), None)

    def _show(self, answer: Json) -> None:
        self._presets = answer.get("presets", [])
        for refused in answer.get("refused", [])[:1]:
            self.say("warn", Refusal("bad_preset", str(refused["message"]), str(refused["hint"])).sentence)
        self._show_list(self.list.key())

    def _show_list(self, kept: str) -> None:
        self.list.blockSignals(True)
        self.list.clear()
        shown = [*self._presets, *([self._draft] if self._draft else [])]
        for preset in shown:
            own = bool(preset.get("own"))
            item = self.list.add_line(preset["name"], preset["name"], "edit" if own else "preset", "muted")
            item.setToolTip(str(preset.get("title") or ""))
            item.setSelected(preset["name"] == kept)
            if preset is not self._draft:
                self.list.offer(item, with_preset(str(preset["name"])))
        if not self.list.key() and shown:
            self.list.setCurrentRow(0)
        self.list.blockSignals(False)
        self._show_chosen()

    def _show_chosen(self) -> None:
        preset = self.chosen()
        if preset is None or "table" not in preset:  # an older server tells less
            return
        own = bool(preset.get("own"))
        self.form.show_preset(str(preset["name"]), preset["table"], editable=own)
        self.words.setText(_promise(preset["table"]))
        self.fault.clear()
        self.duplicate.setVisible(not own)
        self.save.setVisible(own)
        self.remove.setVisible(own)
        self._look()

    # --- deeds ---

    def _on_duplicate(self) -> None:
        preset = self.chosen()
        if preset is None or "table" not in preset:
            return
        names = {str(one["name"]) for one in self._presets}
        base = re.sub(r"-copy(-\d+)?$", "", str(preset["name"]))[:40]
        free = (name for number in range(1, 1000) if (name := f"{base}-copy{f'-{number}' * (number > 1)}") not in names)
        name = next(free)
        table = {**preset["table"], "title": tr("{title}, changed").format(title=preset["title"])}
        self._draft = {"name": name, "title": table["title"], "own": True, "table": table}
        self._show_list(name)
        self.form.name.setFocus()
        self.form.name.selectAll()

    def _on_edited(self) -> None:
        self.fault.clear()
        self._check.start()

    def _on_check(self) -> None:
        body = {"name": self.form.name.text(), "table": self.form.table()}
        self.ask("check_preset", self._on_checked, body=body)

    def _on_checked(self, answer: Json) -> None:
        fault = answer.get("fault")
        self.form.blame(str(fault["key"]) if fault else "")
        self.fault.setText(f"{self.form.title_of(str(fault['key']))}: {fault['why']}." if fault else "")
        self.save.setEnabled(fault is None)
        if fault is None:
            self._look()

    def _on_save(self) -> None:
        name = self.form.name.text()
        self.ask("save_preset", self._on_saved, failed=self._on_unsaved, body={"table": self.form.table()}, name=name)

    def _on_saved(self, answer: Json) -> None:
        self._draft = None
        name = str(answer["preset"]["name"])
        self.say("good", tr("Saved: {name}. It can be chosen at once.").format(name=name))
        self._presets = [*(one for one in self._presets if one["name"] != name), answer["preset"]]
        self._show_list(name)
        self.around.feed.reload()

    def _on_unsaved(self, refusal: Refusal) -> None:
        self.fault.setText(refusal.sentence)

    def _on_remove(self) -> None:
        preset = self.chosen()
        if preset is not None and preset is self._draft:
            self._draft = None
            self._show_list("")
        elif preset is not None:
            self.ask("remove_preset", lambda _answer: self.reload(), name=str(preset["name"]))

    # --- preview ---

    def _look(self) -> None:
        """The selected clip as this preset shows it; of the job table's selection the first proxy."""
        clip = next((str(job["clip_id"]) for job in self.around.chosen() if job.get("clip_id")), "")
        self.preview.setVisible(bool(clip))
        told = tr("Select a clip in the job table to see it through this preset.")
        self.preview_words.setText("" if clip else told)
        if clip:
            self.preview.set_late()
            body = {"name": self.form.name.text(), "table": self.form.table()}
            self.around.gateway.fetch(
                "preview",
                lambda content: decode(content, while_alive(self, self._show_preview)),
                while_alive(self, lambda refusal: self.preview.show_words(refusal.message)),
                body=body,
                clip_id=clip,
            )

    def _show_preview(self, image: QImage) -> None:
        self.preview.show_picture(QPixmap.fromImage(image))

    def _connect(self) -> None:
        self.list.itemSelectionChanged.connect(self._show_chosen)
        self.form.edited.connect(self._on_edited)
        self._check.timeout.connect(self._on_check)
        self.duplicate.clicked.connect(self._on_duplicate)
        self.save.clicked.connect(self._on_save)
        self.remove.sure.connect(self._on_remove)

    def _fill(self) -> None:
        right = QWidget()
        frame, inside = card()
        inside.addWidget(self.form)
        inside.addWidget(self.fault)
        inside.addWidget(self.words)
        line = QHBoxLayout()
        for button in (self.duplicate, self.save, self.remove):
            line.addWidget(button)
        line.addStretch()
        inside.addLayout(line)
        seen, looks = card(tr("Preview"))
        looks.addWidget(self.preview)
        looks.addWidget(self.preview_words)
        looks.addStretch()
        seen.setMinimumWidth(340)
        box = QHBoxLayout(right)
        box.setContentsMargins(12, 0, 0, 0)
        box.setSpacing(12)
        box.addWidget(frame, 3, Qt.AlignmentFlag.AlignTop)
        box.addWidget(seen, 2, Qt.AlignmentFlag.AlignTop)
        parts = QSplitter(Qt.Orientation.Horizontal)
        parts.setChildrenCollapsible(False)
        parts.addWidget(self.list)
        parts.addWidget(scrolled(right))
        parts.setStretchFactor(1, 1)
        parts.setSizes([240, 860])
        self.body.addWidget(parts, 1)


def _promise(table: Json) -> str:
    """What every proxy of it is checked for, and what that means in an NLE."""
    checks = [check_title(str(name)) for name in table.get("required") or ()]
    proved = tr("Every proxy is proved to keep: {checks}.").format(checks=", ".join(checks))
    words = proved if checks else tr("Nothing is proved of these proxies.")
    kept = {"start_timecode", "frame_rate", "frame_count"} <= set(table.get("required") or ())
    finds = tr("NLEs that relink by timecode, name and length find it.")
    nle = finds if kept else tr("For looking, not for relinking.")
    return f"{words} {nle}"
