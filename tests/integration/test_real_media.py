"""Real camera footage: what can be decoded is done and relinks, what is broken says so, nothing is touched."""

from __future__ import annotations

import hashlib
import os
import shutil
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from fractions import Fraction
from multiprocessing import get_context
from pathlib import Path

import pytest

from tests.helpers.checker import watch
from tests.helpers.judge import faults
from tests.helpers.program import Answer, rushes

LONG = "long_1080p_lowbitrate.mp4"  # six minutes; only in the campaign
# Ordinary shapes that take half of all the time; in the campaign, too.
HEAVY = {LONG, "sample-5s.mp4", "sample_edit_list.mp4", "portrait_4k60.mp4", "transparency.webm", "car-detection.mp4",
         "sowt-with-video.mov", "hdr10-av1.mp4"}  # fmt: skip
BROKEN = {"video_dovi_3840x2160_30fps_dav1_10.mp4": "unsupported_codec", "zero_empty_stsc.mp4": "source_damaged"}
LEFT = {
    "MANIFEST.tsv": "sidecar",
    "dpx_nuke_10bits_rgb.dpx": "not_media",
    "rect_24bit_bext.wav": "audio_only",
    "rect_24bit_noriff.wav": "not_media",
    "rect_24bit_rf64.wav": "audio_only",
    "rect_24bit_wrong_fmt_size.wav": "not_media",
    "sample_rf64.wav": "audio_only",
    "sample_wav_format_extensible.wav": "audio_only",
    "sample_with_trailing_bytes.wav": "audio_only",
}
SIZES = {
    "fixture-raw.mts": (960, 540),
    "hero7.mp4": (848, 480),
    "8k24fps_300ms.mp4": (1920, 1080),
    "hdv-1080i50.mov": (720, 540),
    "video_90.mov": (320, 568),
}
TIMECODES = {"hero7.mp4": "11:12:47:22", "sample.mxf": "23:58:30:00", "fixture.mxf": "00:00:00:00"}
PRESETS = {"prores-proxy": "pcm", "dnxhr-lb": "pcm", "h264-half": "pcm", "hevc-10bit": "pcm", "h264-720p": "aac",
           "h264-1080p": "aac", "analysis-480p10": "none"}  # fmt: skip
campaign = pytest.mark.skipif("RUSHES_CAMPAIGN" not in os.environ, reason="long: set RUSHES_CAMPAIGN to run it")
pytestmark = [pytest.mark.media, pytest.mark.timeout(600)]


def identity(path: Path) -> tuple[str, int, int]:
    facts = path.stat()
    return hashlib.sha256(path.read_bytes()).hexdigest(), facts.st_mtime_ns, facts.st_mode


def copy_footage(source: Path, target: Path, wanted: Callable[[str], bool]) -> dict[str, tuple[str, int, int]]:
    """Copies the footage; what each file was then."""
    target.mkdir()
    for path in source.iterdir():
        if wanted(path.name):
            shutil.copy2(path, target)
    return {path.name: identity(path) for path in target.iterdir()}


def judged(job: dict, sound: str = "pcm") -> list[str]:
    """What the independent checker has against a finished job's proxy."""
    metadata = job["result"]["metadata"]
    checks = {check["name"]: check for check in job["result"]["conformance"]["checks"]}
    fps = Fraction(checks["frame_rate"]["proxy"])
    own_clock = not metadata["vfr"] and fps == Fraction(metadata["fps"])
    proxy = watch(Path(job["output"]))
    original = watch(Path(job["source"]), first_field=not proxy.interlaced)
    return faults(original, proxy, fps, sound=sound, own_clock=own_clock)


@pytest.fixture(scope="module")
def card(media_dir: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, dict[str, tuple[str, int, int]]]:
    folder = tmp_path_factory.mktemp("real") / "card"
    return folder, copy_footage(media_dir, folder, lambda name: name not in HEAVY)


