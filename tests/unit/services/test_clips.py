"""The clips that were seen, and the proxies each has now."""

from pathlib import Path

from server.domain.job import Event
from server.services.clips import Clips
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
