"""Files that are no clips, broken clips and odd names: each its own clear end, and the rest of the folder goes on."""

from __future__ import annotations

import hashlib
import os
import shutil
import struct
import time
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.helpers.checker import numbers, watch
from tests.helpers.footage import Take, film, remux, run_ffmpeg
from tests.helpers.program import Answer, rushes
from tests.helpers.traps import AAC

posix = pytest.mark.skipif(os.name != "posix", reason="needs POSIX files")
SECRET = "canary"
ODD_NAMES = ("new\nline.mov", "-leading dash.mov", "frame%03d.mov", "it's \"quoted\".mov", "🎬 émoji.mov",
             "a:b.mov", "http:x.mov", "back\\slash.mov", "[brackets];semi,comma.mov", " blank .mov",
             "x" * 246 + ".mov")  # fmt: skip
BYTES_NAME = b"bytes\xff\xfe.mov"
Job = dict[str, Any]


def png(side: int) -> bytes:
    """A black picture of side x side that is small on the disk."""

    def chunk(kind: bytes, body: bytes) -> bytes:
        return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))

    packer = zlib.compressobj(1)
    rows = b"\0" * ((side * 3 + 1) * 100)
    data = b"".join(packer.compress(rows) for _ in range(side // 100)) + packer.flush()
    head = struct.pack(">IIBBBBB", side, side, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", data) + chunk(b"IEND", b"")


def zeroed(clip: Path, target: Path) -> None:
    """The clip with zeros over the middle of its pictures."""
    data = bytearray(clip.read_bytes())
    middle = len(data) // 2
    data[middle : middle + 12000] = bytes(12000)
    target.write_bytes(data)


def cut(clip: Path, target: Path, share: float = 0.6) -> None:
    data = clip.read_bytes()
    target.write_bytes(data[: int(len(data) * share)])


def png_in_mov(target: Path, picture: Path) -> None:
    """The bomb as a clip of one frame."""
    run_ffmpeg("-f", "lavfi", "-i", "color=black:size=64x64", "-frames:v", "1", "-c:v", "png", target)
    data, bomb = target.read_bytes(), picture.read_bytes()
    start = data.index(b"\x89PNG")
    end = data.index(b"IEND", start) + 8
    grown = bytearray(data[:start] + bomb + data[end:])
    mdat = data.index(b"mdat") - 4
    size = struct.unpack_from(">I", grown, mdat)[0] + len(bomb) - (end - start)
    struct.pack_into(">I", grown, mdat, size)
    stsz = grown.index(b"stsz")
    struct.pack_into(">I", grown, stsz + 8, len(bomb))
    target.write_bytes(bytes(grown))


@pytest.fixture(scope="module")
def model(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Clips that the bad ones are made of."""
    folder = tmp_path_factory.mktemp("model")
    film(folder / "clip.mov", Take(frames=50, audio=AAC, video="-c:v libx264 -preset ultrafast -g 12 -pix_fmt yuv420p"))
    remux(folder / "clip.mov", folder / "fast.mp4", "-movflags +faststart")
    remux(folder / "clip.mov", folder / "clip.ts")
    return folder


def fill(folder: Path, model: Path, outside: Path) -> None:
    """One of every bad thing, and two good clips."""
    shutil.copy(model / "clip.mov", folder / "good.mov")
    shutil.copy(model / "clip.mov", folder / "zz last.mov")
    (folder / "empty.mov").touch()
    (folder / "text.mov").write_text("Dear diary, this is no clip.\n" * 100)
    (folder / "playlist.mp4").write_text(
        f"#EXTM3U\n#EXT-X-TARGETDURATION:2\n#EXTINF:2.0,\nfile://{outside}\n#EXT-X-ENDLIST\n"
    )
    (folder / "script.mp4").write_text(f"ffconcat version 1.0\nfile '{outside}'\n")
    (folder / "relative.mov").write_text(f"ffconcat version 1.0\nfile '{os.path.relpath(outside, folder)}'\n")
    cut(model / "fast.mp4", folder / "cut_moov_first.mp4")
    cut(model / "clip.mov", folder / "cut_moov_last.mov")
    cut(model / "clip.ts", folder / "cut.ts")
    zeroed(model / "clip.mov", folder / "zeros.mov")
    (folder / "bomb.png").write_bytes(png(15000))
    png_in_mov(folder / "bomb.mov", folder / "bomb.png")
    (folder / "take.braw").write_bytes(b"\0\0\0\x08wide" * 100)
    (folder / "take.r3d").write_bytes(b"RED2" * 100)
    if os.name == "posix":
        os.mkfifo(folder / "pipe.mov")


def identities(folder: Path) -> dict[str, tuple[str, int, int]]:
    """sha256, mtime and mode of every regular file, proxies left out."""
    found = {}
    for path in folder.rglob("*"):
        if path.is_file() and "Proxy" not in path.parts:
            facts = path.stat()
            found[str(path)] = (hashlib.sha256(path.read_bytes()).hexdigest(), facts.st_mtime_ns, facts.st_mode)
    return found


class Heap:
    """A folder of bad things after its first ingest."""

    def __init__(self, root: Path, model: Path) -> None:
        self.folder, self.home = root / "heap", root / "home"
        self.folder.mkdir()
        self.outside = root / f"{SECRET}.mov"
        shutil.copy(model / "clip.mov", self.outside)
        os.utime(self.outside, ns=(10**18, 10**18))
        fill(self.folder, model, self.outside)
        self.before = identities(self.folder)
        self.answer = rushes(self.home, "ingest", self.folder)

    def error(self, name: str) -> dict[str, Any]:
        job = self.answer.by_name()[name]
        assert job["status"] == "failed", job["status"]
        error: dict[str, Any] = job["error"]
        return error


@pytest.fixture(scope="module")
def heap(model: Path, tmp_path_factory: pytest.TempPathFactory) -> Heap:
    return Heap(tmp_path_factory.mktemp("bad"), model)


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("empty.mov", "not_media"),
        ("text.mov", "not_media"),
        ("playlist.mp4", "not_media"),
        ("script.mp4", "not_media"),
        ("relative.mov", "not_media"),
        ("cut_moov_first.mp4", "source_damaged"),
        ("cut_moov_last.mov", "source_damaged"),
        ("cut.ts", "source_damaged"),
        ("zeros.mov", "source_damaged"),
        ("bomb.mov", "source_too_large"),
        ("take.braw", "needs_vendor_tool"),
        ("take.r3d", "needs_vendor_tool"),
    ],
)
def test_a_bad_clip_fails_with_its_own_clear_error(name: str, code: str, heap: Heap) -> None:
    error = heap.error(name)
    assert error["code"] == code, error
    assert name in error["message"]
    assert error["hint"]
    assert not error["transient"]


def test_what_is_no_clip_is_left_alone(heap: Heap) -> None:
    expected = {"bomb.png": "not_media"} | ({"pipe.mov": "not_media"} if os.name == "posix" else {})
    assert heap.answer.reasons() == expected


def test_the_good_clips_go_on(heap: Heap) -> None:
    done = {name: job for name, job in heap.answer.by_name().items() if job["status"] == "completed"}
    assert set(done) == {"good.mov", "zz last.mov"}
    assert all(numbers(watch(Path(job["output"]))) == list(range(50)) for job in done.values())
    assert heap.answer.code == 1


def test_every_file_is_a_job_or_skipped(heap: Heap) -> None:
    files = [path for path in heap.folder.iterdir() if path.name != "Proxy"]
    assert len(files) == len(heap.answer.document["jobs"]) + len(heap.answer.document["skipped"])


def test_originals_are_untouched_and_nothing_temporary_stays(heap: Heap) -> None:
    assert identities(heap.folder) == heap.before
    assert sorted(path.name for path in (heap.folder / "Proxy").iterdir()) == ["good.mov", "zz last.mov"]
    assert not list(heap.folder.rglob("*.partial"))
    assert not list((heap.home / "cache" / "jobs").iterdir())


def test_nothing_outside_the_folder_is_read_for_a_playlist(heap: Heap) -> None:
    for name in ("playlist.mp4", "script.mp4", "relative.mov"):
        assert heap.answer.by_name()[name]["output"] is None
        answer = rushes(heap.home, "probe", heap.folder / name)
        assert answer.code != 0
        assert SECRET not in str(answer.document)
    assert not list(heap.outside.parent.glob("Proxy"))


@posix
def test_a_playlist_does_not_even_open_its_target(model: Path, tmp_path: Path) -> None:
    """A fifo as the target would hold whoever opens it, and tell its other end."""
    folder = tmp_path / "card"
    folder.mkdir()
    os.mkfifo(tmp_path / "canary")
    (folder / "script.mp4").write_text("ffconcat version 1.0\nfile '../canary'\n")
    begun = time.monotonic()
    assert rushes(tmp_path / "home", "ingest", folder).by_name()["script.mp4"]["error"]["code"] == "not_media"
    assert time.monotonic() - begun < 30
    with pytest.raises(OSError, match="No such device"):
        os.close(os.open(tmp_path / "canary", os.O_WRONLY | os.O_NONBLOCK))


DAMAGED = ("cut_moov_first.mp4", "cut.ts", "zeros.mov")


@pytest.fixture(scope="module")
def allowed(heap: Heap, tmp_path_factory: pytest.TempPathFactory) -> Answer:
    folder = tmp_path_factory.mktemp("allowed") / "card"
    folder.mkdir()
    for name in (*DAMAGED, "cut_moov_last.mov", "good.mov"):
        shutil.copy2(heap.folder / name, folder)
    return rushes(folder.parent / "home", "ingest", folder, "--allow-damaged")


@pytest.mark.parametrize("name", DAMAGED)
def test_allow_damaged_keeps_what_can_be_read_and_says_so(name: str, allowed: Answer) -> None:
    job = allowed.by_name()[name]
    assert job["status"] == "completed", job["error"]
    assert job["result"]["damaged"] is True
    film = watch(Path(job["output"]))
    assert film.steady
    assert 20 <= len(film.frames) <= 50
    # What is shown at a time is what the original showed then (a hole repeats an older frame).
    shown = [number for number in numbers(film) if number is not None]
    assert all(shown[i] <= i + 1 for i in range(len(shown)))
    assert shown[0] == 0


def test_allow_damaged_makes_nothing_of_nothing_and_leaves_good_clips_good(allowed: Answer) -> None:
    assert allowed.by_name()["cut_moov_last.mov"]["error"]["code"] in ("source_damaged", "not_media")
    assert allowed.by_name()["good.mov"]["result"]["damaged"] is False


# Names


@posix
def test_odd_names_are_names_like_any_other(model: Path, tmp_path: Path) -> None:
    folder = tmp_path / "card"
    folder.mkdir()
    small = film(tmp_path / "small.mov", Take(frames=5))
    for name in (*map(os.fsencode, ODD_NAMES), BYTES_NAME):
        shutil.copy(small, os.path.join(os.fsencode(folder), name))  # noqa: PTH118
    answer = rushes(tmp_path / "home", "ingest", folder)
    ends = {name: job["error"] or job["status"] for name, job in answer.by_name().items()}
    shown = dict.fromkeys((*ODD_NAMES, BYTES_NAME.decode(errors="replace")), "completed")
    assert ends == shown
    made = {os.fsencode(name) for name in os.listdir(folder / "Proxy")}
    assert made == {*map(os.fsencode, ODD_NAMES), BYTES_NAME}
    assert answer.by_name()[BYTES_NAME.decode(errors="replace")]["source_uri"].endswith("bytes%FF%FE.mov")
    assert not answer.document["skipped"]


@posix
def test_a_name_that_begins_with_a_dash_can_be_named_itself(tmp_path: Path) -> None:
    clip = film(tmp_path / "-x.mov", Take(frames=5))
    answer = rushes(tmp_path / "home", "ingest", "--", clip)
    assert answer.document["jobs"][0]["status"] == "completed"


# Doing it again


class Card:
    """A small card of its own, ingested once."""

    def __init__(self, root: Path) -> None:
        self.root, self.home, self.clip = root, root / "home", root / "card" / "A001.mov"
        film(self.clip, Take(frames=10))
        self.proxy = self.clip.parent / "Proxy" / "A001.mov"

    def ingest(self, *words: str | Path, **settings: str) -> Job:
        (job,) = rushes(self.home, "ingest", self.clip.parent, *words, **settings).document["jobs"]
        return dict(job)


@pytest.fixture
def card(tmp_path: Path) -> Card:
    return Card(tmp_path)


def test_the_same_ingest_again_is_reused_and_nothing_is_done(card: Card) -> None:
    first = card.ingest()
    seen = card.proxy.stat()
    again = card.ingest()
    assert (first["reused"], again["reused"], again["id"]) == (False, True, first["id"])
    assert (card.proxy.stat().st_ino, card.proxy.stat().st_mtime_ns) == (seen.st_ino, seen.st_mtime_ns)


def test_force_sets_the_earlier_proxy_aside(card: Card) -> None:
    first = card.ingest()
    before = card.proxy.read_bytes()
    second = card.ingest("--force")
    assert second["status"] == "completed"
    assert second["id"] != first["id"]
    aside = list((card.proxy.parent / ".superseded").rglob("*.mov"))
    assert [path.read_bytes() for path in aside] == [before]
    assert aside[0].parent.name in (first["id"], second["id"])
    assert card.ingest()["reused"]


def test_another_preset_sets_the_earlier_proxy_aside(card: Card) -> None:
    card.ingest()
    assert card.ingest("--preset", "h264-half")["status"] == "completed"
    assert watch(card.proxy).codec == "h264"
    assert len(list((card.proxy.parent / ".superseded").rglob("*.mov"))) == 1


def test_a_changed_original_gets_a_new_proxy(card: Card) -> None:
    card.ingest()
    film(card.clip, Take(frames=12))
    assert card.ingest()["status"] == "completed"
    assert len(watch(card.proxy).frames) == 12


def test_a_foreign_file_in_the_way_is_never_touched(card: Card) -> None:
    card.proxy.parent.mkdir()
    card.proxy.write_text("somebody else's")
    job = card.ingest()
    assert (job["status"], job["error"]["code"]) == ("failed", "output_exists")
    assert card.proxy.read_text() == "somebody else's"
    assert list(card.proxy.parent.iterdir()) == [card.proxy]


def test_a_proxy_that_somebody_changed_is_foreign_now(card: Card) -> None:
    card.ingest()
    card.proxy.write_text("graded by hand")
    assert card.ingest("--force")["error"]["code"] == "output_exists"
    assert card.proxy.read_text() == "graded by hand"


def test_a_deleted_proxy_is_made_again(card: Card) -> None:
    card.ingest()
    card.proxy.unlink()
    assert card.ingest()["status"] == "completed"
    assert card.proxy.exists()


def test_to_makes_a_mirror_of_the_tree(card: Card) -> None:
    film(card.clip.parent / "Day 1" / "Roll A" / "B001.mov", Take(frames=5))
    answer = rushes(card.home, "ingest", card.clip.parent, "--to", card.root / "mirror")
    made = sorted(str(path.relative_to(card.root / "mirror")) for path in (card.root / "mirror").rglob("*.mov"))
    assert made == ["A001.mov", "Day 1/Roll A/B001.mov"]
    assert not (card.clip.parent / "Proxy").exists()
    assert answer.code == 0


def test_proxies_are_never_made_of_proxies(card: Card) -> None:
    card.ingest()
    answer = rushes(card.home, "ingest", card.clip.parent)
    assert answer.reasons() == {"A001.mov": "own_output"}
    assert len(answer.document["jobs"]) == 1


# Rights; they count for root too here


@pytest.fixture
def opened_again(tmp_path: Path) -> Iterator[None]:
    """Lets the folders that were closed be cleared away."""
    yield
    for path in [tmp_path, *tmp_path.rglob("*")]:
        if path.is_dir():
            path.chmod(0o755)


@posix
@pytest.mark.usefixtures("opened_again")
def test_what_may_not_be_read_is_said_and_the_rest_goes_on(tmp_path: Path) -> None:
    card = tmp_path / "card"
    film(card / "good.mov", Take(frames=5))
    film(card / "closed.mov", Take(frames=5)).chmod(0)
    film(card / "secret" / "inside.mov", Take(frames=5))
    (card / "secret").chmod(0)
    answer = rushes(tmp_path / "home", "ingest", card, humble=True)
    jobs = answer.by_name()
    assert jobs["good.mov"]["status"] == "completed", jobs["good.mov"]["error"]
    assert jobs["closed.mov"]["error"]["code"] == "source_unreadable"
    assert answer.reasons() == {"secret": "no_access"}
    assert answer.code == 1


@posix
@pytest.mark.usefixtures("opened_again")
def test_a_read_only_folder_falls_back_and_says_so(tmp_path: Path) -> None:
    card, home = tmp_path / "card", tmp_path / "home"
    film(card / "A001.mov", Take(frames=5))
    card.chmod(0o555)
    plain = rushes(home, "ingest", card, humble=True).document["jobs"][0]
    assert plain["error"]["code"] == "output_unwritable"
    spare = {"RUSHES_OUTPUT__FALLBACK": str(tmp_path / "spare")}
    job = rushes(home, "ingest", card, humble=True, **spare).document["jobs"][0]
    assert job["status"] == "completed", job["error"]
    assert Path(job["output"]).is_relative_to(tmp_path / "spare")
    assert "fallback" in job["reason"]
    assert [path.name for path in card.iterdir()] == ["A001.mov"]
