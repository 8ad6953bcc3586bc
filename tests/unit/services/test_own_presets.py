"""Presets of one's own are written whole, checked, and never in the place of a shipped one."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import pytest

from server.domain.preset import parse_preset, table_of
from server.errors import PresetError
from server.services.own_presets import OwnPresets
from server.services.presets import Presets

SHIPPED = Path(__file__).parents[3] / "resources" / "presets"


@pytest.fixture
def presets(tmp_path: Path) -> Presets:
    return Presets([SHIPPED, tmp_path / "presets"])


@pytest.fixture
def own(presets: Presets, tmp_path: Path) -> OwnPresets:
    return OwnPresets(presets, tmp_path / "presets")


def table(presets: Presets, **changes: Any) -> dict[str, Any]:
    return {**table_of(presets.get("h264-720p")), **changes}


@pytest.mark.parametrize("file", sorted(SHIPPED.glob("*.toml")), ids=lambda file: file.stem)
def test_the_table_of_a_preset_makes_the_same_preset(file: Path) -> None:
    preset = parse_preset(tomllib.loads(file.read_text()), file.stem, str(file))
    assert parse_preset(table_of(preset), file.stem, str(file)) == preset


def test_one_that_is_saved_is_there_at_once_and_over_a_restart(own: OwnPresets, presets: Presets) -> None:
    title = 'Rushes "für" C:\\Dailies 🎬'
    saved = own.save("dailies", table(presets, title=title, burn_in=["timecode"], quality=30))
    assert presets.get("dailies") == saved
    assert (saved.title, saved.quality) == (title, 30)
    assert own.owns("dailies")
    own.save("dailies", table(presets, title="Another"))
    assert presets.get("dailies").title == "Another"
    own.remove("dailies")
    with pytest.raises(PresetError):
        presets.get("dailies")


@pytest.mark.parametrize(
    ("name", "changes", "key"),
    [
        ("h264-720p", {}, "name"),
        ("../config", {}, "name"),
        ("Upper", {}, "name"),
        ("", {}, "name"),
        ("a", {"codec": "mpeg2"}, "codec"),
        ("a", {"quality": 99}, "quality"),
        ("a", {"lines": 9}, "lines"),
        ("a", {"title": "two\nlines"}, "title"),
        ("a", {"title": "\ud800"}, "title"),
        ("a", {"watermark": "x" * 201}, "watermark"),
        ("a", {"lut": "none.cube"}, "lut"),
        ("a", {"lut": "../x.cube"}, "lut"),
        ("a", {"path": "/usr/bin/ffmpeg"}, "path"),
        ("a", {"bad key": 1}, "bad key"),
        ("a", {"title": {"a": 1}}, "title"),
        ("a", {"gop": True}, "gop"),
        ("a", {"gop": float("nan")}, "gop"),
    ],
)
def test_what_cannot_be_used_is_refused_by_its_key(
    own: OwnPresets, presets: Presets, name: str, changes: dict[str, Any], key: str, tmp_path: Path
) -> None:
    with pytest.raises(PresetError) as refused:
        own.save(name, table(presets, **changes))
    assert refused.value.key == key
    assert refused.value.why
    assert list(tmp_path.rglob("*.toml")) == []


@pytest.mark.parametrize("name", ["prores-proxy", "../x", "nope"])
def test_only_own_ones_can_be_removed(own: OwnPresets, name: str) -> None:
    with pytest.raises(PresetError):
        own.remove(name)
    assert (SHIPPED / "prores-proxy.toml").is_file()
