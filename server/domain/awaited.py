"""What a waiting job waits for: room on a disk, or a disk, card or share that is away."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any, TypeAlias


@dataclass(frozen=True)
class Room:
    """`size` bytes on the disk of `folder`, beside the reserve."""

    folder: str
    size: int


@dataclass(frozen=True)
class Volume:
    """A mounted file system: where, and the id it carries where the system tells one."""

    at: str
    id: str | None = None


Need: TypeAlias = Room | Volume


def need_json(need: Need) -> dict[str, Any]:
    return {"room" if isinstance(need, Room) else "volume": asdict(need)}


def parse_need(told: Mapping[str, Any] | None) -> Need | None:
    """None for what this version does not know: then the job goes on by time alone."""
    if not told:
        return None
    try:
        return Room(**told["room"]) if "room" in told else Volume(**told["volume"])
    except (KeyError, TypeError):
        return None


def size_text(size: int) -> str:
    """ "3.4 GB", as disks are sold."""
    for unit, factor in (("TB", 10**12), ("GB", 10**9), ("MB", 10**6)):
        if size >= factor:
            return f"{size / factor:.1f} {unit}"
    return f"{max(0, size) / 1000:.1f} kB"
