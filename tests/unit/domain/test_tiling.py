"""Does a file end where its container says?"""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from server.domain.tiling import is_complete


def box(kind: bytes, body: bytes, *, wide: bool = False) -> bytes:
    if wide:
        return (1).to_bytes(4, "big") + kind + (len(body) + 16).to_bytes(8, "big") + body
    return (len(body) + 8).to_bytes(4, "big") + kind + body


def chunk(kind: bytes, body: bytes) -> bytes:
    return kind + len(body).to_bytes(4, "little") + body


def asked(content: bytes, extension: str = "mov") -> bool | None:
    return is_complete(lambda offset, count: content[offset : offset + count], len(content), extension)


FTYP = box(b"ftyp", b"qt  \0\0\0\0")
MOOV_LAST = FTYP + box(b"mdat", bytes(range(1, 200)), wide=True) + box(b"moov", b"index")
MOOV_FIRST = FTYP + box(b"moov", b"index") + box(b"mdat", bytes(range(1, 200)))


@pytest.mark.parametrize("film", [MOOV_LAST, MOOV_FIRST])
def test_a_whole_film_is_complete(film: bytes) -> None:
    assert asked(film) is True
    assert asked(film, "dat") is True  # told by its content, not its name


@given(st.data(), st.sampled_from([MOOV_LAST, MOOV_FIRST]))
def test_a_film_that_is_cut_anywhere_is_not(data: st.DataObject, film: bytes) -> None:
    end = data.draw(st.integers(0, len(film) - 1))
    assert asked(film[:end]) is not True


@given(st.data())
def test_neither_is_one_of_its_final_size_that_is_filled_up_to_somewhere(data: st.DataObject) -> None:
    end = data.draw(st.integers(0, len(MOOV_LAST) - len(box(b"moov", b"index"))))
    assert asked(MOOV_LAST[:end].ljust(len(MOOV_LAST), b"\0")) is False


def test_a_film_without_an_index_is_not_complete() -> None:
    assert asked(FTYP + box(b"mdat", b"picture")) is False


@pytest.mark.parametrize("tail", [bytes(5), bytes(500), b"notes of a camera, no boxes"[:7]])
def test_what_cameras_keep_behind_the_index_leaves_the_answer_open(tail: bytes) -> None:
    assert asked(MOOV_LAST + tail) is None


def test_an_index_whose_pictures_have_not_arrived_is_not_complete() -> None:
    assert asked(FTYP + box(b"moov", b"index")) is False


def test_a_last_box_without_a_size_leaves_the_answer_open() -> None:
    assert asked(FTYP + box(b"moov", b"index") + bytes(4) + b"mdat" + b"picture") is None


def test_avi_is_told_by_its_chunks() -> None:
    film = chunk(b"RIFF", b"AVI " + bytes(100)) + chunk(b"RIFF", b"AVIX" + bytes(50))
    assert asked(film, "avi") is True
    assert asked(film[:-2], "avi") is False
    assert asked(chunk(b"RIFF", b"") + b"AVI ", "avi") is None


def mxf(footer: int | None = None, tail: bytes = b"") -> bytes:
    """A header partition, essence, and a footer of one partition and an index."""
    essence = klv(bytes.fromhex("060e2b34010201010d010301150105" + "00"), bytes(300))
    start = len(partition(2, 0)) + len(essence) if footer is None else footer
    index = klv(bytes.fromhex("060e2b34025301010d01020101100100"), bytes(40))
    return partition(2, start) + essence + partition(4, start, len(index)) + index + tail


def partition(kind: int, footer: int, index: int = 0) -> bytes:
    key = bytes.fromhex("060e2b34020501010d01020101") + bytes((kind, 4, 0))
    return klv(key, bytes(24) + footer.to_bytes(8, "big") + bytes(8) + index.to_bytes(8, "big") + bytes(40))


def klv(key: bytes, value: bytes) -> bytes:
    return key + b"\x83" + len(value).to_bytes(3, "big") + value


@given(st.data())
def test_mxf_is_told_by_its_footer(data: st.DataObject) -> None:
    assert asked(mxf(), "mxf") is True
    end = data.draw(st.integers(120, len(mxf()) - 1))
    assert asked(mxf()[:end], "mxf") is False
    filled = mxf()[: data.draw(st.integers(120, 420))]  # up to somewhere in the essence
    assert asked(filled.ljust(len(mxf()), b"\0"), "mxf") is False
    assert asked(mxf(tail=bytes(9)), "mxf") is False


def test_mxf_that_is_written_as_a_stream_leaves_the_answer_open() -> None:
    assert asked(mxf(footer=0), "mxf") is None


def test_rf64_keeps_its_size_behind() -> None:
    sizes = b"WAVE" + b"ds64" + (28).to_bytes(4, "little")
    whole = 36 + 64 - 8
    film = b"RF64" + b"\xff" * 4 + sizes + whole.to_bytes(8, "little") + bytes(64 + 36 - 28)
    assert asked(film, "wav") is True
    assert asked(film[:-10], "wav") is False


@pytest.mark.parametrize("content", [b"", b"\x47" * 1000, b"\x1aE\xdf\xa3" + bytes(100)])
def test_of_other_containers_nothing_is_known(content: bytes) -> None:
    assert asked(content, "mts") is None


@given(st.binary(max_size=300), st.sampled_from(["mov", "avi", "mts", ""]))
def test_no_content_makes_it_fail(content: bytes, extension: str) -> None:
    assert asked(content, extension) in (True, False, None)
