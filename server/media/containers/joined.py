"""Files read as one, without a copy: a transport stream that a camera cut at the limit of its card's file system."""

from __future__ import annotations

import os
from bisect import bisect_right
from collections.abc import Sequence
from itertools import accumulate


class JoinedFiles:
    """A seekable binary file of all the bytes of `paths`, in their order; only reads."""

    def __init__(self, paths: Sequence[str]) -> None:
        """Raises OSError."""
        self._files = [open(path, "rb") for path in paths]  # noqa: SIM115  closed by close
        self._begins = [0, *accumulate(os.fstat(file.fileno()).st_size for file in self._files)]
        self._at = 0

    def read(self, count: int = -1) -> bytes:
        """Fewer bytes at the end of a file: whoever wants more asks again."""
        if self._at >= self._begins[-1]:
            return b""
        number = bisect_right(self._begins, self._at) - 1
        inside = self._at - self._begins[number]
        left = self._begins[number + 1] - self._at
        self._files[number].seek(inside)
        data = self._files[number].read(left if count < 0 else min(count, left))
        self._at += len(data)
        return data

    def seek(self, offset: int, whence: int = 0) -> int:
        self._at = max(0, offset + (0, self._at, self._begins[-1])[whence])
        return self._at

    def tell(self) -> int:
        return self._at

    def close(self) -> None:
        for file in self._files:
            file.close()
