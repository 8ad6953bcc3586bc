"""The probe's child process: opens untrusted files with PyAV under limits, answers one JSON line a question.

It is run as `python -m server.media.probe_child MEMORY_MB`. On Linux it opens no file itself: each question goes to a
copy of this process (fork: the libraries are loaded already) that is boxed in with that one file, and whose crash is
an answer too. Elsewhere a crash takes this process. A hang is for the parent to end, which kills the group.
"""

from __future__ import annotations

import base64
import json
import os
import select
import signal
import sys
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager, suppress
from dataclasses import asdict
from itertools import islice
from pathlib import Path
from typing import Any

import av
import av.subtitles.stream  # av.open would load it, in every copy anew
from av.container import InputContainer

from server.media.allowed import CODECS, FORMATS, PROTOCOLS
from server.media.combing import SAY_NOTHING_OF_FIELDS, WOVEN_HEIGHTS, count_fields
from server.media.containers.joined import JoinedFiles
from server.media.containers.light import describe_light
from server.media.containers.pictures import HEADER_BYTES, parse_picture
from server.media.containers.read import find_loss, read_labels
from server.media.firsts import MOST_FIRST_PACKETS, Firsts, color_of
from server.media.holes import SILENT, is_holed
from server.media.sandbox import confine, die_with, limit
from server.system.limits import follow_parent

# A large file is not read through for its packet times: the index (MOV, MP4) or its first packets must do.
READ_THROUGH_BYTES = 192 * 1024 * 1024
FIRST_PACKETS = 4000
_MOST_KILLS = 3
# What may still have to be imported.
_OWN = [("read", str(Path(module).parent)) for module in (os.__file__, av.__file__)]


def main() -> None:
    """Answers until standard input ends."""
    if os.name == "posix":
        limit(int(sys.argv[1]) if len(sys.argv) > 1 else 0)
    av.logging.set_level(av.logging.PANIC)
    forks = sys.platform.startswith("linux")
    if not forks:
        follow_parent()
    while line := sys.stdin.buffer.readline():
        question = json.loads(line)
        words = _answer_of_a_copy(question) if forks else _encoded(_answers(question))
        sys.stdout.buffer.write(words)
        sys.stdout.buffer.flush()


def _answer_of_a_copy(question: dict[str, Any]) -> bytes:
    for _ in range(_MOST_KILLS):
        words, status = _ask_a_copy(question)
        if status == 0:
            return words
        if not (os.WIFSIGNALED(status) and os.WTERMSIG(status) in (signal.SIGKILL, signal.SIGTERM)):
            break  # its own doing; what is killed from outside is asked again
    return _encoded({"failed": "crash", "text": ""})


def _ask_a_copy(question: dict[str, Any]) -> tuple[bytes, int]:
    """What it said, and the status it ended with."""
    reading, writing = os.pipe()
    pid = os.fork()
    if pid == 0:
        _be_the_copy(question, writing)
    os.close(writing)
    words = _drained(reading, pid)
    _, status = os.waitpid(pid, 0)
    return words, status


def _be_the_copy(question: dict[str, Any], writing: int) -> None:
    """Never returns: nothing of the caller may run twice."""
    try:
        die_with(os.getppid())
        confine([*_OWN, *_reached_by(question)])
        with open(writing, "wb") as pipe:
            pipe.write(_encoded(_answers(question)))
        os._exit(0)
    finally:
        os._exit(1)


def _reached_by(question: dict[str, Any]) -> list[tuple[str, str]]:
    """A look is at the clip alone."""
    if question["op"] == "look":
        return [("read", _path_of(one)) for one in _each(question)]
    return [*_reached(_path_of(question)), *(("read", part) for part in _parts_of(question))]


