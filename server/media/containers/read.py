"""Opens what lies in and beside a clip and asks the parser that knows it. Runs in the probe's child process."""

from __future__ import annotations

import os
import struct
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing, suppress
from pathlib import Path
from typing import BinaryIO

from server.domain.cards import parse_p2
from server.media.containers import asf, dv, iso, ogg, ts
from server.media.containers.bcd import timecode_of_bcd
from server.media.containers.iso import dolby_vision_profile, xml_document
from server.media.containers.label import Label, merge
from server.media.containers.mdpm import parse_mdpm
from server.media.containers.pictures import HEADER_BYTES, parse_picture
from server.media.containers.riff import parse_wave
from server.media.containers.sony import parse_sony, sidecar_names
from server.system.originals import READ_ONLY
from server.system.takes import read_small


def read_labels(path: str, container: str, tags: Mapping[str, str], side_data: Sequence[tuple[str, bytes]]) -> Label:
    """What `path` (a clip of that FFmpeg format), its first frame's side data and its sidecars say."""
    if container == "image2":
        return merge(_in_picture(path))
    return merge([*_sidecars(path), *_in_frame(side_data), *_in_file(path, container, tags)])


def find_loss(path: str, container: str, frame_bytes: int, most_bytes: int) -> str | None:
    """What of a clip of that FFmpeg format is missing by its own count, in words, where nobody else would notice.
    `frame_bytes`: of one frame; raw DV is looked at as far as `most_bytes`, Ogg and ASF where they are no larger."""
    with suppress(OSError), closing(_open(path)) as file:
        size = os.fstat(file.fileno()).st_size

        def read(offset: int, count: int) -> bytes:
            file.seek(offset)
            return file.read(count)

        if container == "dv":
            return dv.find_loss(read, size, frame_bytes, most_bytes)
        if container == "mpegts":
            return ts.find_loss(read, size)
        if container.startswith("mov"):
            return iso.find_loss(read, size)
        if container == "ogg" and size <= most_bytes:
            return ogg.find_loss(read, size)
        if container == "asf" and size <= most_bytes:
            return asf.find_loss(read, size)
    return None


def _sidecars(path: str) -> Iterator[Label]:
    folder, name = os.path.split(path)
    wanted = {n.casefold() for n in sidecar_names(name.rpartition(".")[0])}
    if (beside := parse_p2(read_small(Path(folder).parent / "CLIP" / f"{name.rpartition('.')[0]}.XML"))) is not None:
        yield Label(timecode=beside.timecode, camera=beside.camera, created_at=beside.created_at)
    with suppress(OSError):
        for other in sorted(os.listdir(folder or ".")):
            if other.casefold() in wanted and (label := parse_sony(read_small(Path(folder, other)))):
                yield label


def _open(path: str) -> BinaryIO:
    return os.fdopen(os.open(path, READ_ONLY), "rb")


def _in_frame(side_data: Sequence[tuple[str, bytes]]) -> Iterator[Label]:
    for kind, data in side_data:
        if kind == "SEI_UNREGISTERED" and (label := parse_mdpm(data)):
            yield label
        if kind == "S12M_TIMECODE" and (code := _time_of(data)):
            yield Label(timecode=code)


def _time_of(data: bytes) -> str | None:
    """The first of up to three (FFmpeg, AV_FRAME_DATA_S12M_TIMECODE): 32 bits, the frames in the highest byte."""
    if len(data) < 8:
        return None
    count, first = struct.unpack_from("=II", data)
    unused = first & 0x3F3F3F3F == 0x3F3F3F3F  # DPX: an undefined field is all ones
    return timecode_of_bcd(*first.to_bytes(4, "big")) if count and not unused else None


def _in_picture(path: str) -> Iterator[Label]:
    with suppress(OSError), closing(_open(path)) as file:
        yield parse_picture(file.read(HEADER_BYTES))


def _in_file(path: str, container: str, tags: Mapping[str, str]) -> Iterator[Label]:
    if container not in ("wav", "w64") and not container.startswith("mov"):
        return
    with suppress(OSError), closing(_open(path)) as file:

        def read(offset: int, count: int) -> bytes:
            file.seek(offset)
            return file.read(count)

        if container.startswith("mov"):
            size = os.fstat(file.fileno()).st_size
            yield Label(dolby_vision=dolby_vision_profile(read, size))
            if (label := parse_sony(xml_document(read, size))) is not None:
                yield label
        else:
            yield parse_wave(read, tags)
