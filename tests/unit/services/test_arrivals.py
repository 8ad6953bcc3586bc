"""Uploads and kills: what is here stays, a name is given once, a job is made once."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from server.bootstrap import open_home
from server.config import Settings
from server.services import arrivals as module
from server.services import landing
from server.services.arrivals import KEPT_SECONDS, Arrivals
from tests.helpers.cards import avchd_card
from tests.helpers.footage import Take, film


@pytest.fixture
def clip(tmp_path: Path) -> bytes:
    return film(tmp_path / "made.mov", Take(frames=2)).read_bytes()


@pytest.fixture
def arrivals(home: Path) -> Iterator[Arrivals]:
    with open_home(home, Settings()) as app:
        yield app.arrivals


def test_a_kill_before_the_name_is_given(arrivals: Arrivals, clip: bytes, monkeypatch: pytest.MonkeyPatch) -> None:
    one = arrivals.begin("A.mov", len(clip))
    arrivals.append(one.id, 0, clip)

    def killed(_source: str, _target: str) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(module, "rename_without_replacing", killed)
        with pytest.raises(KeyboardInterrupt):
            arrivals.finish(one.id)
    assert arrivals.get(one.id).path is None
    done = arrivals.finish(one.id)
    assert done.path is not None
    assert Path(done.path).name == "A.mov"
    assert len(done.jobs) == 1


def test_a_kill_before_the_job_is_made(arrivals: Arrivals, clip: bytes, monkeypatch: pytest.MonkeyPatch) -> None:
    one = arrivals.begin("A.mov", len(clip))
    arrivals.append(one.id, 0, clip)
    note = Arrivals._note
    with monkeypatch.context() as patch:
        patch.setattr(Arrivals, "_note", lambda self, arrival: None if arrival.jobs else note(self, arrival))
        first = arrivals.finish(one.id)
    assert arrivals.get(one.id).jobs == ()
    again = arrivals.finish(one.id)
    assert again.jobs == first.jobs != ()


def test_what_nobody_went_on_with_goes(arrivals: Arrivals, home: Path) -> None:
    old, young = arrivals.begin("A.mov", 5), arrivals.begin("B.mov", 5)
    for file in (home / "incoming" / ".incoming").glob(f"{old.id}*"):
        at = file.stat().st_mtime - KEPT_SECONDS - 60
        os.utime(file, (at, at))
    arrivals.begin("C.mov", 5)
    kept = {file.stem for file in (home / "incoming" / ".incoming").iterdir()}
    assert old.id not in kept
    assert young.id in kept


STREAM = Take(size="320x180", frames=30, audio="-c:a ac3 -b:a 192k", options="-mpegts_m2ts_mode 1 -f mpegts")


def test_a_card_stays_one_and_a_clip_of_three_files_one_job(
    arrivals: Arrivals, home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Also where the server is killed when all of it is there, and no job is made yet."""
    monkeypatch.setattr(landing, "QUIET_SECONDS", 0.0)
    card = tmp_path / "A001"
    avchd_card(film(tmp_path / "whole.mts", STREAM), card, (100, 250))
    places = {}
    for file in sorted(card.rglob("*.*")):
        path = file.relative_to(tmp_path).as_posix()
        one = arrivals.begin(file.name, file.stat().st_size, None, path, "drop-number-1")
        arrivals.append(one.id, 0, file.read_bytes())
        places[path] = arrivals.finish(one.id)
    assert {str(Path(one.path or "").relative_to(home / "incoming")) for one in places.values()} == places.keys()
    with open_home(home, Settings()) as again:
        again.arrivals.look()
        told = {path: again.arrivals.get(one.id) for path, one in places.items()}
        (first,) = (path for path, one in told.items() if one.jobs)
        assert first.endswith("STREAM/00000.MTS")
        assert all("Part of the clip" in (one.skipped or "") for path, one in told.items() if path.endswith("1.MTS"))
        assert [card["name"] for card in again.cards.all()] == ["A001"]
    arrivals.look()
    assert len(arrivals.get(places[first].id).jobs) == 1
