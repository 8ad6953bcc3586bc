"""Numbers, times and states as people read them."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from PySide6.QtCore import QLocale

from studio.words import mark, number_text, tr

DASH = "–"
_SHORT = QLocale.FormatType.ShortFormat


@dataclass(frozen=True)
class StatusLook:
    """How a state is shown: a word, an icon of resources/icons, the name of a colour in theme.py."""

    english: str
    icon: str
    tone: str

    @property
    def word(self) -> str:
        return tr(self.english)


STATUS_LOOKS: Mapping[str, StatusLook] = {
    "pending": StatusLook(mark("Waiting"), "waiting", "muted"),
    "running": StatusLook(mark("Running"), "running", "busy"),
    "retrying": StatusLook(mark("Trying again"), "retry", "warn"),
    "waiting": StatusLook(mark("On hold"), "hold", "warn"),
    "cancelling": StatusLook(mark("Stopping"), "cancel", "muted"),
    "completed": StatusLook(mark("Done"), "done", "good"),
    "failed": StatusLook(mark("Failed"), "alert", "bad"),
    "cancelled": StatusLook(mark("Cancelled"), "cancelled", "muted"),
}
_UNKNOWN_LOOK = StatusLook(mark("Unknown"), "unknown", "muted")


@dataclass(frozen=True)
class StatusFilter:
    """One line of the left panel: which states of the ledger it shows; none means all."""

    name: str
    english: str
    icon: str
    tone: str
    statuses: tuple[str, ...]

    @property
    def title(self) -> str:
        return tr(self.english)


STATUS_FILTERS = (
    StatusFilter("all", mark("All jobs"), "all", "text", ()),
    StatusFilter("waiting", mark("Waiting"), "waiting", "muted", ("pending", "retrying", "waiting")),
    StatusFilter("running", mark("Running"), "running", "busy", ("running", "cancelling")),
    StatusFilter("done", mark("Done"), "done", "good", ("completed",)),
    StatusFilter("failed", mark("Failed"), "alert", "bad", ("failed",)),
    StatusFilter("cancelled", mark("Cancelled"), "cancelled", "muted", ("cancelled",)),
)

NLE_NAMES: Mapping[str, str] = {
    "resolve": "DaVinci Resolve",
    "premiere": "Premiere Pro",
    "fcp": "Final Cut Pro",
    "avid": "Media Composer",
    "kdenlive": "Kdenlive",
}

_KIND_WORDS = {
    "metadata": mark("Read metadata"),
    "thumbnail": mark("Poster frame"),
    "analysis": mark("Analysis"),
    "copy": mark("Verified copy"),
    "upload": mark("Upload"),
    "cleanup": mark("Clean-up"),
    "watchdog": mark("Watchdog"),
}

# What happened, in the words of someone at a desk; the server's sentence then says why.
_FAILURES = {
    "source_missing": mark("The clip is not there any more"),
    "source_unreadable": mark("The clip cannot be read"),
    "not_media": mark("This is not a clip"),
    "audio_only": mark("There is no picture in this file"),
    "needs_vendor_tool": mark("Camera raw needs its maker's tool"),
    "unsupported_codec": mark("This codec cannot be decoded here"),
    "source_too_large": mark("The picture is larger than allowed"),
    "source_damaged": mark("The clip is damaged"),
    "source_changed": mark("The clip changed while it was read"),
    "output_exists": mark("Another file has the proxy's name"),
    "output_unwritable": mark("The proxy's folder cannot be written"),
    "output_gone": mark("The proxy's folder was removed"),
    "disk_full": mark("The disk is full"),
    "volume_away": mark("A disk is not connected"),
    "copy_incomplete": mark("Not all of the card was copied"),
    "copy_damaged": mark("The copy was damaged on its way"),
    "destination_differs": mark("Another file has the copy's name"),
    "history_differs": mark("The card is not as its own manifest says"),
    "frames_missing": mark("Pictures of the clip are missing"),
    "font_missing": mark("There is no font for the text"),
    "ffmpeg_missing": mark("FFmpeg is missing"),
    "bad_preset": mark("The preset cannot be used"),
    "bad_lut": mark("The LUT cannot be used"),
    "conformance_failed": mark("The proxy would not relink"),
    "encode_failed": mark("FFmpeg could not make the proxy"),
    "encode_crashed": mark("FFmpeg crashed"),
    "stalled": mark("The encode stood still"),
    "time_limit": mark("The encode took too long"),
    "quarantined": mark("This clip crashed the encoder twice"),
    "bucket_missing": mark("The bucket is not there"),
    "credentials_missing": mark("The bucket wants credentials"),
    "credentials_wrong": mark("The bucket refuses the credentials"),
    "storage_forbidden": mark("These credentials may not upload"),
    "wrong_region": mark("The bucket is in another region"),
    "object_exists": mark("The bucket holds another file of that name"),
    "upload_unproven": mark("What arrived could not be proved"),
    "damaged_on_the_way": mark("The upload was damaged on the way"),
    "clock_wrong": mark("This machine's clock is wrong"),
    "bucket_full": mark("The bucket is full"),
    "storage_busy": mark("The bucket is busy"),
    "storage_unreachable": mark("The bucket cannot be reached"),
}

# What is proved of a proxy (server/domain/conformance.py).
_CHECKS = {
    "audio_channels": mark("Audio channels"),
    "audio_content": mark("Sound is the same"),
    "audio_length": mark("Audio length"),
    "audio_rate": mark("Audio rate"),
    "audio_streams": mark("Audio tracks"),
    "color": mark("Colour"),
    "color_levels": mark("Colour levels"),
    "display_aspect": mark("Shape of the picture"),
    "drop_frame": mark("Drop frame"),
    "duration": mark("Duration"),
    "fields": mark("Fields"),
    "frame_count": mark("Frame count"),
    "frame_rate": mark("Frame rate"),
    "pictures": mark("Pictures are the same"),
    "reel": mark("Reel"),
    "size_ratio": mark("Ratio of the sizes"),
    "start_timecode": mark("Start timecode"),
    "sync": mark("Sync of picture and sound"),
}


def status_look(status: str) -> StatusLook:
    return STATUS_LOOKS.get(status, _UNKNOWN_LOOK)


def failure_title(code: str, final: bool = True) -> str:
    """`final`: the job does not try again by itself."""
    known = _FAILURES.get(code)
    if known:
        return tr(known)
    return tr("The job failed") if final else tr("The last try failed")


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
    return f"{number_text(times_realtime, 0 if times_realtime >= 10 else 1)}×"


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
            whole = unit in ("B", "kB") or size >= 100
            return f"{number_text(size, 0 if whole else 1)} {unit}"
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
    if local.year == now.year:
        return day_text(local)
    return f"{QLocale().standaloneMonthName(local.month, _SHORT)} {local.year}"


def day_text(day: date) -> str:
    return tr("{day} {month}").format(day=day.day, month=QLocale().monthName(day.month, _SHORT))


def preset_text(job: Mapping[str, Any]) -> str:
    """The preset of a proxy; of any other kind of work, what it is."""
    kind = str(job.get("kind") or "proxy")
    if kind == "proxy":
        return str(job.get("preset") or DASH)
    return tr(_KIND_WORDS.get(kind, kind.capitalize()))


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
    return tr(_CHECKS.get(name, name.replace("_", " ").capitalize()))


def check_value(value: Any) -> str:
    """One side of a check, short."""
    if value is None:
        return DASH
    if isinstance(value, bool):
        return tr("yes") if value else tr("no")
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
        tr("{tracks} × audio").format(tracks=len(metadata["audio"])) if metadata.get("audio") else tr("no sound"),
        size_text(metadata["size_bytes"]) if metadata.get("size_bytes") else "",
    ]
    # Breaks only between the parts.
    return "  ·  ".join(part.replace(" ", "\u00a0") for part in parts if part)


def spoken(text: str) -> str:
    """The server marks commands and paths with backticks, as for a terminal; a window has quotation marks."""
    return re.sub(r"`([^`]*)`", r"“\1”", text)


def rate_text(fps: Any, variable: Any) -> str:
    over, _, under = str(fps or "").partition("/")
    if not over.isdigit() or not (under or "1").isdigit() or int(under or 1) == 0:
        return ""
    rate = f"{int(over) / int(under or 1):.3f}".rstrip("0").rstrip(".")
    return tr("{rate} fps (variable)").format(rate=rate) if variable else f"{rate} fps"


def _parsed(iso: str | None) -> datetime | None:
    if not iso:
        return None
    try:
        at = datetime.fromisoformat(iso)
    except ValueError:
        return None
    return at if at.tzinfo is not None else None
