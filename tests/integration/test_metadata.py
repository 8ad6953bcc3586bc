"""What the probe finds out of files as cameras and recorders write them, and of real ones."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from server.domain.media import MediaFacts, Scan
from server.media.locate import Finder
from server.media.probe import ProbeClient
from tests.helpers.footage import Take, film, remux, run_ffmpeg
from tests.unit.media.containers.test_parsers import SONY, box

SMALL = Take(frames=10)


@pytest.fixture(scope="module")
def prober() -> Iterator[ProbeClient]:
    client = ProbeClient(Finder(None).decoders)
    yield client
    client.close()


def wave(target: Path, *options: str) -> Path:
    run_ffmpeg("-f", "lavfi", "-t", "0.2", "-i", "sine=440:sample_rate=48000", "-write_bext", "1", "-metadata",
               "time_reference=172800000", "-metadata", "origination_date=2024-05-01", "-metadata",
               "origination_time=10:22:33", "-metadata", "originator=MixPre-6", *options, target)  # fmt: skip
    return target


@pytest.mark.parametrize(
    ("options", "timecode", "reel"),
    [
        ((), "01:00:00:00", None),
        (("-rf64", "always"), "01:00:00:00", None),
        (("-metadata", "description=sSPEED=029.970-DF\nsTAPE=24Y05M01"), "01:00:00;00", "24Y05M01"),
        (("-metadata", "description=sSPEED=023.976-ND"), "00:59:56:10", None),
    ],
)
def test_broadcast_wave(options: tuple[str, ...], timecode: str, reel: str | None, prober, tmp_path: Path) -> None:
    facts = prober.probe(str(wave(tmp_path / "a.wav", *options)))
    assert (facts.timecode, facts.reel) == (timecode, reel)
    assert (facts.camera, facts.created_at) == ("MixPre-6", "2024-05-01T10:22:33")
    assert bool(facts.notes) == ("description" not in "".join(options))


@pytest.mark.parametrize(
    ("rate", "half", "value", "timecode"),
    [
        ("25", "false", "24422316", "16:23:42:24"),
        ("50", "true", "24422316", "16:23:42:48"),
        ("30000/1001", "false", "69422316", "16:23:42;29"),
    ],
)
def test_sonys_sidecar(rate: str, half: str, value: str, timecode: str, prober, tmp_path: Path) -> None:
    clip = film(tmp_path / "C0001.MP4", Take(rate=rate, frames=20, audio="-c:a aac"))
    fps = {"25": 25, "50": 25, "30000/1001": 30}[rate]
    (tmp_path / "C0001M01.XML").write_text(SONY.format(fps=fps, half=half, value=value))
    facts = prober.probe(str(clip))
    assert (facts.timecode, facts.camera, facts.created_at) == (timecode, "Sony ILME-FX3", "2024-05-01T10:22:13+02:00")


def test_what_sony_writes_into_the_clip_itself(prober, tmp_path: Path) -> None:
    clip = film(tmp_path / "renamed.MP4", Take(frames=20, audio="-c:a aac"))
    item = '<Item name="CaptureGammaEquation" value="s-log3"/>'
    text = SONY.format(fps=25, half="false", value="24422316")
    text = text.replace("<Device", f'<AcquisitionRecord><Group name="x">{item}</Group></AcquisitionRecord><Device')
    handler, document = box(b"hdlr", bytes(8) + b"nrtm" + bytes(13)), box(b"xml ", bytes(4) + text.encode())
    clip.write_bytes(clip.read_bytes() + box(b"meta", bytes(4) + handler + document))
    facts = prober.probe(str(clip))
    assert (facts.timecode, facts.camera) == ("16:23:42:24", "Sony ILME-FX3")
    assert facts.metadata()["captured"] == {"gamma": "s-log3", "primaries": None}
    assert facts.notes == ("filmed in s-log3: it looks flat until a LUT for it is used",)


def test_mxf_tells_timecode_tape_and_package(prober, tmp_path: Path) -> None:
    take = Take(rate="30000/1001", frames=10, video="-c:v mpeg2video -q:v 2",
                options="-timecode 09:59:59;28 -metadata reel_name=A001")  # fmt: skip
    facts = prober.probe(str(film(tmp_path / "a.mxf", take)))
    assert (facts.timecode, facts.reel) == ("09:59:59;28", "A001")
    assert facts.package is not None
    assert str(facts.package["umid"]).startswith("060A2B34")


def test_quicktime_names_camera_date_and_place(prober, tmp_path: Path) -> None:
    told = {"make": "Apple", "model": "iPhone 14", "creationdate": "2024-05-01T12:41:46+0200",
            "location.ISO6709": "+51.5334-000.1255+026.756/"}  # fmt: skip
    words = " ".join(f"-metadata com.apple.quicktime.{name}='{value}'" for name, value in told.items())
    plain = film(tmp_path / "plain.mov", SMALL)
    facts = prober.probe(str(remux(plain, tmp_path / "a.mov", f"-movflags use_metadata_tags {words}")))
    assert (facts.camera, facts.created_at) == ("Apple iPhone 14", "2024-05-01T12:41:46+0200")
    assert facts.location == "+51.5334-000.1255+026.756/"


def woven(target: Path, first: str, video: str) -> Path:
    picture = f"scroll=horizontal=0.02,tinterlace=interleave_{first},setfield=prog"
    return film(target, Take(size="720x576", rate="50", frames=30, tones=(), video=video, picture=picture))


def test_fields_that_nothing_tells_of_are_seen(prober, tmp_path: Path) -> None:
    video = "-c:v huffyuv -pix_fmt yuv422p"
    assert scan(prober.probe(str(woven(tmp_path / "t.avi", "top", video)))) is Scan.TFF
    assert scan(prober.probe(str(woven(tmp_path / "b.avi", "bottom", video)))) is Scan.BFF
    plain = film(tmp_path / "p.avi", Take(size="720x576", frames=30, tones=(), video=video))
    facts = prober.probe(str(plain))
    assert scan(facts) is Scan.PROGRESSIVE
    assert facts.notes == ()


def scan(facts: MediaFacts) -> Scan | None:
    return facts.video.scan if facts.video else None


def test_a_varying_rate_is_said(prober, tmp_path: Path) -> None:
    take = Take(rate="30", frames=24, tones=(), picture="select='not(eq(mod(n,5),2))'", options="-fps_mode vfr")
    assert prober.probe(str(film(tmp_path / "a.mp4", take))).notes == (
        "the frame rate varies: a proxy has 24 frames a second throughout",
    )


REAL = {
    "fixture-raw.mts": ("Panasonic", "2012-01-26T09:18:35", None),
    "dolbyVision-hdr.MOV": ("Apple iPhone 14 Pro", "2023-05-09T12:41:46+0100", "8.4"),
    "sample_with_color_info.mp4": ("Apple iPhone 12 Pro Max", "2021-05-25T09:21:51-0700", "8.4"),
    "hero7.mp4": ("GoPro HD7.01.01.70.00", "2019-05-06T11:13:28.000000Z", None),
}


@pytest.mark.media
@pytest.mark.parametrize("name", REAL)
def test_real_cameras(name: str, prober, media_dir: Path) -> None:
    facts = prober.probe(str(media_dir / name))
    assert (facts.camera, facts.created_at, (facts.hdr or {}).get("dolby_vision")) == REAL[name]


@pytest.mark.media
def test_light_levels_of_real_hdr(prober, media_dir: Path) -> None:
    facts = prober.probe(str(media_dir / "hdr10-video-with-sdr-container.mp4"))
    assert facts.hdr is not None
    assert (facts.hdr["max_content"], facts.hdr["max_frame_average"], facts.hdr["hdr10_plus"]) == (1000, 200, True)
