"""Media made to do harm: a sample of the campaign (tests/faults/media_campaign.py), and every way we know of to make
FFmpeg open something else than the file it was given."""

from __future__ import annotations

import struct
from collections.abc import Iterator
from pathlib import Path
from typing import TypeAlias

import pytest

from tests.faults.media_campaign import SECRET, Field, Score, run_campaign
from tests.helpers.footage import Take, film
from tests.helpers.listener import Listener

Arena: TypeAlias = tuple[Field, Listener]
SAMPLE = range(20_000, 20_096)
NAMES = ("a.m3u8", "a.mov", "a.ts", "a.mpd", "a.ffconcat", "a.sdp", "a%03d.mov")


def test_damaged_media_harm_nobody(tmp_path: Path) -> None:
    score = run_campaign(tmp_path, SAMPLE)
    assert score.clean, score.line()
    assert score.fates["encoded"] > 10, score.line()


def playlists(secret: str, url: str) -> dict[str, str]:
    """What each makes FFmpeg open when it may: see the demuxers of the same names."""
    hls = "#EXTM3U\n#EXT-X-TARGETDURATION:1\n#EXTINF:1,\n{0}\n#EXT-X-ENDLIST\n"
    dash = (
        '<?xml version="1.0"?><MPD type="static" mediaPresentationDuration="PT1S"><Period><AdaptationSet>'
        '<Representation id="1" bandwidth="1" mimeType="video/mp4"><BaseURL>{0}</BaseURL></Representation>'
        "</AdaptationSet></Period></MPD>"
    )
    return {
        "hls file": hls.format(f"file://{secret}"),
        "hls http": hls.format(url),
        "hls data": hls.format("data:video/mp2t;base64,R0A="),
        "hls concat": hls.format(f"concat:{url}|file://{secret}"),
        "concat file": f"ffconcat version 1.0\nfile '{secret}'\n",
        "concat beside": "ffconcat version 1.0\nfile clip.mov\n",
        "concat http": f"ffconcat version 1.0\nfile '{url}'\n",
        "dash file": dash.format(f"file://{secret}"),
        "dash http": dash.format(url),
        "sdp": "v=0\no=- 0 0 IN IP4 127.0.0.1\ns=x\nc=IN IP4 127.0.0.1\nt=0 0\nm=video 9 RTP/AVP 96\n",
        "tedcaptions": '{"captions":[{"duration":1,"content":"x","startOfParagraph":true,"startTime":0}]}',
        "imf": f'<?xml version="1.0"?><CompositionPlaylist><Asset>{secret}</Asset></CompositionPlaylist>',
    }


def gab2(inner: str) -> bytes:
    """An AVI with a subtitle stream whose GAB2 packet carries a playlist, which FFmpeg hands to another demuxer."""
    script = inner.encode()
    packet = b"GAB2\0" + struct.pack("<HIIH", 2, 0, 0, 4) + struct.pack("<I", len(script)) + script
    chunk = b"00tx" + struct.pack("<I", len(packet)) + packet
    header = b"txts" + bytes(52)
    stream = (
        b"LIST" + struct.pack("<I", 4 + 8 + len(header) + 8) + b"strlstrh" + struct.pack("<I", len(header)) + header
    )
    stream += b"strf" + struct.pack("<I", 0)
    main = b"avih" + struct.pack("<I", 56) + struct.pack("<14I", 40000, 0, 0, 0, 1, 0, 1, 0, 64, 64, 0, 0, 0, 0)
    heads = b"hdrl" + main + stream
    movie = b"movi" + chunk
    body = b"AVI LIST" + struct.pack("<I", len(heads)) + heads + b"LIST" + struct.pack("<I", len(movie)) + movie
    return b"RIFF" + struct.pack("<I", len(body)) + body


@pytest.fixture
def arena(tmp_path: Path) -> Iterator[Arena]:
    listener = Listener()
    yield Field(tmp_path / "field", listener), listener
    listener.close()


def test_no_playlist_is_followed_whatever_it_is_called(tmp_path: Path, arena: Arena) -> None:
    field, listener = arena
    card, score = tmp_path / "field" / "card", Score()
    texts = playlists(str(card / "secret.txt"), f"http://127.0.0.1:{listener.port}/x")
    for text in texts.values():
        for name in NAMES:
            field.try_text(name, text.encode(), score)
        for name in ("a.avi", "a.mov"):
            field.try_text(name, gab2(text), score)
    field.prober.close()
    assert score.clean, score.line()
    assert set(score.fates) <= {"probe: not_media", "probe: source_damaged"}, score.line()


def test_a_movie_that_keeps_its_pictures_in_another_file_gets_none(tmp_path: Path, arena: Arena) -> None:
    field, listener = arena
    clip = film(tmp_path / "clip.mov", Take(frames=2, tones=())).read_bytes()
    at = clip.index(b"dref")
    score = Score()
    for where in (f"file://{tmp_path}/clip.mov", f"http://127.0.0.1:{listener.port}/x"):
        text = where.encode() + b"\0"
        url = struct.pack(">I", 12 + len(text)) + b"url " + bytes(4) + text
        hostile = bytearray(clip)
        hostile[at + 8 : at + 8 + len(url) + 4] = struct.pack(">I", 1) + url
        field.try_text("dref.mov", bytes(hostile), score)
    field.prober.close()
    assert score.clean, score.line()


def test_an_escape_would_be_seen(tmp_path: Path, arena: Arena, monkeypatch: pytest.MonkeyPatch) -> None:
    """The campaign's own eyes: what FFmpeg would leave, had it read the secret or written to the card."""
    field, _ = arena
    score = Score()
    monkeypatch.setattr(field, "_run", lambda path: str((tmp_path / "field" / "work" / "x").write_bytes(SECRET)))
    field.try_text("leak.mov", b"x", score)
    monkeypatch.setattr(field, "_run", lambda path: str((path.parent / "new").write_bytes(b"x")))
    field.try_text("wrote.mov", b"x", score)
    field.prober.close()
    assert score.escapes == ["leak.mov", "wrote.mov"]
