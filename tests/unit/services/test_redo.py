"""Extras that are made after the proxy, by jobs of their own."""

from __future__ import annotations

import pytest

from server.domain.extras import Filmstrip, QualityCheck, Waveform
from server.domain.job import Job, NewJob
from server.services.redo import Redo
from tests.helpers.fakes import FakeBell, FakeLedger, HandClock


@pytest.fixture
def ledger() -> FakeLedger:
    return FakeLedger(HandClock())


@pytest.fixture
def redo(ledger: FakeLedger) -> Redo:
    return Redo(ledger, FakeBell())


def proxy_job(ledger: FakeLedger, **request: object) -> Job:
    wish = NewJob("proxy", "video_processing", "/card/A.mov", "h264-half", "c1", request=request, priority=7)
    return ledger.submit([wish])[0]


def test_what_is_missing_is_made_by_a_child_of_the_proxys_job(ledger: FakeLedger, redo: Redo) -> None:
    parent = proxy_job(ledger)
    (job,) = redo.extras(parent, [Waveform, Filmstrip])
    assert (job.kind, job.parent_id, job.preset, job.clip_id) == ("thumbnail", parent.id, "h264-half", "c1")
    assert (job.request, job.priority) == ({"extras": ["filmstrip", "waveform"]}, 7)


def test_nothing_is_asked_for_twice(ledger: FakeLedger, redo: Redo) -> None:
    parent = proxy_job(ledger)
    assert redo.extras(parent, [Filmstrip]) == redo.extras(parent, [Filmstrip])
    assert redo.extras(parent, []) == []


def test_analysis_comes_later_only_where_the_proxys_job_does_not_do_it(ledger: FakeLedger, redo: Redo) -> None:
    assert redo.analysis(proxy_job(ledger, analysis=True)) == []
    asked = {job.kind: (job.queue, job.request["extras"]) for job in redo.analysis(proxy_job(ledger))}
    assert asked == {"analysis": ("cv_analysis", ["analysis"]), "thumbnail": ("video_processing", ["analysis_proxy"])}


def test_a_check_needs_no_preset_and_pictures_are_made_as_the_proxy_shows_them(ledger: FakeLedger, redo: Redo) -> None:
    jobs = {job.kind: job for job in redo.extras(proxy_job(ledger, lut="/home/a.cube"), [Filmstrip, QualityCheck])}
    assert (jobs["analysis"].preset, jobs["thumbnail"].preset) == ("", "h264-half")
    assert jobs["thumbnail"].request["lut"] == "/home/a.cube"
