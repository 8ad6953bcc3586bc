"""Objects in a bucket: what is known of one, and the key a file gets.

Keys: `<prefix>/<name of the root folder>/<path below it>`, where the root is the folder the user named. A proxy lies
there as it does on disk; one that `--to` put elsewhere goes to `Proxy/` beside its original. The poster lies beside the
proxy, under the proxy's name.
"""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import PurePath

from server.domain.naming import PROXY_FOLDER, split_name

_WHOLE_KEY_BYTES = 1024  # Amazon S3 User Guide, "Naming Amazon S3 objects"


@dataclass(frozen=True)
class StoredObject:
    """An object as the bucket describes it. `crc32` is that of the whole object, None where it tells none or one made
    of parts; `sha256` is what the uploader said, in hex."""

    key: str
    size: int
    sha256: str | None
    crc32: int | None = None
    reused: bool = False


@dataclass(frozen=True)
class Piece:
    """A file of a clip and where it goes. role: original, proxy or thumbnail."""

    role: str
    path: str
    key: str


def plan_keys(source: str, root: str | None, prefix: str) -> tuple[str, str]:
    """(key of the original, the folder of keys it lies in)"""
    path = PurePath(source)
    above = PurePath(root) if root is not None and path.is_relative_to(root) else path.parent
    inside = path.relative_to(above)
    if not inside.parts:  # the root is the file itself
        above, inside = path.parent, PurePath(path.name)
    folders = [*_parts(prefix), above.name, *inside.parts[:-1]]
    folder = "/".join(_key_text(part) for part in folders if part)
    return _joined(folder, path.name), folder


def plan_proxy_key(proxy: str, source: str, root: str | None, prefix: str) -> str:
    """The key of a proxy of `source`."""
    folder = plan_keys(source, root, prefix)[1]
    path, beside = PurePath(proxy), PurePath(source).parent
    if path.is_relative_to(beside):
        return _joined(folder, *path.relative_to(beside).parts)
    return _joined(folder, PROXY_FOLDER, path.name)


def plan_poster_key(proxy_key: str) -> str:
    folder, slash, name = proxy_key.rpartition("/")
    return f"{folder}{slash}{split_name(name)[0]}.jpg"


def is_too_long(key: str) -> bool:
    return len(key.encode()) > _WHOLE_KEY_BYTES


def object_url(bucket: str, key: str) -> str:
    return f"s3://{bucket}/{key}"


def _joined(folder: str, *names: str) -> str:
    return "/".join([*([folder] if folder else []), *map(_key_text, names)])


def _parts(prefix: str) -> list[str]:
    """`.` and `..` mean nothing in a bucket, and some refuse them."""
    return [part for part in prefix.split("/") if part not in ("", ".", "..")]


def _key_text(name: str) -> str:
    """A key is UTF-8, and a listing (XML) cannot hold control characters: such bytes are percent-encoded."""
    text = os.fsencode(name).decode("utf-8", "surrogateescape")
    return "".join(_escaped(c) if _is_odd(c) else c for c in text)


def _is_odd(char: str) -> bool:
    return char < " " or char == "\x7f" or "\ud800" <= char <= "\udfff"


def _escaped(char: str) -> str:
    return "".join(f"%{byte:02X}" for byte in char.encode("utf-8", "surrogateescape"))
