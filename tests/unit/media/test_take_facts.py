"""Several files' facts become one clip's."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

import pytest

from server.domain.media import AudioTrack, Color, MediaFacts, VideoTrack
from server.domain.take import Joint, Take
from server.errors import PartsDiffer
from server.media.opening import STREAMS_A_FILE
from server.media.take_facts import film_of_pictures, one_after_the_other

VIDEO = VideoTrack(0, "dpx", "gbrp10le", 10, 1920, 1080, Fraction(24), frames=1)
SOUND = AudioTrack(0, "pcm_s24le", 1, "mono", 48000, 2.0, bits=24)
PICTURE = MediaFacts("image2", 1 / 24, 100, VIDEO, timecode="01:00:00:00")
CLIP = MediaFacts("mxf", 2.0, 100, replace(VIDEO, frames=48, duration=2.0), (replace(SOUND, index=1),))
TRACK = MediaFacts("mxf", 2.0, 10, None, (SOUND,))
SPAN = Take(Joint.CLIPS, ("/v/A.MXF", "/v/B.MXF"), sound=(("/a/A00.MXF", "/a/B00.MXF"),))


def test_a_film_of_pictures_lasts_as_long_as_its_numbers_say() -> None:
    take = Take(Joint.FRAMES, ("/s/1.dpx", "/s/2.dpx", "/s/48.dpx"), (1, 2, 48))
    facts = film_of_pictures(take, PICTURE, 300)
    assert facts.video is not None
    assert (facts.video.frames, facts.video.duration, facts.duration, facts.size_bytes) == (48, 2.0, 2.0, 300)
    assert (facts.timecode, facts.take) == ("01:00:00:00", take)
    assert facts.notes == ("3 numbered pictures are one clip: 1-2, 48", "pictures are missing: 3-47")


def test_linear_light_is_told_as_what_it_is_shown_as() -> None:
    linear = replace(PICTURE, video=replace(VIDEO, color=Color(transfer="linear")))
    facts = film_of_pictures(Take(Joint.FRAMES, ("/1.exr", "/2.exr"), (1, 2)), linear, 2)
    assert facts.video is not None
    assert (facts.video.linear, facts.video.color.transfer, facts.video.color.primaries) == (True, "bt709", "bt709")
    assert "linear" in facts.notes[-1]


def test_clips_one_after_the_other_add_up_and_their_sound_has_numbers_of_its_own() -> None:
    facts = one_after_the_other(SPAN, [CLIP, CLIP], [[TRACK, TRACK]])
    assert facts.video is not None
    assert (facts.video.frames, facts.duration, facts.size_bytes) == (96, 4.0, 220)
    assert [(track.index, track.duration) for track in facts.audio] == [(1, 4.0), (STREAMS_A_FILE, 4.0)]
    assert facts.notes == ("2 files are one clip: A.MXF, B.MXF", "1 tracks of sound come from files of their own")


@pytest.mark.parametrize(
    "other",
    [
        replace(CLIP, video=replace(VIDEO, width=1280)),
        replace(CLIP, video=replace(VIDEO, fps=Fraction(25))),
        replace(CLIP, audio=()),
        replace(CLIP, video=None),
    ],
)
def test_parts_that_are_not_alike_are_no_take(other: MediaFacts) -> None:
    with pytest.raises(PartsDiffer):
        one_after_the_other(SPAN, [CLIP, other], [])


def test_sound_files_that_are_not_alike_are_no_track() -> None:
    with pytest.raises(PartsDiffer):
        one_after_the_other(SPAN, [CLIP, CLIP], [[TRACK, replace(TRACK, audio=(replace(SOUND, sample_rate=44100),))]])