def _reached(path: str) -> list[tuple[str, str]]:
    """The clip, and what its camera may have written beside it: XML of the same name (Sony's has a number more),
    in P2's tree in a folder of its own."""
    clip = Path(path)
    files = [path, str(clip.parent.parent / "CLIP" / f"{clip.stem}.XML")]
    with suppress(OSError):
        beside = clip.parent.iterdir()
        files += [str(f) for f in beside if f.suffix.lower() == ".xml" and f.name.startswith(clip.stem)]
    return [("list", str(clip.parent)), *(("read", file) for file in files)]


def _answers(question: dict[str, Any]) -> dict[str, Any]:
    """One with `paths` is one for each of them, in one go: a copy of the process costs more than a look."""
    if "paths" in question:
        return {"ok": {"all": [answer(one) for one in _each(question)]}}
    return answer(question)


def _each(question: dict[str, Any]) -> list[dict[str, Any]]:
    return [{**question, "path": path} for path in question.get("paths") or [question["path"]]]


def _drained(reading: int, pid: int) -> bytes:
    """What the copy says. No other question comes meanwhile: what comes is the end of our parent."""
    parts: list[bytes] = []
    with open(reading, "rb", buffering=0) as pipe:
        while True:
            ready, _, _ = select.select([pipe, sys.stdin], [], [])
            if pipe not in ready:
                os.kill(pid, signal.SIGKILL)
                os._exit(1)
            part = pipe.read(1 << 20)
            if not part:
                return b"".join(parts)
            parts.append(part)


def _encoded(words: dict[str, Any]) -> bytes:
    return json.dumps(words).encode() + b"\n"


def _path_of(question: dict[str, Any]) -> str:
    return os.fsdecode(base64.b64decode(question["path"]))


def _parts_of(question: dict[str, Any]) -> list[str]:
    return [os.fsdecode(base64.b64decode(part)) for part in question.get("parts", ())]


def answer(question: dict[str, Any]) -> dict[str, Any]:
    """{"ok": findings} or {"failed": kind, "text": …}; kind is "format", "memory", "io" or "crash"."""
    path = _path_of(question)
    try:
        with _opened(question, path) as container:
            return {"ok": _look(container) if question["op"] == "look" else _probe(container, path, question["op"])}
    except MemoryError as error:
        return {"failed": "memory", "text": str(error)}
    except av.FFmpegError as error:
        kind = "memory" if isinstance(error, MemoryError) else "io" if error.errno == 5 else "format"
        return {"failed": kind, "text": str(error)}
    except (ValueError, OSError) as error:
        return {"failed": "format", "text": str(error)}


@contextmanager
def _opened(question: dict[str, Any], path: str) -> Iterator[InputContainer]:
    """`op` "picture": one of a film of pictures, at `rate` unless it says another; "stream": goes on in `parts`."""
    op, max_pixels = question["op"], int(question.get("max_pixels", 0))
    if op == "stream":
        with closing(JoinedFiles([path, *_parts_of(question)])) as file, _open_stream(file, max_pixels) as container:
            yield container
        return
    rate: Sequence[int] = question.get("rate", ())
    with (
        _open_picture(path, rate, max_pixels) if op == "picture" else _open(path, op == "look", max_pixels) as container
    ):
        yield container


def _open_picture(path: str, rate: Sequence[int], max_pixels: int) -> InputContainer:
    with open(path, "rb") as file:
        rate = parse_picture(file.read(HEADER_BYTES)).rate or rate
    options = {"pattern_type": "none", "framerate": f"{rate[0]}/{rate[1]}", "format_whitelist": "image2",
               "codec_whitelist": CODECS, "protocol_whitelist": PROTOCOLS, "max_pixels": str(max_pixels)}  # fmt: skip
    return av.open(f"file:{path}", format="image2", options=options)


def _open_stream(file: JoinedFiles, max_pixels: int) -> InputContainer:
    options = {"format_whitelist": "mpegts", "protocol_whitelist": PROTOCOLS, "codec_whitelist": CODECS,
               "max_pixels": str(max_pixels)}  # fmt: skip
    opened: InputContainer = av.open(file, format="mpegts", options=options, metadata_errors="replace")  # type: ignore[assignment]
    return opened


