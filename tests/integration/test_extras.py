"""What comes out of the proxy's pass besides the proxy: filmstrip, waveform, the small proxy for analysis."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path
from typing import Any

import av
import pytest

from tests.helpers.footage import BITS, CELLS, Take, executable, film, run_ffmpeg
from tests.helpers.program import rushes

HEIGHT = 90
# FFmpeg as it is, but for a filter of one extra beside a proxy, where it does what a build without it would.
FAILS_BESIDE_A_PROXY = """#!/bin/sh
case "$*" in
*{filter}*prores*) echo "[vost#4:0/mjpeg @ 0x55] [error] Error while opening encoder" >&2; exit 1;;
esac
exec "{real}" "$@"
"""
# FFmpeg as it is; the job's log tells when it opened the original.
TELLS_OF_THE_ORIGINAL = """#!/bin/sh
case "$*" in *"/A.mov "*) echo "opens the original" >&2;; esac
exec "{real}" "$@"
"""


def stand_in(folder: Path, script: str, **words: str) -> str:
    ffmpeg = folder / "ffmpeg"
    ffmpeg.write_text(script.format(real=executable(), **words))
    ffmpeg.chmod(0o755)
    return str(ffmpeg)


def numbers_in(strip: Path, count: int) -> list[int]:
    """The frame numbers of its pictures, left to right."""
    look = f"crop=iw:ih/8:0:ih/16,scale={CELLS * count}:1:flags=area,format=gray"
    command = [executable(), "-v", "error", "-i", str(strip), "-vf", look, "-f", "rawvideo", "-"]
    cells = subprocess.run(command, capture_output=True, check=True).stdout
    assert len(cells) == CELLS * count
    pictures = [cells[at : at + CELLS] for at in range(0, len(cells), CELLS)]
    return [sum((cell > 128) << (BITS - 1 - bit) for bit, cell in enumerate(p[1:-1])) for p in pictures]


def size_of(picture: Path) -> tuple[int, int]:
    with av.open(str(picture)) as container:
        context = container.streams.video[0].codec_context
        return context.width, context.height


def kept(job: dict[str, Any], name: str, home: Path, folder: str) -> Path:
    path = Path(job["result"][name])
    assert path.parent == home / "cache" / folder
    assert path.stem == job["clip_id"]
    return path


@pytest.mark.parametrize(
    ("take", "width"),
    [
        (Take(size="640x360", frames=60), 160),
        (Take(size="360x640", frames=60), 50),
        (Take(size="720x576", frames=60, picture="setsar=64/45,setfield=tff",
              video="-c:v mpeg2video -flags +ildct+ilme -q:v 2 -pix_fmt yuv420p"), 160),
    ],
    ids=["flat", "upright", "anamorphic and interlaced"],
)  # fmt: skip
def test_the_strip_shows_ten_frames_from_all_over_the_clip(tmp_path: Path, home: Path, take: Take, width: int) -> None:
    clip = film(tmp_path / "A.mov", take)
    (job,) = rushes(home, "ingest", clip).document["jobs"]
    strip = kept(job, "filmstrip", home, "filmstrips")
    assert size_of(strip) == (10 * width, HEIGHT)
    assert numbers_in(strip, 10) == [3, 9, 15, 21, 27, 33, 39, 45, 51, 57]


@pytest.mark.parametrize("frames", [1, 3])
def test_the_shortest_clip_has_a_shorter_strip(tmp_path: Path, home: Path, frames: int) -> None:
    (job,) = rushes(home, "ingest", film(tmp_path / "A.mov", Take(frames=frames))).document["jobs"]
    assert numbers_in(kept(job, "filmstrip", home, "filmstrips"), frames) == list(range(frames))


def test_the_shortest_clip_has_its_proxy_for_analysis(tmp_path: Path, home: Path) -> None:
    (job,) = rushes(home, "ingest", film(tmp_path / "A.mov", Take(frames=1)), "--analysis").document["jobs"]
    assert job["result"]["analysis_conformance"]["conforms"]
    assert job["result"]["thumbnail"]


def test_sound_without_a_picture_has_a_waveform_among_the_clips(tmp_path: Path, home: Path) -> None:
    run_ffmpeg("-f", "lavfi", "-t", "1", "-i", "sine=440", tmp_path / "A.wav")
    answer = rushes(home, "ingest", tmp_path / "A.wav")
    assert (answer.code, answer.document["jobs"], answer.reasons()) == (0, [], {"A.wav": "audio_only"})
    (job,) = rushes(home, "jobs").document["jobs"]
    assert (job["kind"], job["status"]) == ("metadata", "completed")
    assert json.loads(kept(job, "waveform", home, "waveforms").read_text())["seconds"] == pytest.approx(1.0, abs=0.01)


def test_the_waveform_shows_where_each_track_is_loud(tmp_path: Path, home: Path) -> None:
    quiet = "0.1*sin(880*PI*t)"
    swell = f"aevalsrc='if(between(t,1,2),0.8*sin(880*PI*t),{quiet})|{quiet}':s=48000"
    clip = film(tmp_path / "A.mov", Take(frames=75, sound=swell))
    (job,) = rushes(home, "ingest", clip).document["jobs"]
    wave = json.loads(kept(job, "waveform", home, "waveforms").read_text())
    (track,) = wave["tracks"]
    assert (wave["seconds"], track["channels"]) == (pytest.approx(3.0, abs=0.01), 2)
    peaks = track["peaks"]
    third = len(peaks) // 3
    calm, loud = peaks[: third - 10] + peaks[2 * third + 10 :], peaks[third + 10 : 2 * third - 10]
    assert max(abs(peak - 25.5) for peak in calm) < 6
    assert max(abs(peak - 204) for peak in loud) < 12


def test_every_track_has_its_own_waveform_and_silence_has_none(tmp_path: Path, home: Path) -> None:
    film(tmp_path / "card" / "A.mov", Take(tones=(220, 330, 440)))
    film(tmp_path / "card" / "B.mov", Take(tones=()))
    with_sound, mute = rushes(home, "ingest", tmp_path / "card").document["jobs"]
    assert len(json.loads(kept(with_sound, "waveform", home, "waveforms").read_text())["tracks"]) == 3
    assert mute["result"]["waveform"] is None
    assert rushes(home, "jobs", "--kind", "thumbnail").document["jobs"] == []


def test_proxy_pictures_peaks_analysis_proxy_and_check_come_of_one_decode(tmp_path: Path, home: Path) -> None:
    clip = film(tmp_path / "A.mov", Take(size="1280x720", frames=50))
    ffmpeg = stand_in(tmp_path, TELLS_OF_THE_ORIGINAL)
    answer = rushes(home, "ingest", clip, "--analysis", RUSHES_FFMPEG__PATH=ffmpeg)
    (job,) = answer.document["jobs"]
    assert (answer.code, job["status"]) == (0, "completed")
    with av.open(str(kept(job, "analysis_proxy", home, "analysis"))) as made:
        stream = made.streams.video[0]
        assert (stream.height, stream.average_rate, stream.frames) == (480, 10, 20)
    assert rushes(home, "job", job["id"]).document["log"].count("opens the original") == 1
    assert all(job["result"][name] for name in ("thumbnail", "filmstrip", "waveform"))
    assert job["result"]["analysis_conformance"]["conforms"]
    assert [one["kind"] for one in rushes(home, "jobs").document["jobs"]] == ["proxy"]
    assert rushes(home, "clips").document["clips"][0]["analysis"] == job["result"]["analysis"]
    assert job["result"]["analysis"]["findings"] == []


def test_analysis_asked_for_later_is_made_without_a_second_proxy(tmp_path: Path, home: Path) -> None:
    clip = film(tmp_path / "A.mov", Take(frames=50))
    (proxy,) = rushes(home, "ingest", clip).document["jobs"]
    (again,) = rushes(home, "ingest", clip, "--analysis").document["jobs"]
    assert (again["id"], again["reused"]) == (proxy["id"], True)
    jobs = rushes(home, "jobs", "--limit", "10").document["jobs"]
    assert {job["parent_id"] for job in jobs if job["id"] != proxy["id"]} == {proxy["id"]}


def test_an_extra_that_fails_costs_no_proxy_and_is_made_again(tmp_path: Path, home: Path) -> None:
    clip = film(tmp_path / "A.mov", Take())
    ffmpeg = stand_in(tmp_path, FAILS_BESIDE_A_PROXY, filter="tile")
    answer = rushes(home, "ingest", clip, RUSHES_FFMPEG__PATH=ffmpeg)
    (proxy,) = answer.document["jobs"]
    assert (answer.code, proxy["status"], proxy["attempt"]) == (0, "completed", 1)
    assert proxy["result"]["conformance"]["conforms"]
    assert [proxy["result"][name] for name in ("thumbnail", "filmstrip", "waveform")] == [None, None, None]
    (redo,) = rushes(home, "jobs", "--kind", "thumbnail").document["jobs"]
    assert (redo["parent_id"], redo["source"]) == (proxy["id"], str(clip))
    assert redo["status"] == "completed"
    assert numbers_in(kept(redo, "filmstrip", home, "filmstrips"), 10)[0] == 1
    assert json.loads(kept(redo, "waveform", home, "waveforms").read_text())["tracks"]


def test_a_check_that_fails_costs_no_proxy_and_is_made_again(tmp_path: Path, home: Path) -> None:
    clip = film(tmp_path / "A.mov", Take())
    ffmpeg = stand_in(tmp_path, FAILS_BESIDE_A_PROXY, filter="scdet")
    answer = rushes(home, "ingest", clip, "--analysis", RUSHES_FFMPEG__PATH=ffmpeg)
    (proxy,) = answer.document["jobs"]
    assert (answer.code, proxy["status"], proxy["result"]["analysis"]) == (0, "completed", None)
    (check,) = rushes(home, "jobs", "--kind", "analysis").document["jobs"]
    assert (check["status"], check["parent_id"]) == ("completed", proxy["id"])
    assert rushes(home, "clips").document["clips"][0]["analysis"]["findings"] == []
