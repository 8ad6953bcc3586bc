"""How long a change takes to the screen: 100,000 jobs, 50 updates a second, a real browser.

python -m tests.benchmarks.dashboard [--jobs N] [--seconds N]

A change counts from when it is committed to the job list until the browser has drawn the row: the frame after the
one in which the page's text changed. Writer, server and browser share this machine's processors and its clock.
"""

from __future__ import annotations

import argparse
import statistics
import tempfile
import threading
import time
from pathlib import Path
from typing import Any

import psutil

from server.bootstrap import open_home
from server.config import Settings
from server.domain.job import Event
from tests.helpers.serving import serving
from tests.web.stage import many, open_browser, sign_in

A_SECOND = 50
VISIBLE = 12  # rows that are on the screen and change
GOAL_MS = 250

# Notes when each row on the screen was drawn with a new state.
WATCH = """() => {
    window.seen = [];
    const watch = new MutationObserver((changes) => {
        const rows = new Set(changes.map((one) => (one.target.nodeType === 1 ? one.target : one.target.parentElement))
            .map((node) => node && node.closest("[data-job]")).filter(Boolean));
        const told = [...rows].map((row) => [row.dataset.job, row.querySelector(".status").textContent]);
        if (told.length) requestAnimationFrame(() => setTimeout(() => {
            for (const [id, status] of told) window.seen.push([id, status, performance.timeOrigin + performance.now()]);
        }));
    });
    watch.observe(document.querySelector(".grid-space"), { subtree: true, childList: true, characterData: true });
}"""
FRAMES = """() => {
    window.gaps = [];
    let before = performance.now();
    const next = (now) => { window.gaps.push(now - before); before = now; requestAnimationFrame(next); };
    requestAnimationFrame(next);
}"""


def change(home: Path, ids: list[str], seconds: float, written: list[tuple[str, str, float]]) -> None:
    """Fifty changes a second; every fourth to a row on the screen: cancelled, queued again, and so on."""
    with open_home(home, Settings()) as app:
        shown, others = ids[-VISIBLE:], ids[: -VISIBLE - 200]
        state: dict[str, bool] = {}
        began = time.monotonic()
        for turn in range(int(seconds * A_SECOND)):
            time.sleep(max(0.0, began + turn / A_SECOND - time.monotonic()))
            of_screen = turn % 4 == 0
            job = shown[(turn // 4) % VISIBLE] if of_screen else others[(turn * 7919) % len(others)]
            cancelled = state[job] = not state.get(job, False)
            app.ledger.change(job, Event.CANCEL if cancelled else Event.RETRY)
            at = time.time() * 1000
            if of_screen:
                written.append((job, "Cancelled" if cancelled else "Queued", at))


def latencies(written: list[tuple[str, str, float]], seen: list[list[Any]]) -> list[float]:
    """Milliseconds of each change that was drawn before the next one of its row."""
    found = []
    for job, status, at in written:
        drawn = [when for one, said, when in seen if one == job and said == status and when >= at]
        found.append(min(drawn) - at if drawn else float("inf"))
    return found


def share(sorted_figures: list[float], part: float) -> float:
    return sorted_figures[min(len(sorted_figures) - 1, int(part * len(sorted_figures)))]


def main() -> None:
    words = argparse.ArgumentParser()
    words.add_argument("--jobs", type=int, default=100_000)
    words.add_argument("--seconds", type=float, default=20.0)
    told = words.parse_args()
    with tempfile.TemporaryDirectory() as scratch:
        home = Path(scratch) / "home"
        home.mkdir()
        with open_home(home, Settings()) as app:
            ids = many(app, told.jobs)
        with serving(home, "--no-worker") as served, open_browser() as browser:
            desk = sign_in(browser.new_page(viewport={"width": 1440, "height": 900}), served)
            began = time.monotonic()
            desk.page.reload()
            desk.page.locator("[data-job]").first.wait_for(timeout=60_000)
            print(f"{told.jobs} jobs on the screen after {time.monotonic() - began:.2f} s")
            desk.page.evaluate(WATCH)
            desk.page.evaluate(FRAMES)
            written: list[tuple[str, str, float]] = []
            server = psutil.Process(served.process.pid)
            cpu = sum(server.cpu_times()[:2])
            writer = threading.Thread(target=change, args=(home, ids, told.seconds, written))
            began = time.monotonic()
            writer.start()
            while writer.is_alive():
                desk.page.locator(".grid-body").evaluate("body => body.scrollTop")
                writer.join(0.2)
            rate = told.seconds * A_SECOND / (time.monotonic() - began)
            desk.page.wait_for_timeout(1000)
            figures = sorted(latencies(written, desk.page.evaluate("window.seen")))
            gaps = sorted(desk.page.evaluate("window.gaps"))
            spent = sum(server.cpu_times()[:2]) - cpu
            print(f"event to screen at {rate:.0f} changes a second, {len(figures)} on the screen:", end=" ")
            print(f"median {statistics.median(figures):.0f} ms, p95 {share(figures, 0.95):.0f} ms (goal < {GOAL_MS})")
            print(
                f"frames: p95 {share(gaps, 0.95):.0f} ms apart, p99 {share(gaps, 0.99):.0f} ms, most {gaps[-1]:.0f} ms"
            )
            memory = server.memory_info().rss / 1e6
            print(f"server: {spent / told.seconds:.0%} of a processor, {memory:.0f} MB")


if __name__ == "__main__":
    main()
