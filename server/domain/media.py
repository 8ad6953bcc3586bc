"""What a clip is, as far as a proxy must keep it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from fractions import Fraction
from typing import Any

from server.domain.take import Take


class Scan(StrEnum):
    """Field order as the metadata contract names it."""

    PROGRESSIVE = "progressive"
    TFF = "tff"
    BFF = "bff"
    UNKNOWN = "unknown"


@dataclass(frozen=True)
class Color:
    """FFmpeg's names of ITU-T H.273 code points; None = not tagged. range: "tv" | "pc"."""

    primaries: str | None = None
    transfer: str | None = None
    matrix: str | None = None
    range: str | None = None


@dataclass(frozen=True)
class AudioTrack:
    """One audio stream. duration and start in seconds; start is on the container's clock.

    `decodable` is what the FFmpeg that will do the work says; a track it cannot read is left out of the proxy.
    """

    index: int
    codec: str
    channels: int
    layout: str | None
    sample_rate: int
    duration: float | None
    start: float | None = None
    bits: int = 16
    decodable: bool = True
    empty: bool = False  # declared, without a sample; never decodable


@dataclass(frozen=True)
class VideoTrack:
    """The video stream a proxy is made of. width x height is the stored raster, before rotation and SAR.

    `index` is the stream's number in the container. `rotation` is clockwise degrees to be applied for display
    (0, 90, 180, 270); `mirrored` says the display matrix also flips; `tilted` that it turns by another angle, of which
    this is the nearest right one.
    """

    index: int
    codec: str
    pix_fmt: str
    bit_depth: int
    width: int
    height: int
    fps: Fraction
    vfr: bool = False
    frames: int | None = None
    duration: float | None = None
    start: float | None = None
    sar: Fraction = Fraction(1)
    rotation: int = 0
    mirrored: bool = False
    tilted: bool = False
    scan: Scan = Scan.UNKNOWN
    color: Color = Color()
    alpha: bool = False
    clockless: bool = False  # its container gives the frames no times of their own: they are counted
    linear: bool = False  # pictures of light itself (OpenEXR), brought to `color` before anything else

    @property
    def sideways(self) -> bool:
        return self.rotation in (90, 270)

    @property
    def shown(self) -> tuple[int, int]:
        """Raster after rotation, before pixel aspect: what FFmpeg hands to a filter once autorotated."""
        return (self.height, self.width) if self.sideways else (self.width, self.height)

    @property
    def shown_sar(self) -> Fraction:
        return 1 / self.sar if self.sideways else self.sar

    @property
    def display(self) -> tuple[int, int]:
        """Size in square pixels, rotation and pixel aspect applied (height kept)."""
        width, height = self.shown
        return round(width * self.shown_sar), height


@dataclass(frozen=True)
class MediaFacts:
    """Everything the probe found out. duration in seconds."""

    container: str
    duration: float | None
    size_bytes: int
    video: VideoTrack | None
    audio: tuple[AudioTrack, ...] = ()
    timecode: str | None = None
    reel: str | None = None
    created_at: str | None = None
    camera: str | None = None
    location: str | None = None  # ISO 6709
    package: Mapping[str, str | None] | None = None  # {"umid", "name"} of an MXF material package
    hdr: Mapping[str, Any] | None = None
    captured: Mapping[str, str | None] | None = None  # {"gamma", "primaries"} in the camera's words, such as "s-log3"
    other_video: int = 0  # further video tracks, left out of the proxy
    missing_seconds: float = 0.0  # by how much the file ends before its header says
    lost: str | None = None  # what its container counts and does not hold, in words
    notes: tuple[str, ...] = field(default=())
    take: Take | None = None  # where it is several files

    @property
    def cut(self) -> bool:
        """Whether it ends clearly before its header says: more than a frame and a half, and a tenth of a second."""
        frame = 0.0 if self.video is None else 1.5 / float(self.video.fps)
        return self.missing_seconds > max(0.1, frame)

    def metadata(self) -> dict[str, Any]:
        """The metadata object of design section 3."""
        video = self.video
        picture: dict[str, Any] = dict.fromkeys(_PICTURE_KEYS)
        if video is not None:
            display_width, display_height = video.display
            picture = {
                "frames": video.frames,
                "fps": f"{video.fps.numerator}/{video.fps.denominator}",
                "vfr": video.vfr,
                "width": video.width,
                "height": video.height,
                "display_width": display_width,
                "display_height": display_height,
                "rotation": video.rotation,
                "sar": f"{video.sar.numerator}:{video.sar.denominator}",
                "video_codec": video.codec,
                "pix_fmt": video.pix_fmt,
                "bit_depth": video.bit_depth,
                "color": vars(video.color).copy(),
                "interlaced": video.scan.value,
            }
        return {
            "container": self.container,
            "duration": self.duration,
            **picture,
            "timecode": self.timecode,
            "drop_frame": None if self.timecode is None else ";" in self.timecode,
            "reel": self.reel,
            "audio": [
                {
                    "codec": a.codec,
                    "channels": a.channels,
                    "layout": a.layout,
                    "sample_rate": a.sample_rate,
                    "duration": a.duration,
                }
                for a in self.audio
            ],
            "created_at": self.created_at,
            "camera": self.camera,
            "location": self.location,
            "package": self.package and dict(self.package),
            "hdr": self.hdr and dict(self.hdr),
            "captured": self.captured and dict(self.captured),
            "size_bytes": self.size_bytes,
            "notes": list(self.notes),
        }


_PICTURE_KEYS = (
    "frames",
    "fps",
    "vfr",
    "width",
    "height",
    "display_width",
    "display_height",
    "rotation",
    "sar",
    "video_codec",
    "pix_fmt",
    "bit_depth",
    "color",
    "interlaced",
)
