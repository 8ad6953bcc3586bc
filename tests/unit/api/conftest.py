"""The API on fakes, asked in this process."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from fastapi import FastAPI

from server.api.activity import Activity
from server.api.app import Door, create_app, guarded
from server.api.events import Hub
from server.api.parts import ApiParts
from server.api.progress import Progress
from server.api.sessions import Failures
from server.bootstrap import App, open_home
from server.config import Settings
from server.domain.job import Job
from server.services.figures import Figures
from server.system.tokens import Keys
from tests.helpers.asgi import Web
from tests.helpers.fakes import wish

PORT = 8765
TOKEN = "t" * 43
MOST_FAILURES = 1000  # every route is tried with wrong tokens
HOST = f"127.0.0.1:{PORT}"


@dataclass
class Desk:
    """A home of its own behind the API. `ask` sends what a client of ours sends."""

    home: App
    app: FastAPI
    web: Web
    hub: Hub
    faults: list[str]
    woken: list[int]
    door: Door
    figures: Figures

    def be_strict(self) -> None:
        """Counts wrong tokens as a server of ours does."""
        self.door.failures._most = Failures()._most

    def tell(self, event: dict[str, Any]) -> None:
        """What a worker says."""
        self.hub.tell(event)

    def ask(self, verb: str, path: str, **more: Any) -> Any:
        headers = {"Authorization": f"Bearer {TOKEN}", "Host": HOST, **more.pop("headers", {})}
        return self.web.request(verb, path, headers=headers, **more)

    def get(self, path: str, **more: Any) -> Any:
        return self.ask("GET", f"/api/v1{path}", **more)

    def post(self, path: str, body: Any = None, verb: str = "POST") -> Any:
        return self.ask(verb, f"/api/v1{path}", json={} if body is None else body)

    def pending(self, source: str = "/card/A001.mov", **fields: Any) -> Job:
        return self.home.ledger.submit([wish(source, **fields)])[0]


@pytest.fixture
def make_parts(home: Path) -> Iterator[Callable[..., tuple[App, ApiParts]]]:
    with open_home(home, Settings()) as app:

        def make(faults: list[str], woken: list[int]) -> tuple[App, ApiParts]:
            hub = Hub(app.ledger, Progress(), app.database.version)
            return app, ApiParts(
                jobs=app.jobs,
                clips=app.clips,
                cards=app.cards,
                ingest=app.ingest,
                outlooks=app.outlooks,
                submit=app.submit,
                watches=app.watches,
                adopt=app.adopt,
                relocate=app.relocate,
                presets=app.presets,
                hub=hub,
                faults=lambda: faults,
                lanes=app.lanes,
                default_preset="prores-proxy",
                cache=home / "cache",
                watch_changed=lambda: woken.append(1),
                arrivals=app.arrivals,
                forecasts=app.forecasts,
                frame=lambda *asked: app.frames.at(*asked),
                preview=lambda *asked: app.frames.through(*asked),
                sandbox={"files": True},
                figures=Figures(app.ledger, app.lanes),
                own_presets=app.own_presets,
                luts=app.luts,
                bucket=app.bucket,
            )

        yield make


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """Below it, tokens other than the home's may name paths."""
    (tmp_path / "root").mkdir()
    return tmp_path / "root"


@pytest.fixture
def desk(make_parts: Callable[..., tuple[App, ApiParts]], root: Path) -> Desk:
    faults: list[str] = []
    woken: list[int] = []
    home, parts = make_parts(faults, woken)
    door = Door("127.0.0.1", PORT, Keys(TOKEN, home.tokens, [str(root)]), Failures(most=MOST_FAILURES))
    app = create_app(parts, door)
    web = guarded(app, door, Activity())
    return Desk(home, app, Web(web), parts.hub, faults, woken, door, parts.figures)
