"""What would come of taking over proxies, or of a project that was moved: the server's answers in words. No widgets."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from studio.words import mark, tr

Json = Mapping[str, Any]
_LEFT_ALONE = {
    "no_original": mark("No clip of that name lies beside its folder, or is known."),
    "ambiguous": mark("Several clips have that name. Choose the folder beside the right one."),
    "copy": mark("It is a copy of its clip, not a proxy."),
    "no_access": mark("It cannot be looked into: its rights, or the disk."),
}


@dataclass(frozen=True)
class Line:
    """A file and what is to be said of it; `good`: it is as one wishes."""

    name: str
    what: str
    good: bool


@dataclass(frozen=True)
class Seen:
    """`headline`: the counts; what asks for attention stands first in `lines`; `able`: how many would be done."""

    headline: str
    lines: Sequence[Line]
    able: int


def adoption_seen(answer: Json) -> Seen:
    """Of POST /clips/adopt with `dry_run`."""
    left, matches = answer.get("skipped", []), answer.get("matches", [])
    fresh = [one for one in matches if not one["reused"]]
    known = [one for one in matches if one["reused"]]
    counts = (
        tr("{n} proxies can be taken over.", "{n} proxy can be taken over.", len(fresh)),
        tr("{n} are known already.", "{n} is known already.", len(known)) if known else "",
        tr("{n} are left alone.", "{n} is left alone.", len(left)) if left else "",
    )
    lines = [Line(str(one["path"]), _why_left(one), good=False) for one in left]
    lines += [Line(str(one["proxy"]), str(one["source"]), good=True) for one in fresh]
    there = tr("Known already: {clip}")
    lines += [Line(str(one["proxy"]), there.format(clip=one["source"]), good=True) for one in known]
    nothing = tr("No proxies are in that folder.")
    return Seen(" ".join(filter(None, counts)) if lines else nothing, lines, len(fresh))


def relocation_seen(answer: Json) -> Seen:
    """Of POST /clips/relocate."""
    moved, missing, differs = (list(map(str, answer.get(name, []))) for name in ("moved", "missing", "differs"))
    counts = (
        tr("{n} clips are in the new folder.", "{n} clip is in the new folder.", len(moved)),
        tr("{n} are not there.", "{n} is not there.", len(missing)) if missing else "",
        tr("{n} are other files there.", "{n} is another file there.", len(differs)) if differs else "",
    )
    lines = [
        Line(path, tr("Another file is there under its name: it stays as it was."), good=False) for path in differs
    ]
    lines += [Line(path, tr("It is not there: it stays as it was."), good=False) for path in missing]
    lines += [Line(path, tr("Goes along."), good=True) for path in moved]
    nothing = tr("No clip is known from the old folder.")
    return Seen(" ".join(filter(None, counts)) if lines else nothing, lines, len(moved))


def adopted_words(answer: Json) -> str:
    """Of the same with `brief`, once it was done."""
    added, known = len(answer.get("ids", [])), int(answer.get("reused", 0))
    words = [tr("{n} proxies are being checked.", "{n} proxy is being checked.", added)] if added else []
    words += [tr("{n} were known already.", "{n} was known already.", known)] if known else []
    return " ".join(words) or tr("Nothing was taken over.")


def relocated_words(answer: Json) -> str:
    clips, watches = len(answer.get("moved", [])), len(answer.get("watches", []))
    words = [tr("{n} clips are known in the new folder.", "{n} clip is known in the new folder.", clips)]
    words += [tr("{n} watch folders went along.", "{n} watch folder went along.", watches)] if watches else []
    return " ".join(words)


def _why_left(one: Json) -> str:
    return tr(_LEFT_ALONE.get(str(one["reason"]), "")) or str(one.get("message") or one["reason"])
