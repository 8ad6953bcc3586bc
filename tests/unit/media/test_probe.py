"""What the probe says of files it cannot make a clip of; on real files, in its own child process."""

from __future__ import annotations

import os
import signal
import subprocess
from collections.abc import Iterator
from fractions import Fraction
from pathlib import Path

import av
import pytest

from server.domain.media import Scan
from server.errors import (
    NeedsVendorTool,
    NotMedia,
    SourceDamaged,
    SourceError,
    SourceMissing,
    SourceTooLarge,
    SourceUnreadable,
    UnsupportedCodec,
)
from server.media.locate import Finder
from server.media.probe import ProbeClient
from tests.helpers.footage import X264, Take, film, remux, run_ffmpeg
from tests.helpers.serving import until


@pytest.fixture(scope="module")
def prober() -> Iterator[ProbeClient]:
    client = ProbeClient(max_pixels=1_000_000)
    yield client
    client.close()


def test_a_clip(prober: ProbeClient, tmp_path: Path) -> None:
    take = Take(
        rate="30000/1001", frames=10, tones=(440, 550), options="-timecode 00:59:59;28 -metadata:s:v:0 reel_name=R1"
    )
    facts = prober.probe(str(film(tmp_path / "a.mov", take)))
    assert facts.video is not None
    assert (facts.video.fps, facts.video.vfr, facts.video.frames) == (Fraction(30000, 1001), False, 10)
    assert (facts.video.width, facts.video.height, facts.video.scan) == (320, 180, Scan.PROGRESSIVE)
    assert (facts.timecode, facts.reel) == ("00:59:59;28", "R1")
    assert [(t.channels, t.sample_rate, t.bits) for t in facts.audio] == [(1, 48000, 16)] * 2
    assert not facts.cut


def test_a_codec_tag_beyond_ascii_is_no_damage(prober: ProbeClient, tmp_path: Path) -> None:
    take = Take(frames=2, audio="-c:a pcm_bluray", video="-c:v mpeg2video")  # stream type 0x80
    assert prober.probe(str(film(tmp_path / "a.m2ts", take))).audio[0].codec == "pcm_bluray"


def test_a_child_that_nobody_asks_ends_and_another_comes_when_asked(tmp_path: Path) -> None:
    clip = str(film(tmp_path / "a.mov", Take(frames=2)))
    client = ProbeClient(idle_seconds=0.1)
    for _ in range(2):
        assert client.look(clip) == "video"
        until(lambda: client._child is None, 10, "the child stays")
    client.close()


def test_a_picture_beyond_the_limit_is_called_that(prober: ProbeClient, tmp_path: Path) -> None:
    run_ffmpeg("-f", "lavfi", "-i", "color=size=2000x1000", "-frames:v", "1", "-c:v", "png", tmp_path / "a.mov")
    with pytest.raises(SourceTooLarge, match="2000x1000"):
        prober.probe(str(tmp_path / "a.mov"))


def test_subtitles_alone_are_not_called_sound(prober: ProbeClient, tmp_path: Path) -> None:
    (tmp_path / "a.srt").write_text("1\n00:00:00,000 --> 00:00:01,000\nhello\n")
    run_ffmpeg("-i", tmp_path / "a.srt", "-c:s", "mov_text", tmp_path / "a.mp4")
    with pytest.raises(NotMedia, match="neither a picture nor sound"):
        prober.probe(str(tmp_path / "a.mp4"))


def test_empty_missing_folder_and_vendor_files(prober: ProbeClient, tmp_path: Path) -> None:
    (tmp_path / "empty.mov").touch()
    cases: list[tuple[str, type[SourceError]]] = [
        ("empty.mov", NotMedia),
        ("none.mov", SourceMissing),
        ("", SourceUnreadable),
        ("a.BRAW", NeedsVendorTool),
    ]
    for name, error in cases:
        with pytest.raises(error) as caught:
            prober.probe(str(tmp_path / name))
        assert caught.value.message
        assert caught.value.hint


def test_the_child_may_die_and_the_next_question_is_answered(tmp_path: Path) -> None:
    client = ProbeClient()
    clip = str(film(tmp_path / "a.mov", Take(frames=3)))
    try:
        assert client.look(clip) == "video"
        child = client._child
        assert child is not None
        child.kill()
        child.wait()
        assert client.look(clip) == "video"
    finally:
        client.close()


