"""The window's rooms on the real server: what the small server of the other tests answers is what the real one says."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QTime, QUrl
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from studio.desktop import Studio
from studio.metadata import metadata_rows
from tests.gui.helpers.fake_clips import sample_clip
from tests.gui.helpers.fake_desk import card_entry, lane_entry, preset_entry
from tests.gui.helpers.fake_dialogs import FakeDialogs
from tests.gui.helpers.hands import dialogs, drop_on, mime
from tests.gui.helpers.sample_jobs import METADATA, done_job
from tests.gui.test_moves import opened
from tests.helpers.footage import Take, film
from tests.helpers.serving import Served, serving, until

PATIENCE_MS = 60_000
CUBE = "LUT_3D_SIZE 2\n" + "\n".join(f"{r} {g} {b}" for b in (0, 1) for g in (0, 1) for r in (0, 1)) + "\n"


@dataclass(frozen=True)
class Stage:
    """A server that made the proxy of the one clip on a card."""

    served: Served
    clip: Path
    watched: Path


@pytest.fixture(scope="module")
def stage(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stage]:
    folder = tmp_path_factory.mktemp("rooms")
    clip = film(folder / "A001" / "DCIM" / "100GOPRO" / "GX010001.mp4", Take(audio="-c:a aac", frames=50))
    watched = folder / "watched"
    watched.mkdir()
    (watched / "notes.txt").write_text("no clip")
    with serving(folder / "home") as served:
        (job,) = served.client.add_clips([str(folder / "A001")])["jobs"]
        until(lambda: served.client.job_status(job["id"])["status"] == "completed", 60)
        yield Stage(served, clip, watched)


@pytest.fixture
def studio(qtbot: QtBot, qapp: QApplication, tmp_path: Path, stage: Stage) -> Iterator[Studio]:
    """A window of its own, told where the server is."""
    window = Studio(qapp, tmp_path, make_dialogs=lambda _parent: FakeDialogs())
    window.settings.told_that_jobs_go_on = window.settings.welcomed = True
    qtbot.addWidget(window.window)
    window.window.show()
    with qtbot.waitSignals([window.feed.loaded, window.feed.presets], timeout=PATIENCE_MS):
        window.feed.connect_to(stage.served.url, (stage.served.home / "token").read_text().strip())
    yield window
    window.close()


def page(studio: Studio, name: str) -> Any:
    studio.window.show_room(name)
    return studio.window.room(name)


def uri(path: Path) -> str:
    return bytes(QUrl.fromLocalFile(str(path)).toEncoded().data()).decode()


def test_the_small_server_speaks_as_the_real_one(stage: Stage) -> None:
    client = stage.served.client
    (job,), (clip,), (card,) = client.jobs()["jobs"], client.clips()["clips"], client.cards()["cards"]
    assert set(card_entry("A001")) == set(card)
    assert set(sample_clip("1")) == set(clip)
    assert set(done_job(1)) == set(job)
    assert set(METADATA) <= set(clip["metadata"])
    assert set(lane_entry("transfer")) == set(client.queues()["queues"][0])
    preset = client.presets()["presets"][0]
    assert set(preset_entry("x", preset["table"])) <= set(preset)
    assert dict(metadata_rows(clip["metadata"]))["Picture"] == "320×180"


def test_the_catalogue_shows_the_clip_its_card_and_its_frames(studio: Studio, stage: Stage, qtbot: QtBot) -> None:
    shown = page(studio, "catalogue")
    qtbot.waitUntil(lambda: shown.model.clip_at(0) is not None, timeout=PATIENCE_MS)
    clip_id = shown.model.clip_at(0)["id"]
    qtbot.waitUntil(lambda: shown.thumbs.picture(clip_id) is not None, timeout=PATIENCE_MS)
    qtbot.waitUntil(shown.cards.isVisible, timeout=PATIENCE_MS)
    shown.cards.list.setCurrentRow(0)
    assert shown.cards.why.text().startswith("Not safe to wipe. ")
    assert "1 clip, " in shown.cards.why.text()
    with qtbot.waitSignal(shown.model.modelReset, timeout=PATIENCE_MS):  # searched for
        pass
    qtbot.waitUntil(lambda: shown.model.clip_at(0) is not None, timeout=PATIENCE_MS)
    shown.open(shown.model.index(0))
    viewer = shown.details.reel.viewer
    qtbot.waitUntil(lambda: not any(picture.empty for picture in viewer.pictures.values()), timeout=PATIENCE_MS)
    shown.search.setText("nothing like it")
    qtbot.waitUntil(shown.nothing.isVisible, timeout=PATIENCE_MS)


def test_a_folder_is_watched_paused_ruled_asked_about_and_left(studio: Studio, stage: Stage, qtbot: QtBot) -> None:
    shown = page(studio, "watches")
    qtbot.waitUntil(lambda: shown.form.preset.count() > 1, timeout=PATIENCE_MS)
    dialogs(studio).folder = uri(stage.watched)
    shown.add.click()
    qtbot.waitUntil(lambda: shown.list.count() == 1 and shown.chosen() is not None, timeout=PATIENCE_MS)
    qtbot.waitUntil(lambda: studio.window.side.watch_list.count() == 1, timeout=PATIENCE_MS)
    qtbot.keyClicks(shown.form.include, "*.mov")
    shown.form.analysis.click()
    shown.save.click()
    qtbot.waitUntil(lambda: studio.window.info.sentence().startswith("Saved."), timeout=PATIENCE_MS)
    (watch,) = stage.served.client.watches()["watches"]
    assert (watch["include"], watch["analysis"], watch["path"]) == (["*.mov"], True, str(stage.watched))
    shown.switch.click()
    qtbot.waitUntil(lambda: shown.state.text().startswith("Paused"), timeout=PATIENCE_MS)
    assert stage.served.client.watches()["watches"][0]["paused"]
    shown.why.path.setText(str(stage.watched / "notes.txt"))
    shown.why.button.click()
    qtbot.waitUntil(lambda: bool(shown.why.answer.text()), timeout=PATIENCE_MS)
    assert "`" not in shown.why.answer.text()
    shown.remove.button.click()
    shown.remove.yes.click()
    qtbot.waitUntil(lambda: shown.list.count() == 0, timeout=PATIENCE_MS)
    assert stage.served.client.watches()["watches"] == []


def test_a_preset_with_a_lut_is_made_used_and_removed(
    studio: Studio, stage: Stage, qtbot: QtBot, tmp_path: Path
) -> None:
    presets = page(studio, "presets")
    qtbot.waitUntil(lambda: presets.list.count() > 2, timeout=PATIENCE_MS)
    before = presets.list.count()
    presets.duplicate.click()
    qtbot.waitUntil(presets.save.isEnabled, timeout=PATIENCE_MS)
    name = presets.form.name.text()
    presets.save.click()
    qtbot.waitUntil(lambda: presets.list.count() == before + 1, timeout=PATIENCE_MS)
    luts = page(studio, "luts")
    (tmp_path / "show.cube").write_text(CUBE)
    luts.add_files([uri(tmp_path / "show.cube")])
    qtbot.waitUntil(lambda: luts.table.rowCount() == 1, timeout=PATIENCE_MS)
    assert luts.table.item(0, 1).text() == "3D, 2 points"
    luts.table.selectRow(0)
    qtbot.waitUntil(lambda: any(name in one.text() for one in luts._menu.actions()), timeout=PATIENCE_MS)
    next(one for one in luts._menu.actions() if name in one.text()).trigger()
    qtbot.waitUntil(lambda: luts.table.item(0, 3) and luts.table.item(0, 3).text() == name, timeout=PATIENCE_MS)
    luts.table.selectRow(0)
    luts.remove.yes.click()
    qtbot.waitUntil(lambda: bool(studio.window.info.sentence()), timeout=PATIENCE_MS)  # not while it is used, or gone


def test_the_bucket_is_tried_and_kept(studio: Studio, stage: Stage, qtbot: QtBot) -> None:
    shown = page(studio, "storage")
    qtbot.wait(100)
    for name, text in (("bucket", "footage"), ("endpoint_url", "http://127.0.0.1:9"), ("region", "eu-1")):
        qtbot.keyClicks(shown.fields[name], text)
    shown.test.click()
    qtbot.waitUntil(lambda: shown.result.text() not in ("", "Trying…"), timeout=PATIENCE_MS)
    assert "`" not in shown.result.text()
    shown.save.click()
    qtbot.waitUntil(lambda: shown.result.text().startswith("Saved."), timeout=PATIENCE_MS)
    assert stage.served.client.storage()["storage"]["bucket"] == "footage"


def test_lanes_are_set_by_eye(studio: Studio, stage: Stage, qtbot: QtBot) -> None:
    def told() -> dict[str, Any]:
        return next(lane for lane in stage.served.client.queues()["queues"] if lane["name"] == "transfer")

    shown = page(studio, "lanes")
    qtbot.waitUntil(lambda: len(shown.lanes) == 4, timeout=PATIENCE_MS)
    lane = shown.lanes["transfer"]
    lane.number.setValue(3)
    qtbot.waitUntil(lambda: told()["concurrency"] == 3, timeout=PATIENCE_MS)
    lane.hours.only.click()
    qtbot.waitUntil(lambda: told()["hours"] == "19:00-07:00", timeout=PATIENCE_MS)
    lane.hours.first.setTime(QTime(20, 15))
    lane.hours.first.editingFinished.emit()
    qtbot.waitUntil(lambda: told()["hours"] == "20:15-07:00", timeout=PATIENCE_MS)
    lane.switch.click()
    qtbot.waitUntil(lambda: lane.switch.text() == "Resume", timeout=PATIENCE_MS)
    lane.switch.click()
    lane.hours.only.click()
    qtbot.waitUntil(lambda: (told()["paused"], told()["hours"]) == (False, None), timeout=PATIENCE_MS)


def test_proxies_are_known_and_a_card_that_was_moved_is_found(
    studio: Studio, stage: Stage, qtbot: QtBot, tmp_path: Path
) -> None:
    """And moved back, for the other tests."""
    dialog = opened(studio, "adopt")
    drop_on(dialog.folders[0], mime(uri(stage.clip.parent / "Proxy")))
    known = "0 proxies can be taken over. 1 is known already."
    qtbot.waitUntil(lambda: dialog.headline.text() == known, timeout=PATIENCE_MS)
    dialog.reject()
    card, moved = stage.clip.parents[2], tmp_path / "moved"
    shutil.copytree(card, moved, copy_function=shutil.copy2)
    for old, new in ((card, moved), (moved, card)):
        dialog = opened(studio, "relocate")
        for line, folder in zip(dialog.folders, (old, new), strict=True):
            line.show_uri(uri(folder))
        dialog.look.click()
        qtbot.waitUntil(dialog.go.isEnabled, timeout=PATIENCE_MS)
        assert dialog.headline.text() == "1 clip is in the new folder."
        dialog.go.click()
        words = "1 clip is known in the new folder."
        qtbot.waitUntil(lambda words=words: studio.window.bottom.said() == words, timeout=PATIENCE_MS)
        studio.window.bottom.say("")
        (clip,) = stage.served.client.clips()["clips"]
        assert clip["source"].startswith(f"{new}/")
