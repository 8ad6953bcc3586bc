"""Pages of lanes, watch folders, presets, LUTs and the bucket."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt, QTime, QUrl
from PySide6.QtWidgets import QAbstractButton, QAbstractSpinBox, QComboBox, QLineEdit
from pytestqt.qtbot import QtBot

from studio.desktop import Studio
from studio.rooms import ROOMS
from studio.views.panels.lanes import LanesPage
from studio.views.panels.luts import LutsPage
from studio.views.panels.presets import PresetsPage
from studio.views.panels.storage import StoragePage
from studio.views.panels.watches import WatchesPage
from tests.gui.helpers.fake_desk import TABLE, lane_entry, preset_entry
from tests.gui.helpers.fake_server import FakeServer
from tests.gui.helpers.hands import choose, dialogs, drop_on, fill, mime
from tests.gui.helpers.sample_jobs import done_job

WATCH: dict[str, Any] = {
    "id": "w9",
    "path": "/cards/A",
    "path_uri": "file:///cards/A",
    "preset": "prores-proxy",
    "to": None,
    "include": ["*.mov"],
    "exclude": [],
    "settle_seconds": 5.0,
    "upload": False,
    "analysis": True,
    "lut": None,
    "priority": 5,
    "subfolders": True,
    "hours": None,
    "state": "away",
    "why": "The card is unplugged.",
    "files": {"queued": 3, "not_media": 1},
}


def page(studio: Studio, name: str) -> Any:
    studio.window.show_room(name)
    return studio.window.room(name)


@pytest.mark.parametrize("room", [room.name for room in ROOMS])
def test_every_control_of_a_page_is_named_and_reached_by_keyboard(
    studio: Studio, server: FakeServer, qtbot: QtBot, room: str
) -> None:
    server.watches = [WATCH]
    shown = page(studio, room)
    qtbot.wait(150)
    for kind in (QAbstractButton, QLineEdit, QComboBox, QAbstractSpinBox):
        for control in shown.findChildren(kind):
            if isinstance(control.parent(), QAbstractSpinBox | QComboBox) or not control.isVisible():
                continue
            if control.objectName().startswith("qt_"):
                continue
            text = control.text() if isinstance(control, QAbstractButton) else ""
            assert control.accessibleName() or text, control
            assert control.focusPolicy() & Qt.FocusPolicy.TabFocus or not control.isEnabled(), control


def test_a_page_gives_the_jobs_back(studio: Studio, server: FakeServer) -> None:
    shown = page(studio, "lanes")
    (back,) = [b for b in shown.findChildren(QAbstractButton) if b.text() == "Back to the jobs"]
    back.click()
    assert studio.window.pages.currentWidget() is studio.window.splitter


# --- lanes ---


@pytest.fixture
def lanes(studio: Studio, server: FakeServer, qtbot: QtBot) -> LanesPage:
    server.desk.lanes["video_processing"] = lane_entry("video_processing", waiting=3, running=1)
    server.desk.lanes["transfer"] = lane_entry("transfer", hours="19:00-07:00", open=False, opens_at="x")
    shown: LanesPage = page(studio, "lanes")
    qtbot.waitUntil(lambda: len(shown.lanes) == 4)
    return shown


def test_lanes_say_how_they_stand(lanes: LanesPage) -> None:
    assert lanes.lanes["video_processing"].state.text() == "Working  ·  1 running  ·  3 waiting"
    assert lanes.lanes["transfer"].state.text().startswith("Closed until")
    assert lanes.lanes["transfer"].hours.hours() == "19:00-07:00"
    assert lanes.lanes["maintenance"].hours.hours() == ""
    assert lanes.lanes["maintenance"].state.text().startswith("Ready")


def test_a_lane_is_paused_and_resumed(lanes: LanesPage, server: FakeServer, qtbot: QtBot) -> None:
    one = lanes.lanes["cv_analysis"]
    for paused, words in ((True, "Resume"), (False, "Pause")):
        one.switch.click()
        qtbot.waitUntil(lambda paused=paused: server.desk.lanes["cv_analysis"]["paused"] is paused)
        qtbot.waitUntil(lambda words=words: one.switch.text() == words)


def test_what_waits_is_cancelled_only_after_a_yes(lanes: LanesPage, server: FakeServer, qtbot: QtBot) -> None:
    clear = lanes.lanes["video_processing"].clear
    clear.button.click()
    assert clear._question.text() == "Cancel 3 jobs that wait?"
    clear.no.click()
    assert server.desk.lanes["video_processing"]["waiting"] == 3
    clear.button.click()
    clear.yes.click()
    qtbot.waitUntil(lambda: server.desk.lanes["video_processing"]["waiting"] == 0)
    qtbot.waitUntil(lambda: lanes.around and "3 jobs" in lanes.window().info.sentence())


def test_more_side_by_side(lanes: LanesPage, server: FakeServer, qtbot: QtBot) -> None:
    lanes.lanes["transfer"].number.setValue(7)
    qtbot.waitUntil(lambda: server.desk.lanes["transfer"]["concurrency"] == 7)


def test_working_hours_are_set_and_taken_away(lanes: LanesPage, server: FakeServer, qtbot: QtBot) -> None:
    line, lane = lanes.lanes["cv_analysis"].hours, server.desk.lanes["cv_analysis"]
    line.only.click()
    qtbot.waitUntil(lambda: lane["hours"] == "19:00-07:00")
    line.first.setTime(QTime(22, 30))
    line.first.editingFinished.emit()
    qtbot.waitUntil(lambda: lane["hours"] == "22:30-07:00")
    line.only.click()
    qtbot.waitUntil(lambda: lane["hours"] == "")
    assert not line.first.isVisible()


def test_hours_that_cannot_be_are_told_and_do_not_stay(lanes: LanesPage, server: FakeServer, qtbot: QtBot) -> None:
    line = lanes.lanes["transfer"].hours
    line.first.setTime(QTime(7, 0))
    line.first.editingFinished.emit()
    qtbot.waitUntil(lambda: "begins as it ends" in lanes.window().info.sentence())
    qtbot.waitUntil(lambda: line.hours() == "19:00-07:00")


# --- the bucket ---


@pytest.fixture
def storage(studio: Studio, server: FakeServer, qtbot: QtBot) -> StoragePage:
    server.desk.storage = {"bucket": "footage", "prefix": "show", "endpoint_url": None, "region": None}
    shown: StoragePage = page(studio, "storage")
    qtbot.waitUntil(lambda: shown.fields["bucket"].text() == "footage")
    return shown


@pytest.mark.parametrize(("reachable", "words"), [(True, "The bucket is there."), (False, "There is no such bucket.")])
def test_the_connection_is_tried(
    storage: StoragePage, server: FakeServer, qtbot: QtBot, reachable: bool, words: str
) -> None:
    server.desk.reachable = reachable
    storage.test.click()
    qtbot.waitUntil(lambda: storage.result.text() == words)


def test_a_bucket_is_saved_without_any_secret(storage: StoragePage, server: FakeServer, qtbot: QtBot) -> None:
    qtbot.keyClicks(storage.fields["region"], "eu-1")
    storage.reload()  # what is typed stays
    storage.save.click()
    qtbot.waitUntil(lambda: server.desk.storage["region"] == "eu-1")
    assert set(server.desk.storage) == {"bucket", "prefix", "endpoint_url", "region"}
    storage.fields["bucket"].clear()
    storage.fields["bucket"].textEdited.emit("")
    assert not storage.save.isEnabled()


# --- LUTs ---


@pytest.fixture
def cube(tmp_path: Path) -> Path:
    file = tmp_path / "show.cube"
    file.write_text("LUT_3D_SIZE 2\n")
    return file


def uri(path: Path) -> str:
    return QUrl.fromLocalFile(str(path)).toString()


def test_a_lut_is_added_dropped_used_and_removed(studio: Studio, server: FakeServer, qtbot: QtBot, cube: Path) -> None:
    server.desk.presets["mine"] = preset_entry("mine", TABLE, own=True)
    server.watches = [WATCH]
    luts: LutsPage = page(studio, "luts")
    dialogs(studio).files = [uri(cube)]
    luts.add.click()
    qtbot.waitUntil(lambda: luts.table.rowCount() == 1)
    assert luts.table.item(0, 1).text() == "3D, 33 points"
    luts.table.selectRow(0)
    qtbot.waitUntil(lambda: len(luts._menu.actions()) == 2)
    preset, watch = luts._menu.actions()
    assert (preset.text(), watch.text()) == ("Preset mine", "Watch folder A")
    preset.trigger()
    qtbot.waitUntil(lambda: server.desk.presets["mine"]["table"].get("lut") == "show.cube")
    qtbot.waitUntil(lambda: len(luts._menu.actions()) == 2)
    luts._menu.actions()[1].trigger()
    qtbot.waitUntil(lambda: server.watches[0]["lut"] == "/home/presets/show.cube")
    drop_on(luts, mime(uri(cube)))
    qtbot.waitUntil(lambda: luts.table.rowCount() == 2)
    luts.table.selectRow(0)
    luts.remove.button.click()
    luts.remove.yes.click()
    qtbot.waitUntil(lambda: luts.table.rowCount() == 0)


@pytest.mark.parametrize(("content", "words"), [(b"no lut", "Line 1"), (b"\xff\xfe\0", "cannot be read")])
def test_a_lut_that_is_none_gets_a_sentence(
    studio: Studio, server: FakeServer, qtbot: QtBot, cube: Path, content: bytes, words: str
) -> None:
    cube.write_bytes(content)
    luts: LutsPage = page(studio, "luts")
    luts.add_files([uri(cube)])
    qtbot.waitUntil(lambda: words in studio.window.info.sentence())
    assert luts.table.rowCount() == 0


# --- presets ---


@pytest.fixture
def presets(studio: Studio, server: FakeServer, qtbot: QtBot) -> PresetsPage:
    shown: PresetsPage = page(studio, "presets")
    qtbot.waitUntil(lambda: shown.list.count() == 2)
    return shown


def test_a_preset_that_ships_is_read_only(presets: PresetsPage) -> None:
    assert presets.form.name.text() == "prores-proxy"
    assert not presets.form.title.isEnabled()
    assert presets.duplicate.isVisible()
    assert not presets.save.isVisible()
    assert "Start timecode" in presets.words.text()


def test_a_duplicate_is_edited_checked_and_saved(presets: PresetsPage, server: FakeServer, qtbot: QtBot) -> None:
    presets.list.setCurrentRow(1)
    presets.duplicate.click()
    form = presets.form
    assert form.name.text() == "h264-720p-copy"
    assert form.title.isEnabled()
    form.title.clear()
    form.title.textEdited.emit("")
    qtbot.waitUntil(lambda: presets.fault.text() == "Title: a text is needed.")
    assert form.title.property("wrong")
    assert not presets.save.isEnabled()
    qtbot.keyClicks(form.title, "Mine")
    qtbot.waitUntil(presets.save.isEnabled)
    form.quality.setValue(30)
    presets.save.click()
    qtbot.waitUntil(lambda: "h264-720p-copy" in server.desk.presets)
    assert server.desk.presets["h264-720p-copy"]["table"] == {**TABLE, "title": "Mine", "quality": 30}
    qtbot.waitUntil(lambda: presets.list.count() == 3)
    presets.remove.button.click()
    presets.remove.yes.click()
    qtbot.waitUntil(lambda: presets.list.count() == 2)


def test_the_codec_rules_profile_container_and_quality(presets: PresetsPage) -> None:
    presets.list.setCurrentRow(1)
    presets.duplicate.click()
    form = presets.form
    form.codec.setCurrentIndex(form.codec.findData("prores"))
    form.codec.activated.emit(0)
    assert (form.profile.currentData(), form.container.currentData()) == ("proxy", "mov")
    assert form.container.count() == 1
    assert not form.quality.isEnabled()
    assert "quality" not in form.table()


def test_the_selected_clip_is_seen_through_the_preset(studio: Studio, server: FakeServer, qtbot: QtBot) -> None:
    fill(studio, server, qtbot, done_job(1))
    choose(studio, 1)
    shown: PresetsPage = page(studio, "presets")
    qtbot.waitUntil(lambda: bool(server.desk.previews) and not shown.preview.empty)
    assert server.desk.previews[0]["table"]["codec"] == "prores"


# --- watch folders ---


@pytest.fixture
def watches(studio: Studio, server: FakeServer, qtbot: QtBot) -> WatchesPage:
    server.watches = [dict(WATCH)]
    shown: WatchesPage = page(studio, "watches")
    qtbot.waitUntil(lambda: shown.list.count() == 1 and shown.form.preset.count() == 2)
    return shown


def test_commands_are_not_spoken_of(watches: WatchesPage, server: FakeServer, qtbot: QtBot) -> None:
    server.watches[0] |= {"state": "scanning", "why": "Not looked into yet: folders are while `rushes server` runs."}
    watches.reload()
    qtbot.waitUntil(lambda: watches.state.text() == "Looking through it")
    assert "rushes" not in watches.window().side.watch_list.item(0).toolTip()


def test_a_folder_says_how_it_stands(watches: WatchesPage) -> None:
    assert watches.state.text() == "Out of reach: The card is unplugged."
    assert watches.files.text().startswith("4 files")
    assert watches.form.include.text() == "*.mov"
    assert watches.form.analysis.isChecked()


def test_its_rules_are_changed(watches: WatchesPage, server: FakeServer, qtbot: QtBot) -> None:
    form = watches.form
    qtbot.keyClicks(form.exclude, "*_test*, B/*")
    form.upload.click()
    server.watches[0]["state"] = "watching"
    watches.reload()  # what is typed stays
    qtbot.waitUntil(lambda: watches.state.text().startswith("Watching"))
    assert form.exclude.text() == "*_test*, B/*"
    form.preset.setCurrentIndex(1)
    watches.save.click()
    qtbot.waitUntil(lambda: server.watches[0]["upload"] is True)
    assert server.watches[0]["exclude"] == ["*_test*", "B/*"]
    assert server.watches[0]["preset"] == "h264-720p"
    assert "settle" not in server.watches[0]


def test_a_folder_is_added_looked_through_and_left(
    studio: Studio, watches: WatchesPage, server: FakeServer, qtbot: QtBot, tmp_path: Path
) -> None:
    dialogs(studio).folder = uri(tmp_path)
    watches.add.click()
    qtbot.waitUntil(lambda: watches.list.count() == 2)
    assert watches.chosen()["path"] == str(tmp_path)
    watches.rescan.click()
    qtbot.waitUntil(lambda: any(call[1].endswith("/rescan") for call in server.asked))
    watches.remove.button.click()
    watches.remove.yes.click()
    qtbot.waitUntil(lambda: watches.list.count() == 1)


def test_a_folder_is_paused_and_goes_on(studio: Studio, watches: WatchesPage, server: FakeServer, qtbot: QtBot) -> None:
    server.watches[0]["state"] = "watching"
    for paused, words, state in ((True, "Go on", "Paused"), (False, "Pause", "Watching")):
        watches.switch.click()
        qtbot.waitUntil(lambda words=words: watches.switch.text() == words)
        assert server.watches[0]["paused"] is paused
        assert watches.state.text().startswith(state)
    assert watches.list.count() == studio.window.side.watch_list.count() == 1


@pytest.mark.parametrize("dropped", [True, False])
def test_why_a_clip_was_not_done(watches: WatchesPage, server: FakeServer, qtbot: QtBot, dropped: bool) -> None:
    answer = {"path": "/cards/A/<b>.mov", "decision": "own_output", "reason": "It is <b>ours</b>.", "job_id": None}
    server.desk.reasons["file:///cards/A/%3Cb%3E.mov"] = answer
    if dropped:
        drop_on(watches.why, mime("file:///cards/A/%3Cb%3E.mov"))
    else:
        qtbot.keyClicks(watches.why.path, "/cards/A/<b>.mov")
        watches.why.button.click()
    qtbot.waitUntil(lambda: watches.why.answer.text() == "Our own output. It is <b>ours</b>.")
    watches.why.path.setText("/else/where.mov")
    watches.why.button.click()
    qtbot.waitUntil(lambda: watches.why.answer.text() == "No watch folder holds that file.")
