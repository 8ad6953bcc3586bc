"""The page and its files: behind the token, nothing from outside, no path but those of its folder."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from server.api.auth import READING
from tests.unit.api.conftest import Desk

FILES = Path(__file__).parents[3] / "resources" / "dashboard"
OWN = sorted(path for path in FILES.iterdir() if path.suffix in (".js", ".css", ".html"))


def test_the_page_is_there(desk: Desk) -> None:
    answer = desk.ask("GET", "/")
    assert answer.headers["content-type"] == "text/html; charset=utf-8"
    assert b'<div id="app">' in answer.content


def test_its_files_have_the_kind_that_browsers_want(desk: Desk) -> None:
    assert desk.ask("GET", "/dashboard/app.js").headers["content-type"].startswith("text/javascript")
    assert desk.ask("GET", "/dashboard/base.css").headers["content-type"].startswith("text/css")


@pytest.mark.parametrize("path", ["/", "/dashboard/app.js", "/dashboard/vendor/tus.js"])
def test_a_stranger_gets_nothing(desk: Desk, path: str) -> None:
    assert desk.ask("GET", path, headers={"Authorization": ""}).status_code in (303, 401)


@pytest.mark.parametrize("path", ["../presets/h264-720p.toml", "..%2f__init__.py", "%2e%2e/__init__.py", "/etc/passwd"])
def test_no_other_file_is_given_out(desk: Desk, path: str) -> None:
    assert desk.ask("GET", f"/dashboard/{path}").status_code == 404


@pytest.mark.parametrize("file", OWN, ids=lambda file: file.name)
def test_nothing_is_loaded_from_outside_and_no_markup_is_made_of_data(file: Path) -> None:
    text = file.read_text(encoding="utf-8")
    assert not re.findall(r"https?://(?!www\.w3\.org)", text)
    assert not re.findall(r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|eval\(|new Function", text)


def test_the_page_keeps_its_own_policy() -> None:
    """`default-src 'self'`: no script and no style in the page itself."""
    page = (FILES / "index.html").read_text(encoding="utf-8")
    assert not re.findall(r"<script(?![^>]*\bsrc=)|<style|\sstyle=|\son\w+=", page)
    for file in OWN:
        assert not re.search(r"<\w+[^>]*\sstyle=", file.read_text(encoding="utf-8")), file.name


def test_every_file_it_names_is_there() -> None:
    for file in OWN:
        for named in re.findall(r'"(?:\./|/dashboard/)([\w./-]+\.(?:js|css|svg))"', file.read_text(encoding="utf-8")):
            assert (FILES / named).is_file(), (file.name, named)


def test_it_is_read_only_by_reading(desk: Desk) -> None:
    for verb in ("POST", "PUT", "DELETE", "PATCH"):
        assert verb not in READING
        assert desk.ask(verb, "/dashboard/app.js", json={}).status_code == 405
