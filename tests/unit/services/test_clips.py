"""The clips that were seen, and the proxies each has now."""

from pathlib import Path

import pytest

from server.domain.clip import ClipQuery
from server.domain.job import Event
from server.errors import UsageError
from server.services.clips import Clips, ClipsFound
from tests.helpers.fakes import FakeCatalog, FakeClips, FakeLedger, HandClock, wish


class Shelf:
    """A clip service on fakes."""

    def __init__(self) -> None:
        self.ledger, self.rows = FakeLedger(HandClock()), FakeClips(HandClock())
        self.clips = Clips(self.ledger, self.rows, FakeCatalog())

    def make_proxy(self, clip_id: str, output: str, preset: str = "prores-proxy", event: Event = Event.COMPLETE) -> str:
        (job,) = self.ledger.submit([wish(clip_id=clip_id, preset=preset)])
        claim = self.ledger.claim(job.queue, "w1")
        assert claim is not None
        self.ledger.change(job.id, event, token=claim.token, output=output)
        return job.id


def test_each_clip_has_its_own_proxies_newest_first() -> None:
    shelf = Shelf()
    first, second = (shelf.rows.remember(f"/card/{name}.mov", 1, 1, "h") for name in "ab")
    one = shelf.make_proxy(first, "/card/Proxy/a.mov")
    other = shelf.make_proxy(first, "/other/a.mov", "h264-half")
    views = {view.row["id"]: [job.id for job in view.proxies] for view in shelf.clips.all()}
    assert views == {first: [other, one], second: []}


def test_a_superseded_proxy_is_gone() -> None:
    shelf = Shelf()
    clip_id = shelf.rows.remember("/card/a.mov", 1, 1, "h")
    shelf.make_proxy(clip_id, "/card/Proxy/a.mov")
    newer = shelf.make_proxy(clip_id, "/card/Proxy/a.mov", "h264-half")
    (view,) = shelf.clips.all()
    assert [job.id for job in view.proxies] == [newer]


def test_uploads_and_pictures_are_known_beside_the_proxies() -> None:
    shelf = Shelf()
    clip_id = shelf.rows.remember("/card/a.mov", 1, 1, "h")
    proxy = shelf.make_proxy(clip_id, "/card/Proxy/a.mov")
    (upload,) = shelf.ledger.submit([wish(kind="upload", queue="transfer", clip_id=clip_id)])
    claim = shelf.ledger.claim("transfer", "w1")
    assert claim is not None
    shelf.ledger.change(upload.id, Event.COMPLETE, token=claim.token)
    (view,) = shelf.clips.all()
    assert ([job.id for job in view.proxies], [job.id for job in view.others]) == ([proxy], [upload.id])


def test_a_failed_job_made_no_proxy() -> None:
    shelf = Shelf()
    clip_id = shelf.rows.remember("/card/a.mov", 1, 1, "h")
    shelf.make_proxy(clip_id, "/card/Proxy/a.mov", event=Event.FAIL)
    assert shelf.clips.all()[0].proxies == ()


def test_search_sees_metadata_that_came_later() -> None:
    shelf = Shelf()
    clip_id = shelf.rows.remember("/card/a.mov", 1, 1, "h")
    assert shelf.clips.search("alexa") == []
    shelf.rows.set_metadata(clip_id, {"camera": "Alexa"})
    assert [view.row["id"] for view in shelf.clips.search("alexa")] == [clip_id]


def test_an_original_that_comes_back_is_online(tmp_path: Path) -> None:
    shelf = Shelf()
    clip = tmp_path / "a.mov"
    clip.write_text("x")
    facts = clip.stat()
    shelf.rows.remember(str(clip), 1, facts.st_mtime_ns + 1_900_000_000, "h")
    assert shelf.clips.all()[0].state == "online"
    clip.unlink()
    assert shelf.clips.all()[0].state == "missing"


def test_a_proxy_whose_name_went_to_another_clip_is_gone() -> None:
    """The original was replaced by another of its name, and so was its proxy."""
    shelf = Shelf()
    old, new = (shelf.rows.remember("/card/a.mov", size, 1, "h") for size in (1, 2))
    shelf.make_proxy(old, "/card/Proxy/a.mov")
    newer = shelf.make_proxy(new, "/card/Proxy/a.mov")
    assert shelf.clips.get(old).proxies == ()
    assert [job.id for job in shelf.clips.get(new).proxies] == [newer]


class TestPages:
    """Three clips, of which two are found."""

    @pytest.fixture
    def shelf(self) -> Shelf:
        shelf = Shelf()
        for name in ("a", "b", "c"):
            clip_id = shelf.rows.remember(f"/card/{name}.mov", 1, 1, name)
            shelf.rows.set_metadata(clip_id, {"camera": "Sony" if name == "b" else "Alexa"})
        return shelf

    def names(self, found: ClipsFound) -> list[str]:
        return [Path(view.row["source"]).stem for view in found.views]

    def test_of_all(self, shelf: Shelf) -> None:
        first = shelf.clips.page(None, ClipQuery(2, newest=True))
        second = shelf.clips.page(None, ClipQuery(2, newest=True, cursor=first.next))
        assert (self.names(first), self.names(second), second.next) == (["c", "b"], ["a"], None)
        assert first.total == second.total == 3

    def test_of_those_found(self, shelf: Shelf) -> None:
        first = shelf.clips.page("alexa", ClipQuery(1))
        second = shelf.clips.page("alexa", ClipQuery(1, cursor=first.next))
        assert sorted(self.names(first) + self.names(second)) == ["a", "c"]
        assert (first.total, second.next) == (2, None)
        assert self.names(shelf.clips.page("alexa", ClipQuery(1, offset=1))) == self.names(second)

    @pytest.mark.parametrize("cursor", ["x", "found-", "found-x", "found--1", "found-9999999999"])
    def test_a_cursor_nobody_gave_out(self, shelf: Shelf, cursor: str) -> None:
        with pytest.raises(UsageError):
            shelf.clips.page("alexa", ClipQuery(1, cursor=cursor))
