"""The ASC MHL history of a folder on a disk: read, merged, and continued by one generation."""

from __future__ import annotations

import socket
from collections.abc import Sequence
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path

from server import __version__
from server.domain import mhl
from server.domain.mhl import Hashed, History, Link
from server.domain.offload import DIFFERS, Trouble
from server.errors import OutputExists
from server.storage.offload.digests import Digests
from server.storage.publish import publish_text
from server.system.files import make_folder

CHAIN_PATH = f"{mhl.FOLDER}/{mhl.CHAIN}"


class UnreadableHistory(Exception):
    """A chain that is damaged, or manifests that are not what it says."""


def load_history(root: str) -> History:
    """Empty where there is none. Raises UnreadableHistory, OSError."""
    folder = Path(root, mhl.FOLDER)
    try:
        data = Path(folder, mhl.CHAIN).read_bytes()
    except (FileNotFoundError, NotADirectoryError):
        return History()
    chain = mhl.parse_chain(data)
    if chain is None:
        raise UnreadableHistory(f"{CHAIN_PATH} is no chain file")
    return mhl.history_of(chain, [_manifest(folder, link) for link in chain])


def _manifest(folder: Path, link: Link) -> dict[str, dict[str, str]]:
    with suppress(FileNotFoundError):
        file = folder / link.name
        data = file.read_bytes() if file.stat().st_size <= mhl.MOST_BYTES else b""
        told = mhl.parse_manifest(data)
        if told is None or _digest(data, link.format) not in (None, link.digest):
            raise UnreadableHistory(f"{mhl.FOLDER}/{link.name} is not what the chain says of it")
        return told
    raise UnreadableHistory(f"{mhl.FOLDER}/{link.name} is missing")


def _digest(data: bytes, name: str) -> str | None:
    if name == "c4":
        return mhl.c4_of(data)
    digests = Digests([name])
    digests.update(memoryview(data))
    return digests.told().get(name)


def merge(source: History, there: History, place: str) -> History | Trouble:
    """The history of a destination that gets a source with a history of its own."""
    if not source.chain:
        return there
    if there.chain and there.chain[: len(source.chain)] != source.chain:
        words = f"{CHAIN_PATH} is there already and tells another history than the source's; it was left as it is."
        return Trouble(CHAIN_PATH, DIFFERS, words, place)
    return mhl.history_of(there.chain or source.chain, [source.hashes, there.hashes])


def write_generation(root: str, history: History, files: Sequence[Hashed], at: datetime, mark: str) -> str:
    """The path of the new manifest; the chain is written after it, so that it never names what is not there. Begun
    again with the same `at` and `mark`, it goes on. Raises OutputError."""
    folder = Path(root, mhl.FOLDER)
    for link in history.chain:
        written = folder / link.name
        if link.name == mhl.manifest_name(link.number, Path(root).name, at) and mark.encode() in written.read_bytes():
            return str(written)
    make_folder(str(folder))
    name = mhl.manifest_name(history.next_number, Path(root).name, at)
    target = folder / name
    # Of a program that was killed between the two.
    with suppress(OutputExists):
        publish_text(mhl.manifest_xml(files, at, _host(), __version__, mark), str(target), replace=False)
    link = Link(history.next_number, name, "c4", mhl.c4_of(target.read_bytes()))
    publish_text(mhl.chain_xml([*history.chain, link]), str(folder / mhl.CHAIN), replace=True)
    return str(target)


def _host() -> str:
    return "".join(char if char.isascii() and char.isprintable() else "_" for char in socket.gethostname()) or "_"


def modified_at(mtime_ns: int) -> datetime:
    """What a date can hold of a file's time; some cards have none."""
    try:
        return datetime.fromtimestamp(mtime_ns // 1_000_000_000, UTC)
    except (OverflowError, ValueError, OSError):
        return datetime.fromtimestamp(0, UTC)
