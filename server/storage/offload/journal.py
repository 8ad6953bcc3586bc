"""What a copy has done so far, so that one that was killed goes on where it was.

A line is written only when the file has its final name, is on the disk and was read back: a lost line costs the work
once more, and no line ever says too much.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import astuple, dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from server.domain.offload import ReadBack


@dataclass(frozen=True)
class Landed:
    """A file at one destination, as it was when it had been read back."""

    size: int
    mtime_ns: int
    reused: bool
    read_back: ReadBack
    durable: bool


@dataclass(frozen=True)
class Record:
    """A file of the source at every destination, in their order; None where another file has its name."""

    path: str
    identity: tuple[int, ...]
    hashes: Mapping[str, str]
    at: datetime
    landed: tuple[Landed | None, ...]

    @property
    def size(self) -> int:
        return self.identity[2]

    @property
    def mtime_ns(self) -> int:
        return self.identity[3]


class Journal:
    """One for a job, a line a file; kept when the job is done, as what it proved."""

    def __init__(self, file: Path) -> None:
        self._file = file
        self.records: dict[str, Record] = {}
        self.generation_at: datetime | None = None
        with suppress(FileNotFoundError):
            for line in file.read_bytes().splitlines():
                self._read(line)

    def _read(self, line: bytes) -> None:
        with suppress(ValueError, KeyError, TypeError):  # the last line of a program that was killed
            told = json.loads(line)
            if "generation_at" in told:
                self.generation_at = datetime.fromisoformat(told["generation_at"])
                return
            record = _record_of(told)
            self.records[record.path] = record

    def add(self, records: list[Record]) -> None:
        self.records.update({record.path: record for record in records})
        self._append([_told_of(record) for record in records])

    def begin_generation(self) -> datetime:
        """When the manifests were made: they have one name, however often their writing is begun."""
        if self.generation_at is None:
            self.generation_at = datetime.now(UTC)
            self._append([{"generation_at": self.generation_at.isoformat()}])
        return self.generation_at

    def _append(self, lines: list[dict[str, Any]]) -> None:
        self._file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        # A line that was cut off by a kill must not spoil the next.
        with open(self._file, "ab") as file:
            file.write(b"\n" + b"".join(json.dumps(line).encode() + b"\n" for line in lines))


def _told_of(record: Record) -> dict[str, Any]:
    landed = [None if one is None else [*astuple(one)] for one in record.landed]
    return {
        "path": record.path,  # JSON keeps surrogate escapes
        "identity": list(record.identity),
        "hashes": dict(record.hashes),
        "at": record.at.isoformat(),
        "landed": landed,
    }


def _record_of(told: Mapping[str, Any]) -> Record:
    landed = tuple(None if one is None else _landed_of(*one) for one in told["landed"])
    identity, at = tuple(told["identity"]), datetime.fromisoformat(told["at"])
    return Record(told["path"], identity, told["hashes"], at, landed)


def _landed_of(size: int, mtime_ns: int, reused: bool, read_back: str, durable: bool) -> Landed:
    return Landed(size, mtime_ns, reused, ReadBack(read_back), durable)
