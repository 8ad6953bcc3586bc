"""One wish about very many jobs, told to the server in portions: so the window can say how far it is."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from PySide6.QtCore import QObject, Signal

from studio.gateway import Gateway, Refusal

PORTION = 5_000  # jobs; a second or two of the server's time
IDS = 25_000  # read within a frame or two

Json = Mapping[str, Any]


class Bulk(QObject):
    """`progressed(done, all)` where it takes more than one portion; `ended(changed, refused)`. `failed(refusal)`:
    nobody hears the rest; `ended` then follows where something was done before. Goes when it has ended."""

    progressed = Signal(int, int)
    ended = Signal(object, object)  # not list: Qt would copy a hundred thousand texts one by one
    failed = Signal(Refusal)

    def __init__(self, gateway: Gateway, wish: Json, parent: QObject) -> None:
        """`wish`: as POST /jobs/actions takes it."""
        super().__init__(parent)
        self._gateway = gateway
        self._wish = wish
        self._ids: list[str] = []
        self._changed: list[str] = []
        self._refused: list[Json] = []
        self._done = 0

    def start(self) -> None:
        which = self._wish["filter"]
        if "ids" in which:
            self._ids = list(which["ids"])
            self._send()
        else:
            self._ask_ids(None)

    # The ids are all read before anything is changed: what is changed fits the filter no more.

    def _ask_ids(self, cursor: str | None) -> None:
        which = self._wish["filter"]
        query = [("status", str(status)) for status in which.get("status", ())]
        query += [("search", str(which["search"]))] if which.get("search") else []
        query += [("sort", "queued_at"), ("limit", str(IDS))] + ([("cursor", cursor)] if cursor else [])
        self._gateway.call("job_index", self._on_ids, self._on_failed, query=query)

    def _on_ids(self, answer: Json) -> None:
        self._ids += answer.get("ids", [])
        self._tell(max(len(self._ids), int(answer.get("total", 0))))
        if answer.get("next"):
            self._ask_ids(str(answer["next"]))
        else:
            self._send()

    def _send(self) -> None:
        portion = self._ids[self._done : self._done + PORTION]
        if not portion:
            self._end()
            return
        self._tell(len(self._ids))
        body = {**self._wish, "filter": {"ids": portion}}
        self._gateway.call("act", lambda answer: self._on_acted(len(portion), answer), self._on_failed, body=body)

    def _on_acted(self, jobs: int, answer: Json) -> None:
        self._done += jobs
        self._changed += answer.get("changed", [])
        self._refused += answer.get("refused", [])
        self._send()

    def _tell(self, most: int) -> None:
        if most > PORTION:
            self.progressed.emit(self._done, most)

    def _on_failed(self, refusal: Refusal) -> None:
        self.failed.emit(refusal)
        if self._changed:
            self.ended.emit(self._changed, self._refused)
        self.deleteLater()

    def _end(self) -> None:
        self.ended.emit(self._changed, self._refused)
        self.deleteLater()
