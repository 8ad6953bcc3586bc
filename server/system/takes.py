"""Looks around a file: is it part of a clip of several files, and of which?"""

from __future__ import annotations

import os
import stat
from collections.abc import Iterable, Iterator
from contextlib import suppress
from pathlib import Path

from server.domain.cards import P2Clip, chain_p2, parse_p2, parse_playlist
from server.domain.naming import split_name
from server.domain.take import RULES, Joint, Take, find_canon_spans, find_runs
from server.domain.xml_text import MOST_BYTES
from server.system.originals import READ_ONLY

_CARD_FOLDERS = ("bdmv", "contents")
_MOST_NOTES = 4000  # small files of one card
_ELSEWHERE = "a piece of this take is not here: it was recorded on another card"

_NO_SOUND = "files of sound are missing: only tracks that all pieces of the take have are used"


def find_take(path: str) -> Take | None:
    """None for a clip that is one file."""
    return TakeFinder().of(path)


class TakeFinder:
    """Remembers the folders it has looked into; made for one look at a tree."""

    def __init__(self) -> None:
        self._folders: dict[str, dict[str, Take]] = {}

    def of(self, path: str) -> Take | None:
        """The take `path` is a part of."""
        if not _may_be_part(path):
            return None
        folder = str(Path(path).parent)
        if folder not in self._folders:
            self._folders[folder] = {file: take for take in _takes_of(Path(folder)) for file in take.files}
        return self._folders[folder].get(path)


def _may_be_part(path: str) -> bool:
    """By its name, and that of the card's folders: most clips need no look at the files beside them."""
    parts = path.split(os.sep)  # noqa: PTH206  for each of thousands of files
    extension = split_name(parts[-1])[1].removeprefix(".").casefold()
    return extension in RULES or any(above.casefold() in _CARD_FOLDERS for above in parts[-4:-2])


def _takes_of(folder: Path) -> Iterator[Take]:
    if "\n" in str(folder) or "\r" in str(folder):
        return  # FFmpeg's lists of files are lists of lines
    above, name = folder.parent, folder.name.casefold()
    if name == "stream" and above.name.casefold() == "bdmv":
        yield from _avchd(folder)
    elif name in ("video", "audio") and above.name.casefold() == "contents":
        yield from _p2(above)
    elif above.name.casefold().startswith("clips") and above.parent.name.casefold() == "contents":
        spans = find_canon_spans(folder.name, _files_in(folder))
        yield from (Take(Joint.CLIPS, _paths(folder, span)) for span in spans)
    for run in find_runs(_files_in(folder)):
        yield Take(Joint.FRAMES, _paths(folder, run.names), run.numbers)


def _paths(folder: Path, names: Iterable[str]) -> tuple[str, ...]:
    return tuple(str(folder / name) for name in names)


def _files_in(folder: Path) -> list[str]:
    """Regular files, in order of name; none where the folder cannot be read."""
    with suppress(OSError), os.scandir(folder) as listing:
        return sorted(entry.name for entry in listing if entry.is_file(follow_symlinks=False))
    return []


def _folder_in(folder: Path, name: str) -> Path:
    """In whatever case the card writes it."""
    with suppress(OSError), os.scandir(folder) as listing:
        found = [entry.name for entry in listing if entry.name.casefold() == name]
        return folder / (found[0] if found else name)
    return folder / name


def _avchd(folder: Path) -> Iterator[Take]:
    streams = {split_name(name)[0]: name for name in _files_in(folder)}
    done: set[str] = set()
    for data in _small_files(_folder_in(folder.parent, "playlist"), ("mpl", "mpls")).values():
        for span in parse_playlist(data):
            if all(clip in streams for clip in span) and not done & set(span):
                done |= set(span)
                yield Take(Joint.STREAM, _paths(folder, (streams[clip] for clip in span)))


def _p2(contents: Path) -> Iterator[Take]:
    """Picture and sound lie in files of their own: VIDEO/0001AB.MXF, AUDIO/0001AB00.MXF, 0001AB01.MXF …"""
    video, audio = _folder_in(contents, "video"), _folder_in(contents, "audio")
    pictures = {split_name(name)[0].upper(): name for name in _files_in(video) if name.upper().endswith(".MXF")}
    sounds = [name for name in _files_in(audio) if name.upper().endswith(".MXF")]
    told = _small_files(_folder_in(contents, "clip"), ("xml",))
    clips = {name: clip for name, data in told.items() if name in pictures and (clip := parse_p2(data))}
    clips |= {name: P2Clip(identity=name) for name in pictures if name not in clips}
    for chain in chain_p2(clips):
        rows = [[s for s in sounds if s.upper().startswith(name) and len(s) == len(name) + 6] for name in chain.names]
        tracks = min(map(len, rows))
        if len(chain.names) > 1 or tracks:
            parts = _paths(video, (pictures[name] for name in chain.names))
            sound = tuple(_paths(audio, (row[track] for row in rows)) for track in range(tracks))
            lost = _NO_SOUND if len(set(map(len, rows))) > 1 else None
            yield Take(Joint.CLIPS, parts, sound=sound, note=_ELSEWHERE if chain.lacks else lost)


def _small_files(folder: Path, extensions: tuple[str, ...]) -> dict[str, bytes]:
    """Base name in capitals: content."""
    names = [n for n in _files_in(folder) if split_name(n)[1].removeprefix(".").casefold() in extensions]
    return {split_name(name)[0].upper(): read_small(folder / name) for name in names[:_MOST_NOTES]}


def read_small(path: Path) -> bytes:
    """Empty for what is no regular file, cannot be read or is larger than any note of a camera."""
    with suppress(OSError), os.fdopen(os.open(path, READ_ONLY), "rb") as file:
        facts = os.fstat(file.fileno())
        return file.read(MOST_BYTES) if stat.S_ISREG(facts.st_mode) and facts.st_size <= MOST_BYTES else b""
    return b""
