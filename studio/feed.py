"""Keeps the job table, the counts, presets and watch folders as the server has them."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import Any

from PySide6.QtCore import QObject, QTimer, Signal

from studio.bulk import Bulk
from studio.gateway import BAD_TOKEN, GONE, Gateway, Refusal
from studio.models.jobs import JobModel
from studio.models.rows import matches
from studio.stream import EventStream

FIRST_IDS = 2_000  # a server looks these up in a few milliseconds, so that rows are there at once
IDS = 25_000  # a portion that is read within a frame or two
ROWS = 64  # as many as a tall screen shows
COUNT_MS = 300
REORDER_MS = 400  # after so much changed that the order is read anew
RESORT_MS = 2_000  # by what changes all the time
WATCH_MS = 5_000  # a folder that goes away is no event of the stream
NEWEST_FIRST = "-queued_at"
_LIST_CHANGES = ("move", "remove", "restore")  # no job of those that stay looks different after these

Json = Mapping[str, Any]


class JobFeed(QObject):
    """`loaded(shown, total)` after each portion of ids; `counted(by_status)`; `changed(ids)`; `planned(uris, plan)`:
    what would become of them; `unplanned(uris, refusal)`: why nobody can say; `added(answer)`: as POST /clips gives it
    briefly; `unsent(uris, wishes)`: what could not be added for want of a server; `acted(action, changed, refused)`;
    `acting(action, done, all)`: while it takes long."""

    loaded = Signal(int, int)
    counted = Signal(dict)
    presets = Signal(list, str)
    watches = Signal(list)
    changed = Signal(list)
    planned = Signal(list, dict)
    unplanned = Signal(list, Refusal)
    added = Signal(dict)
    unsent = Signal(list, dict)
    acting = Signal(str, int, int)
    acted = Signal(str, object, object)  # lists, not copied
    refused = Signal(Refusal)

    def __init__(self, gateway: Gateway, model: JobModel, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.stream = EventStream(gateway.manager, self)
        self.gateway = gateway
        self._model = model
        self._statuses: tuple[str, ...] = ()
        self._search = ""
        self._order = NEWEST_FIRST
        self._generation = 0
        self._early: list[Callable[[], None]] = []
        self._shown_query: list[tuple[str, str]] | None = None
        self._gathered: list[str] | None = None  # while the same is read again: shown when all of it is there
        self._whole = True  # all ids were read
        self._least, self._exact = 0, True  # how many there are, as the server counted
        self._reorder_timer = _single_shot(self, REORDER_MS, self.reload_jobs)
        self._count_timer = _single_shot(self, COUNT_MS, self._count)
        self._watch_timer = _single_shot(self, WATCH_MS, self.reload_watches)
        self.stream.opened.connect(self._on_opened)
        self.stream.reset.connect(self.reload)
        self.stream.jobs.connect(self._on_jobs)
        self.stream.gone.connect(self._on_gone)
        self.stream.progress.connect(model.progress)
        model.missing.connect(self._on_missing)
        gateway.refused.connect(self.refused)

    def connect_to(self, url: str, token: str) -> None:
        self.gateway.use(url, token)
        self.stream.start(url, token)

    def close(self) -> None:
        self._count_timer.stop()
        self._watch_timer.stop()
        self._reorder_timer.stop()
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

    def show_in_order(self, order: str) -> None:
        """As GET /jobs takes it."""
        if order != self._order:
            self._order = order
            self._reorder_timer.setInterval(REORDER_MS if order == NEWEST_FIRST else RESORT_MS)
            self.reload_jobs()

    @property
    def shown_filter(self) -> dict[str, Any]:
        """What is shown, as POST /jobs/actions takes it."""
        return {"status": list(self._statuses)} | ({"search": self._search} if self._search else {})

    @property
    def filtered(self) -> bool:
        return bool(self._search or self._statuses)

    @property
    def found(self) -> tuple[int, bool]:
        """How many jobs fit what is shown; False: at least so many, as long as their ids are still being read."""
        shown = self._model.rowCount()
        return (shown, True) if self._whole else (max(shown, self._least), self._exact)

    def reload(self) -> None:
        """Everything anew; rows that were read before may be wrong by now."""
        self._model.distrust()
        self.reload_jobs()
        self.reload_watches()
        self._count()
        self.gateway.call("presets", self._on_presets, self._on_unasked)

    def reload_jobs(self) -> None:
        """The ids of all, and the first rows beside them, so that both are there at once."""
        self._reorder_timer.stop()
        self._generation += 1  # answers to what was asked before are not shown any more
        self._early = []
        again = self._query() == self._shown_query and self._model.rowCount() > 0
        self._gathered, self._shown_query = ([] if again else None), self._query()
        query = [*self._query(), ("limit", str(ROWS))]
        first = partial(self._on_first, self._generation)
        self.gateway.call("jobs", first, lambda _refusal: first({}), query=query)
        self._ask_ids(None, self._generation)

    def reload_watches(self) -> None:
        self.gateway.call("watches", self._on_watches, _ignore)

    # --- what is done ---

    def plan(self, uris: Sequence[str], wishes: Json) -> None:
        """What would become of clips and folders; nothing is queued. `uris` are `file:` URIs, exact to the byte."""
        body = {"paths": list(uris), "dry_run": True, **wishes}
        done, failed = partial(self._on_planned, uris), partial(self._on_unplanned, uris, wishes)
        self.gateway.call("add_clips", done, failed, body=body)

    def add(self, uris: Sequence[str], wishes: Json) -> None:
        """Queues clips and folders; wishes: preset, to, … as POST /clips takes them. `unsent` where nobody answers."""
        body = {"paths": list(uris), "brief": True, **wishes}
        self.gateway.call("add_clips", self._on_added, partial(self._on_not_added, uris, wishes), body=body)

    def act(self, action: str, which: Json, **more: Any) -> None:
        """action and `which`, a filter: as POST /jobs/actions takes them."""
        if which.get("ids", True) and which.get("status", True):
            bulk = Bulk(self.gateway, {"action": action, "filter": dict(which), **more}, self)
            bulk.progressed.connect(partial(self.acting.emit, action))
            bulk.failed.connect(self.refused)
            bulk.ended.connect(partial(self._on_acted, action))
            bulk.start()

    def place(self, job_id: str, rank: float) -> None:
        """Among jobs of one priority the lower rank goes first."""
        self.gateway.call("set_priority", None, body={"rank": rank}, job_id=job_id)

    def add_watch(self, uri: str, preset: str | None, copy_to: Sequence[str] = ()) -> None:
        """`file:` URIs of folders: `uri` is watched, what lands there is copied to `copy_to` first."""
        body: dict[str, Any] = {"path": uri} | ({"preset": preset} if preset else {})
        body |= {"copy_to": list(copy_to)} if copy_to else {}
        self.gateway.call("add_watch", lambda _answer: self.reload_watches(), body=body)

    def remove_watch(self, watch_id: str) -> None:
        self.gateway.call("remove_watch", lambda _answer: self.reload_watches(), watch_id=watch_id)

    def fetch_poster(
        self, clip_id: str, done: Callable[[bytes], None], failed: Callable[[], None] = lambda: None
    ) -> None:
        """The poster frame as JPEG; `failed` where there is none."""
        if self.gateway.addressed:
            self.gateway.fetch("thumbnail", done, lambda _refusal: failed(), clip_id=clip_id)
        else:
            failed()

    # --- what comes back ---

    def _on_opened(self, anew: bool) -> None:
        if anew:
            self.reload()

    def _query(self) -> list[tuple[str, str]]:
        query = [("status", status) for status in self._statuses]
        query += [("search", self._search)] if self._search else []
        return query + ([("sort", self._order)] if self._order != NEWEST_FIRST else [])

    def _ask_ids(self, cursor: str | None, generation: int) -> None:
        at_once = FIRST_IDS if cursor is None and self._gathered is None else IDS
        query = [*self._query(), ("limit", str(at_once))] + ([("cursor", cursor)] if cursor else [])
        done = partial(self._on_ids, generation, cursor is None)
        self.gateway.call("job_index", done, self._on_unasked, query=query)

    def _on_first(self, generation: int, answer: Json) -> None:
        if generation == self._generation:
            self._model.fill(answer.get("jobs", []))
            self._model.flush()
            self._show_early(lambda: None)

    def _on_ids(self, generation: int, first: bool, answer: Json) -> None:
        if generation != self._generation:
            return
        if first:
            self._show_early(partial(self._show_ids, generation, answer))
        else:
            self._show_more(generation, answer)

    def _show_early(self, show: Callable[[], None]) -> None:
        """Ids and first rows come in any order; none is shown without the other."""
        self._early.append(show)
        if len(self._early) == 2:
            for one in self._early:
                one()

    def _show_ids(self, generation: int, answer: Json) -> None:
        if self._gathered is None:
            self._model.show_ids(answer.get("ids", []), self._order == NEWEST_FIRST)
            self._on_shown(generation, answer)
        else:
            self._show_more(generation, answer)

    def _show_more(self, generation: int, answer: Json) -> None:
        ids = answer.get("ids", [])
        if self._gathered is None:
            self._model.append_ids(ids)
        else:
            self._gathered += ids
            if answer.get("next"):
                self._ask_ids(str(answer["next"]), generation)
                return
            self._model.show_ids(self._gathered, self._order == NEWEST_FIRST)
        self._on_shown(generation, answer)

    def _on_shown(self, generation: int, answer: Json) -> None:
        shown = self._model.rowCount()
        self._whole = not answer.get("next")
        self._least, self._exact = int(answer.get("total", shown)), bool(answer.get("total_exact", True))
        self.loaded.emit(shown, max(shown, self._least))
        if answer.get("next"):
            self._ask_ids(str(answer["next"]), generation)

    def _on_missing(self, ids: Sequence[str]) -> None:
        def done(answer: Json) -> None:
            self._model.fill(answer.get("jobs", []))
            self._model.flush()
            self._model.unasked(ids)

        def failed(_refusal: Refusal) -> None:
            self._model.unasked(ids)

        self.gateway.call("jobs", done, failed, query=[("ids", ",".join(ids))])

    def _on_jobs(self, jobs: Sequence[Json]) -> None:
        staying = [job for job in jobs if matches(job, self._statuses, self._search)]
        kept = {job["id"] for job in staying}
        gone = [str(job["id"]) for job in jobs if job["id"] not in kept]
        self._merge(staying, gone)
        self.changed.emit([str(job["id"]) for job in jobs])

    def _merge(self, staying: Sequence[Json], gone: Sequence[str]) -> None:
        if not self._model.merge(staying, gone) and not self._reorder_timer.isActive():
            self._reorder_timer.start()
        if not self._count_timer.isActive():
            self._count_timer.start()

    def _on_gone(self, ids: Sequence[str]) -> None:
        """Off the list, whoever took them there."""
        self._model.forget(ids)
        self._merge([], ids)

    def _count(self) -> None:
        self.gateway.call("stats", lambda answer: self.counted.emit(answer.get("by_status", {})), _ignore)

    def _on_watches(self, answer: Json) -> None:
        watches = answer.get("watches", [])
        self.watches.emit(watches)
        if watches:
            self._watch_timer.start()

    def _on_presets(self, answer: Json) -> None:
        self.presets.emit(answer.get("presets", []), str(answer.get("default") or ""))

    def _on_planned(self, uris: Sequence[str], answer: Json) -> None:
        self.planned.emit(list(uris), dict(answer.get("plan", {})))

    def _on_added(self, answer: Json) -> None:
        self.added.emit(dict(answer))

    def _on_unplanned(self, uris: Sequence[str], wishes: Json, refusal: Refusal) -> None:
        if refusal.code in (GONE, BAD_TOKEN):
            self.unsent.emit(list(uris), dict(wishes))
        else:
            self.unplanned.emit(list(uris), refusal)

    def _on_not_added(self, uris: Sequence[str], wishes: Json, refusal: Refusal) -> None:
        if refusal.code in (GONE, BAD_TOKEN):
            self.unsent.emit(list(uris), dict(wishes))
        else:
            self.refused.emit(refusal)

    def _on_unasked(self, refusal: Refusal) -> None:
        """Nobody waits for this one; that the server does not hear us the banner says."""
        if refusal.code not in (GONE, BAD_TOKEN):
            self.refused.emit(refusal)

    def _on_acted(self, action: str, changed: list[str], refused: list[Json]) -> None:
        if action in _LIST_CHANGES:
            self.reload_jobs()
            self._count()
        self.acted.emit(action, changed, refused)


def _single_shot(parent: QObject, milliseconds: int, slot: Callable[[], None]) -> QTimer:
    timer = QTimer(parent)
    timer.setSingleShot(True)
    timer.setInterval(milliseconds)
    timer.timeout.connect(slot)
    return timer


def _ignore(_refusal: Refusal) -> None:
    """Shown elsewhere already: a lost connection is the banner's, a missing picture the placeholder's."""
