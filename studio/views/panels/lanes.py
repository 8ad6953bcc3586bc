"""The lanes: how much waits and runs in each, how many side by side, and the switch."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from functools import partial
from typing import Any

from PySide6.QtCore import QSignalBlocker, Qt, QTime, Signal
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QSpinBox, QTimeEdit, QVBoxLayout, QWidget

from studio.rooms import Around
from studio.theme import Theme
from studio.views.panels.page import Json, Page, SureButton, card, labelled
from studio.views.parts import IconLabel, plain_label, push_button
from studio.words import number_text, tr

EVERY_MS = 2_000
MOST_SIDE_BY_SIDE = 64
EVENING, MORNING = (19, 0), (7, 0)


class LanesPage(Page):
    """One card a lane."""

    def __init__(self, around: Around) -> None:
        super().__init__(around, tr("Lanes"), tr("Jobs of one sort wait in one line."), EVERY_MS)
        self.due.connect(self.reload)
        self.lanes: dict[str, LaneCard] = {}
        self._under_way = self._changes = 0  # so that an answer from before a change does not undo it on the screen
        self._box = QVBoxLayout()
        self._box.setSpacing(12)
        self.body.addLayout(self._box)
        self.body.addStretch()

    def reload(self) -> None:
        self.ask("queues", partial(self._show, self._changes))

    def _show(self, changes: int, answer: Json) -> None:
        if self._under_way or changes != self._changes:
            return
        for lane in answer.get("queues", []):
            name = str(lane["name"])
            if name not in self.lanes:
                self._add(name)
            self.lanes[name].show_lane(lane)

    def _add(self, name: str) -> None:
        one = self.lanes[name] = LaneCard(self.around.theme, self._titles().get(name, (name, "")))
        one.wanted.connect(lambda method: self._do(method, name))
        one.changed.connect(lambda wish: self._change(name, wish))
        self._box.addWidget(one)

    def _change(self, name: str, wish: Json) -> None:
        self._tell("change_queue", name, wish)

    def _do(self, method: str, name: str) -> None:
        def done(answer: Json) -> None:
            if method == "purge_queue":
                self.say("good", tr("{n} jobs cancelled.", "{n} job cancelled.", len(answer["changed"])))

        self._tell(method, name, {}, done)

    def _tell(self, method: str, name: str, body: Json, done: Callable[[Json], None] = lambda _answer: None) -> None:
        """What stands there stays until it is answered; what was refused does not stay."""

        def settled(then: Callable[[Any], None], answer: Any) -> None:
            then(answer)
            self._under_way -= 1
            self._changes += 1
            self.reload()

        self._under_way += 1
        self.ask(method, partial(settled, done), failed=partial(settled, self.say_refused), body=body, name=name)

    def _titles(self) -> dict[str, tuple[str, str]]:
        return {
            "video_processing": (tr("Proxies"), tr("Proxies, pictures and metadata")),
            "cv_analysis": (tr("Quality checks"), tr("Shots, black, freezes, sound")),
            "transfer": (tr("Copies and uploads"), tr("Verified copies of cards, and what goes to a bucket")),
            "maintenance": (tr("Upkeep"), tr("Cleaning up and looking after stuck jobs")),
        }


class LaneCard(QWidget):
    """`wanted(client method)`; `changed(wish)` when something was set here, as PATCH /queues takes it."""

    wanted = Signal(str)
    changed = Signal(dict)

    def __init__(self, theme: Theme, words: tuple[str, str]) -> None:
        super().__init__()
        self._lane: Json = {}
        self._mark = IconLabel(theme, 18)
        self.state = plain_label(name="muted", wrap=True)
        self.hours = HoursLine()
        self.hours.changed.connect(lambda hours: self.changed.emit({"hours": hours}))
        self.number = QSpinBox()
        self.number.setRange(1, MOST_SIDE_BY_SIDE)
        self.number.setKeyboardTracking(False)
        self.number.valueChanged.connect(lambda number: self.changed.emit({"concurrency": number}))
        self.switch = push_button(tr("Pause"))
        self.switch.clicked.connect(self._on_switch)
        self.clear = SureButton(tr("Cancel what waits…"))
        self.clear.ask_first = self._question
        self.clear.sure.connect(lambda: self.wanted.emit("purge_queue"))
        self._lay_out(*words)

    def show_lane(self, lane: Json) -> None:
        self._lane = lane
        icon, tone, words = _state(lane)
        self._mark.show_icon(icon, tone)
        counts = tr("{running} running  ·  {waiting} waiting")
        counts = counts.format(running=number_text(lane["running"]), waiting=number_text(lane["waiting"]))
        self.state.setText(f"{words}  ·  {counts}")
        self.hours.show_hours(str(lane.get("hours") or ""))
        self.switch.setText(tr("Resume") if lane["paused"] else tr("Pause"))
        self.clear.button.setEnabled(bool(lane["waiting"]))
        if not self.number.hasFocus():
            with QSignalBlocker(self.number):
                self.number.setValue(int(lane["concurrency"]))

    def _question(self) -> str:
        return tr("Cancel {n} jobs that wait?", "Cancel {n} job that waits?", int(self._lane.get("waiting", 0)))

    def _on_switch(self) -> None:
        self.wanted.emit("resume_queue" if self._lane.get("paused") else "pause_queue")

    def _lay_out(self, title: str, words: str) -> None:
        frame, inside = card()
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(frame)
        self.switch.setAccessibleName(tr("Pause or resume: {lane}").format(lane=title))
        texts = QVBoxLayout()
        texts.setSpacing(2)
        texts.addWidget(plain_label(title, "title"))
        for part in (plain_label(words, "muted"), self.state, self.hours):
            texts.addWidget(part)
        self.hours.name_for(title)
        line = QHBoxLayout()
        line.setSpacing(10)
        line.addWidget(self._mark, 0, Qt.AlignmentFlag.AlignTop)
        line.addLayout(texts, 1)
        line.addWidget(labelled(tr("Side by side"), self.number))
        self.number.setAccessibleName(tr("Jobs side by side: {lane}").format(lane=title))
        for part in (self.number, self.switch, self.clear):
            line.addWidget(part)
        inside.addLayout(line)


class HoursLine(QWidget):
    """Between which hours new jobs begin. `changed(hours)`: like 19:00-07:00, empty for at any time."""

    changed = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.only = QCheckBox(tr("Begin jobs only between"))
        self.first, self.last = (QTimeEdit(QTime(*at)) for at in (EVENING, MORNING))
        self._shown = ""
        self._and = plain_label(tr("and"))
        box = QHBoxLayout(self)
        box.setContentsMargins(0, 4, 0, 0)
        box.setSpacing(8)
        for part in (self.only, self.first, self._and, self.last):
            box.addWidget(part)
        box.addStretch()
        for edit in (self.first, self.last):
            edit.setDisplayFormat("HH:mm")
            edit.editingFinished.connect(self._on_edited)
        self.only.toggled.connect(self._on_toggled)
        self._on_toggled(False)

    def name_for(self, lane: str) -> None:
        """For screen readers."""
        self.only.setAccessibleName(tr("Begin jobs only between two hours: {lane}").format(lane=lane))
        self.first.setAccessibleName(tr("From: {lane}").format(lane=lane))
        self.last.setAccessibleName(tr("Until: {lane}").format(lane=lane))

    def show_hours(self, hours: str) -> None:
        """Not while somebody types there."""
        if hours == self._shown or self.first.hasFocus() or self.last.hasFocus():
            return
        self._shown = hours
        with QSignalBlocker(self.only):
            self.only.setChecked(bool(hours))
        self._show_times(bool(hours))
        if hours:
            for edit, text in zip((self.first, self.last), hours.split("-"), strict=True):
                edit.setTime(QTime.fromString(text, "HH:mm"))

    def hours(self) -> str:
        times = "-".join(edit.time().toString("HH:mm") for edit in (self.first, self.last))
        return times if self.only.isChecked() else ""

    def _on_toggled(self, only: bool) -> None:
        self._show_times(only)
        self._on_edited()

    def _on_edited(self) -> None:
        if self.hours() != self._shown:
            self._shown = self.hours()
            self.changed.emit(self._shown)

    def _show_times(self, shown: bool) -> None:
        for part in (self.first, self._and, self.last):
            part.setVisible(shown)


def _state(lane: Json) -> tuple[str, str, str]:
    """(icon, tone, words)"""
    if lane["paused"]:
        return "hold", "warn", tr("Paused")
    if not lane.get("open", True):
        return "waiting", "warn", tr("Closed until {time}").format(time=_clock(lane.get("opens_at")))
    return ("running", "busy", tr("Working")) if lane["running"] else ("done", "good", tr("Ready"))


def _clock(iso: object) -> str:
    try:
        return f"{datetime.fromisoformat(str(iso)).astimezone():%H:%M}"
    except ValueError:
        return tr("its hours")