def test_a_clip_that_does_not_begin_at_zero_is_as_long_as_its_frames(prober: ProbeClient, tmp_path: Path) -> None:
    plain = film(tmp_path / "a.mov", Take(audio="-c:a aac"))
    for name in ("a.mkv", "a.flv", "a.ts"):
        facts = prober.probe(str(remux(plain, tmp_path / name, "-output_ts_offset 3")))
        assert facts.video is not None
        assert (facts.video.duration, facts.cut) == (1.0, False)


def test_a_track_is_not_as_long_as_its_file_where_the_file_alone_says_a_length(
    prober: ProbeClient, tmp_path: Path
) -> None:
    facts = prober.probe(str(film(tmp_path / "a.wmv", Take(video="-c:v wmv2 -q:v 2", audio="-c:a wmav2"))))
    assert facts.video is not None
    assert (facts.video.duration, facts.cut) == (1.0, False)


def test_m_jpeg_in_gxf_and_sound_whose_packets_do_not_say_how_long_they_last(
    prober: ProbeClient, tmp_path: Path
) -> None:
    picture = Take(frames=10, size="720x576", video="-c:v mjpeg -q:v 4")
    assert prober.probe(str(film(tmp_path / "a.gxf", picture))).video is not None
    take = Take(frames=30, video="-c:v flv1 -q:v 4", audio="-c:a adpcm_swf -ar 44100")
    (track,) = prober.probe(str(film(tmp_path / "a.flv", take))).audio
    assert track.duration == pytest.approx(1.2, abs=0.01)


@pytest.mark.parametrize("name", ["a.flv", "a.ogv", "a.wmv", "a.gxf", "a.mkv", "a.mp4"])
def test_the_first_bytes_of_a_clip_alone_are_a_damaged_clip(name: str, prober: ProbeClient, tmp_path: Path) -> None:
    take = {
        "a.ogv": Take(frames=2, video="-c:v libtheora", tones=()),
        "a.wmv": Take(frames=2, video="-c:v wmv2", tones=()),
        "a.gxf": Take(frames=2, size="720x576", video="-c:v mpeg2video", tones=()),
    }.get(name, Take(frames=2, tones=()))
    clip = film(tmp_path / name, take)
    clip.write_bytes(clip.read_bytes()[:200])
    with pytest.raises(SourceDamaged):
        prober.probe(str(clip))


def test_look_tells_picture_sound_and_neither_apart(prober: ProbeClient, tmp_path: Path) -> None:
    run_ffmpeg("-f", "lavfi", "-t", "0.2", "-i", "sine", "-c:a", "aac", tmp_path / "sound.mp4")
    assert prober.look(str(film(tmp_path / "a.mov", Take(frames=3)))) == "video"
    assert prober.look(str(tmp_path / "sound.mp4")) == "audio"


@pytest.mark.skipif(os.name != "posix", reason="needs a fifo")
def test_many_looks_at_once_are_as_one_after_the_other(prober: ProbeClient, tmp_path: Path) -> None:
    clip = film(tmp_path / "A\udcff.mkv", Take(frames=2))
    (tmp_path / "notes.mov").write_text("no film")
    asked = [str(clip), str(tmp_path / "gone.mov"), str(tmp_path / "notes.mov"), *[str(clip)] * 60]
    seen = prober.look_many(asked)
    assert [one if isinstance(one, str) else one.code for one in seen[:3]] == ["video", "source_missing", "not_media"]
    assert seen[3:] == ["video"] * 60
    assert prober.look_many([]) == []


