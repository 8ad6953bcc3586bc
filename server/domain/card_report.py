"""A camera card as one thing: its clips, what was made of them, and whether it may be wiped."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from server.domain.awaited import size_text
from server.domain.clip import is_near
from server.domain.job import Job, Outline, Status


@dataclass(frozen=True)
class Receipt:
    """A file of a copy, as it was on the source when it was proved."""

    size: int
    mtime_ns: int
    hash: str | None


@dataclass(frozen=True)
class CardClip:
    """`path` is relative to the card's root; `id` and `sources` are those of its places, newest first. `state`: done,
    failed, working or none (no proxy was asked for), as `job` says, a proxy job."""

    id: str
    path: str
    size: int
    mtime_ns: int
    sources: tuple[str, ...]
    state: str
    job: Outline | None = None
    hash: str | None = None


@dataclass(frozen=True)
class CardCopy:
    """A copy job that read the card: `receipts` by the clips' paths on the card."""

    job: Job
    receipts: Mapping[str, Receipt]

    def lacks(self, clips: Sequence[CardClip]) -> list[CardClip]:
        return [clip for clip in clips if not _is_same(clip, self.receipts.get(clip.path))]

    @property
    def is_safe(self) -> bool:
        return self.job.status is Status.COMPLETED and bool((self.job.result or {}).get("safe_to_wipe"))


@dataclass(frozen=True)
class Card:
    """`roots` are where it was met, newest first; `copies` newest first."""

    id: str
    layout: str
    tried: bool
    roots: tuple[str, ...]
    first_seen_at: datetime
    clips: tuple[CardClip, ...]
    copies: tuple[CardCopy, ...] = field(default=())

    @property
    def counts(self) -> Mapping[str, int]:
        return Counter(clip.state for clip in self.clips)

    @property
    def size(self) -> int:
        return sum(clip.size for clip in self.clips)

    @property
    def is_complete(self) -> bool:
        """Its last clip is done."""
        return all(clip.state == "done" for clip in self.clips)

    def verdict(self) -> tuple[bool, str]:
        """(safe to wipe, why). Safe is a card of which one proved copy holds every clip that we know of."""
        for copy in self.copies:
            if copy.is_safe and not copy.lacks(self.clips):
                return True, str((copy.job.result or {})["why"])
        for copy in self.copies:
            if not copy.job.final:
                return False, "A copy of it is under way."
            if copy.is_safe:
                lacking = copy.lacks(self.clips)
                return False, f"{lacking[0].path}{_more(len(lacking) - 1)} came after the copy, or changed since."
            if copy.job.error:
                return False, str(copy.job.error["message"])
        return False, "Rushes has not copied it; `rushes copy` does, and proves the copy."


def _is_same(clip: CardClip, receipt: Receipt | None) -> bool:
    if receipt is None:
        return False
    return clip.size == receipt.size and is_near(clip.mtime_ns, receipt.mtime_ns)


def _more(number: int) -> str:
    return f" and {number} more" if number else ""


def card_text(card: Mapping[str, Any]) -> str:
    """A report to be mailed: plain words, from the JSON of a card."""
    safe = "SAFE TO WIPE" if card["safe_to_wipe"] else "NOT SAFE TO WIPE"
    lines = [
        f"Card {card['name']} ({card['layout']}), {card['id']}",
        f"{safe}: {card['why']}",
        "",
        f"Clips:  {card['clips']} ({size_text(card['bytes'])})",
        f"Done:   {card['done']}",
        f"Failed: {card['failed']}",
        *([f"Under way or not begun: {card['open']}"] if card["open"] else []),
        f"Met at: {', '.join(card['roots'])}",
        *(f"Copy:   {place}" for copy in card["copies"] for place in copy["destinations"]),
        "",
        *(f"{clip['state']:8}{clip['size']:>16}  {clip['hash'] or '-':32}  {clip['path']}" for clip in card["items"]),
    ]
    if not card["tried"]:
        lines += ["", f"Rushes was never tried on a real {card['layout']} card: it goes by the published structure."]
    return "".join(f"{_one_line(line)}\n" for line in lines)


def _one_line(text: str) -> str:
    return "".join(char if char.isprintable() else "\ufffd" for char in text)
