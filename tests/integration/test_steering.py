"""Lanes that people can steer, and jobs that wait for disks and go on: a real server, real encodes, real mounts."""

from __future__ import annotations

import os
import shutil
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import psutil
import pytest

from tests.helpers.footage import Take, film, own_content
from tests.helpers.mounting import mounted, move_mount, needs_mounts
from tests.helpers.program import REPOSITORY, rushes
from tests.helpers.serving import Served, serving, until

LANE = "video_processing"
NOISE = "noise=alls=40:allf=t"


@pytest.fixture(scope="module")
def short(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return film(tmp_path_factory.mktemp("short") / "A001.mov", Take(frames=25))


@pytest.fixture(scope="module")
def long(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Slow enough to encode for a second or two, and to be caught meanwhile."""
    return film(tmp_path_factory.mktemp("long") / "B001.mov", Take(size="1280x720", frames=75, picture=NOISE))


@pytest.fixture(scope="module")
def noisy(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Takes more room than is forecast for camera footage."""
    return film(tmp_path_factory.mktemp("noisy") / "C001.mov", Take(size="640x360", frames=150, picture=NOISE))


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    settings = {"RUSHES_OUTPUT__RESERVE_MB": "1", "RUSHES_QUEUE__VIDEO_PROCESSING__CONCURRENCY": "1"}
    with serving(tmp_path_factory.mktemp("served") / "home", **settings) as running:
        yield running


def copies(clip: Path, folder: Path, number: int = 1) -> list[Path]:
    folder.mkdir(parents=True, exist_ok=True)
    made = [folder / f"{clip.stem}_{n}{clip.suffix}" for n in range(number)]
    for path in made:
        path.write_bytes(own_content(clip))
    return made


def job_of(served: Served, path: Path, *words: str) -> str:
    answer = rushes(served.home, "ingest", path, "--no-wait", *words)
    assert len(answer.document["jobs"]) == 1, answer.document
    return str(answer.document["jobs"][0]["id"])


def stands(served: Served, job_id: str, status: str) -> Any:
    """The job, once it stands so."""
    return until(
        lambda: (job := served.client.job(job_id))["status"] == status and job,
        90,
        f"{served.client.job(job_id)} is not {status}",
    )


def encoders(served: Served) -> int:
    children = served.worker().children(recursive=True)
    return sum("ffmpeg" in child.name() and child.status() != psutil.STATUS_ZOMBIE for child in children)


class TestConcurrency:
    def test_it_changes_while_jobs_run_and_is_kept_over_a_restart(self, tmp_path: Path) -> None:
        endless = film(tmp_path / "B001.mov", Take(size="1280x720", frames=300, picture=NOISE))
        card = copies(endless, tmp_path / "card", 3)[0].parent
        home = tmp_path / "home"
        with serving(home, RUSHES_QUEUE__VIDEO_PROCESSING__CONCURRENCY="1") as one:
            jobs = one.client.add_clips([str(card)])["jobs"]
            until(lambda: encoders(one) == 1)
            assert one.client.change_queue(LANE, concurrency=3)["changed"] == [LANE]
            until(lambda: encoders(one) == 3, 10)
            (worker,) = one.client.workers()["workers"]
            assert worker["lanes"][LANE] == 3
            one.client.act("cancel", ids=[job["id"] for job in jobs])
        with serving(home, RUSHES_QUEUE__VIDEO_PROCESSING__CONCURRENCY="1") as again:
            again.worker()
            (worker,) = again.client.workers()["workers"]
            told = {lane["name"]: lane["concurrency"] for lane in again.client.queues()["queues"]}
            assert worker["lanes"][LANE] == told[LANE] == 3

    def test_a_change_of_order_holds_for_the_next_claim(self, served: Served, short: Path, tmp_path: Path) -> None:
        served.client.pause_queue(LANE)
        jobs = served.client.add_clips([str(copies(short, tmp_path / "card", 4)[0].parent)])["jobs"]
        first, second, third, fourth = (job["id"] for job in jobs)
        served.client.set_priority(fourth, 9)
        served.client.set_priority(third, None, -1.0)
        served.client.resume_queue(LANE)
        for job in jobs:
            stands(served, job["id"], "completed")
        started = {job["id"]: served.client.job(job["id"])["started_at"] for job in jobs}
        assert sorted(started, key=lambda job_id: started[job_id]) == [fourth, third, first, second]


def test_outside_its_hours_a_lane_starts_nothing_and_says_so(short: Path, tmp_path: Path) -> None:
    now = datetime.now(UTC)
    closed = f"{(now.hour + 2) % 24:02}:00-{(now.hour + 23) % 24:02}:00"
    settings = {"RUSHES_QUEUE__VIDEO_PROCESSING__HOURS": closed, "RUSHES_SCHEDULE__TIMEZONE": "UTC"}
    (clip,) = copies(short, tmp_path / "card")
    with serving(tmp_path / "home", **settings) as one:
        one.worker()
        answer = rushes(one.home, "ingest", clip, "--no-wait")
        assert closed in answer.said
        lane = next(lane for lane in one.client.queues()["queues"] if lane["name"] == LANE)
        assert (lane["open"], lane["hours"], lane["waiting"]) == (False, closed, 1)
        assert lane["opens_at"] is not None
        with pytest.raises(AssertionError, match="still"):
            until(lambda: one.client.jobs(status=["running", "completed"])["jobs"], 4, "still nothing")


@needs_mounts
class TestDisks:
    def test_a_disk_with_too_little_room_is_waited_for(self, served: Served, short: Path, tmp_path: Path) -> None:
        (clip,) = copies(short, tmp_path / "card")
        with mounted(tmp_path / "raid", megabytes=10) as raid:
            ballast = raid / "ballast"
            ballast.write_bytes(bytes(9_000_000))
            job_id = job_of(served, clip, "--to", str(raid))
            job = stands(served, job_id, "waiting")
            assert job["error"]["code"] == "disk_full"
            assert str(raid) in job["reason"]
            assert [path.name for path in raid.rglob("*") if path.is_file()] == ["ballast"]
            ballast.unlink()
            job = stands(served, job_id, "completed")
            assert Path(job["output"]).is_relative_to(raid)
            assert [entry["to"] for entry in job["timeline"]] == [
                "pending", "running", "waiting", "pending", "running", "completed",
            ]  # fmt: skip
            assert job["error"] is None

    def test_a_disk_that_runs_full_in_the_middle_is_waited_for(
        self, served: Served, noisy: Path, tmp_path: Path
    ) -> None:
        (clip,) = copies(noisy, tmp_path / "card")
        with mounted(tmp_path / "raid", megabytes=64) as raid:
            ballast = raid / "ballast"
            ballast.write_bytes(bytes(64 * 1024 * 1024 - 9_000_000))
            job_id = job_of(served, clip, "--to", str(raid))
            job = stands(served, job_id, "waiting")
            assert job["error"]["code"] == "disk_full"
            assert "became full" in job["reason"]
            assert [path.name for path in raid.rglob("*") if path.is_file()] == ["ballast"]
            ballast.unlink()
            job = stands(served, job_id, "completed")
            assert Path(job["output"]).stat().st_size > 8_000_000

    def test_a_card_that_is_away_is_not_a_deleted_clip(self, served: Served, short: Path, tmp_path: Path) -> None:
        with mounted(tmp_path / "card") as card:
            kept, deleted = copies(short, card / "DCIM", 2)
            served.client.pause_queue(LANE)
            first, second = job_of(served, kept), job_of(served, deleted)
            deleted.unlink()
            move_mount(card, tmp_path / "pulled")
            served.client.resume_queue(LANE)
            for job_id in (first, second):
                job = stands(served, job_id, "waiting")
                assert job["error"]["code"] == "volume_away"
                assert str(card) in job["reason"]
            assert list(card.iterdir()) == []
            move_mount(tmp_path / "pulled", card)
            assert Path(stands(served, first, "completed")["output"]).is_relative_to(card)
            assert stands(served, second, "failed")["error"]["code"] == "source_missing"

    def test_a_target_that_is_away_is_not_made_on_the_systems_disk(
        self, served: Served, short: Path, tmp_path: Path
    ) -> None:
        (clip,) = copies(short, tmp_path / "card")
        with mounted(tmp_path / "raid") as raid:
            served.client.pause_queue(LANE)
            job_id = job_of(served, clip, "--to", str(raid / "day 1"))
            move_mount(raid, tmp_path / "off")
            served.client.resume_queue(LANE)
            assert stands(served, job_id, "waiting")["error"]["code"] == "volume_away"
            assert list(raid.iterdir()) == []
            assert served.client.cancel_job(job_id)["changed"] == [job_id]
            move_mount(tmp_path / "off", raid)
            assert served.client.job(job_id)["status"] == "cancelled"


class TestWishes:
    def test_a_preset_deleted_while_its_job_waits(self, served: Served, short: Path, tmp_path: Path) -> None:
        (clip,) = copies(short, tmp_path / "card")
        preset = served.home / "presets" / "dailies.toml"
        preset.parent.mkdir(exist_ok=True)
        shutil.copyfile(REPOSITORY / "resources" / "presets" / "prores-proxy.toml", preset)
        served.client.pause_queue(LANE)
        job_id = job_of(served, clip, "--preset", "dailies")
        preset.rename(tmp_path / "kept.toml")
        served.client.resume_queue(LANE)
        job = stands(served, job_id, "failed")
        assert (job["error"]["code"], job["attempt"]) == ("bad_preset", 1)
        assert "dailies" in job["error"]["message"]
        (tmp_path / "kept.toml").rename(preset)
        assert rushes(served.home, "retry", job_id).document["changed"] == [job_id]
        stands(served, job_id, "completed")

    def test_what_cannot_be_is_refused_in_one_form(self, served: Served, short: Path, tmp_path: Path) -> None:
        (clip,) = copies(short, tmp_path / "card")
        done = rushes(served.home, "ingest", clip).document["jobs"][0]["id"]
        for verb, target, code in (
            ("cancel", done, "illegal_change"),
            ("pause", done, "illegal_change"),
            ("resume", "nope", "unknown_id"),
        ):
            answer = rushes(served.home, verb, target)
            assert answer.code == (2 if code == "unknown_id" else 1), verb
            assert answer.document["changed"] == []
            assert [(item["id"], item["code"]) for item in answer.document["refused"]] == [(target, code)]

    def test_two_commands_at_once_change_a_job_once(self, served: Served, short: Path, tmp_path: Path) -> None:
        served.client.pause_queue(LANE)
        jobs = served.client.add_clips([str(copies(short, tmp_path / "card", 20)[0].parent)])["jobs"]
        ids = [job["id"] for job in jobs]
        with ThreadPoolExecutor(6) as pool:
            answers = list(pool.map(lambda _: served.client.act("cancel", ids=ids), range(6)))
        served.client.resume_queue(LANE)
        changed = [job_id for answer in answers for job_id in answer["changed"]]
        refused = [item for answer in answers for item in answer["refused"]]
        assert sorted(changed) == sorted(ids)
        assert len(refused) == 5 * len(ids)
        assert {item["code"] for item in refused} == {"illegal_change"}


@pytest.mark.skipif(os.name != "posix", reason="stopping a process is POSIX")
def test_a_machine_that_sleeps_costs_no_attempt(long: Path, tmp_path: Path) -> None:
    """Server, worker and FFmpeg stand still for longer than silence may last."""
    (clip,) = copies(long, tmp_path / "card")
    settings = {"RUSHES_LIMITS__NO_PROGRESS_SECONDS": "6", "RUSHES_FFMPEG__NICENESS": "1"}
    with serving(tmp_path / "home", **settings) as one:
        one.worker()
        job_id = one.client.add_clips([str(clip)])["jobs"][0]["id"]
        until(lambda: encoders(one))
        family = [psutil.Process(one.process.pid), *psutil.Process(one.process.pid).children(recursive=True)]
        for process in family:
            process.suspend()
        time.sleep(8)
        for process in reversed(family):
            process.resume()
        job = stands(one, job_id, "completed")
    assert job["attempt"] == 1
    assert [entry["to"] for entry in job["timeline"]] == ["pending", "running", "completed"]
