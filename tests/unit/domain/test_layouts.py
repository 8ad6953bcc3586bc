"""Which card a path is on."""

from __future__ import annotations

import pytest

from server.domain.layouts import LAYOUTS, card_of, never_tried


@pytest.mark.parametrize(
    ("path", "layout", "root", "inside"),
    [
        ("/m/C/PRIVATE/AVCHD/BDMV/STREAM/00000.MTS", "AVCHD", "/m/C", "PRIVATE/AVCHD/BDMV/STREAM/00000.MTS"),
        ("/m/C/AVCHD/BDMV/STREAM/00000.MTS", "AVCHD", "/m/C", "AVCHD/BDMV/STREAM/00000.MTS"),
        ("/m/C/bdmv/stream/00000.m2ts", "AVCHD", "/m/C", "bdmv/stream/00000.m2ts"),
        ("/m/C/XDROOT/Clip/C0001.MXF", "XDCAM", "/m/C", "XDROOT/Clip/C0001.MXF"),
        ("/m/C/PRIVATE/XDROOT/Clip/C0001.MXF", "XDCAM", "/m/C", "PRIVATE/XDROOT/Clip/C0001.MXF"),
        ("/m/C/BPAV/CLPR/709_0001/709_0001.MP4", "XDCAM", "/m/C", "BPAV/CLPR/709_0001/709_0001.MP4"),
        ("/m/C/PRIVATE/M4ROOT/CLIP/C0001.MP4", "XDCAM", "/m/C", "PRIVATE/M4ROOT/CLIP/C0001.MP4"),
        ("/m/C/CONTENTS/VIDEO/0001AB.MXF", "P2", "/m/C", "CONTENTS/VIDEO/0001AB.MXF"),
        ("/m/C/CONTENTS/CLIPS001/AA0001/AA000101.MXF", "Canon", "/m/C", "CONTENTS/CLIPS001/AA0001/AA000101.MXF"),
        ("/m/C/DCIM/100CANON/MVI_0001.MOV", "Canon", "/m/C", "DCIM/100CANON/MVI_0001.MOV"),
        ("/m/C/A001.RDM/A001_C001.RDC/A001_C001_001.R3D", "RED", "/m/C", "A001.RDM/A001_C001.RDC/A001_C001_001.R3D"),
        ("/m/C/A001_1.braw", "BRAW", "/m/C", "A001_1.braw"),
        ("/m/C/DCIM/100GOPRO/GX010001.MP4", "GoPro", "/m/C", "DCIM/100GOPRO/GX010001.MP4"),
        ("/m/C/DCIM/100MEDIA/DJI_0001.MP4", "DJI", "/m/C", "DCIM/100MEDIA/DJI_0001.MP4"),
        ("/m/C/DCIM/DJI_001/DJI_20240501_0001_D.MP4", "DJI", "/m/C", "DCIM/DJI_001/DJI_20240501_0001_D.MP4"),
    ],
)
def test_the_published_structures_are_known(path: str, layout: str, root: str, inside: str) -> None:
    place = card_of(path)
    assert place is not None
    assert (place.layout.name, place.root, place.path) == (layout, root, inside)


@pytest.mark.parametrize(
    "path",
    [
        "/footage/A001.mov",
        "/m/C/DCIM/100APPLE/IMG_0001.MOV",
        "/m/C/CONTENTS/PROXY/0001AB.MP4",
        "/m/C/CONTENTS/VIDEO/deeper/0001AB.MXF",
        "/m/C/PRIVATE/M4ROOT/SUB/C0001S03.MP4",
        "/m/C/DCIM/100GOPRO/GL010001.LRV",
        "CONTENTS/VIDEO/0001AB.MXF",
        "",
    ],
)
def test_other_footage_is_on_no_card(path: str) -> None:
    assert card_of(path) is None


def test_which_were_never_tried_is_said() -> None:
    assert never_tried() == ["AVCHD", "XDCAM", "P2", "Canon", "RED", "BRAW", "DJI"]
    assert all(layout.told_by for layout in LAYOUTS)