@pytest.fixture(scope="module")
def made(card: tuple[Path, dict], tmp_path_factory: pytest.TempPathFactory) -> Answer:
    return rushes(tmp_path_factory.mktemp("home"), "ingest", card[0])


def test_each_broken_clip_fails_with_its_code_and_all_others_are_done(made: Answer) -> None:
    ends = {name: (job["error"] or {}).get("code") for name, job in made.by_name().items()}
    assert {name: code for name, code in ends.items() if code} == BROKEN
    assert {job["status"] for name, job in made.by_name().items() if name not in BROKEN} == {"completed"}
    assert all(job["error"]["message"] and job["error"]["hint"] for job in made.document["jobs"] if job["error"])
    assert made.code == 1


def test_every_file_is_a_job_or_left_alone_for_a_reason(made: Answer, card: tuple[Path, dict]) -> None:
    assert made.reasons() == LEFT
    assert made.by_name().keys() | made.reasons().keys() == card[1].keys()


def test_every_proxy_conforms_and_what_cannot_be_told_is_explained(made: Answer) -> None:
    for job in made.document["jobs"]:
        if job["status"] == "completed":
            proof = job["result"]["conformance"]
            assert proof["conforms"], job["source"]
            assert all(check["why"] for check in proof["checks"] if check["ok"] is not True), job["source"]


def test_the_independent_checker_agrees_on_every_proxy(made: Answer) -> None:
    jobs = {name: job for name, job in made.by_name().items() if job["status"] == "completed"}
    with ProcessPoolExecutor(2, get_context("spawn")) as pool:
        found = dict(zip(jobs, pool.map(judged, jobs.values()), strict=True))
    assert {name: faults for name, faults in found.items() if faults} == {}
    assert len(found) == len(made.by_name()) - len(BROKEN)


def test_sizes_and_timecodes(made: Answer) -> None:
    jobs = made.by_name()
    assert {name: watch(Path(jobs[name]["output"])).size for name in SIZES} == SIZES
    stamped = {name: job["result"]["metadata"]["timecode"] for name, job in jobs.items() if job["result"]}
    assert {name: timecode for name, timecode in stamped.items() if timecode} == TIMECODES


def test_originals_are_untouched_and_nothing_temporary_stays(made: Answer, card: tuple[Path, dict]) -> None:
    folder, before = card
    assert {path.name: identity(path) for path in folder.iterdir() if path.is_file()} == before
    completed = sum(job["status"] == "completed" for job in made.document["jobs"])
    assert len(list((folder / "Proxy").iterdir())) == completed


@pytest.fixture(scope="module")
def whole_card(media_dir: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("all") / "card"
    copy_footage(media_dir, folder, lambda name: name != LONG)
    return folder


@campaign
@pytest.mark.campaign
@pytest.mark.timeout(3600)
@pytest.mark.parametrize("preset", PRESETS)
def test_all_footage_through_each_preset(
    preset: str, whole_card: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    out = tmp_path_factory.mktemp("out")
    answer = rushes(out / "home", "ingest", whole_card, "--preset", preset, "--to", out / "proxies", timeout=3000)
    jobs = answer.by_name()
    assert {n: (j["error"] or {}).get("code") for n, j in jobs.items() if j["status"] != "completed"} == BROKEN
    found = {n: judged(j, PRESETS[preset]) for n, j in jobs.items() if n not in BROKEN}
    assert {name: faults for name, faults in found.items() if faults} == {}


@campaign
@pytest.mark.campaign
@pytest.mark.timeout(1200)
def test_the_long_clip(media_dir: Path, tmp_path: Path) -> None:
    copy_footage(media_dir, tmp_path / "card", lambda name: name == LONG)
    (job,) = rushes(tmp_path / "home", "ingest", tmp_path / "card", timeout=1000).document["jobs"]
    assert job["status"] == "completed"
    assert judged(job) == []
