"""Where a page ended: opaque to whoever hands it back, and still right when jobs came or went meanwhile."""

from __future__ import annotations

import base64
import binascii
import json
from dataclasses import asdict, astuple, dataclass

from server.errors import UsageError


@dataclass(frozen=True)
class Place:
    """The last row of a page: what it was ordered by, and its id."""

    sort: str
    value: str | int | float | None
    id: str

    def cursor(self) -> str:
        return base64.urlsafe_b64encode(json.dumps(astuple(self)).encode()).decode().rstrip("=")


def parse_place(cursor: str, sort: str) -> Place:
    """Raises UsageError for whatever was not given out for this order."""
    try:
        told = json.loads(base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)))
        place = Place(*told)
    except (ValueError, TypeError, binascii.Error, RecursionError):
        raise _unusable(cursor) from None
    right_types = isinstance(place.id, str) and isinstance(place.value, (str, int, float, type(None)))
    if place.sort != sort or not right_types or any(isinstance(v, bool) for v in asdict(place).values()):
        raise _unusable(cursor)
    return place


def _unusable(cursor: str) -> UsageError:
    return UsageError(f"{cursor!r} is no place to go on from.", "Give the `next` of a page asked for in the same way.")
