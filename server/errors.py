"""Every error Rushes raises on purpose.

RushesError
├── UsageError                    wrong call: bad input, unknown id            (user, exit 2)
│   ├── UnknownId
│   ├── IllegalChange             a job is not in a state that allows this
│   ├── PresetError               a preset file that cannot be used
│   └── ConfigError
├── SourceError                   this clip cannot be turned into a proxy       (user, permanent)
│   ├── SourceMissing             moved, renamed or unplugged
│   ├── SourceUnreadable          no rights, not a regular file, I/O error
│   ├── NotMedia                  no container we know
│   ├── NoVideo                   audio only
│   ├── NeedsVendorTool           camera raw
│   ├── UnsupportedCodec
│   ├── SourceTooLarge            picture beyond the pixel limit
│   ├── SourceDamaged             cut or corrupt
│   └── SourceChanged             changed while being read                      (transient)
├── OutputError
│   ├── OutputExists              a file that is not ours holds the name        (permanent)
│   ├── OutputUnwritable
│   ├── DiskFull                                                                (transient)
│   └── ConformanceFailed         the proxy would not relink                    (bug or source, permanent)
├── EncodeError                   FFmpeg failed without a clearer cause          (permanent)
│   ├── EncodeCrashed             ended by a signal of its own making            (transient, counted)
│   ├── EncodeStalled             no progress                                    (transient)
│   └── TimeLimit                                                               (permanent)
├── EnvironmentFault              this machine lacks something
│   ├── FfmpegMissing
│   ├── HomeUnusable
│   └── ServerNeeded              no server runs on this home                    (exit 3)
├── LostClaim                     another attempt owns the job: drop the work
├── Cancelled                     somebody asked for it: nothing of the attempt stays
└── Interrupted                   asked to stop: the job goes back to the queue
"""

from __future__ import annotations


class RushesError(Exception):
    """Base: a stable `code`, a sentence saying what happened, a `hint` saying what to do."""

    code = "error"
    transient = False
    default_hint = "Run `rushes doctor`; if it finds nothing, `rushes support FILE` collects what a developer needs."

    def __init__(self, message: str, hint: str | None = None, *, code: str | None = None) -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint or self.default_hint
        if code is not None:
            self.code = code

    def as_dict(self) -> dict[str, str | bool]:
        """The `error` object of a job: code, message, hint, transient."""
        return {"code": self.code, "message": self.message, "hint": self.hint, "transient": self.transient}


class UsageError(RushesError):
    code = "usage"
    default_hint = "See `rushes --help`."


class UnknownId(UsageError):
    code = "unknown_id"
    default_hint = "`rushes jobs` lists the jobs with their ids."


class IllegalChange(UsageError):
    code = "illegal_change"
    default_hint = "`rushes job ID` shows where the job stands."


class PresetError(UsageError):
    code = "bad_preset"
    default_hint = "`rushes presets` lists the presets that can be used."


class ConfigError(UsageError):
    code = "bad_config"
    default_hint = "Mend or remove that line of config.toml, or unset the variable."


class SourceError(RushesError):
    code = "source_error"


class SourceMissing(SourceError):
    code = "source_missing"
    default_hint = "Bring the disk or the file back and retry the job."


class SourceUnreadable(SourceError):
    code = "source_unreadable"
    default_hint = "Check the file's permissions and the disk, then retry the job."


class NotMedia(SourceError):
    code = "not_media"
    default_hint = "If this should be a clip, copy it from the card again and retry."


class NoVideo(SourceError):
    code = "audio_only"
    default_hint = "Sound needs no proxy: link the original."


class NeedsVendorTool(SourceError):
    code = "needs_vendor_tool"


class UnsupportedCodec(SourceError):
    code = "unsupported_codec"
    default_hint = "Convert it with the camera maker's tool, or set a newer FFmpeg (`[ffmpeg] path` in config.toml)."


class SourceTooLarge(SourceError):
    code = "source_too_large"
    default_hint = "Raise `[ffmpeg] max_pixels` in config.toml if this picture is meant to be this large."


class SourceDamaged(SourceError):
    code = "source_damaged"
    default_hint = "Copy the clip from the card again; to keep what can be read: `rushes ingest --allow-damaged FILE`."


class SourceChanged(SourceError):
    code = "source_changed"
    transient = True
    default_hint = "Wait until the copy is complete; the job tries again by itself."


class OutputError(RushesError):
    code = "output_error"


class OutputExists(OutputError):
    code = "output_exists"
    default_hint = "Move or rename that file, or choose another folder with `--to`, then retry the job."


class OutputUnwritable(OutputError):
    code = "output_unwritable"
    default_hint = "Give a folder you may write to with `--to DIR`, or set `[output] fallback` in config.toml."


class DiskFull(OutputError):
    code = "disk_full"
    transient = True
    default_hint = "Free some space on that disk, or choose another with `--to DIR`; the job tries again by itself."


class ConformanceFailed(OutputError):
    code = "conformance_failed"
    default_hint = "The proxy would not relink, so it was not published. `rushes job ID` shows which check failed."


class EncodeError(RushesError):
    code = "encode_failed"
    default_hint = "`rushes job ID` shows FFmpeg's last lines."


class EncodeCrashed(EncodeError):
    code = "encode_crashed"
    transient = True


class EncodeStalled(EncodeError):
    code = "stalled"
    transient = True
    default_hint = "Check the disk the clip is on; the job tries again by itself."


class TimeLimit(EncodeError):
    code = "time_limit"
    default_hint = "Raise `[limits] hard_seconds` in config.toml if this clip really needs that long."


class EnvironmentFault(RushesError):
    code = "environment"


class FfmpegMissing(EnvironmentFault):
    code = "ffmpeg_missing"
    default_hint = "Reinstall Rushes (its FFmpeg comes with it), or set `[ffmpeg] path` in config.toml."


class HomeUnusable(EnvironmentFault):
    code = "home_unusable"
    default_hint = "Choose a folder on a local disk you may write to: `--home DIR` or RUSHES_HOME."


class ServerNeeded(EnvironmentFault):
    code = "no_server"
    default_hint = "Start one with `rushes server`."


class LostClaim(RushesError):
    code = "lost_claim"
    transient = True


class Cancelled(RushesError):
    code = "cancelled"
    default_hint = "`rushes retry ID` queues the job again."


class Interrupted(RushesError):
    code = "interrupted"
    transient = True
