"""Routes of presets and the LUTs they use."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from fastapi import APIRouter
from pydantic import Field

from server.api.parts import ApiParts, Body, add, such_as
from server.api.shapes import LutAnswerJson, LutsJson, PresetAnswerJson, PresetCheckJson, PresetsJson
from server.errors import PresetError
from server.schema import ChangedJson, changed_json, preset_json, presets_json, printable

A_PRESET = {
    "title": "Review copies", "for": "people who look", "container": "mp4", "codec": "h264", "profile": "high",
    "quality": 23, "lines": 720, "audio": "aac", "required": ["frame_count", "frame_rate", "duration", "pictures"],
}  # fmt: skip


class PresetWish(Body):
    """`table`: the keys of a preset's file."""

    model_config = such_as(table=A_PRESET)

    table: dict[str, Any] = Field(max_length=40)


class PresetDraft(PresetWish):
    model_config = such_as(name="review", table=A_PRESET)

    name: str = Field(max_length=200)


class LutWish(Body):
    """`text`: what is in the `.cube` file. The server makes a name of its own out of `name`."""

    model_config = such_as(name="show.cube", text="LUT_1D_SIZE 2\n0 0 0\n1 1 1\n")

    name: str = Field(min_length=1, max_length=255)
    text: str


class PresetRoutes:
    """Every method is one route."""

    def __init__(self, parts: ApiParts) -> None:
        self._parts = parts

    def join(self, router: APIRouter) -> None:
        add(router, "GET", "/presets", self.list, answer=PresetsJson)
        add(router, "POST", "/presets/check", self.check, answer=PresetCheckJson)
        add(router, "PUT", "/presets/{name}", self.save, answer=PresetAnswerJson)
        add(router, "DELETE", "/presets/{name}", self.remove, answer=ChangedJson)
        add(router, "GET", "/luts", self.luts, answer=LutsJson)
        add(router, "POST", "/luts", self.add_lut, 201, answer=LutAnswerJson)
        add(router, "DELETE", "/luts/{name}", self.remove_lut, answer=ChangedJson)

    def list(self) -> dict[str, Any]:
        presets, own = self._parts.presets, self._parts.own_presets
        told = [preset_json(preset, own.owns(preset.name)) for preset in presets.all()]
        return presets_json(told, self._parts.default_preset, presets.refused)

    def check(self, draft: PresetDraft) -> dict[str, Any]:
        """{"preset": what it would be | null, "fault": {"key", "why"} | null}; nothing is kept."""
        try:
            preset = self._parts.own_presets.check(draft.name, draft.table)
        except PresetError as error:
            return {"preset": None, "fault": printable({"key": error.key, "why": error.why or error.message})}
        return {"preset": preset_json(preset, True), "fault": None}

    def save(self, name: str, wish: PresetWish) -> dict[str, Any]:
        """A preset of your own, in place of the one of that name; those that come with Rushes stay."""
        return {"preset": preset_json(self._parts.own_presets.save(name, wish.table), True)}

    def remove(self, name: str) -> ChangedJson:
        self._parts.own_presets.remove(name)
        return changed_json([name], [])

    def luts(self) -> dict[str, Any]:
        """{"luts": [{"name", "path", "size_bytes", "dimensions", "points", "fault", "used_by"}]}"""
        return {"luts": [printable(asdict(lut)) for lut in self._parts.luts.all()]}

    def add_lut(self, wish: LutWish) -> dict[str, Any]:
        """Read strictly and written anew; `bad_lut` names the line that is wrong."""
        return {"lut": printable(asdict(self._parts.luts.add(wish.name, wish.text)))}

    def remove_lut(self, name: str) -> ChangedJson:
        self._parts.luts.remove(name)
        return changed_json([name], [])
