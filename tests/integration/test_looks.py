"""Proxies with a look: LUT, HDR made viewable, text in the picture; still proved, frame by frame."""

from __future__ import annotations

import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from server.errors import FontMissing
from server.media.looks import find_font
from tests.helpers.footage import Take, executable, film
from tests.helpers.program import rushes
from tests.helpers.room import Room, proof, room_in

PLAIN = 'title = "t"\nfor = "f"\ncontainer = "mov"\ncodec = "prores"\nprofile = "proxy"\ndivisor = 1\naudio = "pcm"\n'
REQUIRED = 'required = ["frame_count", "frame_rate", "start_timecode", "color", "color_levels", "pictures"]\n'
TAGS = "-color_primaries {0} -color_trc {1} -colorspace {2}"
BT709 = TAGS.format("bt709", "bt709", "bt709")
GREY = "lutyuv=y={0}:u=128:v=128"


def has_font() -> bool:
    try:
        return bool(find_font())
    except FontMissing:
        return False


@pytest.fixture(scope="module")
def room(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Room]:
    with room_in(tmp_path_factory.mktemp("looks") / "home") as opened:
        yield opened


def preset(room: Room, name: str, more: str) -> None:
    folder = room.app.home / "presets"
    folder.mkdir(exist_ok=True)
    (folder / f"{name}.toml").write_text(PLAIN + REQUIRED + more)


def lut(file: Path, points: str) -> Path:
    file.parent.mkdir(exist_ok=True, parents=True)
    file.write_text(f"LUT_3D_SIZE 2\n{points}\n")
    return file


NEGATIVE = "\n".join(f"{1 - r} {1 - g} {1 - b}" for b in (0, 1) for g in (0, 1) for r in (0, 1))


def luma(clip: str | None, area: str = "iw:ih:0:0") -> float:
    """The mean of an area of the first frame, 8 bits."""
    chain = f"crop={area},scale=2:2:flags=area,format=yuv444p,extractplanes=y"
    command = [executable(), "-v", "error", "-i", f"file:{clip}", "-vf", chain, "-frames:v", "1", "-f", "rawvideo", "-"]
    return float(subprocess.run(command, capture_output=True, check=True).stdout[0])


def contrast(clip: str | None, area: str) -> int:
    chain = f"crop={area},format=yuv444p,extractplanes=y"
    command = [executable(), "-v", "error", "-i", f"file:{clip}", "-vf", chain, "-frames:v", "1", "-f", "rawvideo", "-"]
    codes = subprocess.run(command, capture_output=True, check=True).stdout
    return max(codes) - min(codes)


def test_a_lut_of_one_ingest(tmp_path: Path, room: Room) -> None:
    clip = film(tmp_path / "A.mov", Take(frames=8, picture=GREY.format(60), options=BT709))
    preset(room, "plain", "")
    assert luma(room.made(clip, preset="plain").output) == pytest.approx(60, abs=2)
    through = {"preset": "plain", "lut": str(lut(tmp_path / "a b'c;[x].cube", NEGATIVE))}
    negative = room.made(clip, **through)
    assert luma(negative.output) == pytest.approx(235 + 16 - 60, abs=3)
    assert proof(negative)["pictures"]["ok"] is True
    assert (proof(negative)["color"]["ok"], proof(negative)["color"]["why"]) == (None, "a LUT was applied")
    assert room.made(clip, **through).id == negative.id


def test_a_lut_that_cannot_be_used_stops_the_ingest_before_it_begins(tmp_path: Path, home: Path) -> None:
    clip = film(tmp_path / "A.mov", Take(frames=2))
    answer = rushes(home, "ingest", clip, "--lut", lut(tmp_path / "bad.cube", "1 2"))
    assert (answer.code, answer.document["error"]["code"]) == (2, "bad_lut")
    assert "bad.cube: Line 2" in answer.document["error"]["message"]


def test_a_preset_brings_its_lut_from_the_file_beside_it(tmp_path: Path, room: Room) -> None:
    preset(room, "negative", 'lut = "show.cube"\n')
    lut(room.app.home / "presets" / "show.cube", NEGATIVE)
    clip = film(tmp_path / "A.mov", Take(frames=8, picture=GREY.format(60), options=BT709))
    assert luma(room.made(clip, preset="negative").output) > 180


@pytest.mark.parametrize(("transfer", "code"), [("smpte2084", 148), ("arib-std-b67", 180)])
def test_hdr_becomes_viewable_and_says_that_it_is(tmp_path: Path, room: Room, transfer: str, code: int) -> None:
    """The code is that of diffuse white: 58 % of PQ's range, 75 % of HLG's (ITU-R BT.2408)."""
    tags = f"setparams=color_primaries=bt2020:color_trc={transfer}:colorspace=bt2020nc"
    clip = film(tmp_path / "A.mov", Take(frames=8, picture=f"{GREY.format(code)},{tags}"))
    preset(room, "sdr", 'look = "sdr-clip"\n')
    job = room.made(clip, preset="sdr")
    assert luma(job.output) == pytest.approx(235, abs=8)
    color = proof(job)["color"]
    assert [color["proxy"][name] for name in ("primaries", "transfer", "matrix")] == ["bt709"] * 3
    assert (color["ok"], proof(job)["pictures"]["ok"]) == (None, True)


def test_what_is_no_hdr_stays_as_it_is(tmp_path: Path, room: Room) -> None:
    preset(room, "hable", 'look = "sdr-hable"\n')
    job = room.made(film(tmp_path / "A.mov", Take(frames=8, options=BT709)), preset="hable")
    assert proof(job)["color"]["ok"] is True


@pytest.mark.skipif(not has_font(), reason="no font on this system")
def test_text_is_burnt_in_whatever_the_clip_is_called(tmp_path: Path, room: Room) -> None:
    preset(room, "burnt", 'burn_in = ["timecode", "name"]\nwatermark = "DRAFT %{pts}"\n')
    take = Take(rate="30000/1001", frames=8, picture=GREY.format(60), options=f"-timecode 01:00:00;00 {BT709}")
    job = room.made(film(tmp_path / "A'%{metadata\\:x}[v];drawtext=.mov", take), preset="burnt")
    for corner in ("iw/4:ih/8:iw/48:ih*27/32", "iw/3:ih/8:iw*31/48:ih*27/32", "iw/2:ih/6:iw/4:ih*5/12"):
        assert contrast(job.output, corner) > 30, corner
    assert contrast(job.output, "iw/8:ih/8:0:ih/4") < 5
    assert all(proof(job)[name]["ok"] for name in ("pictures", "start_timecode", "frame_count"))


def test_no_font_is_said_before_anything_is_encoded(tmp_path: Path) -> None:
    with room_in(tmp_path / "home", LOOK__FONT="/no/such.ttf") as room:
        preset(room, "burnt", 'burn_in = ["name"]\n')
        job = room.ingest(film(tmp_path / "A.mov", Take(frames=2)), preset="burnt")
    assert (job.status, job.error["code"]) == ("failed", "font_missing")
