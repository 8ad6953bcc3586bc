"""Numbers, times and states as people read them. Pure: no Qt here."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

DASH = "–"


@dataclass(frozen=True)
class StatusLook:
    """How a state is shown: a word, an icon of resources/icons, the name of a colour in theme.py."""

    word: str
    icon: str
    tone: str


STATUS_LOOKS: Mapping[str, StatusLook] = {
    "pending": StatusLook("Waiting", "waiting", "muted"),
    "running": StatusLook("Running", "running", "busy"),
    "retrying": StatusLook("Trying again", "retry", "warn"),
    "waiting": StatusLook("On hold", "hold", "warn"),
    "cancelling": StatusLook("Stopping", "cancel", "muted"),
    "completed": StatusLook("Done", "done", "good"),
    "failed": StatusLook("Failed", "alert", "bad"),
    "cancelled": StatusLook("Cancelled", "cancelled", "muted"),
}
_UNKNOWN_LOOK = StatusLook("Unknown", "unknown", "muted")


@dataclass(frozen=True)
class StatusFilter:
    """One line of the left panel: which states of the ledger it shows; none means all."""

    name: str
    title: str
    icon: str
    tone: str
    statuses: tuple[str, ...]


STATUS_FILTERS = (
    StatusFilter("all", "All jobs", "all", "text", ()),
    StatusFilter("waiting", "Waiting", "waiting", "muted", ("pending", "retrying", "waiting")),
    StatusFilter("running", "Running", "running", "busy", ("running", "cancelling")),
    StatusFilter("done", "Done", "done", "good", ("completed",)),
    StatusFilter("failed", "Failed", "alert", "bad", ("failed",)),
    StatusFilter("cancelled", "Cancelled", "cancelled", "muted", ("cancelled",)),
)

NLE_NAMES: Mapping[str, str] = {
    "resolve": "DaVinci Resolve",
    "premiere": "Premiere Pro",
    "fcp": "Final Cut Pro",
    "avid": "Media Composer",
    "kdenlive": "Kdenlive",
}

_KIND_WORDS = {
    "metadata": "Read metadata",
    "thumbnail": "Poster frame",
    "analysis": "Analysis",
    "copy": "Verified copy",
    "upload": "Upload",
    "cleanup": "Clean-up",
    "watchdog": "Watchdog",
}

# What happened, in the words of someone at a desk; the server's sentence then says why.
_FAILURES = {
    "source_missing": "The clip is not there any more",
    "source_unreadable": "The clip cannot be read",
    "not_media": "This is not a clip",
    "audio_only": "There is no picture in this file",
    "needs_vendor_tool": "Camera raw needs its maker's tool",
    "unsupported_codec": "This codec cannot be decoded here",
    "source_too_large": "The picture is larger than allowed",
    "source_damaged": "The clip is damaged",
    "source_changed": "The clip changed while it was read",
    "output_exists": "Another file has the proxy's name",
    "output_unwritable": "The proxy's folder cannot be written",
    "output_gone": "The proxy's folder was removed",
    "disk_full": "The disk is full",
    "conformance_failed": "The proxy would not relink",
    "encode_failed": "FFmpeg could not make the proxy",
    "encode_crashed": "FFmpeg crashed",
    "stalled": "The encode stood still",
    "time_limit": "The encode took too long",
    "quarantined": "This clip crashed the encoder twice",
    "bucket_missing": "The bucket is not there",
    "credentials_missing": "The bucket wants credentials",
    "credentials_wrong": "The bucket refuses the credentials",
    "storage_forbidden": "These credentials may not upload",
    "wrong_region": "The bucket is in another region",
    "object_exists": "The bucket holds another file of that name",
    "upload_unproven": "What arrived could not be proved",
    "damaged_on_the_way": "The upload was damaged on the way",
    "clock_wrong": "This machine's clock is wrong",
    "bucket_full": "The bucket is full",
    "storage_busy": "The bucket is busy",
    "storage_unreachable": "The bucket cannot be reached",
}


def status_look(status: str) -> StatusLook:
    return STATUS_LOOKS.get(status, _UNKNOWN_LOOK)


def failure_title(code: str, final: bool = True) -> str:
    """`final`: the job does not try again by itself."""
    return _FAILURES.get(code, "The job failed" if final else "The last try failed")


def length_text(seconds: float | None) -> str:
    """Length of a clip: h:mm:ss, or m:ss below an hour."""
    if seconds is None or seconds < 0:
        return DASH
    minutes, rest = divmod(round(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02d}:{rest:02d}" if hours else f"{minutes}:{rest:02d}"


def left_text(seconds: float | None) -> str:
    """Time left, no more exact than it is known."""
    if seconds is None or seconds < 0:
        return DASH
    whole = round(seconds)
    if whole < 60:
        return f"{max(1, whole)} s"
    minutes, rest = divmod(whole, 60)
    if minutes < 10:
        return f"{minutes} min {rest:02d} s"
    hours, minutes = divmod(minutes, 60)
    return f"{hours} h {minutes:02d} min" if hours else f"{minutes} min"


def speed_text(times_realtime: float | None) -> str:
    if times_realtime is None or times_realtime <= 0:
        return DASH
    return f"{times_realtime:.0f}×" if times_realtime >= 10 else f"{times_realtime:.1f}×"


def percent_text(fraction: float) -> str:
    """Rounded down: 100 % stands only for what is done."""
    return f"{int(min(1.0, max(0.0, fraction)) * 100 + 1e-6)} %"


def size_text(size_bytes: float | None) -> str:
    """Decimal units, as disks and file managers count."""
    if size_bytes is None:
        return DASH
    size = float(size_bytes)
    for unit in ("B", "kB", "MB", "GB", "TB"):
        if size < 999.5 or unit == "TB":
            return f"{size:.0f} {unit}" if unit in ("B", "kB") or size >= 100 else f"{size:.1f} {unit}"
        size /= 1000
    return DASH


def time_text(iso: str | None, now: datetime) -> str:
    """The clock of `now`'s zone: the time of day for today, the date before that."""
    at = _parsed(iso)
    if at is None:
        return DASH
    local = at.astimezone(now.tzinfo)
    if local.date() == now.date():
        return f"{local:%H:%M}"
    return f"{local.day} {local:%b}" if local.year == now.year else f"{local:%b %Y}"


