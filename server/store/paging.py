"""Where a page ended: opaque to whoever hands it back, and still right when jobs came or went meanwhile."""

from __future__ import annotations

import base64
import binascii
import json
from dataclasses import astuple, dataclass
from typing import Any

from peewee import SQL

from server.errors import UsageError


@dataclass(frozen=True)
class Place:
    """The last row of a page: what it was ordered by (a list of several), and its id."""

    sort: str
    value: str | int | float | list[int | float] | None
    id: str

    def cursor(self) -> str:
        return base64.urlsafe_b64encode(json.dumps(astuple(self)).encode()).decode().rstrip("=")


def parse_place(cursor: str, sort: str, values: int = 1) -> Place:
    """`values`: by how many this order goes. Raises UsageError for whatever was not given out for it."""
    try:
        told = json.loads(base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)))
        place = Place(*told)
    except (ValueError, TypeError, binascii.Error, RecursionError):
        raise _unusable(cursor) from None
    if place.sort != sort or not isinstance(place.id, str) or not _is_value(place.value, values):
        raise _unusable(cursor)
    return place


def _is_value(value: object, values: int) -> bool:
    if values > 1:
        return isinstance(value, list) and len(value) == values and all(type(one) in (int, float) for one in value)
    return type(value) in (str, int, float, type(None))


def beyond(keys: tuple[Any, ...], row_id: Any, place: Place, down: bool) -> Any:
    """What comes after `place`. Rows without a value come first upwards and last downwards, as SQLite has it."""
    later = row_id < place.id if down else row_id > place.id
    if isinstance(place.value, list):
        for key, told in reversed(list(zip(keys, place.value, strict=True))):
            value = SQL("?", [told])
            later = (key < value if down else key > value) | ((key == value) & later)
        first, value = keys[0], SQL("?", [place.value[0]])
        return (first <= value if down else first >= value) & later  # the first says where in an index to begin
    if not keys:
        return later
    (key,) = keys
    if place.value is None:
        return key.is_null() & later if down else (key.is_null() & later) | key.is_null(False)
    value = SQL("?", [place.value])
    if down:
        return ((key <= value) & ((key < value) | later)) | key.is_null()
    return (key >= value) & ((key > value) | later)


def _unusable(cursor: str) -> UsageError:
    return UsageError(f"{cursor!r} is no place to go on from.", "Give the `next` of a page asked for in the same way.")
