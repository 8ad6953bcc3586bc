"""What a worker is made of, out of the parts of a home."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import asdict
from functools import partial
from typing import TYPE_CHECKING, Any

from server.domain.upkeep import LANE as UPKEEP_LANE
from server.rules import policy_of

if TYPE_CHECKING:
    from server.bootstrap import App
    from server.worker.attempt import Tools
    from server.worker.process import Parts


def worker_parts(app: App, tell: Callable[[Mapping[str, Any]], None]) -> Parts:
    from server.queue.lanes import LaneConsumer
    from server.queue.wakeup import WakeUp
    from server.worker.process import Parts

    return Parts(
        ledger=app.ledger,
        registry=app.registry,
        recover=app.recovery.run,
        tools=_tools(app, tell),
        policy_for=partial(policy_of, app.settings),
        wake=app.waiting.look,
        session=app.database.session,
        make_ear=WakeUp,
        make_lane=lambda lane, count, handler, ear: LaneConsumer(
            app.home, lane, count, handler, ear, tick=app.upkeep.tick if lane == UPKEEP_LANE else None
        ),
        sizes=app.lanes.sizes,
        is_open=app.lanes.is_open,
        warm_up=app.warm_up,
    )


def _tools(app: App, tell: Callable[[Mapping[str, Any]], None]) -> Tools:
    from server.worker.attempt import Tools
    from server.worker.resources import Resources

    return Tools(
        ledger=app.ledger,
        prober=app.prober,
        presets=app.presets,
        ffmpeg=app.program,
        scratch=app.scratch,
        reading=app.reading,
        limits_for=app.limits_for,
        output=asdict(app.settings.output),
        tell=tell,
        set_metadata=app.clip_ledger.set_metadata,
        cache=app.home / "cache",
        font=app.settings.look.font,
        encoder_for=app.encoders.choose,
        open_store=app.open_store,
        follow_up=app.follow_up,
        redo=app.redo.extras,
        resources=Resources(app.disks, app.space, app.scratch),
        receipts=app.receipts,
        record=app.record,
        twins=app.clips.twins,
        tend=app.upkeep.run,
    )
