"""The commands on a home of their own, the real ledger below them."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from server.bootstrap import App, open_home
from server.cli.main import run
from server.config import Settings
from server.domain.job import Event, Job
from tests.helpers.fakes import wish

ERROR = {"code": "not_media", "message": "No container we know.", "hint": "Copy it again.", "transient": False}


@pytest.fixture
def app(home: Path) -> Iterator[App]:
    with open_home(home, Settings()) as opened:
        yield opened


def documented(capsys: pytest.CaptureFixture[str], *argv: str, code: int = 0) -> Any:
    assert run([*argv, "--json"]) == code
    said = capsys.readouterr()
    assert said.err == ""
    return json.loads(said.out)


def said(capsys: pytest.CaptureFixture[str], *argv: str, code: int = 0) -> str:
    assert run(list(argv)) == code
    return capsys.readouterr().out


def failed(app: App, source: str = "/card/A001.mov") -> Job:
    (job,) = app.ledger.submit([wish(source)])
    claim = app.ledger.claim(job.queue, "w1")
    assert claim is not None
    return app.ledger.change(job.id, Event.FAIL, token=claim.token, error=ERROR)


class TestJobs:
    def test_a_new_home_has_none(self, home: Path, capsys: pytest.CaptureFixture[str]) -> None:
        assert documented(capsys, "jobs") == {"jobs": [], "total": 0, "next": None}
        assert said(capsys, "jobs") == "No jobs here.\n"

    def test_the_newest_comes_first(self, app: App, capsys: pytest.CaptureFixture[str]) -> None:
        app.ledger.submit([wish("/a.mov"), wish("/b.mov")])
        page = documented(capsys, "jobs", "--limit", "1")
        assert [job["source"] for job in page["jobs"]] == ["/b.mov"]
        assert page["total"] == 2
        rest = documented(capsys, "jobs", "--cursor", page["next"])
        assert [job["source"] for job in rest["jobs"]] == ["/a.mov"]

    def test_they_can_be_told_apart(self, app: App, capsys: pytest.CaptureFixture[str]) -> None:
        failed(app)
        app.ledger.submit([wish("/b.mov")])
        for argv, sources in (
            (("--status", "failed"), ["/card/A001.mov"]),
            (("--status", "failed", "--status", "pending"), ["/b.mov", "/card/A001.mov"]),
            (("--search", "container"), ["/card/A001.mov"]),
            (("--queue", "transfer"), []),
            (("--kind", "proxy"), ["/b.mov", "/card/A001.mov"]),
            (("--clip", "other"), []),
        ):
            assert [job["source"] for job in documented(capsys, "jobs", *argv)["jobs"]] == sources

    def test_stuck_are_those_whose_worker_is_gone(self, app: App, capsys: pytest.CaptureFixture[str]) -> None:
        app.ledger.submit([wish("/a.mov"), wish("/b.mov")])
        app.ledger.claim("video_processing", "gone")
        assert [job["source"] for job in documented(capsys, "jobs", "--stuck")["jobs"]] == ["/a.mov"]

    def test_a_list_can_be_read(self, app: App, capsys: pytest.CaptureFixture[str]) -> None:
        job = failed(app, "/card/\x1b[2J.mov")
        line = said(capsys, "jobs")
        assert line.startswith(job.id)
        assert "failed" in line
        assert "No container we know." in line
        assert "\x1b" not in line

    def test_following_ends_when_nothing_is_left(self, app: App, capsys: pytest.CaptureFixture[str]) -> None:
        failed(app)
        assert "failed" in said(capsys, "jobs", "--follow")


class TestJob:
    def test_one_job_with_history_and_log(self, app: App, capsys: pytest.CaptureFixture[str]) -> None:
        job = failed(app)
        app.ledger.append_log(job.id, ["Invalid data found"])
        shown = documented(capsys, "job", job.id)
        assert shown["error"] == ERROR
        assert [entry["to"] for entry in shown["timeline"]] == ["pending", "running", "failed"]
        assert shown["log"] == ["Invalid data found"]
        assert "Copy it again." in said(capsys, "job", job.id)

    def test_an_unknown_id(self, home: Path, capsys: pytest.CaptureFixture[str]) -> None:
        assert documented(capsys, "job", "nonesuch", code=2)["error"]["code"] == "unknown_id"


class TestControl:
    def test_cancel(self, app: App, capsys: pytest.CaptureFixture[str]) -> None:
        (job,) = app.ledger.submit([wish()])
        assert documented(capsys, "cancel", job.id, "--reason", "no need") == {"changed": [job.id], "refused": []}
        assert app.ledger.get(job.id).reason == "no need"

    def test_cancel_all(self, app: App, capsys: pytest.CaptureFixture[str]) -> None:
        jobs = app.ledger.submit([wish("/a.mov"), wish("/b.mov")])
        assert documented(capsys, "cancel", "--all")["changed"] == [job.id for job in jobs]

    def test_what_is_final_is_refused(self, app: App, capsys: pytest.CaptureFixture[str]) -> None:
        job = failed(app)
        answer = documented(capsys, "cancel", job.id, code=1)
        assert answer["changed"] == []
        assert [(item["id"], item["code"]) for item in answer["refused"]] == [(job.id, "illegal_change")]

    def test_an_unknown_id_is_wrong_use(self, home: Path, capsys: pytest.CaptureFixture[str]) -> None:
        answer = documented(capsys, "retry", "nonesuch", code=2)
        assert [item["code"] for item in answer["refused"]] == ["unknown_id"]

    def test_retry(self, app: App, capsys: pytest.CaptureFixture[str]) -> None:
        job = failed(app)
        assert documented(capsys, "retry", job.id)["changed"] == [job.id]
        assert app.ledger.get(job.id).status == "pending"

    def test_retry_of_all_that_failed(self, app: App, capsys: pytest.CaptureFixture[str]) -> None:
        job = failed(app)
        assert said(capsys, "retry", "--failed") == "1 job queued again.\n"
        assert app.ledger.get(job.id).status == "pending"

    def test_remove_and_restore(self, app: App, capsys: pytest.CaptureFixture[str]) -> None:
        job, (waiting,) = failed(app), app.ledger.submit([wish("/b.mov")])
        answer = documented(capsys, "remove", job.id, waiting.id, code=1)
        assert (answer["changed"], [item["code"] for item in answer["refused"]]) == ([job.id], ["illegal_change"])
        assert [one["id"] for one in documented(capsys, "jobs")["jobs"]] == [waiting.id]
        assert said(capsys, "restore", job.id) == "1 job back in the list.\n"
        assert app.ledger.get(job.id).error == ERROR
        assert documented(capsys, "restore", job.id, code=2)["changed"] == []

    def test_priority(self, app: App, capsys: pytest.CaptureFixture[str]) -> None:
        (job,) = app.ledger.submit([wish()])
        assert documented(capsys, "priority", job.id, "9")["changed"] == [job.id]
        assert app.ledger.get(job.id).priority == 9


class TestClips:
    def test_a_clip_and_its_proxy(self, app: App, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
        clip = tmp_path / "A001.mov"
        clip.write_text("footage")
        facts = clip.stat()
        clip_id = app.clip_ledger.remember(str(clip), facts.st_size, facts.st_mtime_ns, "hash")
        app.clip_ledger.set_metadata(clip_id, {"fps": "25/1", "width": 1920, "camera": "Alexa"})
        (job,) = app.ledger.submit([wish(str(clip), clip_id=clip_id)])
        claim = app.ledger.claim(job.queue, "w1")
        assert claim is not None
        app.ledger.change(job.id, Event.COMPLETE, token=claim.token, output="/x/Proxy/A001.mov")
        (shown,) = documented(capsys, "clips")["clips"]
        assert (shown["id"], shown["state"], shown["proxy_generated"]) == (clip_id, "online", True)
        assert shown["proxies"] == [{"preset": "prores-proxy", "path": "/x/Proxy/A001.mov", "job_id": job.id}]
        assert [found["id"] for found in documented(capsys, "clips", "--search", "alexa")["clips"]] == [clip_id]
        assert documented(capsys, "clips", "--search", "venice") == {"clips": []}
        assert "A001.mov" in said(capsys, "clips")

    @pytest.mark.parametrize(("harm", "state"), [("gone", "missing"), ("away", "away"), ("longer", "changed")])
    def test_where_the_original_stands(
        self, app: App, tmp_path: Path, capsys: pytest.CaptureFixture[str], harm: str, state: str
    ) -> None:
        clip = tmp_path / "card" / "A001.mov"
        clip.parent.mkdir()
        clip.write_text("footage")
        app.clip_ledger.remember(str(clip), 7, clip.stat().st_mtime_ns, "hash")
        if harm == "longer":
            clip.write_text("footage and more")
        else:
            clip.unlink()
            if harm == "away":
                clip.parent.rmdir()
        assert documented(capsys, "clips")["clips"][0]["state"] == state


class TestFiles:
    @pytest.mark.parametrize("argv", [["probe", "nonesuch.mov"], ["verify", "a.mov", "b.mov"]])
    def test_a_file_that_is_not_there(self, home: Path, capsys: pytest.CaptureFixture[str], argv: list[str]) -> None:
        assert documented(capsys, *argv, code=2)["error"]["code"] == "usage"

    def test_a_file_that_is_no_clip(self, home: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
        (tmp_path / "A.mov").write_text("no movie at all")
        assert documented(capsys, "probe", str(tmp_path / "A.mov"), code=1)["error"]["code"] == "not_media"

    def test_nothing_to_ingest(self, home: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
        (tmp_path / "card").mkdir()
        (tmp_path / "card" / "notes.txt").write_text("scene 1")
        taken = documented(capsys, "ingest", str(tmp_path / "card"))
        assert taken["jobs"] == []
        assert [item["reason"] for item in taken["skipped"]] == ["sidecar"]
        assert "No clips found." in said(capsys, "ingest", str(tmp_path / "card"))

    def test_ingest_of_nothing(self, home: Path, capsys: pytest.CaptureFixture[str]) -> None:
        assert documented(capsys, "ingest", "/nonesuch", code=2)["error"]["code"] == "usage"


def test_stats(app: App, capsys: pytest.CaptureFixture[str]) -> None:
    failed(app)
    figures = documented(capsys, "stats")
    assert figures["by_status"]["failed"] == 1
    assert figures["by_queue"]["video_processing"] == 1
    assert {"by_kind", "mean_seconds", "p95_seconds", "at"} <= figures.keys()
    assert "failed 1" in said(capsys, "stats")


def test_presets(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    listed = documented(capsys, "presets")
    assert listed["default"] in [preset["name"] for preset in listed["presets"]]
    assert [preset["name"] for preset in documented(capsys, "presets", "h264-half")["presets"]] == ["h264-half"]
    assert documented(capsys, "presets", "nonesuch", code=2)["error"]["code"] == "bad_preset"


def test_a_bad_preset_of_the_user_is_named(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (home / "presets").mkdir()
    (home / "presets" / "mine.toml").write_text("codec = 'vhs'\n")
    (refused,) = documented(capsys, "presets")["refused"]
    assert "mine.toml" in refused["message"]
    assert "codec" in refused["message"]
    checks = {check["name"]: check for check in documented(capsys, "doctor", code=1)["checks"]}
    assert checks["presets"]["ok"] is False


class TestDoctor:
    def test_a_sound_home(self, app: App, capsys: pytest.CaptureFixture[str]) -> None:
        app.ledger.submit([wish()])
        checks = {check["name"]: check for check in documented(capsys, "doctor")["checks"]}
        assert {"ffmpeg", "encoders", "disk", "home", "sqlite", "jobs.db", "presets"} <= checks.keys()
        assert all(list(check) == ["name", "ok", "message", "hint"] for check in checks.values())

    def test_an_ffmpeg_that_is_not_there_is_said_once_and_hides_nothing_else(
        self, app: App, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
    ) -> None:
        app.ledger.submit([wish()])
        monkeypatch.setenv("RUSHES_FFMPEG__PATH", str(app.home / "no-ffmpeg"))
        checks = {check["name"]: check for check in documented(capsys, "doctor", code=1)["checks"]}
        assert [name for name, check in checks.items() if not check["ok"]] == ["ffmpeg"]
        assert checks["ffmpeg"]["message"].endswith("no-ffmpeg cannot be run: No such file or directory.")
        assert checks["ffmpeg"]["hint"]
        assert {"disk", "jobs.db", "presets", "watches", "s3"} <= checks.keys()

    def test_a_damaged_queue(self, home: Path, capsys: pytest.CaptureFixture[str]) -> None:
        (home / "queue.db").write_bytes(b"not a database" * 1000)
        checks = {check["name"]: check for check in documented(capsys, "doctor", code=1)["checks"]}
        assert checks["queue.db"]["ok"] is False
        assert "delete the file" in checks["queue.db"]["hint"]
        assert "WRONG  queue.db" in said(capsys, "doctor", code=1)


class TestUpkeep:
    def test_cleanup_says_what_it_did(self, app: App, capsys: pytest.CaptureFixture[str]) -> None:
        app.ledger.submit([wish()])
        done = documented(capsys, "maintenance", "cleanup")
        assert done["forgotten"] == 0
        assert Path(done["backup"]).exists()
        assert "0 jobs forgotten" in said(capsys, "maintenance", "cleanup")

    def test_the_watchdog_rings(self, app: App, capsys: pytest.CaptureFixture[str]) -> None:
        (job,) = app.ledger.submit([wish()])
        assert documented(capsys, "maintenance", "watchdog") == {"stuck": [], "rung": [job.id]}

    def test_recovery_takes_back_what_the_dead_held(self, app: App, capsys: pytest.CaptureFixture[str]) -> None:
        (job,) = app.ledger.submit([wish()])
        app.ledger.claim(job.queue, "dead")
        assert documented(capsys, "maintenance", "recover")["released"] == [job.id]

    def test_vacuum_gives_space_back(self, app: App, capsys: pytest.CaptureFixture[str]) -> None:
        app.ledger.submit([wish(f"/{n}", priority=3) for n in range(3000)])
        app.database.driver.execute_sql("delete from job")
        figures = documented(capsys, "maintenance", "vacuum")
        assert figures["bytes_after"] < figures["bytes_before"]

    def test_a_backup_is_a_sound_copy_over_nothing(
        self, app: App, tmp_path: Path, capsys: pytest.CaptureFixture[str]
    ) -> None:
        app.ledger.submit([wish()])
        target = tmp_path / "copy.db"
        told = documented(capsys, "backup", str(target))
        assert told == {"file": str(target), "bytes": target.stat().st_size, "sound": True}
        assert documented(capsys, "backup", str(target), code=1)["error"]["code"] == "output_exists"
        assert documented(capsys, "backup", str(tmp_path / "no" / "copy.db"), code=2)["error"]["code"] == "usage"

    def test_failures_can_be_acknowledged(self, app: App, capsys: pytest.CaptureFixture[str]) -> None:
        job = failed(app)
        (waits,) = app.ledger.submit([wish()])
        assert documented(capsys, "acknowledge", job.id)["changed"] == [job.id]
        assert documented(capsys, "acknowledge", "--failed")["changed"] == [job.id]
        assert documented(capsys, "acknowledge", waits.id, code=1)["refused"][0]["code"] == "illegal_change"

    def test_a_list_that_was_restored_is_spoken_of(self, home: Path, capsys: pytest.CaptureFixture[str]) -> None:
        assert run(["jobs"]) == 0
        (home / "jobs.db").write_bytes(b"this is no database" * 500)
        capsys.readouterr()
        assert run(["jobs", "--json"]) == 0
        told = capsys.readouterr()
        assert json.loads(told.out)["jobs"] == []
        assert "began anew" in told.err
        checks = {check["name"]: check for check in documented(capsys, "doctor", code=1)["checks"]}
        assert not checks["restored"]["ok"]
