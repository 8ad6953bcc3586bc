"""From a drop to jobs: what would become of it is asked, shown where it matters, begun, and can be taken back."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from PySide6.QtCore import QObject, QTimer

from studio.dropped import added_words, begins_at_once, nothing_sentence
from studio.feed import JobFeed
from studio.gateway import Refusal
from studio.settings import StudioSettings
from studio.views.main_window import MainWindow
from studio.words import tr

MOST_BYTES = 8_000_000  # of names; a server reads no more at once, and hangs up on whoever sends more
LOOKING_MS = 400  # a quick answer needs no sheet that says that we wait for it
Json = Mapping[str, Any]


class Intake(QObject):
    """One drop at a time is on show; what is dropped meanwhile joins it."""

    def __init__(self, feed: JobFeed, window: MainWindow, settings: StudioSettings) -> None:
        super().__init__(window)
        self._feed, self._window, self._settings = feed, window, settings
        self.there: Callable[[Sequence[str]], list[str]] = list  # as the server knows them
        self.not_found: Callable[[Sequence[str], Json, Refusal], bool] = lambda *_asked: False  # somebody else asks
        self._named: list[str] = []
        self._uris: list[str] = []
        self._wishes: dict[str, Any] = {}
        self._later: list[tuple[list[str], dict[str, Any]]] = []
        self._slow = QTimer(self)
        self._slow.setSingleShot(True)
        self._slow.setInterval(LOOKING_MS)
        self._slow.timeout.connect(lambda: window.sheet.show_looking(len(self._uris)))
        feed.planned.connect(self._on_planned)
        feed.unplanned.connect(self._on_unplanned)
        feed.added.connect(self._on_added)
        feed.unsent.connect(lambda _uris: self._forget())
        window.sheet.agreed.connect(self._begin)
        window.sheet.declined.connect(self._forget)

    def take(self, uris: Sequence[str], wishes: Json | None = None) -> None:
        """Clips or folders, as `file:` URIs. `wishes`: as POST /clips takes them; the preset is the chosen one."""
        preset = self._window.tools.preset.name()
        wanted = dict(wishes or {})
        if preset and "preset" not in wanted:
            wanted["preset"] = preset
        if self._settings.to and "to" not in wanted:
            wanted["to"] = self._settings.to
        if self._uris and wanted != self._wishes:
            self._later.append((list(uris), wanted))
        elif uris:
            self._look([*self._named, *uris], wanted)

    def _look(self, named: Sequence[str], wishes: dict[str, Any]) -> None:
        uris = self.there(named)
        if sum(len(uri) + len('"", ') for uri in uris) > MOST_BYTES:
            words = tr("Those are too many files for one drop. Drop the folder they are in.")
            self._window.info.say("added", "warn", words)
            return
        self._named, self._uris, self._wishes = list(named), uris, wishes
        self._window.bottom.say(tr("Looking at {n} items…", "Looking at {n} item…", len(self._uris)))
        self._slow.start()
        self._feed.plan(self._uris, wishes)

    def begin(self, uris: Sequence[str], wishes: Json) -> None:
        """Without a look first."""
        self._feed.add(uris, wishes)

    def _on_unplanned(self, uris: Sequence[str], refusal: Refusal) -> None:
        if list(uris) != self._uris:
            return
        named, wishes = self._named, self._wishes
        self._window.bottom.say("")
        self._forget()
        if not self.not_found(named, wishes, refusal):
            self._feed.refused.emit(refusal)

    def _on_planned(self, uris: Sequence[str], plan: Json) -> None:
        if list(uris) != self._uris:
            return  # more was dropped since: its answer is on the way
        self._slow.stop()
        sheet = self._window.sheet
        if begins_at_once(plan):
            sheet.hide()
            self._begin()
        elif not plan["new"] and not plan["done"] and not plan["queued"]:
            self._forget()
            self._window.bottom.say("")
            self._window.info.say("added", "warn", nothing_sentence(plan["left_alone"]))
        else:
            self._window.bottom.say("")
            sheet.show_plan(plan, str(self._wishes.get("preset") or tr("the usual preset")))

    def _begin(self) -> None:
        self._feed.add(self._uris, self._wishes)
        self._window.bottom.say(tr("Adding…"))
        self._go_on()

    def _forget(self) -> None:
        self._slow.stop()
        self._window.sheet.hide()
        self._go_on()

    def _go_on(self) -> None:
        """With what was dropped meanwhile and is meant otherwise."""
        self._named, self._uris = [], []
        if self._later:
            self._look(*self._later.pop(0))

    def _on_added(self, answer: Json) -> None:
        ids = [str(job_id) for job_id in answer.get("ids", [])]
        for topic in ("added", "drop"):
            self._window.info.unsay(topic)
        if not ids and not answer.get("reused"):
            self._window.bottom.say("")
            self._window.info.say("added", "warn", nothing_sentence(answer.get("left_alone", [])))
            return
        undo = (lambda: self._feed.act("cancel", {"ids": ids})) if ids else None
        self._window.bottom.say(added_words(answer), undo)
