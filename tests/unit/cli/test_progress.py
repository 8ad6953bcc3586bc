"""Bars on a terminal, lines elsewhere, nothing beside a JSON document."""

import io
from dataclasses import replace
from datetime import UTC, datetime

from rich.console import Console
from rich.progress import Progress

from server.cli.output import Output
from server.cli.progress import BarView, LineView, SilentView, end_line, open_view, wait_line
from server.domain.job import Job, Status

NOON = datetime(2026, 3, 1, 12, 0, tzinfo=UTC)
JOB = Job("01J", "proxy", "video_processing", Status.RUNNING, "c1", "/card/[red]A\x1b.mov", "prores-proxy", NOON)
DONE = replace(JOB, status=Status.COMPLETED, output="/card/Proxy/A.mov")
ERROR = {"code": "disk_full", "message": "The disk is full.", "hint": "Free some.", "transient": True}


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def bars(total: int = 2) -> tuple[BarView, Progress]:
    progress = Progress(console=Console(file=io.StringIO()))
    times = iter(range(0, 1000, 10))
    return BarView(progress, total, lambda: float(next(times))), progress


def test_a_line_for_each_end_and_each_wait() -> None:
    lines: list[str] = []
    view = LineView(lines.append)
    view.progressed(JOB, {"progress": 0.5})
    view.waits(replace(JOB, status=Status.WAITING, error=ERROR))
    view.finished(DONE)
    assert lines == [
        "[red]A\x1b.mov: waits; it goes on by itself. The disk is full.",
        "[red]A\x1b.mov: done, /card/Proxy/A.mov",
    ]


def test_a_wait_for_the_next_attempt_says_so() -> None:
    assert "it is tried again by itself" in wait_line(replace(JOB, status=Status.RETRYING, error=ERROR))


def test_an_end_without_a_proxy_says_why() -> None:
    assert end_line(replace(JOB, status=Status.FAILED, error=ERROR)).endswith("failed. The disk is full.")
    assert end_line(replace(JOB, status=Status.CANCELLED, reason="no need")).endswith("cancelled. no need")


def test_a_bar_for_the_clip_and_one_for_the_whole() -> None:
    view, progress = bars()
    view.progressed(JOB, {"progress": 0.5, "speed": 2.0, "eta": 65})
    whole, clip = progress.tasks
    assert (clip.description, clip.completed) == ("[red]A\N{REPLACEMENT CHARACTER}.mov", 0.5)
    assert (clip.fields["speed"], clip.fields["left"]) == ("2.0x", "1:05")
    assert (whole.description, whole.completed, whole.total) == ("0 of 2 clips", 0.5, 2)
    assert whole.fields["left"] == "0:30"


def test_a_clip_that_is_done_leaves_only_the_whole() -> None:
    view, progress = bars()
    view.progressed(JOB, {"progress": 0.5, "speed": None, "eta": None})
    view.finished(DONE)
    (whole,) = progress.tasks
    assert (whole.description, whole.completed) == ("1 of 2 clips", 1.0)


def test_a_clip_that_has_to_wait_starts_anew_later() -> None:
    view, progress = bars()
    view.progressed(JOB, {"progress": 0.5, "speed": None, "eta": None})
    view.waits(replace(JOB, status=Status.WAITING, error=ERROR))
    (whole,) = progress.tasks
    assert whole.completed == 0


def test_a_long_name_is_shortened_in_its_middle() -> None:
    view, progress = bars()
    view.progressed(replace(JOB, source=f"/card/{'x' * 200}.mov"), {"progress": None, "speed": None, "eta": None})
    shown = progress.tasks[1].description
    assert len(shown) == 40
    assert shown.endswith("….mov"[-4:])


def test_bars_need_a_terminal() -> None:
    for as_json, err, kind in (
        (False, Terminal(), BarView),
        (True, Terminal(), BarView),
        (False, io.StringIO(), LineView),
        (True, io.StringIO(), SilentView),
    ):
        out = io.StringIO()
        with open_view(Output(as_json, out, err), 1) as view:
            assert isinstance(view, kind)
            view.progressed(JOB, {"progress": 0.5, "speed": None, "eta": None})
        assert out.getvalue() == ""
