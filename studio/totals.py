"""Several jobs at once, in figures. No widgets here."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

from studio.format import left_text, length_text, size_text, status_look
from studio.words import number_text, tr

Json = Mapping[str, Any]


def totals_of(jobs: Sequence[Json]) -> Sequence[tuple[str, str]]:
    """(name, value) of what is known of them."""
    facts = [((job.get("result") or {}).get("metadata") or {}) for job in jobs]
    length = sum(float(one.get("duration") or 0) for one in facts)
    size = sum(float(one.get("size_bytes") or 0) for one in facts)
    work = sum(float(job.get("duration_seconds") or 0) for job in jobs)
    clips = {str(job.get("clip_id")) for job in jobs}
    rows = [(status_look(status).word, number_text(count)) for status, count in Counter(_states(jobs)).most_common()]
    rows.append((tr("Clips"), number_text(len(clips))))
    rows += [(tr("Footage"), length_text(length))] if length else []
    rows += [(tr("Size of originals"), size_text(size))] if size else []
    rows += [(tr("Time taken"), left_text(work))] if work else []
    linked, checked = _linked(jobs)
    proxies = tr("{linked} of {n} proxies", "{linked} of {n} proxy", checked).format(linked=number_text(linked))
    rows += [(tr("Relinks in Resolve"), proxies)] if checked else []
    return rows


def _states(jobs: Sequence[Json]) -> list[str]:
    return [str(job["status"]) for job in jobs]


def _linked(jobs: Sequence[Json]) -> tuple[int, int]:
    links = [((job.get("result") or {}).get("conformance") or {}).get("links_in") or {} for job in jobs]
    told = [str((one.get("resolve") or {}).get("status")) for one in links if one]
    return told.count("yes"), len(told)
