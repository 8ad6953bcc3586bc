"""`rushes verify` finds every planted fault by name, and raises no alarm over a good pair."""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from server.bootstrap import App, open_home
from server.config import load_settings
from tests.helpers.footage import Take, executable, film, run_ffmpeg
from tests.helpers.program import Answer, rushes
from tests.helpers.traps import TRAPS

FRAMES = 48
RATE = "30000/1001"
PRORES = "-c:v prores_ks -profile:v proxy -pix_fmt yuv422p10le"
BEEPS = "aevalsrc=0.3*sin({hz}*2*PI*t)*gt(mod(t\\,{hz}/1400)\\,{hz}/3000):s=48000"
pytestmark = pytest.mark.timeout(300)


@dataclass(frozen=True)
class Made:
    """How a proxy of the original was made: a filter on its picture, its sound, its tags."""

    picture: str = "null"
    sound: str = "-map 0:a"
    filters: str = ""
    timecode: str = "01:00:59;28"
    reel: str = "A001C002"
    rate: str = RATE
    codec: str = PRORES
    more: str = ""
    size: str = "160:90"
    before: str = ""


def repeated(at: int) -> str:
    """Frame `at` in place of the one behind it."""
    return "shuffleframes=" + " ".join(str(at if n == at + 1 else n) for n in range(FRAMES))


