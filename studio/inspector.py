"""Brings what the details show of a job and its clip, and does what is asked for there."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import Any

from PySide6.QtCore import QObject, QTimer
from PySide6.QtGui import QImage, QPixmap

from studio.alive import while_alive
from studio.dialogs import Dialogs
from studio.findings import findings_of, loudness_line
from studio.format import file_name
from studio.gateway import Gateway, Refusal
from studio.pictures import Frames, decode
from studio.saving import save_text
from studio.theme import Theme
from studio.timecode import Ruler, ruler_of
from studio.totals import totals_of
from studio.views.details import Details
from studio.views.inspector.compare import CompareWindow
from studio.words import tr

REST_MS = 90  # a selection that runs down the table is not asked about at every line
LOOK_MS = 400  # frames cost the server an FFmpeg each
STRIP_TILES = 10

Json = Mapping[str, Any]
Say = Callable[[str, str, str], None]


class Inspector(QObject):
    """Answers that come when another job is on show already are dropped. `chosen()`: the jobs selected."""

    def __init__(
        self,
        gateway: Gateway,
        details: Details,
        theme: Theme,
        dialogs: Dialogs,
        say: Say,
        chosen: Callable[[], Sequence[Json]] = lambda: (),
    ) -> None:
        super().__init__(details)
        self._gateway, self._details, self._theme = gateway, details, theme
        self._dialogs, self._say, self._chosen = dialogs, say, chosen
        self._frames = Frames(gateway, self)
        self._clip: Json = {}
        self._compare: CompareWindow | None = None
        self._rest = _single_shot(self, REST_MS, self._fetch)
        self._look = _single_shot(self, LOOK_MS, self._look_closely)
        details.reel.viewer.follow(self._frames)
        details.shown.connect(self._on_shown)
        details.many.connect(self._on_many)
        details.redo_wanted.connect(self._on_redo)
        details.reel.enlarge_wanted.connect(self._on_enlarge)
        details.log.save_wanted.connect(self._on_save_log)

    def on_changed(self, ids: Sequence[str]) -> None:
        """Jobs that the server told of."""
        if self._details.job_id in ids:
            self._fetch_job()

    def show_presets(self, presets: Sequence[Json], _default: str = "") -> None:
        self._details.failure.show_presets([str(preset["name"]) for preset in presets])

    # --- what is brought ---

    def _on_shown(self, _job: Json) -> None:
        self._look.stop()
        self._rest.start()

    def _on_many(self, count: int) -> None:
        self._rest.stop()
        self._look.stop()
        if count > 1:
            self._details.show_totals(totals_of(self._chosen()))

    def _fetch(self) -> None:
        self._fetch_job()
        clip_id = str(self._details.job.get("clip_id") or "")
        if clip_id:
            self._gateway.call("clip", self._current(self._on_clip), _ignore, clip_id=clip_id)

    def _fetch_job(self) -> None:
        job_id = self._details.job_id
        if job_id:
            self._gateway.call("job", self._current(self._on_job), _ignore, job_id=job_id)

    def _on_job(self, job: Json) -> None:
        self._details.history.show_timeline(job.get("timeline", []))
        self._details.log.show_lines(job.get("log", []))

    def _on_clip(self, clip: Json) -> None:
        self._clip = clip
        details, metadata = self._details, clip.get("metadata")
        ruler, sides = ruler_of(metadata), sides_of(clip)
        self._frames.use(str(clip["id"]), ruler)
        details.reel.show_clip(ruler, sides, ruler.count // 2)
        details.metadata.show_metadata(metadata)
        findings = findings_of(clip.get("analysis"))
        details.reel.strip.show_findings(findings)
        details.findings.show_findings(findings, loudness_line(clip.get("analysis")))
        if clip.get("proxies") or clip.get("thumbnail"):
            self._fetch_pictures(str(clip["id"]), ruler)
        if sides:
            self._look.start()

    def _fetch_pictures(self, clip_id: str, ruler: Ruler) -> None:
        reel, tiles = self._details.reel, min(STRIP_TILES, ruler.count)
        shown: dict[str, Callable[[QImage], None]] = {
            "thumbnail": lambda image: reel.viewer.show_poster(QPixmap.fromImage(image)),
            "filmstrip": lambda image: reel.strip.show_film(QPixmap.fromImage(image), tiles),
        }
        for route, show in shown.items():
            self._gateway.fetch(route, partial(decode, done=self._picture(show)), _ignore, clip_id=clip_id)
        self._gateway.call("waveform", self._current(reel.strip.show_wave), _ignore, clip_id=clip_id)

    def _look_closely(self) -> None:
        viewer = self._details.reel.viewer
        viewer.seek(viewer.frame)

    def _current(self, show: Callable[[Json], None]) -> Callable[[Json], None]:
        """`show`, while the job that is on show now still is."""
        job_id = self._details.job_id
        return while_alive(self, lambda answer: self._details.job_id == job_id and show(answer))

    def _picture(self, show: Callable[[QImage], None]) -> Callable[[QImage], None]:
        job_id = self._details.job_id

        return while_alive(self, lambda image: self._details.job_id == job_id and not image.isNull() and show(image))

    # --- what is done ---

    def _on_redo(self, job_id: str, wishes: Json) -> None:
        """The clip once more, with another wish; the failed job stays as it is, for the record."""
        job = self._details.job
        if job.get("id") == job_id:
            body = {"paths": [job["source_uri"]], "preset": job.get("preset") or None, "brief": True, **wishes}
            done = while_alive(self, partial(self._on_redone, file_name(job.get("source"))))
            self._gateway.call("add_clips", done, body=body)

    def _on_redone(self, name: str, answer: Json) -> None:
        if answer.get("ids"):
            self._say("redo", "good", tr("Queued again: {name}.").format(name=name))
        else:
            left = answer.get("left_alone") or [{}]
            why = str(left[0].get("message") or tr("It is queued or done already."))
            self._say("redo", "warn", tr("Nothing was queued. {why}").format(why=why))

    def _on_save_log(self) -> None:
        name = f"{file_name(self._details.job.get('source'))}.log"
        save_text(self._dialogs, self._say, tr("Save the log"), name, self._details.log.text.toPlainText())

    def _on_enlarge(self) -> None:
        if self._compare is None:
            self._compare = CompareWindow(self._gateway, self._theme, self._details.window())
        viewer = self._details.reel.viewer
        title = file_name(str(self._clip.get("source") or ""))
        self._compare.show_clip(title, str(self._clip["id"]), viewer.ruler, sides_of(self._clip), viewer.frame)
        self._compare.take_strip(self._details.reel.strip)
        self._compare.show()
        self._compare.raise_()


def sides_of(clip: Json) -> tuple[str, ...]:
    """Of which the server can give frames."""
    original = ("original",) if clip.get("state") in ("online", "changed") else ()
    return (*original, "proxy") if clip.get("proxies") else original


def _single_shot(parent: QObject, milliseconds: int, slot: Callable[[], None]) -> QTimer:
    timer = QTimer(parent)
    timer.setSingleShot(True)
    timer.setInterval(milliseconds)
    timer.timeout.connect(slot)
    return timer


def _ignore(_refusal: Refusal) -> None:
    """The banner says that the server is gone; of a picture that is missing the placeholder tells."""
