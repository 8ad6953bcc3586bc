"""A real server watches over its worker and its job list, and says how it is."""

from __future__ import annotations

import json
from pathlib import Path

from server.store.backup import BackupFolder, database_fault
from server.store.database import mark_damaged
from tests.helpers.footage import Take, film
from tests.helpers.program import rushes
from tests.helpers.serving import serving, until


def timelines(home: Path, ids: list[str]) -> list[dict[str, object]]:
    return [rushes(home, "job", job_id).document for job_id in ids]


def test_a_worker_that_did_its_share_is_followed_by_another_and_no_job_notices(tmp_path: Path) -> None:
    clip, home = film(tmp_path / "A001.mov", Take()), tmp_path / "home"
    with serving(home, RUSHES_UPKEEP__RECYCLE_JOBS="2") as server:
        first = server.worker().pid
        asked = [server.client.add_job("metadata", source=clip.as_uri()) for _ in range(7)]
        ids = [answer["jobs"][0]["id"] for answer in asked]
        until(lambda: all(server.client.job(one)["status"] == "completed" for one in ids))
        jobs = [server.client.job(one) for one in ids]
        assert {job["attempt"] for job in jobs} == {1}
        assert len({job["worker"] for job in jobs}) >= 3
        assert [[entry["to"] for entry in job["timeline"]] for job in jobs] == [["pending", "running", "completed"]] * 7
        assert until(lambda: first not in {row["pid"] for row in server.client.workers()["workers"]})
        assert server.client.health()["status"] == "ok"
    log = (home / "logs" / "worker.log").read_text(encoding="utf-8")
    for one in ids:
        assert f"job {one} started: metadata, attempt 1" in log
        assert f"job {one} completed" in log


def test_a_damage_that_is_found_while_the_server_runs_is_mended_and_said_aloud(tmp_path: Path) -> None:
    clip, home = film(tmp_path / "A001.mov", Take()), tmp_path / "home"
    home.mkdir()
    made = rushes(home, "ingest", clip).document["jobs"][0]
    assert rushes(home, "maintenance", "cleanup").document["backup"]
    with serving(home) as server:
        content = bytearray((home / "jobs.db").read_bytes())
        content[4096 : len(content) // 2] = bytes(len(content) // 2 - 4096)
        (home / "jobs.db").write_bytes(content)
        mark_damaged(home / "jobs.db", "met by a reader")
        line = json.loads(server.process.stdout.readline())  # type: ignore[union-attr]
        server.url = line["url"]
        assert until(lambda: server.client.health()["reasons"]) == ["database_restored"]
        assert server.client.job(made["id"])["status"] == "completed"
        again = server.client.add_clips([clip.as_uri()])["jobs"][0]
        assert (again["id"], again["reused"]) == (made["id"], True)
    assert (home / "damaged").is_dir()
    assert "its place" in (home / "logs" / "server.log").read_text(encoding="utf-8")


def test_an_index_that_is_deleted_under_a_running_server_breaks_nothing(tmp_path: Path) -> None:
    """Programs that came later would make another jobs.db-shm and know nothing of the locks of the others."""
    clip, home = film(tmp_path / "A001.mov", Take()), tmp_path / "home"
    with serving(home) as server:
        before = server.client.add_job("metadata", source=clip.as_uri())["jobs"][0]["id"]
        until(lambda: server.client.job(before)["status"] == "completed")
        (home / "jobs.db-shm").unlink()
        server.url = json.loads(server.process.stdout.readline())["url"]  # type: ignore[union-attr]
        after = server.client.add_job("metadata", source=clip.as_uri())["jobs"][0]["id"]
        assert until(lambda: server.client.job(after)["status"] == "completed")
        assert server.client.job(before)["status"] == "completed"
        assert server.client.health()["reasons"] == []
    assert database_fault(home / "jobs.db", "integrity_check") is None


def test_a_list_that_was_lost_with_its_backup_encodes_nothing_twice(tmp_path: Path) -> None:
    clip, home = film(tmp_path / "A001.mov", Take()), tmp_path / "home"
    home.mkdir()
    made = rushes(home, "ingest", clip).document["jobs"][0]
    proxy = Path(made["output"])
    before = proxy.stat().st_mtime_ns, proxy.stat().st_ino
    assert BackupFolder(home / "backups").all() == []
    (home / "jobs.db").write_bytes(b"overwritten" * 5000)
    again = rushes(home, "ingest", clip)
    (job,) = again.document["jobs"]
    assert (again.code, job["reused"], job["id"]) == (0, True, made["id"])
    assert "began anew" in again.said
    assert (proxy.stat().st_mtime_ns, proxy.stat().st_ino) == before


def test_a_second_server_is_told_who_has_the_home(tmp_path: Path) -> None:
    with serving(tmp_path / "home") as server:
        refused = rushes(tmp_path / "home", "server")
        assert (refused.code, refused.document["error"]["code"]) == (2, "server_running")
        assert server.url in refused.document["error"]["message"]
        assert str(server.process.pid) in refused.document["error"]["message"]
