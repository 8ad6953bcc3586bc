"""Every trap of real footage as one small clip, with what its proxy must be; literals, not the product's own sums."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

from tests.helpers.footage import X264, Take, add_clean_aperture, film, remux, run_ffmpeg

NTSC, FILM, FAST = Fraction(30000, 1001), Fraction(24000, 1001), Fraction(60000, 1001)
AAC = "-c:a aac -b:a 160k"
MPEG2 = "-c:v mpeg2video -q:v 2 -pix_fmt yuv420p"
X265 = "-c:v libx265 -preset ultrafast -x265-params log-level=error -pix_fmt yuv420p10le -tag:v hvc1 -bf 0"
SIX = "aevalsrc=" + "|".join(f"0.2*sin({hz}*2*PI*t)" for hz in (300, 400, 500, 60, 700, 800)) + ":s=48000:c=5.1"


@dataclass(frozen=True)
class Trap:
    """`film` is a take or a way to make the file. The rest is the truth about its prores-proxy: `frames` None where
    the original's own clock decides; `color` as H.273 primaries, transfer, matrix; `bottom_first` None: progressive."""

    film: Take | Callable[[Path], Path]
    size: tuple[int, int] = (320, 180)
    fps: Fraction = Fraction(25)
    frames: tuple[int, ...] | None = tuple(range(25))
    timecode: str | None = None
    reel: str | None = None
    channels: tuple[int, ...] = (1,)
    color: tuple[int, int, int] | None = None
    exact: bool = True
    bottom_first: bool | None = None
    aspect: Fraction | None = None

    def make(self, target: Path) -> Path:
        return film(target, self.film) if isinstance(self.film, Take) else self.film(target)


def _rotated(degrees: str, back: str) -> Callable[[Path], Path]:
    """Filmed turned or flipped, so that only a player that heeds the display matrix shows it upright."""

    def make(target: Path) -> Path:
        plain = film(target.with_name(f"_{target.name}"), Take(picture=back))
        remux(plain, target, before=degrees)
        plain.unlink()
        return target

    return make


def _two_clocks(video: str, audio: str) -> Callable[[Path], Path]:
    """Picture and sound begin at different times (s)."""

    def make(target: Path) -> Path:
        plain = film(target.with_name(f"_{target.name}"), Take())
        run_ffmpeg("-itsoffset", video, "-i", plain, "-itsoffset", audio, "-i", plain,
                   "-map", "0:v", "-map", "1:a", "-c", "copy", target)  # fmt: skip
        plain.unlink()
        return target

    return make


def _edit_list(target: Path) -> Path:
    """Cut without coding inside a group of pictures: the edit list hides what leads up to the cut."""
    plain = film(target.with_name(f"_{target.name}"), Take(video="-c:v libx264 -preset ultrafast -bf 2 -g 12"))
    remux(plain, target, before="-ss 0.6")
    plain.unlink()
    return target


def _cover(target: Path) -> Path:
    plain = film(target.with_name(f"_{target.name}"), Take(audio=AAC))
    run_ffmpeg("-f", "lavfi", "-t", "0.04", "-i", "color=red:size=200x200", "-i", plain, "-map", "0", "-map", "1",
               "-c", "copy", "-c:v:0", "mjpeg", "-disposition:v:0", "attached_pic", target)  # fmt: skip
    plain.unlink()
    return target


def _two_pictures(target: Path) -> Path:
    plain = film(target.with_name(f"_{target.name}"), Take())
    run_ffmpeg("-i", plain, "-filter_complex", "[0:v]negate,scale=160:90[n]", "-map", "0:v", "-map", "[n]",
               "-map", "0:a", "-c:v:0", "copy", "-c:a", "copy", "-c:v:1", "libx264", target)  # fmt: skip
    plain.unlink()
    return target


