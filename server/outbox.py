"""The webhooks of a home, out of its settings, and where they are in its history."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

from server.services.endings import Endings
from server.services.webhooks import Webhooks
from server.system.post import HttpPost, check_secret
from server.system.state import write_state

if TYPE_CHECKING:
    from server.bootstrap import App

FILE_NAME = "webhooks.json"


def webhooks_of(app: App) -> Webhooks | None:
    """None where the settings name no receiver. Raises ConfigError."""
    told = app.settings.webhooks
    if told.url is None:
        return None
    file = app.home / FILE_NAME
    endings = Endings(app.ledger, _kept_mark(file))
    write_state(file, {"mark": endings.mark})  # what ends from now on is told, whenever
    post, secret = HttpPost(told.url), check_secret(told.secret)
    return Webhooks(endings, post, secret, app.clock, lambda mark: write_state(file, {"mark": mark}))


def _kept_mark(file: Path) -> int | None:
    try:
        return int(json.loads(file.read_text(encoding="utf-8"))["mark"])
    except (OSError, ValueError, KeyError, TypeError):
        return None
