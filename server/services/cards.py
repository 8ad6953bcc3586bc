"""The cards that clips came from, with what became of each."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from pathlib import PurePath
from typing import Any

from server.domain.card_report import Card, CardClip, CardCopy, Receipt
from server.domain.job import Job, Status
from server.domain.kinds.copy import destinations_in
from server.domain.layouts import CardPlace, card_of
from server.errors import UnknownId
from server.ports import ClipLedger, JobLedger
from server.services.copies import Copies

_Row = Mapping[str, Any]
Receipts = Callable[[str], Mapping[str, Receipt]]


class Cards:
    """`receipts` gives the files a copy job proved, by their paths below its source."""

    def __init__(self, ledger: JobLedger, clips: ClipLedger, copies: Copies, receipts: Receipts) -> None:
        self._ledger, self._clips, self._copies, self._receipts = ledger, clips, copies, receipts

    def all(self) -> list[Card]:
        """The newest first."""
        rows: dict[str, list[_Row]] = defaultdict(list)
        for row in self._clips.all():
            if row["card"]:
                rows[row["card"]].append(row)
        jobs = self._proxies(row["id"] for some in rows.values() for row in some)
        copies = self._copies.all() if rows else []
        cards = [self._card(card, some, jobs, copies) for card, some in rows.items()]
        return sorted(cards, key=lambda card: (card.first_seen_at, card.id), reverse=True)

    def get(self, card_id: str) -> Card:
        """Raises UnknownId."""
        found = next((card for card in self.all() if card.id == card_id), None)
        if found is None:
            raise UnknownId(f"There is no card {card_id}.", "`rushes cards` lists the cards with their ids.")
        return found

    def _proxies(self, clip_ids: Iterable[str]) -> Mapping[str, list[Job]]:
        return self._ledger.of_clips(list(clip_ids), "proxy")

    def _card(self, card: str, rows: Sequence[_Row], jobs: Mapping[str, list[Job]], copies: Sequence[Job]) -> Card:
        placed = [(place, row) for row in reversed(rows) if (place := card_of(row["source"])) is not None]
        roots = tuple(dict.fromkeys(place.root for place, _ in placed))
        proved = [CardCopy(job, self._on_card(job, roots)) for job in copies if _bases(job, roots)]
        clips = _clips(placed, jobs)
        proved = [copy for copy in proved if len(copy.lacks(clips)) < len(clips) or not copy.job.final]
        layout = placed[0][0].layout
        return Card(
            id=card,
            layout=layout.name,
            tried=layout.tried,
            roots=roots,
            first_seen_at=rows[0]["first_seen_at"],
            clips=tuple(_with_hash(clip, proved) for clip in clips),
            copies=tuple(proved),
        )

    def _on_card(self, job: Job, roots: Sequence[str]) -> dict[str, Receipt]:
        """The receipts of a copy by the paths of this card, which may be one folder of what was copied."""
        receipts = self._receipts(job.id)
        found: dict[str, Receipt] = {}
        for prefix in _bases(job, roots):
            found |= {path.removeprefix(prefix): one for path, one in receipts.items() if path.startswith(prefix)}
        return found


def _bases(job: Job, roots: Sequence[str]) -> set[str]:
    """Where the card lies in what the job copied, or in a copy it made: "" or "folder/"."""
    places = (job.source, *destinations_in(job.request))
    inside = [PurePath(root).relative_to(place) for place in places for root in roots if _is_in(root, place)]
    return {"" if not path.parts else f"{path.as_posix()}/" for path in inside}


def _is_in(root: str, place: str) -> bool:
    return PurePath(root).is_relative_to(place)


def _clips(placed: Sequence[tuple[CardPlace, _Row]], jobs: Mapping[str, list[Job]]) -> list[CardClip]:
    """One for each path on the card, however many places it was met at; `placed` comes newest first."""
    by_path: dict[str, list[_Row]] = defaultdict(list)
    for place, row in placed:
        by_path[place.path].append(row)
    return [_clip(path, rows, jobs) for path, rows in sorted(by_path.items())]


def _clip(path: str, rows: Sequence[_Row], jobs: Mapping[str, list[Job]]) -> CardClip:
    newest = rows[0]
    alike = [row for row in rows if (row["size"], row["hash"]) == (newest["size"], newest["hash"])]
    made = [job for row in alike for job in jobs.get(row["id"], ())]
    done = next((job for job in made if job.status is Status.COMPLETED), None)
    working = next((job for job in made if not job.final), None)
    last = done or working or next(iter(made), None)
    state = "done" if done else "working" if working else "failed" if last else "none"
    return CardClip(
        newest["id"], path, newest["size"], newest["mtime_ns"], tuple(row["source"] for row in alike), state, last
    )


def _with_hash(clip: CardClip, copies: Sequence[CardCopy]) -> CardClip:
    told = next((copy.receipts[clip.path].hash for copy in copies if not copy.lacks([clip])), None)
    return replace(clip, hash=told)
