"""Routes that give the catalogue to a spreadsheet or an NLE."""

from __future__ import annotations

from typing import Literal

from fastapi import APIRouter
from fastapi.responses import PlainTextResponse

from server.api.parts import ApiParts, add
from server.domain.export.forms import MARKERS, TABLES
from server.domain.export.markers import markers_of
from server.domain.export.tables import Clip
from server.errors import UnknownId
from server.schema import clip_json
from server.services.clips import ClipView


class ExportRoutes:
    """Every method is one route; the texts are those of `rushes export`."""

    def __init__(self, parts: ApiParts) -> None:
        self._clips = parts.clips

    def join(self, router: APIRouter) -> None:
        add(router, "GET", "/export", self.table, media="text/plain")
        add(router, "GET", "/clips/{clip_id}/markers", self.markers, media="text/plain")

    def table(self, form: Literal["csv", "json", "ale"] = "csv", search: str | None = None) -> PlainTextResponse:
        """Every clip, or those with the words of `search`."""
        clips = [_told(view) for view in (self._clips.search(search) if search else self._clips.all())]
        return PlainTextResponse(TABLES[form](clips))

    def markers(self, clip_id: str, form: Literal["csv", "edl"] = "csv") -> PlainTextResponse:
        """What the quality check found in one clip; `no_analysis` where it was not checked."""
        clip = _told(self._clips.get(clip_id))
        if not clip["analysis"] or not (clip["metadata"] or {}).get("fps"):
            raise UnknownId("This clip was not checked yet, or has no picture.", "Check it first.", code="no_analysis")
        return PlainTextResponse(MARKERS[form](clip, markers_of(clip)))


def _told(view: ClipView) -> Clip:
    return clip_json(view.row, view.proxies, view.state, view.others)
