"""Every error Rushes raises on purpose.

RushesError
├── UsageError                    wrong call: bad input, unknown id            (user, exit 2)
│   ├── UnknownId
│   ├── IllegalChange             a job is not in a state that allows this
│   ├── Forbidden                 the token that was given may not do this
│   ├── PresetError               a preset file that cannot be used
│   ├── LutError                  a look-up table that cannot be used
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
│   ├── FramesMissing             gaps in a film of single pictures
│   ├── PartsDiffer               files of one take that are not alike
│   └── SourceChanged             changed while being read                      (transient)
├── OutputError
│   ├── OutputExists              a file that is not ours holds the name        (permanent)
│   ├── OutputUnwritable
│   ├── OutputGone                somebody took the folder or the unfinished proxy      (transient)
│   ├── DiskFull                                                                (transient)
│   └── ConformanceFailed         the proxy would not relink                    (bug or source, permanent)
├── EncodeError                   FFmpeg failed without a clearer cause          (permanent)
│   ├── EncodeCrashed             ended by a signal of its own making            (transient, counted)
│   ├── EncodeStalled             no progress                                    (transient)
│   └── TimeLimit                                                               (permanent)
├── CopyIncomplete                something of a card is not safely elsewhere       (permanent)
│   ├── DestinationDiffers        another file has its name there
│   ├── CopyDamaged               what was read back is not what was written
│   └── HistoryDiffers            it is not what its ASC MHL history says
├── StorageError                  the bucket did not do as asked                 (environment, permanent)
│   ├── BucketMissing
│   ├── CredentialsMissing
│   ├── CredentialsWrong          unknown, mistaken or expired
│   ├── StorageForbidden          the key may not do this
│   ├── WrongRegion
│   ├── ObjectExists              another content holds the key
│   ├── UploadUnproven            what arrived is not what was sent
│   ├── DamagedOnTheWay           refused by the bucket, sent again               (transient)
│   ├── ClockWrong                by more than signatures allow                   (transient)
│   ├── BucketFull                                                              (transient)
│   ├── StorageBusy               it answers with errors of its own               (transient)
│   └── StorageUnreachable                                                      (transient)
├── Awaited                       another job comes first: this one waits         (transient)
├── VolumeAway                    a disk, card or share is not there: it waits     (transient)
├── EnvironmentFault              this machine lacks something
│   ├── FfmpegMissing
│   ├── FontMissing               text was to be burnt in
│   ├── HomeUnusable
│   │   └── DatabaseDamaged       the job list has to be restored
│   └── ServerNeeded              no server runs on this home                    (exit 3)
├── LostClaim                     another attempt owns the job: drop the work
├── Cancelled                     somebody asked for it: nothing of the attempt stays
└── Interrupted                   asked to stop: the job goes back to the queue
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any


class RushesError(Exception):
    """Base: a stable `code`, a sentence saying what happened, a `hint` saying what to do."""

    code = "error"
    transient = False
    result: Mapping[str, Any] | None = None  # what the job came to all the same
    awaits: Mapping[str, Any] | None = None  # what the job waits for (server/domain/awaited.py), where it waits
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


class Forbidden(UsageError):
    code = "forbidden"
    default_hint = "Use a token that may: `rushes tokens list` says what each may do."


class PresetError(UsageError):
    """`key`: the entry that is wrong, and `why`; empty where it is not one entry."""

    code = "bad_preset"
    default_hint = "`rushes presets` lists the presets that can be used."

    def __init__(
        self, message: str, hint: str | None = None, *, key: str = "", why: str = "", code: str | None = None
    ) -> None:
        super().__init__(message, hint, code=code)
        self.key, self.why = key, why


class LutError(UsageError):
    code = "bad_lut"
    default_hint = "Give a `.cube` file that can be read."


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


class FramesMissing(SourceError):
    code = "frames_missing"
    default_hint = (
        "Copy or render the missing pictures again; to hold the picture before each gap: "
        "`rushes ingest --allow-damaged FILE`."
    )


class PartsDiffer(SourceError):
    code = "parts_differ"
    default_hint = (
        "Copy the whole card again; if it stays so, move the files out of the card's folders and ingest them."
    )


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


class OutputGone(OutputError):
    code = "output_gone"
    transient = True
    default_hint = "Leave the folder of the proxies alone while Rushes works in it; the job tries again by itself."


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


class CopyIncomplete(RushesError):
    code = "copy_incomplete"
    default_hint = "Do not wipe the card. `rushes retry ID` goes on where the copy was; what is safe is not done again."


class DestinationDiffers(CopyIncomplete):
    code = "destination_differs"
    default_hint = "Do not wipe the card. Move or rename that file, or copy to another folder; nothing was overwritten."


class CopyDamaged(CopyIncomplete):
    code = "copy_damaged"
    default_hint = "Do not wipe the card, and do not trust that disk, its cable or its reader: copy to another."


class HistoryDiffers(CopyIncomplete):
    code = "history_differs"
    default_hint = "Do not wipe the card. Compare that file with an earlier copy: one of them is damaged."


class StorageError(RushesError):
    code = "storage_failed"
    default_hint = "`rushes doctor` tries the bucket; then `rushes retry ID`."


class BucketMissing(StorageError):
    code = "bucket_missing"
    default_hint = "Make the bucket, or mend `[s3] bucket` in config.toml; then `rushes retry ID`."


class CredentialsMissing(StorageError):
    code = "credentials_missing"
    default_hint = (
        "Set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or write them to ~/.aws/credentials; then `rushes retry ID`."
    )


class CredentialsWrong(StorageError):
    code = "credentials_wrong"
    default_hint = "Check key and secret (AWS_ACCESS_KEY_ID, ~/.aws/credentials), then `rushes retry ID`."


class StorageForbidden(StorageError):
    code = "storage_forbidden"
    default_hint = (
        "Give the key s3:ListBucket, s3:GetObject, s3:PutObject and s3:AbortMultipartUpload on the bucket, "
        "then `rushes retry ID`."
    )


class WrongRegion(StorageError):
    code = "wrong_region"
    default_hint = "Set `[s3] region` in config.toml to the bucket's region, then `rushes retry ID`."


class ObjectExists(StorageError):
    code = "object_exists"
    default_hint = "Nothing was overwritten. Set another `[s3] prefix` in config.toml, or move that object, then retry."


class UploadUnproven(StorageError):
    code = "upload_unproven"
    default_hint = "Do not rely on that object: delete it in the bucket, then `rushes retry ID`."


class DamagedOnTheWay(StorageError):
    code = "damaged_on_the_way"
    transient = True
    default_hint = "Nothing of it was kept; the job sends it again by itself."


class ClockWrong(StorageError):
    code = "clock_wrong"
    transient = True
    default_hint = "Set this machine's clock (or let it be set from the network); the job tries again by itself."


class BucketFull(StorageError):
    code = "bucket_full"
    transient = True
    default_hint = "Make room in the bucket or raise its quota; the job tries again by itself."


class StorageBusy(StorageError):
    code = "storage_busy"
    transient = True
    default_hint = "The job tries again by itself."


class StorageUnreachable(StorageError):
    code = "storage_unreachable"
    transient = True
    default_hint = "Check the network and `[s3] endpoint_url` in config.toml; the job tries again by itself."


class Awaited(RushesError):
    code = "awaited"
    transient = True
    default_hint = "The job goes on by itself."


class VolumeAway(RushesError):
    code = "volume_away"
    transient = True
    default_hint = "Connect the disk, card or share again; the job goes on by itself."


class EnvironmentFault(RushesError):
    code = "environment"


class FfmpegMissing(EnvironmentFault):
    code = "ffmpeg_missing"
    default_hint = "Reinstall Rushes (its FFmpeg comes with it), or set `[ffmpeg] path` in config.toml."


class FontMissing(EnvironmentFault):
    code = "font_missing"
    default_hint = "Install a font (on Debian and Ubuntu: fonts-dejavu-core), or set `[look] font` in config.toml."


class HomeUnusable(EnvironmentFault):
    code = "home_unusable"
    default_hint = "Choose a folder on a local disk you may write to: `--home DIR` or RUSHES_HOME."


class DatabaseDamaged(HomeUnusable):
    code = "database_damaged"
    default_hint = "End every Rushes program on this home; the next one that starts restores the last good backup."


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
