"""Jobs as the server tells them, for tests and screenshots."""

from __future__ import annotations

from typing import Any

FOLDER = "/footage/Day 1/A-Cam"
BT709 = {"primaries": "bt709", "transfer": "bt709", "matrix": "bt709", "range": "tv"}
# name, original, proxy, what is said: as the product writes them (test_sample_jobs.py)
CHECKS: tuple[tuple[str, Any, Any, str], ...] = (
    ("frame_count", 1438, 1438, ""),
    ("frame_rate", "24000/1001", "24000/1001", ""),
    ("duration", 59.977, 59.977, ""),
    ("start_timecode", "14:22:07:11", "14:22:07:11", ""),
    ("drop_frame", False, False, ""),
    ("reel", "A001", "A001", ""),
    ("audio_streams", 2, 2, ""),
    ("audio_channels", [1, 1], [1, 1], ""),
    ("audio_rate", [48000, 48000], [48000, 48000], ""),
    ("audio_length", [59.977, 59.977], [59.977, 59.977], "every sample is the same"),
    ("audio_content", 2, 2, ""),
    ("sync", [0.0, 0.0], [0.0, 0.0], ""),
    ("display_aspect", "1.7778", "1.7778", ""),
    ("color", BT709, BT709, ""),
    ("color_levels", "tv", "tv", ""),
    ("pictures", 1438, 1438, ""),
    ("size_ratio", "3840x2160", "1920x1080", ""),
    ("fields", "progressive", "progressive", ""),
)
METADATA = {
    "container": "mov",
    "duration": 59.977,
    "frames": 1438,
    "width": 3840,
    "height": 2160,
    "display_width": 3840,
    "display_height": 2160,
    "fps": "24000/1001",
    "vfr": False,
    "rotation": 0,
    "interlaced": "progressive",
    "video_codec": "prores",
    "pix_fmt": "yuv422p10le",
    "bit_depth": 10,
    "color": BT709,
    "timecode": "14:22:07:11",
    "drop_frame": False,
    "reel": "A001",
    "camera": "Sony ILME-FX6",
    "created_at": "2026-11-24T14:22:07Z",
    "audio": [{"codec": "pcm_s24le", "channels": 1, "layout": "mono", "sample_rate": 48000}] * 2,
    "size_bytes": 4_812_000_000,
}
OPTIONAL_CHECKS = ("size_ratio", "fields")
LINKS = {
    "resolve": {"status": "yes", "why": "start timecode, frame rate and name match"},
    "premiere": {
        "status": "yes",
        "why": "rate, duration, fields, audio channels and frame size match: attach it by hand",
    },
    "fcp": {"status": "unconfirmed", "why": "timecode, rate and codec are right; not yet tried in Final Cut"},
    "avid": {"status": "no", "why": "Avid links MXF OP-Atom media; this proxy is not"},
    "kdenlive": {"status": "unconfirmed", "why": "Kdenlive goes by a path pattern: add `Proxy/` in its settings"},
}


def job_id(number: int) -> str:
    """Ids sort by time of birth, as the server's do."""
    return f"01J{number:023d}"


def sample_job(number: int, status: str = "pending", **changes: Any) -> dict[str, Any]:
    """The JSON of design section 3."""
    name = changes.pop("name", f"A001_C{number:03d}_1124XY.mov")
    source = changes.pop("source", f"{FOLDER}/{name}")
    folder, _, base = source.rpartition("/")
    output = f"{folder}/Proxy/{base.rpartition('.')[0]}.mov"
    job = {
        "id": job_id(number),
        "kind": "proxy",
        "queue": "video_processing",
        "status": status,
        "clip_id": f"clip{number}",
        "parent_id": None,
        "source": source,
        "source_uri": "file://" + source.replace(" ", "%20"),
        "preset": "prores-proxy",
        "output": output,
        "output_uri": "file://" + output.replace(" ", "%20"),
        "priority": 5,
        "rank": 0.0,
        "paused": False,
        "attempt": 0 if status == "pending" else 1,
        "max_attempts": 4,
        "reused": False,
        "progress": None,
        "speed": None,
        "eta_seconds": None,
        "queued_at": "2026-11-24T14:31:00.000Z",
        "started_at": None,
        "completed_at": None,
        "retry_at": None,
        "duration_seconds": None,
        "worker": None,
        "reason": None,
        "error": None,
        "result": None,
    }
    return {**job, **changes}


def running_job(number: int, progress: float, **changes: Any) -> dict[str, Any]:
    facts = {"progress": progress, "speed": 3.4, "eta_seconds": 74.0 * (1 - progress)}
    return sample_job(number, "running", **{**facts, **changes})


def done_job(number: int, **changes: Any) -> dict[str, Any]:
    checks = [
        {
            "name": name,
            "required": name not in OPTIONAL_CHECKS,
            "ok": True,
            "original": original,
            "proxy": proxy,
            "why": why,
        }
        for name, original, proxy, why in CHECKS
    ]
    result = {
        "metadata": METADATA,
        "conformance": {"conforms": True, "checks": checks, "links_in": LINKS},
        "thumbnail": f"/cache/{number}.jpg",
        "durable": True,
        "damaged": False,
    }
    facts = {"progress": 1.0, "duration_seconds": 17.6, "result": result, "completed_at": "2026-11-24T14:33:00.000Z"}
    return sample_job(number, "completed", **{**facts, **changes})


def failed_job(number: int, **changes: Any) -> dict[str, Any]:
    error = {
        "code": "source_damaged",
        "message": f"A001_C{number:03d}_1124XY.mov is cut off or damaged: its index cannot be read.",
        "hint": "Copy the clip from the card again; to keep what can be read: `rushes ingest --allow-damaged FILE`.",
        "transient": False,
    }
    return sample_job(number, "failed", **{"error": error, "progress": 0.42, **changes})


def demo_jobs() -> list[dict[str, Any]]:
    """A working afternoon, one job of each state."""
    return [
        sample_job(14, name="B002_C004_1124KM.mxf", source="/footage/Day 1/B-Cam/B002_C004_1124KM.mxf"),
        sample_job(13, name="B002_C003_1124KM.mxf", source="/footage/Day 1/B-Cam/B002_C003_1124KM.mxf"),
        sample_job(12),
        sample_job(11),
        running_job(10, 0.18, speed=2.9),
        running_job(9, 0.63, speed=3.4),
        sample_job(8, "retrying", reason="A001_C008_1124XY.mov changed while it was read.", attempt=2),
        failed_job(7, name="A001_C007_1124XY.mov"),
        done_job(6),
        done_job(5),
        done_job(4, reused=True),
        sample_job(3, "cancelled", reason="cancelled", progress=0.31),
        done_job(2, preset="h264-720p"),
        done_job(1),
    ]
