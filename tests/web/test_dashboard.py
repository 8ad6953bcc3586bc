"""The dashboard in a real browser: what people do with it, and that everybody can."""

from __future__ import annotations

import base64
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from server.bootstrap import open_home
from server.client import Client, read_token
from server.config import Settings
from tests.helpers.cards import avchd_card
from tests.helpers.fakes import wish
from tests.helpers.footage import Take, film
from tests.helpers.ports import free_port
from tests.helpers.program import rushes
from tests.helpers.serving import Served, serving, until
from tests.web.stage import FOLDER, NARROW, WIDE, Desk

Open = Callable[..., Desk]
pytestmark = pytest.mark.timeout(180)

STATES = {"done": "completed", "failed": "failed"}
DROP = """([name, data]) => {
    const bytes = Uint8Array.from(atob(data), (char) => char.charCodeAt(0));
    const dropped = new DataTransfer();
    dropped.items.add(new File([bytes], name));
    for (const kind of ["dragenter", "dragover", "drop"])
        window.dispatchEvent(new DragEvent(kind, { dataTransfer: dropped, bubbles: true, cancelable: true }));
}"""


# A card as a browser hands it out: at most a hundred files of a folder at once, sidecars and hidden files among them.
WALK = """async () => {
    const { gather } = await import("/dashboard/gather.js");
    const file = (name) => ({ isFile: true, name, file: (yes) => yes(new File(["x"], name)) });
    const folder = (name, inside) => ({
        isDirectory: true, name, createReader: () => ({ readEntries: (yes) => yes(inside.splice(0, 100)) }),
    });
    const clips = Array.from({ length: 150 }, (_, at) => file(`C${String(at + 1).padStart(4, "0")}.MP4`));
    const card = folder("A001", [
        file(".DS_Store"), folder("CLIP", [...clips, file("C0001M01.XML")]), folder("Proxy", [file("C0001.mov")]),
        folder(".Trashes", [file("old.mov")]),
    ]);
    const items = [card, file("B001.mov")].map((entry) => ({ kind: "file", webkitGetAsEntry: () => entry }));
    return (await gather({ items })).map((one) => one.path || one.file.name);
}"""


# A folder as the page has it once it was walked: a test cannot drop one.
SEND = """async (files) => {
    const { send } = await import("/dashboard/uploads.js");
    const bytes = (data) => Uint8Array.from(atob(data), (char) => char.charCodeAt(0));
    send(files.map(([path, data]) => ({ path, file: new File([bytes(data)], path.split("/").pop()) })), "h264-half");
}"""


def drop(desk: Desk, clip: Path, name: str, preset: str = "") -> None:
    desk.page.evaluate(DROP, [name, base64.b64encode(clip.read_bytes()).decode()])
    asked = desk.page.get_by_role("dialog")
    expect(asked).to_contain_text(name)
    if preset:
        asked.get_by_label("Proxies").select_option(preset)
    asked.get_by_role("button", name="Make proxies").click()


def submit(served: Served, source: str, **fields: Any) -> str:
    with open_home(served.home, Settings()) as app:
        return app.ledger.submit([wish(source, **fields)])[0].id


class TestSigningIn:
    def test_by_the_link_once(self, live: Served, browser: Any) -> None:
        link = rushes(live.home, "open").document["url"]
        page = browser.new_page()
        page.goto(link)
        expect(page.get_by_role("heading", name="Jobs")).to_be_visible()
        assert "#" not in page.url.replace("#/", "")
        other = browser.new_page()
        other.goto(link)
        expect(other.locator("#said")).not_to_be_empty()
        assert other.url.startswith(f"{live.url}/login")
        page.close()
        other.close()

    def test_without_one_nothing_is_shown(self, live: Served, browser: Any) -> None:
        page = browser.new_context().new_page()
        page.goto(live.url)
        expect(page).to_have_url(f"{live.url}/login")
        page.close()

    def test_and_out_again(self, still: Served, open_desk: Open) -> None:
        desk = open_desk(still)
        desk.page.get_by_role("button", name="Sign out").click()
        expect(desk.page).to_have_url(f"{still.url}/login")
        desk.page.goto(still.url)
        expect(desk.page).to_have_url(f"{still.url}/login")


