"""`ok`, or `degraded` with reasons that a program can keep."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from server import health
from server.bootstrap import App, open_home
from server.config import FfmpegSettings, Settings
from server.errors import HomeUnusable
from server.health import REASONS, Health, checks_of
from server.store.database import mark_damaged
from server.store.rescue import Restored, _note, damage_of
from tests.conftest import REPOSITORY
from tests.helpers.fakes import wish


@pytest.fixture
def app(home: Path) -> Iterator[App]:
    with open_home(home, Settings()) as opened:
        yield opened


def reasons(app: App, fault: str | None = None, *, worker: bool = True) -> list[str]:
    one = Health(checks_of(app, lambda: fault, worker=worker))
    one.look()
    return one.reasons()


def test_a_home_that_works_is_well(app: App) -> None:
    assert reasons(app) == []


def test_a_worker_that_is_down(app: App) -> None:
    assert reasons(app, "it ended") == ["worker_down"]
    assert reasons(app, "it ended", worker=False) == []


def test_no_ffmpeg(home: Path) -> None:
    with open_home(home, Settings(ffmpeg=FfmpegSettings(path=str(home / "no-ffmpeg")))) as app:
        assert reasons(app) == ["ffmpeg_missing"]


def test_a_disk_that_is_nearly_full(app: App, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(health, "LOW_BYTES", 10**18)
    assert reasons(app) == ["disk_low"]


def test_a_damaged_job_list(app: App) -> None:
    assert reasons(app) == []  # it is open now
    mark_damaged(app.home / "jobs.db", "seen by a reader")
    assert reasons(app) == ["database_damaged"]


@pytest.mark.parametrize("name", ["jobs.db", "jobs.db-shm"])
def test_a_job_list_that_was_taken_away_while_it_was_open(app: App, name: str) -> None:
    app.ledger.submit([wish()])
    one = Health(checks_of(app, lambda: None, worker=False))
    one.look()
    assert one.reasons() == []
    (app.home / name).rename(app.home / "taken")
    one.look()
    assert one.reasons() == ["database_damaged"]
    assert damage_of(app.home / "jobs.db") == "damaged"


@pytest.mark.parametrize(("days", "told"), [(0, ["database_restored"]), (6, ["database_restored"]), (8, [])])
def test_a_restored_job_list_is_told_for_a_week(app: App, days: int, told: list[str]) -> None:
    at = datetime.now(UTC) - timedelta(days=days)
    _note(app.home / "jobs.db", Restored(at.isoformat(), "damaged", "/kept", None))
    assert reasons(app) == told


def test_what_cannot_be_looked_at_again_stays() -> None:
    one = Health({})
    one.note("sync_failed")
    one.note("whatever a worker says")
    one.look()
    assert one.reasons() == ["sync_failed"]


def test_a_check_that_cannot_be_made_counts_as_failed() -> None:
    def fails() -> bool:
        raise HomeUnusable("The disk is gone.")

    one = Health({"disk_low": fails})
    one.look()
    assert one.reasons() == ["disk_low"]


def test_a_look_that_does_not_come_back_is_told() -> None:
    now = 0.0
    told: list[list[str]] = []

    def hangs() -> bool:
        nonlocal now
        now += 21
        told.append(one.reasons())
        return False

    one = Health({"disk_low": hangs}, lambda: now)
    one.look()
    assert told == [["database_busy"]]
    assert one.reasons() == []


def test_the_readme_lists_the_codes() -> None:
    readme = (REPOSITORY / "README.md").read_text(encoding="utf-8")
    section = readme.split("\n## Server\n", 1)[1].split("\n## ", 1)[0]
    assert REASONS.keys() <= set(re.findall(r"`([a-z_]+)`", section))
