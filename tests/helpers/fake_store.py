"""A bucket in a dict, written from the port's docstrings alone."""

from __future__ import annotations

import zlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from hashlib import sha256
from pathlib import Path

from server.domain.objects import StoredObject
from server.errors import BucketMissing, ObjectExists, RushesError, SourceMissing


@dataclass
class FakeStore:
    """`fault` is raised by every method, as a bucket away would be."""

    held: dict[str, bytes] = field(default_factory=dict)
    swept: list[Mapping[str, str]] = field(default_factory=list)
    fault: RushesError | None = None
    missing: bool = False

    def check(self) -> None:
        self._fail()
        if self.missing:
            raise BucketMissing("There is no bucket.")

    def _fail(self) -> None:
        if self.fault is not None:
            raise self.fault

    def head(self, key: str) -> StoredObject | None:
        self._fail()
        data = self.held.get(key)
        return None if data is None else StoredObject(key, len(data), sha256(data).hexdigest(), zlib.crc32(data))

    def upload(
        self,
        path: str,
        key: str,
        on_bytes: Callable[[int, int], None],
        stop: Callable[[], RushesError | None],
        remember: Callable[[Mapping[str, str] | None], None],
    ) -> StoredObject:
        self._fail()
        if not Path(path).exists():
            raise SourceMissing(f"{path} is not there any more.")
        data = Path(path).read_bytes()
        error = stop()
        if error is not None:
            raise error
        known = self.head(key)
        if known is not None and self.held[key] != data:
            raise ObjectExists(f"The bucket holds another content under {key}.")
        self.held.setdefault(key, data)
        on_bytes(len(data), len(data))
        stored = self.head(key)
        assert stored is not None
        return replace(stored, reused=known is not None)

    def sweep(self, leftover: Mapping[str, str]) -> None:
        self._fail()
        self.swept.append(leftover)
