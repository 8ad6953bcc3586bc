"""Clips of this computer on the window of another computer's server: found under another name, or sent."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from studio import sending
from studio.desktop import Studio
from studio.dropped import uris_of_paths
from studio.footage_here import footage_below
from studio.path_map import PathMap, common_folder, folder_text, folder_uri
from tests.gui.helpers.fake_server import FakeServer
from tests.gui.helpers.hands import drop_on, mime

SERVER = "http://workstation:8765"
HERE, THERE = "file:///Volumes/Footage", "file:///mnt/raid"


# --- one folder, two names ---


@pytest.mark.parametrize(
    ("uri", "there"),
    [
        ("file:///Volumes/Footage/Day%201/A001.mov", "file:///mnt/raid/Day%201/A001.mov"),
        ("file:///Volumes/Footage", "file:///mnt/raid"),
        ("file:///Volumes/Footage/B%FF(1).mov", "file:///mnt/raid/B%FF%281%29.mov"),
        ("file:///Volumes/Footage2/A001.mov", "file:///Volumes/Footage2/A001.mov"),
        ("file:///Volumes/Footage/Cards/A.mov", "file:///cards/A.mov"),
    ],
)
def test_a_folder_has_another_name_there(uri: str, there: str) -> None:
    pairs = PathMap().with_pair(HERE, THERE).with_pair(f"{HERE}/Cards", "file:///cards")
    assert pairs.there(uri) == there


def test_a_pair_that_led_nowhere_is_forgotten() -> None:
    pairs = PathMap().with_pair(HERE, THERE).with_pair("file:///other", "file:///x")
    assert pairs.without([f"{HERE}/A.mov"]) == PathMap((("file:///other", "file:///x"),))
    assert pairs.with_pair(HERE, "file:///new").there(f"{HERE}/A.mov") == "file:///new/A.mov"


@pytest.mark.parametrize(
    ("text", "uri"),
    [
        ("/mnt/Day 1/", "file:///mnt/Day%201"),
        ("D:\\Footage\\Day 1", "file:///D:/Footage/Day%201"),
        ("\\\\nas\\footage", "file://nas/footage"),
        ("footage", ""),
        ("", ""),
    ],
)
def test_a_folder_is_typed_as_that_system_writes_it(text: str, uri: str) -> None:
    assert folder_uri(text) == uri


def test_what_holds_all_of_them() -> None:
    assert common_folder([f"{HERE}/A/1.mov", f"{HERE}/B/2.mov"]) == HERE
    assert common_folder([f"{HERE}/A"]) == HERE
    assert folder_text(common_folder(["file:///Day%201/A.mov"])) == "/Day 1"


def test_clips_below_a_folder_are_found_by_their_names(tmp_path: Path) -> None:
    for name in ("b.mov", "a.MXF", "notes.txt", ".hidden.mov", "Proxy/b.mov", "in/c.mp4", "empty.mov"):
        file = tmp_path / name
        file.parent.mkdir(exist_ok=True)
        file.write_bytes(b"" if name == "empty.mov" else b"x" * 10)
    (tmp_path / "link.mov").symlink_to(tmp_path / "b.mov")
    found = [(str(Path(path).relative_to(tmp_path)), size) for path, size in footage_below([str(tmp_path)])]
    assert found == [("a.MXF", 10), ("b.mov", 10), ("in/c.mp4", 10)]
    assert list(footage_below([str(tmp_path / "gone.mov")])) == []


# --- in the window ---


@pytest.fixture
def far(studio: Studio, server: FakeServer, monkeypatch: pytest.MonkeyPatch) -> Iterator[Studio]:
    monkeypatch.setattr(sending, "AGAIN_MS", 10)
    studio.far.sending._again.setInterval(10)
    studio.link._remote = (SERVER, server.token)
    yield studio
    studio.link._remote = None


def dropped(far: Studio, qtbot: QtBot, *uris: str) -> None:
    drop_on(far.window, mime(*uris))
    qtbot.waitUntil(far.far_sheet.isVisible)


def test_a_folder_is_named_once_and_remembered(far: Studio, server: FakeServer, qtbot: QtBot) -> None:
    dropped(far, qtbot, "file:///nowhere/Day%201/A001.mov")
    sheet = far.far_sheet
    assert sheet.title.text() == "The server workstation does not find these clips"
    assert sheet.here.text() == "/nowhere/Day 1"
    assert not sheet.map.isEnabled()
    sheet.here.setText("/nowhere")
    sheet.there.setText("/mnt/raid")
    sheet.map.click()
    qtbot.waitUntil(lambda: far.model.rowCount() == 1)
    drop_on(far.window, mime("file:///nowhere/Day%202/B001.mov"))
    qtbot.waitUntil(lambda: far.model.rowCount() == 2)
    begun = [call[3]["paths"] for call in server.calls("/clips") if "brief" in call[3]]
    assert begun == [["file:///mnt/raid/Day%201/A001.mov"], ["file:///mnt/raid/Day%202/B001.mov"]]


def test_a_folder_that_is_not_there_is_asked_for_again(far: Studio, server: FakeServer, qtbot: QtBot) -> None:
    dropped(far, qtbot, "file:///nowhere/A001.mov")
    far.far_sheet.there.setText("/nowhere/else")
    far.far_sheet.map.click()
    qtbot.waitUntil(far.far_sheet.isVisible)
    assert far.far_sheet.fault.text() == "There is no such file or folder."
    assert far.settings.path_map(SERVER) == PathMap()


def test_at_this_computers_own_server_nothing_is_asked(studio: Studio, qtbot: QtBot) -> None:
    drop_on(studio.window, mime("file:///nowhere/A001.mov"))
    qtbot.waitUntil(lambda: studio.window.info.sentence() == "There is no such file or folder.")
    assert studio.far_sheet.isHidden()


@pytest.fixture
def card(tmp_path: Path, server: FakeServer) -> list[str]:
    """Two clips in a folder that the server does not know."""
    folder = tmp_path / "card"
    folder.mkdir()
    (folder / "A001.mov").write_bytes(b"first" * 50_000)
    (folder / "B002.mov").write_bytes(b"second" * 60_000)
    server.unknown = folder.as_uri()
    return uris_of_paths([str(folder)])


def send(far: Studio, qtbot: QtBot, card: list[str]) -> None:
    dropped(far, qtbot, *card)
    qtbot.waitUntil(far.far_sheet.send.isEnabled)
    assert far.far_sheet.send.text() == "Send 2 clips, 610 kB"
    far.far_sheet.send.click()


def test_clips_are_sent_with_the_preset_that_is_chosen(
    far: Studio, server: FakeServer, qtbot: QtBot, card: list[str]
) -> None:
    with qtbot.waitSignal(far.far.sending.ended):
        send(far, qtbot, card)
    assert {told["filename"]: told["preset"] for told in server.uploads.told.values()} == {
        "A001.mov": "prores-proxy", "B002.mov": "prores-proxy"
    }  # fmt: skip
    assert [bytes(file) for file in server.uploads.files.values()] == [b"first" * 50_000, b"second" * 60_000]
    assert far.window.bottom.said() == "2 clips sent."
    assert far.window.info.sentence() == ""


def test_where_the_line_breaks_sending_goes_on(far: Studio, server: FakeServer, qtbot: QtBot, card: list[str]) -> None:
    server.uploads.breaks = 3
    with qtbot.waitSignal(far.far.sending.ended) as ended:
        send(far, qtbot, card)
    assert ended.args == [["job-u0", "job-u1"], []]
    assert [bytes(file) for file in server.uploads.files.values()] == [b"first" * 50_000, b"second" * 60_000]


def test_what_is_refused_is_said(far: Studio, server: FakeServer, qtbot: QtBot, card: list[str]) -> None:
    server.uploads.fault = "1.2 TB is more than one upload may have."
    send(far, qtbot, card)
    words = "A001.mov was not sent: 1.2 TB is more than one upload may have. And one more."
    qtbot.waitUntil(lambda: far.window.info.sentence() == words)


def test_a_clip_that_is_gone_is_said(
    far: Studio, server: FakeServer, qtbot: QtBot, card: list[str], tmp_path: Path
) -> None:
    dropped(far, qtbot, *card)
    qtbot.waitUntil(far.far_sheet.send.isEnabled)
    (tmp_path / "card" / "A001.mov").unlink()
    far.far_sheet.send.click()
    words = "A001.mov was not sent: It cannot be read. Is the disk still there?"
    qtbot.waitUntil(lambda: far.window.info.sentence() == words)
    assert [bytes(file) for file in server.uploads.files.values()][1:] == [b"second" * 60_000]


def test_closing_says_that_clips_are_being_sent(far: Studio, server: FakeServer, qtbot: QtBot, card: list[str]) -> None:
    server.uploads.breaks = 100
    far.far.sending._again.setInterval(60_000)
    send(far, qtbot, card)
    assert not far.window.close()
    assert far.window.info.sentence() == "Clips are still being sent to the server. Closing the window stops that."
    assert far.window.close()


def test_sending_can_be_stopped(far: Studio, server: FakeServer, qtbot: QtBot, card: list[str]) -> None:
    server.uploads.breaks = 100
    far.far.sending._again.setInterval(60_000)
    send(far, qtbot, card)
    assert far.window.info.sentence().startswith("Sending A001.mov: clip 1 of 2, ")
    qtbot.waitUntil(far.far.sending._again.isActive)
    far.window.info.pressed.emit("stop_sending")
    assert not far.far.sending.busy
    qtbot.waitUntil(lambda: server.uploads.dropped == ["u0"])
    assert far.window.bottom.said() == "Sending was stopped. What arrived whole stays."
