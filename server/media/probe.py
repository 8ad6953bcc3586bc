"""Asks the probe's child process what a file is; kills it when it hangs, starts another when it dies."""

from __future__ import annotations

import base64
import contextlib
import itertools
import json
import os
import signal
import stat
import subprocess
import sys
import threading
from collections.abc import Callable, Sequence
from dataclasses import replace
from fractions import Fraction
from pathlib import Path
from typing import Any

from server.domain.footage import Kind, kind_of, vendor_tool
from server.domain.media import MediaFacts
from server.domain.naming import display_text
from server.domain.retry import End, end_of_signal
from server.domain.take import Joint, Take
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
from server.media.box import environment
from server.media.containers.iso import holds_film
from server.media.facts import build_facts
from server.media.take_facts import film_of_pictures, notes_of, one_after_the_other
from server.system.originals import READ_ONLY
from server.system.takes import find_take

PROBE_SECONDS = 60.0
PROBE_MEMORY_MB = 3072
_MOST_KILLS = 3  # the system may kill a probe for want of memory, again and again
PICTURE_RATE = Fraction(24)
_LOOKS_AT_ONCE = 50
_MOST_READS = 1000
_SAMPLE = 1 << 16  # bytes
IDLE_SECONDS = 900.0  # a child takes 25 MB; starting one takes a quarter of a second