def _open(path: str, quick: bool, max_pixels: int) -> InputContainer:
    options = {"protocol_whitelist": PROTOCOLS, "format_whitelist": FORMATS, "codec_whitelist": CODECS}
    if quick:
        options |= {"analyzeduration": "1", "probesize": "65536", "fflags": "nobuffer"}
    if max_pixels:
        options["max_pixels"] = str(max_pixels)
    try:
        # Opening a file would decode frames to learn what Firsts sees anyway: 0.1 s of a camera's H.264.
        return av.open(f"file:{path}", options={**options, "skip_frame": "all"}, metadata_errors="replace")
    except av.error.PermissionError:  # how GXF ends: M-JPEG in it is looked for that far, if it may not be decoded
        return av.open(f"file:{path}", options=options, metadata_errors="replace")


def _look(container: InputContainer) -> dict[str, Any]:
    return {
        "video": any(s.type == "video" and not _is_picture(s) for s in container.streams),
        "audio": any(s.type == "audio" for s in container.streams),
    }


def _is_picture(stream: Any) -> bool:
    return bool(stream.disposition & av.stream.Disposition.attached_pic)


def _probe(container: InputContainer, path: str, op: str) -> dict[str, Any]:
    streams = [_stream(s) for s in container.streams]
    size = container.size if container.format.name == "mpegts" else Path(path).stat().st_size
    found: dict[str, Any] = {
        "format": container.format.name,
        "duration": container.duration,
        "start": container.start_time,
        "tags": dict(container.metadata),
        "streams": streams,
        "size": size,
    }
    video = next((s for s in streams if s["type"] == "video" and not s["picture"] and s["codec"]), None)
    if video is not None:
        found |= _read(container, video["index"], size)
        video |= _known_by_decoding(container.streams[video["index"]])
        if not video["width"] and found["times"]["ticks"]:
            video |= _true_size(path, video["index"])
        found["fields"] = _fields(path, video, found["frame"])
        if op == "probe":
            found["lost"] = find_loss(path, found["format"], found["times"]["bytes"], READ_THROUGH_BYTES)
    side_data = found.pop("side_data", [])
    found["light"] = describe_light(dict(side_data))
    found["label"] = asdict(read_labels(path, found["format"], found["tags"], side_data))
    return found


def _fields(path: str, video: dict[str, Any], frame: dict[str, Any] | None) -> dict[str, int] | None:
    """What idet counts where neither container nor codec can say whether a picture of that height has fields."""
    in_doubt = frame is not None and not frame["interlaced"] and video["codec"] in SAY_NOTHING_OF_FIELDS
    if not in_doubt or video.get("field_order") or video.get("height") not in WOVEN_HEIGHTS:
        return None
    with _open(path, False, 0) as container:
        return count_fields(container, video["index"])


def _stream(stream: Any) -> dict[str, Any]:
    context = getattr(stream, "codec_context", None)
    entry: dict[str, Any] = {
        "index": stream.index,
        "type": stream.type,
        "codec": context.codec.canonical_name if context is not None else None,
        "tags": dict(stream.metadata),
        "time_base": _ratio(stream.time_base),
        "start": stream.start_time,
        "duration": stream.duration,
        "frames": stream.frames,
        "picture": _is_picture(stream),
    }
    if stream.type == "video" and context is not None:
        entry |= _video(stream, context)
    if stream.type == "audio" and context is not None:
        entry |= _audio(context)
    return entry


def _video(stream: Any, context: Any) -> dict[str, Any]:
    return {
        "width": context.width,
        "height": context.height,
        "pix_fmt": context.pix_fmt,
        "sar": _ratio(stream.sample_aspect_ratio or context.sample_aspect_ratio),
        "average_rate": _ratio(stream.average_rate),
        "base_rate": _ratio(stream.base_rate),
        "field_order": int(context.field_order),
        "color": color_of(context),
    }


