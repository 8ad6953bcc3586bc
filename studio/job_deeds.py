"""What is done to the jobs selected in the table."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QMenu

from studio.dialogs import Dialogs
from studio.feed import JobFeed
from studio.format import STATUS_LOOKS
from studio.intake import Intake
from studio.list_deeds import TURN
from studio.models.jobs import JobModel
from studio.models.rows import actions_for
from studio.reveal import Revealer
from studio.views.main_window import MainWindow
from studio.words import number_text, tr

FIRST, USUAL, LAST = 9, 5, 1
ONE_BY_ONE = 2_000  # of more, what is selected is told to the server by the filter where that says the same
# Enabled by what is selected.
JOB_ACTIONS = (
    "cancel", "retry", "pause", "go_on", "do_first", "do_as_usual", "do_last", "move_up", "move_down", "make_again",
    "make_again_with", "open_output", "show_source", "show_output", "copy_paths", "remove",
)  # fmt: skip
_NEEDS = {
    "cancel": "cancel",
    "retry": "retry",
    "pause": "pause",
    "go_on": "resume",
    "do_first": "priority",
    "do_as_usual": "priority",
    "do_last": "priority",
    "move_up": "move",
    "move_down": "move",
    "remove": "remove",
}
Json = Mapping[str, Any]


class JobDeeds(QObject):
    """One method an action of actions.py."""

    def __init__(self, feed: JobFeed, model: JobModel, window: MainWindow, dialogs: Dialogs, intake: Intake) -> None:
        super().__init__(window)
        self._feed, self._model, self._window = feed, model, window
        self._dialogs, self._intake = dialogs, intake
        self._revealer = Revealer(self)
        self._revealer.failed.connect(lambda words: window.info.say("reveal", "warn", words))

    def selected(self) -> list[Json]:
        """Those that are known; of very many selected only the ones that were looked at are."""
        table = self._window.table
        rows = map(self._model.row_of, table.selected_ids()) if table.selected_count() <= ONE_BY_ONE else ()
        return [row.job for row in rows if row is not None]

    def possible(self) -> set[str]:
        """The names of JOB_ACTIONS that make sense now."""
        table = self._window.table
        if not table.selected_count():
            return set()
        many = table.selected_count() > ONE_BY_ONE
        statuses = self._shown_statuses() if many else {str(job["status"]) for job in self.selected()}
        can = actions_for(statuses)
        if many or table.head.order.removeprefix("-") != TURN:
            can.discard("move")
        possible = {name for name, needs in _NEEDS.items() if needs in can}
        if many:
            return possible
        possible |= {"show_source", "copy_paths", "make_again", "make_again_with"}
        return possible | ({"open_output", "show_output"} if "completed" in statuses else set())

    # --- actions ---

    def cancel(self) -> None:
        self._act("cancel")

    def retry(self) -> None:
        self._act("retry")

    def pause(self) -> None:
        self._act("pause")

    def go_on(self) -> None:
        self._act("resume")

    def do_first(self) -> None:
        self._act("priority", priority=FIRST)

    def do_as_usual(self) -> None:
        self._act("priority", priority=USUAL)

    def do_last(self) -> None:
        self._act("priority", priority=LAST)

    def remove(self) -> None:
        self._act("remove")

    def make_again(self) -> None:
        """With the preset that is chosen in the tool bar."""
        self._make_again(self._window.tools.preset.name())

    def make_again_with(self) -> None:
        table = self._window.table
        menu = self.preset_menu()
        menu.popup(table.viewport().mapToGlobal(table.visualRect(table.currentIndex()).bottomLeft()))

    def preset_menu(self) -> QMenu:
        menu, presets = QMenu(self._window), self._window.tools.preset
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        for row in range(presets.count()):
            name = str(presets.itemData(row))
            menu.addAction(name.replace("&", "&&"), lambda name=name: self._make_again(name))
        return menu

    def _make_again(self, preset: str | None) -> None:
        """A proxy of the same preset is made anew."""
        jobs = [job for job in self.selected() if str(job.get("source_uri", "")).startswith("file:")]
        anew = any(job.get("preset") == preset for job in jobs)
        uris = list(dict.fromkeys(str(job["source_uri"]) for job in jobs))
        if uris:
            self._intake.begin(uris, {"force": anew} | ({"preset": preset} if preset else {}))

    def open_output(self) -> None:
        self._with_first("output_uri", self._revealer.open)

    def show_source(self) -> None:
        self._with_first("source_uri", self._revealer.reveal)

    def show_output(self) -> None:
        self._with_first("output_uri", self._revealer.reveal)

    def copy_paths(self) -> None:
        paths = [str(job.get("output") or job.get("source")) for job in self.selected()]
        if paths:
            QGuiApplication.clipboard().setText("\n".join(paths))
            self._window.bottom.say(tr("{n} paths copied.", "{n} path copied.", len(paths)))

    # --- which ---

    def _act(self, action: str, **more: Any) -> None:
        self._feed.act(action, self._which(action), **more)

    def _which(self, action: str) -> dict[str, Any]:
        """As POST /jobs/actions takes it: all that is shown by the filter itself, else ids."""
        table = self._window.table
        if table.selected_count() <= ONE_BY_ONE:
            return {"ids": [str(job["id"]) for job in self.selected() if action in actions_for({str(job["status"])})]}
        if not table.all_selected():
            return {"ids": table.selected_ids()}
        able = [status for status in self._shown_statuses() if action in actions_for({status})]
        return self._feed.shown_filter | {"status": able}

    def _shown_statuses(self) -> set[str]:
        return set(self._feed.shown_filter["status"] or STATUS_LOOKS)

    def _with_first(self, key: str, deed: Callable[[str], None]) -> None:
        uri = next((str(job[key]) for job in self.selected() if job.get(key)), "")
        if uri.startswith("file:"):
            deed(uri)


def acted_words(action: str, jobs: int) -> str:
    """What was done with so many."""
    words = {
        "cancel": tr("{n} jobs cancelled.", "{n} job cancelled.", jobs),
        "retry": tr("{n} jobs queued again.", "{n} job queued again.", jobs),
        "pause": tr("{n} jobs paused.", "{n} job paused.", jobs),
        "resume": tr("{n} jobs going on.", "{n} job going on.", jobs),
        "remove": tr("{n} jobs taken off the list.", "{n} job taken off the list.", jobs),
        "restore": tr("{n} jobs back on the list.", "{n} job back on the list.", jobs),
        **dict.fromkeys(("priority", "move"), tr("{n} jobs moved in the queue.", "{n} job moved in the queue.", jobs)),
    }
    return words.get(action, tr("{n} jobs changed.", "{n} job changed.", jobs))


def acting_words(action: str, done: int, most: int) -> str:
    """How far it is with so many."""
    words = {
        "cancel": tr("Cancelling jobs: {done} of {most}…"),
        "retry": tr("Queuing jobs again: {done} of {most}…"),
        "pause": tr("Pausing jobs: {done} of {most}…"),
        "resume": tr("Letting jobs go on: {done} of {most}…"),
        "remove": tr("Taking jobs off the list: {done} of {most}…"),
        "restore": tr("Bringing jobs back: {done} of {most}…"),
    }
    told = words.get(action, tr("Changing jobs: {done} of {most}…"))
    return told.format(done=number_text(done), most=number_text(most))
