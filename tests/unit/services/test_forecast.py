"""What disks will be asked for, by what was made before."""

from __future__ import annotations

from server.domain.job import Event
from server.domain.naming import Placement
from server.services.forecast import Forecasts
from tests.helpers.fakes import FakeDisks, FakeLedger, HandClock, wish

LANE = "video_processing"
SIZES = {"/card/A.mov": 1000, "/card/B.mov": 2000, "/card/Proxy/A.mov": 100}


def test_the_share_of_proxies_made_before_counts() -> None:
    ledger, disks = FakeLedger(HandClock()), FakeDisks()
    ledger.submit([wish("/card/A.mov")])
    claim = ledger.claim(LANE, "w")
    assert claim
    result = {"metadata": {"size_bytes": 1000}}
    ledger.change(claim.job.id, Event.COMPLETE, token=claim.token, output="/card/Proxy/A.mov", result=result)
    ledger.submit([wish("/card/B.mov")])
    forecasts = Forecasts(ledger, disks, Placement(), 50, "/card", lambda path: SIZES.get(path))
    told = {row["folder"]: row for row in forecasts.all()}
    row = told["/card/Proxy"]
    assert (row["needed"], row["jobs"], row["reserve"]) == (200, 1, 50)
    assert row["enough"] == (row["free"] - 50 >= 200)
