"""The lanes: how much waits and runs in each, how many side by side, and the switch."""

from __future__ import annotations

from datetime import datetime

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QSpinBox, QVBoxLayout, QWidget

from studio.format import plural
from studio.rooms import Around
from studio.theme import Theme
from studio.views.panels.page import Json, Page, SureButton, card, labelled
from studio.views.parts import IconLabel, plain_label, push_button

EVERY_MS = 2_000
MOST_SIDE_BY_SIDE = 64


class LanesPage(Page):
    """One card a lane."""

    def __init__(self, around: Around) -> None:
        super().__init__(around, self.tr("Lanes"), self.tr("Jobs of one sort wait in one line."), EVERY_MS)
        self.lanes: dict[str, LaneCard] = {}
        self._box = QVBoxLayout()
        self._box.setSpacing(12)
        self.body.addLayout(self._box)
        self.body.addStretch()

    def reload(self) -> None:
        self.ask("queues", self._show)

    def _show(self, answer: Json) -> None:
        for lane in answer.get("queues", []):
            name = str(lane["name"])
            if name not in self.lanes:
                self._add(name)
            self.lanes[name].show_lane(lane)

    def _add(self, name: str) -> None:
        one = self.lanes[name] = LaneCard(self.around.theme, self._titles().get(name, (name, "")))
        one.wanted.connect(lambda method: self._do(method, name))
        one.resized.connect(lambda number: self.ask("set_concurrency", body={"concurrency": number}, name=name))
        self._box.addWidget(one)

    def _do(self, method: str, name: str) -> None:
        def done(answer: Json) -> None:
            if method == "purge_queue":
                self.say("good", self.tr("Cancelled: {jobs}.").format(jobs=plural(len(answer["changed"]), "job")))
            self.reload()

        self.ask(method, done, body={}, name=name)

    def _titles(self) -> dict[str, tuple[str, str]]:
        return {
            "video_processing": (self.tr("Proxies"), self.tr("Proxies, pictures and metadata")),
            "cv_analysis": (self.tr("Quality checks"), self.tr("Shots, black, freezes, sound")),
            "transfer": (self.tr("Copies and uploads"), self.tr("Verified copies of cards, and what goes to a bucket")),
            "maintenance": (self.tr("Upkeep"), self.tr("Cleaning up and looking after stuck jobs")),
        }


class LaneCard(QWidget):
    """`wanted(client method)`; `resized(number)` when it was changed here."""

    wanted = Signal(str)
    resized = Signal(int)

    def __init__(self, theme: Theme, words: tuple[str, str]) -> None:
        super().__init__()
        self._lane: Json = {}
        self._mark = IconLabel(theme, 18)
        self.state = plain_label(name="muted", wrap=True)
        self.hours = plain_label(name="muted")
        self.number = QSpinBox()
        self.number.setRange(1, MOST_SIDE_BY_SIDE)
        self.number.setKeyboardTracking(False)
        self.number.valueChanged.connect(self._on_number)
        self.switch = push_button(self.tr("Pause"))
        self.switch.clicked.connect(self._on_switch)
        self.clear = SureButton(self.tr("Cancel what waits…"))
        self.clear.ask_first = self._question
        self.clear.sure.connect(lambda: self.wanted.emit("purge_queue"))
        self._lay_out(*words)

    def show_lane(self, lane: Json) -> None:
        self._lane = lane
        icon, tone, words = _state(lane)
        self._mark.show_icon(icon, tone)
        self.state.setText(f"{words}  ·  {lane['running']:,} running  ·  {lane['waiting']:,} waiting")
        hours = lane.get("hours")
        self.hours.setText(self.tr("Starts jobs between {hours}").format(hours=hours) if hours else "")
        self.hours.setVisible(bool(hours))
        self.switch.setText(self.tr("Resume") if lane["paused"] else self.tr("Pause"))
        self.clear.button.setEnabled(bool(lane["waiting"]))
        if not self.number.hasFocus():
            self.number.blockSignals(True)
            self.number.setValue(int(lane["concurrency"]))
            self.number.blockSignals(False)

    def _question(self) -> str:
        return self.tr("Cancel {jobs} that wait?").format(jobs=plural(int(self._lane.get("waiting", 0)), "job"))

    def _on_number(self, number: int) -> None:
        self.resized.emit(number)

    def _on_switch(self) -> None:
        self.wanted.emit("resume_queue" if self._lane.get("paused") else "pause_queue")

    def _lay_out(self, title: str, words: str) -> None:
        frame, inside = card()
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(frame)
        self.switch.setAccessibleName(self.tr("Pause or resume: {lane}").format(lane=title))
        texts = QVBoxLayout()
        texts.setSpacing(2)
        texts.addWidget(plain_label(title, "title"))
        for label in (plain_label(words, "muted"), self.state, self.hours):
            texts.addWidget(label)
        line = QHBoxLayout()
        line.setSpacing(10)
        line.addWidget(self._mark, 0, Qt.AlignmentFlag.AlignTop)
        line.addLayout(texts, 1)
        line.addWidget(labelled(self.tr("Side by side"), self.number))
        self.number.setAccessibleName(self.tr("Jobs side by side: {lane}").format(lane=title))
        for part in (self.number, self.switch, self.clear):
            line.addWidget(part)
        inside.addLayout(line)


def _state(lane: Json) -> tuple[str, str, str]:
    """(icon, tone, words)"""
    if lane["paused"]:
        return "hold", "warn", "Paused"
    if not lane.get("open", True):
        return "waiting", "warn", f"Closed until {_clock(lane.get('opens_at'))}"
    return ("running", "busy", "Working") if lane["running"] else ("done", "good", "Ready")


def _clock(iso: object) -> str:
    try:
        return f"{datetime.fromisoformat(str(iso)).astimezone():%H:%M}"
    except ValueError:
        return "its hours"
