"""Rate and timecode from the headers of DPX and EXR pictures, and files read as one."""

from __future__ import annotations

import struct
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from server.media.containers.joined import JoinedFiles
from server.media.containers.label import Label
from server.media.containers.pictures import parse_picture


def dpx(order: str = ">", code: int = 0x10224716, tv: float = 23.976, film: float = 0.0) -> bytes:
    data = bytearray(2048)
    data[:4] = b"SDPX" if order == ">" else b"XPDS"
    struct.pack_into(f"{order}f", data, 1724, film)
    struct.pack_into(f"{order}I", data, 1920, code)
    struct.pack_into(f"{order}f", data, 1940, tv)
    return bytes(data)


def exr(*attributes: tuple[str, str, bytes]) -> bytes:
    body = b"".join(
        name.encode() + b"\0" + kind.encode() + b"\0" + struct.pack("<I", len(value)) + value
        for name, kind, value in attributes
    )
    return b"\x76\x2f\x31\x01" + struct.pack("<I", 2) + body + b"\0"


@pytest.mark.parametrize("order", [">", "<"])
def test_dpx_tells_rate_and_timecode_in_either_byte_order(order: str) -> None:
    assert parse_picture(dpx(order)) == Label(timecode="10:22:47:16", rate=(24000, 1001))


@pytest.mark.parametrize(
    ("tv", "film", "rate"),
    [
        (0.0, 24.0, (24, 1)),
        (25.0, 24.0, (25, 1)),
        (float("nan"), 0.0, None),
        (1e30, 1e-9, None),
        (-24.0, 30.0, (30, 1)),
    ],
)
def test_dpx_names_its_rate_in_one_of_two_places(tv: float, film: float, rate: tuple[int, int] | None) -> None:
    assert parse_picture(dpx(tv=tv, film=film)).rate == rate


def test_an_undefined_timecode_is_none() -> None:
    assert parse_picture(dpx(code=0xFFFFFFFF)).timecode is None


def test_exr_tells_rate_and_timecode() -> None:
    code = bytes([0x16 | 0x40, 0x47, 0x22, 0x10, 0, 0, 0, 0])
    data = exr(("owner", "string", b"us"), ("timeCode", "timecode", code),
               ("framesPerSecond", "rational", struct.pack("<iI", 30000, 1001)))  # fmt: skip
    assert parse_picture(data) == Label(timecode="10:22:47;16", rate=(30000, 1001))
    assert parse_picture(exr(("framesPerSecond", "rational", struct.pack("<iI", 24, 0)))) == Label()


@given(data=st.binary(max_size=300), kind=st.sampled_from([b"\x76\x2f\x31\x01\x02\0\0\0", b"SDPX", b"XPDS", b""]))
def test_no_bytes_get_it_off_its_track(data: bytes, kind: bytes) -> None:
    parse_picture(kind + data)
    parse_picture(kind + bytes(1700) + data + bytes(300))


@given(
    sizes=st.lists(st.integers(0, 40), min_size=1, max_size=4),
    moves=st.lists(st.tuples(st.integers(0, 60), st.integers(-1, 30))),
)
def test_files_read_as_one_are_what_they_are_in_one(sizes: list[int], moves: list, tmp_path_factory) -> None:
    folder: Path = tmp_path_factory.mktemp("joined")
    whole = bytes(range(sum(sizes)))
    at = 0
    for number, size in enumerate(sizes):
        (folder / str(number)).write_bytes(whole[at : at + size])
        at += size
    joined = JoinedFiles([str(folder / str(number)) for number in range(len(sizes))])
    try:
        assert joined.seek(0, 2) == len(whole)
        for offset, count in moves:
            assert joined.seek(offset) == offset
            data = joined.read(count)
            assert whole[offset:].startswith(data)
            assert bool(data) == bool(whole[offset:] and count)
            assert joined.tell() == offset + len(data)
    finally:
        joined.close()
