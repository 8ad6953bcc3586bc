"""ASC MHL v2.0: which file had which hash, and when that was last true (github.com/ascmitc/mhl, its specification).

A folder's history is `ascmhl/`: a manifest a generation, and a chain file that names each manifest with its hash.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from hashlib import sha512
from xml.etree.ElementTree import Element
from xml.sax.saxutils import escape, quoteattr

from server.domain.xml_text import parse_xml

FOLDER = "ascmhl"
CHAIN = "ascmhl_chain.xml"
HASH = "xxh128"
FORMATS = ("md5", "sha1", "xxh128", "xxh3", "xxh64", "c4")
MOST_BYTES = 256 << 20  # of a manifest: half a million files
_C4 = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz"
_C4_LENGTH = 90
_IGNORED = (".DS_Store", FOLDER, f"{FOLDER}/")  # what every tool leaves out, as the specification has it
# XML 1.0, production 2: what else a name may hold cannot be written, not even escaped. A line's end would be read as
# another, so it counts as well.
_UNSPEAKABLE = re.compile("[\x00-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufffe\uffff]")
_ODD = re.compile(r"[^A-Za-z0-9.-]+")


@dataclass(frozen=True)
class Hashed:
    """A file of a generation. `hashes` by format; `action` of the one of ours: original or verified."""

    path: str
    size: int
    modified: datetime
    hashes: Mapping[str, str]
    action: str
    at: datetime


@dataclass(frozen=True)
class Link:
    """A manifest as the chain names it."""

    number: int
    name: str
    format: str
    digest: str


@dataclass(frozen=True)
class History:
    """What earlier generations say: the first hash of each format, by path."""

    chain: tuple[Link, ...] = ()
    hashes: Mapping[str, Mapping[str, str]] = field(default_factory=dict)

    @property
    def next_number(self) -> int:
        return max((link.number for link in self.chain), default=0) + 1


def can_name(path: str) -> bool:
    """Whether a manifest can hold that relative path."""
    return _UNSPEAKABLE.search(path) is None


def is_left_out(path: str) -> bool:
    """Whether every tool passes over that relative path."""
    return any(part in (".DS_Store", FOLDER) for part in path.split("/"))


def manifest_name(number: int, folder: str, at: datetime) -> str:
    words = _ODD.sub("_", folder).strip("_")[:100] or "copy"
    return f"{number:04d}_{words}_{at.astimezone(UTC):%Y-%m-%d_%H%M%S}Z.mhl"


def c4_of(data: bytes) -> str:
    """SMPTE ST 2114: the SHA-512 in base 58."""
    value, text = int.from_bytes(sha512(data).digest(), "big"), ""
    while value:
        value, digit = divmod(value, 58)
        text = _C4[digit] + text
    return "c4" + text.rjust(_C4_LENGTH - 2, _C4[0])


def manifest_xml(files: Iterable[Hashed], at: datetime, host: str, version: str, comment: str = "") -> str:
    """A generation that was made by copying."""
    hashes = "".join(map(_hash_xml, files))
    ignored = "".join(f"      <pattern>{pattern}</pattern>\n" for pattern in _IGNORED)
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n<hashlist version="2.0" xmlns="urn:ASC:MHL:v2.0">\n'
        f"  <creatorinfo>\n    <creationdate>{_time(at)}</creationdate>\n    <hostname>{escape(host)}</hostname>\n"
        f"    <tool version={quoteattr(version)}>Rushes</tool>\n"
        f"    <comment>{escape(comment)}</comment>\n  </creatorinfo>\n"
        f"  <processinfo>\n    <process>transfer</process>\n    <ignore>\n{ignored}    </ignore>\n  </processinfo>\n"
        f"  <hashes>\n{hashes}  </hashes>\n</hashlist>\n"
    )


def _hash_xml(file: Hashed) -> str:
    digests = "".join(_digest_xml(file, name) for name in FORMATS if name in file.hashes)
    path = f'<path size="{file.size}" lastmodificationdate="{_time(file.modified)}">{escape(file.path)}</path>'
    return f"    <hash>\n      {path}\n{digests}    </hash>\n"


def _digest_xml(file: Hashed, name: str) -> str:
    action = file.action if name == HASH else "verified"
    return f'      <{name} action="{action}" hashdate="{_time(file.at)}">{file.hashes[name]}</{name}>\n'


def _time(at: datetime) -> str:
    return at.astimezone(UTC).isoformat(timespec="seconds")


def chain_xml(links: Iterable[Link]) -> str:
    lists = "".join(
        f'  <hashlist sequencenr="{link.number}">\n    <path>{escape(link.name)}</path>\n'
        f"    <{link.format}>{escape(link.digest)}</{link.format}>\n  </hashlist>\n"
        for link in links
    )
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n<ascmhldirectory xmlns="urn:ASC:MHL:DIRECTORY:v2.0">\n'
        f"{lists}</ascmhldirectory>\n"
    )


def parse_chain(data: bytes) -> tuple[Link, ...] | None:
    """None for what is no chain file."""
    root = parse_xml(data)
    if root is None or root.tag != "ascmhldirectory":
        return None
    links = tuple(link for element in root.iter("hashlist") if (link := _link_of(element)) is not None)
    return links if len(links) == len(list(root.iter("hashlist"))) else None


def _link_of(element: Element) -> Link | None:
    told = {child.tag: (child.text or "").strip() for child in element}
    known, number = next((name for name in FORMATS if name in told), None), element.get("sequencenr", "")
    name = told.get("path", "")
    if known is None or not number.isdecimal() or not name or "/" in name or "\\" in name:
        return None
    return Link(int(number), name, known, told[known])


def parse_manifest(data: bytes) -> dict[str, dict[str, str]] | None:
    """The hashes of each file, by path and format; None for what is no manifest. Failed ones do not count."""
    root = parse_xml(data, MOST_BYTES)
    if root is None or root.tag != "hashlist":
        return None
    found: dict[str, dict[str, str]] = {}
    for element in root.iter("hash"):
        path = element.findtext("path")
        if path:
            found[path] = {
                child.tag: (child.text or "").strip()
                for child in element
                if child.tag in FORMATS and child.get("action") != "failed"
            }
    return found


def history_of(chain: Sequence[Link], manifests: Iterable[Mapping[str, Mapping[str, str]]]) -> History:
    """`manifests` in order of generation: what was said first counts."""
    hashes: dict[str, dict[str, str]] = {}
    for manifest in manifests:
        for path, digests in manifest.items():
            known = hashes.setdefault(path, {})
            known.update({name: digest for name, digest in digests.items() if name not in known})
    return History(tuple(chain), hashes)
