"""One record a line, as text or JSON, and no secrets in either."""

import json
import logging
from pathlib import Path

import pytest

from server.logs import FILE_BYTES, FILES_KEPT, open_log, redacted

LOG = logging.getLogger("server.test")


def lines(home: Path) -> list[str]:
    return (home / "logs" / "cli.log").read_text(encoding="utf-8").splitlines()


def test_a_record_is_a_line_with_its_fields(tmp_path: Path) -> None:
    with open_log(tmp_path, "cli"):
        LOG.info("job %s completed", "01J", extra={"seconds": 2.5})
    (line,) = lines(tmp_path)
    assert line.endswith("INFO server.test: job 01J completed seconds=2.5")


def test_a_traceback_stays_on_the_line(tmp_path: Path) -> None:
    with open_log(tmp_path, "cli"):
        try:
            raise ValueError("bad\nvalue")
        except ValueError:
            LOG.exception("it failed")
    (line,) = lines(tmp_path)
    assert "ValueError: bad\\nvalue" in line


def test_nothing_in_a_line_steers_a_terminal(tmp_path: Path) -> None:
    with open_log(tmp_path, "cli"):
        LOG.info("clip \x1b[2J\x9b1m\u202eA001\x00.mov \u00fc")
    assert lines(tmp_path)[0].endswith("clip \\x1b[2J\\x9b1m\\u202eA001\\x00.mov \u00fc")


def test_a_record_can_be_json(tmp_path: Path) -> None:
    with open_log(tmp_path, "cli", as_json=True):
        LOG.warning("clip %s", "/card/\udcff\n.mov", extra={"job": "01J"})
    (line,) = lines(tmp_path)
    entry = json.loads(line)
    assert (entry["level"], entry["logger"], entry["job"]) == ("warning", "server.test", "01J")
    assert entry["message"] == "clip /card/\udcff\n.mov"


def test_names_that_are_no_text_can_be_logged(tmp_path: Path) -> None:
    with open_log(tmp_path, "cli"):
        LOG.info("clip /card/\udcff.mov")
    assert lines(tmp_path)[0].endswith("clip /card/\\udcff.mov")


def test_the_file_is_rotated(tmp_path: Path) -> None:
    with open_log(tmp_path, "cli"):
        for _ in range(9):
            LOG.info("x" * (FILE_BYTES // 2))
    assert len(list((tmp_path / "logs").iterdir())) <= FILES_KEPT + 1
    assert (tmp_path / "logs" / "cli.log.1").exists()


def test_afterwards_nothing_is_written_any_more(tmp_path: Path) -> None:
    with open_log(tmp_path, "cli"):
        pass
    LOG.error("unheard")
    assert lines(tmp_path) == []


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("Authorization: Bearer abc.def-123", "Authorization: Bearer [redacted]"),
        ("sent bearer abc", "sent bearer [redacted]"),
        ("GET /x?X-Amz-Signature=00ff&y=1", "GET /x?X-Amz-Signature=[redacted]&y=1"),
        ("key AKIAABCDEFGHIJKLMNOP used", "key [redacted] used"),
        ("password=hunter2, user=ann", "password=[redacted], user=ann"),
        ("aws_secret_access_key = abc/def+1", "aws_secret_access_key = [redacted]"),
        ("AWS_SESSION_TOKEN=abc", "AWS_SESSION_TOKEN=[redacted]"),
        ('{"authorization": "Bearer abc"}', '{"authorization": "Bearer [redacted]"}'),
        ("Authorization: Basic dXNlcjpwYXNz", "Authorization: Basic [redacted]"),
        ("GET /x?AWSAccessKeyId=AB&Signature=cd%3D&y=1", "GET /x?AWSAccessKeyId=[redacted]&Signature=[redacted]&y=1"),
        ("https://ann:hunter2@s3.example.com/x", "https://[redacted]@s3.example.com/x"),
        ("the basic facts of 3:4@5", "the basic facts of 3:4@5"),
        ('{"token": "s3cr3t", "n": 1}', '{"token": "[redacted]", "n": 1}'),
        ("/card/A001.mov completed in 3 s", "/card/A001.mov completed in 3 s"),
    ],
)
def test_secrets_are_left_out(text: str, shown: str) -> None:
    assert redacted(text) == shown


@pytest.mark.parametrize(
    ("line", "canary"),
    [
        ('secret = "canary one and more"', "more"),
        ('{"secret": "canary two, and more", "a": 1}', "more"),
        ("made rushes_" + "c" * 43 + " now", "c" * 43),
        ("http://127.0.0.1:8765/login#" + "d" * 43, "d" * 43),
    ],
)
def test_our_own_secrets_are_left_out_whole(line: str, canary: str) -> None:
    assert canary not in redacted(line)
    assert "[redacted]" in redacted(line)
