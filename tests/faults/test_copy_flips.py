"""A disk that gives back one bit wrong: flipped in the file behind a loop device, past the copy's back, after it was
synced and before it is read back. Whoever reads from memory sees nothing of it."""

from __future__ import annotations

import fcntl
import os
import random
import struct
from collections.abc import Sequence
from pathlib import Path

from server.domain.offload import ReadBack, judge
from tests.helpers.mounting import ext4, needs_loops
from tests.helpers.offload import Onlooker, copy

FLIPS = 200
_FIBMAP = 1  # linux/fs.h: which block of the device holds that block of the file
_BLOCK = 4096


def place_on_device(path: str, at: int) -> int:
    """Where byte `at` of a file lies on its file system, in bytes."""
    with open(path, "rb") as file:
        (block,) = struct.unpack("i", fcntl.ioctl(file, _FIBMAP, struct.pack("i", at // _BLOCK)))
    assert block
    return int(block) * _BLOCK + at % _BLOCK


class Flipper:
    """Flips one bit of each file the first time it sees it synced."""

    def __init__(self, image: Path, seed: int) -> None:
        self._image, self._random = image, random.Random(seed)
        self.flipped: set[str] = set()
        self.seen_through_memory = 0

    def __call__(self, paths: Sequence[str]) -> None:
        before = {path: Path(path).read_bytes() for path in paths}
        self._flip(paths)
        self.seen_through_memory += sum(Path(path).read_bytes() != content for path, content in before.items())

    def _flip(self, paths: Sequence[str]) -> None:
        with open(self._image, "r+b", buffering=0) as disk:
            for path in paths:
                if path not in self.flipped:
                    self.flipped.add(path)
                    at = place_on_device(path, self._random.randrange(Path(path).stat().st_size))
                    disk.seek(at)
                    (byte,) = disk.read(1)
                    disk.seek(at)
                    disk.write(bytes([byte ^ 1 << self._random.randrange(8)]))


@needs_loops
def test_every_flipped_bit_is_found(tmp_path: Path) -> None:
    seed = random.randrange(2**32)
    print(f"seed {seed}")
    card = tmp_path / "card"
    card.mkdir()
    for number in range(FLIPS):
        (card / f"{number:03d}.mov").write_bytes(os.urandom(8192 + number))
    image = tmp_path / "image"
    with ext4(tmp_path / "disk", image, 32) as disk:
        flipper = Flipper(image, seed)
        tally = copy(card, disk / "copy", journal=tmp_path / "journal", watch=Onlooker(on_synced=flipper))
        assert len(flipper.flipped) == FLIPS
        assert flipper.seen_through_memory == 0
        assert len(tally.again) == FLIPS
        assert judge(tally)[0]
        assert tally.places[0].read_back is ReadBack.DIRECT
        assert all((disk / "copy" / path.name).read_bytes() == path.read_bytes() for path in card.iterdir())
