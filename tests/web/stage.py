"""A browser, a server and jobs to look at."""

from __future__ import annotations

import shutil
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, Page, sync_playwright

from server.bootstrap import App, open_home
from server.client import Client
from server.config import Settings
from server.domain.job import Event, Job, NewJob
from tests.gui.helpers.sample_jobs import BT709, CHECKS, LINKS, OPTIONAL_CHECKS
from tests.helpers.fakes import wish
from tests.helpers.footage import run_ffmpeg
from tests.helpers.serving import Served

LANE = "video_processing"
WORKER = "studio-4711-1"
NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
# As root, without a graphics card, and silent: this browser asks nobody for anything but our page.
FLAGS = (
    "--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking", "--disable-component-update",
    "--disable-sync",
)  # fmt: skip
LATER = datetime(2100, 1, 1, tzinfo=UTC)
WIDE = (1440, 900)
NARROW = (390, 844)
FOLDER = "/footage/Day 1/A-Cam"
SKIES = ("0x26345c:0xd9825f", "0x12343b:0x9fc5b5", "0x3b1d3f:0xe0a458", "0x1c2f4f:0xa8c3e6", "0x402218:0xd8b08c")


def chromium() -> str | None:
    """This system's own; none is ever downloaded."""
    return next((path for name in NAMES if (path := shutil.which(name))), None)


@contextmanager
def open_browser() -> Iterator[Browser]:
    with sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=chromium(), args=list(FLAGS))
        yield browser
        browser.close()


@dataclass
class Desk:
    """Somebody in front of the dashboard. `complaints` are what the browser found wrong with the page itself."""

    page: Page
    url: str
    complaints: list[str] = field(default_factory=list)

    def go(self, route: str) -> Page:
        self.page.goto(f"{self.url}/#/{route}")
        return self.page

    def row(self, name: str) -> Any:
        return self.page.get_by_role("row").filter(has_text=name)


def sign_in(page: Page, served: Served) -> Desk:
    """By the one-time link, as `rushes open` prints it."""
    desk = Desk(page, served.url)
    page.on("pageerror", lambda error: desk.complaints.append(str(error)))
    page.on("console", lambda told: desk.complaints.append(told.text) if "Security Policy" in told.text else None)
    code = Client(served.url, (served.home / "token").read_text().strip()).new_login_code()["code"]
    page.goto(f"{served.url}/login#{code}")
    page.wait_for_url(f"{served.url}/")
    page.get_by_role("navigation").wait_for()
    return desk


def clip_names(number: int) -> Sequence[str]:
    return [f"A{card:03d}_C{clip:03d}_1124XY.mov" for card in range(1, 1 + -(-number // 40)) for clip in range(1, 41)][
        :number
    ]


def fill(home: Path, number: int = 120) -> list[Job]:
    """Jobs in every state, put in by the store."""
    with open_home(home, Settings()) as app:
        clips = [app.clip_ledger.remember(f"{FOLDER}/{name}", 9, 9, name) for name in clip_names(number)]
        for clip_id in clips:
            app.clip_ledger.set_metadata(clip_id, metadata())
        wishes = [
            wish(f"{FOLDER}/{name}", clip_id=clip_id) for name, clip_id in zip(clip_names(number), clips, strict=True)
        ]
        jobs = app.ledger.submit(wishes)
        _work(app, len(jobs) - 3)
        return app.ledger.get_many(job.id for job in jobs)


def _work(app: App, number: int) -> None:
    """Ends that many: most are done, some fail, the last ones run."""
    for turn in range(number):
        claim = app.ledger.claim(LANE, WORKER)
        assert claim is not None
        job, token = claim.job, claim.token
        app.ledger.append_log(job.id, ["Reads the clip.", "Encodes ProRes 422 Proxy, 1920x1080.", "Proves each frame."])
        if turn >= number - 3:
            app.ledger.note(job.id, token, progress=0.2 + 0.3 * (turn % 3), speed=4.2, eta_seconds=31.0)
        elif turn % 9 == 4:
            error = {
                "code": "source_damaged",
                "message": f"{Path(job.source).name} ends 41 s before its header says.",
                "hint": "Copy it from the card again, or make what can be made with --allow-damaged.",
                "transient": False,
            }
            app.ledger.change(job.id, Event.FAIL, token=token, error=error)
        elif turn % 17 == 6:
            app.ledger.change(job.id, Event.WAIT, token=token, reason="waits for 3.4 GB on /footage", retry_at=LATER)
        else:
            output = f"{FOLDER}/Proxy/{Path(job.source).name}"
            app.ledger.change(job.id, Event.COMPLETE, token=token, output=output, result=proxy_result())


def metadata() -> dict[str, Any]:
    return {
        "container": "mov", "duration": 59.977, "frames": 1438, "fps": "24000/1001", "vfr": False, "width": 3840,
        "height": 2160, "display_width": 3840, "display_height": 2160, "rotation": 0, "sar": "1:1",
        "video_codec": "h264", "pix_fmt": "yuv422p10le", "bit_depth": 10, "color": BT709, "interlaced": "progressive",
        "timecode": "14:22:07:11", "drop_frame": False, "reel": "A001", "created_at": "2026-11-24T14:22:07Z",
        "camera": "Sony ILME-FX6", "size_bytes": 1_124_000_000,
        "audio": [{"codec": "pcm_s24le", "channels": 2, "layout": "stereo", "sample_rate": 48000, "duration": 59.977}],
    }  # fmt: skip


def proxy_result() -> dict[str, Any]:
    checks = [
        {"name": name, "required": name not in OPTIONAL_CHECKS, "ok": True, "original": one, "proxy": two, "why": why}
        for name, one, two, why in CHECKS
    ]
    conformance = {"conforms": True, "checks": checks, "links_in": LINKS}
    return {"metadata": metadata(), "conformance": conformance, "sha256": "0" * 64, "durable": True}


def add_pictures(home: Path, clip_ids: Sequence[str]) -> None:
    """Drawn skies in place of frames."""
    for folder, size in (("posters", "640x360"), ("filmstrips", "1600x90")):
        (home / "cache" / folder).mkdir(parents=True, exist_ok=True)
        for number, sky in enumerate(SKIES):
            one, two = sky.split(":")
            drawn = f"gradients=s={size}:c0={one}:c1={two}:x0=0:y0=0:x1=0:y1=360:n=2:seed={number + 1}"
            run_ffmpeg("-f", "lavfi", "-i", drawn, "-frames:v", "1", home / "cache" / folder / f"sky-{number}.jpg")
        for number, clip_id in enumerate(clip_ids):
            sky = home / "cache" / folder / f"sky-{number % len(SKIES)}.jpg"
            shutil.copy(sky, home / "cache" / folder / f"{clip_id}.jpg")


def many(app: App, number: int) -> list[str]:
    """Ids of so many jobs that wait."""
    ids: list[str] = []
    for start in range(0, number, 5000):
        some: list[NewJob] = [wish(f"{FOLDER}/B{at:06d}.mov") for at in range(start, min(number, start + 5000))]
        ids += [job.id for job in app.ledger.submit(some)]
    return ids
