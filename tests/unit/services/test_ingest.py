"""What becomes of files and folders: every regular file ends in a job or is left alone for a reason."""

import os
import socket
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from server.domain.job import Event, Job
from server.domain.media import MediaFacts
from server.domain.naming import Placement
from server.errors import NotMedia, PresetError, SourceError, SourceUnreadable, UsageError
from server.services.ingest import Ingest, Ingested, IngestRules
from server.services.walk import SAMPLE_BYTES, sight
from tests.helpers.fakes import FakeBell, FakeClips, FakeLedger, HandClock

posix = pytest.mark.skipif(os.name == "nt", reason="POSIX files")
unprivileged = pytest.mark.skipif(hasattr(os, "geteuid") and os.geteuid() == 0, reason="root may read everything")


class FakeProber:
    """Goes by the first word of the file."""

    def __init__(self) -> None:
        self.looked: list[str] = []

    def probe(self, path: str) -> MediaFacts:
        """Sound is catalogued at once; a clip is probed by its job."""
        if self._word(path) != "audio":
            raise AssertionError("an ingest only looks at clips")
        return MediaFacts("wav", 1.0, 5, None)

    def look(self, path: str) -> str:
        self.looked.append(path)
        return self._word(path)

    def look_many(self, paths: Sequence[str]) -> list[str | SourceError]:
        return [self._looked(path) for path in paths]

    def _looked(self, path: str) -> str | SourceError:
        try:
            return self.look(path)
        except SourceError as error:
            return error

    def _word(self, path: str) -> str:
        try:
            word = Path(path).read_bytes().split(b" ")[0].decode("latin-1")
        except PermissionError as error:
            raise SourceUnreadable("no right to read it") from error
        if word not in ("video", "audio", "other"):
            raise NotMedia("no container we know")
        return word


class FakePresets:
    def get(self, name: str) -> str:
        if name not in ("prores-proxy", "h264-half"):
            raise PresetError(f"There is no preset {name}.")
        return name


@dataclass
class Desk:
    """An ingest with everything around it."""

    folder: Path
    ledger: FakeLedger
    clips: FakeClips
    bell: FakeBell = field(default_factory=FakeBell)
    prober: FakeProber = field(default_factory=FakeProber)
    rules: IngestRules = field(default_factory=IngestRules)

    def ingest(self, *paths: Path | str, **options: object) -> Ingested:
        service = Ingest(self.ledger, self.clips, self.prober, self.bell, FakePresets(), self.rules)
        return service.ingest([str(path) for path in paths] or [str(self.folder)], **options)

    def put(self, name: str, content: str = "video") -> Path:
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(f"{content} {name}")
        return path

    def finish(self, job: Job, event: Event = Event.COMPLETE) -> Path:
        """The worker's part: a proxy beside the original."""
        proxy = Path(job.source).parent / "Proxy" / (Path(job.source).stem + ".mov")
        proxy.parent.mkdir(exist_ok=True)
        proxy.write_text("proxy")
        claim = self.ledger.claim(job.queue, "w1")
        assert claim is not None
        assert claim.job.id == job.id
        self.ledger.change(job.id, event, token=claim.token, output=str(proxy))
        return proxy


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    folder = tmp_path / "card"
    folder.mkdir()
    clock = HandClock()
    return Desk(folder, FakeLedger(clock), FakeClips(clock))


def names(jobs: Iterable[Job]) -> list[str]:
    return [Path(job.source).name for job in jobs]


def reasons(taken: Ingested) -> dict[str, str]:
    return {Path(item.path).name: item.reason for item in taken.skipped}


def test_every_clip_below_a_folder_becomes_a_job_in_order_of_name(desk: Desk) -> None:
    for name in ("B/2.mov", "A.mxf", "B/1.mp4", "z.MOV"):
        desk.put(name)
    taken = desk.ingest()
    assert names(taken.jobs) == ["A.mxf", "z.MOV", "1.mp4", "2.mov"]
    assert {(job.kind, job.queue, job.preset, job.priority) for job in taken.jobs} == {
        ("proxy", "video_processing", "prores-proxy", 5)
    }
    assert taken.skipped == []


