"""Routes of proxies made elsewhere, and of projects that were moved."""

from __future__ import annotations

from pathlib import Path

from server.services.walk import sight_clip
from tests.unit.api.conftest import Desk


def test_a_project_that_moved_is_told_of_first_and_then_taken_along(desk: Desk, tmp_path: Path) -> None:
    old, new = tmp_path / "old", tmp_path / "new"
    for folder in (old, new):
        folder.mkdir()
        (folder / "A.mov").write_bytes(b"film")
    seen = sight_clip(str(old / "A.mov"))
    desk.home.clip_ledger.remember(str(old / "A.mov"), seen.size, seen.mtime_ns, seen.content_hash)
    watch = desk.post("/watches", {"path": str(old)}).json()["watch"]["id"]
    woken = len(desk.woken)
    move = {"old": str(old), "new": str(new)}
    told = desk.post("/clips/relocate", {**move, "dry_run": True}).json()
    assert (told["moved"], told["watches"], told["dry_run"]) == ([str(old / "A.mov")], [], True)
    assert desk.post("/clips/relocate", move).json()["watches"] == [watch]
    assert [clip["source"] for clip in desk.get("/clips").json()["clips"]] == [str(new / "A.mov")]
    assert len(desk.woken) > woken


def test_proxies_made_elsewhere_get_a_job_or_a_reason(desk: Desk, tmp_path: Path) -> None:
    small = tmp_path / "card" / "small"
    small.mkdir(parents=True)
    for path in (small / "A.mov", small / "X.mov"):
        path.write_bytes(b"small film")
    (tmp_path / "card" / "A.mov").write_bytes(b"film")
    answer = desk.post("/clips/adopt", {"folder": str(small), "preset": "h264-half"})
    told = answer.json()
    assert answer.status_code == 202
    assert [(job["source"], job["preset"]) for job in told["jobs"]] == [(str(tmp_path / "card" / "A.mov"), "h264-half")]
    assert [(one["path"], one["reason"]) for one in told["skipped"]] == [(str(small / "X.mov"), "no_original")]
    assert desk.post("/clips/adopt", {"folder": str(tmp_path / "nowhere")}).json()["error"]["code"] == "usage"


def test_what_would_be_adopted_is_told_without_a_job(desk: Desk, tmp_path: Path) -> None:
    small = tmp_path / "card" / "small"
    small.mkdir(parents=True)
    for path in (small / "A.mov", small / "X.mov"):
        path.write_bytes(b"small film")
    (tmp_path / "card" / "A.mov").write_bytes(b"film")
    told = desk.post("/clips/adopt", {"folder": str(small), "dry_run": True}).json()
    match = {"proxy": str(small / "A.mov"), "source": str(tmp_path / "card" / "A.mov"), "reused": False}
    assert (told["jobs"], told["matches"]) == ([], [match])
    assert [(one["path"], one["reason"]) for one in told["skipped"]] == [(str(small / "X.mov"), "no_original")]
    assert desk.get("/jobs").json()["jobs"] == []
    brief = desk.post("/clips/adopt", {"folder": str(small), "brief": True}).json()
    assert (len(brief["ids"]), brief["reused"], brief["left_alone"][0]["count"]) == (1, 0, 1)


def test_a_copy_of_a_clip_is_not_taken_for_its_proxy(desk: Desk, tmp_path: Path) -> None:
    """A whole project copied elsewhere: its originals were registered as proxies of the first ones."""
    card, again = tmp_path / "card", tmp_path / "again"
    for folder in (card, again):
        folder.mkdir()
        (folder / "A.mov").write_bytes(b"film")
    seen = sight_clip(str(card / "A.mov"))
    desk.home.clip_ledger.remember(str(card / "A.mov"), seen.size, seen.mtime_ns, seen.content_hash)
    told = desk.post("/clips/adopt", {"folder": str(again)}).json()
    assert (told["jobs"], [one["reason"] for one in told["skipped"]]) == ([], ["copy"])
