"""Keeps the job table, the counts, presets and watch folders as the server has them."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import Any

from PySide6.QtCore import QObject, QTimer, Signal

from studio.gateway import BAD_TOKEN, GONE, Gateway, Refusal
from studio.models.jobs import JobModel
from studio.models.rows import matches
from studio.stream import EventStream

PAGE = 500
MOST_ROWS = 5_000  # the filter finds the others
COUNT_MS = 300
WATCH_MS = 5_000  # a folder that goes away is no event of the stream
PRESET_KEY = "preset"

Json = Mapping[str, Any]


class JobFeed(QObject):
    """`loaded(shown, total)` after each page; `counted(by_status)`; `changed(ids)`; `added(jobs, skipped)`;
    `unsent(uris)` what could not be added for want of a server; `acted(action, changed, refused)`."""

    loaded = Signal(int, int)
    counted = Signal(dict)
    presets = Signal(list, str)
    watches = Signal(list)
    changed = Signal(list)
    added = Signal(list, list)
    unsent = Signal(list)
    acted = Signal(str, list, list)
    refused = Signal(Refusal)

    def __init__(self, gateway: Gateway, model: JobModel, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.stream = EventStream(gateway.manager, self)
        self.gateway = gateway
        self._model = model
        self._statuses: tuple[str, ...] = ()
        self._search = ""
        self._generation = 0
        self._count_timer = _single_shot(self, COUNT_MS, self._count)
        self._watch_timer = _single_shot(self, WATCH_MS, self.reload_watches)
        self.stream.opened.connect(self._on_opened)
        self.stream.reset.connect(self.reload)
        self.stream.jobs.connect(self._on_jobs)
        self.stream.progress.connect(model.progress)
        gateway.refused.connect(self.refused)

    def connect_to(self, url: str, token: str) -> None:
        self.gateway.use(url, token)
        self.stream.start(url, token)

    def close(self) -> None:
        self._count_timer.stop()
        self._watch_timer.stop()
        self.stream.stop()
        self.gateway.drop()

    # --- what is shown ---

    def show_statuses(self, statuses: tuple[str, ...]) -> None:
        if statuses != self._statuses:
            self._statuses = statuses
            self.reload_jobs()

    def show_matching(self, search: str) -> None:
        if search != self._search:
            self._search = search
            self.reload_jobs()

    @property
    def filtered(self) -> bool:
        return bool(self._search or self._statuses)

    def reload(self) -> None:
        """Everything anew."""
        self.reload_jobs()
        self.reload_watches()
        self._count()
        self.gateway.call("presets", self._on_presets, self._on_unasked)

    def reload_jobs(self) -> None:
        # Answers to what was asked before are not shown any more.
        self._generation += 1
        self._ask_page(None, self._generation)

    def reload_watches(self) -> None:
        self.gateway.call("watches", self._on_watches, _ignore)

    # --- what is done ---

    def add(self, uris: Sequence[str], preset: str | None) -> None:
        """Queues clips and folders; `uris` are `file:` URIs, exact to the byte. `unsent` where nobody answers."""
        body: dict[str, Any] = {"paths": list(uris)} | ({PRESET_KEY: preset} if preset else {})
        self.gateway.call("add_clips", self._on_added, partial(self._on_not_added, uris), body=body)

    def act(self, action: str, ids: Sequence[str]) -> None:
        """action: cancel or retry."""
        if ids:
            body = {"action": action, "filter": {"ids": list(ids)}}
            self.gateway.call("act", partial(self._on_acted, action), body=body)

    def add_watch(self, uri: str, preset: str | None) -> None:
        """`uri`: a folder's `file:` URI."""
        body = {"path": uri} | ({PRESET_KEY: preset} if preset else {})
        self.gateway.call("add_watch", lambda _answer: self.reload_watches(), body=body)

    def remove_watch(self, watch_id: str) -> None:
        self.gateway.call("remove_watch", lambda _answer: self.reload_watches(), watch_id=watch_id)

    def fetch_job(self, job_id: str, done: Callable[[dict[str, Any]], None]) -> None:
        """One job with timeline and log. A job that is gone by now is no news."""
        self.gateway.call("job", done, _ignore, job_id=job_id)

    def fetch_poster(self, clip_id: str, done: Callable[[bytes], None]) -> None:
        """The poster frame as JPEG; nothing where there is none."""
        self.gateway.fetch("thumbnail", done, _ignore, clip_id=clip_id)

    # --- what comes back ---

    def _on_opened(self, anew: bool) -> None:
        if anew:
            self.reload()

    def _ask_page(self, cursor: str | None, generation: int) -> None:
        query = [("status", status) for status in self._statuses] + [("limit", str(PAGE))]
        query += [("search", self._search)] if self._search else []
        query += [("cursor", cursor)] if cursor else []
        first = cursor is None
        self.gateway.call("jobs", partial(self._on_page, generation, first), self._on_unasked, query=query)

    def _on_page(self, generation: int, first: bool, answer: Json) -> None:
        if generation != self._generation:
            return
        if first:
            self._model.replace(answer.get("jobs", []))
        else:
            self._model.append(answer.get("jobs", []))
        shown = self._model.rowCount()
        self.loaded.emit(shown, max(shown, int(answer.get("total", shown))))
        if answer.get("next") and shown < MOST_ROWS:
            self._ask_page(str(answer["next"]), generation)

    def _on_jobs(self, jobs: Sequence[Json]) -> None:
        for job in jobs:
            if matches(job, self._statuses, self._search):
                self._model.put(job)
            else:
                self._model.remove(str(job["id"]))
        self.changed.emit([str(job["id"]) for job in jobs])
        if not self._count_timer.isActive():
            self._count_timer.start()

    def _count(self) -> None:
        self.gateway.call("stats", lambda answer: self.counted.emit(answer.get("by_status", {})), _ignore)

    def _on_watches(self, answer: Json) -> None:
        watches = answer.get("watches", [])
        self.watches.emit(watches)
        if watches:
            self._watch_timer.start()

    def _on_presets(self, answer: Json) -> None:
        self.presets.emit(answer.get("presets", []), str(answer.get("default") or ""))

    def _on_added(self, answer: Json) -> None:
        jobs = answer.get("jobs", [])
        self._on_jobs(jobs)
        self.added.emit(jobs, answer.get("skipped", []))

    def _on_not_added(self, uris: Sequence[str], refusal: Refusal) -> None:
        if refusal.code in (GONE, BAD_TOKEN):
            self.unsent.emit(list(uris))
        else:
            self.refused.emit(refusal)

    def _on_unasked(self, refusal: Refusal) -> None:
        """Nobody waits for this one; that the server does not hear us the banner says."""
        if refusal.code not in (GONE, BAD_TOKEN):
            self.refused.emit(refusal)

    def _on_acted(self, action: str, answer: Json) -> None:
        self.acted.emit(action, answer.get("changed", []), answer.get("refused", []))


def _single_shot(parent: QObject, milliseconds: int, slot: Callable[[], None]) -> QTimer:
    timer = QTimer(parent)
    timer.setSingleShot(True)
    timer.setInterval(milliseconds)
    timer.timeout.connect(slot)
    return timer


def _ignore(_refusal: Refusal) -> None:
    """Shown elsewhere already: a lost connection is the banner's, a missing picture the placeholder's."""
