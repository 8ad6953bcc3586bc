"""Every shape of footage, by pairs: `RUSHES_CAMPAIGN=1 pytest tests/integration/test_matrix.py`; a few cells always.

The list of shapes is in tests/helpers/matrix.py."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from tests.helpers.checker import numbers, timecode_of, watch
from tests.helpers.footage import run_ffmpeg
from tests.helpers.judge import faults
from tests.helpers.matrix import FRAMES, Cell
from tests.helpers.program import rushes

PRESETS = {"prores-proxy": "pcm", "dnxhr-lb": "pcm", "h264-half": "pcm", "hevc-10bit": "pcm", "h264-720p": "aac"}
SAMPLE = (
    Cell("30000/1001", "drop", "8 mono", "0", "4/3", "tff", 8, "mxf"),
    Cell("60000/1001", "drop", "5.1", "90", "1", "progressive", 10, "mp4"),
    Cell("24000/1001", "non-drop", "2 mono", "mirrored", "1", "progressive", 10, "mov"),
    Cell("25", "none", "mono", "0", "1", "bff", 8, "ts"),
    Cell("120000/1001", "none", "stereo", "0", "16/15", "progressive", 10, "mkv"),
    Cell("50", "none", "none", "0", "1", "progressive", 8, "avi"),
)
pytestmark = pytest.mark.timeout(3600)


def check(cells: list[Cell], preset: str, folder: Path) -> dict[str, object]:
    """What is wrong, by the name of the clip; empty where all is well."""
    clips = {cell.make(folder / "card").name: cell for cell in cells}
    jobs = rushes(folder / "home", "ingest", folder / "card", "--preset", preset, timeout=3000).by_name()
    assert jobs.keys() == clips.keys()
    found = {name: judged(cell, jobs[name], preset) for name, cell in clips.items()}
    return {name: wrong for name, wrong in found.items() if wrong}


def judged(cell: Cell, job: dict, preset: str) -> list[object]:
    if job["status"] != "completed":
        return [job["error"]]
    proxy = watch(Path(job["output"]))
    original = watch(Path(job["source"]), first_field=not proxy.interlaced)
    woven = cell.scan != "progressive"
    wrong: list[object] = [*faults(original, proxy, cell.fps, sound=PRESETS[preset])]
    wrong += [] if job["result"]["conformance"]["conforms"] else [job["result"]["conformance"]["checks"]]
    told = timecode_of(Path(job["output"]))
    expected = (tuple(t.channels for t in proxy.sound), told and told[0], woven and preset == "prores-proxy")
    if expected != (cell.channels, cell.start, proxy.interlaced):
        wrong.append(f"{expected}, interlaced {proxy.interlaced}, not {cell.channels}, {cell.start}")
    if not woven and numbers(proxy) != list(range(FRAMES)):
        wrong.append(f"frames {numbers(proxy)}")
    return wrong


def test_a_sample_of_all_shapes(tmp_path: Path) -> None:
    assert all(cell.possible for cell in SAMPLE)
    assert check(list(SAMPLE), "prores-proxy", tmp_path) == {}


@pytest.mark.skipif("RUSHES_CAMPAIGN" not in os.environ, reason="long: set RUSHES_CAMPAIGN to run it")
@pytest.mark.campaign
@pytest.mark.parametrize("preset", PRESETS)
def test_every_pair_of_shapes(preset: str, tmp_path: Path) -> None:
    from tests.helpers.matrix import chosen_cells

    assert check(chosen_cells(), preset, tmp_path) == {}


@pytest.mark.skipif("RUSHES_CAMPAIGN" not in os.environ, reason="long: set RUSHES_CAMPAIGN to run it")
@pytest.mark.campaign
def test_a_clip_of_four_hours_past_midnight(tmp_path: Path) -> None:
    frames = 4 * 3600 * 25
    run_ffmpeg("-f", "lavfi", "-i", "testsrc=size=160x90:rate=25", "-f", "lavfi", "-i", "sine=440:sample_rate=8000",
               "-frames:v", str(frames), "-t", "14400", "-c:v", "libx264", "-preset", "ultrafast", "-g", "250", "-c:a",
               "pcm_s16le", "-timecode", "22:00:00:00", tmp_path / "long.mov")  # fmt: skip
    (job,) = rushes(tmp_path / "home", "ingest", tmp_path / "long.mov", timeout=3000).document["jobs"]
    assert job["status"] == "completed", job["error"]
    assert job["result"]["conformance"]["conforms"]
    assert (job["result"]["metadata"]["frames"], job["result"]["metadata"]["duration"]) == (frames, 14400.0)
    assert timecode_of(Path(job["output"])) == ("22:00:00:00", None)
