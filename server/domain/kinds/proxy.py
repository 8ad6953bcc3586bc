"""Kind `proxy`: an edit-ready proxy that relinks."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from pathlib import PurePath
from typing import Any

from server.domain.extras import plan_extras
from server.domain.job import Job
from server.domain.media import MediaFacts
from server.domain.naming import Placement, display_text, proxy_path
from server.domain.plan import plan_encode, plan_looks
from server.domain.preset import Preset
from server.domain.steps import KeepExtras, Publish, Step, Verify
from server.domain.take import describe_numbers
from server.errors import FramesMissing, NoVideo, PresetError, SourceDamaged


def plan(job: Job, facts: MediaFacts, preset: Preset | None, output: Mapping[str, Any]) -> tuple[Step, ...]:
    """Encode, prove, keep what came out besides, publish. `output` is the settings' table of that name.

    Raises NoVideo, SourceDamaged, PresetError.
    """
    if preset is None:
        raise PresetError("A proxy job names no preset.")
    name = display_text(PurePath(job.source).name)
    if facts.video is None and facts.lost:
        raise SourceDamaged(f"{name} is damaged: {facts.lost}.")
    if facts.video is None:
        raise NoVideo(f"{display_text(job.source)} holds sound only; there is no picture to make a proxy of.")
    damaged = bool(job.request.get("allow_damaged"))
    missing = facts.take.missing if facts.take else ()
    if missing and not damaged:
        raise FramesMissing(
            f"{display_text(job.source)}: {len(missing)} pictures are missing: {describe_numbers(missing)}."
        )
    if facts.cut and not damaged:
        raise SourceDamaged(f"{name} was cut off: its last {facts.missing_seconds:.1f} s are missing.")
    if facts.lost and not damaged:
        raise SourceDamaged(f"{name} is damaged: {facts.lost}.")
    bare = plan_encode(job.source, facts, preset, by_time=damaged)
    bare = plan_looks(bare, facts.video, job.request.get("lut"), name)
    extras = plan_extras(bare.expected_frames, facts, analysis=bool(job.request.get("analysis")))
    encode = replace(bare, extras=extras)
    return (
        encode,
        Verify(job.source, facts, encode),
        KeepExtras(extras),
        plan_publish(job, preset, output),
    )


def plan_publish(job: Job, preset: Preset, output: Mapping[str, Any]) -> Publish:
    """Where the proxy goes, and where instead if that folder is read-only."""
    request = job.request
    twin, root = bool(request.get("twin")), request.get("root")
    folder, suffix = str(output.get("folder") or "Proxy"), str(output.get("suffix") or "")

    def place(to: str | None) -> str:
        placement = Placement(folder=folder, suffix=suffix, to=to)
        return proxy_path(job.source, preset.extension, placement, root=root, twin=twin)

    fallback = output.get("fallback")
    return Publish(place(request.get("to")), place(str(fallback)) if fallback else None)
