"""The support bundle: what a developer needs, and none of the secrets that lie about."""

from __future__ import annotations

import json
import logging
import zipfile
from pathlib import Path

import pytest

from server.bootstrap import open_home
from server.cli.main import run
from server.config import Settings
from server.domain.job import Event
from server.logs import open_log
from tests.helpers.fakes import wish

CANARIES = {
    "AWS_SECRET_ACCESS_KEY": "canaryA+wJalrXUtnFEMI/K7MDENG",
    "AWS_ACCESS_KEY_ID": "AKIACANARYBCANARYBCA",
    "AWS_SESSION_TOKEN": "canaryC-session",
    "RUSHES_TOKEN": "canaryD-remote",
    "MY_PASSWORD": "canaryE-plain",
}
LINES = (
    "Authorization: Bearer canaryF.header",
    "GET https://b.s3.amazonaws.com/k?X-Amz-Credential=canaryG%2F1&X-Amz-Signature=canaryH&X-Amz-Security-Token=canaryI",
    "https://ann:canaryJ@s3.example.com/bucket",
    '{"secret": "canaryK", "password": "canaryL"}',
    "aws_secret_access_key = canaryM",
    "env: canaryA+wJalrXUtnFEMI/K7MDENG and canaryD-remote in the middle of words",
)


@pytest.fixture
def bundled(home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> dict[str, str]:
    """The bundle of a home that has secrets in every corner."""
    for name, value in CANARIES.items():
        monkeypatch.setenv(name, value)
    (home / "token").write_text("canaryN-token-of-the-home")
    (home / "config.toml").write_text(
        '[s3]\nendpoint_url = "https://ann:canaryO@s3.example.com"\n# token = "canaryP"\n'
    )
    with open_log(home, "server"):
        for line in LINES:
            logging.getLogger("server.test").info(line)
    (home / "logs" / "worker.log").write_text("\n".join([*LINES, "canaryN-token-of-the-home", "\x1b[2J odd"]))
    with open_home(home, Settings()) as app:
        (job,) = app.ledger.submit([wish("/card/A001.mov")])
        claim = app.ledger.claim(job.queue, "w")
        assert claim
        error = {"code": "x", "message": LINES[1], "hint": LINES[0], "transient": False}
        app.ledger.change(job.id, Event.FAIL, token=claim.token, error=error)
    target = tmp_path / "bundle.zip"
    assert run(["support", str(target)]) == 0
    with zipfile.ZipFile(target) as archive:
        return {name: archive.read(name).decode() for name in archive.namelist()}


def test_no_secret_is_in_it(bundled: dict[str, str]) -> None:
    found = {name: text[max(0, text.find("canary") - 40) :][:80] for name, text in bundled.items() if "canary" in text}
    assert found == {}
    assert not any("AKIACANARY" in text for text in bundled.values())


def test_what_a_developer_needs_is(bundled: dict[str, str]) -> None:
    names = {"versions.json", "settings.json", "doctor.json", "stats.json", "lanes.json", "failed-jobs.json"}
    assert names | {"config.toml", "logs/server.log", "logs/worker.log"} <= bundled.keys()
    assert json.loads(bundled["versions.json"])["sqlite"]
    assert json.loads(bundled["stats.json"])["by_status"]["failed"] == 1
    assert json.loads(bundled["failed-jobs.json"])["jobs"][0]["source"] == "/card/A001.mov"
    assert json.loads(bundled["settings.json"])["upkeep"]["keep_days"] == 30
    assert "s3.example.com" in bundled["config.toml"]
    assert "\\x1b[2J odd" in bundled["logs/worker.log"]


def test_it_takes_nobodys_place(home: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "mine.zip").write_text("mine")
    assert run(["support", str(tmp_path / "mine.zip"), "--json"]) == 1
    assert json.loads(capsys.readouterr().out)["error"]["code"] == "output_exists"
    assert (tmp_path / "mine.zip").read_text() == "mine"
    assert run(["support", str(tmp_path / "no" / "folder.zip")]) == 2
    assert [path.name for path in tmp_path.iterdir() if "tmp" in path.name] == []
