"""An ingest that uploads waits for the uploads as well, and says so."""

from __future__ import annotations

import io
from collections.abc import Iterator, Mapping
from typing import Any

from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn

from server.cli.follow import Follower, WorkerKeeper
from server.cli.output import Output
from server.cli.progress import BarView, SilentView, end_line
from server.cli.summary import ingest_document, ingest_exit_code, say_uploads
from server.domain.job import Event, Job, JobQuery
from server.services.uploads import Uploads
from tests.helpers.fakes import FakeBell, FakeLedger, FakeRegistry, HandClock, wish


class WorksBothLanes:
    """Ends every job in turn: proxies well, uploads as the test says."""

    def __init__(self, ledger: FakeLedger, uploads: Uploads, end: Event) -> None:
        self._ledger, self._uploads, self._end = ledger, uploads, end

    def start(self) -> None:
        """Nothing to start."""

    def stop(self) -> None:
        """Nothing to stop."""

    def events(self) -> Iterator[Mapping[str, Any]]:
        for lane, end in (("video_processing", Event.COMPLETE), ("transfer", self._end)):
            while claim := self._ledger.claim(lane, "w1"):
                if lane == "video_processing":
                    self._uploads.follow_up(claim.job)
                error = None if end is Event.COMPLETE else {"code": "c", "message": "No.", "hint": "Mend it."}
                self._ledger.change(claim.job.id, end, token=claim.token, error=error)
                yield {"job": claim.job.id, "status": "ended"}


def follow(end: Event, count: int = 2) -> tuple[list[Job], list[Job]]:
    ledger = FakeLedger(HandClock())
    uploads = Uploads(ledger, FakeBell(), lambda: ("footage", ""))
    jobs = ledger.submit([wish(f"/card/{number}.mov") for number in range(count)])
    keeper = WorkerKeeper(FakeRegistry(), lambda _death: None, lambda: WorksBothLanes(ledger, uploads, end))
    follower = Follower(ledger, keeper, SilentView(), tick_seconds=0.02)
    return follower.follow(jobs, lambda job: ledger.find(JobQuery(parent_id=job.id)).jobs), follower.children


def test_the_roots_stay_the_answer_and_their_uploads_are_waited_for() -> None:
    roots, uploads = follow(Event.COMPLETE)
    assert [job.kind for job in roots] == ["proxy", "proxy"]
    assert sorted(job.parent_id or "" for job in uploads) == sorted(job.id for job in roots)
    assert all(job.final for job in (*roots, *uploads))
    assert ingest_exit_code([*roots, *uploads], []) == 0


def test_an_upload_that_failed_is_a_failure_of_the_whole() -> None:
    roots, uploads = follow(Event.FAIL)
    assert ingest_exit_code(roots, []) == 0
    assert ingest_exit_code([*roots, *uploads], []) == 1
    out = io.StringIO()
    say_uploads(Output(False, out, io.StringIO()), uploads)
    assert out.getvalue().splitlines()[0] == "0 clips in the bucket, 2 not uploaded."
    assert "  Mend it." in out.getvalue()


def test_uploads_are_in_the_document_where_they_were_asked_for() -> None:
    roots, uploads = follow(Event.COMPLETE, count=1)
    assert list(ingest_document(roots, [])) == ["jobs", "skipped"]
    document = ingest_document(roots, [], uploads)
    assert (len(document["jobs"]), [job["kind"] for job in document["uploads"]]) == (1, ["upload"])


def test_an_upload_says_where_the_clip_is() -> None:
    _, (upload,) = follow(Event.FAIL, count=1)
    assert end_line(upload) == "0.mov (upload): failed. No."


def test_bars_count_what_joins_later() -> None:
    _, (upload,) = follow(Event.COMPLETE, count=1)
    progress = Progress(TextColumn("{task.description}"), BarColumn(), console=Console(file=io.StringIO()))
    view = BarView(progress, 1)
    view.joined(1)
    view.progressed(upload, {"progress": 0.5, "speed": None, "eta": None})
    whole, bar = progress.tasks
    assert (whole.description, whole.total, bar.description) == ("0 of 2 jobs", 2, "↑ 0.mov")
