"""How large a proxy will be, before it is made."""

from __future__ import annotations

from server.domain.media import MediaFacts
from server.domain.preset import Codec, Preset
from server.domain.steps import Encode

# Bits a pixel, measured with our own settings on grainy camera footage (GoPro HERO7, half size), which takes most;
# soft footage takes a third. DNxHR spends the same on every frame. Pure noise takes twice to four times as much: then
# the disk runs full after all, and the job waits for half as much again as it had written.
_CONSTANT = {("prores", "proxy"): 1.35, ("prores", "lt"): 2.5, ("dnxhr", "lb"): 0.77, ("dnxhr", "sq"): 2.35}
_AT_QUALITY = {Codec.H264: (0.65, 21), Codec.HEVC: (0.45, 24)}
_HALVED_BY = 6  # steps of CRF that halve the size
_AAC_BITS_A_SECOND = 192_000
_CONTAINER = 1.02
_LEAST = 1_000_000


def forecast_bytes(encode: Encode, facts: MediaFacts) -> int:
    """The likely size of the proxy of grainy footage; the least there is where the length is not known."""
    seconds = encode.expected_seconds or 0.0
    pixels = encode.picture.width * encode.picture.height * float(encode.fps) * seconds
    bits = pixels * bits_a_pixel(encode.preset) + seconds * _sound_bits(encode, facts)
    return max(_LEAST, round(bits / 8 * _CONTAINER))


def bits_a_pixel(preset: Preset) -> float:
    fixed = _CONSTANT.get((preset.codec.value, preset.profile))
    if fixed is not None:
        return fixed
    bits, usual = _AT_QUALITY.get(preset.codec, (max(_CONSTANT.values()), 0))
    quality = usual if preset.quality is None else preset.quality
    return bits * float(2 ** ((usual - quality) / _HALVED_BY))


def _sound_bits(encode: Encode, facts: MediaFacts) -> int:
    """A second, of all tracks."""
    tracks = {track.index: track for track in facts.audio}
    return sum(
        _AAC_BITS_A_SECOND
        if sound.codec == "aac"
        else tracks[sound.index].channels * tracks[sound.index].sample_rate * sound.bits
        for sound in encode.sound
        if sound.index in tracks
    )
