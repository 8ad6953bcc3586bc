"""`/metrics` and `/docs`."""

from __future__ import annotations

import pytest

from server.domain.job import Event
from tests.unit.api.conftest import Desk


def test_what_stands_in_the_list_and_what_ended(desk: Desk) -> None:
    desk.pending()
    desk.home.ledger.change(desk.pending("/card/B.mov").id, Event.CANCEL)
    desk.home.ledger.pause_lane("transfer", True)
    desk.figures.look()
    desk.figures.note_takeovers(3)
    answer = desk.get("/metrics")
    assert answer.headers["content-type"] == "text/plain; version=0.0.4; charset=utf-8"
    lines = answer.content.decode().splitlines()
    for line in (
        'rushes_jobs{status="pending"} 1',
        'rushes_jobs{status="cancelled"} 1',
        'rushes_jobs_by_kind{kind="proxy"} 2',
        'rushes_queue_depth{queue="video_processing"} 1',
        'rushes_queue_paused{queue="transfer"} 1',
        'rushes_jobs_ended_total{kind="proxy",status="cancelled"} 1',
        "rushes_takeovers_total 3",
        "rushes_uploaded_bytes_total 0",
    ):
        assert line in lines


def test_a_job_that_ran_is_in_the_histogram_once(desk: Desk) -> None:
    desk.pending()
    claim = desk.home.ledger.claim("video_processing", "w")
    assert claim is not None
    sent = {"objects": [{"size": 700}, {"size": 77}]}
    desk.home.ledger.change(claim.job.id, Event.COMPLETE, token=claim.token, result=sent)
    desk.figures.look()
    desk.figures.look()
    text = desk.get("/metrics").content.decode()
    assert 'rushes_job_duration_seconds_count{kind="proxy"} 1' in text
    assert "rushes_uploaded_bytes_total 777" in text


@pytest.mark.parametrize("path", ["/docs", "/docs.js", "/docs.css"])
def test_the_pages_of_the_api_need_a_token_and_nothing_from_outside(desk: Desk, path: str) -> None:
    assert desk.ask("GET", path, headers={"Authorization": ""}).status_code == 401
    answer = desk.ask("GET", path)
    assert answer.status_code == 200
    assert b"//" not in answer.content.replace(b"// ", b"")  # no address of another host