class TestWork:
    def test_a_dropped_clip_is_watched_until_it_is_done(self, live: Served, open_desk: Open, tmp_path: Path) -> None:
        clip = film(tmp_path / "A.mov", Take(frames=50, options="-timecode 01:00:00:00"))
        desk = open_desk(live)
        drop(desk, clip, "Dropped Ä.mov", "h264-half")
        expect(desk.page.get_by_role("region", name="Uploads").get_by_role("link", name="Its job")).to_be_visible()
        expect(desk.row("Dropped Ä.mov")).to_contain_text("Done", timeout=60_000)
        expect(desk.row("Dropped Ä.mov")).to_contain_text("h264-half")
        assert (live.home / "incoming" / "Dropped Ä.mov").read_bytes() == clip.read_bytes()
        desk.page.get_by_role("link", name="Its job").click()
        expect(desk.page.get_by_role("heading", name="Relinks in")).to_be_visible()
        expect(desk.page.get_by_role("table")).to_contain_text("frame count")
        expect(desk.page.get_by_role("img", name="Ten pictures")).to_be_visible()
        desk.page.get_by_role("slider").fill("1")
        frame = desk.page.get_by_role("img", name="The frame at 00:00:01")
        expect(frame).to_be_visible()
        until(lambda: frame.evaluate("image => image.naturalWidth") > 0)
        desk.page.go_back()
        expect(desk.row("Dropped Ä.mov")).to_be_visible()
        Client(live.url, read_token(live.home) or "").act("remove", search="Dropped Ä.mov")
        expect(desk.row("Dropped Ä.mov")).to_have_count(0)

    def test_what_is_no_footage_says_why(self, live: Served, open_desk: Open, tmp_path: Path) -> None:
        (tmp_path / "notes.txt").write_text("Remember the milk.")
        desk = open_desk(live)
        drop(desk, tmp_path / "notes.txt", "notes.txt")
        uploads = desk.page.get_by_role("region", name="Uploads")
        expect(uploads).to_contain_text("Clips are here")
        expect(uploads.get_by_role("link")).to_have_count(0)
        uploads.get_by_role("button", name="Close").click()
        expect(uploads).to_have_count(0)

    def test_a_dropped_folder_is_walked_and_may_be_left(self, still: Served, open_desk: Open) -> None:
        page = open_desk(still).page
        found = page.evaluate(WALK)
        clips = [f"A001/CLIP/C{number:04d}.MP4" for number in range(1, 151)]
        assert found == [*clips, "A001/CLIP/C0001M01.XML", "B001.mov"]
        page.evaluate(DROP, ["A.mov", ""])
        page.get_by_role("dialog").get_by_role("button", name="Leave it").click()
        expect(page.get_by_role("dialog")).to_have_count(0)
        expect(page.get_by_role("region", name="Uploads")).to_have_count(0)

    def test_a_card_that_is_dropped_stays_one(self, live: Served, open_desk: Open, tmp_path: Path) -> None:
        take = Take(size="320x180", frames=30, audio="-c:a ac3 -b:a 192k", options="-mpegts_m2ts_mode 1 -f mpegts")
        avchd_card(film(tmp_path / "whole.mts", take), tmp_path / "A007", (100, 250))
        files = {path.relative_to(tmp_path).as_posix(): path.read_bytes() for path in tmp_path.rglob("A007/**/*.*")}
        desk = open_desk(live)
        desk.page.evaluate(SEND, [[path, base64.b64encode(data).decode()] for path, data in files.items()])
        uploads = desk.page.get_by_role("region", name="Uploads")
        expect(uploads).to_contain_text(f"{len(files)} files")
        expect(uploads).to_contain_text("Its clips are in the list", timeout=30_000)
        for path, data in files.items():
            assert (live.home / "incoming" / path).read_bytes() == data
        (job,) = live.client.jobs(search="A007", kind="proxy")["jobs"]
        assert (Path(job["source"]).name, job["preset"]) == ("00000.MTS", "h264-half")

    def test_a_card_says_why_it_must_not_be_wiped_yet(self, live: Served, open_desk: Open, tmp_path: Path) -> None:
        clip = film(tmp_path / "A001" / "DCIM" / "100GOPRO" / "GH010001.MP4", Take(frames=10, picture="negate"))
        job = live.client.add_clips([str(tmp_path / "A001")])["jobs"][0]["id"]
        until(lambda: live.client.job(job)["status"] == "completed", 60)
        page = open_desk(live).go("cards")
        card = page.get_by_role("region", name="A001")
        expect(card).to_contain_text("Not safe to wipe")
        expect(card).to_contain_text("1 clip · 1 done")
        expect(card).to_contain_text(str(clip.parents[2]))

    def test_a_proxy_plays(self, live: Served, open_desk: Open, tmp_path: Path) -> None:
        clip = film(tmp_path / "Plays.mov", Take(frames=75))
        told = live.client.add_clips([str(clip)], preset="h264-720p")
        job = told["jobs"][0]["id"]
        until(lambda: live.client.job(job)["status"] == "completed", 60)
        page = open_desk(live).go(f"jobs/{job}")
        page.get_by_role("button", name="Play").click()
        video = page.locator("video")
        until(lambda: video.count() and video.evaluate("video => video.currentTime") > 0.2, 20)
        assert video.evaluate("video => video.error") is None

    def test_cancel_retry_and_pause_in_a_lane_that_stands(self, still: Served, open_desk: Open) -> None:
        submit(still, "/card/Steered.mov")
        desk = open_desk(still)
        row = desk.row("Steered.mov")
        row.get_by_role("checkbox").check()
        deeds = desk.page.get_by_role("toolbar")
        deeds.get_by_role("button", name="Pause").click()
        expect(row).to_contain_text("Paused")
        row.get_by_role("checkbox").check()
        deeds.get_by_role("button", name="Go on").click()
        expect(row).to_contain_text("Queued")
        row.get_by_role("checkbox").check()
        deeds.get_by_role("button", name="Cancel").click()
        desk.page.get_by_role("dialog").get_by_role("button", name="Cancel them").click()
        expect(row).to_contain_text("Cancelled")
        row.get_by_role("checkbox").check()
        deeds.get_by_role("button", name="First").click()
        expect(desk.page.locator(".toast").last).to_contain_text("left:")
        deeds.get_by_role("button", name="Retry").click()
        expect(row).to_contain_text("Queued")

    def test_a_lane_is_paused_resized_and_purged(self, still: Served, open_desk: Open) -> None:
        job = submit(still, "/card/Purged.mov", queue="cv_analysis", kind="analysis")
        page = open_desk(still).go("lanes")
        lane = page.get_by_role("region", name="Quality checks")
        lane.get_by_role("button", name="Pause").click()
        expect(lane).to_contain_text("Paused")
        lane.get_by_role("button", name="One more").click()
        expect(lane.locator("output")).to_have_text("2")
        lane.get_by_role("button", name="Purge").click()
        page.get_by_role("dialog").get_by_role("button", name="Cancel them").click()
        until(lambda: still.client.job(job)["status"] == "cancelled")
        lane.get_by_role("button", name="Go on").click()
        expect(lane).to_contain_text("Ready")

    def test_a_folder_is_watched_and_left(self, still: Served, open_desk: Open, tmp_path: Path) -> None:
        folder = tmp_path / "Cards"
        folder.mkdir()
        page = open_desk(still).go("folders")
        page.get_by_role("button", name="Watch a folder").click()
        page.get_by_label("Folder on the server").fill(str(folder))
        page.get_by_role("button", name="Watch it").click()
        watch = page.get_by_role("region", name=str(folder))
        expect(watch).to_contain_text("taken")
        watch.get_by_role("button", name="Pause").click()
        expect(watch).to_contain_text("Paused")
        watch.get_by_role("button", name="Go on").click()
        expect(watch).not_to_contain_text("Paused")
        watch.get_by_role("button", name="Look through now").click()
        expect(page.locator(".toast").last).to_contain_text("looked through")
        watch.get_by_role("button", name="Remove").click()
        page.get_by_role("dialog").get_by_role("button", name="Stop watching").click()
        expect(watch).to_have_count(0)


