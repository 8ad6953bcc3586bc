"""Graphics hardware that is not there: a stand-in for FFmpeg plays a driver that works, one that does not, and one that
works in the trial only."""

from __future__ import annotations

import os
import re
from pathlib import Path
from typing import Any

import pytest

from tests.helpers.footage import Take, executable, film
from tests.helpers.program import rushes

pytestmark = pytest.mark.skipif(os.name != "posix", reason="the stand-in is a shell script")
# Takes h264_nvenc for libx264 under its options. `$trials` and `$jobs` say what the driver does.
DRIVER = """#!/bin/sh
wanted=no; job=no
for word do
    shift
    case "$word" in
        h264_nvenc) wanted=yes; word=libx264 ;;
        *_nvenc|*_qsv|*_amf|*_vaapi) echo "No device available" >&2; exit 1 ;;
        p4) word=ultrafast ;;
        -rc) word=-rc-lookahead ;;
        vbr) word=0 ;;
        -cq) word=-crf ;;
        -b:v) word=-qdiff ;;
        -progress) job=yes ;;
    esac
    set -- "$@" "$word"
done
if [ $wanted = yes ]; then
    [ $job = no ] && [ {trials} = fails ] && {{ echo "Cannot load libcuda.so.1" >&2; exit 1; }}
    [ $job = yes ] && [ {jobs} = hangs ] && exec sleep 1000
    [ $job = yes ] && [ {jobs} = fails ] && {{ echo "[error] OpenEncodeSessionEx failed: out of memory" >&2; exit 1; }}
fi
exec {real} "$@"
"""


def driver(folder: Path, trials: str, jobs: str) -> str:
    folder.mkdir()
    script = folder / "ffmpeg"
    script.write_text(DRIVER.format(real=executable(), trials=trials, jobs=jobs))
    script.chmod(0o755)
    return str(script)


def made(home: Path, clip: Path, ffmpeg: str, setting: str, **settings: str) -> dict[str, Any]:
    answer = rushes(
        home,
        "ingest",
        clip,
        "--preset",
        "h264-half",
        RUSHES_FFMPEG__PATH=ffmpeg,
        RUSHES_FFMPEG__ENCODER=setting,
        **settings,
    )
    (job,) = answer.document["jobs"]
    assert (job["status"], job["attempt"]) == ("completed", 1), job["error"]
    assert job["result"]["conformance"]["conforms"] is True
    return job


@pytest.fixture
def clip(tmp_path: Path) -> Path:
    return film(tmp_path / "A.mov", Take())


@pytest.mark.parametrize("setting", ["auto", "h264_nvenc"])
def test_a_driver_that_works_is_used(clip: Path, tmp_path: Path, home: Path, setting: str) -> None:
    job = made(home, clip, driver(tmp_path / "card", "work", "work"), setting)
    assert job["result"]["encoder"] == "h264_nvenc"


@pytest.mark.parametrize(
    ("setting", "trials"), [("cpu", "work"), ("auto", "fails"), ("h264_nvenc", "fails"), ("hevc_nvenc", "work")]
)
def test_else_the_processor_does_it(clip: Path, tmp_path: Path, home: Path, setting: str, trials: str) -> None:
    job = made(home, clip, driver(tmp_path / "card", trials, "work"), setting)
    assert (job["result"]["encoder"], job["reason"]) == ("libx264", None)


def test_a_driver_that_fails_at_work_costs_no_attempt_and_is_told(clip: Path, tmp_path: Path, home: Path) -> None:
    job = made(home, clip, driver(tmp_path / "card", "work", "fails"), "auto")
    assert job["result"]["encoder"] == "libx264"
    told = rushes(home, "job", job["id"]).document["timeline"]
    assert any("as h264_nvenc failed: OpenEncodeSessionEx failed" in (entry["reason"] or "") for entry in told)


def test_a_driver_that_hangs_costs_no_attempt_either(clip: Path, tmp_path: Path, home: Path) -> None:
    ffmpeg = driver(tmp_path / "card", "work", "hangs")
    job = made(home, clip, ffmpeg, "auto", RUSHES_LIMITS__NO_PROGRESS_SECONDS="5")
    assert job["result"]["encoder"] == "libx264"


def test_doctor_says_what_was_tried(tmp_path: Path, home: Path) -> None:
    ffmpeg = driver(tmp_path / "card", "work", "work")
    checks = rushes(home, "doctor", RUSHES_FFMPEG__PATH=ffmpeg).document["checks"]
    (found,) = [check for check in checks if check["name"] == "hardware"]
    assert re.search(r"work: h264_nvenc \(\d+ frames a second\), the processor libx264 \(\d+\)", found["message"])
    assert "tried without success: hevc_nvenc" in found["message"]
    before = (home / "cache" / "encoders.json").stat().st_mtime_ns
    rushes(home, "doctor", RUSHES_FFMPEG__PATH=ffmpeg)
    assert (home / "cache" / "encoders.json").stat().st_mtime_ns == before


def test_an_encoder_nobody_knows_is_called_a_mistake(clip: Path, home: Path) -> None:
    checks = rushes(home, "doctor", RUSHES_FFMPEG__ENCODER="h264_magic").document["checks"]
    (found,) = [check for check in checks if check["name"] == "hardware"]
    assert (found["ok"], "h264_magic" in found["message"]) == (False, True)
