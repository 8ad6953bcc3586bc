"""Resumable uploads: whole or not at all, under a safe name, and the answer names the job."""

from __future__ import annotations

import base64
import os
import stat
from pathlib import Path
from typing import Any

import pytest

from server.services import landing
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


class TestFolders:
    """What lay in a folder that was dropped keeps its place, and is looked at when nothing more of it comes."""

    @pytest.fixture(autouse=True)
    def at_once(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(landing, "QUIET_SECONDS", 0.0)

    def put(self, desk: Desk, path: str, data: bytes, drop: str = "drop-number-1") -> str:
        """Where the upload is."""
        place = begin(desk, path.rpartition("/")[2], len(data), relativePath=path, drop=drop).headers["location"]
        if data:
            assert "rushes-jobs" not in send(desk, place, 0, data).headers
        return str(place)

    def test_become_jobs_together(self, desk: Desk, clip: bytes, incoming: Path) -> None:
        files = {"C0001.mov": clip, "C0002.mov": clip[:-1], "C0001M01.XML": b"<x/>", "EMPTY.DAT": b""}
        places = [self.put(desk, f"A001/CLIP/{name}", data) for name, data in files.items()]
        assert (incoming / "A001" / "CLIP" / "C0001.mov").read_bytes() == clip
        assert (incoming / "A001" / "CLIP" / "EMPTY.DAT").stat().st_size == 0
        assert desk.get("/jobs").json()["total"] == 0
        desk.home.arrivals.look()
        told = [desk.ask("GET", place).json() for place in places]
        assert [len(one["jobs"]) for one in told] == [1, 1, 0, 0]
        assert [bool(one["skipped"]) for one in told] == [False, False, True, True]
        assert desk.home.ledger.get(told[0]["jobs"][0]).source == str(incoming / "A001" / "CLIP" / "C0001.mov")

    def test_wait_for_a_file_that_is_on_its_way(self, desk: Desk, clip: bytes) -> None:
        self.put(desk, "A001/a.mov", clip)
        place = begin(desk, "b.mov", len(clip), relativePath="A001/b.mov", drop="drop-number-1").headers["location"]
        desk.home.arrivals.look()
        assert desk.get("/jobs").json()["total"] == 0
        assert desk.ask("DELETE", place).status_code == 204
        desk.home.arrivals.look()
        assert desk.get("/jobs").json()["total"] == 1

    def test_of_one_name_stay_apart_and_are_known_again(self, desk: Desk, clip: bytes, incoming: Path) -> None:
        for drop in ("drop-number-1", "drop-number-2", "drop-number-1"):
            self.put(desk, f"A001.RDM/{drop}.mov", clip, drop)
        self.put(desk, "A001.RDM/drop-number-1.mov", clip + b"x")
        names = {str(path.relative_to(incoming)) for path in incoming.glob("A001*/*")}
        assert names == {
            "A001.RDM/drop-number-1.mov", "A001.RDM/drop-number-1-2.mov", "A001-2.RDM/drop-number-2.mov",
        }  # fmt: skip

    @pytest.mark.parametrize(
        "path",
        ["../A.mov", "A/../../A.mov", "/etc/A.mov", "A//B.mov", "A/./B.mov", "A/B\\C.mov", "A/ /B.mov", "A/..",
         f"{'a/' * 20}A.mov", f"{'a' * 2000}/A.mov"],
    )  # fmt: skip
    def test_never_lead_elsewhere(self, desk: Desk, path: str, incoming: Path) -> None:
        answer = begin(desk, "A.mov", 5, relativePath=path)
        assert (answer.status_code, answer.json()["error"]["code"]) == (400, "bad_path")
        assert not incoming.exists()

    @pytest.mark.parametrize("drop", ["x", "../../../x", "a" * 65, "a/b/c/d/e"])
    def test_belong_to_a_drop_that_is_a_plain_word(self, desk: Desk, drop: str) -> None:
        assert begin(desk, "A.mov", 5, relativePath="A001/A.mov", drop=drop).json()["error"]["code"] == "bad_path"

    def test_have_names_that_every_system_takes(self, desk: Desk, clip: bytes, incoming: Path) -> None:
        self.put(desk, "CON/.hidden/a:b/nul.mov", clip)
        assert (incoming / "_CON" / "hidden" / "a_b" / "_nul.mov").read_bytes() == clip

    @pytest.mark.skipif(os.name != "posix", reason="makes a link")
    def test_do_not_follow_a_link_out(self, desk: Desk, clip: bytes, incoming: Path, tmp_path: Path) -> None:
        incoming.mkdir()
        (incoming / "A001").symlink_to(tmp_path)
        place = begin(desk, "a.mov", len(clip), relativePath="A001/CLIP/a.mov").headers["location"]
        answer = send(desk, place, 0, clip)
        assert (answer.status_code, answer.json()["error"]["code"]) == (400, "bad_path")
        assert not (tmp_path / "CLIP").exists()