def test_the_bell_rings_for_each_new_job(desk: Desk) -> None:
    desk.put("A.mov")
    (job,) = desk.ingest().jobs
    assert desk.bell.rung == [("video_processing", job.id)]
    desk.ingest()
    assert len(desk.bell.rung) == 1


def test_the_content_decides_where_the_name_does_not(desk: Desk) -> None:
    desk.put("clip.odd", "video")
    desk.put("sound.odd", "audio")
    desk.put("data.odd", "other")
    desk.put("blob", "\x00")
    taken = desk.ingest()
    assert names(taken.jobs) == ["clip.odd"]
    assert reasons(taken) == {"sound.odd": "audio_only", "data.odd": "not_media", "blob": "not_media"}


def test_a_name_that_promises_a_clip_becomes_a_job_that_says_what_is_wrong(desk: Desk) -> None:
    desk.put("text.mov", "not a movie")
    desk.put("empty.mp4").write_text("")
    desk.put("list.mp4", "ffconcat version 1.0\nfile /etc/passwd")
    assert names(desk.ingest().jobs) == ["empty.mp4", "list.mp4", "text.mov"]


def test_a_film_that_holds_only_sound_is_left_alone(desk: Desk) -> None:
    desk.put("memo.mov", "audio")
    assert reasons(desk.ingest()) == {"memo.mov": "audio_only"}


def test_sound_is_catalogued_once_by_a_job_that_is_no_clips(desk: Desk) -> None:
    desk.put("A.wav", "audio")
    first, again = desk.ingest(), desk.ingest()
    assert (first.jobs, [job.kind for job in first.sounds]) == ([], ["metadata"])
    assert [job.id for job in again.sounds] == [job.id for job in first.sounds]


def test_camera_raw_becomes_a_job_unseen(desk: Desk) -> None:
    desk.put("A001.braw", "\x00")
    assert names(desk.ingest().jobs) == ["A001.braw"]
    assert desk.prober.looked == []


def test_what_is_left_alone_says_why(desk: Desk) -> None:
    for name in ("A.xml", ".A.mov", "A.png", "A.mov.part", "Thumbs.db", "GX01.LRV", "Proxy/A.mov"):
        desk.put(name)
    desk.put("A.wav", "audio")
    desk.put("broken.wav", "no sound")
    taken = desk.ingest()
    assert taken.jobs == []
    assert {(Path(item.path).name, item.reason) for item in taken.skipped} == {
        ("A.xml", "sidecar"),
        (".A.mov", "hidden"),
        ("A.png", "not_media"),
        ("A.wav", "audio_only"),
        ("broken.wav", "not_media"),
        ("A.mov.part", "temporary"),
        ("Thumbs.db", "system"),
        ("GX01.LRV", "camera_proxy"),
        ("A.mov", "own_output"),
    }
    assert all(item.message.endswith(".") for item in taken.skipped)


def test_jobs_and_skipped_are_all_the_files(desk: Desk) -> None:
    for name in ("A.mov", "b/A.mov", "b/c/A.xml", "b/c/Proxy/A.mov", ".hidden/x.mov", "b/readme.txt"):
        desk.put(name)
    taken = desk.ingest()
    assert len(taken.jobs) + len(taken.skipped) == 6


def test_a_proxy_known_to_the_ledger_is_never_footage(desk: Desk) -> None:
    desk.put("A.mov")
    (job,) = desk.ingest().jobs
    proxy = desk.finish(job)
    moved = desk.put("tree/A.mov")
    claim_other = desk.ingest(force=True).jobs
    assert str(proxy) not in [job.source for job in claim_other]
    assert desk.ledger.owner_of(str(proxy)) is not None
    assert str(moved) in [job.source for job in claim_other]


