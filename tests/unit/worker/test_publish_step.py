"""A kill between any two moments of publishing leaves one whole proxy, or none and its job to be done again."""

from __future__ import annotations

import json
from pathlib import Path
from types import SimpleNamespace
from typing import Any, cast

import pytest

from server.domain.job import Claim, Event
from server.domain.steps import Publish
from server.errors import LostClaim, OutputExists
from server.media.allowance import Limits
from server.storage.publish import published_before
from server.worker.attempt import Attempt
from server.worker.steps import publish
from tests.helpers.fakes import FakeLedger, HandClock, wish

SOURCE = "/card/A001.mov"


class Desk:
    """A folder for proxies, a fake ledger, and one attempt at a time."""

    def __init__(self, folder: Path) -> None:
        self.ledger, self.target = FakeLedger(HandClock()), folder / "Proxy" / "A001.mov"
        self.target.parent.mkdir()

    def claim(self, source: str = SOURCE) -> Claim:
        self.ledger.submit([wish(source)])
        claim = self.ledger.claim("video_processing", "w1")
        assert claim is not None
        return claim

    def attempt(self, claim: Claim, content: bytes = b"proxy") -> Attempt:
        temporary = self.target.parent / f".{claim.job.id}.partial"
        temporary.write_bytes(content)
        tools = cast("Any", SimpleNamespace(ledger=self.ledger, limits_for=lambda _seconds: Limits()))
        made = Attempt(tools, claim, lambda: None, lambda: False, self.target.parent)
        made.target, made.temporary = str(self.target), str(temporary)
        return made

    def finish(self, content: bytes = b"proxy", source: str = SOURCE) -> Claim:
        """Publishes and completes a job."""
        claim = self.claim(source)
        attempt = self.attempt(claim, content)
        publish.run(Publish(str(self.target), None), attempt)
        self.ledger.change(
            claim.job.id, Event.COMPLETE, token=claim.token, output=attempt.target, result=attempt.result
        )
        return claim


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return Desk(tmp_path)


def test_the_proxy_has_its_name_and_the_ledger_knows_its_hash(desk: Desk) -> None:
    claim = desk.finish()
    assert [path.name for path in desk.target.parent.iterdir()] == ["A001.mov"]
    job = desk.ledger.get(claim.job.id)
    assert job.result is not None
    assert job.intent is not None
    assert job.result["proxy"] == str(desk.target)
    assert job.result["sha256"] == job.intent["sha256"]
    assert json.dumps(dict(job.intent))


def test_a_kill_after_the_rename_is_recognised(desk: Desk) -> None:
    claim = desk.claim()
    publish.run(Publish(str(desk.target), None), desk.attempt(claim))
    found = published_before(desk.ledger.get(claim.job.id).intent)
    assert found is not None
    assert found[0] == str(desk.target)
    assert found[1]["proxy"] == str(desk.target)


def test_a_kill_before_the_rename_is_not_taken_for_done(desk: Desk) -> None:
    claim = desk.claim()
    publish.run(Publish(str(desk.target), None), desk.attempt(claim))
    desk.target.unlink()
    assert published_before(desk.ledger.get(claim.job.id).intent) is None
    desk.target.write_bytes(b"another file")
    assert published_before(desk.ledger.get(claim.job.id).intent) is None
    assert published_before(None) is None


def test_our_own_earlier_proxy_is_set_aside(desk: Desk) -> None:
    first = desk.finish(b"first")
    desk.finish(b"second")
    assert desk.target.read_bytes() == b"second"
    assert (desk.target.parent / ".superseded" / first.job.id / "A001.mov").read_bytes() == b"first"


def test_the_proxy_of_another_clip_is_never_set_aside(desk: Desk) -> None:
    desk.finish(b"first", source="/card/A001.mxf")
    with pytest.raises(OutputExists):
        desk.finish(b"second")
    assert desk.target.read_bytes() == b"first"


def test_our_own_proxy_that_somebody_changed_is_foreign(desk: Desk) -> None:
    desk.finish(b"first")
    desk.target.write_bytes(b"graded by hand")
    with pytest.raises(OutputExists):
        desk.finish(b"second")
    assert desk.target.read_bytes() == b"graded by hand"


def test_an_attempt_that_lost_its_job_publishes_nothing(desk: Desk) -> None:
    claim = desk.claim()
    attempt = desk.attempt(claim)
    desk.ledger.change(claim.job.id, Event.RELEASE)
    with pytest.raises(LostClaim):
        publish.run(Publish(str(desk.target), None), attempt)
    assert not desk.target.exists()


def test_a_dangling_link_holds_the_name(desk: Desk) -> None:
    desk.target.symlink_to("nowhere")
    with pytest.raises(OutputExists):
        desk.finish()
    assert desk.target.is_symlink()