class TestTheTable:
    def test_filters_with_counts_search_and_order(self, still: Served, open_desk: Open) -> None:
        page = open_desk(still).page
        counts = still.client.stats()["by_status"]
        failed = page.get_by_role("button", name=re.compile(rf"^Failed\s*{counts['failed']}$"))
        failed.click()
        expect(page.locator(".grid-foot")).to_contain_text(f"{counts['failed']} jobs")
        page.get_by_role("button", name=re.compile(r"^All")).click()
        page.get_by_role("searchbox").fill("A002_C003")
        expect(page.locator(".grid-foot")).to_contain_text("1 job")
        expect(page.get_by_role("button", name=re.compile(r"^All\s*1$"))).to_be_visible()
        page.get_by_role("searchbox").fill("no such clip")
        expect(page.get_by_role("heading", name="No job is like that")).to_be_visible()
        page.get_by_role("button", name="Show all jobs").click()
        page.get_by_role("searchbox").fill("XY.mov")
        page.get_by_role("columnheader", name="Clip").get_by_role("button").click()
        expect(page.get_by_role("row").nth(1)).to_contain_text("A001_C001")
        expect(page.get_by_role("columnheader", name="Clip")).to_have_attribute("aria-sort", "ascending")

    def test_all_of_it_by_keyboard(self, still: Served, open_desk: Open) -> None:
        page = open_desk(still).page
        page.get_by_role("searchbox").wait_for()
        page.keyboard.press("/")
        expect(page.get_by_role("searchbox")).to_be_focused()
        page.keyboard.type("A003_")
        expect(page.locator(".grid-foot")).to_contain_text("40 jobs")
        page.locator(".grid-body").focus()
        for key in ("ArrowDown", " ", "Shift+ArrowDown", "Shift+ArrowDown"):
            page.keyboard.press(key)
        expect(page.get_by_role("toolbar")).to_contain_text("3 chosen")
        page.keyboard.press("Control+a")
        expect(page.get_by_role("toolbar")).to_contain_text("40 chosen")
        page.keyboard.press("p")
        expect(page.locator(".toast").last).to_contain_text("paused")
        page.keyboard.press("End")
        page.keyboard.press("Enter")
        expect(page.get_by_role("heading", name="A003_C001")).to_be_visible()

    def test_only_what_is_on_the_screen_exists(self, still: Served, open_desk: Open) -> None:
        page = open_desk(still).page
        page.locator("[data-job]").first.wait_for()
        assert page.locator("[data-job]").count() < 40
        page.locator(".grid-body").focus()
        page.keyboard.press("End")
        expect(page.get_by_role("row").filter(has_text="A001_C001")).to_be_visible()

    def test_a_job_that_comes_shows_at_once(self, still: Served, open_desk: Open) -> None:
        desk = open_desk(still)
        desk.page.locator("[data-job]").first.wait_for()
        submit(still, "/card/Newcomer.mov")
        expect(desk.row("Newcomer.mov")).to_be_visible(timeout=5_000)

    def test_a_name_is_data(self, still: Served, open_desk: Open) -> None:
        name = "<img src=x onerror=document.title='owned'>.mov"
        submit(still, f"/card/{name}")
        desk = open_desk(still)
        expect(desk.row(name)).to_be_visible()
        assert "owned" not in desk.page.title()


