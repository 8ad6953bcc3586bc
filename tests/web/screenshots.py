"""Pictures of the dashboard for people to look at.

python -m tests.web.screenshots FOLDER    all of them
python -m tests.web.screenshots --readme  the one in the README
"""

from __future__ import annotations

import os
import sys
import tempfile
import time
from pathlib import Path

from server.client import Client
from server.system.locks import WorkerFolder
from tests.helpers.serving import Served, serving
from tests.web.stage import LANE, NARROW, WIDE, WORKER, Desk, add_pictures, fill, open_browser, sign_in

REPOSITORY = Path(__file__).resolve().parents[2]
README_PICTURE = REPOSITORY / "packaging" / "screenshots" / "dashboard.png"
SETTLE_MS = 900


def routes_of(client: Client) -> dict[str, str]:
    ids = {status: client.jobs(status=status)["jobs"][0]["id"] for status in ("completed", "failed", "running")}
    jobs = {"job": f"jobs/{ids['completed']}", "error": f"jobs/{ids['failed']}", "running": f"jobs/{ids['running']}"}
    return {name: name for name in ("jobs", "clips", "lanes", "folders", "activity", "presets")} | jobs


def take(served: Served, folder: Path, only: str | None = None) -> None:
    with open_browser() as browser:
        for size, dark, mark in ((WIDE, False, ""), (WIDE, True, "-dark"), (NARROW, False, "-phone")):
            scheme = "dark" if dark else "light"
            page = browser.new_page(viewport={"width": size[0], "height": size[1]}, color_scheme=scheme)
            desk = sign_in(page, served)
            for name, route in routes_of(served.client).items():
                if only is None or (name == only and size == WIDE and not dark):
                    _shoot(desk, route, folder / f"{name}{mark}.png")
            page.close()


def _shoot(desk: Desk, route: str, target: Path) -> None:
    desk.go(route).wait_for_timeout(SETTLE_MS)
    desk.page.screenshot(path=target)


def take_empty(folder: Path) -> None:
    with (
        tempfile.TemporaryDirectory() as home,
        serving(Path(home) / "home", "--no-worker") as served,
        open_browser() as browser,
    ):
        for size, mark in ((WIDE, ""), (NARROW, "-phone")):
            page = browser.new_page(viewport={"width": size[0], "height": size[1]})
            _shoot(sign_in(page, served), "jobs", folder / f"empty{mark}.png")
        served.end()
        page.wait_for_timeout(SETTLE_MS)
        page.screenshot(path=folder / "gone-phone.png")


def main(words: list[str]) -> None:
    with tempfile.TemporaryDirectory() as scratch:
        home = Path(scratch) / "home"
        home.mkdir()
        info = {"pid": os.getpid(), "host": "studio", "lanes": {LANE: 3}, "started_at": time.time() - 7300, "port": 0}
        at_work = WorkerFolder(home / "workers").register(WORKER, info)
        jobs = fill(home)
        add_pictures(home, [job.clip_id for job in jobs])
        with serving(home, "--no-worker") as served:
            if words == ["--readme"]:
                take(served, README_PICTURE.parent, "jobs")
                (README_PICTURE.parent / "jobs.png").replace(README_PICTURE)
                return
            folder = Path(words[0])
            folder.mkdir(parents=True, exist_ok=True)
            take(served, folder)
        at_work.release()
    take_empty(folder)


if __name__ == "__main__":
    main(sys.argv[1:])