def _known_by_decoding(stream: Any) -> dict[str, Any]:
    seen = _video(stream, stream.codec_context)
    return {key: seen[key] for key in ("pix_fmt", "sar")}


def _audio(context: Any) -> dict[str, Any]:
    return {
        "channels": context.layout.nb_channels,
        "layout": context.layout.name,
        "rate": context.sample_rate,
        "format": context.format.name if context.format else None,
    }


def _ratio(value: Any) -> list[int] | None:
    return None if not value else [value.numerator, value.denominator]


def _read(container: InputContainer, index: int, size: int) -> dict[str, Any]:
    """One pass over the packets: times of the frames that will be shown (ticks), where each stream ends, and each
    track's first decoded frame. `whole` says whether all packets were seen, `shown` how many there are to show, `bytes`
    how large the first is; `listed` and `read`, of each stream, how many its index names and how many came; `holed` how
    many are not what was coded."""
    entries = container.streams[index].index_entries
    listed = {stream.index: len(stream.index_entries) for stream in container.streams}
    read = dict.fromkeys(listed, 0)
    indexed = size > READ_THROUGH_BYTES and len(entries) > 1
    limit = None if size <= READ_THROUGH_BYTES else MOST_FIRST_PACKETS if indexed else FIRST_PACKETS
    firsts = Firsts(container, index)
    ticks: list[int] = []
    ends: dict[int, int] = {}
    before: dict[int, int] = {}
    shown = large = holed = 0
    silent = container.streams[index].codec_context.codec.canonical_name in SILENT
    for packet in _packets(container, limit):
        firsts.take(packet)  # the empty packets at the end too: they draw out what a decoder holds back
        stream = packet.stream.index
        time = packet.pts if packet.pts is not None else packet.dts
        read[stream] = read.get(stream, 0) + bool(packet.size)
        if not packet.size or packet.is_discard:
            continue
        shown += stream == index
        holed += silent and stream == index and is_holed(bytes(packet))
        large = large or packet.size * (stream == index)
        if time is None:
            continue
        # Where packets do not say how long they last (FLV), the last one lasts as long as the one before.
        length = packet.duration or (time - before.get(stream, time) if packet.stream.type == "audio" else 0)
        before[stream] = time
        ends[stream] = max(ends.get(stream, time), time + length)
        if stream == index:
            ticks.append(time)
    if indexed:
        ticks, ends = [e.timestamp for e in entries if not e.is_discard], {}
        shown = len(ticks)
    times = {"ticks": ticks, "whole": indexed or limit is None, "ends": ends, "shown": shown, "bytes": large,
             "listed": listed, "read": read, "holed": holed}  # fmt: skip
    return {"times": times, "frame": firsts.frame, "starts": firsts.starts, "side_data": firsts.side_data}


def _packets(container: InputContainer, limit: int | None) -> Iterator[Any]:
    """As far as they can be read: what was read before still says what the clip is."""
    wanted = [s for s in container.streams if s.type in ("video", "audio") and s.codec_context is not None]
    with suppress(av.FFmpegError):
        yield from islice(_known_packets(container, wanted), limit)


def _known_packets(container: InputContainer, wanted: list[Any]) -> Iterator[Any]:
    """PyAV 18 stumbles over a packet of a stream that turned up on the way, and goes on with the next."""
    while True:
        with suppress(IndexError):
            yield from container.demux(wanted)
            return


def _true_size(path: str, video: int) -> dict[str, int]:
    """Of a picture that the pixel limit kept from being looked at; our memory is limited too."""
    with _open(path, False, 0) as container:
        context: Any = container.streams[video].codec_context
        return {"width": context.width, "height": context.height}


if __name__ == "__main__":
    main()
