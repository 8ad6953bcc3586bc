"""The bucket that uploads go to. Secrets are neither shown nor asked for."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLineEdit

from studio.gateway import Refusal
from studio.rooms import Around
from studio.views.panels.page import Json, Page, card, labelled
from studio.views.parts import IconLabel, plain_label, push_button
from studio.words import tr

FIELDS = ("bucket", "prefix", "endpoint_url", "region")


class StoragePage(Page):
    """Fields, "Test connection", "Save"."""

    def __init__(self, around: Around) -> None:
        words = tr("Where originals and proxies go when a job or a watch folder uploads them.")
        super().__init__(around, tr("S3 bucket"), words)
        self.due.connect(self.reload)
        self.fields = {name: QLineEdit() for name in FIELDS}
        self.test = push_button(tr("Test connection"))
        self.save = push_button(tr("Save"), primary=True)
        self._mark = IconLabel(around.theme, 18)
        self.result = plain_label(wrap=True)
        self.result.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._fill()
        self.test.clicked.connect(self._on_test)
        self.save.clicked.connect(self._on_save)
        for field in self.fields.values():
            field.textEdited.connect(lambda _text: self._show_result("", "", ""))
            field.returnPressed.connect(self._on_test)
        self._refresh()

    def reload(self) -> None:
        self.ask("storage", self._show)

    def place(self) -> dict[str, Any]:
        return {name: field.text().strip() or None for name, field in self.fields.items()} | {
            "prefix": self.fields["prefix"].text().strip()
        }

    def _show(self, answer: Json) -> None:
        if any(field.isModified() for field in self.fields.values()):
            return  # what is being typed stays
        for name, field in self.fields.items():
            field.setText(str(answer["storage"].get(name) or ""))
        self._refresh()

    def _on_test(self) -> None:
        if self.fields["bucket"].text().strip():
            self._show_result("running", "busy", tr("Trying…"))
            self.ask("test_storage", self._on_tested, failed=self._on_refused, body=self.place())

    def _on_tested(self, answer: Json) -> None:
        tone = ("done", "good") if answer["ok"] else ("alert", "bad")
        told = Refusal(str(answer.get("code") or ""), str(answer["message"]), str(answer["hint"] or ""))
        self._show_result(*tone, told.sentence)

    def _on_save(self) -> None:
        self.ask("set_storage", self._on_saved, failed=self._on_refused, body=self.place())

    def _on_saved(self, answer: Json) -> None:
        for field in self.fields.values():
            field.setModified(False)
        self._show(answer)
        self._show_result("done", "good", tr("Saved. Uploads queued from now on go there."))

    def _on_refused(self, refusal: Refusal) -> None:
        self._show_result("alert", "bad", refusal.sentence)

    def _show_result(self, icon: str, tone: str, words: str) -> None:
        self._mark.setVisible(bool(icon))
        if icon:
            self._mark.show_icon(icon, tone)
        self.result.setText(words)
        self._refresh()

    def _refresh(self) -> None:
        named = bool(self.fields["bucket"].text().strip())
        self.test.setEnabled(named)
        self.save.setEnabled(named)

    def _fill(self) -> None:
        titles = {
            "bucket": (tr("&Bucket"), "footage"),
            "prefix": (tr("&Prefix"), "show/2026"),
            "endpoint_url": (tr("&Address"), tr("empty for Amazon's own, or https://s3.example.com")),
            "region": (tr("&Region"), "eu-central-1"),
        }
        frame, box = card()
        frame.setMaximumWidth(720)
        grid = QGridLayout()
        grid.setHorizontalSpacing(14)
        grid.setVerticalSpacing(10)
        for row, (name, field) in enumerate(self.fields.items()):
            title, example = titles[name]
            field.setPlaceholderText(example)
            field.setMaxLength(300)
            grid.addWidget(labelled(title, field), row, 0)
            grid.addWidget(field, row, 1)
        box.addLayout(grid)
        told = tr(
            "Key and secret stay where every AWS tool looks for them (AWS_ACCESS_KEY_ID, ~/.aws/credentials). "
            "Rushes never shows them, and nothing in the bucket is overwritten or deleted."
        )
        box.addWidget(plain_label(told, "muted", wrap=True))
        line = QHBoxLayout()
        line.addWidget(self.test)
        line.addWidget(self.save)
        line.addStretch()
        box.addLayout(line)
        answer = QHBoxLayout()
        answer.addWidget(self._mark, 0, Qt.AlignmentFlag.AlignTop)
        answer.addWidget(self.result, 1)
        box.addLayout(answer)
        self._mark.hide()
        self.body.addWidget(frame)
        self.body.addStretch()
