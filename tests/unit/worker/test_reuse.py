"""A name that another job of ours has just taken, and not yet said so in the ledger."""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace
from typing import Any, cast

import pytest

from server.domain.job import Claim, Event
from server.domain.media import MediaFacts
from server.domain.steps import Encode, KeepExtras, Publish, Step
from server.errors import NotMedia
from server.media.allowance import Limits
from server.worker.attempt import Attempt
from server.worker.reuse import lost_race, take_over
from server.worker.steps import publish
from tests.helpers.fakes import FakeLedger, HandClock, wish

SOURCE = "/card/A001.mov"
LANE = "video_processing"


class Two:
    """Two jobs for one clip with different presets: the first has published, the second comes upon its file."""

    def __init__(self, folder: Path) -> None:
        self.ledger, self.target = FakeLedger(HandClock()), folder / "Proxy" / "A001.mov"
        self.target.parent.mkdir()
        self.ledger.submit([wish(SOURCE), wish(SOURCE, preset="h264-720p")])
        self.first, self.second = self._attempt(), self._attempt()
        publish.run(self.publishing, self.first)
        encode = Encode.__new__(Encode)  # of which only this is looked at
        object.__setattr__(encode, "preset", SimpleNamespace(required=()))
        self.steps: tuple[Step, ...] = (encode, self.publishing, KeepExtras(()))

    @property
    def publishing(self) -> Publish:
        return Publish(str(self.target), None)

    def _attempt(self) -> Attempt:
        claim = self.ledger.claim(LANE, "w1")
        assert claim is not None
        temporary = self.target.parent / f".{claim.job.id}.partial"
        temporary.write_text(claim.job.preset)
        tools = SimpleNamespace(
            ledger=self.ledger, prober=self, limits_for=lambda _seconds: Limits(), ffmpeg="", reading=None
        )
        made = Attempt(cast("Any", tools), claim, lambda: None, lambda: False, self.target.parent)
        made.target, made.temporary = str(self.target), str(temporary)
        made.facts = cast("MediaFacts", SimpleNamespace(take=None, video=None, duration=None))
        return made

    def probe(self, _path: str) -> MediaFacts:
        """Looking takes its time: meanwhile the first job's end is written down."""
        self._complete(self.first.claim)
        raise NotMedia("It is no proxy.")

    def _complete(self, claim: Claim) -> None:
        self.ledger.change(claim.job.id, Event.COMPLETE, token=claim.token, output=str(self.target))


@pytest.fixture
def two(tmp_path: Path) -> Two:
    return Two(tmp_path)


def test_the_second_is_made_all_the_same(two: Two) -> None:
    assert take_over(two.second, two.steps) == two.steps
    assert not two.target.exists()  # the first one's was moved aside


def test_who_has_encoded_already_publishes(two: Two) -> None:
    with lost_race(two.second, two.steps):
        publish.run(two.publishing, two.second)
    assert two.target.read_text() == "h264-720p"
    assert two.second.result["proxy"] == str(two.target)
    aside = two.target.parent / ".superseded" / two.first.job.id / "A001.mov"
    assert aside.read_text() == two.first.job.preset
