"""What playlists and clip notes of cards say about which clips belong together."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from server.domain.cards import Chain, P2Clip, chain_p2, parse_p2, parse_playlist
from tests.helpers.cards import P2_XML, playlist


def test_a_stream_that_goes_on_is_one_take() -> None:
    items = [("00000", 1), ("00001", 1), ("00002", 6), ("00003", 6), ("00004", 5)]
    assert parse_playlist(playlist(items)) == [("00001", "00002", "00003")]


def test_a_playlist_that_is_cut_or_names_a_clip_twice_joins_nothing() -> None:
    assert parse_playlist(playlist([("00000", 1), ("00000", 6)])) == []
    assert parse_playlist(playlist([("00000", 1), ("00001", 6)])[:-20]) == []
    assert parse_playlist(b"INDX0200") == []


def test_a_p2_clip() -> None:
    links = "<Next><GlobalClipID>ID1</GlobalClipID></Next>"
    text = P2_XML.format(name="0001AB", umid="ID0", top="ID0", links=links, timecode="01:00:00:00")
    assert parse_p2(text.encode()) == P2Clip(
        "ID0", None, "ID1", "01:00:00:00", "Panasonic AJ-HPX3100", "2024-05-01T10:22:33+02:00"
    )
    assert parse_p2(b"<P2Main/>") is None
    assert parse_p2(b"no xml") is None


@pytest.mark.parametrize(
    ("links", "chains"),
    [
        ({"A": (None, "b"), "B": ("a", "c"), "C": ("b", None)}, [Chain(("A", "B", "C"), False)]),
        ({"A": (None, None), "B": (None, None)}, [Chain(("A",), False), Chain(("B",), False)]),
        ({"A": (None, "b")}, [Chain(("A",), True)]),
        ({"B": ("a", None)}, [Chain(("B",), True)]),
        ({"A": (None, "b"), "B": ("x", None)}, [Chain(("A",), True), Chain(("B",), True)]),
    ],
)
def test_p2_clips_are_chained_where_both_say_so(links: dict, chains: list[Chain]) -> None:
    clips = {name: P2Clip(name.lower(), previous, following) for name, (previous, following) in links.items()}
    assert chain_p2(clips) == chains


@given(links=st.dictionaries(st.sampled_from("ABCDE"), st.tuples(st.sampled_from("abcde"), st.sampled_from("abcde"))))
def test_whatever_clips_say_of_each_other_none_is_in_two_takes(links: dict) -> None:
    clips = {name: P2Clip(name.lower(), previous, following) for name, (previous, following) in links.items()}
    names = [name for chain in chain_p2(clips) for name in chain.names]
    assert len(names) == len(set(names))


@given(data=st.binary(max_size=300))
def test_no_bytes_get_a_parser_off_its_track(data: bytes) -> None:
    parse_playlist(b"MPLS0200" + data)
    parse_playlist(playlist([("00000", 1), ("00001", 6)])[:40] + data)
    assert parse_p2(data) is None
