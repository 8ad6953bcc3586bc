"""Resumable uploads: whole or not at all, under a safe name, and the answer names the job."""

from __future__ import annotations

import base64
import os
import stat
from pathlib import Path
from typing import Any

import pytest

from tests.helpers.footage import Take, film
from tests.unit.api.conftest import Desk

TUS = {"Tus-Resumable": "1.0.0"}
STREAM = {**TUS, "Content-Type": "application/offset+octet-stream"}


def metadata(**told: str) -> str:
    return ",".join(f"{name} {base64.b64encode(value.encode()).decode()}" for name, value in told.items())


def begin(desk: Desk, name: str, size: int, **more: str) -> Any:
    headers = {**TUS, "Upload-Length": str(size), "Upload-Metadata": metadata(filename=name, **more)}
    return desk.ask("POST", "/api/v1/uploads", headers=headers)


def send(desk: Desk, place: str, offset: int, data: bytes) -> Any:
    return desk.ask("PATCH", place, headers={**STREAM, "Upload-Offset": str(offset)}, content=data)


@pytest.fixture
def clip(tmp_path: Path) -> bytes:
    return film(tmp_path / "made" / "A001.mov", Take(frames=3)).read_bytes()


@pytest.fixture
def incoming(home: Path) -> Path:
    return home / "incoming"


def test_what_is_spoken_is_told(desk: Desk) -> None:
    told = desk.ask("OPTIONS", "/api/v1/uploads").headers
    assert (told["tus-version"], told["tus-extension"]) == ("1.0.0", "creation,termination")
    assert int(told["tus-max-size"]) > 10**11


def test_a_file_in_two_pieces_becomes_a_job(desk: Desk, clip: bytes, incoming: Path) -> None:
    answer = begin(desk, "../A001.mov", len(clip), preset="h264-720p")
    place = answer.headers["location"]
    assert answer.status_code == 201
    assert send(desk, place, 0, clip[:1000]).headers["upload-offset"] == "1000"
    assert [path.name for path in incoming.iterdir()] == [".incoming"]
    known = desk.ask("HEAD", place).headers
    assert (known["upload-offset"], known["upload-length"]) == ("1000", str(len(clip)))
    last = send(desk, place, 1000, clip[1000:])
    job = desk.home.ledger.get(last.headers["rushes-jobs"])
    assert (last.status_code, job.source, job.preset) == (204, str(incoming / "A001.mov"), "h264-720p")
    assert (incoming / "A001.mov").read_bytes() == clip
    told = desk.ask("GET", place).json()
    assert (told["path"], told["jobs"], told["offset"]) == (job.source, [job.id], len(clip))


@pytest.mark.skipif(os.name != "posix", reason="rights as POSIX has them")
def test_nobody_else_may_read_it(desk: Desk, clip: bytes, incoming: Path) -> None:
    place = begin(desk, "A.mov", len(clip)).headers["location"]
    (part,) = (incoming / ".incoming").glob("*.part")
    assert stat.S_IMODE(part.stat().st_mode) == 0o600
    send(desk, place, 0, clip)
    assert stat.S_IMODE((incoming / "A.mov").stat().st_mode) == 0o600


def test_a_name_that_is_taken_is_not_overwritten(desk: Desk, clip: bytes, incoming: Path) -> None:
    incoming.mkdir()
    (incoming / "A.mov").write_bytes(b"mine")
    send(desk, begin(desk, "A.mov", len(clip)).headers["location"], 0, clip)
    assert (incoming / "A.mov").read_bytes() == b"mine"
    assert (incoming / "A-2.mov").read_bytes() == clip


def test_what_is_no_footage_says_why(desk: Desk) -> None:
    place = begin(desk, "notes.txt", 5).headers["location"]
    last = send(desk, place, 0, b"hello")
    assert "rushes-jobs" not in last.headers
    assert desk.ask("GET", place).json()["skipped"]


def test_a_wrong_place_to_go_on_from_is_refused(desk: Desk) -> None:
    place = begin(desk, "A.mov", 10).headers["location"]
    send(desk, place, 0, b"12345")
    answer = send(desk, place, 3, b"67")
    assert (answer.status_code, answer.json()["error"]["code"]) == (409, "wrong_offset")
    assert desk.ask("HEAD", place).headers["upload-offset"] == "5"


def test_more_than_was_announced_is_refused(desk: Desk, incoming: Path) -> None:
    place = begin(desk, "A.mov", 4).headers["location"]
    assert send(desk, place, 0, b"12345").status_code == 400
    assert [path.name for path in incoming.iterdir()] == [".incoming"]


def test_one_that_is_cancelled_leaves_nothing(desk: Desk, incoming: Path) -> None:
    place = begin(desk, "A.mov", 4).headers["location"]
    assert desk.ask("DELETE", place).status_code == 204
    assert list((incoming / ".incoming").iterdir()) == []
    assert desk.ask("HEAD", place).status_code == 404


@pytest.mark.parametrize("place", ["nope", "a" * 32, "..%2f..%2ftoken"])
def test_an_unknown_one_is_told(desk: Desk, place: str) -> None:
    assert desk.ask("GET", f"/api/v1/uploads/{place}").status_code == 404


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"Upload-Length": "-1"},
        {"Upload-Length": "many"},
        {"Upload-Length": "0"},
        {"Upload-Length": "9" * 40},
        {"Upload-Length": "5", "Upload-Metadata": "filename %%%"},
        {"Upload-Length": "5", "Upload-Metadata": metadata(preset="nope")},
    ],
)
def test_what_cannot_be_done_is_told(desk: Desk, headers: dict[str, str]) -> None:
    answer = desk.ask("POST", "/api/v1/uploads", headers={**TUS, **headers})
    assert answer.status_code == 400
    assert answer.json()["error"]["message"]


def test_the_reserve_of_the_disk_is_kept(desk: Desk) -> None:
    size = desk.home.disks.free(str(desk.home.home)) or 0
    answer = begin(desk, "A.mov", min(size, 499 * 10**9))
    assert (answer.status_code, answer.json()["error"]["code"]) == (507, "disk_full")


def test_other_bytes_are_no_upload(desk: Desk) -> None:
    place = begin(desk, "A.mov", 4).headers["location"]
    answer = desk.ask("PATCH", place, headers={**TUS, "Upload-Offset": "0"}, json={"a": 1})
    assert (answer.status_code, answer.json()["error"]["code"]) == (400, "not_an_upload")


def test_another_tus_and_too_much_are_refused_as_tus_has_it(desk: Desk) -> None:
    other = desk.ask("POST", "/api/v1/uploads", headers={"Tus-Resumable": "0.2.1", "Upload-Length": "5"})
    assert (other.status_code, other.json()["error"]["code"]) == (412, "other_tus")
    large = begin(desk, "A001.mov", 10**17)
    assert (large.status_code, large.json()["error"]["code"]) == (413, "too_large")
