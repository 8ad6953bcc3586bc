"""Keys mirror the folders that the user named."""

from __future__ import annotations

import os

import pytest
from hypothesis import given
from hypothesis import strategies as st

from server.domain.objects import (
    is_too_long,
    object_url,
    plan_keys,
    plan_poster_key,
    plan_proxy_key,
)

PATHS = pytest.mark.skipif(os.name == "nt", reason="paths of POSIX")
NAMES = st.binary(min_size=1, max_size=40).filter(lambda n: b"/" not in n and b"\0" not in n and n not in (b".", b".."))


@PATHS
@pytest.mark.parametrize(
    ("source", "root", "prefix", "key"),
    [
        ("/media/Card 1/day/A001.mov", "/media/Card 1", "", "Card 1/day/A001.mov"),
        ("/media/Card 1/A001.mov", "/media/Card 1", "show/2026", "show/2026/Card 1/A001.mov"),
        ("/media/Card 1/A001.mov", "/media/Card 1", "/show//2026/", "show/2026/Card 1/A001.mov"),
        ("/media/Card 1/A001.mov", "/media/Card 1", "./../show", "show/Card 1/A001.mov"),
        ("/media/Card 1/A001.mov", None, "", "Card 1/A001.mov"),
        ("/media/Card 1/A001.mov", "/elsewhere", "", "Card 1/A001.mov"),
        ("/media/Card 1/A001.mov", "/media/Card 1/A001.mov", "", "Card 1/A001.mov"),
        ("/A001.mov", "/", "", "A001.mov"),
        ("/media/Tåg/Ö.mov", "/media/Tåg", "", "Tåg/Ö.mov"),
        ("/media/c/a\nb.mov", "/media/c", "", "c/a%0Ab.mov"),
        (os.fsdecode(b"/media/c/\xff.mov"), "/media/c", "", "c/%FF.mov"),
    ],
)
def test_an_original_lies_below_its_root_as_on_disk(source: str, root: str | None, prefix: str, key: str) -> None:
    assert plan_keys(source, root, prefix)[0] == key


@PATHS
@pytest.mark.parametrize(
    ("proxy", "key"),
    [
        ("/card/day/Proxy/A001.mov", "card/day/Proxy/A001.mov"),
        ("/card/day/Proxy/A001.mxf.mov", "card/day/Proxy/A001.mxf.mov"),
        ("/proxies/day/A001.mov", "card/day/Proxy/A001.mov"),
    ],
)
def test_a_proxy_lies_beside_its_original_wherever_it_is_on_disk(proxy: str, key: str) -> None:
    assert plan_proxy_key(proxy, "/card/day/A001.mxf", "/card", "") == key


def test_the_picture_has_the_proxys_name() -> None:
    assert plan_poster_key("card/Proxy/A001.mxf.mov") == "card/Proxy/A001.mxf.jpg"
    assert plan_poster_key("card.1/Proxy/A001") == "card.1/Proxy/A001.jpg"


@PATHS
@given(st.lists(NAMES, min_size=2, max_size=4))
def test_a_key_can_be_sent_and_listed_whatever_the_names(names: list[bytes]) -> None:
    source = "/" + os.fsdecode(b"/".join(names))
    key = plan_keys(source, os.path.dirname(source), "p")[0]  # noqa: PTH120
    assert key.encode().decode() == key
    assert not any(c < " " or c == "\x7f" for c in key)
    assert not any(part in ("", ".", "..") for part in key.split("/"))


def test_a_key_is_measured_in_bytes() -> None:
    assert not is_too_long("é" * 512)
    assert is_too_long("é" * 512 + "x")


def test_an_address_names_bucket_and_key() -> None:
    assert object_url("footage", "Card 1/A.mov") == "s3://footage/Card 1/A.mov"
