"""Graphics hardware that is not there: a stand-in for FFmpeg plays a driver that works, one that does not, and one that
works in the trial only."""

from __future__ import annotations

import os
import re
from pathlib import Path

import pytest

from server.domain.job import Job
from tests.helpers.footage import Take, executable, film
from tests.helpers.program import rushes
from tests.helpers.room import room_in

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


def made(home: Path, clip: Path, ffmpeg: str, setting: str, **settings: str) -> tuple[Job, list[str]]:
    """The job, and what its timeline says."""
    with room_in(home, FFMPEG__PATH=ffmpeg, FFMPEG__ENCODER=setting, **settings) as room:
        job = room.made(clip, preset="h264-half")
        told = [entry.reason or "" for entry in room.app.ledger.timeline(job.id)]
    assert job.attempt == 1
    assert job.result["conformance"]["conforms"] is True
    return job, told


@pytest.fixture
def clip(tmp_path: Path) -> Path:
    return film(tmp_path / "A.mov", Take(frames=10))


def test_a_driver_that_works_is_used(clip: Path, tmp_path: Path) -> None:
    job, _ = made(tmp_path / "home", clip, driver(tmp_path / "card", "work", "work"), "auto")
    assert job.result["encoder"] == "h264_nvenc"


def test_else_the_processor_does_it(clip: Path, tmp_path: Path) -> None:
    job, _ = made(tmp_path / "home", clip, driver(tmp_path / "card", "fails", "work"), "auto")
    assert (job.result["encoder"], job.reason) == ("libx264", None)


def test_a_driver_that_fails_at_work_costs_no_attempt_and_is_told(clip: Path, tmp_path: Path) -> None:
    job, told = made(tmp_path / "home", clip, driver(tmp_path / "card", "work", "fails"), "auto")
    assert job.result["encoder"] == "libx264"
    assert any("as h264_nvenc failed: OpenEncodeSessionEx failed" in reason for reason in told)


def test_a_driver_that_hangs_costs_no_attempt_either(clip: Path, tmp_path: Path) -> None:
    ffmpeg = driver(tmp_path / "card", "work", "hangs")
    job, told = made(tmp_path / "home", clip, ffmpeg, "h264_nvenc", LIMITS__NO_PROGRESS_SECONDS="2")
    assert job.result["encoder"] == "libx264"
    assert any("as h264_nvenc failed" in reason for reason in told)


def test_doctor_says_what_was_tried(tmp_path: Path, home: Path) -> None:
    ffmpeg = driver(tmp_path / "card", "work", "work")
    checks = rushes(home, "doctor", RUSHES_FFMPEG__PATH=ffmpeg, RUSHES_FFMPEG__ENCODER="auto").document["checks"]
    (found,) = [check for check in checks if check["name"] == "hardware"]
    assert re.search(r"work: h264_nvenc \(\d+ frames a second\), the processor libx264 \(\d+\)", found["message"])
    assert "tried without success: hevc_nvenc" in found["message"]


def test_an_encoder_nobody_knows_is_called_a_mistake(home: Path) -> None:
    checks = rushes(home, "doctor", RUSHES_FFMPEG__ENCODER="h264_magic").document["checks"]
    (found,) = [check for check in checks if check["name"] == "hardware"]
    assert (found["ok"], "h264_magic" in found["message"]) == (False, True)