class ProbeClient:
    """A Prober. One child serves one question at a time; threads take turns. It ends when nobody asks any more."""

    def __init__(
        self,
        decoders: Callable[[], frozenset[str] | None] = lambda: None,
        max_pixels: int = 150_000_000,
        seconds: float = PROBE_SECONDS,
        idle_seconds: float = IDLE_SECONDS,
        picture_rate: Fraction = PICTURE_RATE,
    ) -> None:
        """`decoders`: names of the codecs that may be decoded; None: nobody can tell, so none is refused.
        `picture_rate` is that of films of pictures that do not say their own."""
        self._picture_rate = picture_rate
        self._idle_seconds = idle_seconds
        self._idle: threading.Timer | None = None
        self._decoders, self._max_pixels, self._seconds = decoders, max_pixels, seconds
        self._child: subprocess.Popen[bytes] | None = None
        self._turn = threading.Lock()

    def probe(self, path: str) -> MediaFacts:
        """Everything a proxy must keep, of the whole take where `path` is a part of one. Raises SourceError."""
        take = find_take(path)
        if take is None:
            return self._probe_file(path)
        for part in take.files:
            self._check_file(part)
        return self._probe_take(take)

    def _probe_take(self, take: Take) -> MediaFacts:
        if take.joint is Joint.STREAM:
            facts = self._probe_file(take.source, "stream", parts=[_encoded(part) for part in take.parts[1:]])
            return replace(facts, take=take, notes=(*facts.notes, *notes_of(take)))
        if take.joint is Joint.FRAMES:
            rate = [self._picture_rate.numerator, self._picture_rate.denominator]
            size = sum(Path(part).stat().st_size for part in take.parts)
            return film_of_pictures(take, self._probe_file(take.source, "picture", rate=rate), size)
        parts = [self._probe_file(part) for part in take.parts]
        return one_after_the_other(take, parts, [[self._probe_file(part) for part in row] for row in take.sound])

    def _probe_file(self, path: str, op: str = "probe", **more: Any) -> MediaFacts:
        self._check_file(path)
        decoders = self._decoders()
        facts = build_facts(self._ask(op, path, **more), decoders)
        video = facts.video
        if video is None and not facts.audio:
            raise NotMedia(f"{_name(path)} holds neither a picture nor sound that can be read.")
        if video is not None and decoders is not None and video.codec not in decoders:
            codec = "in a way FFmpeg does not know" if video.codec == "unknown" else f"as {video.codec}"
            raise UnsupportedCodec(f"{_name(path)} is coded {codec}, so it cannot be decoded here.")
        if video is not None and video.width * video.height > self._max_pixels:
            raise SourceTooLarge(f"{_name(path)} is {video.width}x{video.height}, beyond the limit for one picture.")
        return facts

    def look(self, path: str) -> str:
        """Says "video", "audio" or "other", from the header alone. Raises SourceError."""
        self._check_file(path)
        return _kind_of(self._ask("look", path))

    def look_many(self, paths: Sequence[str]) -> list[str | SourceError]:
        """`look` at each, some in one go; what it would raise stands in the place of its answer. Most cameras' clips
        say in their index that they are film: then no library has to open them."""
        found: dict[str, str | SourceError] = {path: "video" for path in set(paths) if _says_film(path)}
        good = [path for path in dict.fromkeys(paths) if path not in found and not self._is_ruled_out(path, found)]
        for start in range(0, len(good), _LOOKS_AT_ONCE):
            some = good[start : start + _LOOKS_AT_ONCE]
            try:
                answers = self._ask("look", some[0], paths=[_encoded(path) for path in some])["all"]
                found |= {path: _seen(answer, path) for path, answer in zip(some, answers, strict=True)}
            except SourceError:  # one of them ended the child or held it up: which one?
                found |= {path: self._looked(path) for path in some}
        return [found[path] for path in paths]

    def _is_ruled_out(self, path: str, found: dict[str, str | SourceError]) -> bool:
        try:
            self._check_file(path)
        except SourceError as error:
            found[path] = error
        return path in found

    def _looked(self, path: str) -> str | SourceError:
        try:
            return self.look(path)
        except SourceError as error:
            return error

    def warm_up(self) -> None:
        """Starts the child, which takes a quarter of a second until it answers."""
        with self._turn:
            self._running()

    def close(self) -> None:
        with self._turn:
            self._rest()
            self._drop()

    def _rest(self) -> None:
        """Stops counting the time since the last question."""
        if self._idle is not None:
            self._idle.cancel()

    def _check_file(self, path: str) -> None:
        tool = vendor_tool(Path(path).name)
        if tool is not None:
            raise NeedsVendorTool(f"{_name(path)} is camera raw, which FFmpeg cannot decode.", tool)
        try:
            found = Path(path).stat()
        except FileNotFoundError as error:
            raise SourceMissing(f"{_name(path)} is not there any more.") from error
        except OSError as error:
            raise SourceUnreadable(f"{_name(path)} cannot be read: {error.strerror}.") from error
        if not stat.S_ISREG(found.st_mode):
            raise SourceUnreadable(f"{_name(path)} is no ordinary file.", "Name a clip: a file that is one.")
        if found.st_size == 0:
            raise NotMedia(f"{_name(path)} is empty (0 bytes).")
        if not os.access(path, os.R_OK):
            raise SourceUnreadable(f"{_name(path)} cannot be read: no permission.")

    def _ask(self, op: str, path: str, **more: Any) -> dict[str, Any]:
        question = {"op": op, "path": _encoded(path), "max_pixels": self._max_pixels, **more}
        with self._turn:
            self._rest()
            line = self._exchange(json.dumps(question).encode() + b"\n", path)
            self._idle = threading.Timer(self._idle_seconds, self.close)
            self._idle.daemon = True
            self._idle.start()
        answer: dict[str, Any] = json.loads(line)
        if "ok" in answer:
            return dict(answer["ok"])
        raise _failure(answer, path)

    def _exchange(self, question: bytes, path: str) -> bytes:
        for _ in range(_MOST_KILLS):
            child, line = self._ask_child(question, path)
            if line:
                return line
            if not _was_killed(child):
                break
        raise _crash(path)

    def _ask_child(self, question: bytes, path: str) -> tuple[subprocess.Popen[bytes], bytes]:
        """No bytes where the child ended before it had answered."""
        child = self._running()
        late = threading.Event()

        def give_up() -> None:
            late.set()
            _end(child)

        timer = threading.Timer(self._seconds, give_up)
        timer.start()
        line = self._say(child, question)
        timer.cancel()
        if line.endswith(b"\n"):
            return child, line
        with contextlib.suppress(subprocess.TimeoutExpired):
            child.wait(1.0)  # before `_drop` kills it: how it ended by itself matters
        self._drop()
        if late.is_set():
            text = f"{_name(path)} could not be examined within {self._seconds:.0f} s."
            raise SourceError(text, SourceUnreadable.default_hint, code="probe_timeout")
        return child, b""

    def _say(self, child: subprocess.Popen[bytes], question: bytes) -> bytes:
        if child.stdin is None or child.stdout is None:
            return b""
        try:
            child.stdin.write(question)
            child.stdin.flush()
            return child.stdout.readline()
        except OSError:
            return b""

    def _running(self) -> subprocess.Popen[bytes]:
        if self._child is None or self._child.poll() is not None:
            self._drop()  # one that died by itself still has its pipes
            argv = [sys.executable, "-m", "server.media.probe_child", str(PROBE_MEMORY_MB)]
            self._child = subprocess.Popen(
                argv, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, start_new_session=True,
                env=environment(),
            )  # fmt: skip
        return self._child

    def _drop(self) -> None:
        child, self._child = self._child, None
        if child is None:
            return
        _end(child)
        child.wait()
        for pipe in (child.stdin, child.stdout):
            if pipe is not None:
                with contextlib.suppress(OSError):  # what it was asked and never took
                    pipe.close()


