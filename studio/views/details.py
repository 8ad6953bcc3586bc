"""The right panel: one job's clip, where its proxy is, where it links, and what went wrong."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QPixmap
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QPlainTextEdit,
    QPushButton,
    QScrollArea,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from studio.format import (
    DASH,
    facts_line,
    failure_title,
    file_name,
    left_text,
    plural,
    preset_text,
    spoken,
    status_look,
)
from studio.models.rows import actions_for
from studio.theme import Theme
from studio.views.parts import ElidedLabel, IconLabel, Picture, plain_label, push_button
from studio.views.proof import ChecksCard, LinksCard

Json = Mapping[str, Any]


class Details(QScrollArea):
    """`wanted(what, job id)`: what is retry, show_source, show_output or open_output."""

    wanted = Signal(str, str)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("details")
        self.setAccessibleName("Details of the selected job")
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._job: Json = {}
        self.poster = Picture(theme)
        self._status_icon = IconLabel(theme, 16)
        self._status = plain_label(wrap=True)
        self._title = ElidedLabel("title")
        self._facts = plain_label(name="muted", wrap=True)
        self.failure = FailureCard()
        self.files = FilesCard()
        self.links = LinksCard(theme)
        self.checks = ChecksCard(theme)
        self.log = LogPart()
        self._nothing = plain_label(name="muted", wrap=True)
        self._nothing.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._lay_out()
        self.failure.wanted.connect(self._on_wanted)
        self.files.wanted.connect(self._on_wanted)
        self.show_none(0)

    @property
    def job_id(self) -> str:
        """Of the job on show; empty where none is."""
        return str(self._job.get("id", ""))

    def show_none(self, selected: int) -> None:
        """Nothing, or several jobs, are selected."""
        self._job = {}
        words = f"{plural(selected, 'job')} selected" if selected else "Select a job to see its clip, checks and log."
        self._nothing.setText(words)
        self._show_parts(False)

    def show_job(self, job: Json) -> None:
        """`poster` and `log` are fetched by whoever shows the job."""
        anew = job["id"] != self._job.get("id")
        unchanged = not anew and all(job.get(key) == self._job.get(key) for key in ("status", "result", "error"))
        self._job = job
        if anew:
            self.poster.show_pixmap(QPixmap())
            self.log.show_lines([])
        self._show_head(job)
        if not unchanged:
            self._show_parts(True)
            self._show_cards(job)

    def show_poster(self, content: bytes) -> None:
        """`content`: a JPEG."""
        pixmap = QPixmap()
        if pixmap.loadFromData(content):
            self.poster.show_pixmap(pixmap)

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
        self.failure.show_error(job)
        self.files.show_job(job)
        self.links.show_links(conformance.get("links_in") or {})
        self.checks.show_checks(conformance.get("checks") or [])

    def _show_parts(self, shown: bool) -> None:
        self._nothing.setVisible(not shown)
        self._parts.setVisible(shown)

    def _on_wanted(self, what: str) -> None:
        if self.job_id:
            self.wanted.emit(what, self.job_id)

    def _lay_out(self) -> None:
        status = QHBoxLayout()
        status.setSpacing(7)
        status.addWidget(self._status_icon, 0, Qt.AlignmentFlag.AlignTop)
        status.addWidget(self._status, 1)
        self._parts = QWidget()
        box = QVBoxLayout(self._parts)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(10)
        box.addWidget(self.poster)
        box.addWidget(self._title)
        box.addLayout(status)
        for part in (self._facts, self.failure, self.files, self.links, self.checks, self.log):
            box.addWidget(part)
        body = QWidget()
        body.setObjectName("detailsBody")
        whole = QVBoxLayout(body)
        whole.setContentsMargins(14, 14, 14, 14)
        whole.addWidget(self._parts)
        whole.addWidget(self._nothing)
        whole.addStretch()
        self.setWidget(body)


class FailureCard(QFrame):
    """What happened, why, what to do, and the buttons that do it."""

    wanted = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("failure")
        self._what = plain_label(name="title", wrap=True)
        self._why = plain_label(wrap=True)
        self._heading = plain_label("What to do", "cardHeading")
        self._do = plain_label(wrap=True)
        self.retry = push_button("Retry", primary=True)
        self.show_file = push_button("Show clip")
        self.retry.clicked.connect(lambda: self.wanted.emit("retry"))
        self.show_file.clicked.connect(lambda: self.wanted.emit("show_source"))
        self._lay_out()

    def show_error(self, job: Json) -> None:
        error = job.get("error")
        self.setVisible(error is not None)
        if error is None:
            return
        self._what.setText(failure_title(str(error["code"]), job["status"] == "failed"))
        self._why.setText(spoken(str(error["message"])))
        self._do.setText(spoken(str(error["hint"])))
        self.retry.setVisible("retry" in actions_for({str(job["status"])}))
        self.setAccessibleName(f"{self._what.text()}. {error['message']} {error['hint']}")

    def words(self) -> tuple[str, str, str]:
        """What happened, why, what to do."""
        return self._what.text(), self._why.text(), self._do.text()

    def _lay_out(self) -> None:
        for label in (self._why, self._do):
            label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        box = QVBoxLayout(self)
        box.setContentsMargins(12, 11, 12, 12)
        box.setSpacing(6)
        for label in (self._what, self._why, self._heading, self._do):
            box.addWidget(label)
        self._heading.setContentsMargins(0, 4, 0, 0)
        buttons = QHBoxLayout()
        buttons.addWidget(self.retry)
        buttons.addWidget(self.show_file)
        buttons.addStretch()
        box.addSpacing(4)
        box.addLayout(buttons)


class FilesCard(QFrame):
    """The original and its proxy, with buttons that show them."""

    wanted = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("card")
        # The end of a path tells the two apart.
        self._source, self._output = (ElidedLabel(mode=Qt.TextElideMode.ElideLeft) for _ in range(2))
        self.show_source = push_button("Show clip")
        self.show_output = push_button("Show proxy")
        self.open_output = push_button("Play proxy")
        buttons = (self.show_source, self.show_output, self.open_output)
        for button, what in zip(buttons, ("show_source", "show_output", "open_output"), strict=True):
            button.clicked.connect(lambda _checked, what=what: self.wanted.emit(what))
        self._lay_out(buttons)

    def show_job(self, job: Json) -> None:
        source, output = str(job.get("source") or ""), str(job.get("output") or "")
        for label, text in ((self._source, source), (self._output, output)):
            label.show_text(text or DASH)
        done = job["status"] == "completed" and bool(output)
        self.show_output.setVisible(done)
        self.open_output.setVisible(done)

    def paths(self) -> tuple[str, str]:
        return self._source.whole_text(), self._output.whole_text()

    def _lay_out(self, buttons: Sequence[QPushButton]) -> None:
        box = QVBoxLayout(self)
        box.setContentsMargins(12, 9, 12, 11)
        box.setSpacing(3)
        for title, label in (("Original", self._source), ("Proxy", self._output)):
            box.addWidget(plain_label(title, "cardHeading"))
            box.addWidget(label)
        line = QHBoxLayout()
        line.setSpacing(6)
        for button in buttons:
            button.setStyleSheet("padding: 5px 9px;")
            line.addWidget(button)
        line.addStretch()
        box.addSpacing(5)
        box.addLayout(line)


class LogPart(QWidget):
    """The last lines the work wrote, folded away until wanted."""

    def __init__(self) -> None:
        super().__init__()
        self.toggle = push_button("Show log")
        self.toggle.setCheckable(True)
        self.text = QPlainTextEdit()
        self.text.setReadOnly(True)
        self.text.setMaximumBlockCount(5_000)
        self.text.setLineWrapMode(QPlainTextEdit.LineWrapMode.NoWrap)
        self.text.setAccessibleName("Log of the job")
        self.text.setFixedHeight(self.text.fontMetrics().height() * 12)
        self.text.hide()
        self.toggle.toggled.connect(self._on_toggled)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.addWidget(self.toggle, 0, Qt.AlignmentFlag.AlignLeft)
        box.addWidget(self.text)

    def show_lines(self, lines: Sequence[str]) -> None:
        self.setVisible(bool(lines))
        self.text.setPlainText("\n".join(lines))

    def _on_toggled(self, shown: bool) -> None:
        self.text.setVisible(shown)
        self.toggle.setText("Hide log" if shown else "Show log")


def _status_line(job: Json, word: str) -> str:
    """The state and what there is to say of it."""
    parts = [word]
    if job["status"] == "running":
        parts += [f"{left_text(job['eta_seconds'])} left"] if job.get("eta_seconds") is not None else []
    elif job.get("reason") and not job.get("error"):
        parts.append(str(job["reason"]))
    if job["status"] == "completed" and job.get("duration_seconds") is not None:
        parts.append(f"in {left_text(job['duration_seconds'])}")
    parts.append(preset_text(job))
    if int(job.get("attempt") or 0) > 1:
        parts.append(f"attempt {job['attempt']}")
    return "  ·  ".join(parts)
