"""What happened, why, what to do, and the buttons that do it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QMenu, QPushButton, QVBoxLayout, QWidget

from studio import remedies
from studio.format import failure_title, spoken
from studio.models.rows import actions_for
from studio.views.inspector.flow import FlowLayout
from studio.views.parts import plain_label, push_button
from studio.words import tr

Json = Mapping[str, Any]


class FailureCard(QFrame):
    """`wanted(deed)`: one of studio/remedies.py; `preset_wanted(name)`."""

    wanted = Signal(str)
    preset_wanted = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("failure")
        self._what = plain_label(name="title", wrap=True)
        self._why = plain_label(wrap=True)
        self._heading = plain_label(tr("What to do"), "cardHeading")
        self._do = plain_label(wrap=True)
        self.buttons = {deed: self._button(deed, words) for deed, words in self._words().items()}
        self._presets = QMenu(self)
        self.buttons[remedies.OTHER_PRESET].setMenu(self._presets)
        self._lay_out()

    @property
    def retry(self) -> QPushButton:
        return self.buttons[remedies.RETRY]

    def show_presets(self, names: Sequence[str]) -> None:
        self._presets.clear()
        for name in names:
            self._presets.addAction(name.replace("&", "&&"), lambda name=name: self.preset_wanted.emit(name))

    def show_error(self, job: Json) -> None:
        error = job.get("error")
        self.setVisible(error is not None)
        if error is None:
            return
        remedy = remedies.remedy_of(str(error["code"]))
        self._what.setText(failure_title(str(error["code"]), job["status"] == "failed"))
        self._why.setText(spoken(str(error["message"])))
        self._do.setText(remedies.failure_hint(str(error["code"]), str(error["hint"])))
        for part in (self._heading, self._do):
            part.setVisible(bool(self._do.text()))
        self._show_buttons(remedy.deeds, job)
        self.setAccessibleName(". ".join(self.words()))

    def words(self) -> tuple[str, str, str]:
        """What happened, why, what to do."""
        return self._what.text(), self._why.text(), self._do.text()

    def _show_buttons(self, deeds: Sequence[str], job: Json) -> None:
        """Where the server refuses a retry, or there is nothing to make anew, the button would only disappoint."""
        possible = set(deeds)
        if "retry" not in actions_for({str(job["status"])}):
            possible.discard(remedies.RETRY)
        if job.get("kind") != "proxy" or job["status"] not in ("failed", "cancelled"):
            possible -= {remedies.ALLOW_DAMAGED, remedies.OTHER_PRESET}
        for deed, button in self.buttons.items():
            button.setVisible(deed in possible)
            first = deed == next((one for one in deeds if one in possible), "")
            if button.property("primary") != first:
                button.setProperty("primary", first)
                button.style().unpolish(button)
                button.style().polish(button)

    def _words(self) -> dict[str, str]:
        return {
            remedies.ALLOW_DAMAGED: tr("Allow damage"),
            remedies.RETRY: tr("Retry"),
            remedies.OTHER_PRESET: tr("Other preset"),
            remedies.SHOW_FOLDER: tr("Show folder"),
            remedies.SHOW_CLIP: tr("Show clip"),
            remedies.SHOW_LOG: tr("Show log"),
            remedies.SETTINGS: tr("S3…"),
        }

    def _button(self, deed: str, words: str) -> QPushButton:
        button = push_button(words)
        if deed != remedies.OTHER_PRESET:  # it opens its menu
            button.clicked.connect(lambda: self.wanted.emit(deed))
        return button

    def _lay_out(self) -> None:
        for label in (self._why, self._do):
            label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        box = QVBoxLayout(self)
        box.setContentsMargins(12, 11, 12, 12)
        box.setSpacing(6)
        for label in (self._what, self._why, self._heading, self._do):
            box.addWidget(label)
        self._heading.setContentsMargins(0, 4, 0, 0)
        line = QWidget()
        flow = FlowLayout(line, 6)
        for button in self.buttons.values():
            flow.addWidget(button)
        box.addSpacing(4)
        box.addWidget(line)
