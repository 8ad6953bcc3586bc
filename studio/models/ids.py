"""Very many ids in their order, in as little room as they take."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

WIDTH = 26  # letters of an id; shorter ones are filled up


class IdList:
    """A million ids in 26 MB. With `descending` a place is found by halving, else by looking through all."""

    def __init__(self, ids: Iterable[str] = (), descending: bool = True) -> None:
        self.descending = descending
        self._letters = bytearray(_packed(ids))

    def __len__(self) -> int:
        return len(self._letters) // WIDTH

    def __getitem__(self, position: int) -> str:
        """Positions count from 0; what lies outside raises IndexError."""
        if not 0 <= position < len(self):
            raise IndexError(position)
        return self._letters[position * WIDTH : (position + 1) * WIDTH].decode("ascii").rstrip()

    def __iter__(self) -> Iterator[str]:
        return (self[position] for position in range(len(self)))

    def portion(self, first: int, last: int) -> list[str]:
        """From `first` up to, not including, `last`."""
        return [self[position] for position in range(max(0, first), min(last, len(self)))]

    def extend(self, ids: Iterable[str]) -> None:
        self._letters += _packed(ids)

    def insert(self, position: int, ids: Iterable[str]) -> None:
        self._letters[position * WIDTH : position * WIDTH] = _packed(ids)

    def remove(self, position: int) -> None:
        del self._letters[position * WIDTH : (position + 1) * WIDTH]

    def place_for(self, job_id: str) -> int:
        """Where it stands, or would stand, among descending ids."""
        low, high = 0, len(self)
        while low < high:
            middle = (low + high) // 2
            if self[middle] > job_id:
                low = middle + 1
            else:
                high = middle
        return low

    def position_of(self, job_id: str) -> int | None:
        if self.descending:
            place = self.place_for(job_id)
            return place if place < len(self) and self[place] == job_id else None
        wanted, at = _packed([job_id]), -1
        while (at := self._letters.find(wanted, at + 1)) >= 0:
            if at % WIDTH == 0:
                return at // WIDTH
        return None


def _packed(ids: Iterable[str]) -> bytes:
    ids = list(ids)
    joined = "".join(ids).encode("ascii")
    if len(joined) == WIDTH * len(ids) and all(map(_is_whole, ids)):
        return joined
    return b"".join(job_id.encode("ascii").ljust(WIDTH) for job_id in ids)


def _is_whole(job_id: str) -> bool:
    return len(job_id) == WIDTH
