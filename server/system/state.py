"""Small files of the home that only its owner reads: the token, and what a server says of itself."""

from __future__ import annotations

import contextlib
import json
import os
import secrets
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from server.errors import HomeUnusable

_TOKEN_BYTES = 32  # 256 bits
_MADE_ANEW = "Remove that file; it is made anew."


def ensure_token(path: Path) -> str:
    """The token in the file at `path`, made once for this installation. Raises HomeUnusable."""
    try:
        if not path.exists():
            _create(path, secrets.token_urlsafe(_TOKEN_BYTES) + "\n")
        if os.name == "posix" and path.stat().st_mode & 0o077:
            path.chmod(0o600)  # copied or restored with rights for others
        token = path.read_text(encoding="ascii").strip()
    except (OSError, UnicodeDecodeError) as fault:
        raise HomeUnusable(f"The token {path} cannot be used: {fault}.", _MADE_ANEW) from fault
    if len(token) < _TOKEN_BYTES:
        raise HomeUnusable(f"{path} holds no token.", _MADE_ANEW)
    return token


def write_state(path: Path, state: Mapping[str, Any]) -> None:
    """Whole or not at all. Raises HomeUnusable."""
    whole = _beside(path)
    try:
        _write_new(whole, json.dumps(state) + "\n")
        whole.replace(path)
    except OSError as fault:
        raise HomeUnusable(f"{path} cannot be written: {fault.strerror}.") from fault


def _create(path: Path, text: str) -> None:
    """Of two programs that start at once one wins, and both read the same."""
    whole = _beside(path)
    _write_new(whole, text)
    try:
        with contextlib.suppress(FileExistsError):
            os.link(whole, path)
            return
    except OSError:
        whole.replace(path)  # a file system without links
    finally:
        whole.unlink(missing_ok=True)


def _beside(path: Path) -> Path:
    return path.with_name(f".{path.name}.{secrets.token_hex(8)}.tmp")


def _write_new(path: Path, text: str) -> None:
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with open(descriptor, "w", encoding="ascii") as file:
        file.write(text)
        file.flush()
        os.fsync(descriptor)
