"""Presets are what lies in the folders now."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from server.errors import PresetError
from server.services.presets import Presets

SHIPPED = Path(__file__).parents[3] / "resources" / "presets"


@pytest.fixture
def own(tmp_path: Path) -> Path:
    return tmp_path / "presets"


def put(folder: Path, name: str, title: str) -> Path:
    folder.mkdir(exist_ok=True)
    text = (SHIPPED / "prores-proxy.toml").read_text()
    file = folder / f"{name}.toml"
    file.write_text(text.replace(text.splitlines()[0], f'title = "{title}"'))
    return file


def test_one_of_your_own_takes_the_place_of_a_shipped_one(own: Path) -> None:
    presets = Presets([SHIPPED, own])
    put(own, "prores-proxy", "Mine")
    assert presets.get("prores-proxy").title == "Mine"
    assert len(presets.all()) == len(list(SHIPPED.glob("*.toml")))


def test_a_file_that_comes_changes_or_goes_counts_at_once(own: Path) -> None:
    presets = Presets([SHIPPED, own])
    with pytest.raises(PresetError, match="no preset 'dailies'"):
        presets.get("dailies")
    file = put(own, "dailies", "First")
    assert presets.get("dailies").title == "First"
    put(own, "dailies", "Second, longer")
    assert presets.get("dailies").title == "Second, longer"
    file.unlink()
    with pytest.raises(PresetError, match="prores-proxy"):
        presets.get("dailies")


def test_one_that_cannot_be_used_says_why(own: Path) -> None:
    put(own, "dailies", "Mine").write_text("title = 3")
    presets = Presets([SHIPPED, own])
    with pytest.raises(PresetError, match=r"dailies\.toml"):
        presets.get("dailies")
    assert [error.code for error in presets.refused] == ["bad_preset"]


def test_what_did_not_change_is_not_read_again(own: Path) -> None:
    file = put(own, "dailies", "Mine")
    presets = Presets([own])
    assert presets.get("dailies") is presets.get("dailies")
    os.utime(file, ns=(1, 1))
    assert presets.get("dailies").title == "Mine"
