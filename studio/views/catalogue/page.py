"""The catalogue: search, pictures or lines, cards, one clip in detail, export."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QModelIndex, Qt, QTimer
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHBoxLayout,
    QLineEdit,
    QListView,
    QMenu,
    QSplitter,
    QVBoxLayout,
    QWidget,
)

from server.client import ROUTES
from studio.alive import while_alive
from studio.gateway import Refusal
from studio.inspector import Inspector
from studio.models.clips import CLIP_ROLE, PIECE, ClipModel
from studio.reveal import Revealer
from studio.rooms import Around
from studio.saving import save_text
from studio.views.catalogue.cards import CardList
from studio.views.catalogue.delegate import PICTURE, ClipDelegate
from studio.views.catalogue.thumbs import Thumbs
from studio.views.details import Details
from studio.views.panels.page import Json, Page
from studio.views.parts import icon_button, plain_label, push_button
from studio.words import tr

SEARCH_MS = 200
EXPORTS = {"csv": "CSV…", "ale": "ALE (Avid)…", "json": "JSON…"}  # names, the same in every language
MARKERS = {"edl": "EDL (Resolve)…", "csv": "CSV…"}


class CataloguePage(Page):
    """Every clip ever seen. Double click or Enter opens one at the right."""

    def __init__(self, around: Around) -> None:
        words = tr("Every clip ever seen, by name, camera, reel, timecode, codec or what the quality check found.")
        super().__init__(around, tr("Catalogue"), words)
        self.due.connect(self.reload)
        self._generation = 0
        self.model = ClipModel(self)
        self.thumbs = Thumbs(around.gateway, PICTURE * max(1.0, self.devicePixelRatioF()), self)
        self.view = QListView()
        self._delegate = ClipDelegate(around.theme, self.thumbs, self.view)
        self.search = QLineEdit()
        self.count = plain_label(name="muted")
        self.nothing = plain_label(name="muted", wrap=True)
        self.as_list = icon_button(around.theme, "list", tr("Lines instead of pictures"))
        self.export = push_button(tr("Export"))
        self.cards = CardList(around.theme)
        self.details = Details(around.theme)
        self.inspector = Inspector(around.gateway, self.details, around.theme, around.dialogs, around.say)
        self._revealer = Revealer(self)
        self._typing = QTimer(self)
        self._typing.setSingleShot(True)
        self._typing.setInterval(SEARCH_MS)
        self._fill()
        self._connect()

    def reload(self) -> None:
        self._generation += 1
        self.model.begin()
        self.thumbs.forget()
        self._ask_piece(0)
        if "cards" in ROUTES:
            self.around.gateway.call(
                "cards", while_alive(self, self.cards.show_cards), while_alive(self, self._no_cards)
            )

    def open(self, index: QModelIndex) -> None:
        """Shows the clip, by the newest of its jobs."""
        clip = index.data(CLIP_ROLE)
        if clip is None:
            return
        self.details.show()
        if clip.get("proxies"):
            self.ask("job", self.details.show_job, job_id=str(clip["proxies"][0]["job_id"]))
        else:
            self.ask("jobs", partial(self._show_newest, clip), query=[("clip", str(clip["id"])), ("limit", "1")])

    def chosen(self) -> Json | None:
        index = self.view.currentIndex()
        return index.data(CLIP_ROLE) if index.isValid() else None

    # --- what comes ---

    def _ask_piece(self, offset: int) -> None:
        text = self.search.text().strip()
        query = [("limit", str(PIECE)), ("offset", str(offset)), ("newest", "true")]
        query += [("search", text)] if text else []
        done = partial(self._on_piece, self._generation, offset)
        self.ask("clips", done, failed=partial(self._on_no_piece, offset), query=query)

    def _on_piece(self, generation: int, offset: int, answer: Json) -> None:
        if generation != self._generation:
            return
        clips = list(answer.get("clips", []))
        total = int(answer.get("total", len(clips)))
        self.model.take(offset, clips, total)
        self.count.setText(tr("{n} clips", "{n} clip", total))
        searched = self.search.text().strip()
        none = tr("No clip has these words.") if searched else tr("No clip was seen yet.")
        self.nothing.setText("" if total else none)
        self.nothing.setVisible(not total)
        self.view.setVisible(bool(total))

    def _on_no_piece(self, offset: int, refusal: Refusal) -> None:
        self.model.give_up(offset)
        self.say_refused(refusal)

    def _show_newest(self, clip: Json, answer: Json) -> None:
        if answer.get("jobs"):
            self.details.show_job(answer["jobs"][0])
        else:
            self.details.show_none(0)
            self.say("warn", tr("Nothing is known of how {clip} was made.").format(clip=clip["source"]))

    def _no_cards(self, _refusal: Refusal) -> None:
        self.cards.show_cards({"cards": []})

    # --- deeds ---

    def _on_as_list(self) -> None:
        self._delegate.as_list = not self._delegate.as_list
        lines = self._delegate.as_list
        self.view.setViewMode(QListView.ViewMode.ListMode if lines else QListView.ViewMode.IconMode)
        self._set_up_view()
        words = tr("Pictures instead of lines") if lines else tr("Lines instead of pictures")
        self.as_list.setToolTip(words)
        self.as_list.setAccessibleName(words)

    def _on_export(self, form: str) -> None:
        query = [("form", form)] + ([("search", self.search.text().strip())] if self.search.text().strip() else [])
        self.around.gateway.fetch(
            "export", while_alive(self, partial(self._save, f"catalogue.{form}")), self.say_refused, query=query
        )

    def _on_markers(self, form: str) -> None:
        clip = self.chosen()
        if clip is None:
            self.say("warn", tr("Choose a clip first."))
            return
        name = f"{str(clip['source']).rpartition('/')[2].rpartition('.')[0]}.{form}"
        self.around.gateway.fetch(
            "markers",
            while_alive(self, partial(self._save, name)),
            self.say_refused,
            query=[("form", form)],
            clip_id=str(clip["id"]),
        )

    def _save(self, name: str, content: bytes) -> None:
        text = content.decode("utf-8", "replace")
        save_text(self.around.dialogs, self.around.say, tr("Export"), name, text)

    def _on_wanted(self, what: str, job_id: str) -> None:
        job = self.details.job
        uris = {"show_source": "source_uri", "show_output": "output_uri", "open_output": "output_uri"}
        if what == "retry":
            self.ask("retry_job", lambda _answer: self.around.deed("show_jobs"), body={}, job_id=job_id)
        elif what in uris and str(job.get(uris[what]) or "").startswith("file:"):
            deed = self._revealer.open if what == "open_output" else self._revealer.reveal
            deed(str(job[uris[what]]))

    def _connect(self) -> None:
        self.model.wanted.connect(self._ask_piece, Qt.ConnectionType.QueuedConnection)  # never while painting
        self.thumbs.arrived.connect(self.view.viewport().update)
        self.view.activated.connect(self.open)
        self.view.doubleClicked.connect(self.open)
        self.search.textChanged.connect(lambda _text: self._typing.start())
        self._typing.timeout.connect(self.reload)
        self.as_list.clicked.connect(self._on_as_list)
        self.cards.chosen.connect(self.search.setText)
        self.details.wanted.connect(self._on_wanted)
        self._revealer.failed.connect(lambda words: self.say("warn", words))

    # --- layout ---

    def _set_up_view(self) -> None:
        self.view.setResizeMode(QListView.ResizeMode.Adjust)
        self.view.setMovement(QListView.Movement.Static)
        self.view.setUniformItemSizes(True)
        self.view.setSpacing(0 if self._delegate.as_list else 4)
        self.view.setMouseTracking(True)
        self.view.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.view.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.view.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)

    def _fill(self) -> None:
        self.view.setModel(self.model)
        self.view.setItemDelegate(self._delegate)
        self.view.setAccessibleName(tr("Clips"))
        self.view.setViewMode(QListView.ViewMode.IconMode)
        self._set_up_view()
        self.search.setPlaceholderText(tr("Search name, camera, reel, timecode, codec, findings"))
        self.search.setAccessibleName(tr("Search the catalogue"))
        self.search.setClearButtonEnabled(True)
        self.search.setMinimumWidth(380)
        self.export.setMenu(self._export_menu())
        line = QHBoxLayout()
        line.addWidget(self.search, 1)
        line.addWidget(self.count)
        line.addStretch()
        line.addWidget(self.as_list)
        line.addWidget(self.export)
        self.body.addLayout(line)
        middle = QWidget()
        box = QVBoxLayout(middle)
        box.setContentsMargins(0, 0, 0, 0)
        box.addWidget(self.nothing)
        box.addWidget(self.view, 1)
        self.nothing.setAlignment(Qt.AlignmentFlag.AlignCenter)
        parts = QSplitter(Qt.Orientation.Horizontal)
        parts.setChildrenCollapsible(False)
        for part in (self.cards, middle, self.details):
            parts.addWidget(part)
        parts.setStretchFactor(1, 1)
        parts.setSizes([210, 760, 400])
        self.details.setMinimumWidth(300)
        self.details.hide()
        self.body.addWidget(parts, 1)

    def _export_menu(self) -> QMenu:
        menu = QMenu(self)
        for form, words in EXPORTS.items():
            menu.addAction(words, partial(self._on_export, form))
        menu.addSeparator()
        for form, words in MARKERS.items():
            menu.addAction(tr("Markers of the clip, {form}").format(form=words), partial(self._on_markers, form))
        return menu
