"""The jobs that tests and pictures show tell what the product would tell."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

from server.domain.conformance import ALL_REQUIRED, CHECK_NAMES, Check
from server.domain.links import links_in
from server.domain.media import MediaFacts, VideoTrack
from server.errors import SourceDamaged
from tests.gui.helpers.sample_jobs import done_job, failed_job

VIDEO = VideoTrack(0, "prores", "yuv422p10le", 10, 3840, 2160, Fraction(24000, 1001))
FACTS = MediaFacts("mov", 59.977, 1, VIDEO)


def test_a_proxy_links_where_the_rules_say_so() -> None:
    proof = done_job(1)["result"]["conformance"]
    checks = [Check(c["name"], c["ok"], c["original"], c["proxy"], c["why"]) for c in proof["checks"]]
    proxy = replace(FACTS, video=replace(VIDEO, width=1920, height=1080))
    assert proof["links_in"] == links_in(checks, FACTS, proxy, same_stem=True)
    assert tuple(check.name for check in checks) == CHECK_NAMES
    assert tuple(c["name"] for c in proof["checks"] if c["required"]) == tuple(ALL_REQUIRED)


def test_a_damaged_clip_says_what_to_do() -> None:
    error = failed_job(1)["error"]
    assert (error["code"], error["hint"]) == (SourceDamaged.code, SourceDamaged.default_hint)
