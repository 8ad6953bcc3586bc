"""Our ASC MHL histories before the reference tool, and its histories before us."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from server.domain.offload import judge
from tests.helpers.offload import copy

TOOL = Path(sys.prefix, "ascmhl")  # packaging/setup.sh puts it there
pytestmark = pytest.mark.skipif(not TOOL.is_dir(), reason="the reference tool ascmhl is not installed")


def ascmhl(*words: str | Path, program: str = "ascmhl") -> subprocess.CompletedProcess[str]:
    env = {**os.environ, "PYTHONPATH": str(TOOL)}
    argv = [sys.executable, TOOL / "bin" / program, *words]
    return subprocess.run(argv, env=env, cwd=TOOL, capture_output=True, text=True, check=False, timeout=60)


def accepted(folder: Path) -> bool:
    """Nothing is missing, new or altered, and the chain holds."""
    done = [ascmhl("diff", folder), ascmhl("verify", folder, program="ascmhl-debug")]
    return [one.returncode for one in done] == [0, 0]


@pytest.fixture
def card(tmp_path: Path) -> Path:
    card = tmp_path / "card"
    (card / "CLIPS" / "EMPTY").mkdir(parents=True)
    for name in ("A001.mov", "CLIPS/A 002 & ü.mov", "CLIPS/.DS_Store", "CLIPS/.hidden"):
        (card / name).write_bytes(name.encode() * 999)
    return card


def generations(folder: Path) -> list[str]:
    return sorted(path.name[:4] for path in (folder / "ascmhl").glob("*.mhl"))


def test_the_tool_accepts_a_copy_and_a_second_one(card: Path, tmp_path: Path) -> None:
    place = tmp_path / "raid"
    copy(card, place, journal=tmp_path / "1", job="j1")
    assert accepted(place)
    (card / "A003.mov").write_bytes(b"later")
    copy(card, place, journal=tmp_path / "2", job="j2")
    assert accepted(place)
    assert generations(place) == ["0001", "0002"]
    assert "Generation 2" in ascmhl("info", place).stdout


def test_the_tool_sees_what_was_altered_after_the_copy(card: Path, tmp_path: Path) -> None:
    copy(card, tmp_path / "raid", journal=tmp_path / "1")
    (tmp_path / "raid" / "A001.mov").write_bytes(b"another")
    assert not accepted(tmp_path / "raid")


@pytest.mark.parametrize("format_name", ["md5", "c4"])
def test_a_history_the_card_brings_is_checked_and_continued(card: Path, tmp_path: Path, format_name: str) -> None:
    assert ascmhl("create", "-h", format_name, card).returncode == 0
    place = tmp_path / "raid"
    assert judge(copy(card, place, journal=tmp_path / "1", job="j1"))[0]
    assert accepted(place)
    assert generations(place) == ["0001", "0002"]
    assert judge(copy(card, place, journal=tmp_path / "2", job="j2"))[0]
    assert generations(place) == ["0001", "0002", "0003"]
    assert accepted(place)


@pytest.mark.parametrize("format_name", ["xxh128", "xxh64"])
def test_a_card_that_is_not_what_its_history_says_is_not_safe(card: Path, tmp_path: Path, format_name: str) -> None:
    assert ascmhl("create", "-h", format_name, card).returncode == 0
    (card / "A001.mov").write_bytes(b"A001.moV" * 999)
    tally = copy(card, tmp_path / "raid", journal=tmp_path / "1")
    assert [(trouble.path, trouble.code) for trouble in tally.troubles] == [("A001.mov", "history_differs")]
    assert not (tmp_path / "raid" / "A001.mov").exists()


def test_the_tool_goes_on_where_we_were_and_we_go_on_after_it(card: Path, tmp_path: Path) -> None:
    place = tmp_path / "raid"
    copy(card, place, journal=tmp_path / "1", job="j1")
    assert ascmhl("create", "-h", "md5", place).returncode == 0
    assert judge(copy(card, place, journal=tmp_path / "2", job="j2"))[0]
    assert generations(place) == ["0001", "0002", "0003"]
    assert accepted(place)


def test_a_chain_that_was_tampered_with_is_left_and_said(card: Path, tmp_path: Path) -> None:
    place = tmp_path / "raid"
    copy(card, place, journal=tmp_path / "1", job="j1")
    (manifest,) = (place / "ascmhl").glob("*.mhl")
    manifest.write_text(manifest.read_text().replace("original", "verified"))
    tally = copy(card, place, journal=tmp_path / "2", job="j2")
    assert [trouble.code for trouble in tally.troubles] == ["destination_differs"]
    assert generations(place) == ["0001"]
