"""Clips of several files, made from one film each: numbered pictures and the cards of cameras.

The cards follow the makers' published structure; no real one was at hand.
"""

from __future__ import annotations

import struct
from collections.abc import Sequence
from pathlib import Path

from tests.helpers.footage import run_ffmpeg

P2_XML = """<?xml version="1.0" encoding="UTF-8" standalone="no" ?>
<P2Main xmlns="urn:schemas-Professional-Plug-in:P2:ClipMetadata:v3.1">
 <ClipContent>
  <ClipName>{name}</ClipName><GlobalClipID>{umid}</GlobalClipID><Duration>12</Duration><EditUnit>1/25</EditUnit>
  <EssenceList><Video><VideoFormat>MXF</VideoFormat><StartTimecode>{timecode}</StartTimecode></Video></EssenceList>
  <ClipMetadata>
   <Access><CreationDate>2024-05-01T10:22:33+02:00</CreationDate></Access>
   <Device><Manufacturer>Panasonic</Manufacturer><ModelName>AJ-HPX3100</ModelName></Device>
  </ClipMetadata>
  <Relation><GlobalShotID>{umid}</GlobalShotID><Connection><Top><GlobalClipID>{top}</GlobalClipID></Top>{links}</Connection>
  </Relation>
 </ClipContent>
</P2Main>
"""


def number_pictures(film: Path, folder: Path, name: str, first: int, options: Sequence[str] = ()) -> Path:
    """The film's pictures as files; `name` counts as printf does. The folder."""
    folder.mkdir(parents=True, exist_ok=True)
    pattern = f"{folder}/".replace("%", "%%") + name
    run_ffmpeg("-i", film, "-map", "0:v", *options, "-start_number", str(first), pattern)
    return folder


def playlist(items: Sequence[tuple[str, int]]) -> bytes:
    """An .MPL of (clip, connection condition)."""
    body = b""
    for clip, condition in items:
        item = clip.encode() + b"M2TS" + struct.pack(">H", condition) + bytes(21)
        body += struct.pack(">H", len(item)) + item
    return (
        b"MPLS0200" + struct.pack(">I", 40) + bytes(28) + struct.pack(">IHHH", 6 + len(body), 0, len(items), 0) + body
    )


def avchd_card(stream: Path, card: Path, cuts: Sequence[int]) -> Path:
    """A transport stream cut at these packets, as a camera cuts it where the file system ends. The first file."""
    data, folder = stream.read_bytes(), card / "PRIVATE" / "AVCHD" / "BDMV"
    (folder / "STREAM").mkdir(parents=True)
    (folder / "PLAYLIST").mkdir()
    places = [0, *(192 * cut for cut in cuts), len(data)]
    names = [f"{number:05d}" for number in range(len(places) - 1)]
    for name, start, end in zip(names, places, places[1:], strict=False):
        (folder / "STREAM" / f"{name}.MTS").write_bytes(data[start:end])
    conditions = [1, *[6] * (len(names) - 1)]
    (folder / "PLAYLIST" / "00000.MPL").write_bytes(playlist(list(zip(names, conditions, strict=True))))
    return folder / "STREAM" / "00000.MTS"


def p2_card(film: Path, card: Path, names: Sequence[str], frames: int, tracks: int, rate: int = 25) -> Path:
    """The film cut into clips of `frames` frames; picture and each sound track in OP-Atom files. The first picture."""
    contents = card / "CONTENTS"
    for folder in ("CLIP", "VIDEO", "AUDIO", "ICON"):
        (contents / folder).mkdir(parents=True)
    for number, name in enumerate(names):
        cut = ["-ss", f"{number * frames / rate}", "-i", str(film)]
        stop = ["-frames:v", str(frames)]
        timecode = ["-timecode", f"01:00:00:{number * frames:02d}"]
        run_ffmpeg(*cut, "-map", "0:v", *stop, "-c:v", "dnxhd", "-b:v", "36M", "-pix_fmt", "yuv422p", *timecode, "-f",
                    "mxf_opatom", contents / "VIDEO" / f"{name}.MXF")  # fmt: skip
        for track in range(tracks):
            run_ffmpeg(*cut, "-map", f"0:a:{track}", "-t", f"{frames / rate}", "-c:a", "pcm_s16le", "-f", "mxf_opatom",
                       contents / "AUDIO" / f"{name}{track:02d}.MXF")  # fmt: skip
        links = "".join(
            f"<{word}><GlobalClipID>ID{other}</GlobalClipID></{word}>"
            for word, other in (("Previous", number - 1), ("Next", number + 1)) if 0 <= other < len(names)
        )  # fmt: skip
        text = P2_XML.format(name=name, umid=f"ID{number}", top="ID0", links=links, timecode="01:00:00:00")
        (contents / "CLIP" / f"{name}.XML").write_text(text)
    return contents / "VIDEO" / f"{names[0]}.MXF"


def canon_card(film: Path, card: Path, frames: int, pieces: int, rate: int = 25) -> Path:
    """The film cut into MXF files of one clip folder. The first of them."""
    folder = card / "CONTENTS" / "CLIPS001" / "AA0001"
    folder.mkdir(parents=True)
    for number in range(pieces):
        run_ffmpeg("-ss", f"{number * frames / rate}", "-i", film, "-map", "0", "-frames:v", str(frames), "-t",
                   f"{frames / rate}", "-c:v", "mpeg2video", "-q:v", "2", "-g", "1", "-pix_fmt", "yuv422p", "-c:a",
                   "pcm_s16le", folder / f"AA0001{number + 1:02d}.MXF")  # fmt: skip
    return folder / "AA000101.MXF"