def _says_film(path: str) -> bool:
    if kind_of(Path(path).name) is not Kind.VIDEO:
        return False
    reads = itertools.count()
    with contextlib.suppress(OSError, _TooMany), os.fdopen(os.open(path, READ_ONLY), "rb", buffering=0) as file:

        def read(offset: int, count: int) -> bytes:
            if next(reads) >= _MOST_READS:
                raise _TooMany
            file.seek(offset)
            return file.read(count)

        facts = os.fstat(file.fileno())
        return stat.S_ISREG(facts.st_mode) and holds_film(read, facts.st_size)
    return False


class _TooMany(Exception):
    """Of boxes: somebody made this file to keep us busy."""


def _seen(answer: dict[str, Any], path: str) -> str | SourceError:
    return _kind_of(answer["ok"]) if "ok" in answer else _failure(answer, path)


def _kind_of(seen: dict[str, Any]) -> str:
    return "video" if seen["video"] else "audio" if seen["audio"] else "other"


def _end(child: subprocess.Popen[bytes]) -> None:
    """With the copy of it that looks at a file."""
    if child.poll() is not None:
        return
    if os.name == "posix":
        os.killpg(child.pid, signal.SIGKILL)
    else:
        child.kill()


def _crash(path: str) -> SourceError:
    return SourceError(f"{_name(path)} made the media probe crash.", NotMedia.default_hint, code="probe_crashed")


def _was_killed(child: subprocess.Popen[bytes]) -> bool:
    """By a signal from outside, which the clip has not to answer for."""
    code = child.returncode
    return code is not None and code < 0 and end_of_signal(signal.Signals(-code).name) is End.INTERRUPTED


def _failure(answer: dict[str, Any], path: str) -> SourceError:
    text = str(answer.get("text", ""))
    if answer["failed"] == "crash":
        return _crash(path)
    if answer["failed"] == "memory":
        return SourceTooLarge(f"{_name(path)} needs more memory than a clip may have.")
    if answer["failed"] == "io" and not _is_read(path):  # libavformat says the same of a file that ends too early
        return SourceUnreadable(f"{_name(path)} cannot be read: the disk reports an error.")
    if "whitelist" not in text and _begins_like_a_clip(path):
        return SourceDamaged(f"{_name(path)} is cut off or damaged: its index cannot be read.")
    if "whitelist" in text:
        return NotMedia(f"{_name(path)} is not a camera container (a playlist, a still or something else).")
    return NotMedia(f"{_name(path)} is not a clip: no camera container begins like this.")


def _is_read(path: str) -> bool:
    """Whether the disk gives the begin and the end of it."""
    try:
        with open(path, "rb") as file:
            file.read(_SAMPLE)
            file.seek(max(0, os.fstat(file.fileno()).st_size - _SAMPLE))
            file.read(_SAMPLE)
    except OSError:
        return False
    return True


def _encoded(path: str) -> str:
    """Exact bytes of a path, fit for JSON."""
    return base64.b64encode(os.fsencode(path)).decode()


_MARKS = (b"\x1aE\xdf\xa3", b"\x06\x0e+4", b"FLV\x01", b"OggS", b"0&\xb2u\x8ef\xcf\x11", b"\0\0\0\0\x01\xbc",
          b"\0\0\x01\xba", b"\x1f\x07\0")  # fmt: skip


def _begins_like_a_clip(path: str) -> bool:
    """By the first bytes of ISO base media and QuickTime, Matroska, MXF (SMPTE 377), FLV, Ogg, ASF, GXF (SMPTE 360),
    program streams, raw DV, AVI and transport streams."""
    with open(path, "rb") as file:
        head = file.read(197)
    return (
        head[4:8] in (b"ftyp", b"moov", b"mdat", b"wide", b"free", b"skip", b"pnot")
        or head.startswith(_MARKS)
        or (head.startswith(b"RIFF") and head[8:12] == b"AVI ")
        or (len(head) == 197 and head[0] == head[188] == 0x47)
    )


def _name(path: str) -> str:
    return display_text(Path(path).name)
