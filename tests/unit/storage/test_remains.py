"""What a killed attempt left is cleared away, or recognised as the proxy it is."""

from __future__ import annotations

import os
import subprocess
import sys
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from server.domain.job import Job, Status
from server.domain.naming import temporary_path
from server.domain.offload import GOES_ON_BYTES
from server.storage.offload.target import unfinished_path
from server.storage.publish import TEMPORARY, describe, hex_of
from server.storage.remains import Remains, scratch_name
from server.system.processes import identify, is_same
from tests.helpers.fakes import NOON

JOB = Job("j1", "proxy", "video_processing", Status.RUNNING, "c1", "/card/A.mov", "prores-proxy", NOON, attempt=2)


def with_intent(**intent: Any) -> Job:
    return replace(JOB, intent=intent)


def test_the_temporary_file_goes_and_nothing_else(tmp_path: Path) -> None:
    temporary = Path(temporary_path(str(tmp_path / "A.mov"), "j1", 2))
    temporary.write_bytes(b"half")
    (tmp_path / "A.mov").write_bytes(b"whole")
    Remains(tmp_path / "scratch").clear(with_intent(temporary=hex_of(str(temporary))))
    assert os.listdir(tmp_path) == ["A.mov"]


def test_a_file_that_is_not_named_as_ours_are_is_never_removed(tmp_path: Path) -> None:
    original = tmp_path / "A.mov"
    original.write_bytes(b"footage")
    Remains(tmp_path / "scratch").clear(with_intent(temporary=hex_of(str(original))))
    assert original.read_bytes() == b"footage"


def test_an_ffmpeg_that_still_runs_is_ended(tmp_path: Path) -> None:
    process = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(60)"], start_new_session=True)
    child = identify(process.pid)
    assert child
    Remains(tmp_path).clear(replace(JOB, child=child))
    assert not is_same(child)
    process.wait()


def test_a_published_proxy_is_recognised_by_its_intent(tmp_path: Path) -> None:
    proxy = tmp_path / "A.mov"
    proxy.write_bytes(b"whole")
    job = with_intent(**describe(str(proxy)), output=hex_of(str(proxy)), result={"sha256": "x"})
    remains = Remains(tmp_path / "scratch")
    assert remains.published(job) == {
        "output": str(proxy), "result": {"sha256": "x", "durable": os.name == "posix"}, "progress": 1.0
    }  # fmt: skip
    proxy.write_bytes(b"another")
    assert remains.published(job) is None


@pytest.mark.parametrize("intent", [None, {}, {TEMPORARY: "2f78"}, {"leftover": {"key": "k"}}])
def test_an_intent_of_another_kind_is_no_proxy(intent: dict[str, Any] | None, tmp_path: Path) -> None:
    assert Remains(tmp_path).published(replace(JOB, intent=intent)) is None


def test_scratch_folders_of_attempts_that_are_over_are_swept(tmp_path: Path) -> None:
    for name in (scratch_name(JOB), "j1-1", "j0-7"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "original.frames").touch()
    Remains(tmp_path).sweep(lambda: [JOB])
    assert os.listdir(tmp_path) == [scratch_name(JOB)]


def test_an_attempt_that_begins_meanwhile_keeps_its_folder(tmp_path: Path) -> None:
    (tmp_path / "j0-7").mkdir()

    def held() -> list[Job]:
        (tmp_path / scratch_name(JOB)).mkdir()
        return []

    Remains(tmp_path).sweep(held)
    assert os.listdir(tmp_path) == [scratch_name(JOB)]
    Remains(tmp_path / "none").sweep(list)


def large(folder: Path, name: str, size: int) -> Path:
    """Costs no disk: its bytes were never written."""
    path = Path(unfinished_path(str(folder / name), "j1"))
    path.touch()
    os.truncate(path, size)
    return path


@pytest.mark.parametrize(("status", "kept"), [(Status.RUNNING, True), (Status.CANCELLING, False)])
def test_what_a_copy_goes_on_with_stays_unless_it_is_cancelled(tmp_path: Path, status: Status, kept: bool) -> None:
    whole, small = large(tmp_path, "A.mov", GOES_ON_BYTES), large(tmp_path, "B.mov", GOES_ON_BYTES - 1)
    job = replace(with_intent(temporaries=[hex_of(str(whole)), hex_of(str(small))]), kind="copy", status=status)
    Remains(tmp_path / "scratch").clear(job)
    assert (whole.exists(), small.exists()) == (kept, False)


def test_of_a_job_that_has_ended_everything_goes(tmp_path: Path) -> None:
    begun = large(tmp_path, "A.mov", GOES_ON_BYTES)
    job = replace(with_intent(temporaries=[hex_of(str(begun))]), kind="copy", status=Status.CANCELLED)
    assert Remains(tmp_path / "scratch").remove(job)
    assert not begun.exists()


def test_a_disk_that_is_away_may_still_hold_it(tmp_path: Path) -> None:
    job = with_intent(temporary=hex_of(temporary_path(str(tmp_path / "disk" / "A.mov"), "j1", 2)))
    assert not Remains(tmp_path / "scratch").remove(job)
    (tmp_path / "disk").mkdir()
    assert Remains(tmp_path / "scratch").remove(job)