FAULTS: dict[str, tuple[Made, set[str]]] = {
    "one frame missing": (Made("select='not(eq(n,20))'"), {"frame_count"}),
    "one frame missing, the last one twice": (
        Made("select='not(eq(n,20))',tpad=stop=1:stop_mode=clone"), {"pictures"}),
    "one frame repeated": (Made(repeated(20)), {"pictures"}),
    "two frames exchanged": (
        Made("shuffleframes=" + " ".join(str({20: 21, 21: 20}.get(n, n)) for n in range(FRAMES))), {"pictures"}),
    "pictures one frame late": (Made(f"tpad=start=1:start_mode=clone,trim=end_frame={FRAMES}"), {"pictures"}),
    "pictures one frame early": (Made("trim=start_frame=1,tpad=stop=1:stop_mode=clone"), {"pictures"}),
    "half the file": (Made("trim=end_frame=24", more="-t 0.8"), {"frame_count", "duration", "audio_length"}),
    "timecode one frame on": (Made(timecode="01:00:59;29"), {"start_timecode"}),
    "drop-frame flag lost": (Made(timecode="01:00:59:28"), {"start_timecode", "drop_frame"}),
    "timecode lost": (Made(timecode=""), {"start_timecode"}),
    "another reel": (Made(reel="B002C001"), {"reel"}),
    "one sound track lost": (Made(sound="-map 0:a:0"), {"audio_streams"}),
    "two mono tracks merged into stereo": (
        Made(filters="[0:a:0][0:a:1]amerge=inputs=2[a]", sound="-map [a]"), {"audio_streams", "audio_channels"}),
    "two mono tracks mixed into one": (
        Made(filters="[0:a:0][0:a:1]amix=inputs=2[a]", sound="-map [a]"), {"audio_streams"}),
    "sound tracks exchanged": (Made(sound="-map 0:a:1 -map 0:a:0"), {"audio_content"}),
    "one sound track silent": (
        Made(filters="[0:a:1]volume=0[a]", sound="-map 0:a:0 -map [a]"), {"audio_content"}),
    "sound tracks exchanged, as AAC": (Made(sound="-map 0:a:1 -map 0:a:0", more="-c:a aac"), {"audio_content"}),
    "sound at another rate": (Made(more="-ar 44100"), {"audio_rate"}),
    "sound 200 ms late": (
        Made(filters="[0:a:0]adelay=200[a];[0:a:1]adelay=200[b]", sound="-map [a] -map [b]"), {"audio_content|sync"}),
    "sound 200 ms late, as AAC": (
        Made(filters="[0:a:0]adelay=200[a];[0:a:1]adelay=200[b]", sound="-map [a] -map [b]", more="-c:a aac -t 1.6"),
        {"sync"}),
    "sound 200 ms late by its edit list": (Made(before="200"), {"sync"}),
    "sound 15 ms late": (
        Made(filters="[0:a:0]adelay=15[a];[0:a:1]adelay=15[b]", sound="-map [a] -map [b]", more="-t 1.6016"), {"sync"}),
    "sound 25 ms late, as AAC": (
        Made(filters="[0:a:0]adelay=25[a];[0:a:1]adelay=25[b]", sound="-map [a] -map [b]", more="-c:a aac -t 1.6016"),
        {"sync"}),
    "a sound track upside down": (
        Made(filters="[0:a:1]volume=-1[a]", sound="-map 0:a:0 -map [a]"), {"audio_content"}),
    "a sound track upside down, as AAC": (
        Made(filters="[0:a:1]volume=-1[a]", sound="-map 0:a:0 -map [a]", more="-c:a aac"), {"audio_content"}),
    "rate 25": (Made("setpts=N/(25*TB)", rate="25"), {"frame_rate"}),
    "rate 30 for 29.97": (Made("setpts=N/(30*TB)", rate="30", timecode="01:00:59:28"), {"frame_rate"}),
    "wrong aspect": (Made(size="120:90,setsar=1"), {"display_aspect"}),
    "wrong pixel aspect": (Made(size="160:90,setsar=4/3"), {"display_aspect"}),
    "full-range values under a video-range flag": (Made("scale=out_range=pc,setparams=range=tv"), {"color_levels"}),
    "video-range values under a full-range flag": (
        Made("setparams=range=pc", codec="-c:v libx264 -pix_fmt yuvj420p -preset ultrafast"), {"color_levels"}),
    "colours lost": (Made("hue=s=0"), {"color_levels"}),
    "colours exchanged": (Made("swapuv"), {"color_levels"}),
    "brighter by a gamma of 1.2": (Made("eq=gamma=1.2"), {"color_levels"}),
    "brighter by 4 of 255": (Made("lutyuv=y=val+4"), {"color_levels"}),
    "darker by 4 of 255": (Made("lutyuv=y=val-4"), {"color_levels"}),
    "another colour matrix": (Made("setparams=colorspace=smpte170m"), {"color"}),
    "another transfer": (Made("setparams=color_trc=smpte2084"), {"color"}),
    "upside down": (Made("hflip,vflip"), {"pictures"}),
    "mirrored": (Made("hflip"), {"pictures"}),
    "another clip altogether": (Made("geq=lum='mod(X*7+Y*3+N*11,200)+16':cb=128:cr=128"), {"pictures"}),
}  # fmt: skip
GOOD = {
    "ProRes": Made(),
    "AAC": Made(more="-c:a aac -b:a 160k"),
    "full size": Made(size="320:180"),
    "H.264": Made(codec="-c:v libx264 -pix_fmt yuv420p -crf 23 -preset veryfast"),
    "H.264 of full range": Made(
        "scale=out_range=pc,setparams=range=pc", codec="-c:v libx264 -pix_fmt yuvj420p -preset ultrafast"
    ),
    "24-bit sound": Made(more="-c:a pcm_s24le"),
}


