"""A file on its way out: its checksums, slices of it that count what was sent, and threads that send them."""

from __future__ import annotations

import hashlib
import io
import os
import threading
import zlib
from base64 import b64decode, b64encode
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import FIRST_EXCEPTION, Future, ThreadPoolExecutor, wait
from dataclasses import dataclass
from typing import Any, BinaryIO, TypeVar

from server.domain.naming import display_text
from server.errors import RushesError, SourceChanged, SourceUnreadable
from server.system.originals import identity_of

LOOK_SECONDS = 0.2
THREADS = 6  # for each file: as quick as ten on one machine, and half the memory of a server's buffers
MIB = 1024 * 1024
LEAST_PART = 8 * MIB
MOST_PARTS = 9000  # S3 allows 10,000
_CHUNK = MIB
_T = TypeVar("_T")
READ_SHARE = 0.1  # of an upload's progress is for reading the file for its checksums
Stop = Callable[[], RushesError | None]
Remember = Callable[[Mapping[str, str] | None], None]


@dataclass(frozen=True)
class Digest:
    """A file as it was when it was read through. Sizes in bytes; `parts` holds the CRC-32 of each part."""

    size: int
    sha256: str
    crc32: int
    part_bytes: int
    parts: tuple[int, ...]
    identity: tuple[int, ...]


def part_size(size: int) -> int:
    """Bytes a part, whole MiB, so that there are not too many."""
    return max(LEAST_PART, -(-size // (MOST_PARTS * MIB)) * MIB)


def check_unchanged(path: str, digest: Digest) -> None:
    """Raises SourceChanged, SourceMissing, VolumeAway."""
    if identity_of(path) != digest.identity:
        raise SourceChanged(f"{display_text(path)} changed while it was uploaded.")


def digest_of(path: str, stop: Stop, on_bytes: Callable[[int], None]) -> Digest:
    """Reads the file through once. Raises SourceMissing, SourceUnreadable, SourceChanged and what `stop` gives."""
    identity = identity_of(path)
    size = identity[2]
    try:
        digest = _read_through(path, part_size(size), identity, stop, on_bytes)
    except OSError as error:
        raise SourceUnreadable(f"{display_text(path)} cannot be read: {error.strerror}.") from error
    if digest.size != size:
        raise SourceChanged(f"{display_text(path)} changed while it was read.")
    check_unchanged(path, digest)
    return digest


def _read_through(
    path: str, part_bytes: int, identity: tuple[int, ...], stop: Stop, on_bytes: Callable[[int], None]
) -> Digest:
    sha256, whole, done = hashlib.sha256(), 0, 0
    parts: list[int] = []
    with open(path, "rb") as file:
        while chunk := file.read(_CHUNK):  # a part is whole MiB, so no chunk lies in two
            if done % part_bytes == 0:
                parts.append(0)
            sha256.update(chunk)
            whole, parts[-1] = zlib.crc32(chunk, whole), zlib.crc32(chunk, parts[-1])
            done += len(chunk)
            on_bytes(done)
            _raise_if(stop())
    return Digest(done, sha256.hexdigest(), whole, part_bytes, tuple(parts), identity)


class Halted(BaseException):
    """Leaves a request in the middle of its body. No Exception: the client would take it for a broken connection and
    send everything again."""


class Meter:
    """How far each slice is; shared by the threads of one upload."""

    def __init__(self) -> None:
        self._sent: dict[int, int] = {}
        self._halt = threading.Event()

    def halt(self) -> None:
        self._halt.set()

    def reached(self, number: int, position: int) -> None:
        """A part that is sent again begins anew. Raises Halted once nothing more is to be sent."""
        if self._halt.is_set():
            raise Halted
        self._sent[number] = position

    @property
    def sent(self) -> int:
        return sum(self._sent.copy().values())


class Slice(io.RawIOBase):
    """`length` bytes of a file from `offset`, to be read as a request's body; counts while `counting` (reading for the
    signature is no sending)."""

    def __init__(self, file: BinaryIO, number: int, offset: int, length: int, meter: Meter) -> None:
        self._file, self._number, self._offset, self._length, self._meter = file, number, offset, length, meter
        self._at = 0
        self.counting = False

    def read(self, size: int = -1) -> bytes:
        left = self._length - self._at
        self._file.seek(self._offset + self._at)
        data = self._file.read(left if size < 0 else min(size, left))
        if left and not data and size:
            raise Halted  # the file has become shorter: nothing that could be sent would be right
        self._at += len(data)
        self._meter.reached(self._number, self._at if self.counting else 0)
        return data

    def seek(self, offset: int, whence: int = os.SEEK_SET) -> int:
        start = {os.SEEK_SET: 0, os.SEEK_CUR: self._at, os.SEEK_END: self._length}[whence]
        self._at = start + offset
        return self._at

    def tell(self) -> int:
        return self._at

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True


@dataclass(frozen=True)
class Sending:
    """One file on its way. `on_bytes` gets (done, of all), `remember` what a kill would leave behind."""

    path: str
    key: str
    digest: Digest
    on_bytes: Callable[[int, int], None]
    stop: Stop
    remember: Remember

    def tick(self, meter: Meter) -> None:
        size = self.digest.size
        self.on_bytes(round(size * READ_SHARE + meter.sent * (1 - READ_SHARE)), size)
        _raise_if(self.stop())


def crc_text(crc32: int) -> str:
    """A CRC-32 as S3 writes it."""
    return b64encode(crc32.to_bytes(4, "big")).decode()


def crc_number(text: str) -> int:
    return int.from_bytes(b64decode(text), "big")


def run_together(tasks: Sequence[Callable[[], _T]], meter: Meter, tick: Callable[[], None]) -> list[_T]:
    """The results in order. `tick` is called now and then by this thread; what it or a task raises ends the others
    before it is passed on."""
    with ThreadPoolExecutor(THREADS, thread_name_prefix="upload") as pool:
        futures = [pool.submit(task) for task in tasks]
        try:
            _wait_for(futures, tick)
        except BaseException:
            meter.halt()
            for future in futures:
                future.cancel()
            raise
    return [future.result() for future in futures]


def _wait_for(futures: Sequence[Future[Any]], tick: Callable[[], None]) -> None:
    pending = set(futures)
    while pending:
        done, pending = wait(pending, LOOK_SECONDS, FIRST_EXCEPTION)
        for future in done:
            future.result()
        tick()


def _raise_if(error: RushesError | None) -> None:
    if error is not None:
        raise error
