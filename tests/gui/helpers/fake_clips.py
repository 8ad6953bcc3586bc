"""The part of the small server that knows clips: pictures, frames, waveform, findings."""

from __future__ import annotations

import json
from typing import Any

from PySide6.QtCore import QBuffer, QIODevice, QRect
from PySide6.QtGui import QColor, QImage, QPainter

from tests.gui.helpers.sample_jobs import METADATA

Answer = tuple[int, str, bytes]
STATES = ("online", "online", "online", "away", "changed")
FINDINGS = [
    {"kind": "black", "start": 0.0, "end": 2.1, "timecode_in": "14:22:07:11", "detail": "The picture is black."},
    {
        "kind": "clipping_sound",
        "start": 21.4,
        "end": 22.0,
        "timecode_in": "14:22:28:21",
        "detail": "The sound on track 1 is clipped, peak +0.00 dB.",
    },
    {
        "kind": "freeze",
        "start": 47.0,
        "end": 51.5,
        "timecode_in": "14:22:54:11",
        "detail": "The picture stands still for 4.50 s.",
    },
]
ANALYSIS = {"findings": FINDINGS, "loudness": {"integrated_lufs": -23.4, "true_peak_dbtp": -1.2}, "shots": []}


def sample_clip(clip_id: str, name: str = "A001_C001_1124XY.mov", **changes: Any) -> dict[str, Any]:
    """The clip of design section 3."""
    source = changes.pop("source", f"/footage/Day 1/A-Cam/{name}")
    clip = {
        "id": clip_id,
        "source": source,
        "source_uri": "file://" + source.replace(" ", "%20"),
        "metadata": METADATA,
        "proxies": [{"preset": "prores-proxy", "path": f"/footage/Proxy/{name}", "job_id": changes.pop("job_id", "j")}],
        "proxy_generated": True,
        "thumbnail": "/cache/1.jpg",
        "card": None,
        "watch_id": None,
        "analysis": None,
        "objects": [],
        "first_seen_at": "2026-11-24T14:31:00.000Z",
        "state": "online",
    }
    return {**clip, **changes}


def flat_picture(color: str, size: tuple[int, int] = (320, 180)) -> bytes:
    image = QImage(*size, QImage.Format.Format_RGB32)
    image.fill(QColor(color))
    return jpeg(image)


def jpeg(image: QImage) -> bytes:
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    image.save(buffer, "JPG", 90)
    return bytes(buffer.data().data())


def filmstrip(tiles: int = 10) -> bytes:
    """Tiles from dark to light, so that one can tell which is shown."""
    image = QImage(160 * tiles, 90, QImage.Format.Format_RGB32)
    painter = QPainter(image)
    for number in range(tiles):
        shade = 25 + number * 20
        painter.fillRect(QRect(160 * number, 0, 160, 90), QColor(shade, shade, shade))
    painter.end()
    return jpeg(image)


class FakeClips:
    """`frames`: what was asked for, in order: (clip, side, seconds)."""

    def __init__(self) -> None:
        self.clips: dict[str, dict[str, Any]] = {}
        self.films: dict[str, bytes] = {}
        self.waves: dict[str, dict[str, Any]] = {}
        self.frames: list[tuple[str, str, float]] = []
        self.colors = {"original": "#c04040", "proxy": "#4040c0"}

    def put(self, *clips: dict[str, Any]) -> None:
        self.clips.update({clip["id"]: clip for clip in clips})

    def answer(self, verb: str, parts: list[str], query: dict[str, list[str]]) -> Answer | None:
        """None: not ours."""
        match (verb, *parts):
            case ("GET", "clips"):
                found = self._found(query.get("search", [""])[0])
                first, most = int(query.get("offset", ["0"])[0]), int(query.get("limit", ["1000"])[0])
                return _json({"clips": found[first : first + most], "total": len(found)})
            case ("GET", "clips", clip) if clip in self.clips:
                return _json(self.clips[clip])
            case ("GET", "clips", clip, "filmstrip") if clip in self.films:
                return 200, "image/jpeg", self.films[clip]
            case ("GET", "clips", clip, "waveform") if clip in self.waves:
                return _json(self.waves[clip])
            case ("GET", "clips", clip, "frame") if clip in self.clips:
                side = query["of"][0]
                self.frames.append((clip, side, float(query["at"][0])))
                return 200, "image/jpeg", flat_picture(self.colors[side])
        return None

    def _found(self, search: str) -> list[dict[str, Any]]:
        return [clip for clip in self.clips.values() if search.casefold() in json.dumps(clip).casefold()]


def _json(document: dict[str, Any]) -> Answer:
    return 200, "application/json", json.dumps(document).encode()
