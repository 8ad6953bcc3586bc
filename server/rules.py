"""What the settings mean in the words of those who go by them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from server.config import Settings
from server.domain.naming import Placement
from server.domain.retry import Policy
from server.errors import ConfigError

if TYPE_CHECKING:
    from server.media.ffmpeg import Limits


def placement_of(settings: Settings) -> Placement:
    """Raises ConfigError where proxies would not stay apart from their originals."""
    try:
        return Placement(settings.output.folder, settings.output.suffix)
    except ValueError as error:
        raise ConfigError(f"The section [output] of the settings: {error}.") from error


def policy_of(settings: Settings, kind: str = "proxy") -> Policy:
    """How often and when a job of that kind is tried again."""
    delay, longest = settings.retry.delays_for(kind)
    return Policy(max_attempts=settings.retry.attempts_for(kind), delay=delay, cap=longest)


def limits_of(settings: Settings, duration: float | None) -> Limits:
    """For a job on a clip of that many seconds."""
    from server.media.ffmpeg import Limits

    limits = settings.limits
    return Limits(
        no_progress=limits.no_progress_seconds,
        soft=limits.soft_for(duration),
        hard=limits.hard_for(duration),
        memory_mb=settings.ffmpeg.max_memory_mb,
        niceness=settings.ffmpeg.niceness,
    )
