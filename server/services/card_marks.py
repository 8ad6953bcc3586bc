"""Says of each clip which card it is from: a card is known again, and another in its slot is not taken for it."""

from __future__ import annotations

import os
from collections import defaultdict
from collections.abc import Mapping, Sequence
from hashlib import blake2b
from typing import Any

from server.domain.clip import TIME_SLACK_NS, is_near
from server.domain.layouts import CardPlace, card_of
from server.ports import ClipLedger

Seen = tuple[str, int, int, str]  # source, size, mtime_ns, content hash
_Member = tuple[CardPlace, str, Seen]


class CardMarks:
    """A card is the same as long as one of its clips that we know is still on it, or is found again elsewhere: after a
    copy, or in another slot. Else it is another card, also where it is the same plastic, formatted."""

    def __init__(self, clips: ClipLedger) -> None:
        self._clips = clips

    def mark(self, clip_ids: Sequence[str], seen: Sequence[Seen]) -> None:
        by_root: dict[str, list[_Member]] = defaultdict(list)
        for clip_id, one in zip(clip_ids, seen, strict=True):
            place = card_of(one[0])
            if place is not None:
                by_root[place.root].append((place, clip_id, one))
        for root, members in by_root.items():
            known = self._clips.below(root)
            card = _still_there(known) or self._found_again(members) or _new(members)
            marked = {row["id"] for row in known if row["card"] == card}
            fresh = [clip_id for _, clip_id, _ in members if clip_id not in marked]
            if fresh:
                self._clips.set_card(fresh, card)

    def _found_again(self, members: Sequence[_Member]) -> str | None:
        """The card on which a clip of that content has that place."""
        for place, _, (_, size, _, content_hash) in members:
            for row in self._clips.of_content(size, content_hash) if content_hash else ():
                other = card_of(row["source"])
                if row["card"] and other is not None and other.path == place.path:
                    return str(row["card"])
        return None


def _still_there(rows: Sequence[Mapping[str, Any]]) -> str | None:
    return next((row["card"] for row in rows if row["card"] and row["state"] != "changed" and _is_there(row)), None)


def _is_there(row: Mapping[str, Any]) -> bool:
    try:
        facts = os.lstat(row["source"])
    except OSError:
        return False
    return bool(facts.st_size == row["size"] and is_near(facts.st_mtime_ns, row["mtime_ns"]))


def _new(members: Sequence[_Member]) -> str:
    """From its first clip, so that two programs that see it at once agree."""
    place, _, (_, size, mtime_ns, content_hash) = min(members, key=lambda member: member[0].path)
    first = "\0".join((place.layout.name, place.path, str(size), str(mtime_ns // TIME_SLACK_NS), content_hash))
    return "card-" + blake2b(os.fsencode(first), digest_size=10).hexdigest()
