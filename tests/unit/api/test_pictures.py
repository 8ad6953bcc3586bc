"""Single frames of clips, and proxies in the pieces a player asks for."""

from __future__ import annotations

from pathlib import Path
from typing import Any, ClassVar

import pytest

from server.domain.job import Event
from tests.helpers.fakes import wish
from tests.helpers.footage import Take, film
from tests.unit.api.conftest import Desk

JPEG = b"\xff\xd8"


def clip_of(desk: Desk, path: Path) -> str:
    facts = path.stat()
    return desk.home.clip_ledger.remember(str(path), facts.st_size, facts.st_mtime_ns, "h")


def make_proxy(desk: Desk, clip_id: str, output: Path, preset: str) -> None:
    (job,) = desk.home.ledger.submit([wish("/card/A.mov", clip_id=clip_id, preset=preset)])
    claim = desk.home.ledger.claim(job.queue, "w")
    assert claim
    desk.home.ledger.change(job.id, Event.COMPLETE, token=claim.token, output=str(output), result={})


def code(answer: Any) -> tuple[int, str]:
    return answer.status_code, answer.json()["error"]["code"]


class TestFrame:
    def test_of_the_original_as_long_as_there_is_no_proxy(self, desk: Desk, tmp_path: Path) -> None:
        clip_id = clip_of(desk, film(tmp_path / "A.mov", Take(frames=50)))
        first = desk.get(f"/clips/{clip_id}/frame?at=0.2")
        assert (first.status_code, first.headers["content-type"], first.content[:2]) == (200, "image/jpeg", JPEG)
        (kept,) = (desk.home.home / "cache" / "frames").glob("*.jpg")
        kept.write_bytes(JPEG + b"kept")
        assert desk.get(f"/clips/{clip_id}/frame?at=0.2").content == JPEG + b"kept"

    def test_a_time_after_the_end(self, desk: Desk, tmp_path: Path) -> None:
        clip_id = clip_of(desk, film(tmp_path / "A.mov", Take(frames=5)))
        assert code(desk.get(f"/clips/{clip_id}/frame?at=100")) == (400, "bad_time")

    def test_of_a_clip_that_cannot_be_decoded(self, desk: Desk, tmp_path: Path) -> None:
        clip = film(tmp_path / "A.mov", Take(frames=5))
        data = bytearray(clip.read_bytes())
        start = data.find(b"mdat") + 4
        data[start : start + 4000] = bytes(4000)
        clip.write_bytes(data)
        answer = desk.get(f"/clips/{clip_of(desk, clip)}/frame")
        assert answer.status_code in (400, 422)

    def test_of_either_side(self, desk: Desk, tmp_path: Path) -> None:
        """Both at the same moment, and each its own: the proxy here is another film."""
        clip_id = clip_of(desk, film(tmp_path / "A.mov", Take(frames=50)))
        proxy = film(tmp_path / "Proxy" / "A.mov", Take(frames=50, picture="hue=s=0"))
        place = f"/clips/{clip_id}/frame?at=1"
        assert code(desk.get(f"{place}&of=proxy")) == (404, "no_proxy")
        make_proxy(desk, clip_id, proxy, "prores-proxy")
        original, made, newest = (desk.get(f"{place}&of={of}").content for of in ("original", "proxy", "newest"))
        assert made == newest != original
        (tmp_path / "A.mov").unlink()
        assert code(desk.get(f"/clips/{clip_id}/frame?at=0.5&of=original")) == (422, "source_missing")
        assert desk.get(f"/clips/{clip_id}/frame?at=0.5&of=proxy").status_code == 200

    @pytest.mark.parametrize("at", ["-1", "nan", "inf", "soon", "1e12"])
    def test_no_such_time(self, desk: Desk, tmp_path: Path, at: str) -> None:
        assert code(desk.get(f"/clips/x/frame?at={at}")) == (422, "usage")

    def test_nothing_there_to_look_at(self, desk: Desk) -> None:
        clip_id = desk.home.clip_ledger.remember("/card/A.mov", 1, 1, "h")
        assert code(desk.get(f"/clips/{clip_id}/frame")) == (422, "source_missing")


