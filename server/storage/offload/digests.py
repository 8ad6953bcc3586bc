"""Several hashes of one stream of bytes, by the names ASC MHL has for them."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Mapping
from typing import Any

from server.domain import mhl


class Digests:
    """XXH128 always, and what an earlier generation used."""

    def __init__(self, formats: Iterable[str] = ()) -> None:
        makers = _makers()
        self._hashers = {name: makers[name]() for name in {mhl.HASH, *formats} if name in makers}

    def update(self, data: memoryview) -> None:
        for hasher in self._hashers.values():
            hasher.update(data)

    def told(self) -> dict[str, str]:
        return {name: hasher.hexdigest() for name, hasher in self._hashers.items()}


def _makers() -> Mapping[str, Callable[[], Any]]:
    import xxhash  # here: a worker that copies nothing does without

    return {
        mhl.HASH: xxhash.xxh3_128,
        "xxh3": xxhash.xxh3_64,
        "xxh64": xxhash.xxh64,
        "md5": lambda: hashlib.md5(usedforsecurity=False),
        "sha1": lambda: hashlib.sha1(usedforsecurity=False),
    }