def _data_tracks(target: Path) -> Path:
    """Subtitles, chapters and a timecode track beside picture and sound."""
    plain = film(target.with_name(f"_{target.name}"), Take(options="-timecode 02:03:04:05"))
    texts = target.with_name("_texts.srt")
    texts.write_text("1\n00:00:00,000 --> 00:00:00,500\nhello\n")
    marks = target.with_name("_marks.txt")
    marks.write_text(";FFMETADATA1\n[CHAPTER]\nTIMEBASE=1/10\nSTART=0\nEND=5\ntitle=one\n")
    run_ffmpeg("-i", plain, "-i", texts, "-f", "ffmetadata", "-i", marks, "-map", "0:v", "-map", "0:a", "-map", "1",
               "-map_metadata", "0", "-map_chapters", "2", "-c", "copy", "-c:s", "mov_text", target)  # fmt: skip
    for helper in (plain, texts, marks):
        helper.unlink()
    return target


def _clean_aperture(target: Path) -> Path:
    return add_clean_aperture(film(target, Take()), 300, 170)


def _tagged(primaries: str, transfer: str, matrix: str, video: str) -> Take:
    tags = f"setparams=color_primaries={primaries}:color_trc={transfer}:colorspace={matrix}:range=tv"
    return Take(picture=tags, video=video)


def _fields(first: str, size: str = "640x360") -> Take:
    """25 frames a second out of 50 moments: even moments in the field that comes first, odd ones in the other."""
    chain = f"tinterlace=interleave_{first},setfield={first[0]}ff"
    video = "-c:v mpeg2video -q:v 2 -flags +ildct+ilme -pix_fmt yuv422p -g 1"
    return Take(size=size, rate="50", picture=chain, video=video, frames=24, options="-frames:v 12")


