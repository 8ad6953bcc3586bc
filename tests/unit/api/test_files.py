"""Files as answers, and HEAD: what RFC 9110 promises to any client."""

from __future__ import annotations

from pathlib import Path

import pytest

from server.api.bodies import UPLOADS
from tests.unit.api.conftest import Desk
from tests.unit.api.test_pictures import code, make_proxy


@pytest.fixture
def proxy(desk: Desk, tmp_path: Path) -> str:
    """The route of a proxy of ten bytes."""
    clip_id = desk.home.clip_ledger.remember("/card/A.mov", 1, 1, "h")
    (tmp_path / "A.mp4").write_bytes(b"0123456789")
    make_proxy(desk, clip_id, tmp_path / "A.mp4", "h264-720p")
    return f"/clips/{clip_id}/proxy"


class TestRanges:
    @pytest.mark.parametrize(
        ("asked", "given"),
        [
            ("bytes=0-1", b"01"),
            ("bytes=8-", b"89"),
            ("bytes=-3", b"789"),
            ("bytes=5-99", b"56789"),
            ("bytes=-99", b"0123456789"),
        ],
    )
    def test_a_piece(self, desk: Desk, proxy: str, asked: str, given: bytes) -> None:
        answer = desk.get(proxy, headers={"Range": asked})
        assert (answer.status_code, answer.content) == (206, given)
        assert answer.headers["content-length"] == str(len(given))

    @pytest.mark.parametrize(
        "asked",
        [
            "bytes=5-2",
            "bytes=x",
            "bytes=",
            "bytes=-",
            "items=0-1",
            "0-1",
            "bytes=0-1,x",
            "bytes=0-1-2",
            "bytes=" + 40 * "9" + "-",
        ],
    )
    def test_what_nobody_can_read_counts_as_not_asked(self, desk: Desk, proxy: str, asked: str) -> None:
        answer = desk.get(proxy, headers={"Range": asked})
        assert (answer.status_code, answer.content) == (200, b"0123456789")

    def test_several(self, desk: Desk, proxy: str) -> None:
        answer = desk.get(proxy, headers={"Range": "bytes=0-1,4-5"})
        assert (answer.status_code, answer.content.count(b"Content-Range")) == (206, 2)
        assert answer.headers["content-type"].startswith("multipart/byteranges")

    @pytest.mark.parametrize("asked", ["bytes=10-", "bytes=10-20"])
    def test_beyond_the_end(self, desk: Desk, proxy: str, asked: str) -> None:
        answer = desk.get(proxy, headers={"Range": asked})
        assert code(answer) == (416, "no_such_range")
        assert answer.headers["content-range"] == "bytes */10"

    def test_only_while_the_file_is_the_same(self, desk: Desk, proxy: str) -> None:
        tag = desk.get(proxy).headers["etag"]
        for asked, status in ((tag, 206), ('"other"', 200)):
            assert desk.get(proxy, headers={"Range": "bytes=0-1", "If-Range": asked}).status_code == status


class TestKnownFiles:
    def test_who_has_it_is_not_sent_it_again(self, desk: Desk, proxy: str) -> None:
        tag = desk.get(proxy).headers["etag"]
        for asked in (tag, f"W/{tag}", f'"other", {tag}', "*"):
            answer = desk.get(proxy, headers={"If-None-Match": asked})
            assert (answer.status_code, answer.content, answer.headers["etag"]) == (304, b"", tag)
        assert desk.get(proxy, headers={"If-None-Match": '"other"'}).status_code == 200

    @pytest.mark.parametrize("place", ["/", "/dashboard/app.js"])
    def test_a_browser_may_keep_the_page_and_asks_again(self, desk: Desk, place: str) -> None:
        answer = desk.ask("GET", place)
        assert answer.headers["cache-control"] == "private, no-cache"
        assert desk.ask("GET", place, headers={"If-None-Match": answer.headers["etag"]}).status_code == 304

    def test_what_was_taken_away_meanwhile(
        self, desk: Desk, proxy: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(Path, "is_file", lambda _self: True)
        (tmp_path / "A.mp4").unlink()
        assert code(desk.get(proxy)) == (404, "unknown_id")


class TestHead:
    def test_every_route_that_is_read(self, desk: Desk) -> None:
        """The same as GET, without the content."""
        paths = [route.path for route in desk.app.routes if "GET" in (getattr(route, "methods", None) or ())]
        tried = [path.replace("{", "").replace("}", "") for path in paths if not path.endswith("/events")]
        assert len(tried) > 30
        for path in (path for path in tried if not path.startswith(UPLOADS)):
            head, got = desk.ask("HEAD", path), desk.ask("GET", path)
            assert (head.status_code, head.content) == (got.status_code, b""), path
            assert head.headers["content-type"] == got.headers["content-type"], path

    def test_of_a_file(self, desk: Desk, proxy: str) -> None:
        answer = desk.ask("HEAD", f"/api/v1{proxy}")
        assert (answer.status_code, answer.content) == (200, b"")
        assert (answer.headers["content-length"], answer.headers["accept-ranges"]) == ("10", "bytes")

    def test_of_the_events_ends(self, desk: Desk) -> None:
        answer = desk.ask("HEAD", "/api/v1/events")
        assert (answer.status_code, answer.headers["content-type"]) == (200, "text/event-stream; charset=utf-8")
