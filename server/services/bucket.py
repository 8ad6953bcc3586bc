"""Where uploads go: what the settings say, until people say otherwise."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from server.errors import ConfigError, HomeUnusable, RushesError
from server.ports import ObjectStore
from server.system.files import write_whole

MOST_CHARS = 300
_NAME = re.compile(r"[A-Za-z0-9._-]{1,255}|arn:[!-~]+")  # as the AWS clients take it; the bucket decides the rest


@dataclass(frozen=True)
class Target:
    """A bucket and the way to it. Credentials are no part of it: they come by the ordinary AWS chain."""

    bucket: str | None = None
    prefix: str = ""
    endpoint_url: str | None = None
    region: str | None = None


class Bucket:
    """`file` holds what people said; it goes before the settings, in every process of the home and at once."""

    def __init__(self, file: Path, settings: Target, open_store: Callable[[Target], ObjectStore]) -> None:
        self._file = file
        self._settings = settings
        self._open = open_store

    def target(self) -> Target:
        try:
            return Target(**json.loads(self._file.read_text(encoding="utf-8")))
        except (OSError, ValueError, TypeError):
            return self._settings

    def where(self) -> tuple[str | None, str]:
        """(bucket, prefix)"""
        target = self.target()
        return target.bucket, target.prefix

    def as_dict(self) -> dict[str, Any]:
        """`from_settings`: nobody said otherwise."""
        return {**asdict(self.target()), "from_settings": not self._file.is_file()}

    def set(self, target: Target) -> None:
        """Raises ConfigError, HomeUnusable. Uploads that are queued keep the bucket they were queued for."""
        _check(target)
        try:
            write_whole(self._file, json.dumps(asdict(target)).encode())
        except OSError as error:
            raise HomeUnusable(f"The bucket's address cannot be written: {error.strerror}.") from error

    def test(self, target: Target) -> RushesError | None:
        """Why nothing could be uploaded there; None: the bucket is there and takes these credentials."""
        try:
            _check(target)
            self._open(target).check()
        except RushesError as error:
            return error
        return None


def _check(target: Target) -> None:
    for name, text in asdict(target).items():
        if text is not None and not (text.isprintable() and len(text) <= MOST_CHARS):
            raise ConfigError(f"`{name}` is no line of at most {MOST_CHARS} characters.", "Give it anew.")
    if not target.bucket:
        raise ConfigError("No bucket is named.", "Give the bucket's name.")
    if not _NAME.fullmatch(target.bucket):
        raise ConfigError(f"No bucket can have the name {target.bucket!r}.", "Letters, digits, dots and dashes only.")
    if target.endpoint_url is not None and not _is_address(target.endpoint_url):
        hint = "Give one like https://s3.example.com, or leave it empty for Amazon's own."
        raise ConfigError(f"{target.endpoint_url!r} is no address of a storage.", hint)


def _is_address(url: str) -> bool:
    """Without a user's name or password: secrets have no place in it."""
    try:
        parts = urlsplit(url)
        named = parts.scheme in ("http", "https") and bool(parts.hostname) and parts.port != 0
    except ValueError:
        return False
    return named and parts.username is None and not parts.query and not parts.fragment
