"""The right panel: one job's clip, frame by frame, where its proxy is, where it links, and what went wrong."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QPixmap
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from studio import remedies
from studio.format import DASH, facts_line, file_name, left_text, preset_text, status_look
from studio.theme import Theme
from studio.timecode import ruler_of
from studio.views.inspector.failure import FailureCard
from studio.views.inspector.findings import FindingsCard
from studio.views.inspector.flow import FlowLayout
from studio.views.inspector.reel import Reel
from studio.views.inspector.sections import Sections
from studio.views.inspector.tables import FactsTable, HistoryPart, LogPart, MetadataPart
from studio.views.parts import ElidedLabel, IconLabel, plain_label, push_button
from studio.views.proof import ChecksCard, LinksCard
from studio.words import tr

Json = Mapping[str, Any]


class Details(QScrollArea):
    """`wanted(what, job id)`: an action of the job, or of studio/remedies.py; `redo_wanted(job id, wishes)` as POST
    /clips takes them; `shown(job)`: another job than before, or a changed one; `many(count)`: none, or several."""

    wanted = Signal(str, str)
    redo_wanted = Signal(str, dict)
    shown = Signal(dict)
    many = Signal(int)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("details")
        self.setAccessibleName(tr("Details of the selected job"))
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._job: Json = {}
        self.reel = Reel(theme)
        self._status_icon = IconLabel(theme, 16)
        self._status = plain_label(wrap=True)
        self._title = ElidedLabel("title")
        self._facts = plain_label(name="muted", wrap=True)
        self.failure = FailureCard()
        self.findings = FindingsCard(theme)
        self.files = FilesCard()
        self.links = LinksCard(theme)
        self.checks = ChecksCard(theme)
        self.metadata = MetadataPart()
        self.history = HistoryPart(theme)
        self.log = LogPart()
        self.totals = FactsTable(tr("The selected jobs in figures"))
        self._nothing = plain_label(name="muted", wrap=True)
        self._nothing.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.sections = self._make_sections()
        self._lay_out()
        self._connect()
        self.show_none(0)

    @property
    def job(self) -> Json:
        """What is on show; empty where no job is."""
        return self._job

    @property
    def job_id(self) -> str:
        return str(self._job.get("id", ""))

    def show_none(self, selected: int) -> None:
        """Nothing, or several jobs, are selected."""
        self._job = {}
        nothing = tr("Select a job to see its clip, checks and log.")
        self._nothing.setText(tr("{n} jobs selected", "{n} job selected", selected) if selected else nothing)
        self._show_parts(False)
        self.many.emit(selected)

    def show_totals(self, rows: Sequence[tuple[str, str]]) -> None:
        self.totals.show_rows(rows)
        self.totals.setVisible(bool(rows))

    def show_job(self, job: Json) -> None:
        """What else there is to see is brought by whoever hears `shown`."""
        anew = job["id"] != self._job.get("id")
        unchanged = not anew and all(job.get(key) == self._job.get(key) for key in ("status", "result", "error"))
        self._job = job
        self._show_head(job)
        if unchanged:
            return
        if anew:
            self._forget()
        self._show_parts(True)
        self._show_cards(job)
        self.shown.emit(dict(job))

    def show_poster(self, content: bytes) -> None:
        """`content`: a JPEG. For pictures of the window; elsewhere it comes decoded."""
        pixmap = QPixmap()
        if pixmap.loadFromData(content):
            self.reel.viewer.show_poster(pixmap)

    def _forget(self) -> None:
        metadata = (self._job.get("result") or {}).get("metadata")
        self.reel.show_clip(ruler_of(metadata), ())
        self.findings.show_findings([], "")
        self.metadata.show_metadata(metadata)
        self.history.show_timeline([])
        self.log.show_lines([])

    def _show_head(self, job: Json) -> None:
        look = status_look(str(job["status"]))
        self._status_icon.show_icon(look.icon, look.tone)
        self._status.setText(_status_line(job, look.word))
        self._title.show_text(file_name(job.get("source")))

    def _show_cards(self, job: Json) -> None:
        result = job.get("result") or {}
        conformance = result.get("conformance") or {}
        self._facts.setText(facts_line(result.get("metadata")))
        self._facts.setVisible(bool(self._facts.text()))
        if result.get("metadata"):
            self.metadata.show_metadata(result["metadata"])
        self.failure.show_error(job)
        self.files.show_job(job)
        self.links.show_links(conformance.get("links_in") or {})
        self.checks.show_checks(conformance.get("checks") or [])

    def _show_parts(self, shown: bool) -> None:
        self._nothing.setVisible(not shown)
        self._parts.setVisible(shown)
        self.totals.hide()

    def _on_wanted(self, what: str) -> None:
        if what == remedies.SHOW_LOG:
            self.sections.choose("log")
            self.ensureWidgetVisible(self.log)
        elif what == remedies.ALLOW_DAMAGED:
            self.redo_wanted.emit(self.job_id, {"allow_damaged": True})
        elif self.job_id:
            self.wanted.emit(what, self.job_id)

    def _connect(self) -> None:
        self.failure.wanted.connect(self._on_wanted)
        self.files.wanted.connect(self._on_wanted)
        self.failure.preset_wanted.connect(lambda name: self.redo_wanted.emit(self.job_id, {"preset": name}))
        self.findings.chosen.connect(lambda finding: self.reel.seek_seconds(finding.start))

    def _make_sections(self) -> Sections:
        overview = QWidget()
        box = QVBoxLayout(overview)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(10)
        for part in (self.links, self.files, self.checks):
            box.addWidget(part)
        return Sections(
            {
                "overview": (tr("Proof"), overview),
                "metadata": (tr("Metadata"), self.metadata),
                "history": (tr("History"), self.history),
                "log": (tr("Log"), self.log),
            }
        )

    def _lay_out(self) -> None:
        status = QHBoxLayout()
        status.setSpacing(7)
        status.addWidget(self._status_icon, 0, Qt.AlignmentFlag.AlignTop)
        status.addWidget(self._status, 1)
        self._parts = QWidget()
        box = QVBoxLayout(self._parts)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(10)
        box.addWidget(self._title)
        box.addLayout(status)
        for part in (self.failure, self.reel, self._facts, self.findings, self.sections):
            box.addWidget(part)
        body = QWidget()
        body.setObjectName("detailsBody")
        whole = QVBoxLayout(body)
        whole.setContentsMargins(14, 14, 14, 14)
        whole.addWidget(self._parts)
        whole.addWidget(self._nothing)
        whole.addWidget(self.totals)
        whole.addStretch()
        self.setWidget(body)


class FilesCard(QFrame):
    """The original and its proxy, with buttons that show them."""

    wanted = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("card")
        # The end of a path tells the two apart.
        self._source, self._output = (ElidedLabel(mode=Qt.TextElideMode.ElideLeft) for _ in range(2))
        self.show_source = push_button(tr("Show clip"))
        self.show_output = push_button(tr("Show proxy"))
        self.open_output = push_button(tr("Play proxy"))
        self._lay_out()

    def show_job(self, job: Json) -> None:
        source, output = str(job.get("source") or ""), str(job.get("output") or "")
        for label, text in ((self._source, source), (self._output, output)):
            label.show_text(text or DASH)
        done = job["status"] == "completed" and bool(output)
        self.show_output.setVisible(done)
        self.open_output.setVisible(done)

    def paths(self) -> tuple[str, str]:
        return self._source.whole_text(), self._output.whole_text()

    def _lay_out(self) -> None:
        box = QVBoxLayout(self)
        box.setContentsMargins(12, 9, 12, 11)
        box.setSpacing(3)
        for title, label in ((tr("Original"), self._source), (tr("Proxy"), self._output)):
            box.addWidget(plain_label(title, "cardHeading"))
            box.addWidget(label)
        line = QWidget()
        flow = FlowLayout(line, 6)
        deeds = (
            (self.show_source, "show_source"),
            (self.show_output, "show_output"),
            (self.open_output, "open_output"),
        )
        for button, what in deeds:
            button.setStyleSheet("padding: 5px 9px;")
            button.clicked.connect(lambda _checked, what=what: self.wanted.emit(what))
            flow.addWidget(button)
        box.addSpacing(5)
        box.addWidget(line)


def _status_line(job: Json, word: str) -> str:
    """The state and what there is to say of it."""
    parts = [word]
    if job["status"] == "running":
        left = job.get("eta_seconds")
        parts += [tr("{time} left").format(time=left_text(left))] if left is not None else []
    elif job.get("reason") and not job.get("error"):
        parts.append(str(job["reason"]))
    if job["status"] == "completed" and job.get("duration_seconds") is not None:
        parts.append(tr("in {time}").format(time=left_text(job["duration_seconds"])))
    parts.append(preset_text(job))
    if int(job.get("attempt") or 0) > 1:
        parts.append(tr("attempt {number}").format(number=job["attempt"]))
    return "  ·  ".join(parts)
