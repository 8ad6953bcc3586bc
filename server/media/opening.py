"""How FFmpeg opens a clip: one file as a rule, several where a take has them.

Every option that says what a file may be is here. Lists of files are written by us into a folder of our own; FFmpeg is
told that this one input is such a list, and each file on it may still only be a camera container.
"""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from fractions import Fraction
from pathlib import Path
from typing import Any

from server.domain.media import VideoTrack
from server.domain.naming import split_name
from server.domain.take import MOST_DIGITS, Joint, Take
from server.media.allowed import FORMATS, PROTOCOLS

STREAMS_A_FILE = 1000  # stream 2 of the third input is number 2002
_PICTURES = "image2"
_ONE_PICTURE = "dpx_pipe,exr_pipe,png_pipe,tiff_pipe,jpeg_pipe"
_HEADER = b"ffconcat version 1.0\n"


@dataclass(frozen=True)
class Input:
    """What stands behind one `-i`, and the options before it; `linear`: its pictures hold linear light; `reads`: what
    else has to be reached to read it."""

    url: str
    options: Mapping[str, Any] = field(
        default_factory=lambda: {"protocol_whitelist": PROTOCOLS, "format_whitelist": FORMATS}
    )
    linear: bool = False
    reads: tuple[str, ...] = ()


def single(path: str) -> tuple[Input, ...]:
    return (Input(f"file:{path}"),)


def straightened(path: str, video: VideoTrack) -> tuple[Input, ...]:
    """Turned by the nearest right angle: FFmpeg would tilt the picture within its frame."""
    (one,) = single(path)
    turn = {"display_rotation": -video.rotation, **({"display_hflip": None} if video.mirrored else {})}
    return (replace(one, options={**one.options, **turn}),)


def open_take(take: Take, video: VideoTrack, folder: Path) -> tuple[Input, ...]:
    """Writes the lists the take needs into `folder`. The picture's input comes first, then each row of sound files."""
    match take.joint:
        case Joint.FRAMES:
            picture = _held(take, video.fps, folder / "take.list") if take.missing else _numbered(take, video.fps)
            picture = replace(picture, linear=video.linear)
        case Joint.STREAM:
            picture = _stream(take.parts, folder / "take.list")
        case Joint.CLIPS:
            picture = _one_after_the_other(take.parts, folder / "take.list")
    rows = enumerate(take.sound, 1)
    return picture, *(_one_after_the_other(row, folder / f"take-{number}.list") for number, row in rows)


def pattern_of(take: Take) -> str:
    """The name of the pictures as image2 counts them; a percent sign of the name itself is doubled."""
    base, extension = split_name(take.source)
    digits = min(len(base) - len(base.rstrip("0123456789")), MOST_DIGITS)
    return f"{_plain(base[: len(base) - digits])}%0{digits}d{_plain(extension)}"


def _plain(text: str) -> str:
    return text.replace("%", "%%")


def _numbered(take: Take, fps: Fraction) -> Input:
    options = {**_picture_options(fps), "pattern_type": "sequence", "start_number": take.numbers[0]}
    return Input(f"file:{pattern_of(take)}", options, reads=_folder_of(take))


def _folder_of(take: Take) -> tuple[str, ...]:
    return (os.path.dirname(take.source),)  # noqa: PTH120  surrogate-escaped names


def _picture_options(fps: Fraction) -> dict[str, Any]:
    return {
        "format": _PICTURES,
        "protocol_whitelist": PROTOCOLS,
        "format_whitelist": _PICTURES,
        "framerate": f"{fps.numerator}/{fps.denominator}",
    }


def _held(take: Take, fps: Fraction, listed: Path) -> Input:
    """Where a picture is missing, the one before it stays."""
    options = f"option format_whitelist {_ONE_PICTURE}\noption framerate {fps}\n".encode()
    there = dict(zip(take.numbers, take.parts, strict=True))
    shown, lines = take.source, [_HEADER]
    for place, number in enumerate(range(take.numbers[0], take.numbers[-1] + 1)):
        shown = there.get(number, shown)
        length = round((place + 1) * 1_000_000 / fps) - round(place * 1_000_000 / fps)  # so that no error adds up
        lines.append(b"file " + _quoted(f"file:{shown}") + b"\n" + options + b"duration %dus\n" % length)
    listed.write_bytes(b"".join(lines))
    return _list_input(listed, _folder_of(take))


def _one_after_the_other(files: Sequence[str], listed: Path) -> Input:
    if len(files) == 1:
        return Input(f"file:{files[0]}")
    options = f"option format_whitelist {FORMATS}\n".encode()
    listed.write_bytes(_HEADER + b"".join(b"file " + _quoted(f"file:{f}") + b"\n" + options for f in files))
    return _list_input(listed, files)


def _list_input(listed: Path, reads: Sequence[str]) -> Input:
    options = {"format": "concat", "safe": 0, "protocol_whitelist": PROTOCOLS, "format_whitelist": "concat"}
    return Input(f"file:{listed}", options, reads=tuple(reads))


def _stream(files: Sequence[str], listed: Path) -> Input:
    """One transport stream that was cut anywhere: its bytes go on in the next file."""
    listed.write_bytes(b"".join(_quoted(f"file:{f}") + b"\n" for f in files))
    options = {"protocol_whitelist": f"{PROTOCOLS},concatf", "format_whitelist": "mpegts"}
    return Input(f"concatf:{listed}", options, reads=(str(listed), *files))


def _quoted(text: str) -> bytes:
    """As FFmpeg's av_get_token reads it: all is plain between single quotes, which cannot hold one."""
    return b"'" + os.fsencode(text).replace(b"'", b"'\\''") + b"'"
