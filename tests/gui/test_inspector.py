"""What the inspector shows of a job and its clip, and what one does there."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QGuiApplication, QImage
from pytestqt.qtbot import QtBot

from studio.desktop import Studio
from studio.views.details import Details
from studio.views.inspector.viewer import Viewer
from tests.gui.helpers.fake_clips import ANALYSIS, filmstrip, flat_picture, sample_clip
from tests.gui.helpers.fake_server import FakeServer
from tests.gui.helpers.hands import choose, dialogs, fill
from tests.gui.helpers.sample_jobs import done_job, failed_job, running_job, sample_job

WAVE = {"seconds": 60, "tracks": [{"channels": 1, "peaks": [0, 128, 255, 10]}]}
RATE = 24000 / 1001


@pytest.fixture
def details(studio: Studio, server: FakeServer, qtbot: QtBot) -> Details:
    """A finished job of a clip with everything, once its frames are on show."""
    server.posters["clip1"] = flat_picture("#808080")
    server.footage.put(sample_clip("clip1", analysis=ANALYSIS))
    server.footage.films["clip1"] = filmstrip()
    server.footage.waves["clip1"] = WAVE
    fill(studio, server, qtbot, done_job(1))
    choose(studio, 1)
    shown = studio.window.details
    qtbot.waitUntil(lambda: len(server.footage.frames) == 2)
    qtbot.waitUntil(lambda: color(shown.reel.viewer, "proxy") == "blue")
    return shown


def color(viewer: Viewer, side: str) -> str:
    picture = viewer.pictures[side].picture
    if picture.isNull():
        return ""
    middle = picture.toImage().pixelColor(picture.width() // 2, picture.height() // 2)
    return "red" if middle.red() > middle.blue() + 60 else "blue" if middle.blue() > middle.red() + 60 else "grey"


def asked(server: FakeServer, side: str) -> list[float]:
    return [seconds for _clip, of, seconds in server.footage.frames if of == side]


def test_a_done_job_shows_both_sides_files_links_and_checks(details: Details, server: FakeServer) -> None:
    assert (color(details.reel.viewer, "original"), color(details.reel.viewer, "proxy")) == ("red", "blue")
    assert asked(server, "original") == asked(server, "proxy") == [pytest.approx((719 - 0.5) / RATE, abs=1e-3)]
    assert details.files.paths()[1].endswith("/Proxy/A001_C001_1124XY.mov")
    assert details.links.isVisible()
    assert details.checks.isVisible()
    assert not details.failure.isVisible()


def test_arrow_keys_step_both_sides_by_one_frame(details: Details, server: FakeServer, qtbot: QtBot) -> None:
    viewer = details.reel.viewer
    viewer.setFocus()
    assert viewer.timecode.text() == "14:22:37:10"
    qtbot.keyClick(viewer, Qt.Key.Key_Right)
    assert (viewer.frame, viewer.timecode.text()) == (720, "14:22:37:11")
    qtbot.waitUntil(lambda: asked(server, "proxy")[-1] == pytest.approx(719.5 / RATE, abs=1e-3))
    qtbot.keyClick(viewer, Qt.Key.Key_Left)
    qtbot.keyClick(viewer, Qt.Key.Key_Left)
    assert viewer.frame == 718
    qtbot.keyClick(viewer, Qt.Key.Key_Home)
    assert viewer.timecode.text() == "14:22:07:11"
    qtbot.keyClick(viewer, Qt.Key.Key_Left)
    assert viewer.frame == 0
    qtbot.keyClick(viewer, Qt.Key.Key_End)
    assert viewer.frame == 1437


def test_a_frame_seen_before_is_not_asked_for_again(details: Details, server: FakeServer, qtbot: QtBot) -> None:
    viewer = details.reel.viewer
    viewer.step(1)
    qtbot.waitUntil(lambda: len(asked(server, "original")) == len(asked(server, "proxy")) == 2)
    qtbot.waitUntil(lambda: not viewer.pictures["proxy"]._late)
    viewer.step(-1)
    qtbot.wait(50)
    assert len(asked(server, "original")) == 2


def test_of_a_long_drag_only_the_last_frame_counts(details: Details, server: FakeServer, qtbot: QtBot) -> None:
    for frame in range(100, 400, 3):
        details.reel.viewer.slider.setValue(frame)
    qtbot.waitUntil(lambda: asked(server, "proxy")[-1] == pytest.approx(396.5 / RATE, abs=1e-3))
    assert len(asked(server, "proxy")) <= 4


def test_j_k_l_play_as_in_an_nle(details: Details, qtbot: QtBot) -> None:
    viewer = details.reel.viewer
    viewer.setFocus()
    for key, speed in ((Qt.Key.Key_L, 1), (Qt.Key.Key_L, 2), (Qt.Key.Key_J, -1), (Qt.Key.Key_J, -2)):
        qtbot.keyClick(viewer, key)
        assert viewer.playing == speed
    before = viewer.frame
    qtbot.waitUntil(lambda: viewer.frame < before)
    qtbot.keyClick(viewer, Qt.Key.Key_K)
    assert viewer.playing == 0


@pytest.mark.parametrize(("typed", "frame"), [("14:22:08:11", 24), ("99:00:00:00", 719), ("nonsense", 719)])
def test_a_typed_timecode_is_gone_to(details: Details, qtbot: QtBot, typed: str, frame: int) -> None:
    box = details.reel.viewer.timecode
    box.setText(typed)
    qtbot.keyClick(box, Qt.Key.Key_Return)
    assert details.reel.viewer.frame == frame
    assert box.text() == details.reel.viewer.ruler.text(frame)


def test_the_mouse_above_the_strip_shows_its_picture_and_asks_for_none(
    details: Details, server: FakeServer, qtbot: QtBot
) -> None:
    strip, viewer = details.reel.strip, details.reel.viewer
    qtbot.waitUntil(lambda: strip._tiles == 10)
    before, asked_before = viewer.timecode.text(), len(server.footage.frames)
    qtbot.mouseMove(strip, QPoint(strip.width() - 3, 10))
    qtbot.waitUntil(lambda: color(viewer, "proxy") == "grey")
    assert viewer.timecode.text() > before
    strip.hovered.emit(-1.0)
    assert color(viewer, "proxy") == "blue"
    assert viewer.timecode.text() == before
    assert len(server.footage.frames) == asked_before


def test_a_click_on_a_finding_goes_to_its_start(details: Details, qtbot: QtBot) -> None:
    strip = details.reel.strip
    row = strip._rows(strip.width()).findings
    x = round(strip._x(49.0))
    qtbot.mouseClick(strip, Qt.MouseButton.LeftButton, pos=QPoint(x, row.center().y()))
    assert details.reel.viewer.frame == int(47.0 * RATE)
    details.findings.list.setCurrentRow(1)
    details.findings.list.itemActivated.emit(details.findings.list.item(1))
    assert details.reel.viewer.frame == int(21.4 * RATE)


def test_the_large_window_begins_where_the_small_one_is(details: Details, server: FakeServer, qtbot: QtBot) -> None:
    details.reel.viewer.seek(100)
    details.reel.viewer.enlarge.click()
    large = [w for w in QGuiApplication.topLevelWindows() if w.title().endswith("original and proxy")]
    assert [window.title() for window in large] == ["A001_C001_1124XY.mov: original and proxy"]
    qtbot.waitUntil(lambda: asked(server, "proxy").count(pytest.approx(99.5 / RATE, abs=1e-3)) == 2)
    large[0].close()


def test_a_clip_whose_original_is_away_shows_the_proxy_alone(studio: Studio, server: FakeServer, qtbot: QtBot) -> None:
    server.footage.put(sample_clip("clip1", state="away"))
    fill(studio, server, qtbot, done_job(1))
    choose(studio, 1)
    viewer = studio.window.details.reel.viewer
    qtbot.waitUntil(lambda: color(viewer, "proxy") == "blue")
    assert not viewer.pictures["original"].isVisible()
    assert asked(server, "original") == []


def test_a_clip_that_is_no_more_known_leaves_the_job_readable(studio: Studio, server: FakeServer, qtbot: QtBot) -> None:
    fill(studio, server, qtbot, done_job(1))
    choose(studio, 1)
    details = studio.window.details
    qtbot.waitUntil(lambda: details.log.text.toPlainText() == "\n".join(server.log))
    assert not details.reel.viewer.slider.isVisible()
    assert studio.window.info.sentence() == ""


def test_metadata_can_be_copied(details: Details, qtbot: QtBot) -> None:
    details.sections.buttons["metadata"].click()
    assert details.metadata.isVisible()
    assert not details.links.isVisible()
    details.metadata.copy.click()
    copied = QGuiApplication.clipboard().text()
    assert "Timecode\t14:22:07:11" in copied
    assert "Frame rate\t23.976 fps" in copied
    details.metadata.table.selectRow(0)
    qtbot.keyClick(details.metadata.table, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    assert QGuiApplication.clipboard().text() == "Timecode\t14:22:07:11"


def test_the_history_is_told(studio: Studio, server: FakeServer, qtbot: QtBot) -> None:
    server.timeline = [
        {"at": "2026-11-24T14:31:00.000Z", "from": None, "to": "pending", "reason": None},
        {"at": "2026-11-24T14:32:00.000Z", "from": "pending", "to": "failed", "reason": "<b>it broke</b>"},
    ]
    fill(studio, server, qtbot, failed_job(1))
    choose(studio, 1)
    details = studio.window.details
    details.sections.choose("history")
    qtbot.waitUntil(lambda: details.history._box.count() == 2)
    assert "<b>it broke</b>" in details.history._box.itemAt(1).widget().accessibleName()


# --- failures ---


def test_a_failed_job_says_what_happened_why_and_what_to_do(studio: Studio, server: FakeServer, qtbot: QtBot) -> None:
    fill(studio, server, qtbot, failed_job(1))
    choose(studio, 1)
    failure = studio.window.details.failure
    what, why, do = failure.words()
    assert (what, why) == ("The clip is damaged", failed_job(1)["error"]["message"])
    assert "press Retry" in do
    shown = [button.text() for button in failure.buttons.values() if button.isVisible()]
    assert shown == ["Allow damage", "Retry", "Show clip"]
    assert failure.buttons["allow_damaged"].property("primary")


def test_damage_is_allowed_by_its_button(studio: Studio, server: FakeServer, qtbot: QtBot) -> None:
    job = failed_job(1)
    fill(studio, server, qtbot, job)
    choose(studio, 1)
    studio.window.details.failure.buttons["allow_damaged"].click()
    qtbot.waitUntil(lambda: bool(server.calls("/clips")))
    assert server.calls("/clips")[-1][3] == {
        "paths": [job["source_uri"]],
        "preset": "prores-proxy",
        "brief": True,
        "allow_damaged": True,
    }
    qtbot.waitUntil(lambda: studio.window.info.sentence().startswith("Queued again"))


def test_another_preset_is_chosen_from_a_menu(studio: Studio, server: FakeServer, qtbot: QtBot) -> None:
    error = {**failed_job(1)["error"], "code": "encode_failed"}
    fill(studio, server, qtbot, failed_job(1, error=error))
    choose(studio, 1)
    failure = studio.window.details.failure
    names = [action.text() for action in failure._presets.actions()]
    assert names == ["prores-proxy", "h264-720p"]
    failure._presets.actions()[1].trigger()
    qtbot.waitUntil(lambda: bool(server.calls("/clips")))
    assert server.calls("/clips")[-1][3]["preset"] == "h264-720p"


def test_the_log_is_a_button_away_copied_and_saved(
    studio: Studio, server: FakeServer, qtbot: QtBot, tmp_path: Path
) -> None:
    error = {**failed_job(1)["error"], "code": "encode_failed"}
    fill(studio, server, qtbot, failed_job(1, error=error))
    choose(studio, 1)
    details, told = studio.window.details, "\n".join(server.log)
    qtbot.waitUntil(lambda: details.log.text.toPlainText() == told)
    assert not details.log.isVisible()
    details.failure.buttons["show_log"].click()
    assert details.log.text.isVisible()
    details.log.copy.click()
    assert QGuiApplication.clipboard().text() == told
    dialogs(studio).saved_to = str(tmp_path / "a.log")
    details.log.save.click()
    assert (tmp_path / "a.log").read_text() == told
    dialogs(studio).saved_to = str(tmp_path / "none" / "a.log")
    details.log.save.click()
    assert "cannot be written" in studio.window.info.sentence()


def test_a_running_job_offers_nothing_it_would_be_refused(studio: Studio, server: FakeServer, qtbot: QtBot) -> None:
    fill(studio, server, qtbot, running_job(1, 0.3, error=failed_job(1)["error"]))
    choose(studio, 1)
    buttons = studio.window.details.failure.buttons
    assert [name for name, button in buttons.items() if button.isVisible()] == ["show_source"]


def test_several_jobs_are_summed_up(studio: Studio, server: FakeServer, qtbot: QtBot) -> None:
    fill(studio, server, qtbot, done_job(1), done_job(2), sample_job(3))
    choose(studio, 1, 2, 3)
    table = studio.window.details.totals
    assert table.isVisible()
    assert table.all_text().splitlines()[:5] == [
        "Done\t2",
        "Waiting\t1",
        "Clips\t3",
        "Footage\t2:00",
        "Size of originals\t9.6 GB",
    ]
    choose(studio, 1)
    assert not table.isVisible()


def test_a_picture_that_is_none_is_left_out(studio: Studio, server: FakeServer, qtbot: QtBot) -> None:
    server.posters["clip1"] = b"no picture"
    server.footage.put(sample_clip("clip1", proxies=[], state="away"))
    server.footage.films["clip1"] = b"no picture either"
    fill(studio, server, qtbot, done_job(1))
    choose(studio, 1)
    qtbot.waitUntil(lambda: any("thumbnail" in call[1] for call in server.asked))
    qtbot.wait(100)
    assert studio.window.details.reel.viewer.pictures["original"].empty
    assert QImage.fromData(server.posters["clip1"]).isNull()
