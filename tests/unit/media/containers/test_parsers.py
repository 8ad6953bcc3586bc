"""What cameras write into and beside their clips; and that no bytes at all get a parser off its track."""

from __future__ import annotations

import struct
from collections.abc import Callable
from dataclasses import astuple
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from server.domain.xml_text import parse_xml
from server.media.containers.bcd import timecode_of_bcd
from server.media.containers.iso import dolby_vision_profile, holds_film, xml_document
from server.media.containers.label import Label, label_from, merge
from server.media.containers.light import describe_light
from server.media.containers.mdpm import UUID, parse_mdpm
from server.media.containers.read import read_labels
from server.media.containers.riff import parse_wave
from server.media.containers.sony import parse_sony

SONY = """<?xml version="1.0" encoding="UTF-8"?>
<NonRealTimeMeta xmlns="urn:schemas-professionalDisc:nonRealTimeMeta:ver.2.20" lastUpdate="2024-05-01T10:22:33+02:00">
  <TargetMaterial umidRef="060A2B340101010501010D4313000000"/>
  <Duration value="500"/>
  <LtcChangeTable tcFps="{fps}" halfStep="{half}">
    <LtcChange frameCount="0" value="{value}" status="increment"/>
    <LtcChange frameCount="499" value="24422316" status="end"/>
  </LtcChangeTable>
  <CreationDate value="2024-05-01T10:22:13+02:00"/>
  <Device manufacturer="Sony" modelName="ILME-FX3" serialNo="5123456"/>
</NonRealTimeMeta>"""
IXML = (
    "<BWFXML><TAPE>24Y05M01</TAPE><SCENE>1A</SCENE><SPEED><TIMECODE_RATE>{}</TIMECODE_RATE>"
    "<TIMECODE_FLAG>{}</TIMECODE_FLAG></SPEED></BWFXML>"
)


def reader(data: bytes) -> Callable[[int, int], bytes]:
    return lambda offset, count: data[offset : offset + count]


def chunk(name: bytes, body: bytes) -> bytes:
    return name + struct.pack("<I", len(body)) + body + b"\0" * (len(body) % 2)


def wave(*chunks: bytes, kind: bytes = b"RIFF") -> bytes:
    body = b"WAVE" + b"".join(chunks)
    return kind + struct.pack("<I", len(body)) + body


def box(kind: bytes, body: bytes) -> bytes:
    return struct.pack(">I4s", 8 + len(body), kind) + body


def mdpm(*entries: bytes) -> bytes:
    return UUID + b"MDPM" + bytes([len(entries)]) + b"".join(entries)


def movie(inner: bytes) -> bytes:
    """A MOV with one picture track whose sample entry holds `inner`."""
    stsd = struct.pack(">II", 0, 1) + box(b"hvc1", bytes(78) + inner)
    for kind in (b"stsd", b"stbl", b"minf", b"mdia", b"trak", b"moov"):
        stsd = box(kind, stsd)
    return box(b"ftyp", b"qt  ") + stsd


# SMPTE ST 12-1


@pytest.mark.parametrize(
    ("packed", "label"),
    [
        ((0x24, 0x41, 0x23, 0x16), "16:23:41:24"),
        ((0x64, 0x41, 0x23, 0x16), "16:23:41;24"),
        ((0x80, 0x00, 0x00, 0x00), "00:00:00:00"),
        ((0x1A, 0x00, 0x00, 0x00), None),
        ((0x00, 0x00, 0x00, 0x24), None),
        ((0x00, 0x60, 0x00, 0x00), None),
    ],
)
def test_packed_timecode(packed: tuple[int, int, int, int], label: str | None) -> None:
    assert timecode_of_bcd(*packed) == label


# AVCHD


def test_avchd_tells_time_date_and_maker() -> None:
    message = mdpm(bytes.fromhex("1324412316"), bytes.fromhex("1802201201"), bytes.fromhex("1926091835"),
                   bytes.fromhex("e001030591"))  # fmt: skip
    label = parse_mdpm(message)
    assert label == Label(timecode="16:23:41:24", camera="Panasonic", created_at="2012-01-26T09:18:35")


def test_an_avchd_message_that_is_cut_says_what_is_left() -> None:
    message = mdpm(bytes.fromhex("1324412316"), bytes.fromhex("1802201201"), bytes.fromhex("1926"))
    assert parse_mdpm(message) == Label(timecode="16:23:41:24")


def test_the_message_of_an_encoder_is_not_a_cameras() -> None:
    assert parse_mdpm(bytes.fromhex("dc45e9bde6d948b7962cd820d923eeef") + b"x264 - core 164") is None


# Sony


@pytest.mark.parametrize(
    ("value", "label"), [("24422316", "16:23:42:24"), ("64422316", "16:23:42;24"), ("zz", None), ("0A000000", None)]
)
def test_sony_writes_the_frames_first(value: str, label: str | None) -> None:
    told = parse_sony(SONY.format(fps=25, half="false", value=value).encode())
    assert told is not None
    assert told.timecode == label


