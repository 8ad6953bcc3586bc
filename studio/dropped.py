"""What was dropped on the window or given on the command line: file URIs, or why not; and what becomes of it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from PySide6.QtCore import QMimeData, QUrl

from studio.format import file_name, left_text, size_text
from studio.words import tr

URI_LIST = "text/uri-list"
_FILE_LINE = re.compile(rb"(?:^|\s)file:[!-~]")  # not all of fifty thousand are read to see that there is one
QUICK_CLIPS = 12  # so few begin at once; what is more is shown first
Json = Mapping[str, Any]


@dataclass(frozen=True)
class DropWish:
    """What a drop somewhere means. `words` follow “Drop to make proxies”; `wishes`: as POST /clips takes them."""

    words: str
    wishes: Json


def with_preset(name: str) -> DropWish:
    return DropWish(tr("with {preset}").format(preset=name), {"preset": name})


def as_watch_does(watch: Json) -> DropWish:
    """Where a clip goes that lands in the watch folder, a dropped clip goes too."""
    kept = ("lut", "priority", "upload", "analysis")
    more = {name: watch[name] for name in kept if watch.get(name) is not None}
    wishes = {"preset": watch.get("preset"), "to": watch.get("to"), **more}
    words = tr("as in the watch folder {folder}, with {preset}")
    return DropWish(words.format(folder=file_name(str(watch["path"])), preset=watch.get("preset")), wishes)


def uris_of(mime: QMimeData) -> list[str]:
    """The `file:` URIs of a drop; file managers put in exact percent-encoded bytes."""
    # Not mime.urls(): ten thousand QUrl objects hold the window for longer than anybody should notice.
    lines = bytes(mime.data(URI_LIST).data()).split()
    return [line.decode("ascii") for line in lines if line.startswith(b"file:") and line.isascii()]


def uri_of(url: QUrl) -> str:
    """Exact to the byte; empty for none."""
    return bytes(url.toEncoded().data()).decode("ascii")


def refusal_of(mime: QMimeData) -> str | None:
    """The sentence for a drop with nothing in it for us."""
    if _FILE_LINE.search(mime.data(URI_LIST).data()):
        return None
    if mime.hasUrls():
        return tr("A web link is not a clip. Download the file first, then drop it here.")
    if mime.hasText():
        return tr("Text is not a clip. Drop files or folders from your file manager.")
    return tr("Nothing in there is a file. Drop files or folders from your file manager.")


def uris_of_paths(paths: Iterable[str]) -> list[str]:
    """Paths of the file system, odd bytes included."""
    return [Path(path).absolute().as_uri() for path in paths]


# --- before ---


def begins_at_once(plan: Json) -> bool:
    """A few clips for which there is room, and nothing that somebody might have expected to be done."""
    clips = plan["new"] + plan["done"] + plan["queued"]
    expected = {"no_access", "unsure", "camera_raw"}
    strange = any(one["reason"] in expected for one in plan["left_alone"])
    return 0 < clips <= QUICK_CLIPS and not strange and not lacks_room(plan)


def lacks_room(plan: Json) -> bool:
    needed, free = plan.get("proxy_bytes"), plan.get("free_bytes")
    return needed is not None and free is not None and needed > free


def headline(plan: Json) -> str:
    """What would be done, in one line."""
    if plan["new"]:
        clips = tr("{n} clips", "{n} clip", plan["new"])
        return f"{clips}, {size_text(plan['size_bytes'])}"
    return tr("Nothing new in there")


def cost_words(plan: Json) -> str:
    """Time and space; what is not known is not said."""
    parts = []
    if plan.get("seconds"):
        parts.append(tr("about {time} of work").format(time=left_text(plan["seconds"])))
    if plan.get("proxy_bytes"):
        needed, free = size_text(plan["proxy_bytes"]), plan.get("free_bytes")
        of_so_much = tr("about {size} of {free} free for the proxies").format(size=needed, free=size_text(free))
        parts.append(tr("about {size} for the proxies").format(size=needed) if free is None else of_so_much)
    words = ", ".join(parts)
    return f"{words[0].upper()}{words[1:]}." if words else ""


def known_words(plan: Json) -> str:
    """What has a proxy, or is about to get one."""
    done, queued = plan["done"], plan["queued"]
    parts = [tr("{n} clips already done", "{n} clip already done", done)] if done else []
    parts += [tr("{n} clips already in the queue", "{n} clip already in the queue", queued)] if queued else []
    return ", ".join(parts) + ("." if parts else "")


def left_alone_lines(left_alone: Sequence[Json]) -> list[str]:
    """One line a reason, with an example."""
    return [f"{_left_alone(one['count'])} {_example(one)}" for one in left_alone]


def _left_alone(count: int) -> str:
    return tr("{n} files left alone, such as", "{n} file left alone, such as", count)


def _example(one: Json) -> str:
    return f"{file_name(one.get('example'))}: {one.get('message') or one['reason']}"


# --- after ---


def added_words(answer: Json) -> str:
    """What came of a drop, for the status bar."""
    added, reused = len(answer.get("ids", [])), int(answer.get("reused", 0))
    left = sum(one["count"] for one in answer.get("left_alone", []))
    words = [tr("{n} clips added.", "{n} clip added.", added)] if added else []
    words += [tr("{n} clips had a proxy already.", "{n} clip had a proxy already.", reused)] if reused else []
    words += [tr("{n} other files left alone.", "{n} other file left alone.", left)] if words and left else []
    return " ".join(words) or tr("Nothing was added.")


def nothing_sentence(left_alone: Sequence[Json]) -> str:
    """Why nothing came of a drop."""
    if not left_alone:
        return tr("Nothing was added: there is no clip in there.")
    if len(left_alone) == 1 and left_alone[0]["count"] == 1:
        words = tr("Nothing was added.")
        return f"{words} {_example(left_alone[0])}"
    files = sum(one["count"] for one in left_alone)
    words = tr(
        "Nothing was added: {n} files are no clips, such as", "Nothing was added: {n} file is no clip, such as", files
    )
    return f"{words} {_example(left_alone[0])}"