class TestProxy:
    def test_in_ranges(self, desk: Desk, tmp_path: Path) -> None:
        clip_id = desk.home.clip_ledger.remember("/card/A.mov", 1, 1, "h")
        (tmp_path / "A.mp4").write_bytes(b"0123456789")
        make_proxy(desk, clip_id, tmp_path / "A.mp4", "h264-720p")
        place = f"/clips/{clip_id}/proxy"
        assert desk.get(place).content == b"0123456789"
        piece = desk.get(f"{place}?playable=true", headers={"Range": "bytes=2-4"})
        assert (piece.status_code, piece.content) == (206, b"234")
        assert (piece.headers["content-range"], piece.headers["content-type"]) == ("bytes 2-4/10", "video/mp4")
        assert desk.get(place, headers={"Range": "bytes=20-"}).status_code == 416

    def test_what_browsers_do_not_play_says_so(self, desk: Desk, tmp_path: Path) -> None:
        clip_id = desk.home.clip_ledger.remember("/card/A.mov", 1, 1, "h")
        (tmp_path / "A.mov").write_bytes(b"prores")
        make_proxy(desk, clip_id, tmp_path / "A.mov", "prores-proxy")
        assert code(desk.get(f"/clips/{clip_id}/proxy?playable=true")) == (409, "not_playable")
        assert desk.get(f"/clips/{clip_id}/proxy").content == b"prores"
        small = desk.home.home / "cache" / "analysis" / f"{clip_id}.mov"
        small.parent.mkdir(parents=True)
        small.write_bytes(b"h264")
        assert desk.get(f"/clips/{clip_id}/proxy?playable=true").content == b"h264"

    def test_none_is_told(self, desk: Desk) -> None:
        clip_id = desk.home.clip_ledger.remember("/card/A.mov", 1, 1, "h")
        assert code(desk.get(f"/clips/{clip_id}/proxy")) == (404, "no_proxy")
        assert code(desk.get(f"/clips/{clip_id}/proxy?playable=true")) == (409, "not_playable")


class TestPreview:
    TABLE: ClassVar[dict[str, Any]] = {
        "title": "Try",
        "for": "looking",
        "container": "mov",
        "codec": "h264",
        "profile": "high",
        "lines": 720,
        "audio": "none",
        "required": [],
    }

    def test_a_frame_as_the_proxy_would_show_it(self, desk: Desk, tmp_path: Path) -> None:
        clip_id = clip_of(desk, film(tmp_path / "A.mov", Take(frames=10)))
        plain = desk.post(f"/clips/{clip_id}/preview", {"name": "h264-720p", "table": self.TABLE, "at": 0.2})
        assert (plain.status_code, plain.content[:2]) == (200, JPEG)
        desk.post("/luts", {"name": "black", "text": "LUT_1D_SIZE 2\n0 0 0\n0 0 0\n"})
        table = {**self.TABLE, "lut": "black.cube"}
        dark = desk.post(f"/clips/{clip_id}/preview", {"name": "x", "table": table, "at": 0.2})
        assert (dark.status_code, len(dark.content) < len(plain.content) / 2) == (200, True)

    def test_what_is_no_preset_is_told(self, desk: Desk) -> None:
        clip_id = desk.home.clip_ledger.remember("/card/A.mov", 1, 1, "h")
        wrong = {"name": "x", "table": {**self.TABLE, "codec": "odd"}}
        assert code(desk.post(f"/clips/{clip_id}/preview", wrong)) == (400, "bad_preset")
        assert code(desk.post(f"/clips/{clip_id}/preview", {"name": "x", "table": self.TABLE})) == (
            422,
            "source_missing",
        )


class TestExport:
    def test_the_catalogue_for_a_spreadsheet_and_an_nle(self, desk: Desk) -> None:
        desk.home.clip_ledger.remember("/card/A001.mov", 1, 1, "h")
        for form, words in (("csv", "A001.mov"), ("json", '"/card/A001.mov"'), ("ale", "Heading")):
            answer = desk.get(f"/export?form={form}")
            assert (answer.status_code, words in answer.content.decode()) == (200, True)
        assert code(desk.get("/export?form=xlsx")) == (422, "usage")

    def test_markers_need_a_quality_check(self, desk: Desk) -> None:
        clip_id = desk.home.clip_ledger.remember("/card/A001.mov", 1, 1, "h")
        assert code(desk.get(f"/clips/{clip_id}/markers?form=edl")) == (404, "no_analysis")
