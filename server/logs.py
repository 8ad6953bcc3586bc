"""Structured logs in the home: one record a line, rotated, as text or JSON, without secrets."""

from __future__ import annotations

import json
import logging
import re
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from logging.handlers import RotatingFileHandler
from pathlib import Path

FILE_BYTES = 2_000_000
FILES_KEPT = 5
_PLAIN_FIELDS = frozenset(vars(logging.makeLogRecord({}))) | {"message", "asctime", "taskName"}
# Bearer tokens, our own tokens and one-time codes, AWS key ids, signed query strings, user:password@ of addresses, and
# name=value pairs that call themselves secret.
_SECRET = re.compile(
    r"(?i)(?P<quoted>(?:\b|_)(?:password|passwd|secret|token)[\"']?\s*[=:]\s*\")[^\"\n]+(?=\")"
    r"|(?P<name>authorization[\"']?\s*[=:]\s*[\"']?(?:bearer\s+|basic\s+)?|bearer\s+|basic\s+(?=[a-z0-9+/]{8})"
    r"|x-amz-(?:signature|credential|security-token)=|[?&](?:signature|awsaccesskeyid|sig)="
    r"|(?:\b|_)(?:password|passwd|secret|token|access_key(?:_id)?|api_?key)[\"']?\s*[=:]\s*(?!null\b)[\"']?)[^\s\"'&,}]+"
    r"|(?<=://)[^/\s:@\"']+:[^/\s@\"']+(?=@)"
    r"|\brushes_[A-Za-z0-9_-]{43}|(?<=/login#)[A-Za-z0-9_-]{20,}"
    r"|\b(?:AKIA|ASIA)[0-9A-Z]{16}\b"
)


# What would steer a terminal, or make one record look like two.
_STEERING = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069]")


def redacted(text: str) -> str:
    """`text` without what looks like a secret."""
    return _SECRET.sub(lambda match: f"{match['quoted'] or match['name'] or ''}[redacted]", text)


def unsteered(text: str) -> str:
    """One line of `text`: what would steer a terminal is shown as what it is."""
    return _STEERING.sub(_escaped, text)


def _escaped(match: re.Match[str]) -> str:
    return match[0].encode("unicode_escape").decode("ascii")


class LineFormatter(logging.Formatter):
    """`time LEVEL logger: message key=value` on one line; fields come from `extra=`."""

    def format(self, record: logging.LogRecord) -> str:
        extra = "".join(f" {key}={value!r}" for key, value in _extra(record).items())
        line = f"{_time(record)} {record.levelname} {record.name}: {self._message(record)}{extra}"
        return redacted(unsteered(line))

    def _message(self, record: logging.LogRecord) -> str:
        trace = f"\n{self.formatException(record.exc_info)}" if record.exc_info else ""
        return record.getMessage() + trace


class JsonFormatter(LineFormatter):
    """The same as one JSON object a line."""

    def format(self, record: logging.LogRecord) -> str:
        entry = {
            "at": _time(record),
            "level": record.levelname.lower(),
            "logger": record.name,
            "message": redacted(self._message(record)),
            **{key: redacted(str(value)) for key, value in _extra(record).items()},
        }
        return json.dumps(entry)


@contextmanager
def open_log(home: Path, role: str, *, as_json: bool = False) -> Iterator[Path]:
    """Writes the records of `server.*` to `logs/<role>.log` while the block runs; one file a role, so that two
    programs do not rotate one file under each other. Raises OSError."""
    folder = home / "logs"
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    file = folder / f"{role}.log"
    handler = RotatingFileHandler(
        file, maxBytes=FILE_BYTES, backupCount=FILES_KEPT, encoding="utf-8", errors="backslashreplace"
    )
    handler.setFormatter(JsonFormatter() if as_json else LineFormatter())
    logger = logging.getLogger("server")
    level = logger.level
    logger.addHandler(handler)
    logger.setLevel(logging.INFO)
    try:
        yield file
    finally:
        logger.removeHandler(handler)
        logger.setLevel(level)
        handler.close()


def _time(record: logging.LogRecord) -> str:
    at = datetime.fromtimestamp(record.created, UTC)
    return at.isoformat(timespec="milliseconds").replace("+00:00", "Z")


def _extra(record: logging.LogRecord) -> dict[str, object]:
    return {key: value for key, value in vars(record).items() if key not in _PLAIN_FIELDS}
