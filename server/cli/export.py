"""`rushes export`: the catalogue for a spreadsheet or an NLE, or a clip's findings as markers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import click

from server.cli.desk import Desk
from server.cli.files import new_file
from server.cli.output import count_text
from server.cli.session import PATH, Session, command
from server.domain.export import forms
from server.domain.export.ale import rates_in
from server.domain.export.markers import Marker, markers_of
from server.domain.export.tables import Clip
from server.errors import UnknownId, UsageError
from server.storage.publish import publish_text


def _as_otio(clip: Clip, markers: Sequence[Marker]) -> str:
    from server.cli.otio import markers_otio

    return markers_otio(clip, markers)


MARKERS = {**forms.MARKERS, "otio": _as_otio}


@command(
    "export",
    short_help="Write the catalogue, or a clip's findings as markers.",
    examples=("export clips.csv", "export day1.ale --search Day1", "export --markers A001.mov A001.edl"),
)
@click.argument("file", metavar="FILE", type=PATH)
@click.option(
    "--format", "form", type=click.Choice(sorted({*forms.TABLES, *MARKERS})), help="Default: by FILE's ending."
)
@click.option("--markers", "marked", metavar="CLIP|JOB", help="What the quality check found in one clip, as markers.")
@click.option("--search", metavar="TEXT", help="Only clips with these words.")
@click.option("--force", is_flag=True, help="Replace FILE if it is there.")
def export(
    session: Session, file: str, form: str | None, marked: str | None, search: str | None, force: bool
) -> int:  # fmt: skip
    """Writes every clip as csv, json or ale (Avid Log Exchange); with --markers, one clip's findings as csv, edl (for
    Resolve) or otio (OpenTimelineIO)."""
    form, target = _form(file, form, MARKERS if marked else forms.TABLES), str(new_file(file))
    with session.desk() as desk:
        if marked:
            clip = _clip_of(desk, marked)
            markers = markers_of(clip)
            text, said = MARKERS[form](clip, markers), {"markers": len(markers), "clip": clip["id"]}
        else:
            clips = desk.clips(search)
            text, said = forms.TABLES[form](clips), {"clips": len(clips)}
            if form == "ale" and len(rates_in(clips)) > 1:
                session.output.note(
                    "These clips have several rates; some programs read only those of the first FPS line."
                )
    publish_text(text, target, replace=force)
    session.output.document({"file": target, "format": form, **said})
    what = count_text(len(markers), "marker") if marked else count_text(len(clips), "clip")
    session.output.say(f"{what}: {target}")
    return 0


def _form(file: str, form: str | None, known: Mapping[str, Any]) -> str:
    form = form or Path(file).suffix[1:].lower()
    if form not in known:
        raise UsageError(
            f"This cannot be written as {form or 'a file without an ending'}.", f"Give --format: {', '.join(known)}."
        )
    return form


def _clip_of(desk: Desk, named: str) -> Clip:
    """By its id, its path, or the id of one of its jobs; it has been checked."""
    path = str(Path(named).absolute())
    clips = desk.clips(None)
    clip = next((one for one in clips if named == one["id"] or path == one["source"]), None)
    if clip is None:
        clip_id = _clip_id_of(desk, named)
        clip = next((one for one in clips if one["id"] == clip_id), None)
    if clip is None:
        raise UnknownId(f"There is no clip or job {named}.", "`rushes clips --json` lists the clips.")
    if not clip["analysis"]:
        hint = f"Check it first: rushes submit analysis {clip['source']}"
        raise UsageError("This clip was not checked yet, so there is nothing to mark.", hint, code="no_analysis")
    if not (clip["metadata"] or {}).get("fps"):
        raise UsageError("A clip without a picture has no frames to mark.", code="no_picture")
    return clip


def _clip_id_of(desk: Desk, named: str) -> str | None:
    try:
        return desk.jobs.get(named).clip_id
    except UnknownId:
        return None
