"""ASC MHL manifests and chains, as text."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from server.domain.mhl import (
    Hashed,
    Link,
    c4_of,
    can_name,
    chain_xml,
    history_of,
    is_left_out,
    manifest_name,
    manifest_xml,
    parse_chain,
    parse_manifest,
)

AT = datetime(2026, 5, 1, 12, 30, 15, tzinfo=timezone(timedelta(hours=2)))


def hashed(path: str, **hashes: str) -> Hashed:
    return Hashed(path, 5, AT, hashes or {"xxh128": "ab" * 16}, "original", AT)


def test_c4_is_the_one_of_the_standard() -> None:
    """SMPTE ST 2114 gives the identifier of nothing at all."""
    assert c4_of(b"") == "c459dsjfscH38cYeXXYogktxf4Cd9ibshE3BHUo6a58hBXmRQdZrAkZzsWcbWtDg5oQstpDuni4Hirj75GEmTc1sFT"


def test_a_manifest_is_named_by_number_folder_and_time() -> None:
    assert manifest_name(7, "A001 ü\n", AT) == "0007_A001_2026-05-01_103015Z.mhl"
    assert manifest_name(1, "\udcff", AT) == "0001_copy_2026-05-01_103015Z.mhl"


@given(st.dictionaries(st.text(min_size=1).filter(can_name).filter(str.strip), st.just("ab" * 16), max_size=5))
def test_a_manifest_says_what_it_was_given(files: dict[str, str]) -> None:
    text = manifest_xml([hashed(path, xxh128=digest) for path, digest in files.items()], AT, "host", "1")
    assert parse_manifest(text.encode()) == {path: {"xxh128": digest} for path, digest in files.items()}


def test_a_hash_of_an_older_format_is_verified_beside_ours() -> None:
    text = manifest_xml([hashed("a.mov", xxh128="ab", md5="cd")], AT, "host", "1")
    assert '<md5 action="verified" hashdate="2026-05-01T10:30:15+00:00">cd</md5>' in text
    assert '<xxh128 action="original"' in text


def test_a_chain_says_what_it_was_given() -> None:
    links = (Link(1, "0001_a.mhl", "c4", "c4x"), Link(2, "0002_ä.mhl", "xxh128", "ab"))
    assert parse_chain(chain_xml(links).encode()) == links


@pytest.mark.parametrize(
    "text",
    [
        "",
        "no xml",
        "<other/>",
        "<ascmhldirectory><hashlist sequencenr='1'><path>../up.mhl</path><c4>x</c4></hashlist></ascmhldirectory>",
        "<ascmhldirectory><hashlist sequencenr='one'><path>a.mhl</path><c4>x</c4></hashlist></ascmhldirectory>",
        "<ascmhldirectory><hashlist sequencenr='1'><path>a.mhl</path></hashlist></ascmhldirectory>",
        '<!DOCTYPE a [<!ENTITY b "c">]><ascmhldirectory/>',
    ],
)
def test_what_is_no_chain_is_not_taken_for_one(text: str) -> None:
    assert parse_chain(text.encode()) is None


def test_a_failed_hash_is_no_hash() -> None:
    text = b"<hashlist><hashes><hash><path>a</path><md5 action='failed'>1</md5></hash></hashes></hashlist>"
    assert parse_manifest(text) == {"a": {}}


def test_what_a_history_said_first_counts() -> None:
    history = history_of([Link(3, "a", "c4", "x")], [{"a": {"md5": "1"}}, {"a": {"md5": "2", "sha1": "3"}, "b": {}}])
    assert history.hashes == {"a": {"md5": "1", "sha1": "3"}, "b": {}}
    assert history.next_number == 4


@pytest.mark.parametrize("name", ["line\nend", "\udcff", "\x01", "\ufffe"])
def test_some_names_cannot_be_written(name: str) -> None:
    assert not can_name(name)


@pytest.mark.parametrize(("path", "left_out"), [("a/.DS_Store", True), ("a/ascmhl/x", True), ("a/b.mov", False)])
def test_what_every_tool_passes_over(path: str, left_out: bool) -> None:
    assert is_left_out(path) is left_out


def test_times_are_utc() -> None:
    text = manifest_xml([], datetime(2026, 1, 1, tzinfo=UTC), "host<&>", "1")
    assert "<creationdate>2026-01-01T00:00:00+00:00</creationdate>" in text
    assert "<hostname>host&lt;&amp;&gt;</hostname>" in text
