"""Column types: exact times, exact paths, JSON and text, the same on SQLite and PostgreSQL."""

from __future__ import annotations

import json
import os
import re
import unicodedata
from datetime import UTC, datetime, timedelta
from typing import Any

from peewee import BigIntegerField, BlobField, TextField

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)
# Bytes that are no UTF-8 arrive as lone surrogates; neither they nor NUL can be stored as text in PostgreSQL.
_UNSTORABLE = re.compile("[\x00\ud800-\udfff]")


def displayable(text: str) -> str:
    """`text` with whatever no database or screen can hold as U+FFFD."""
    return _UNSTORABLE.sub("\ufffd", text)


def searchable(text: str) -> str:
    """`text` in the form in which stored text and search words are compared: any case, any Unicode composition.

    macOS hands out decomposed names, people type composed ones.
    """
    return unicodedata.normalize("NFC", displayable(text)).casefold()


def plain(value: Any) -> str:
    """What JSON has no word for, as text: times exact, the rest as it prints."""
    return value.isoformat() if isinstance(value, datetime) else str(value)


def file_name(source: bytes) -> str:
    """The last part of a path, as people sort it."""
    return searchable(os.path.split(source)[1].decode("utf-8", "replace"))


class UtcField(BigIntegerField):
    """An aware UTC datetime as whole microseconds since 1970: exact, sortable, no time zone for a driver to guess."""

    def db_value(self, value: datetime | None) -> int | None:
        return None if value is None else (value - _EPOCH) // _MICROSECOND

    def python_value(self, value: int | None) -> datetime | None:
        return None if value is None else _EPOCH + value * _MICROSECOND


class PathField(BlobField):
    """A path as the bytes the file system knows; str with surrogateescape in Python."""

    def db_value(self, value: str | None) -> Any:
        return None if value is None else super().db_value(os.fsencode(value))  # type: ignore[no-untyped-call]

    def python_value(self, value: Any) -> str | None:
        return None if value is None else os.fsdecode(bytes(value))


class JsonField(TextField):
    """JSON as ASCII text: JSONB refuses the lone surrogates a path may carry."""

    def db_value(self, value: Any) -> str | None:
        return None if value is None else json.dumps(value, separators=(",", ":"))

    def python_value(self, value: str | None) -> Any:
        return None if value is None else json.loads(value)


class NumeralField(TextField):
    """A whole number without a bound: inodes and devices of some file systems need more than 63 bits."""

    def db_value(self, value: int | None) -> str | None:
        return None if value is None else str(value)

    def python_value(self, value: str | None) -> int | None:
        return None if value is None else int(value)


class ProseField(TextField):
    """Text for people: what cannot be stored becomes U+FFFD."""

    def db_value(self, value: str | None) -> str | None:
        return None if value is None else displayable(value)
