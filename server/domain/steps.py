"""The few things a worker can do; a job kind is a plan made of these."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from server.domain.extras import Extra, Waveform
from server.domain.looks import Look
from server.domain.media import MediaFacts, Scan
from server.domain.preset import Preset
from server.domain.quality.limits import Limits
from server.domain.upkeep import Task


@dataclass(frozen=True)
class Picture:
    """The proxy's raster and how to get there. `exact` says the size is a whole fraction of the original's.

    `tags` holds (FFmpeg's name of the tag, value) of every colour tag the proxy gets; `unworkable` names those that
    FFmpeg's scaler has no formula for, so that it must not see them.
    """

    width: int
    height: int
    exact: bool
    scan: Scan
    keep_fields: bool
    deinterlace: bool
    full_range: bool
    from_rgb: bool
    tags: tuple[tuple[str, str], ...] = ()
    unworkable: tuple[str, ...] = ()


@dataclass(frozen=True)
class Sound:
    """One audio track of the proxy: stream `index` of the original, PCM of `bits` or AAC."""

    index: int
    codec: str
    bits: int


@dataclass(frozen=True)
class Encode:
    """One FFmpeg process: the proxy, a fingerprint of every frame, a hash of every audio track, and the extras.

    `constant` sources keep each frame once; others are brought to `fps` by time. `counted` is the rate of a source
    whose frames have no times but their number.
    """

    source: str
    video_index: int
    constant: bool
    fps: Fraction
    picture: Picture
    sound: tuple[Sound, ...]
    preset: Preset
    timecode: str | None
    reel: str | None
    expected_seconds: float | None
    counted: Fraction | None = None
    encoder: str | None = None  # on graphics hardware; None: by the processor
    looks: tuple[Look, ...] = ()
    extras: tuple[Extra, ...] = ()

    @property
    def repainted(self) -> bool:
        """Whether the proxy's samples are other colours than the original's, beside their size and depth."""
        return bool(self.looks) or self.picture.from_rgb

    @property
    def expected_frames(self) -> int | None:
        return None if self.expected_seconds is None else int(self.expected_seconds * self.fps)


@dataclass(frozen=True)
class Verify:
    """Decodes the proxy and proves it against what the encode saw of the original."""

    source: str
    facts: MediaFacts
    encode: Encode


@dataclass(frozen=True)
class Publish:
    """Gives the verified file its final name; never over another file."""

    output: str
    fallback: str | None


@dataclass(frozen=True)
class Describe:
    """Reports the original's metadata; nothing is written."""

    facts: MediaFacts


@dataclass(frozen=True)
class Snapshot:
    """One frame as a JPEG in the scratch folder, `seconds` after the clip's start."""

    source: str
    video_index: int
    seconds: float
    interlaced: bool


@dataclass(frozen=True)
class Sketch:
    """The extras of an encode, without the proxy."""

    encode: Encode


@dataclass(frozen=True)
class Listen:
    """The waveform of a clip that has no picture."""

    source: str
    waveform: Waveform
    seconds: float | None


@dataclass(frozen=True)
class KeepExtras:
    """Gives what lies in the scratch folder to the clip. Only `required` ones are missed if they are not there; of
    others the job's result says so, and a follow-up makes them again."""

    extras: tuple[Extra, ...]
    required: bool = False


@dataclass(frozen=True)
class Transfer:
    """Puts the clip's files into the bucket and proves each by its checksum."""


@dataclass(frozen=True)
class Copy:
    """Copies everything below `source` to each destination, and proves it."""

    source: str
    destinations: tuple[str, ...]


@dataclass(frozen=True)
class Tend:
    """One task of upkeep."""

    task: Task


@dataclass(frozen=True)
class Examine:
    """Looks through picture and sound for what an editor should know; nothing is written."""

    source: str
    facts: MediaFacts
    limits: Limits


Step = Encode | Verify | Publish | Describe | Snapshot | Sketch | Listen | KeepExtras | Transfer | Copy | Tend | Examine