def preset_text(job: Mapping[str, Any]) -> str:
    """The preset of a proxy; of any other kind of work, what it is."""
    kind = str(job.get("kind") or "proxy")
    if kind == "proxy":
        return str(job.get("preset") or DASH)
    return _KIND_WORDS.get(kind, kind.capitalize())


def file_name(path: str | None) -> str:
    """The last part of a path or an s3:// address, of any operating system."""
    text = (path or "").rstrip("/\\")
    return text.replace("\\", "/").rsplit("/", 1)[-1] or text or DASH


def folder_name(path: str | None) -> str:
    """The path of the folder a file lies in."""
    text = path or ""
    cut = max(text.rfind("/"), text.rfind("\\"))
    return text[:cut] or text[: cut + 1]


def check_title(name: str) -> str:
    return name.replace("_", " ").capitalize()


def check_value(value: Any) -> str:
    """One side of a check, short."""
    if value is None:
        return DASH
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, float):
        return f"{value:.3f}".rstrip("0").rstrip(".")
    if isinstance(value, Mapping):
        return " ".join(check_value(inner) for inner in value.values() if inner is not None) or DASH
    if isinstance(value, (list, tuple)):
        return " ".join(check_value(inner) for inner in value) or DASH
    return str(value)


def facts_line(metadata: Mapping[str, Any] | None) -> str:
    """What an editor asks of a clip first: size, rate, timecode, sound."""
    if not metadata:
        return ""
    parts = [
        f"{metadata['width']}×{metadata['height']}" if metadata.get("width") else "",
        rate_text(metadata.get("fps"), metadata.get("vfr")),
        str(metadata.get("video_codec") or ""),
        f"TC {metadata['timecode']}" if metadata.get("timecode") else "",
        f"{len(metadata['audio'])} × audio" if metadata.get("audio") else "no sound",
        size_text(metadata["size_bytes"]) if metadata.get("size_bytes") else "",
    ]
    # Breaks only between the parts.
    return "  ·  ".join(part.replace(" ", "\u00a0") for part in parts if part)


def spoken(text: str) -> str:
    """The server marks commands and paths with backticks, as for a terminal; a window has quotation marks."""
    return re.sub(r"`([^`]*)`", r"“\1”", text)


def plural(count: int, one: str, many: str | None = None) -> str:
    return f"{count:,} {one if count == 1 else many or one + 's'}"


def rate_text(fps: Any, variable: Any) -> str:
    over, _, under = str(fps or "").partition("/")
    if not over.isdigit() or not (under or "1").isdigit() or int(under or 1) == 0:
        return ""
    rate = f"{int(over) / int(under or 1):.3f}".rstrip("0").rstrip(".")
    return f"{rate} fps{' (variable)' if variable else ''}"


def _parsed(iso: str | None) -> datetime | None:
    if not iso:
        return None
    try:
        at = datetime.fromisoformat(iso)
    except ValueError:
        return None
    return at if at.tzinfo is not None else None