def test_proxies_put_into_a_tree_below_the_footage_are_not_footage(desk: Desk) -> None:
    desk.put("A.mov")
    desk.put("out/A.mov")
    taken = desk.ingest(to=str(desk.folder / "out"))
    assert names(taken.jobs) == ["A.mov"]
    assert reasons(taken) == {"A.mov": "own_output"}


def test_the_request_tells_the_planner_where_the_proxy_goes(desk: Desk, tmp_path: Path) -> None:
    desk.put("day1/A.mov")
    (job,) = desk.ingest(to=str(tmp_path / "out"), allow_damaged=True, priority=9).jobs
    assert job.request == {
        "root": str(desk.folder),
        "to": str(tmp_path / "out"),
        "twin": False,
        "force": False,
        "allow_damaged": True,
        "upload": False,
        "analysis": False,
    }
    assert job.priority == 9


def test_two_cards_share_the_folder_above_them_so_that_equal_names_stay_apart(desk: Desk, tmp_path: Path) -> None:
    desk.put("card1/C0001.mp4")
    desk.put("card2/C0001.mp4")
    taken = desk.ingest(desk.folder / "card1", desk.folder / "card2", to=str(tmp_path / "out"))
    assert {job.request["root"] for job in taken.jobs} == {str(desk.folder)}


def test_twins_are_flagged(desk: Desk) -> None:
    for name in ("A001.mov", "A001.mxf", "B001.mov"):
        desk.put(name)
    flags = {Path(job.source).name: job.request["twin"] for job in desk.ingest().jobs}
    assert flags == {"A001.mov": True, "A001.mxf": True, "B001.mov": False}


def test_a_twin_counts_even_where_it_was_not_named(desk: Desk) -> None:
    clip = desk.put("A001.mov")
    desk.put("A001.mxf")
    desk.put("A001.xml")
    (job,) = desk.ingest(clip).jobs
    assert job.request["twin"] is True


def test_a_sidecar_is_no_twin(desk: Desk) -> None:
    clip = desk.put("A001.mov")
    desk.put("A001.wav")
    (job,) = desk.ingest(clip).jobs
    assert job.request["twin"] is False


class TestAgain:
    def test_a_clip_in_the_queue_keeps_its_job(self, desk: Desk) -> None:
        desk.put("A.mov")
        (first,) = desk.ingest().jobs
        (again,) = desk.ingest().jobs
        assert (again.id, again.reused, first.reused) == (first.id, True, False)

    def test_a_clip_that_is_done_is_not_done_again(self, desk: Desk) -> None:
        desk.put("A.mov")
        (first,) = desk.ingest().jobs
        desk.finish(first)
        taken = desk.ingest()
        assert [(job.id, job.reused) for job in taken.jobs] == [(first.id, True)]
        assert reasons(taken) == {"A.mov": "own_output"}

    @pytest.mark.parametrize("harm", ["removed", "emptied"])
    def test_it_is_where_its_proxy_is_gone(self, desk: Desk, harm: str) -> None:
        desk.put("A.mov")
        (first,) = desk.ingest().jobs
        proxy = desk.finish(first)
        proxy.unlink() if harm == "removed" else proxy.write_text("")
        (again,) = desk.ingest().jobs
        assert again.id != first.id
        assert not again.reused

    def test_it_is_with_force(self, desk: Desk) -> None:
        desk.put("A.mov")
        (first,) = desk.ingest().jobs
        desk.finish(first)
        (forced,) = desk.ingest(force=True).jobs
        assert forced.id != first.id
        assert forced.request["force"] is True

    def test_it_is_with_another_preset_or_place(self, desk: Desk, tmp_path: Path) -> None:
        desk.put("A.mov")
        (first,) = desk.ingest().jobs
        (other,) = desk.ingest(preset="h264-half").jobs
        (there,) = desk.ingest(to=str(tmp_path / "out")).jobs
        assert len({first.id, other.id, there.id}) == 3

    def test_it_is_when_the_original_has_changed(self, desk: Desk) -> None:
        clip = desk.put("A.mov")
        (first,) = desk.ingest().jobs
        desk.finish(first)
        clip.write_text("video but longer now")
        (again,) = desk.ingest().jobs
        assert again.clip_id != first.clip_id

    def test_a_failed_clip_gets_a_new_job(self, desk: Desk) -> None:
        desk.put("A.mov")
        (first,) = desk.ingest().jobs
        desk.finish(first, Event.FAIL)
        (again,) = desk.ingest().jobs
        assert again.id != first.id
        assert not again.reused

    def test_of_many_files_those_that_are_known_are_not_looked_into_again(self, desk: Desk) -> None:
        desk.rules = IngestRules(many_files=1)
        desk.put("A.mov")
        desk.put("B.mov")
        first = desk.ingest()
        desk.prober.looked.clear()
        changed = desk.put("B.mov", "audio and longer")
        again = desk.ingest()
        assert [job.id for job in again.jobs] == [first.jobs[0].id]
        assert desk.prober.looked == [str(changed)]
        assert reasons(again) == {"B.mov": "audio_only"}

    def test_two_ingests_at_the_same_moment_make_one_job(self, desk: Desk) -> None:
        class Blind(FakeLedger):
            """Has not seen the other's job yet when it is asked."""

            def of_clips(self, clip_ids: Iterable[str], kind: str) -> dict[str, list[Job]]:
                return {}

        desk.ledger = Blind(HandClock())
        desk.put("A.mov")
        (one,), (other,) = desk.ingest().jobs, desk.ingest().jobs
        assert one.id == other.id


