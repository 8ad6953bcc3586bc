"""What a job of each kind is going to do."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

import pytest

from server.domain.extras import Poster
from server.domain.job import Job, Status
from server.domain.kinds import KINDS, PATH_PARAMS
from server.domain.kinds.thumbnail import plan, plan_time
from server.domain.kinds.upload import pieces_of
from server.domain.media import MediaFacts, VideoTrack
from server.domain.objects import Piece
from server.domain.steps import KeepExtras, Snapshot
from server.errors import Awaited, NoVideo, SourceMissing, UsageError
from tests.helpers.fakes import NOON

VIDEO = VideoTrack(0, "h264", "yuv420p", 8, 1920, 1080, Fraction(25), frames=500, duration=20.0)
FACTS = MediaFacts("mov", 20.0, 1000, VIDEO, timecode="01:00:00:00")


def job(kind: str, **fields: object) -> Job:
    plain = {"status": Status.RUNNING, "clip_id": "c1", "source": "/card/A.mov", "preset": "", "queued_at": NOON}
    return Job(**{"id": "j1", "kind": kind, "queue": KINDS[kind].queue, **plain, **fields})


def test_every_kind_can_be_planned_one_way() -> None:
    assert all((kind.plan is None) != (kind.plan_unseen is None) for kind in KINDS.values())


@pytest.mark.parametrize(
    ("at", "seconds"),
    [
        (None, 10.0),
        ("0", 0.0),
        ("12.5", 12.5),
        ("01:00:10:00", 10.0),
        ("01:00:00:05", 0.2),
        ("00:00:10:00", 10.0),
    ],
)
def test_a_time_is_the_clips_own_or_counted_from_its_start(at: str | None, seconds: float) -> None:
    assert plan_time(at, FACTS) == pytest.approx(seconds)


def test_without_timecode_a_time_counts_from_the_start() -> None:
    assert plan_time("00:00:10:12", replace(FACTS, timecode=None)) == pytest.approx(10.48)


@pytest.mark.parametrize("at", ["20", "1e9", "-1", "nan", "inf", "soon", "01:00:20:00", "00:00:00:25", "1:2", ""])
def test_a_time_outside_the_clip_is_refused(at: str) -> None:
    with pytest.raises(UsageError) as caught:
        plan_time(at, FACTS)
    assert caught.value.code == "bad_time"


def test_a_thumbnail_is_one_frame_that_must_be_kept() -> None:
    steps = plan(job("thumbnail", request={"at": "5"}), FACTS, None, {})
    assert steps == (Snapshot("/card/A.mov", 0, 5.0, interlaced=False), KeepExtras((Poster(0),), required=True))


def test_sound_has_no_thumbnail() -> None:
    with pytest.raises(NoVideo):
        plan(job("thumbnail"), replace(FACTS, video=None), None, {})


def done(**fields: object) -> Job:
    result = {"thumbnail": "/home/cache/posters/c1.jpg"}
    plain = {"status": Status.COMPLETED, "output": "/card/Proxy/A.mov", "result": result}
    return job("proxy", **{**plain, **fields})


def upload() -> Job:
    return job("upload", request={"bucket": "b", "prefix": "show", "root": "/card"})


def test_an_upload_sends_original_proxy_and_picture() -> None:
    assert pieces_of(upload(), done(), "/home/cache/posters/c1.jpg") == (
        Piece("original", "/card/A.mov", "show/card/A.mov"),
        Piece("proxy", "/card/Proxy/A.mov", "show/card/Proxy/A.mov"),
        Piece("thumbnail", "/home/cache/posters/c1.jpg", "show/card/Proxy/A.jpg"),
    )


def test_a_proxy_without_a_picture_goes_alone() -> None:
    roles = [piece.role for piece in pieces_of(upload(), done(result={"thumbnail": None}), "")]
    assert roles == ["original", "proxy"]


def test_an_original_without_a_proxy_goes_alone() -> None:
    assert [piece.role for piece in pieces_of(upload(), None, "")] == ["original"]


@pytest.mark.parametrize("status", [Status.PENDING, Status.RUNNING, Status.RETRYING, Status.WAITING])
def test_an_upload_waits_for_its_proxy(status: Status) -> None:
    with pytest.raises(Awaited):
        pieces_of(upload(), done(status=status, output=None), "")


@pytest.mark.parametrize("status", [Status.FAILED, Status.CANCELLED])
def test_an_upload_does_not_wait_for_a_proxy_that_will_not_come(status: Status) -> None:
    with pytest.raises(SourceMissing, match="no proxy"):
        pieces_of(upload(), done(status=status, output=None), "")


def test_all_files_of_a_clip_are_sent() -> None:
    sent = pieces_of(upload(), None, "", ("/card/day/s1.dpx", "/card/day/s2.dpx"))
    assert [(piece.role, piece.path) for piece in sent] == [
        ("original", "/card/day/s1.dpx"), ("original", "/card/day/s2.dpx")
    ]  # fmt: skip
    assert len({piece.key for piece in sent}) == 2


def test_every_place_of_a_copy_is_a_path_that_not_everybody_may_name() -> None:
    assert {name for name in KINDS["copy"].params if name.startswith("to")} <= PATH_PARAMS
    assert {"to", "lut"} <= PATH_PARAMS
