"""A file on its way: read once for its checksums, sent in slices that are counted as they go."""

from __future__ import annotations

import os
import threading
import zlib
from hashlib import sha256
from pathlib import Path

import pytest

from server.errors import Cancelled, RushesError, SourceChanged, SourceMissing
from server.storage.sending import (
    LEAST_PART,
    MIB,
    MOST_PARTS,
    Digest,
    Halted,
    Meter,
    Slice,
    check_unchanged,
    crc_number,
    crc_text,
    digest_of,
    part_size,
    run_together,
)


def go_on() -> RushesError | None:
    return None


def read_through(path: Path) -> Digest:
    return digest_of(str(path), go_on, lambda _done: None)


@pytest.mark.parametrize("size", [0, 1, LEAST_PART, 10**9, 10**12, 5 * 10**12])
def test_a_file_of_any_size_has_few_enough_parts_of_whole_mebibytes(size: int) -> None:
    part = part_size(size)
    assert part % MIB == 0
    assert part >= LEAST_PART
    assert -(-size // part) <= MOST_PARTS


def test_the_checksums_are_those_of_the_whole_and_of_each_part(tmp_path: Path) -> None:
    data = os.urandom(LEAST_PART + 12_345)
    file = tmp_path / "A.mov"
    file.write_bytes(data)
    digest = read_through(file)
    assert (digest.size, digest.sha256, digest.crc32) == (len(data), sha256(data).hexdigest(), zlib.crc32(data))
    assert digest.parts == (zlib.crc32(data[:LEAST_PART]), zlib.crc32(data[LEAST_PART:]))


def test_reading_through_tells_how_far_it_is_and_can_be_stopped(tmp_path: Path) -> None:
    file = tmp_path / "A.mov"
    file.write_bytes(bytes(3 * MIB))
    told: list[int] = []
    digest_of(str(file), go_on, told.append)
    assert told == [MIB, 2 * MIB, 3 * MIB]
    with pytest.raises(Cancelled):
        digest_of(str(file), lambda: Cancelled("enough"), told.append)


def test_a_file_that_changes_is_noticed(tmp_path: Path) -> None:
    file = tmp_path / "A.mov"
    file.write_bytes(b"before")
    digest = read_through(file)
    check_unchanged(str(file), digest)
    file.write_bytes(b"after!")
    with pytest.raises(SourceChanged):
        check_unchanged(str(file), digest)
    file.unlink()
    with pytest.raises(SourceMissing):
        check_unchanged(str(file), digest)


def test_a_slice_reads_its_part_alone_and_counts_what_is_sent_not_what_is_signed(tmp_path: Path) -> None:
    file = tmp_path / "A.mov"
    file.write_bytes(b"0123456789")
    meter = Meter()
    with open(file, "rb") as opened:
        part = Slice(opened, 0, 3, 5, meter)
        assert part.read() == b"34567"
        assert meter.sent == 0
        part.counting = True
        part.seek(0)
        assert part.read(2) == b"34"
        assert meter.sent == 2
        part.seek(0)
        assert part.read(1) == b"3"
        assert meter.sent == 1  # sent again from its start
        assert part.seek(0, os.SEEK_END) == 5
        assert part.read() == b""


def test_a_slice_of_a_file_that_was_cut_ends_the_request(tmp_path: Path) -> None:
    file = tmp_path / "A.mov"
    file.write_bytes(b"0123")
    with open(file, "rb") as opened:
        part = Slice(opened, 0, 2, 5, Meter())
        assert part.read() == b"23"
        with pytest.raises(Halted):
            part.read()


def test_results_come_in_the_order_of_the_tasks() -> None:
    assert run_together([lambda n=n: n for n in range(20)], Meter(), lambda: None) == list(range(20))


def test_one_that_fails_ends_the_others() -> None:
    meter, started = Meter(), threading.Event()

    def sends_for_ever() -> None:
        started.set()
        while True:
            meter.reached(0, 1)

    def fails() -> None:
        started.wait(10)
        raise RushesError("no")

    with pytest.raises(RushesError, match="no"):
        run_together([sends_for_ever, fails], meter, lambda: None)


def test_whoever_watches_can_end_them_all() -> None:
    meter = Meter()

    def sends_for_ever() -> None:
        while True:
            meter.reached(0, 1)

    def stops() -> None:
        raise Cancelled("enough")

    with pytest.raises(Cancelled):
        run_together([sends_for_ever], meter, stops)


def test_a_checksum_is_written_as_s3_does() -> None:
    assert crc_text(0xAC543151) == "rFQxUQ=="
    assert crc_number("rFQxUQ==") == 0xAC543151