def test_a_clip_whose_index_says_film_is_not_opened(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    prober, asked = ProbeClient(), []

    def note(question: bytes, path: str) -> bytes:
        asked.append(Path(path).name)
        return b'{"ok": {"all": [{"ok": {"video": false, "audio": false}}]}}'

    monkeypatch.setattr(prober, "_exchange", note)
    clip = film(tmp_path / "A.mov", Take(frames=2))
    index = clip.read_bytes().partition(b"moov")[2]
    boxes = b"\0\0\0\x08free" * 3000 + index  # made to keep us busy
    (tmp_path / "B.mov").write_bytes((len(boxes) + 8).to_bytes(4, "big") + b"moov" + boxes)
    assert prober.look_many([str(clip), str(tmp_path / "B.mov")]) == ["video", "other"]
    assert asked == ["B.mov"]
    prober.close()


def test_a_clip_that_ends_the_child_does_not_hide_the_others(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    prober = ProbeClient()
    clip = str(film(tmp_path / "A.mkv", Take(frames=2)))
    exchange = prober._exchange

    def dies(question: bytes, path: str) -> bytes:
        if b'"paths"' in question:
            prober._drop()
            return b'{"failed": "crash", "text": ""}'
        return exchange(question, path)

    monkeypatch.setattr(prober, "_exchange", dies)
    assert prober.look_many([clip, clip]) == ["video", "video"]
    prober.close()


def test_a_fifo_holds_nobody(prober: ProbeClient, tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "a.mov")
    with pytest.raises(SourceUnreadable):
        prober.probe(str(tmp_path / "a.mov"))


def test_a_codec_of_no_camera_is_not_even_opened(tmp_path: Path) -> None:
    run_ffmpeg("-f", "lavfi", "-i", "testsrc2=size=64x64", "-frames:v", "2", "-c:v", "asv1", tmp_path / "a.mkv")
    client = ProbeClient(Finder(None).decoders)
    with pytest.raises(UnsupportedCodec, match="asv1"):
        client.probe(str(tmp_path / "a.mkv"))
    client.close()


def test_a_track_in_such_a_codec_is_left_out(tmp_path: Path) -> None:
    clip = film(tmp_path / "a.mkv", Take(frames=3, tones=(440, 550), audio="-c:a:0 tta -c:a:1 pcm_s16le"))
    client = ProbeClient(Finder(None).decoders)
    assert [(track.codec, track.decodable) for track in client.probe(str(clip)).audio] == [
        ("tta", False),
        ("pcm_s16le", True),
    ]
    client.close()


B_FRAMES = "-c:v libx264 -preset ultrafast -pix_fmt yuv420p -g 25 -bf 3 -x264-params open-gop=1:b-pyramid=normal"


@pytest.mark.parametrize(
    ("name", "video", "before"),
    [
        ("A.mov", X264, ""),
        ("A.mov", B_FRAMES, ""),
        ("A.mov", B_FRAMES, "-ss 0.44"),
        ("A.ts", B_FRAMES, ""),
        ("A.ts", "-c:v mpeg2video -g 12 -bf 2", "-ss 0.44"),
        ("A.mkv", B_FRAMES, "-ss 0.44"),
        ("A.mov", "-c:v libx265 -preset ultrafast -x265-params log-level=none:bframes=3:open-gop=1:keyint=10", ""),
        ("A.mov", "-c:v prores_aw", ""),
    ],
    ids=["plain", "b frames", "edit list", "stream", "cut stream", "cut matroska", "hevc", "all key frames"],
)
def test_the_start_is_the_time_of_the_first_frame_a_player_shows(
    prober: ProbeClient, tmp_path: Path, name: str, video: str, before: str
) -> None:
    whole = film(tmp_path / "whole" / name, Take(frames=50, video=video))
    clip = remux(whole, tmp_path / name, before=before)
    with av.open(str(clip)) as container:
        shown = next(container.decode(video=0))
    found = prober.probe(str(clip)).video
    assert found is not None
    assert (found.start, found.pix_fmt) == (pytest.approx(shown.time), shown.format.name)


class Killed(ProbeClient):
    """Whoever is asked is killed by that signal before it can answer, so many times."""

    def __init__(self, number: int, times: int, *, gone: bool = False) -> None:
        """`gone`: it cannot even be asked."""
        super().__init__()
        self._number, self._times, self._gone = number, times, gone

    def _say(self, child: subprocess.Popen[bytes], question: bytes) -> bytes:
        if self._times:
            self._times -= 1
            child.send_signal(self._number)
            if self._gone:
                child.wait()
        return super()._say(child, question)


@pytest.mark.parametrize(("number", "times", "seen"), [(signal.SIGKILL, 2, True), (signal.SIGKILL, 3, False),
                                                       (signal.SIGSEGV, 1, False)])  # fmt: skip
def test_a_probe_killed_from_outside_is_asked_again_and_a_crash_is_the_clips(
    number: int, times: int, seen: bool, tmp_path: Path
) -> None:
    clip = str(film(tmp_path / "a.mov", Take(frames=2)))
    client = Killed(number, times)
    try:
        if seen:
            assert client.look(clip) == "video"
            return
        with pytest.raises(SourceError) as caught:
            client.look(clip)
        assert caught.value.code == "probe_crashed"
    finally:
        client.close()


def test_a_probe_that_is_gone_before_it_can_be_asked_is_replaced(tmp_path: Path) -> None:
    clip = str(film(tmp_path / "a.mov", Take(frames=2)))
    client = Killed(signal.SIGKILL, 1, gone=True)
    try:
        assert client.look(clip) == "video"
    finally:
        client.close()
