"""What can be done about a failure, by the buttons the window has. Pure: no Qt here."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

RETRY, ALLOW_DAMAGED, OTHER_PRESET, SHOW_CLIP, SHOW_FOLDER, SHOW_LOG = (
    "retry", "allow_damaged", "other_preset", "show_source", "show_folder", "show_log",
)  # fmt: skip
SETTINGS = "storage"


@dataclass(frozen=True)
class Remedy:
    """`deeds`: the buttons, the best first. `hint`: in place of the server's, which names commands."""

    deeds: tuple[str, ...]
    hint: str = ""


_REMEDIES: Mapping[str, Remedy] = {
    "source_missing": Remedy((RETRY, SHOW_FOLDER), "Bring the disk or the file back, then press Retry."),
    "source_unreadable": Remedy((RETRY, SHOW_CLIP), "Check the file's rights and the disk, then press Retry."),
    "not_media": Remedy((RETRY, SHOW_CLIP), "If this should be a clip, copy it from the card again and press Retry."),
    "audio_only": Remedy((SHOW_CLIP,), "Sound needs no proxy: link the original."),
    "needs_vendor_tool": Remedy((SHOW_CLIP,), "Convert it with the camera maker's tool and drop the result here."),
    "unsupported_codec": Remedy((SHOW_CLIP, SHOW_LOG)),
    "source_too_large": Remedy((OTHER_PRESET, SHOW_CLIP)),
    "source_damaged": Remedy(
        (ALLOW_DAMAGED, RETRY, SHOW_CLIP),
        "Copy the clip from the card again and press Retry. To keep what can be read, press Allow damage.",
    ),
    "frames_missing": Remedy(
        (ALLOW_DAMAGED, RETRY, SHOW_CLIP),
        "Copy the missing pictures from the card and press Retry. To do without them, press Allow damage.",
    ),
    "source_changed": Remedy((RETRY, SHOW_CLIP)),
    "output_exists": Remedy((RETRY, SHOW_FOLDER), "Move or rename that file, then press Retry."),
    "output_unwritable": Remedy((RETRY, SHOW_FOLDER), "Give yourself the right to write there, then press Retry."),
    "output_gone": Remedy((RETRY, SHOW_FOLDER), "Leave the folder of the proxies alone meanwhile, then press Retry."),
    "disk_full": Remedy(
        (SHOW_FOLDER, RETRY, OTHER_PRESET), "Free some space on that disk; the job tries again by itself."
    ),
    "conformance_failed": Remedy(
        (OTHER_PRESET, RETRY, SHOW_CLIP),
        "It was not published. The checks below say what differs; another preset may keep it.",
    ),
    "encode_failed": Remedy((RETRY, OTHER_PRESET, SHOW_LOG), "The log says what FFmpeg wrote last."),
    "encode_crashed": Remedy((RETRY, OTHER_PRESET, SHOW_LOG)),
    "quarantined": Remedy((OTHER_PRESET, RETRY, SHOW_LOG)),
    "stalled": Remedy((RETRY, SHOW_FOLDER)),
    "time_limit": Remedy((RETRY, OTHER_PRESET)),
    "bad_preset": Remedy((OTHER_PRESET, RETRY), "Choose another preset, or mend this one under Presets."),
    "bad_lut": Remedy((OTHER_PRESET, RETRY), "Add the LUT anew under LUTs, then press Retry."),
    "bucket_missing": Remedy((SETTINGS, RETRY), "Make the bucket, or name another under S3; then press Retry."),
    "credentials_missing": Remedy((SETTINGS, RETRY)),
    "credentials_wrong": Remedy((SETTINGS, RETRY), "Check key and secret of this machine, then press Retry."),
    "storage_forbidden": Remedy((SETTINGS, RETRY)),
    "wrong_region": Remedy((SETTINGS, RETRY), "Set the bucket's region under S3, then press Retry."),
    "object_exists": Remedy((SETTINGS, RETRY), "Nothing was overwritten. Set another prefix under S3, then Retry."),
    "storage_unreachable": Remedy((RETRY, SETTINGS), "Check the network; the job tries again by itself."),
}
_ANY = Remedy((RETRY, SHOW_CLIP))


def remedy_of(code: str) -> Remedy:
    return _REMEDIES.get(code, _ANY)
