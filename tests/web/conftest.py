"""A real browser in front of a real server."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

pytest.importorskip("playwright", reason="the browser is driven by playwright")

from playwright.sync_api import Browser, expect

from tests.helpers.serving import Served, serving
from tests.web.stage import WIDE, Desk, add_pictures, chromium, fill, open_browser, sign_in

PATIENCE_MS = 20_000  # on a machine that does much else


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Not for the whole session: while it is open, no other test of this process can run an event loop."""
    if chromium() is None:
        pytest.skip("no Chromium on this machine")
    expect.set_options(timeout=PATIENCE_MS)
    with open_browser() as browser:
        yield browser


@pytest.fixture(scope="module")
def live(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """A server that works."""
    with serving(tmp_path_factory.mktemp("live") / "home") as served:
        yield served


@pytest.fixture(scope="module")
def still(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """A server without a worker, with 120 jobs in every state."""
    home = tmp_path_factory.mktemp("still") / "home"
    home.mkdir()
    jobs = fill(home)
    add_pictures(home, [job.clip_id for job in jobs])
    with serving(home, "--no-worker") as served:
        yield served


@pytest.fixture
def open_desk(browser: Browser, tmp_path: Path) -> Iterator[object]:
    """Opens the dashboard of a server; at the end the browser had nothing to complain about."""
    desks: list[Desk] = []

    def open_one(served: Served, size: tuple[int, int] = WIDE, dark: bool = False) -> Desk:
        scheme = "dark" if dark else "light"
        page = browser.new_page(viewport={"width": size[0], "height": size[1]}, color_scheme=scheme)
        page.set_default_timeout(PATIENCE_MS)
        desks.append(sign_in(page, served))
        return desks[-1]

    yield open_one
    for desk in desks:
        desk.page.close()
        assert desk.complaints == []