def test_sony_names_camera_date_and_material() -> None:
    told = parse_sony(SONY.format(fps=25, half="true", value="24422316").encode())
    assert told == Label(
        timecode="16:23:42:24", rate=(25, 1), camera="Sony ILME-FX3", created_at="2024-05-01T10:22:13+02:00",
        package="060A2B340101010501010D4313000000",
    )  # fmt: skip


def test_sony_says_by_which_curve_and_colours_it_filmed() -> None:
    items = '<Item name="CaptureGammaEquation" value="{}"/><Item name="CaptureColorPrimaries" value="s-gamut3-cine"/>'
    shot = f'<AcquisitionRecord><Group name="CameraUnitMetadataSet">{items}</Group></AcquisitionRecord><Device'
    document = SONY.format(fps=25, half="false", value="24422316")
    for value, gamma in (("s-log3-cine", "s-log3-cine"), ("&lt;b&gt;", None)):
        told = parse_sony(document.replace("<Device", shot.format(value)).encode())
        assert told is not None
        assert (told.gamma, told.primaries) == (gamma, "s-gamut3-cine")


def test_a_timecode_that_does_not_go_on_counting_is_seen() -> None:
    change = '<LtcChange frameCount="{}" value="10000010" status="increment"/>'
    document = SONY.format(fps=25, half="false", value="24422316")
    for frames, jump in (((), None), ((300, 120), 120)):
        more = "".join(map(change.format, frames))
        told = parse_sony(document.replace("</LtcChangeTable>", more + "</LtcChangeTable>").encode())
        assert told is not None
        assert (told.timecode, told.jump) == ("16:23:42:24", jump)


@pytest.mark.parametrize("where", ["file", "movie", "quicktime"])
def test_the_document_is_found_inside_the_clip(where: str, tmp_path: Path) -> None:
    xml = box(b"xml ", bytes(4) + SONY.format(fps=25, half="false", value="24422316").encode())
    inner = box(b"hdlr", bytes(8) + b"nrtm" + bytes(13)) + xml
    meta = box(b"meta", inner if where == "quicktime" else bytes(4) + inner)
    clip = tmp_path / "C0001.MP4"
    clip.write_bytes(box(b"ftyp", b"XAVC") + (meta if where == "file" else box(b"moov", meta)))
    assert read_labels(str(clip), "mov", {}, []).timecode == "16:23:42:24"


def test_other_documents_and_exploding_ones_are_not_read() -> None:
    assert parse_sony(b"<MediaProfile/>") is None
    assert parse_xml(b'<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>') is None
    assert parse_xml(b"<a" * 100) is None


def test_the_sidecar_is_found_beside_its_clip_in_any_case(tmp_path: Path) -> None:
    (tmp_path / "c0001m01.xml").write_text(SONY.format(fps=25, half="false", value="24422316"))
    (tmp_path / "C0002M01.XML").write_text(SONY.format(fps=25, half="false", value="00000000"))
    assert read_labels(str(tmp_path / "C0001.MP4"), "mov", {}, []).timecode == "16:23:42:24"
    assert read_labels(str(tmp_path / "C0003.MP4"), "mov", {}, []).timecode is None


def test_a_sidecar_that_is_a_link_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "elsewhere").write_text(SONY.format(fps=25, half="false", value="24422316"))
    (tmp_path / "C0001M01.XML").symlink_to(tmp_path / "elsewhere")
    assert read_labels(str(tmp_path / "C0001.MP4"), "mov", {}, []) == Label()


# Broadcast Wave


def test_ixml_tells_the_rate_and_the_tape() -> None:
    data = wave(chunk(b"fmt ", bytes(16)), chunk(b"iXML", IXML.format("30000/1001", "DF").encode()))
    tags = {"time_reference": "172800000", "date": "2024:05:01", "creation_time": "10-22-13", "encoded_by": "MixPre-6"}
    assert parse_wave(reader(data), tags) == Label(
        rate=(30000, 1001), drop=True, samples=172800000, reel="24Y05M01", created_at="2024-05-01T10:22:13",
        camera="MixPre-6",
    )  # fmt: skip


def test_the_chunk_behind_the_samples_of_a_long_file_is_found() -> None:
    ds64 = chunk(b"ds64", struct.pack("<QQQI", 0, 6, 3, 0))
    data = wave(
        ds64, b"data" + b"\xff" * 4 + bytes(6), chunk(b"iXML", IXML.format("25/1", "NDF").encode()), kind=b"RF64"
    )
    assert parse_wave(reader(data), {}).rate == (25, 1)


