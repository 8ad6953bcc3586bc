"""What can be done about a failure, by the buttons the window has. No widgets here."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from studio.format import spoken
from studio.words import mark, tr

RETRY, ALLOW_DAMAGED, OTHER_PRESET, SHOW_CLIP, SHOW_FOLDER, SHOW_LOG = (
    "retry", "allow_damaged", "other_preset", "show_source", "show_folder", "show_log",
)  # fmt: skip
SETTINGS = "storage"


@dataclass(frozen=True)
class Remedy:
    """`deeds`: the buttons, the best first. `hint`: in place of the server's, which names commands."""

    deeds: tuple[str, ...]
    hint: str = ""


# By the buttons: what each failure that has them says besides, empty where the server's own hint serves.
_HINTS: Mapping[tuple[str, ...], Mapping[str, str]] = {
    (RETRY,): {
        "copy_incomplete": mark("Do not wipe the card. Retry goes on where the copy was."),
        "ffmpeg_missing": mark("Install Rushes again: its FFmpeg comes with it. Then press Retry."),
        "cancelled": mark("Press Retry to queue the job again."),
    },
    (RETRY, SHOW_CLIP): {
        "source_unreadable": mark("Check the file's rights and the disk, then press Retry."),
        "not_media": mark("If this should be a clip, copy it from the card again and press Retry."),
        "source_changed": "",
    },
    (SHOW_CLIP,): {
        "audio_only": mark("Sound needs no proxy: link the original."),
        "needs_vendor_tool": mark("Convert it with the camera maker's tool and drop the result here."),
        "source_too_large": mark("Who set this server up can allow pictures this large."),
    },
    (SHOW_CLIP, SHOW_LOG): {
        "unsupported_codec": mark("Convert it with the camera maker's tool and drop the result here."),
    },
    (ALLOW_DAMAGED, RETRY, SHOW_CLIP): {
        "source_damaged": mark(
            "Copy the clip from the card again and press Retry. To keep what can be read, press Allow damage."
        ),
        "frames_missing": mark(
            "Copy the missing pictures from the card and press Retry. To do without them, press Allow damage."
        ),
    },
    (RETRY, SHOW_FOLDER): {
        "source_missing": mark("Bring the disk or the file back, then press Retry."),
        "output_exists": mark("Move or rename that file, then press Retry."),
        "output_unwritable": mark("Give yourself the right to write there, then press Retry."),
        "output_gone": mark("Leave the folder of the proxies alone meanwhile, then press Retry."),
        "stalled": "",
    },
    (SHOW_FOLDER, RETRY, OTHER_PRESET): {
        "disk_full": mark("Free some space on that disk; the job tries again by itself."),
    },
    (RETRY, OTHER_PRESET): {
        "time_limit": mark("Another preset may be quicker. Who set this server up can allow more time."),
        "font_missing": mark("Install a font such as DejaVu Sans, then press Retry."),
    },
    (RETRY, OTHER_PRESET, SHOW_LOG): {
        "encode_failed": mark("The log says what FFmpeg wrote last."),
        "encode_crashed": mark("The log says what FFmpeg wrote last."),
    },
    (OTHER_PRESET, RETRY): {
        "bad_preset": mark("Choose another preset, or mend this one under Presets."),
        "bad_lut": mark("Add the LUT anew under LUTs, then press Retry."),
    },
    (OTHER_PRESET, RETRY, SHOW_CLIP): {
        "conformance_failed": mark(
            "It was not published. The checks below say what differs; another preset may keep it."
        ),
    },
    (OTHER_PRESET, RETRY, SHOW_LOG): {
        "quarantined": mark("Another preset may do. The log says what was written last."),
    },
    (RETRY, SHOW_LOG): {
        "stuck": mark("The log says how far it came; Retry starts it again."),
    },
    (SETTINGS, RETRY): {
        "bucket_missing": mark("Make the bucket, or name another under S3; then press Retry."),
        "credentials_wrong": mark("Check key and secret of this machine, then press Retry."),
        "storage_failed": mark("Try the connection under S3, then press Retry."),
        "wrong_region": mark("Set the bucket's region under S3, then press Retry."),
        "object_exists": mark("Nothing was overwritten. Set another prefix under S3, then Retry."),
    },
    (RETRY, SETTINGS): {
        "credentials_missing": mark("Give this machine a key for the bucket (~/.aws/credentials), then press Retry."),
        "storage_forbidden": mark("Let the key list, read and write the bucket, then press Retry."),
        "upload_unproven": mark("Do not rely on that object: delete it in the bucket, then press Retry."),
        "storage_unreachable": mark("Check the network; the job tries again by itself."),
    },
}
_REMEDIES = {code: Remedy(deeds, hint) for deeds, hints in _HINTS.items() for code, hint in hints.items()}
_ANY = Remedy((RETRY, SHOW_CLIP))

# Of what was refused at once, where the server's hint is for a command line.
_REFUSALS: Mapping[str, str] = {
    "unknown_id": mark("It may have been removed meanwhile."),
    "illegal_change": mark("Its history says where the job stands."),
    "forbidden": mark("Ask who runs that server for a token that may."),
    "bad_preset": mark("Choose another preset, or mend this one under Presets."),
    "output_unwritable": mark("Choose a folder that the server may write to."),
    "error": mark("Try again. If that is no help, the server's log says more."),
}
_FOR_COMMAND_LINES = re.compile(r"`(rushes|--|\[|RUSHES)|config\.toml|RUSHES_")


def remedy_of(code: str) -> Remedy:
    return _REMEDIES.get(code, _ANY)


def failure_hint(code: str, hint: str) -> str:
    """What to do about a failed job, by the buttons of the window. `hint`: the server's."""
    ours = remedy_of(code).hint
    return tr(ours) if ours else desk_words(hint)


def refusal_hint(code: str, hint: str) -> str:
    """The same of what the server refused to do at once."""
    return tr(_REFUSALS.get(code, "")) if _FOR_COMMAND_LINES.search(hint) else desk_words(hint)


def desk_words(text: str) -> str:
    """A text of the server; empty where it speaks of commands and settings files."""
    return "" if _FOR_COMMAND_LINES.search(text) else spoken(text)
