"""One place's word about a clip: what a sidecar, a header or a stream says of it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, fields
from typing import Any


@dataclass(frozen=True)
class Label:
    """`timecode` counts `rate` frames a second (numerator, denominator); None: as ST 12-1 does, at most 30 a second.
    `samples` is the number of the first one since midnight, `drop` how timecode counts where there is only that.
    `jump` is the first frame at which it does not go on counting. `package` is a UMID, `title` what the clip is called;
    `gamma` and `primaries` are the camera's own words for its curve and its colours."""

    timecode: str | None = None
    rate: tuple[int, int] | None = None
    drop: bool | None = None
    samples: int | None = None
    reel: str | None = None
    camera: str | None = None
    created_at: str | None = None
    package: str | None = None
    dolby_vision: str | None = None
    jump: int | None = None
    title: str | None = None
    gamma: str | None = None
    primaries: str | None = None


def merge(labels: Iterable[Label]) -> Label:
    """The first that says a thing is believed; a rate belongs to its timecode."""
    known: dict[str, Any] = {}
    for label in labels:
        told = {name: value for name, value in asdict(label).items() if value is not None and name not in known}
        if "timecode" in known and "timecode" not in told:
            told.pop("rate", None)
        known |= told
    return Label(**known)


def label_from(told: Mapping[str, Any]) -> Label:
    """Back from JSON, which knows no tuples."""
    values: dict[str, Any] = {field.name: told.get(field.name) for field in fields(Label)}
    if values["rate"] is not None:
        values["rate"] = (int(values["rate"][0]), int(values["rate"][1]))
    return Label(**values)