@pytest.mark.parametrize(
    ("described", "rate", "drop"),
    [
        ("sSPEED=023.976-ND\r\nsTAKE=02\r\nsTAPE=24Y05M01", (24000, 1001), False),
        ("sSPEED=029.97-DF\r\nsTAPE=24Y05M01", (30000, 1001), True),
        ("sSPEED=025.000-ND\nsTAPE=24Y05M01", (25, 1), False),
        ("sSPEED=099.999-ND\nsTAPE=24Y05M01", None, False),
    ],
)
def test_sound_devices_write_it_into_the_description(described: str, rate: tuple[int, int] | None, drop: bool) -> None:
    told = parse_wave(reader(wave()), {"comment": described})
    assert (told.rate, told.drop, told.reel) == (rate, drop, "24Y05M01")


# Light


@pytest.mark.parametrize(("record", "profile"), [("0100101040", "8.4"), ("01000a0000", "5"), ("0100", None)])
def test_dolby_vision_profile(record: str, profile: str | None) -> None:
    data = movie(box(b"hvcC", bytes(9)) + box(b"dvvC" if profile == "8.4" else b"dvcC", bytes.fromhex(record)))
    assert dolby_vision_profile(reader(data), len(data)) == profile


def track(handler: bytes, *more: bytes) -> bytes:
    return box(b"trak", box(b"mdia", box(b"hdlr", bytes(8) + handler + bytes(12))) + b"".join(more))


@pytest.mark.parametrize(
    ("tracks", "film"),
    [
        ([track(b"vide")], True),
        ([track(b"soun"), track(b"vide"), track(b"tmcd")], True),
        ([track(b"soun")], False),
        ([track(b"soun", box(b"tref", box(b"chap", b"\0\0\0\2"))), track(b"vide")], False),
        ([], False),
    ],
)
def test_an_index_says_that_it_is_of_a_film(tracks: list[bytes], film: bool) -> None:
    data = box(b"ftyp", b"qt  ") + box(b"mdat", bytes(100)) + box(b"moov", b"".join(tracks))
    assert holds_film(reader(data), len(data)) is film


def test_mastering_display_and_light_levels() -> None:
    numbers = [13250, 50000, 34500, 50000, 7500, 50000, 3000, 50000, 34000, 50000, 16000, 50000, 15635, 50000,
               16450, 50000, 50, 10000, 10000000, 10000, 1, 1]  # fmt: skip
    found = describe_light({"MASTERING_DISPLAY_METADATA": struct.pack("=22i", *numbers),
                            "CONTENT_LIGHT_LEVEL": struct.pack("=II", 1000, 200)})  # fmt: skip
    assert found == {
        "primaries": {"red": [0.265, 0.69], "green": [0.15, 0.06], "blue": [0.68, 0.32], "white": [0.3127, 0.329]},
        "min_luminance": 0.005, "max_luminance": 1000.0, "max_content": 1000, "max_frame_average": 200,
    }  # fmt: skip
    assert describe_light({"CONTENT_LIGHT_LEVEL": b"\0"}) == {}


# Labels


def test_the_first_that_says_a_thing_is_believed_and_a_rate_stays_with_its_timecode() -> None:
    first, second = Label(timecode="01:00:00:00"), Label(timecode="02:00:00:00", rate=(25, 1), camera="Sony")
    assert merge([first, second]) == Label(timecode="01:00:00:00", rate=None, camera="Sony")
    assert merge([]) == Label()


def test_a_label_survives_json() -> None:
    label = Label(timecode="01:00:00;00", rate=(30000, 1001), drop=True, samples=3)
    told = dict(zip(Label.__dataclass_fields__, astuple(label), strict=True))
    assert label_from({**told, "rate": [30000, 1001]}) == label


# Any bytes at all


@given(data=st.binary(max_size=400))
def test_no_bytes_get_a_parser_off_its_track(data: bytes) -> None:
    assert parse_sony(data) is None
    parse_mdpm(UUID + b"MDPM" + data)
    parse_wave(reader(wave(data)), {"comment": data.decode("latin-1"), "time_reference": data.decode("latin-1")})
    dolby_vision_profile(reader(movie(data)), len(movie(data)))
    holds_film(reader(box(b"moov", data)), len(data) + 8)
    xml_document(reader(box(b"meta", data)), len(data) + 8)
    describe_light({"MASTERING_DISPLAY_METADATA": data, "CONTENT_LIGHT_LEVEL": data})
    read_labels("/nowhere/at all", "wav", {}, [("S12M_TIMECODE", data), ("SEI_UNREGISTERED", data)])


GOOD = (
    SONY.format(fps=25, half="false", value="24422316").encode(),
    wave(chunk(b"iXML", b"<a/>")),
    movie(box(b"dvcC", bytes(5))),
)


@given(good=st.sampled_from(GOOD), at=st.integers(0, 500), byte=st.integers(0, 255))
def test_one_wrong_byte_is_survived(good: bytes, at: int, byte: int) -> None:
    data = bytearray(good)
    data[at % len(data)] = byte
    parse_sony(bytes(data))
    parse_wave(reader(bytes(data)), {})
    dolby_vision_profile(reader(bytes(data)), len(data))
