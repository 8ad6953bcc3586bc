"""From where on something is worth telling: the params of kind `analysis`, each with its bounds."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from typing import Any

from server.errors import UsageError


def _limit(default: float, least: float, most: float, words: str) -> Any:
    return field(default=default, metadata={"least": least, "most": most, "words": words})


@dataclass(frozen=True)
class Limits:
    """Seconds are the shortest stretch that is told.

    FFmpeg's own defaults (filters blackdetect, freezedetect, silencedetect, aphasemeter, scdet) where nothing else is
    said; their 2 s would let most of what hurts in a cut go by.
    """

    shot_score: float = _limit(4.0, 0.5, 100.0, "how different a picture starts a new shot, in percent")
    black_seconds: float = _limit(0.1, 0.01, 3600.0, "shortest black")
    black_share: float = _limit(0.98, 0.5, 1.0, "share of the picture that is black")
    freeze_seconds: float = _limit(0.8, 0.05, 3600.0, "shortest freeze")
    freeze_noise_db: float = _limit(-60.0, -120.0, 0.0, "change of a frozen picture, dB")
    silence_seconds: float = _limit(0.5, 0.01, 3600.0, "shortest silence")
    silence_db: float = _limit(-60.0, -120.0, 0.0, "what counts as silence, dBFS")
    phase_seconds: float = _limit(0.5, 0.05, 3600.0, "shortest stretch out of phase")
    # A white wall or a title is below it, a blown-out sky above: test bars have 11, titles 15.
    bright_percent: float = _limit(20.0, 0.0, 100.0, "how much of the picture is white without detail")
    bright_seconds: float = _limit(0.2, 0.0, 3600.0, "shortest white without detail")
    # EBU R 37 lets sound be 60 ms late; to that comes a block of AAC (21 ms) that cameras fill up at the end.
    drift_seconds: float = _limit(0.081, 0.0, 3600.0, "by how much sound and picture differ in length")


def limits_of(request: Mapping[str, Any]) -> Limits:
    """Reads the params of a job. Raises UsageError for what is no number or out of bounds."""
    return Limits(**{one.name: _number(one, request[one.name]) for one in fields(Limits) if one.name in request})


def params() -> dict[str, str]:
    """Name -> what it means and its default."""
    return {one.name: f"{one.metadata['words']} ({one.default:g})" for one in fields(Limits)}


def _number(one: Any, text: Any) -> float:
    least, most = one.metadata["least"], one.metadata["most"]
    try:
        number = float(text)
    except (TypeError, ValueError):
        number = float("nan")
    if not least <= number <= most:
        raise UsageError(
            f"`{one.name}` is {text!r}, but it has to be a number from {least:g} to {most:g}.",
            f"It says: {one.metadata['words']}; without it, it is {one.default:g}.",
        )
    return number
