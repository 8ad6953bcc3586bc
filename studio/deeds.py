"""What happens when something is pressed, chosen or dropped, and what is said about it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from importlib.metadata import version
from typing import Any

from PySide6.QtCore import QObject, QSize
from PySide6.QtGui import QKeySequence

from studio.actions import ACTIONS, ROOM_PREFIX, plain_text
from studio.dialogs import Dialogs
from studio.feed import JobFeed
from studio.gateway import BAD_TOKEN, GONE, Refusal
from studio.inspector import Inspector
from studio.intake import Intake
from studio.job_deeds import JOB_ACTIONS, JobDeeds, acted_words, acting_words
from studio.list_deeds import ListDeeds
from studio.models.jobs import JobModel
from studio.models.posters import Posters
from studio.models.rows import filter_counts
from studio.rooms import Around
from studio.settings import StudioSettings
from studio.theme import CHOICES, Theme
from studio.views.main_window import MainWindow
from studio.words import mark, tr

Json = Mapping[str, Any]
_BANNERED = {
    GONE: mark("Not done: the server does not answer."),
    BAD_TOKEN: mark("Not done: the server does not accept this home's token."),
}


class Deeds(QObject):
    """Stands between the window and the feed; neither knows the other."""

    def __init__(
        self,
        feed: JobFeed,
        model: JobModel,
        theme: Theme,
        settings: StudioSettings,
        make_dialogs: Callable[..., Dialogs],
    ) -> None:
        super().__init__()
        self._feed, self._model, self._theme, self._settings = feed, model, theme, settings
        self._counts: dict[str, int] = {}
        self.window = MainWindow(theme, model, {spec.name: partial(self.do, spec.name) for spec in ACTIONS})
        self._dialogs = self.dialogs = make_dialogs(self.window)
        self.intake = Intake(feed, self.window, settings)
        self._jobs = JobDeeds(feed, model, self.window, self._dialogs, self.intake)
        self._list = ListDeeds(feed, model, self.window)
        self.chosen = self._jobs.selected
        self._doers: list[object] = [self, self._jobs, self._list]
        self.window.furnish(self._around())
        self.inspector = self._new_inspector()
        self._connect_window()
        self._connect_feed()
        self._on_selected()
        self._show_theme_choice()
        self._action("details").setChecked(True)
        self._action("posters").setChecked(settings.posters)
        self.posters()

    def do(self, name: str) -> None:
        """An action of actions.py, by its name."""
        if name.startswith(ROOM_PREFIX):
            self.window.show_room(name.removeprefix(ROOM_PREFIX))
            return
        getattr(next(doer for doer in self._doers if hasattr(doer, name)), name)()

    def can_do(self, name: str) -> bool:
        return name.startswith(ROOM_PREFIX) or any(hasattr(doer, name) for doer in self._doers)

    def join(self, doer: object) -> None:
        """It brings methods that are called as actions are."""
        self._doers.append(doer)

    def _around(self) -> Around:
        return Around(
            self._theme,
            self._feed.gateway,
            self._feed,
            self._model,
            self._settings,
            self._dialogs,
            self.window.info.say,
            self.chosen,
            self.window.table.chosen.connect,
            self.do,
            self.intake.take,
        )

    def _new_inspector(self) -> Inspector:
        say = self.window.info.say
        details, dialogs = self.window.details, self._dialogs
        inspector = Inspector(self._feed.gateway, details, self._theme, dialogs, say, self.chosen)
        self._feed.changed.connect(inspector.on_changed)
        self._feed.presets.connect(inspector.show_presets)
        return inspector

    # --- actions, by the names of actions.py ---

    def show_jobs(self) -> None:
        self.window.show_jobs()

    def add_files(self) -> None:
        self.add(self._dialogs.choose_files())

    def add_folder(self) -> None:
        chosen = self._dialogs.choose_folder(tr("Add all clips of a folder"))
        self.add([chosen] if chosen else [])

    def add_watch(self) -> None:
        chosen = self._dialogs.choose_folder(tr("Watch a folder"))
        if chosen:
            self._feed.add_watch(chosen, self.window.tools.preset.name())

    def close(self) -> None:
        self.window.close()

    def select_all(self) -> None:
        self.window.table.selectAll()
        self.window.table.setFocus()

    def filter(self) -> None:
        self.window.tools.filter.setFocus()
        self.window.tools.filter.selectAll()

    def clear_filter(self) -> None:
        self.window.tools.filter.clear()
        self.window.side.choose_filter("all")
        self._feed.show_matching("")

    def details(self) -> None:
        self.window.details.setVisible(self._action("details").isChecked())

    def theme_system(self) -> None:
        self._choose_theme("system")

    def theme_light(self) -> None:
        self._choose_theme("light")

    def theme_dark(self) -> None:
        self._choose_theme("dark")

    def posters(self) -> None:
        self._settings.posters = self._action("posters").isChecked()
        room = QSize(*self.window.table.picture_room)
        shown = Posters(self._feed.fetch_poster, room, self) if self._settings.posters else None
        self.window.table.show_posters(shown)

    def columns(self) -> None:
        head = self.window.table.head
        head.column_menu().popup(head.mapToGlobal(head.rect().bottomLeft()))

    def undo(self) -> None:
        self.window.bottom.undo.click()

    def shortcuts(self) -> None:
        native = QKeySequence.SequenceFormat.NativeText
        lines = [f"{plain_text(tr(s.text))}:  {QKeySequence(s.shortcut).toString(native)}" for s in ACTIONS]
        self._dialogs.tell(tr("Keyboard shortcuts"), "\n".join(lines))

    def about(self) -> None:
        words = tr("Camera footage becomes proxies that relink.\nMIT licence.")
        self._dialogs.tell(tr("About Rushes"), f"Rushes {version('rushes')}\n\n{words}")

    # --- what else the window brings ---

    def add(self, uris: Sequence[str]) -> None:
        """Clips or folders, as `file:` URIs."""
        self.intake.take(uris)

    def may_close(self) -> bool:
        """The first time, while there is work: says that it goes on, and stays. After that it closes."""
        counts = filter_counts(self._counts)
        going_on = counts["running"] + counts["waiting"]
        if self._settings.told_that_jobs_go_on or not going_on:
            return True
        self._settings.told_that_jobs_go_on = True
        words = tr("{n} jobs go on without this window.", "{n} job goes on without this window.", going_on)
        whenever = tr("Close it whenever you like.")
        self.window.info.say("closing", "busy", f"{words} {whenever}", (tr("Close the window"), "close"))
        return False

    def say_refused(self, refusal: Refusal) -> None:
        if refusal.code in _BANNERED:  # the banner says so too, and stays
            self.window.bottom.say(tr(_BANNERED[refusal.code]))
        else:
            self.window.bottom.say("")  # that it is being looked at
            self.window.info.say("refused", "bad", refusal.sentence)

    def _connect_window(self) -> None:
        window = self.window
        window.may_close = self.may_close
        window.dropped.connect(self.intake.take)
        window.refused_drop.connect(lambda words: window.info.say("drop", "warn", words))
        window.table.chosen.connect(self._on_selected)
        window.table.doubleClicked.connect(lambda _index: self.open_output())
        window.tools.filter.settled.connect(self._feed.show_matching)
        window.tools.preset.activated.connect(self._on_preset_chosen)
        window.side.filter_chosen.connect(self._feed.show_statuses)
        window.side.watch_wanted.connect(self.add_watch)
        window.side.watch_dropped.connect(self._feed.remove_watch)
        window.centre.empty.files_wanted.connect(self.add_files)
        window.centre.empty.folder_wanted.connect(self.add_folder)
        window.centre.empty.watch_wanted.connect(self.add_watch)
        window.centre.nothing_found.clear_wanted.connect(self.clear_filter)
        window.details.wanted.connect(self._on_detail_wanted)
        window.table.opened.connect(self._jobs.open_output)
        window.table.head.sort_chosen.connect(self._feed.show_in_order)

    def _connect_feed(self) -> None:
        feed, window = self._feed, self.window
        feed.loaded.connect(self._on_loaded)
        feed.counted.connect(self._on_counted)
        feed.presets.connect(self._on_presets)
        feed.watches.connect(window.side.show_watches)
        feed.changed.connect(self._on_changed)
        feed.acting.connect(self._on_acting)
        feed.acted.connect(self._on_acted)
        feed.refused.connect(self.say_refused)
        self._model.dataChanged.connect(lambda first, _last: self._on_data_changed(first.column()))
        self._model.rowsInserted.connect(lambda *_: self._show_centre())
        self._model.rowsRemoved.connect(lambda *_: self._show_centre())

    def _on_loaded(self, _shown: int, _total: int) -> None:
        self._show_centre()

    def _on_counted(self, by_status: dict[str, int]) -> None:
        self._counts = by_status
        self.window.side.show_counts(by_status)
        self.window.bottom.show_counts(by_status)
        running = filter_counts(by_status)["running"]
        title = tr("Rushes – {n} running", "Rushes – {n} running", running) if running else "Rushes"
        self.window.setWindowTitle(title)
        self._show_centre()

    def _on_presets(self, presets: list[Json], default: str) -> None:
        self.window.tools.preset.show_presets(presets, self._settings.preset or default)

    def _on_preset_chosen(self, _row: int) -> None:
        self._settings.preset = self.window.tools.preset.name() or ""

    def _on_acting(self, action: str, done: int, most: int) -> None:
        self.window.bottom.say(acting_words(action, done, most), busy=True)

    def _on_acted(self, action: str, changed: list[str], refused: list[Json]) -> None:
        undo = self._list.undo_of(action, changed)
        self.window.bottom.say(acted_words(action, len(changed)), undo)
        if refused:
            first = refused[0]
            rest = tr(" ({n} jobs.)", " ({n} job.)", len(refused)) if len(refused) > 1 else ""
            self.window.info.say("refused", "warn", str(first.get("message") or tr("Refused.")) + rest)

    def _on_changed(self, ids: list[str]) -> None:
        self._on_selected()
        posters = self.window.table.posters
        if posters is not None:
            rows = (self._model.row_of(job_id) for job_id in ids)
            posters.look_again(str(row.job.get("clip_id")) for row in rows if row is not None)

    def _on_selected(self) -> None:
        possible = self._jobs.possible()
        for name in JOB_ACTIONS:
            self._action(name).setEnabled(name in possible)
        table = self.window.table
        self._show_details(table.selected_ids() if table.selected_count() == 1 else (), table.selected_count())

    def _show_details(self, chosen: Sequence[str], count: int) -> None:
        row = self._model.row_of(chosen[0]) if chosen else None
        if row is None:
            self.window.details.show_none(count)
            return
        self.window.details.show_job(row.job)

    def _on_data_changed(self, first_column: int) -> None:
        if first_column == 0:  # more than progress
            self._on_selected()
        self._refresh_details()

    def _refresh_details(self) -> None:
        row = self._model.row_of(self.window.details.job_id)
        if row is not None:
            self.window.details.show_job(row.job)

    def _on_detail_wanted(self, what: str, job_id: str) -> None:
        if what == "retry":
            self._feed.act("retry", {"ids": [job_id]})
        else:
            self.do(what)

    def _show_centre(self) -> None:
        self.window.centre.show_state(self._model.rowCount(), self._feed.filtered)
        self.window.bottom.show_found(*(self._feed.found if self._feed.filtered else (None,)))

    def _choose_theme(self, choice: str) -> None:
        self._settings.theme = choice
        self._theme.choose(choice)
        self._show_theme_choice()

    def _show_theme_choice(self) -> None:
        for choice in CHOICES:
            self._action(f"theme_{choice}").setChecked(choice == self._theme.choice)

    def _action(self, name: str) -> Any:
        return self.window.actions_by_name[name]
