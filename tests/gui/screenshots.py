"""Pictures of the window for people to look at; needs no display.

python -m tests.gui.screenshots FOLDER [--language de]  all of them
python -m tests.gui.screenshots --readme                the one in the README
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from math import sin
from pathlib import Path

from PySide6.QtCore import QBuffer, QEvent, QIODevice, QRect, Qt
from PySide6.QtGui import QColor, QImage, QLinearGradient, QPainter, QPixmap
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from studio.desktop import Studio
from studio.dropped import with_preset
from studio.findings import findings_of, loudness_line
from studio.language import speak
from studio.looked import adoption_seen, relocation_seen
from studio.theme import Theme
from studio.timecode import ruler_of
from studio.views.catalogue.page import CataloguePage
from studio.views.connect_dialog import ConnectDialog
from studio.views.details import Details
from studio.views.first_steps import FirstStepsWizard
from studio.views.look_first import LookFirst, adopt_wording, relocate_wording
from studio.words import tr
from tests.gui.helpers.fake_clips import ANALYSIS, STATES, jpeg, sample_clip
from tests.gui.helpers.fake_desk import CARDS, LANES, PRORES, TABLE, lane_entry, preset_entry
from tests.gui.helpers.fake_dialogs import FakeDialogs
from tests.gui.helpers.sample_jobs import METADATA, demo_jobs, done_job, job_id, running_job, sample_job

REPOSITORY = Path(__file__).resolve().parents[2]
README_PICTURE = "packaging/screenshots/studio.png"
SIZE = (1440, 860)
NOW = datetime(2026, 11, 24, 15, 0, tzinfo=UTC)
WAVE = {"tracks": [{"peaks": [int(255 * abs(sin(n / 9) * sin(n / 61))) for n in range(600)]}] * 2}
WATCHES = [
    {"id": "w1", "path": "/footage/Cards/A-Cam", "state": "watching", "why": "", "preset": "prores-proxy"},
    {"id": "w2", "path": "/footage/Cards/B-Cam", "state": "away", "why": "unplugged", "preset": "prores-proxy"},
]


SKIES = (
    ("#26345c", "#d9825f", "#f3c98b", "#5a4a55"),
    ("#1d4e7a", "#6fb1d6", "#cfe6ee", "#4f6a5a"),
    ("#14213d", "#3c5a83", "#8da9c4", "#22333b"),
    ("#5b2a3c", "#c0574f", "#f0a57c", "#43304a"),
)


def poster(number: int = 0) -> bytes:
    """A drawn picture in place of a frame: hills under one of four skies."""
    image = QImage(640, 360, QImage.Format.Format_RGB32)
    painter = QPainter(image)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    sky = QLinearGradient(0, 0, 0, 360)
    for at, color in zip((0.0, 0.55, 0.75, 1.0), SKIES[number % len(SKIES)], strict=True):
        sky.setColorAt(at, QColor(color))
    painter.fillRect(QRect(0, 0, 640, 360), sky)
    painter.setPen(Qt.PenStyle.NoPen)
    for color, box in (
        ("#fff0c9", (390, 150, 74, 74)),
        ("#4a3f57", (-120, 225, 560, 300)),
        ("#35304a", (220, 245, 620, 320)),
        ("#1f1e30", (-60, 290, 820, 260)),
    ):
        painter.setBrush(QColor(color))
        painter.drawEllipse(*box)
    painter.end()
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    image.save(buffer, "JPG", 88)
    return bytes(buffer.data().data())


def counts(jobs: list[dict[str, object]]) -> dict[str, int]:
    found: dict[str, int] = {}
    for job in jobs:
        found[str(job["status"])] = found.get(str(job["status"]), 0) + 1
    return found


def fill(studio: Studio, jobs: list[dict[str, object]], chosen: int | None = None, picture: bool = True) -> None:
    """Shows these jobs as if a server had told them."""
    studio.window.bottom.show_connection("good", tr("Connected"))
    presets = [{"name": "prores-proxy"}, {"name": "h264-720p"}]
    studio.feed.presets.emit(presets, "prores-proxy")
    studio.feed.watches.emit(WATCHES if jobs else [])
    studio.feed.counted.emit(counts(jobs))
    studio.model.replace(jobs)
    studio.feed.loaded.emit(len(jobs), len(jobs))
    posters = studio.window.table.posters
    if posters is not None:
        for number, job in enumerate(jobs):
            if job["status"] == "completed" or number % 3 == 1:
                posters.put(str(job["clip_id"]), poster(number))
    studio.window.table.fit_columns()
    if chosen is not None:
        studio.window.table.select_ids({job_id(chosen)}, job_id(chosen))
        show_reel(studio.window.details, poster() if picture else b"")


def show_reel(details: Details, picture: bytes) -> None:
    """A clip as the server's answers would fill it in."""
    if not picture:
        return
    reel, ruler = details.reel, ruler_of(METADATA)
    reel.show_clip(ruler, ("original", "proxy"), ruler.count // 2)
    details.show_poster(picture)
    reel.strip.show_film(QPixmap.fromImage(QImage.fromData(film())), 10)
    reel.strip.show_wave(WAVE)
    findings = findings_of(ANALYSIS)
    reel.strip.show_findings(findings)
    details.findings.show_findings(findings, loudness_line(ANALYSIS))


def film() -> bytes:
    """The poster ten times, growing darker."""
    image = QImage(1600, 90, QImage.Format.Format_RGB32)
    painter = QPainter(image)
    frame = QImage.fromData(poster())
    for number in range(10):
        painter.drawImage(QRect(160 * number, 0, 160, 90), frame)
        painter.fillRect(QRect(160 * number, 0, 160, 90), QColor(10, 10, 30, 14 * number))
    painter.end()
    return jpeg(image)


def show_empty(studio: Studio) -> None:
    fill(studio, [])


def show_running(studio: Studio) -> None:
    fill(studio, demo_jobs(), 6)


def show_failed(studio: Studio) -> None:
    fill(studio, demo_jobs(), 7, picture=False)
    studio.window.details.log.show_lines(["moov atom not found"])


def show_dark(studio: Studio) -> None:
    studio.theme.choose("dark")
    show_running(studio)


def show_no_results(studio: Studio) -> None:
    fill(studio, demo_jobs())
    studio.feed._search = "nothing"
    studio.model.replace([])
    studio.feed.loaded.emit(0, 0)


def show_no_server(studio: Studio) -> None:
    fill(studio, demo_jobs())
    ended = tr("The Rushes server ended with exit code {code}.").format(code=2)
    studio.link.failed.emit(ended, "error: port 8765 is taken by another program.")


def show_drop(studio: Studio) -> None:
    fill(studio, demo_jobs(), 9, picture=False)
    studio.window.veil.lift(tr("Drop to make proxies {how}").format(how=with_preset("prores-proxy").words))


def show_room(studio: Studio, name: str) -> QWidget:
    """The page, for answers to be put in by hand: no server is asked."""
    fill(studio, demo_jobs())
    studio.gateway.call = studio.gateway.fetch = lambda *_asked, **_more: None
    studio.window.show_room(name)
    return studio.window.room(name)


def show_catalogue(studio: Studio) -> None:
    page = show_room(studio, "catalogue")
    assert isinstance(page, CataloguePage)
    clips = [sample_clip(f"c{n}", f"A001_C{n:03d}_1124XY.mov", state=STATES[n % 5]) for n in range(1, 41)]
    for number in (2, 7):
        clips[number]["analysis"] = ANALYSIS
    for number in (4, 9):
        clips[number]["proxy_generated"] = False
    picture = QPixmap.fromImage(QImage.fromData(poster()))
    page.thumbs.picture = lambda clip_id: None if clip_id in ("c5", "c12") else picture
    page._on_piece(page._generation, 0, {"clips": clips, "total": len(clips)})
    page.cards.show_cards({"cards": CARDS})
    page.view.setCurrentIndex(page.model.index(2))
    page.view.doItemsLayout()


def show_catalogue_list(studio: Studio) -> None:
    studio.theme.choose("dark")
    show_catalogue(studio)
    page = studio.window.room("catalogue")
    page.as_list.click()
    page.details.show()
    page.details.show_job(done_job(3))
    show_reel(page.details, poster())


def show_watches(studio: Studio) -> None:
    page = show_room(studio, "watches")
    page.form.know_presets(["prores-proxy", "h264-720p"])
    rules = {"include": ["*.mov", "*.mxf"], "analysis": True, "priority": 7, "settle_seconds": 5.0}
    rules["copy_to_uris"] = ["file:///raid/A-Cam"]
    files = {"files": {"queued": 212, "sidecar": 212, "not_media": 3}}
    page._show({"watches": [{**watch, **rules, **files} for watch in WATCHES]})
    page.why.path.setText("/footage/Cards/A-Cam/A001_C003.mov")
    page.why.show_answer({"decision": "camera_proxy", "reason": "The camera made it itself, beside A001_C003.mxf."})


def show_presets(studio: Studio) -> None:
    page = show_room(studio, "presets")
    page._show({"presets": [preset_entry("prores-proxy", PRORES), preset_entry("review", TABLE, own=True)]})
    page.list.setCurrentRow(1)
    page._on_checked({"fault": {"key": "watermark", "why": "a line of at most 80 characters is needed"}})
    page.preview.show()
    page.preview.show_picture(QPixmap.fromImage(QImage.fromData(poster())))
    page.preview_words.clear()


def show_luts(studio: Studio) -> None:
    page = show_room(studio, "luts")
    good = {"name": "slog3-to-709.cube", "size_bytes": 982_000, "dimensions": 3, "points": 33, "used_by": ["review"]}
    bad = {
        "name": "old-show.cube",
        "size_bytes": 1_200,
        "fault": "Line 9: 3 numbers are needed, here are 2.",
    }
    page._show({"luts": [bad, good]})
    page.table.selectRow(1)


def show_storage(studio: Studio) -> None:
    page = show_room(studio, "storage")
    place = {"bucket": "footage", "prefix": "show/2026", "endpoint_url": "https://s3.example.com"}
    page._show({"storage": {**place, "region": "eu-central-1"}})
    page._on_tested({"ok": True, "message": "The bucket footage is there and takes these credentials.", "hint": ""})


def show_lanes(studio: Studio) -> None:
    page = show_room(studio, "lanes")
    told = {
        "video_processing": {"running": 2, "waiting": 14},
        "cv_analysis": {"paused": True, "waiting": 40},
        "transfer": {"hours": "19:00-07:00", "open": False, "opens_at": "2026-11-24T18:00:00Z", "waiting": 3},
    }
    page._show(page._changes, {"queues": [lane_entry(name, **told.get(name, {})) for name in LANES]})


def show_plan(studio: Studio) -> None:
    fill(studio, demo_jobs(), 9, picture=False)
    left = {"reason": "camera_proxy", "count": 40, "example": "/card/A001.LRV", "message": "The camera's own proxy."}
    plan = {"new": 412, "done": 36, "queued": 2, "size_bytes": 1_900_000_000_000, "seconds": 5_400.0}
    room = {"proxy_bytes": 96_000_000_000, "free_bytes": 1_200_000_000_000, "left_alone": [left]}
    studio.window.sheet.show_plan(plan | room, "prores-proxy")


def show_very_many(studio: Studio) -> None:
    """A hundred thousand jobs, the newest in view."""
    fill(studio, demo_jobs())
    most = 100_000
    jobs = [sample_job(most - n) if n < 12 else done_job(most - n) for n in range(64)]
    jobs[12:14] = [running_job(most - 12, 0.71, speed=3.1, eta_seconds=24), running_job(most - 13, 0.16, speed=2.8)]
    studio.model.show_ids([job_id(number) for number in range(most, 0, -1)])
    studio.model.fill(jobs)
    studio.model.flush()
    studio.feed.counted.emit({"pending": 61_204, "running": 2, "completed": 38_711, "failed": 83})
    studio.feed.loaded.emit(most, most)


def first_steps(number: int) -> Callable[[QWidget | None], QWidget]:
    """Its page of that number."""

    def make(parent: QWidget | None) -> QWidget:
        names = ("prores-proxy", "dnxhr-lb", "h264-half", "h264-720p", "hevc-10bit")
        wizard = FirstStepsWizard([preset_entry(name, PRORES) for name in names], "prores-proxy", parent)
        wizard.show()
        for _page in range(number):
            wizard.next()
        return wizard

    return make


def adopting(parent: QWidget | None) -> QWidget:
    dialog = LookFirst(Theme(QApplication.instance(), "light"), adopt_wording("prores-proxy"), parent=parent)
    dialog.folders[0].show_uri("file:///footage/Day%201/small")
    left = {"path": "/footage/Day 1/small/test.mov", "reason": "no_original", "message": ""}
    names = [f"A001_C{number:03d}_1124XY.mov" for number in range(1, 9)]
    matches = [
        {"proxy": f"/footage/Day 1/small/{name}", "source": f"/footage/Day 1/{name}", "reused": name > "A001_C006"}
        for name in names
    ]
    dialog.show_seen(dialog.uris(), adoption_seen({"skipped": [left], "matches": matches}))
    return dialog


def relocating(parent: QWidget | None) -> QWidget:
    dialog = LookFirst(Theme(QApplication.instance(), "light"), relocate_wording(), parent=parent)
    for line, uri in zip(dialog.folders, ("file:///footage/Day%201", "file:///archive/Day%201"), strict=True):
        line.show_uri(uri)
    moved = [f"/footage/Day 1/A001_C{number:03d}_1124XY.mov" for number in range(1, 9)]
    told = {"moved": moved[2:], "missing": moved[:1], "differs": moved[1:2]}
    dialog.show_seen(dialog.uris(), relocation_seen(told))
    return dialog


DIALOGS: dict[str, Callable[[QWidget | None], QWidget]] = {
    **{f"first-steps-{number + 1}": first_steps(number) for number in range(4)},
    "adopt": adopting,
    "relocate": relocating,
    "connect": lambda parent: ConnectDialog("https://workstation", parent),
}
PICTURES: dict[str, Callable[[Studio], None]] = {
    "empty": show_empty,
    "running": show_running,
    "failed": show_failed,
    "dark": show_dark,
    "no-results": show_no_results,
    "no-server": show_no_server,
    "drop": show_drop,
    "plan": show_plan,
    "catalogue": show_catalogue,
    "catalogue-list": show_catalogue_list,
    "watches": show_watches,
    "presets": show_presets,
    "luts": show_luts,
    "storage": show_storage,
    "lanes": show_lanes,
    "very-many": show_very_many,
}


@contextmanager
def pictured(app: QApplication, name: str, size: tuple[int, int] = SIZE) -> Iterator[Studio]:
    """The window of a picture, always the same for the same fonts; nothing of it is left afterwards."""
    with tempfile.TemporaryDirectory() as folder:
        studio = Studio(app, Path(folder), make_dialogs=lambda _parent: FakeDialogs())
        studio.model._clock = lambda: NOW
        studio.theme.choose("light")
        show_at(app, studio, size)
        PICTURES[name](studio)
        settle(app)
        yield studio
        studio.close()
        studio.window.deleteLater()
        app.sendPostedEvents(None, int(QEvent.Type.DeferredDelete))  # or each switch of colours reaches it too


def show_at(app: QApplication, studio: Studio, size: tuple[int, int]) -> None:
    studio.window.resize(*size)
    studio.window.show()
    settle(app)


def settle(app: QApplication) -> None:
    """Until nothing is left to be laid out; lists do that a moment later."""
    for _ in range(4):
        app.processEvents()
    QTest.qWait(20)


def take(app: QApplication, name: str) -> QImage:
    with pictured(app, name) as studio:
        return studio.window.grab().toImage()


def take_dialog(app: QApplication, name: str) -> QImage:
    with pictured(app, "empty") as studio:
        dialog = DIALOGS[name](studio.window)
        dialog.show()
        settle(app)
        image = dialog.grab().toImage()
        dialog.close()
        return image


def take_all(app: QApplication, folder: Path) -> None:
    takes = {**dict.fromkeys(PICTURES, take), **dict.fromkeys(DIALOGS, take_dialog)}
    for name, one in takes.items():
        one(app, name).save(str(folder / f"{name}.png"))
        print(folder / f"{name}.png")


def main() -> None:
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    parser = argparse.ArgumentParser()
    parser.add_argument("folder", type=Path, nargs="?")
    parser.add_argument("--readme", action="store_true")
    parser.add_argument("--language", default="en")
    parser.add_argument("--fine", action="store_true", help="the one of a fine screen")
    wishes = parser.parse_args()
    app = QApplication.instance() or QApplication(["screenshots"])
    speak(app, [wishes.language])
    if wishes.readme:
        small = take(app, "running").convertToFormat(QImage.Format.Format_RGB888)
        small.save(str(REPOSITORY / README_PICTURE), "PNG", 0)
        return
    wishes.folder.mkdir(parents=True, exist_ok=True)
    if wishes.fine:
        take(app, "running").save(str(wishes.folder / "hidpi.png"))
        return
    take_all(app, wishes.folder)
    # A screen of twice as many pixels: Qt takes the scale at its start.
    again = [sys.executable, "-m", "tests.gui.screenshots", "--fine", *sys.argv[1:]]
    subprocess.run(again, env={**os.environ, "QT_SCALE_FACTOR": "2"}, cwd=REPOSITORY, check=True)


if __name__ == "__main__":
    main()