@pytest.fixture(scope="module")
def original(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """29.97 drop frame, two mono tracks that beep in turns, BT.709, a reel."""
    folder = tmp_path_factory.mktemp("pair")
    tags = "-timecode 01:00:59;28 -metadata:s:v:0 reel_name=A001C002"
    picture = "setparams=color_primaries=bt709:color_trc=bt709:colorspace=bt709:range=tv"
    silent = film(folder / "silent.mov", Take(rate=RATE, frames=FRAMES, tones=(), picture=picture, options=tags))
    sounds = [word for hz in (440, 700) for word in ("-f", "lavfi", "-t", "1.6016", "-i", BEEPS.format(hz=hz))]
    run_ffmpeg("-i", silent, *sounds, "-map", "0:v", "-map", "1", "-map", "2", "-c:v", "copy", "-c:a", "pcm_s16le",
               "-timecode", "01:00:59;28", "-metadata:s:v:0", "reel_name=A001C002", folder / "clip.mov")  # fmt: skip
    return folder / "clip.mov"


@pytest.fixture(scope="module")
def app(tmp_path_factory: pytest.TempPathFactory) -> Iterator[App]:
    home = tmp_path_factory.mktemp("home")
    with open_home(home, load_settings(home, {})) as opened:
        yield opened


def make(original: Path, made: Made, target: Path) -> Path:
    """A proxy as another program might have made it."""
    chain = f"[0:v]{made.picture},setpts=N/({made.rate}*TB),fps={made.rate},scale={made.size}[v]"
    graph = chain + (f";{made.filters}" if made.filters else "")
    tags = ["-timecode", made.timecode] if made.timecode else ["-write_tmcd", "0"]
    inputs = ["-i", original]
    sound = made.sound
    if made.before:
        inputs += ["-itsoffset", str(int(made.before) / 1000), "-i", original]
        sound = "-map 1:a"
    run_ffmpeg(*inputs, "-filter_complex", graph, "-map", "[v]", *sound.split(), "-map_metadata", "-1", *tags,
               "-metadata:s:v:0", f"reel_name={made.reel}", "-fps_mode", "passthrough", *made.codec.split(),
               "-c:a", "pcm_s16le", *made.more.split(), target)  # fmt: skip
    return target


def wrong(conformance: dict[str, Any]) -> set[str]:
    return {check["name"] for check in conformance["checks"] if check["ok"] is False}


@pytest.mark.parametrize("name", FAULTS)
def test_a_planted_fault_is_found(name: str, original: Path, app: App, tmp_path: Path) -> None:
    made, expected = FAULTS[name]
    found = app.verify(str(original), str(make(original, made, tmp_path / "clip.mov")))
    assert not found["conforms"]
    named = wrong(found)
    assert all(any(one in named for one in choice.split("|")) for choice in expected), named
    if expected & {"pictures", "frame_count", "frame_rate"}:
        assert {entry["status"] for entry in found["links_in"].values()} == {"no"}


@pytest.mark.parametrize("name", GOOD)
def test_a_good_proxy_raises_no_alarm(name: str, original: Path, app: App, tmp_path: Path) -> None:
    found = app.verify(str(original), str(make(original, GOOD[name], tmp_path / "clip.mov")))
    assert found["conforms"]
    assert wrong(found) == set()


def test_rate_25_for_24(app: App, tmp_path: Path) -> None:
    clip = film(tmp_path / "clip.mov", Take(rate="24", frames=24))
    run_ffmpeg("-r", "25", "-i", clip, "-i", clip, "-map", "0:v", "-map", "1:a", *PRORES.split(), "-c:a", "copy",
               tmp_path / "proxy.mov")  # fmt: skip
    assert "frame_rate" in wrong(app.verify(str(clip), str(tmp_path / "proxy.mov")))


@pytest.fixture(scope="module")
def woven(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two moments in each frame, the upper field first."""
    video = "-c:v mpeg2video -flags +ildct+ilme -q:v 2 -pix_fmt yuv422p -g 1"
    picture = "tinterlace=interleave_top,setfield=tff"
    take = Take(size="720x576", rate="50", frames=50, picture=picture, video=video, options="-frames:v 25")
    return film(tmp_path_factory.mktemp("fields") / "clip.mov", take)


WOVEN = {
    "good": ("setfield=tff", True),
    "good, half size": ("scale=360:288:interl=1,setfield=tff", True),
    "flag flipped": ("setfield=bff", False),
    "fields exchanged under the same flag": ("il=luma_swap=1:chroma_swap=1,setfield=tff", False),
    "shifted by a line under the same flag": ("pad=iw:ih+1:0:1,crop=iw:ih-1:0:0,setfield=tff", False),
}


@pytest.mark.parametrize("name", WOVEN)
def test_fields_are_in_their_order(name: str, woven: Path, app: App, tmp_path: Path) -> None:
    chain, conforms = WOVEN[name]
    run_ffmpeg("-i", woven, "-vf", chain, *PRORES.split(), "-flags", "+ildct", "-c:a", "copy", tmp_path / "clip.mov")
    found = app.verify(str(woven), str(tmp_path / "clip.mov"))
    assert (found["conforms"], wrong(found)) == (conforms, set() if conforms else {"fields"})


# Exchanges the lines of each pair where the proxy is scaled, as a wrong filter would.
WEAVER = """#!/bin/sh
for word do
    shift
    set -- "$@" "$(printf %s "$word" | sed 's/\\(scale=[^[]*interl=1[^[]*\\)/\\1,il=luma_swap=1:chroma_swap=1/')"
done
exec {real} "$@"
"""


@pytest.mark.skipif(os.name != "posix", reason="the stand-in is a shell script")
def test_a_job_does_not_trust_the_flag_of_its_own_proxy(woven: Path, tmp_path: Path, home: Path) -> None:
    (good,) = rushes(home, "ingest", woven).document["jobs"]
    assert (good["status"], wrong(good["result"]["conformance"])) == ("completed", set())
    weaver = tmp_path / "ffmpeg"
    weaver.write_text(WEAVER.format(real=executable()))
    weaver.chmod(0o755)
    (bad,) = rushes(home, "ingest", woven, "--force", RUSHES_FFMPEG__PATH=str(weaver)).document["jobs"]
    assert bad["error"]["code"] == "conformance_failed"
    assert "fields" in bad["error"]["message"]


def test_field_order_flipped_where_both_fields_are_of_one_moment(app: App, tmp_path: Path) -> None:
    video = "-c:v mpeg2video -flags +ildct+ilme -q:v 2 -pix_fmt yuv420p"
    clip = film(tmp_path / "clip.mov", Take(size="720x576", picture="setfield=tff", video=video))
    for name, order in (("good", "tff"), ("bad", "bff")):
        run_ffmpeg("-i", clip, "-vf", f"setfield={order}", *PRORES.split(), "-flags", "+ildct", "-c:a", "copy",
                   tmp_path / f"{name}.mov")  # fmt: skip
    assert wrong(app.verify(str(clip), str(tmp_path / "good.mov"))) == set()
    found = app.verify(str(clip), str(tmp_path / "bad.mov"))
    assert (found["conforms"], wrong(found)) == (False, {"fields"})


@pytest.mark.parametrize("codec", ["pcm_s16le", "aac"])
def test_steady_tones_exchanged(codec: str, app: App, tmp_path: Path) -> None:
    clip = film(tmp_path / "clip.mov", Take(tones=(440, 550)))
    words = ["-c:v", "copy", "-c:a", codec]
    run_ffmpeg("-i", clip, "-map", "0:v", "-map", "0:a:0", "-map", "0:a:1", *words, tmp_path / "good.mov")
    run_ffmpeg("-i", clip, "-map", "0:v", "-map", "0:a:1", "-map", "0:a:0", *words, tmp_path / "bad.mov")
    assert wrong(app.verify(str(clip), str(tmp_path / "good.mov"))) == set()
    assert "audio_content" in wrong(app.verify(str(clip), str(tmp_path / "bad.mov")))


@pytest.mark.parametrize("name", TRAPS)
def test_the_good_pair_of_each_trap_raises_no_alarm(name: str, done: Answer, footage: Path, app: App) -> None:
    found = app.verify(str(footage / name), done.by_name()[name]["output"])
    assert found["conforms"], [check for check in found["checks"] if check["ok"] is False]
    assert wrong(found) <= {"size_ratio"}


@pytest.mark.parametrize("name", ["full_range.mp4", "pcm24.mov", "late_sound.mov", "surround_aac.mp4", "top_first.mov"])
@pytest.mark.parametrize("preset", ["h264-half", "h264-720p"])
def test_good_pairs_of_other_presets_raise_no_alarm(
    preset: str, name: str, small: dict[str, Answer], footage: Path, app: App
) -> None:
    found = app.verify(str(footage / name), small[preset].by_name()[name]["output"])
    assert found["conforms"], [check for check in found["checks"] if check["ok"] is False]
    assert wrong(found) <= {"size_ratio", "fields"}


def test_the_command_says_it_by_its_exit_code(original: Path, tmp_path: Path, home: Path) -> None:
    good = make(original, GOOD["ProRes"], tmp_path / "good.mov")
    bad = make(original, FAULTS["one frame missing"][0], tmp_path / "bad.mov")
    answers = [rushes(home, "verify", original, proxy) for proxy in (good, bad, tmp_path / "none.mov")]
    assert [answer.code for answer in answers] == [0, 1, 2]
    assert [answer.document.get("conforms") for answer in answers] == [True, False, None]
    assert os.listdir(home / "logs")
