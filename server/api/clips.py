"""Routes of clips."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from fastapi import APIRouter, Query
from pydantic import Field

from server.api.callers import Asking, path_for
from server.api.files import FileAnswer
from server.api.parts import ApiParts, Body, add, such_as
from server.api.shapes import ClipsJson, IngestedJson, WaveformJson
from server.api.summaries import brief_json, plan_json
from server.card_schema import CardDetailJson, CardsJson, card_detail_json
from server.domain.access import Scope
from server.domain.clip import ClipQuery
from server.domain.extras import PLACES, Extra, Filmstrip, Poster, Waveform
from server.errors import UnknownId, UsageError
from server.schema import ClipJson, clip_json, skipped_json
from server.services.clips import ClipView
from server.services.outlook import summed


class Footage(Body):
    """`paths` or one `uri`; each an absolute path or a `file:` URI. `duplicates`: what a clip that is elsewhere too
    gets, a link to its proxy or a `second` proxy. `dry_run`: nothing is queued, `plan` says what
    would be. `brief`: the ids of the jobs instead of the jobs, and what was left alone by reason."""

    model_config = such_as(
        paths=["/footage/Day 1/A001"], preset="prores-proxy", priority=7, idempotency_key="day-1-a001"
    )

    paths: list[str] = Field(default_factory=list)
    uri: str | None = None
    preset: str | None = None
    to: str | None = None
    priority: int = 5
    force: bool = False
    allow_damaged: bool = False
    upload: bool = False
    analysis: bool = False
    lut: str | None = None
    duplicates: Literal["link", "second"] = "link"
    idempotency_key: str | None = Field(default=None, min_length=1, max_length=200)
    dry_run: bool = False
    brief: bool = False


class ClipRoutes:
    """Every method is one route."""

    def __init__(self, parts: ApiParts) -> None:
        self._parts = parts

    def join(self, router: APIRouter) -> None:
        add(router, "POST", "/clips", self.ingest, 202, needed=Scope.SUBMIT, answer=IngestedJson)
        add(router, "GET", "/clips", self.find, answer=ClipsJson)
        add(router, "GET", "/clips/{clip_id}", self.get, answer=ClipJson)
        add(router, "GET", "/clips/{clip_id}/thumbnail", self.thumbnail, media="image/jpeg")
        add(router, "GET", "/clips/{clip_id}/filmstrip", self.filmstrip, media="image/jpeg")
        add(router, "GET", "/clips/{clip_id}/waveform", self.waveform, answer=WaveformJson)
        add(router, "GET", "/cards", self.cards, answer=CardsJson)
        add(router, "GET", "/cards/{card_id}", self.card, answer=CardDetailJson)

    def ingest(self, footage: Footage, caller: Asking) -> dict[str, Any]:
        """Queues every clip below the paths. Asking again for the same is safe: what is done or queued is reused."""
        named = [*footage.paths, *([] if footage.uri is None else [footage.uri])]
        if not named:
            raise UsageError("Give `paths` or `uri`.", "Each is an absolute path or a file: URI.")
        wished = footage.model_dump(exclude={"paths", "uri", "to", "lut", "idempotency_key", "dry_run", "brief"})
        to = None if footage.to is None else path_for(caller, footage.to)
        if footage.dry_run:
            paths = [path_for(caller, path) for path in named]
            seen = self._parts.outlooks.of(paths, footage.preset, to, footage.force)
            return {"jobs": [], "skipped": [], "plan": plan_json(seen)}
        lut = None if footage.lut is None else path_for(caller, footage.lut)
        taken = self._parts.ingest.ingest(
            [path_for(caller, path) for path in named], to=to, lut=lut, key=footage.idempotency_key, **wished
        )
        if footage.brief:
            return brief_json(taken.jobs, summed(taken.skipped))
        shown = [self._parts.hub.progress.shown(job) for job in taken.jobs]
        skipped = [skipped_json(item.path, item.reason, item.message) for item in taken.skipped]
        return {"jobs": shown, "skipped": skipped}

    def find(
        self,
        search: str | None = None,
        limit: Annotated[int | None, Query(ge=1, le=1000)] = None,
        offset: Annotated[int, Query(ge=0, le=10**9)] = 0,
        newest: bool = False,
        cursor: str | None = None,
    ) -> dict[str, Any]:
        """All clips, oldest or `newest` first; those found, best match first; or a piece of either: `cursor` is the
        `next` of the piece before, or `offset` clips are passed over."""
        found = self._parts.clips.page(search, ClipQuery(limit, newest, offset, cursor))
        return {"clips": [_json(view) for view in found.views], "total": found.total, "next": found.next}

    def get(self, clip_id: str) -> ClipJson:
        return _json(self._parts.clips.get(clip_id))

    def cards(self) -> dict[str, Any]:
        """Every card, the newest first, and whether it may be wiped."""
        return {"cards": self._parts.cards.all()}

    def card(self, card_id: str) -> CardDetailJson:
        """One card with its clips and their hashes."""
        return card_detail_json(self._parts.cards.get(card_id))

    def thumbnail(self, clip_id: str) -> FileAnswer:
        """The poster frame; `no_thumbnail` until there is one."""
        return self._kept(clip_id, Poster, "picture", "image/jpeg")

    def filmstrip(self, clip_id: str) -> FileAnswer:
        """Ten pictures from all over the clip side by side (fewer of a clip of fewer frames); or `no_filmstrip`."""
        return self._kept(clip_id, Filmstrip, "filmstrip", "image/jpeg")

    def waveform(self, clip_id: str) -> FileAnswer:
        """{"seconds", "tracks": [{"channels", "peaks": [0-255, …]}]}; or `no_waveform`."""
        return self._kept(clip_id, Waveform, "waveform", "application/json")

    def _kept(self, clip_id: str, extra: type[Extra], what: str, media_type: str) -> FileAnswer:
        place, known = PLACES[extra], str(self._parts.clips.get(clip_id).row["id"])
        kept = self._parts.cache / place.kept_as(known)
        if not kept.is_file():
            hint = "It comes with the first proxy."
            raise UnknownId(f"This clip has no {what} yet.", hint, code=f"no_{place.name}")
        return FileAnswer(kept, media_type, kept=True)


def _json(view: ClipView) -> ClipJson:
    return clip_json(view.row, view.proxies, view.state, view.others)
