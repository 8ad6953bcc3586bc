"""A card to its destinations: what arrives, what is refused, and what may be said of it."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path

import pytest

from server.domain.offload import ReadBack, judge
from server.errors import OutputUnwritable, SourceMissing, VolumeAway
from server.storage.offload.bundle import MOST_BYTES, in_bundles
from server.storage.offload.survey import survey
from tests.helpers.offload import Onlooker, copy, names_below


@pytest.fixture
def card(tmp_path: Path) -> Path:
    """Three clips, a sidecar and an empty folder."""
    card = tmp_path / "card"
    (card / "CLIPS" / "A").mkdir(parents=True)
    (card / "EMPTY").mkdir()
    for name, content in (("CLIPS/A/1.mov", b"one" * 5000), ("CLIPS/2.mov", b""), ("CLIPS/3.mov", os.urandom(70_000))):
        (card / name).write_bytes(content)
    (card / "CLIPS" / "3.xml").write_text("<note/>")
    os.utime(card / "CLIPS" / "A" / "1.mov", ns=(1_600_000_000_000_000_001, 1_600_000_000_000_000_001))
    os.utime(card / "CLIPS", ns=(1_500_000_000_000_000_000, 1_500_000_000_000_000_000))
    return card


@pytest.fixture
def journal(tmp_path: Path) -> Path:
    return tmp_path / "journal"


def contents(folder: Path) -> dict[str, bytes]:
    return {name: (folder / name).read_bytes() for name in names_below(folder) if (folder / name).is_file()}


def test_everything_arrives_everywhere_with_its_times(card: Path, tmp_path: Path, journal: Path) -> None:
    here, there = tmp_path / "here", tmp_path / "there" / "deep"
    tally = copy(card, here, there, journal=journal)
    assert judge(tally)[0]
    for place in (here, there):
        assert contents(place) == contents(card)
        assert names_below(place) == names_below(card)
        assert (place / "CLIPS" / "A" / "1.mov").stat().st_mtime_ns == 1_600_000_000_000_000_001
        assert (place / "CLIPS").stat().st_mtime_ns == 1_500_000_000_000_000_000
    assert [(place.copied, place.reused) for place in tally.places] == [(4, 0), (4, 0)]


def test_the_source_is_read_once_for_several_destinations(card: Path, tmp_path: Path, journal: Path) -> None:
    watch = Onlooker()
    tally = copy(card, tmp_path / "a", tmp_path / "b", journal=journal, watch=watch)
    assert watch.total == watch.seen == 3 * tally.size
    assert watch.lacking == {str(tmp_path / "a"): tally.size, str(tmp_path / "b"): tally.size}


def test_what_is_there_and_equal_is_proved_not_written(card: Path, tmp_path: Path, journal: Path) -> None:
    copy(card, tmp_path / "a", journal=journal)
    before = (tmp_path / "a" / "CLIPS" / "3.mov").stat()
    tally = copy(card, tmp_path / "a", journal=tmp_path / "another", job="j2")
    assert judge(tally)[0]
    assert (tally.places[0].copied, tally.places[0].reused) == (0, 4)
    assert (tmp_path / "a" / "CLIPS" / "3.mov").stat() == before


@pytest.mark.parametrize("same_size", [True, False])
def test_another_file_of_that_name_is_left_as_it_is(card: Path, tmp_path: Path, journal: Path, same_size: bool) -> None:
    other = b"two" * (5000 if same_size else 1)
    there = tmp_path / "a" / "CLIPS" / "A" / "1.mov"
    there.parent.mkdir(parents=True)
    there.write_bytes(other)
    tally = copy(card, tmp_path / "a", tmp_path / "b", journal=journal)
    safe, why = judge(tally)
    assert (safe, there.read_bytes()) == (False, other)
    assert [(t.code, t.path, t.place) for t in tally.troubles] == [
        ("destination_differs", "CLIPS/A/1.mov", str(tmp_path / "a"))
    ]
    assert "1 file of 4 not safely copied" in why
    assert contents(tmp_path / "b") == contents(card)
    assert [place.copied for place in tally.places] == [3, 4]


def test_a_file_where_a_folder_should_be_is_a_conflict(card: Path, tmp_path: Path, journal: Path) -> None:
    (tmp_path / "a").mkdir()
    (tmp_path / "a" / "CLIPS").write_text("a file")
    tally = copy(card, tmp_path / "a", journal=journal)
    assert {trouble.code for trouble in tally.troubles} == {"destination_differs"}
    assert (tmp_path / "a" / "CLIPS").read_text() == "a file"


def test_a_link_to_the_original_is_no_copy_of_it(card: Path, tmp_path: Path, journal: Path) -> None:
    (tmp_path / "a").mkdir()
    (tmp_path / "a" / "CLIPS").symlink_to(card / "CLIPS")
    tally = copy(card, tmp_path / "a", journal=journal)
    assert not judge(tally)[0]
    assert "is the original itself" in tally.troubles[0].message


def test_links_pipes_and_the_systems_own_are_left_out_and_said(card: Path, tmp_path: Path, journal: Path) -> None:
    (card / "latest.mov").symlink_to(card / "CLIPS" / "3.mov")
    os.mkfifo(card / "pipe")
    (card / ".Trashes").mkdir()
    (card / ".Trashes" / "old.mov").write_text("thrown away")
    tally = copy(card, tmp_path / "a", journal=journal)
    safe, why = judge(tally)
    assert safe
    assert {(left.path, left.reason) for left in tally.left_out} == {
        ("latest.mov", "link"), ("pipe", "special"), (".Trashes", "system"),
    }  # fmt: skip
    assert "Left out: folders of the operating system (1), links (1)" in why
    assert not os.path.lexists(tmp_path / "a" / "latest.mov")


def test_names_in_any_bytes(tmp_path: Path, journal: Path) -> None:
    card = tmp_path / "card"
    card.mkdir()
    odd = [b"\xff\xfe.mov", b"line\nend.mov", "é.mov".encode(), "é.mov".encode(), b"-i.mov", b"%04d.mov"]
    for name in odd:
        Path(os.fsdecode(os.fsencode(card) + b"/" + name)).write_bytes(name)
    tally = copy(card, tmp_path / "a", journal=journal)
    assert judge(tally)[0]
    assert {name for name in os.listdir(os.fsencode(tmp_path / "a")) if name != b"ascmhl"} == set(odd)
    assert tally.unnamed == 2


@pytest.mark.parametrize("what", ["changed", "new", "gone"])
def test_a_source_that_is_written_to_meanwhile_is_not_safe(
    card: Path, tmp_path: Path, journal: Path, what: str
) -> None:
    clip, seen = card / "CLIPS" / "A" / "1.mov", []

    def meddle(_paths: Sequence[str]) -> None:
        if not seen:
            seen.append(what)
            if what == "changed":
                clip.write_bytes(b"two" * 5000)
            elif what == "new":
                (card / "CLIPS" / "4.mov").write_bytes(b"four")
            else:
                clip.unlink()

    tally = copy(card, tmp_path / "a", journal=journal, watch=Onlooker(on_synced=meddle))
    assert not judge(tally)[0]
    assert {trouble.code for trouble in tally.troubles} == {"source_changed"}


def test_a_file_that_grows_while_it_is_read_gets_no_final_name(card: Path, tmp_path: Path, journal: Path) -> None:
    def grow(_size: int) -> None:
        with open(card / "CLIPS" / "3.mov", "ab") as file:
            file.write(b"more")

    tally = copy(card, tmp_path / "a", journal=journal, watch=Onlooker(on_beat=grow))
    assert "CLIPS/3.mov" in {trouble.path for trouble in tally.troubles}
    assert not (tmp_path / "a" / "CLIPS" / "3.mov").exists()


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_a_file_that_cannot_be_read_is_not_safe(card: Path, tmp_path: Path, journal: Path) -> None:
    (card / "CLIPS" / "3.mov").chmod(0)
    tally = copy(card, tmp_path / "a", journal=journal)
    assert [trouble.code for trouble in tally.troubles] == ["source_unreadable"]


def test_an_empty_card_is_not_called_safe(tmp_path: Path, journal: Path) -> None:
    (tmp_path / "card").mkdir()
    assert judge(copy(tmp_path / "card", tmp_path / "a", journal=journal)) == (
        False, "There are no files in it: is the card mounted?",
    )  # fmt: skip


def test_one_file_goes_into_the_folder(card: Path, tmp_path: Path, journal: Path) -> None:
    tally = copy(card / "CLIPS" / "3.mov", tmp_path / "a", journal=journal)
    assert judge(tally)[0]
    assert names_below(tmp_path / "a") == {"3.mov"}


def test_a_source_that_is_gone_is_said(tmp_path: Path, journal: Path) -> None:
    with pytest.raises(SourceMissing):
        copy(tmp_path / "card", tmp_path / "a", journal=journal)


def test_a_destination_that_cannot_be_made_is_said(card: Path, tmp_path: Path, journal: Path) -> None:
    (tmp_path / "file").write_text("no folder")
    with pytest.raises(OutputUnwritable):
        copy(card, tmp_path / "file" / "a", journal=journal)


def test_what_was_interrupted_leaves_nothing_half_and_goes_on(card: Path, tmp_path: Path, journal: Path) -> None:
    class Stop(Exception):
        """Asked to."""

    watch = Onlooker()

    def stop(_size: int) -> None:
        if watch.seen > 60_000:
            raise Stop

    watch = Onlooker(on_beat=stop)
    with pytest.raises(Stop):
        copy(card, tmp_path / "a", journal=journal, watch=watch)
    assert not [path for path in (tmp_path / "a").rglob("*") if path.is_file()]
    assert judge(copy(card, tmp_path / "a", journal=journal))[0]


def test_what_an_earlier_attempt_proved_is_not_read_again(card: Path, tmp_path: Path, journal: Path) -> None:
    copy(card, tmp_path / "a", journal=journal)
    (tmp_path / "a" / "CLIPS" / "3.mov").unlink()
    watch = Onlooker()
    opened: list[Sequence[str]] = []
    watch.synced = opened.append  # type: ignore[method-assign]
    tally = copy(card, tmp_path / "a", journal=journal, watch=watch)
    assert judge(tally)[0]
    assert [len(paths) for paths in opened] == [1]
    assert tally.places[0].copied == 4


def test_a_copy_that_was_changed_since_it_was_proved_is_looked_at_again(
    card: Path, tmp_path: Path, journal: Path
) -> None:
    copy(card, tmp_path / "a", journal=journal)
    (tmp_path / "a" / "CLIPS" / "3.mov").write_bytes(os.urandom(70_000))
    tally = copy(card, tmp_path / "a", journal=journal)
    assert [trouble.code for trouble in tally.troubles] == ["destination_differs"]


def test_a_card_that_is_pulled_ends_the_attempt(card: Path, tmp_path: Path, journal: Path) -> None:
    def pull(_paths: Sequence[str]) -> None:
        for path in (card / "CLIPS").rglob("*.mov"):
            path.unlink()

    def away() -> None:
        raise VolumeAway("The card is not there.")

    with pytest.raises(VolumeAway):
        copy(card, tmp_path / "a", journal=journal, watch=Onlooker(on_synced=pull, on_check=away))


def test_damage_on_the_way_to_the_disk_is_found_and_mended(card: Path, tmp_path: Path, journal: Path) -> None:
    tries = []

    def flip(paths: Sequence[str]) -> None:
        tries.append(len(paths))
        if len(tries) == 1:
            damage(Path(paths[-1]))

    tally = copy(card, tmp_path / "a", journal=journal, watch=Onlooker(on_synced=flip))
    assert judge(tally)[0]
    assert (tally.again, tries) == (["CLIPS/A/1.mov"], [4, 1])
    assert contents(tmp_path / "a") == contents(card)


def test_a_disk_that_damages_twice_gets_no_final_name(card: Path, tmp_path: Path, journal: Path) -> None:
    watch = Onlooker(on_synced=lambda paths: damage(Path(paths[-1])))
    tally = copy(card, tmp_path / "a", journal=journal, watch=watch)
    assert [(t.path, t.code) for t in tally.troubles] == [("CLIPS/A/1.mov", "copy_damaged")]
    assert not (tmp_path / "a" / "CLIPS" / "A" / "1.mov").exists()
    assert not list((tmp_path / "a").rglob("*.partial"))


def damage(path: Path) -> None:
    """One bit, somewhere in the file; size and time stay."""
    facts = path.stat()
    with open(path, "r+b") as file:
        file.seek(facts.st_size // 2)
        (byte,) = file.read(1)
        file.seek(-1, os.SEEK_CUR)
        file.write(bytes([byte ^ 1]))
        file.flush()
        os.fsync(file.fileno())
    os.utime(path, ns=(facts.st_mtime_ns, facts.st_mtime_ns))


def test_a_disk_that_cannot_be_asked_past_memory_is_not_called_safe(card: Path, tmp_path: Path, journal: Path) -> None:
    tally = copy(card, tmp_path / "a", journal=journal)
    tally.places[0].read_back = ReadBack.CACHED
    safe, why = judge(tally)
    assert not safe
    assert "memory" in why


def test_bundles_are_small_files_together_and_large_ones_alone(card: Path) -> None:
    entries = survey(str(card)).entries
    large = [type(entry)(entry.path, MOST_BYTES, 0, 0, ()) for entry in entries]
    assert [len(bundle) for bundle in in_bundles(entries)] == [4]
    assert [len(bundle) for bundle in in_bundles(large)] == [1, 1, 1, 1]