class TestStates:
    def test_an_error_says_what_why_and_what_to_do(self, still: Served, open_desk: Open) -> None:
        failed = still.client.jobs(status="failed", search=FOLDER)["jobs"][0]
        page = open_desk(still).go(f"jobs/{failed['id']}")
        alert = page.get_by_role("alert")
        expect(alert).to_contain_text("ends 41 s before its header says")
        expect(alert).to_contain_text("Copy it from the card again")
        expect(alert.get_by_role("button", name="Retry")).to_be_visible()

    def test_empty_gone_and_back_again(self, open_desk: Open, tmp_path: Path) -> None:
        home = tmp_path / "home"
        here = ("--no-worker", "--port", str(free_port()))
        with serving(home, *here) as served:
            page = open_desk(served).page
            expect(page.get_by_role("heading", name="Nothing to do yet")).to_be_visible()
            served.end()
            expect(page.get_by_role("alert").first).to_contain_text("does not answer")
            expect(page.get_by_text("Not connected")).to_be_visible()
        with serving(home, *here) as again:
            submit(again, "/card/Meanwhile.mov")
            expect(page.get_by_text("Live")).to_be_visible()  # and signed in as before
            expect(page.get_by_role("row").filter(has_text="Meanwhile.mov")).to_be_visible()
            (home / "sessions.json").unlink()
            again.end()
        with serving(home, *here):
            expect(page).to_have_url(f"{served.url}/login")  # who is not known any more is shown how

    @pytest.mark.parametrize("route", ["nope", "jobs/nope", "clips/nope"])
    def test_an_address_that_leads_nowhere(self, still: Served, open_desk: Open, route: str) -> None:
        page = open_desk(still).go(route)
        expect(page.get_by_role("main")).to_contain_text("Jobs" if route == "nope" else "There is no")


class TestEverybody:
    @pytest.mark.parametrize(
        ("size", "dark", "routes"),
        [
            (WIDE, False, ("jobs", "jobs/{done}", "jobs/{failed}", "clips", "lanes", "folders", "activity", "presets")),
            (WIDE, True, ("jobs", "jobs/{done}", "jobs/{failed}", "activity")),
            (NARROW, False, ("jobs", "jobs/{done}", "presets")),
        ],
    )
    def test_nothing_serious_is_found(
        self, still: Served, open_desk: Open, size: tuple[int, int], dark: bool, routes: tuple[str, ...]
    ) -> None:
        ids = {name: still.client.jobs(status=status)["jobs"][0]["id"] for name, status in STATES.items()}
        desk = open_desk(still, size, dark)
        found = {}
        for route in routes:
            page = desk.go(route.format(**ids))
            page.get_by_role("heading").first.wait_for()
            page.wait_for_timeout(200)
            told = Axe().run(page).response["violations"]
            serious = [one for one in told if one["impact"] in ("serious", "critical")]
            found[route] = [(one["id"], one["nodes"][0]["html"][:200]) for one in serious]
        assert found == {route: [] for route in routes}

    def test_a_phone_scrolls_down_only(self, still: Served, open_desk: Open) -> None:
        desk = open_desk(still, NARROW)
        for route in ("jobs", "clips", "lanes", "folders", "activity", "presets"):
            page = desk.go(route)
            page.wait_for_timeout(300)
            assert page.evaluate("document.documentElement.scrollWidth") <= NARROW[0], route
            wide = page.locator(".page-body").evaluate("body => body.scrollWidth - body.clientWidth")
            assert wide <= 0, route
