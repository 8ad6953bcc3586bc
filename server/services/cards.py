"""The cards that clips came from, with what became of each."""

from __future__ import annotations

import threading
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import PurePath
from typing import Any, Protocol

from server.card_schema import CardJson, card_json
from server.domain.card_report import Card, CardClip, CardCopy, Receipt
from server.domain.job import Job, Outline, Status
from server.domain.kinds.copy import destinations_in
from server.domain.layouts import CardPlace, card_of
from server.errors import UnknownId
from server.services.copies import Copies

COPIES = ""
_Row = Mapping[str, Any]
_Rows = Mapping[str, Sequence[_Row]]
_Outlines = Mapping[str, Sequence[Outline]]
Receipts = Callable[[str], Mapping[str, Receipt]]


class CardLedger(Protocol):
    """The clips, as far as they lie on cards."""

    def on_cards(self, cards: Iterable[str]) -> _Rows:
        """The clips of each that has some, the oldest first: id, source, size, mtime_ns, hash, first_seen_at."""
        ...

    def cards_changed_since(self, mark: int) -> tuple[int, set[str]]:
        """(mark to go on from, the cards whose clips changed, or proxies of them; COPIES where a copy did). For a mark
        of another ledger than this one: all of them, and a smaller mark."""
        ...


class ProxyLedger(Protocol):
    """What became of clips."""

    def outlines_of_clips(self, clip_ids: Iterable[str], kind: str) -> _Outlines:
        """The jobs of that kind of each clip that has some, newest first."""
        ...


@dataclass(frozen=True)
class _Kept:
    """What is told of a card, and what else than its clips that hangs on."""

    card: Card
    told: CardJson
    copies: Sequence[tuple[str, Status]]


class Cards:
    """`receipts` gives the files a copy job proved, by their paths below its source. What is told of all cards is kept,
    and only those of which something changed are looked at again. Any thread."""

    def __init__(self, ledger: ProxyLedger, clips: CardLedger, copies: Copies, receipts: Receipts) -> None:
        self._ledger, self._clips, self._copies, self._receipts = ledger, clips, copies, receipts
        self._lock = threading.Lock()
        self._mark = 0
        self._made = _Made(())
        self._kept: dict[str, _Kept] = {}

    def all(self) -> list[CardJson]:
        """The newest first."""
        with self._lock:
            self._look_again()
            kept = list(self._kept.values())
        kept.sort(key=lambda one: (one.card.first_seen_at, one.card.id), reverse=True)
        return [one.told for one in kept]

    def get(self, card_id: str) -> Card:
        """Raises UnknownId."""
        found = self._look_at([card_id], _Made(self._copies.all()))
        if not found:
            raise UnknownId(f"There is no card {card_id}.", "`rushes cards` lists the cards with their ids.")
        return found[card_id]

    def _look_again(self) -> None:
        mark, changed = self._clips.cards_changed_since(self._mark)
        if mark < self._mark:
            self._kept.clear()
        if COPIES in changed:
            self._made = _Made(self._copies.all())
            changed |= {card_id for card_id, kept in self._kept.items() if self._standing(kept.card) != kept.copies}
        for card_id in changed:
            self._kept.pop(card_id, None)
        for card_id, card in self._look_at(changed - {COPIES}, self._made).items():
            # Its clips are many; whoever wants them asks for the card.
            self._kept[card_id] = _Kept(replace(card, clips=(), copies=()), card_json(card), self._standing(card))
        self._mark = mark

    def _standing(self, card: Card) -> list[tuple[str, Status]]:
        return [(job.id, job.status) for job in self._made.around(card.roots)]

    def _look_at(self, card_ids: Iterable[str], made: _Made) -> dict[str, Card]:
        rows = self._clips.on_cards(card_ids)
        jobs = self._ledger.outlines_of_clips([row["id"] for some in rows.values() for row in some], "proxy")
        cards = {card_id: self._card(card_id, some, jobs, made) for card_id, some in rows.items()}
        return {card_id: card for card_id, card in cards.items() if card is not None}

    def _card(self, card: str, rows: Sequence[_Row], jobs: _Outlines, made: _Made) -> Card | None:
        placed = [(place, row) for row in reversed(rows) if (place := card_of(row["source"])) is not None]
        if not placed:  # moved out of the folders of a card
            return None
        roots = tuple(dict.fromkeys(place.root for place, _ in placed))
        proved = [CardCopy(job, self._on_card(job, roots)) for job in made.around(roots)]
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


class _Made:
    """Copy jobs, newest first, by the folders they read or wrote."""

    def __init__(self, jobs: Sequence[Job]) -> None:
        self._at: dict[str, list[tuple[int, Job]]] = defaultdict(list)
        for number, job in enumerate(jobs):
            for place in _places(job):
                self._at[place].append((number, job))

    def around(self, roots: Iterable[str]) -> list[Job]:
        """Those that had one of the roots in them, newest first."""
        folders = dict.fromkeys(folder for root in roots for folder in (root, *map(str, PurePath(root).parents)))
        found = {number: job for folder in folders for number, job in self._at.get(folder, ())}
        return [found[number] for number in sorted(found)]


def _places(job: Job) -> Iterable[str]:
    return dict.fromkeys((job.source, *destinations_in(job.request)))


def _bases(job: Job, roots: Sequence[str]) -> set[str]:
    """Where the card lies in what the job copied, or in a copy it made: "" or "folder/"."""
    inside = [PurePath(root).relative_to(place) for place in _places(job) for root in roots if _is_in(root, place)]
    return {"" if not path.parts else f"{path.as_posix()}/" for path in inside}


def _is_in(root: str, place: str) -> bool:
    return PurePath(root).is_relative_to(place)


def _clips(placed: Sequence[tuple[CardPlace, _Row]], jobs: _Outlines) -> list[CardClip]:
    """One for each path on the card, however many places it was met at; `placed` comes newest first."""
    by_path: dict[str, list[_Row]] = defaultdict(list)
    for place, row in placed:
        by_path[place.path].append(row)
    return [_clip(path, rows, jobs) for path, rows in sorted(by_path.items())]


def _clip(path: str, rows: Sequence[_Row], jobs: _Outlines) -> CardClip:
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
