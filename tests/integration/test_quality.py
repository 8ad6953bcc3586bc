"""Faults planted in footage are found at their frame, and nothing is found where nothing is wrong."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any, TypeAlias

import pytest

from tests.helpers.examined import Examiner
from tests.helpers.footage import X264, Take, film, remux, run_ffmpeg
from tests.helpers.program import rushes

ToldOf: TypeAlias = Callable[[Take], Mapping[str, Any]]
LEFT, RIGHT = "0.3*sin(2*PI*440*t)", "0.3*sin(2*PI*660*t)"


def stereo(left: str = LEFT, right: str = RIGHT, seconds: float = 4.0) -> str:
    return f"aevalsrc='{left}|{right}':s=48000:c=stereo:d={seconds}"


# The pattern without the bar on its top, which flickers as no footage does.
MOVING = "crop=iw:ih/2:0:ih/2"
CLEAN = Take(size="320x360", frames=100, picture=MOVING, sound=stereo(), options="-timecode 10:00:00:00")
LOUD = f"if(between(t,1.2,1.599),max(-1,min(1,4*sin(2*PI*440*t))),{LEFT})"
QUIET = "if(between(t,1.2,2.399),0,{})"
# name: (take, kind, timecode in, timecode out, value)
FAULTS: dict[str, tuple[Take, str, str, str, float]] = {
    "black": (replace(CLEAN, picture=f"{MOVING},drawbox=color=black:t=fill:enable='between(n,30,39)'"),
              "black", "10:00:01:05", "10:00:01:15", 0.4),
    "black to the end": (replace(CLEAN, picture=f"{MOVING},drawbox=color=black:t=fill:enable='gte(n,90)'"),
                         "black", "10:00:03:15", "10:00:04:00", 0.4),
    "freeze": (replace(CLEAN, picture=f"{MOVING},loop=loop=29:size=1:start=31,setpts=N/FRAME_RATE/TB"),
               "freeze", "10:00:01:05", "10:00:02:10", 1.2),
    "freeze to the end": (replace(CLEAN, picture=f"{MOVING},loop=loop=200:size=1:start=71,setpts=N/FRAME_RATE/TB"),
                          "freeze", "10:00:02:20", "10:00:04:00", 1.2),
    "repeated frame": (replace(CLEAN, picture=f"{MOVING},loop=loop=1:size=1:start=31,setpts=N/FRAME_RATE/TB"),
                       "duplicated_frames", "10:00:01:06", "10:00:01:07", 1),
    "white": (replace(CLEAN, picture=f"{MOVING},drawbox=w=iw/2:color=white:t=fill:enable='between(n,30,39)'"),
              "clipping_picture", "10:00:01:05", "10:00:01:15", 50),
    "silence": (replace(CLEAN, sound=stereo(QUIET.format(LEFT), QUIET.format(RIGHT))),
                "silence", "10:00:01:05", "10:00:02:10", 1.2),
    "clipped sound": (replace(CLEAN, sound=stereo(LOUD)), "clipping_sound", "10:00:01:05", "10:00:01:15", 0.0),
    "opposite phase": (replace(CLEAN, sound=stereo(right=f"if(between(t,1.2,2.399),-{LEFT},{RIGHT})")),
                       "phase", "10:00:01:05", "10:00:02:10", 1.2),
    "sound 100 ms short": (replace(CLEAN, sound=stereo(seconds=3.9)),
                           "length_drift", "10:00:03:23", "10:00:04:00", -0.1),
}  # fmt: skip


@pytest.fixture(scope="module")
def examiner() -> Iterator[Examiner]:
    with Examiner() as opened:
        yield opened


@pytest.fixture
def told_of(examiner: Examiner, tmp_path: Path) -> ToldOf:
    return lambda take: examiner.examine(film(tmp_path / "A.mov", take), tmp_path / "readings")


@pytest.mark.parametrize("name", FAULTS)
def test_a_planted_fault_is_found_at_its_frame_and_nothing_else(told_of: ToldOf, name: str) -> None:
    take, kind, start, end, value = FAULTS[name]
    found = told_of(take)["findings"]
    assert [(one["kind"], one["timecode_in"], one["timecode_out"]) for one in found] == [(kind, start, end)]
    assert found[0]["value"] == pytest.approx(value, abs=0.03)


@pytest.mark.parametrize(
    "take",
    [
        CLEAN,
        replace(CLEAN, rate="30000/1001", options="-timecode 10:00:00;00"),
        replace(CLEAN, rate="24", frames=96, audio="-c:a aac -b:a 192k"),
        replace(CLEAN, rate="60", frames=240),
        replace(CLEAN, sound="", tones=(440, 660, 880)),
        replace(CLEAN, sound="", tones=()),
        replace(CLEAN, video="-c:v mpeg2video -q:v 2 -pix_fmt yuv420p"),
    ],
    ids=["25", "29.97 drop", "24 AAC", "60", "three mono tracks", "mute", "MPEG-2"],
)
def test_nothing_is_found_in_a_clean_clip(told_of: ToldOf, take: Take) -> None:
    told = told_of(take)
    assert told["findings"] == []
    assert len(told["shots"]) == 1


def test_clipped_sound_is_heard_through_a_lossy_codec(told_of: ToldOf) -> None:
    take = replace(CLEAN, sound=stereo(LOUD), audio="-c:a aac -b:a 256k")
    found = told_of(take)["findings"]
    assert {one["kind"] for one in found} == {"clipping_sound"}
    assert found[0]["timecode_in"] == "10:00:01:05"


def test_shots_begin_at_the_cuts(told_of: ToldOf) -> None:
    take = replace(CLEAN, picture=f"{MOVING},negate=enable='between(n,30,59)'")
    told = told_of(take)
    marks = [(shot["timecode_in"], shot["timecode_out"]) for shot in told["shots"]]
    assert marks == [
        ("10:00:00:00", "10:00:01:05"), ("10:00:01:05", "10:00:02:10"), ("10:00:02:10", "10:00:04:00"),
    ]  # fmt: skip


def test_missing_frames_are_found_by_their_times(told_of: ToldOf) -> None:
    take = replace(CLEAN, picture=f"{MOVING},select='not(between(n,30,32))'", frames=97, video=f"{X264} -fps_mode vfr")
    take = replace(take, sound="", tones=())
    (found,) = told_of(take)["findings"]
    assert (found["kind"], found["value"]) == ("dropped_frames", 3)
    assert (found["timecode_in"], found["timecode_out"]) == ("10:00:01:05", "10:00:01:08")


def test_a_variable_rate_is_told(told_of: ToldOf) -> None:
    take = replace(
        CLEAN, picture=f"{MOVING},select='not(mod(n,3))+not(mod(n,7))'", frames=40, video=f"{X264} -fps_mode vfr"
    )
    take = replace(take, sound="", tones=())
    kinds = {one["kind"] for one in told_of(take)["findings"]}
    assert "vfr" in kinds
    assert "dropped_frames" not in kinds


def test_drop_frame_timecode_is_counted_as_drop_frame(told_of: ToldOf) -> None:
    black = f"{MOVING},drawbox=color=black:t=fill:enable='between(n,70,79)'"
    take = replace(CLEAN, rate="30000/1001", frames=110, picture=black, options="-timecode 10:00:58;00")
    take = replace(take, sound=stereo(seconds=110 * 1001 / 30000))
    (found,) = told_of(take)["findings"]
    assert (found["timecode_in"], found["timecode_out"]) == ("10:01:00;12", "10:01:00;22")


def test_loudness_is_that_of_ebu_tech_3341(told_of: ToldOf) -> None:
    # Test signal 1 of EBU Tech 3341: a stereo sine of 1 kHz at -23 dBFS is -23 LUFS.
    tone = f"{10 ** (-23 / 20)}*sin(2*PI*1000*t)"
    take = replace(CLEAN, sound=stereo(tone, tone))
    loudness = told_of(take)["loudness"]
    assert loudness["integrated_lufs"] == pytest.approx(-23.0, abs=0.1)
    assert loudness["true_peak_dbtp"] == pytest.approx(-23.0, abs=0.2)
    assert loudness["dual_mono"] is True


def test_sound_alone_is_examined(examiner: Examiner, tmp_path: Path) -> None:
    sound = tmp_path / "A.wav"
    run_ffmpeg("-f", "lavfi", "-i", stereo(QUIET.format(LEFT), QUIET.format(RIGHT)), sound)
    told = examiner.examine(sound, tmp_path / "readings")
    assert [(one["kind"], one["start"], one["timecode_in"]) for one in told["findings"]] == [("silence", 1.2, None)]
    assert told["shots"] == []


def test_the_check_is_a_job_and_its_findings_are_the_clips(tmp_path: Path, home: Path) -> None:
    clip = film(tmp_path / "it's 100%, [a];b.mov", FAULTS["black"][0])
    (job,) = rushes(home, "submit", "analysis", clip, "--param", "black_seconds=0.2").document["jobs"]
    assert (job["status"], job["queue"]) == ("completed", "cv_analysis")
    assert [one["kind"] for one in job["result"]["findings"]] == ["black"]
    (row,) = rushes(home, "clips", "--search", "black").document["clips"]
    assert row["analysis"] == job["result"]
    assert row["metadata"]["frames"] == 100


def test_what_is_damaged_is_judged_as_far_as_it_can_be_read(tmp_path: Path, home: Path) -> None:
    clip = remux(film(tmp_path / "whole.mov", CLEAN), tmp_path / "A.ts", "-map 0:v")
    data = bytearray(clip.read_bytes())
    data[len(data) // 2 : len(data) // 2 + 188 * 100] = bytes(188 * 100)
    clip.write_bytes(data)
    (job,) = rushes(home, "submit", "analysis", clip).document["jobs"]
    assert job["status"] == "completed"
    assert "damaged" in [one["kind"] for one in job["result"]["findings"]]


def test_a_limit_that_is_no_number_is_refused_before_anything_is_queued(tmp_path: Path, home: Path) -> None:
    clip = film(tmp_path / "A.mov", Take())
    answer = rushes(home, "submit", "analysis", clip, "--param", "black_seconds=soon")
    assert answer.code == 2
    assert "black_seconds" in answer.document["error"]["message"]
    assert rushes(home, "jobs").document["total"] == 0