class TestPaths:
    def test_a_file_named_twice_is_one_job(self, desk: Desk) -> None:
        clip = desk.put("A.mov")
        assert names(desk.ingest(clip, desk.folder, clip).jobs) == ["A.mov"]

    def test_a_path_that_is_not_there_is_refused_before_anything_is_queued(self, desk: Desk) -> None:
        clip = desk.put("A.mov")
        with pytest.raises(UsageError, match=r"no file or folder .*B\.mov"):
            desk.ingest(clip, desk.folder / "B.mov")
        assert desk.ledger.claimable_lanes() == set()

    @pytest.mark.parametrize("priority", [-1, 10])
    def test_a_priority_is_a_digit(self, desk: Desk, priority: int) -> None:
        with pytest.raises(UsageError, match="not between 0 and 9"):
            desk.ingest(priority=priority)

    def test_an_unknown_preset_is_refused(self, desk: Desk) -> None:
        with pytest.raises(PresetError):
            desk.ingest(preset="nonesuch")

    def test_the_place_for_proxies_may_not_be_a_file(self, desk: Desk) -> None:
        clip = desk.put("A.mov")
        with pytest.raises(UsageError, match="is a file"):
            desk.ingest(to=str(clip))

    def test_the_folder_of_proxies_may_have_another_name(self, desk: Desk) -> None:
        desk.rules = IngestRules(placement=Placement(folder="Edit"))
        desk.put("Edit/A.mov")
        assert reasons(desk.ingest()) == {"A.mov": "own_output"}

    @posix
    @pytest.mark.parametrize(
        "name",
        ["new\nline.mov", "-rf.mov", "%03d.mov", "'\".mov", "\U0001f3ac.mov", "\udcff\udcfe.mov", "x" * 246 + ".mov"],
    )
    def test_odd_names_are_names(self, desk: Desk, name: str) -> None:
        desk.put("a.mov").rename(desk.folder / name)
        assert names(desk.ingest().jobs) == [name]

    @posix
    def test_pipes_and_sockets_are_never_opened(self, desk: Desk) -> None:
        os.mkfifo(desk.folder / "pipe.mov")
        with socket.socket(socket.AF_UNIX) as sock:
            sock.bind(os.path.relpath(desk.folder / "socket.mov"))
        taken = desk.ingest()
        assert reasons(taken) == {"pipe.mov": "not_media", "socket.mov": "not_media"}
        assert desk.prober.looked == []

    @posix
    def test_a_named_pipe_is_left_alone_too(self, desk: Desk) -> None:
        os.mkfifo(desk.folder / "pipe.mov")
        assert reasons(desk.ingest(desk.folder / "pipe.mov")) == {"pipe.mov": "not_media"}

    @posix
    def test_links_lead_nowhere(self, desk: Desk, tmp_path: Path) -> None:
        outside = tmp_path / "outside"
        outside.mkdir()
        (outside / "secret.mov").write_text("video")
        (desk.folder / "loop").symlink_to(desk.folder)
        (desk.folder / "out").symlink_to(outside)
        (desk.folder / "clip.mov").symlink_to(outside / "secret.mov")
        taken = desk.ingest()
        assert reasons(taken) == {"loop": "link", "out": "link", "clip.mov": "link"}
        assert desk.prober.looked == []

    @posix
    def test_a_link_that_is_named_itself_is_followed(self, desk: Desk, tmp_path: Path) -> None:
        clip = desk.put("A.mov")
        (tmp_path / "link.mov").symlink_to(clip)
        (tmp_path / "link").symlink_to(desk.folder)
        taken = desk.ingest(tmp_path / "link.mov", tmp_path / "link")
        assert [job.source for job in taken.jobs] == [str(clip)]

    @posix
    @unprivileged
    def test_a_folder_without_rights_is_told_and_the_rest_goes_on(self, desk: Desk) -> None:
        desk.put("A.mov")
        locked = desk.put("locked/B.mov").parent
        locked.chmod(0)
        taken = desk.ingest()
        locked.chmod(0o700)
        assert names(taken.jobs) == ["A.mov"]
        assert reasons(taken) == {"locked": "no_access"}
        assert [item.path for item in taken.refused] == [str(locked)]

    @posix
    @unprivileged
    def test_a_clip_without_rights_becomes_a_job_that_fails(self, desk: Desk) -> None:
        desk.put("A.mov").chmod(0)
        desk.put("odd.bin").chmod(0)
        taken = desk.ingest()
        assert names(taken.jobs) == ["A.mov"]
        assert reasons(taken) == {"odd.bin": "no_access"}


