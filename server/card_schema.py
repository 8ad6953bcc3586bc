"""The JSON of camera cards: one shape in the command line and HTTP."""

from __future__ import annotations

import sys
from pathlib import PurePath

from server.domain.card_report import Card, CardClip, CardCopy
from server.domain.kinds.copy import destinations_in
from server.domain.naming import display_text
from server.schema import exact_uri, time_text

if sys.version_info >= (3, 12):
    from typing import TypedDict
else:  # pydantic cannot use that of 3.11
    from typing_extensions import TypedDict


class CardCopyJson(TypedDict):
    """A copy that read the card."""

    job_id: str
    status: str
    safe_to_wipe: bool
    completed_at: str | None
    destinations: list[str]


class CardJson(TypedDict):
    """`open` clips are under way, or nobody has asked for their proxies; `complete`: the last clip is done. `tried`:
    whether Rushes was tried on a real card of that layout."""

    id: str
    name: str
    layout: str
    tried: bool
    roots: list[str]
    root_uris: list[str]
    clips: int
    done: int
    failed: int
    open: int
    bytes: int
    complete: bool
    safe_to_wipe: bool
    why: str
    copies: list[CardCopyJson]
    first_seen_at: str


class CardsJson(TypedDict):
    """The cards, the newest first."""

    cards: list[CardJson]


class CardClipJson(TypedDict):
    """`path` on the card; `hash` is the XXH128 a copy proved. state: done, failed, working or none."""

    path: str
    size: int
    hash: str | None
    state: str
    source: str
    clip_id: str
    job_id: str | None
    proxy: str | None


class CardDetailJson(CardJson):
    """A card with its clips."""

    items: list[CardClipJson]


def card_json(card: Card) -> CardJson:
    """What `rushes cards` prints of each."""
    safe, why = card.verdict()
    done, failed = card.counts.get("done", 0), card.counts.get("failed", 0)
    return {
        "id": card.id,
        "name": display_text(PurePath(card.roots[0]).name or card.roots[0]),
        "layout": card.layout,
        "tried": card.tried,
        "roots": [display_text(root) for root in card.roots],
        "root_uris": [exact_uri(root) for root in card.roots],
        "clips": len(card.clips),
        "done": done,
        "failed": failed,
        "open": len(card.clips) - done - failed,
        "bytes": card.size,
        "complete": card.is_complete,
        "safe_to_wipe": safe,
        "why": display_text(why),
        "copies": [_copy_json(copy) for copy in card.copies],
        "first_seen_at": time_text(card.first_seen_at),
    }


def card_detail_json(card: Card) -> CardDetailJson:
    """What `rushes cards ID` prints."""
    return {**card_json(card), "items": [_clip_json(clip) for clip in card.clips]}


def _copy_json(copy: CardCopy) -> CardCopyJson:
    job = copy.job
    return {
        "job_id": job.id,
        "status": job.status.value,
        "safe_to_wipe": copy.is_safe,
        "completed_at": None if job.completed_at is None else time_text(job.completed_at),
        "destinations": [display_text(place) for place in destinations_in(job.request)],
    }


def _clip_json(clip: CardClip) -> CardClipJson:
    job = clip.job
    proxy = job.output if job is not None and clip.state == "done" else None
    return {
        "path": display_text(clip.path),
        "size": clip.size,
        "hash": clip.hash,
        "state": clip.state,
        "source": display_text(clip.sources[0]),
        "clip_id": clip.id,
        "job_id": None if job is None else job.id,
        "proxy": None if proxy is None else display_text(proxy),
    }
