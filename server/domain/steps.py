"""The few things a worker can do; a job kind is a plan made of these."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from server.domain.media import MediaFacts, Scan
from server.domain.preset import Preset


@dataclass(frozen=True)
class Picture:
    """The proxy's raster and how to get there. `exact` says the size is a whole fraction of the original's.

    `retag` holds (FFmpeg's name of the tag, value) that the codec needs said differently, or said at all.
    """

    width: int
    height: int
    exact: bool
    scan: Scan
    keep_fields: bool
    deinterlace: bool
    full_range: bool
    from_rgb: bool
    retag: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class Sound:
    """One audio track of the proxy: stream `index` of the original, PCM of `bits` or AAC."""

    index: int
    codec: str
    bits: int


@dataclass(frozen=True)
class Encode:
    """One FFmpeg process: the proxy, a fingerprint of every frame, a hash of every audio track.

    `constant` sources keep each frame once; others are brought to `fps` by time.
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
class KeepPoster:
    """Gives the JPEG of the scratch folder to the clip. Only a `required` one is missed if it is not there."""

    required: bool = False


@dataclass(frozen=True)
class Transfer:
    """Puts the clip's files into the bucket and proves each by its checksum."""


Step = Encode | Verify | Publish | Describe | Snapshot | KeepPoster | Transfer