FIRST_12 = tuple(range(12))
TRAPS: dict[str, Trap] = {
    "drop2997.mov": Trap(Take(rate="30000/1001", frames=45,
                              options="-timecode 00:59:59;20 -metadata:s:v:0 reel_name=A001C002"), fps=NTSC,
                         frames=tuple(range(45)), timecode="00:59:59;20", reel="A001C002"),
    "drop5994.mov": Trap(Take(rate="60000/1001", frames=45, options="-timecode 10:08:59;50"),
                         fps=FAST, frames=tuple(range(45)), timecode="10:08:59;50"),
    "film.mov": Trap(Take(rate="24000/1001", frames=36, options="-timecode 18:22:10:12"), fps=FILM,
                     frames=tuple(range(36)), timecode="18:22:10:12"),
    "mono3.mov": Trap(Take(tones=(440, 550, 660)), channels=(1, 1, 1)),
    "mono8.mov": Trap(Take(tones=tuple(range(300, 1100, 100))), channels=(1,) * 8),
    "surround.mov": Trap(Take(sound=SIX), channels=(6,)),
    "surround_aac.mp4": Trap(Take(sound=SIX, audio=AAC), channels=(6,)),
    "pcm24.mov": Trap(Take(audio="-c:a pcm_s24le")),
    "float32.mov": Trap(Take(audio="-c:a pcm_f32le")),
    "rotated90.mov": Trap(_rotated("-display_rotation 270", "transpose=cclock")),
    "rotated180.mov": Trap(_rotated("-display_rotation 180", "hflip,vflip")),
    "rotated270.mov": Trap(_rotated("-display_rotation 90", "transpose=clock")),
    "tilted.mov": Trap(_rotated("-display_rotation 3", "null")),
    "mirrored.mov": Trap(_rotated("-display_hflip", "hflip")),
    "upended.mov": Trap(_rotated("-display_vflip", "vflip")),
    "varying.mp4": Trap(Take(rate="30", frames=24, picture="select='not(eq(mod(n,5),2))'", audio=AAC,
                             options="-fps_mode vfr"), fps=Fraction(24), frames=None),
    "late_picture.mov": Trap(_two_clocks("0.4", "0")),
    "late_sound.mov": Trap(_two_clocks("0", "0.4")),
    "edit_list.mov": Trap(_edit_list, frames=None),
    "top_first.mov": Trap(_fields("top"), size=(640, 360), frames=None, bottom_first=False),
    "bottom_first.mov": Trap(_fields("bottom"), size=(640, 360), frames=None, bottom_first=True),
    "fields1080.mov": Trap(_fields("top", "640x1080"), size=(320, 540), frames=None, bottom_first=False),
    "anamorphic.mov": Trap(Take(size="480x360", picture="setsar=4/3"), size=(480, 360), aspect=Fraction(16, 9)),
    "pq.mov": Trap(_tagged("bt2020", "smpte2084", "bt2020nc", X265), color=(9, 16, 9)),
    "hlg.mov": Trap(_tagged("bt2020", "arib-std-b67", "bt2020nc", X265), color=(9, 18, 9)),
    "bt709.mov": Trap(_tagged("bt709", "bt709", "bt709", X264), color=(1, 1, 1)),
    "full_range.mp4": Trap(Take(picture="scale=out_range=pc,format=yuvj420p", audio=AAC,
                                video="-c:v libx264 -preset ultrafast -crf 10 -pix_fmt yuvj420p -color_range pc")),
    "odd.mkv": Trap(Take(picture="format=yuv444p,scale=321:181", video="-c:v ffv1"), size=(320, 180), exact=False),
    "w1998.mov": Trap(Take(size="1998x1080", frames=12), size=(1000, 540), frames=FIRST_12, exact=False),
    "w2720.mov": Trap(Take(size="2720x1530", frames=12), size=(1360, 764), frames=FIRST_12, exact=False),
    "l2160.mov": Trap(Take(size="384x2160", frames=12), size=(192, 1080), frames=FIRST_12),
    "l4320.mov": Trap(Take(size="512x4320", frames=12), size=(128, 1080), frames=FIRST_12),
    "w4096.mov": Trap(Take(size="4096x1080", frames=12), size=(2048, 540), frames=FIRST_12),
    "l1080.mov": Trap(Take(size="640x1080", frames=12), size=(320, 540), frames=FIRST_12),
    "l718.mov": Trap(Take(size="320x718", frames=12), size=(320, 718), frames=FIRST_12),
    "cover.mp4": Trap(_cover),
    "data.mov": Trap(_data_tracks, timecode="02:03:04:05"),
    "two_pictures.mov": Trap(_two_pictures),
    "op1a.mxf": Trap(Take(video=MPEG2, size="720x576", options="-timecode 09:08:07:06"),
                     size=(720, 576), timecode="09:08:07:06"),
    "clock.mkv": Trap(Take(rate="30000/1001", frames=45, options="-metadata timecode=01:02:03;04"), fps=NTSC,
                      frames=tuple(range(45)), timecode="01:02:03;04"),
    "clock5994.mkv": Trap(Take(rate="60000/1001", frames=45), fps=FAST, frames=tuple(range(45))),
    "stream.ts": Trap(Take(audio=AAC)),
    "h264_422_10.mov": Trap(Take(video="-c:v libx264 -preset ultrafast -crf 10 -pix_fmt yuv422p10le -bf 0")),
    "alpha.mov": Trap(Take(video="-c:v qtrle -pix_fmt argb", picture="format=argb")),
    "prores4444.mov": Trap(Take(video="-c:v prores_ks -profile:v 4444", picture="format=yuva444p10le")),
    "clean_aperture.mov": Trap(_clean_aperture),
    "A001.mov": Trap(Take(options="-timecode 01:00:00:00"), timecode="01:00:00:00"),
    "A001.mxf": Trap(Take(video=MPEG2, options="-timecode 01:00:00:00"),
                     timecode="01:00:00:00"),
    "silent.mov": Trap(Take(tones=()), channels=()),
    "one_frame.mov": Trap(Take(frames=1), frames=(0,)),
    "two_frames.mov": Trap(Take(frames=2), frames=(0, 1)),
}  # fmt: skip


# What a codec or its container may get wrong; times and shapes are planned alike for all, so once is enough.
_CODING = (
    "top_first.mov", "full_range.mp4", "drop2997.mov", "surround_aac.mp4", "pcm24.mov", "pq.mov", "w1998.mov",
    "one_frame.mov",
)  # fmt: skip
OTHER_PRESETS = {
    "h264-720p": (*_CODING, "bottom_first.mov", "varying.mp4", "late_sound.mov", "rotated90.mov"),
    "h264-half": (*_CODING, "late_sound.mov"),
    "dnxhr-lb": _CODING,
    "hevc-10bit": _CODING,
}


def make_audio_only(target: Path) -> Path:
    run_ffmpeg("-f", "lavfi", "-t", "1", "-i", "sine=440", "-c:a", "aac", target)
    return target
