"""What the proxy's codec and container can say of the original, read back from a proxy that FFmpeg wrote."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from server.domain.media import MediaFacts
from server.domain.plan import plan_encode
from server.media.command import Results, encode_command
from server.media.graph import Reading
from server.media.probe import ProbeClient
from server.services.presets import read_preset
from tests.helpers.footage import Take, film, run_ffmpeg

PRESETS = Path(__file__).parents[3] / "resources" / "presets"
Remade = Callable[[Take, str], MediaFacts]


@pytest.fixture(scope="module")
def prober() -> Iterator[ProbeClient]:
    client = ProbeClient()
    yield client
    client.close()


@pytest.fixture
def remade(prober: ProbeClient, tmp_path: Path) -> Remade:
    """The facts of a proxy of that take."""

    def make(take: Take, preset: str) -> MediaFacts:
        source, proxy = str(film(tmp_path / "a.mkv", take)), str(tmp_path / "proxy.mov")
        step = plan_encode(source, prober.probe(source), read_preset(PRESETS / f"{preset}.toml"))
        run_ffmpeg(*encode_command(step, Results(tmp_path, proxy), Reading(150_000_000)))
        return prober.probe(proxy)

    return make


def tagged(tags: str, size: str = "256x120") -> Take:
    return Take(size=size, frames=1, tones=(), picture=f"setparams={tags}", video="-c:v ffv1 -pix_fmt yuv422p")


@pytest.mark.parametrize("tags", [("smpte170m", None, None), (None, "smpte2084", None), (None, None, "smpte170m")])
def test_dnxhr_keeps_a_single_colour_tag_and_invents_none(tags: tuple[str | None, ...], remade: Remade) -> None:
    words = zip(("color_primaries", "color_trc", "colorspace"), tags, strict=True)
    proxy = remade(tagged(":".join(f"{name}={tag}" for name, tag in words if tag)), "dnxhr-lb")
    assert proxy.video is not None
    said = proxy.video.color
    # Where the container names no matrix, BT.709 stands in the codec's own header.
    assert (said.primaries, said.transfer, said.matrix) == (*tags[:2], tags[2] or "bt709")
