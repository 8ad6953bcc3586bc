"""The picture a clip has in lists: from the proxy's own pass, or asked for alone."""

from __future__ import annotations

import subprocess
from pathlib import Path
from typing import Any

import pytest

from tests.helpers.footage import BITS, CELLS, Take, executable, film
from tests.helpers.program import rushes

# FFmpeg as it is, but for the poster's output, where it does what a build without a JPEG encoder would.
NO_JPEG = """#!/bin/sh
case "$*" in
*image2*) echo "[vost#3:0/mjpeg @ 0x55] [error] Error while opening encoder" >&2; exit 1;;
esac
exec "{real}" "$@"
"""


def frame_in(picture: Path) -> int:
    """The number in the bar over the picture's top."""
    look = f"crop=iw:ih/8:0:ih/16,scale={CELLS}:1:flags=area,format=gray"
    command = [executable(), "-v", "error", "-i", str(picture), "-vf", look, "-f", "rawvideo", "-"]
    cells = subprocess.run(command, capture_output=True, check=True).stdout
    assert len(cells) == CELLS
    assert cells[0] > 200
    assert cells[-1] < 60
    return sum((cell > 128) << (BITS - 1 - bit) for bit, cell in enumerate(cells[1:-1]))


def size_of(picture: Path) -> tuple[int, int]:
    """(width, height) as the JPEG's own frame header says (ITU-T T.81, B.2.2)."""
    data = picture.read_bytes()
    assert data[:2] == b"\xff\xd8"
    assert data[-2:] == b"\xff\xd9"
    at = 2
    while data[at + 1] not in (0xC0, 0xC1, 0xC2):
        at += 2 + int.from_bytes(data[at + 2 : at + 4], "big")
    return int.from_bytes(data[at + 7 : at + 9], "big"), int.from_bytes(data[at + 5 : at + 7], "big")


def picture_of(job: dict[str, Any], home: Path) -> Path:
    picture = Path(job["result"]["thumbnail"])
    assert picture == home / "cache" / "posters" / f"{job['clip_id']}.jpg"
    assert [file.name for file in picture.parent.iterdir()] == [picture.name]
    return picture


@pytest.mark.parametrize(
    ("take", "size"),
    [
        (Take(size="1280x720"), (640, 360)),
        (Take(size="320x180"), (320, 180)),
        (Take(size="720x576", picture="setsar=64/45"), (640, 360)),
        (Take(size="720x576", picture="setsar=64/45,setfield=tff",
              video="-c:v mpeg2video -flags +ildct+ilme -q:v 2 -pix_fmt yuv420p"), (640, 360)),
        (Take(size="180x320"), (180, 320)),
    ],
    ids=["large", "small", "anamorphic", "interlaced", "upright"],
)  # fmt: skip
def test_the_picture_is_the_middle_frame_in_square_pixels(
    tmp_path: Path, home: Path, take: Take, size: tuple[int, int]
) -> None:
    clip = film(tmp_path / "A.mov", take)
    (job,) = rushes(home, "ingest", clip).document["jobs"]
    picture = picture_of(job, home)
    assert size_of(picture) == size
    assert abs(frame_in(picture) - take.frames // 2) <= (1 if "tff" in take.picture else 0)


@pytest.mark.parametrize("frames", [1, 2])
def test_the_shortest_clip_has_a_picture(tmp_path: Path, home: Path, frames: int) -> None:
    clip = film(tmp_path / "A.mov", Take(frames=frames))
    (job,) = rushes(home, "ingest", clip).document["jobs"]
    assert frame_in(picture_of(job, home)) == frames // 2


def test_one_frame_can_be_asked_for_by_its_timecode(tmp_path: Path, home: Path) -> None:
    clip = film(tmp_path / "A.mov", Take(frames=50, options="-timecode 10:00:00:00"))
    for at, frame in (("10:00:01:05", 30), ("0.4", 10)):
        answer = rushes(home, "submit", "thumbnail", clip, "--param", f"at={at}")
        (job,) = answer.document["jobs"]
        assert (answer.code, job["status"]) == (0, "completed")
        assert job["result"] == {"thumbnail": job["result"]["thumbnail"]}
        assert frame_in(picture_of(job, home)) == frame
    late = rushes(home, "submit", "thumbnail", clip, "--param", "at=10:00:02:00")
    assert late.code == 1
    assert late.document["jobs"][0]["error"]["code"] == "bad_time"


def test_a_picture_that_cannot_be_made_costs_no_proxy(tmp_path: Path, home: Path) -> None:
    clip = film(tmp_path / "A.mov", Take())
    ffmpeg = tmp_path / "ffmpeg"
    ffmpeg.write_text(NO_JPEG.format(real=executable()))
    ffmpeg.chmod(0o755)
    answer = rushes(home, "ingest", clip, RUSHES_FFMPEG__PATH=str(ffmpeg))
    (job,) = answer.document["jobs"]
    assert (answer.code, job["status"], job["attempt"]) == (0, "completed", 1)
    assert job["result"]["thumbnail"] is None


def test_a_picture_that_cannot_be_kept_costs_no_proxy(tmp_path: Path, home: Path) -> None:
    clip = film(tmp_path / "A.mov", Take())
    (home / "cache").mkdir()
    (home / "cache" / "posters").write_text("a file where the folder should be")
    answer = rushes(home, "ingest", clip)
    (job,) = answer.document["jobs"]
    assert (answer.code, job["result"]["thumbnail"]) == (0, None)
    alone = rushes(home, "submit", "thumbnail", clip)
    assert alone.code == 1
    assert alone.document["jobs"][0]["error"]["code"] == "output_unwritable"
