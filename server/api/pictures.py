"""Routes that show a clip: one frame of it, and its proxy in pieces as a player asks for them."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Literal

from fastapi import APIRouter, Query
from pydantic import Field

from server.api.files import FileAnswer
from server.api.parts import ApiParts, add, such_as
from server.api.presets import A_PRESET, PresetDraft
from server.domain.extras import PLACES, AnalysisProxy
from server.domain.job import Job
from server.domain.naming import display_text
from server.domain.preset import Codec
from server.errors import IllegalChange, PresetError, SourceMissing, UnknownId
from server.services.clips import ClipView

_PLAYABLE = frozenset({Codec.H264.value})  # what every browser of today shows
_HOUR = 3600.0
Side = Literal["newest", "original", "proxy"]


class PreviewWish(PresetDraft):
    """A preset as it is being edited."""

    model_config = such_as(name="review", table=A_PRESET, at=12.5)

    at: float | None = Field(default=None, ge=0, le=1000 * _HOUR, allow_inf_nan=False)


class PictureRoutes:
    """Every method is one route."""

    def __init__(self, parts: ApiParts) -> None:
        self._parts = parts

    def join(self, router: APIRouter) -> None:
        add(router, "GET", "/clips/{clip_id}/frame", self.frame, media="image/jpeg")
        add(router, "POST", "/clips/{clip_id}/preview", self.preview, media="image/jpeg")
        add(router, "GET", "/clips/{clip_id}/proxy", self.proxy, media="video/*")

    def frame(
        self,
        clip_id: str,
        at: Annotated[float, Query(ge=0, le=1000 * _HOUR, allow_inf_nan=False)] = 0.0,
        of: Side = "newest",
    ) -> FileAnswer:
        """The picture `at` seconds after the start as a JPEG: of the original, of the newest proxy, or of the newest
        that is there: a proxy, else the original."""
        path = self._side(self._parts.clips.get(clip_id), of)
        if not Path(path).is_file():
            named = display_text(path)
            raise SourceMissing(
                f"{named} is not there." if of == "original" else f"No proxy of it nor {named} is there."
            )
        return FileAnswer(self._parts.frame(clip_id, path, at), "image/jpeg", kept=True)

    def preview(self, clip_id: str, wish: PreviewWish) -> FileAnswer:
        """One frame of the original as a proxy of that preset would show it, as a JPEG; nothing of the preset is kept.
        Without `at`, from the middle."""
        view = self._parts.clips.get(clip_id)
        preset = self._parts.own_presets.draft(wish.name, wish.table)
        path = self._side(view, "original")
        if not Path(path).is_file():
            raise SourceMissing(f"{display_text(path)} is not there.")
        length = float((view.row.get("metadata") or {}).get("duration") or 0)
        at = length / 2 if wish.at is None else wish.at
        return FileAnswer(self._parts.preview(clip_id, path, at, preset), "image/jpeg")

    def _side(self, view: ClipView, of: Side) -> str:
        """Raises UnknownId (`no_proxy`)."""
        there = [job.output for job in view.proxies if job.output and Path(job.output).is_file()]
        if of == "original" or (of == "newest" and not there):
            return str(view.row["source"])
        return there[0] if there else str(self._newest(view, None))

    def proxy(self, clip_id: str, preset: str | None = None, playable: bool = False) -> FileAnswer:
        """The newest proxy (of one preset), whole or in ranges. `playable`: one that browsers show, or
        `not_playable`."""
        view = self._parts.clips.get(clip_id)
        if not playable:
            path = self._newest(view, preset)
            return FileAnswer(path, "video/mp4" if path.suffix == ".mp4" else "video/quicktime")
        # Browsers take H.264 in a MOV for what it is, but not under the name of one.
        return FileAnswer(self._playable(view), "video/mp4")

    def _newest(self, view: ClipView, preset: str | None) -> Path:
        for job in view.proxies:
            if job.output is not None and preset in (None, job.preset) and Path(job.output).is_file():
                return Path(job.output)
        raise UnknownId("This clip has no such proxy, or it is not where it was.", "Ingest it again.", code="no_proxy")

    def _playable(self, view: ClipView) -> Path:
        for job in view.proxies:
            if job.output is not None and self._codec(job) in _PLAYABLE and Path(job.output).is_file():
                return Path(job.output)
        small = self._parts.cache / PLACES[AnalysisProxy].kept_as(view.row["id"])
        if small.is_file():
            return small
        said = "Browsers cannot play ProRes, DNxHR or HEVC proxies." if view.proxies else "There is no proxy yet."
        raise IllegalChange(said, "Its single frames can be seen; h264-720p makes one that plays.", code="not_playable")

    def _codec(self, job: Job) -> str | None:
        try:
            return self._parts.presets.get(job.preset).codec.value
        except PresetError:  # it was taken away since
            return None
