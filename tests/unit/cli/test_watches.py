"""`rushes watch` on a home without a server."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from server.cli.main import run


@pytest.fixture
def card(home: Path) -> Path:
    folder = home.parent / "card"
    folder.mkdir()
    return folder


def documented(capsys: pytest.CaptureFixture[str], *argv: str, code: int = 0) -> Any:
    assert run(["watch", *argv, "--json"]) == code
    said = capsys.readouterr()
    assert said.err == ""
    return json.loads(said.out)


def said(capsys: pytest.CaptureFixture[str], *argv: str, code: int = 0) -> str:
    assert run(["watch", *argv]) == code
    return capsys.readouterr().out


def test_a_folder_is_added_listed_and_removed(card: Path, capsys: pytest.CaptureFixture[str]) -> None:
    options = ("--preset", "h264-half", "--include", "*.mov", "--exclude", "a", "--exclude", "b", "--settle", "2.5")
    watch = documented(capsys, "add", str(card), *options)["watch"]
    assert (watch["path"], watch["preset"], watch["settle_seconds"]) == (str(card), "h264-half", 2.5)
    assert (watch["include"], watch["exclude"]) == (["*.mov"], ["a", "b"])
    assert documented(capsys, "list") == {"watches": [watch]}
    assert documented(capsys, "rescan") == {"changed": [watch["id"]]}
    assert documented(capsys, "remove", watch["id"])["watch"]["id"] == watch["id"]
    assert documented(capsys, "list") == {"watches": []}


def test_people_are_told_that_a_server_does_the_work(card: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert "`rushes server` does the work" in said(capsys, "add", str(card))
    listed = said(capsys, "list")
    assert f"scanning  {card}  prores-proxy  0 waiting, 0 queued, 0 left alone" in listed
    assert "1 watched folder" in listed


def test_rules_are_changed_and_shown(card: Path, capsys: pytest.CaptureFixture[str]) -> None:
    options = ("--hours", "19:00-07:00", "--priority", "8", "--no-subfolders", "--also", "hidden", "--include", "*.mov")
    watch = documented(capsys, "add", str(card), *options)["watch"]
    changed = documented(capsys, "set", watch["id"], "--priority", "9", "--include", "", "--hours", "")["watch"]
    assert changed == {**watch, "priority": 9, "include": [], "hours": None}
    assert (changed["subfolders"], changed["also"]) == (False, ["hidden"])
    shown = said(capsys, "rules", watch["id"])
    assert "left alone  sidecar:" in shown
    assert "taken       hidden:" in shown


def test_cards_are_copied_first_where_the_rules_say_so(card: Path, capsys: pytest.CaptureFixture[str]) -> None:
    places = [str(card.parent / name) for name in ("raid", "lto")]
    watch = documented(capsys, "add", str(card), "--copy-to", places[0], "--copy-to", places[1])["watch"]
    assert watch["copy_to"] == places
    assert documented(capsys, "set", str(card), "--copy-to", "")["watch"]["copy_to"] == []


def test_a_folder_is_paused_by_its_path_and_goes_on(card: Path, capsys: pytest.CaptureFixture[str]) -> None:
    watch = documented(capsys, "add", str(card))["watch"]
    assert documented(capsys, "pause", str(card))["watch"] == {**watch, "paused": True}
    assert f"paused  {card}" in said(capsys, "list")
    assert "paused      yes" in said(capsys, "rules", watch["id"])
    assert documented(capsys, "resume", watch["id"])["watch"] == watch


def test_why_answers_for_any_path(card: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (card / "A001.mov").write_text("x")
    outside = documented(capsys, "why", str(card / "A001.mov"))
    assert (outside["decision"], outside["job_id"]) == ("not_watched", None)
    said(capsys, "add", str(card))
    assert documented(capsys, "why", str(card / "A001.mov"))["decision"] == "unseen"
    assert "There is no such file" in said(capsys, "why", str(card / "B001.mov"))


@pytest.mark.parametrize(
    ("argv", "code"),
    [
        (("add", "nope"), "usage"),
        (("remove", "nope"), "unknown_id"),
        (("rescan", "nope"), "unknown_id"),
        (("add", ".", "--preset", "nope"), "bad_preset"),
        (("add", ".", "--upload"), "bad_config"),
        (("add", ".", "--settle", "-1"), "usage"),
        (("add",), "usage"),
        (("add", ".", "--hours", "late"), "usage"),
        (("add", ".", "--lut", "nope.cube"), "bad_lut"),
        (("set", "nope", "--priority", "1"), "unknown_id"),
        (("rules", "nope"), "unknown_id"),
    ],
)
def test_what_cannot_be_is_said_with_a_way_on(
    card: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, argv: tuple[str, ...], code: str
) -> None:
    monkeypatch.chdir(card)
    error = documented(capsys, *argv, code=2)["error"]
    assert error["code"] == code
    assert error["message"]
    assert error["hint"]
