"""What an ingest would do, before it does anything; with real clips and the real ledger."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from server.bootstrap import App, open_home
from server.config import Settings
from server.domain.job import Event, JobQuery
from server.errors import PresetError, UsageError
from tests.helpers.footage import Take, film


@pytest.fixture(scope="module")
def clip(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return film(tmp_path_factory.mktemp("footage") / "clip.mov", Take(size="320x180", frames=50))


@pytest.fixture
def app(tmp_path: Path) -> Iterator[App]:
    with open_home(tmp_path / "home", Settings()) as home:
        yield home


@pytest.fixture
def card(tmp_path: Path, clip: Path) -> Path:
    folder = tmp_path / "card"
    (folder / "Proxy").mkdir(parents=True)
    for name in ("A001.mov", "A002.mov", "Proxy/A001.mov"):
        shutil.copyfile(clip, folder / name)
    (folder / "notes.odt").write_text("not footage")
    (folder / "A001.xmp").write_text("<x/>")
    return folder


def test_it_tells_what_is_new_how_large_and_what_is_left_alone(app: App, card: Path, clip: Path) -> None:
    seen = app.outlooks.of([str(card)])
    assert (seen.new, seen.done, seen.queued) == (2, 0, 0)
    assert seen.size_bytes == 2 * clip.stat().st_size
    assert seen.proxy_bytes is not None
    assert seen.proxy_bytes >= 2_000_000  # the least one of them takes
    assert seen.free_bytes is not None
    assert seen.seconds is None  # nothing was made here yet
    assert {one.reason: one.count for one in seen.left_alone} == {"own_output": 1, "sidecar": 1, "not_media": 1}


def test_nothing_is_queued_and_nothing_is_remembered(app: App, card: Path) -> None:
    app.outlooks.of([str(card)])
    assert app.ledger.find(JobQuery()).total == 0
    assert app.clip_ledger.all() == []


def test_what_is_queued_already_is_not_new(app: App, card: Path) -> None:
    jobs = app.ingest.ingest([str(card / "A001.mov")]).jobs
    assert (app.outlooks.of([str(card)]).new, app.outlooks.of([str(card)]).queued) == (1, 1)
    assert app.outlooks.of([str(card)], preset="h264-half").new == 2
    assert app.outlooks.of([str(card)], force=True).new == 2
    app.ledger.change(jobs[0].id, Event.CANCEL)
    assert app.outlooks.of([str(card)]).new == 2


def test_a_clip_that_changed_since_is_new(app: App, card: Path) -> None:
    app.ingest.ingest([str(card)])
    with open(card / "A001.mov", "ab") as file:
        file.write(b"more")
    seen = app.outlooks.of([str(card)])
    assert (seen.new, seen.queued) == (1, 1)


def test_of_very_many_strange_names_few_are_looked_into(app: App, tmp_path: Path) -> None:
    for number in range(130):
        (tmp_path / "home folder").mkdir(exist_ok=True)
        (tmp_path / "home folder" / f"letter {number}.odt").write_text("dear all")
    told = {one.reason: one.count for one in app.outlooks.of([str(tmp_path / "home folder")]).left_alone}
    assert sum(told.values()) == 130
    assert told.get("not_media", 0) <= 100


def test_what_cannot_be_is_refused(app: App, card: Path) -> None:
    with pytest.raises(UsageError):
        app.outlooks.of([str(card / "nothing.mov")])
    with pytest.raises(PresetError):
        app.outlooks.of([str(card)], preset="of-the-neighbour")