class TestSight:
    def test_a_change_in_the_samples_shows(self, tmp_path: Path) -> None:
        clip = tmp_path / "A.mov"
        content = bytearray(10 * SAMPLE_BYTES)
        clip.write_bytes(content)
        before = sight(str(clip))
        for place in (0, 5 * SAMPLE_BYTES, len(content) - 1):
            changed = bytearray(content)
            changed[place] = 1
            clip.write_bytes(changed)
            assert sight(str(clip)).content_hash != before.content_hash

    @pytest.mark.parametrize("size", [0, 1, SAMPLE_BYTES, 3 * SAMPLE_BYTES, 3 * SAMPLE_BYTES + 1])
    def test_any_size_can_be_seen(self, tmp_path: Path, size: int) -> None:
        clip = tmp_path / "A.mov"
        clip.write_bytes(bytes(size))
        seen = sight(str(clip))
        assert seen.size == size
        assert len(seen.content_hash) == 40

    def test_what_is_gone_has_no_content(self, tmp_path: Path) -> None:
        assert sight(str(tmp_path / "gone.mov")) == sight(str(tmp_path / "gone.mp4"))
        assert sight(str(tmp_path / "gone.mov")).content_hash == ""

    @posix
    def test_a_pipe_does_not_hold_us(self, tmp_path: Path) -> None:
        os.mkfifo(tmp_path / "pipe")
        assert sight(str(tmp_path / "pipe")).content_hash == ""


def test_some_files_of_a_folder_are_mirrored_from_that_folder(desk: Desk) -> None:
    clip = desk.put("day1/card/A001.mov")
    (job,) = desk.ingest(clip, root=str(desk.folder)).jobs
    assert job.request["root"] == str(desk.folder)
