"""Presets from TOML: closed sets only, and each mistake named by file, key and reason."""

from __future__ import annotations

import tomllib
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest

from server.domain.conformance import ALL_REQUIRED
from server.domain.preset import AudioRule, Codec, SizeRule, parse_preset
from server.errors import PresetError

SHIPPED = sorted((Path(__file__).resolve().parents[3] / "resources" / "presets").glob("*.toml"))
GOOD: dict[str, Any] = {
    "title": "Mine", "for": "me", "codec": "h264", "profile": "high", "container": "mov", "divisor": 2, "audio": "aac",
    "quality": 23, "required": ["pictures"],
}  # fmt: skip


def test_a_preset_is_read() -> None:
    preset = parse_preset({**GOOD, "fps": "30000/1001", "gop": 2}, "mine", "mine.toml")
    assert (preset.name, preset.codec, preset.audio) == ("mine", Codec.H264, AudioRule.AAC)
    assert (preset.size, preset.fps, preset.gop) == (SizeRule(divisor=2), Fraction(30000, 1001), 2.0)
    assert preset.as_dict()["size"] == "1/2"


def test_what_is_left_out_has_a_default() -> None:
    preset = parse_preset({k: v for k, v in GOOD.items() if k != "quality"}, "mine", "mine.toml")
    assert (preset.fps, preset.gop) == (None, 0.5)


@pytest.mark.parametrize(
    ("change", "key"),
    [
        ({"title": ""}, "title"),
        ({"title": 7}, "title"),
        ({"for": None}, "for"),
        ({"codec": "av1"}, "codec"),
        ({"profile": "proxy"}, "profile"),
        ({"container": "mkv"}, "container"),
        ({"codec": "prores", "profile": "proxy", "container": "mp4"}, "container"),
        ({"divisor": 0}, "divisor"),
        ({"divisor": True}, "divisor"),
        ({"divisor": "2"}, "divisor"),
        ({"lines": 720}, "divisor"),
        ({"divisor": None}, "divisor"),
        ({"divisor": None, "lines": 100}, "lines"),
        ({"audio": "mp3"}, "audio"),
        ({"quality": 52}, "quality"),
        ({"gop": 0}, "gop"),
        ({"fps": "fast"}, "fps"),
        ({"fps": "1/0"}, "fps"),
        ({"fps": "1000"}, "fps"),
        ({"required": ["beauty"]}, "required"),
        ({"required": "pictures"}, "required"),
        ({"filter": "movie=/etc/passwd"}, "filter"),
    ],
)
def test_a_mistake_is_named_by_file_and_key(change: dict[str, Any], key: str) -> None:
    data = {k: v for k, v in {**GOOD, **change}.items() if v is not None}
    with pytest.raises(PresetError) as caught:
        parse_preset(data, "mine", "mine.toml")
    assert "mine.toml" in caught.value.message
    assert f"`{key}`" in caught.value.message
    assert caught.value.hint


@pytest.mark.parametrize("key", ["title", "for", "codec", "profile", "container", "audio"])
def test_what_is_needed_may_not_be_missing(key: str) -> None:
    with pytest.raises(PresetError, match=f"`{key}`"):
        parse_preset({k: v for k, v in GOOD.items() if k != key}, "mine", "mine.toml")


@pytest.mark.parametrize("file", SHIPPED, ids=lambda f: f.stem)
def test_the_shipped_presets_can_be_used(file: Path) -> None:
    preset = parse_preset(tomllib.loads(file.read_text()), file.stem, file.name)
    assert "pictures" in preset.required
    assert "frame_count" in preset.required
    if preset.audio is not AudioRule.NONE:
        assert set(preset.required) == set(ALL_REQUIRED)


def test_the_presets_of_the_readme_are_shipped() -> None:
    names = "prores-proxy dnxhr-lb h264-half h264-720p h264-1080p hevc-10bit analysis-480p10"
    assert {f.stem for f in SHIPPED} == set(names.split())
