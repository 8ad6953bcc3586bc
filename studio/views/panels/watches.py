"""Watch folders: their rules, how they stand, and why a clip was not done."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QSignalBlocker, Qt, QUrl, Signal
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLineEdit, QSplitter, QVBoxLayout, QWidget

from studio.dropped import as_watch_does, uris_of
from studio.format import file_name
from studio.gateway import Refusal
from studio.remedies import desk_words
from studio.reveal import Revealer, local_path
from studio.rooms import Around
from studio.views.panels.page import Json, Page, SureButton, card, labelled, scrolled
from studio.views.panels.watch_form import WatchForm
from studio.views.parts import plain_label, push_button
from studio.views.side import SideList, watch_look
from studio.words import mark, number_text, tr

EVERY_MS = 3_000
DECISIONS = {
    "own_output": mark("our own output"),
    "camera_proxy": mark("the camera's own proxy"),
    "sidecar": mark("belongs to a clip"),
    "hidden": mark("hidden or temporary"),
    "audio_only": mark("sound only"),
    "not_media": mark("no clip"),
    "reused": mark("done before"),
    "queued": mark("queued"),
    "submitted": mark("queued"),
    "excluded": mark("left out by the rules"),
    "pending": mark("being watched until it is whole"),
    "failed": mark("failed"),
}


class WatchesPage(Page):
    """The folders at the left, the rules of one at the right, below them the question why."""

    def __init__(self, around: Around) -> None:
        words = tr("What lands in these folders becomes proxies by itself, once, and only when it is whole.")
        super().__init__(around, tr("Watch folders"), words, EVERY_MS)
        self.due.connect(self.reload)
        self._watches: Sequence[Json] = ()
        self.list = SideList(around.theme, tr("Watch folders"))
        self.form = WatchForm(around.dialogs.choose_folder)
        self.state = plain_label(wrap=True)
        self.files = plain_label(name="muted", wrap=True)
        self.add = push_button(tr("Watch a folder…"), primary=True)
        self.save = push_button(tr("Save rules"), primary=True)
        self.switch = push_button(tr("Pause"))
        self.rescan = push_button(tr("Look again"))
        self.open = push_button(tr("Show folder"))
        self.remove = SureButton(tr("Stop watching…"))
        self.why = WhyCard()
        self._revealer = Revealer(self)
        self._fill()
        self._connect()
        self._show_chosen()

    def reload(self) -> None:
        self.ask("watches", self._show)
        if not self.form.presets:
            self.ask("presets", lambda answer: self.form.know_presets([one["name"] for one in answer["presets"]]))
            self.ask("luts", lambda answer: self.form.know_luts(answer["luts"]))

    def chosen(self) -> Json | None:
        return next((watch for watch in self._watches if str(watch["id"]) == self.list.key()), None)

    def _show(self, answer: Json) -> None:
        watches, kept = answer.get("watches", []), self.list.key()
        known = _looks(self._watches)
        self._watches = watches
        if known != _looks(watches):
            self._show_list(kept)
        for row, watch in enumerate(watches):
            self.list.offer(self.list.item(row), as_watch_does(watch))
        self._show_chosen()
        self.around.feed.watches.emit(list(watches))

    def _show_list(self, kept: str) -> None:
        with QSignalBlocker(self.list):  # the same folder stays chosen, and what is typed of its rules
            self.list.clear()
            for watch in self._watches:
                item = self.list.add_line(str(watch["id"]), str(watch["path"]), "", watch_look(watch)[1])
                item.setSelected(str(watch["id"]) == kept)
        if not self.list.key():
            self.list.setCurrentRow(0)
            self._on_other_chosen()

    def _show_chosen(self) -> None:
        watch = self.chosen()
        self._detail.setVisible(watch is not None)
        if watch is None:
            return
        said = _sentence(watch_look(watch)[0])
        why = desk_words(str(watch.get("why") or ""))
        self.state.setText(f"{said}: {why}" if why else said)
        self.switch.setText(tr("Go on") if watch.get("paused") else tr("Pause"))
        self.files.setText(_counts(watch.get("files") or {}))
        self.form.show_watch(watch)

    # --- deeds ---

    def _on_add(self) -> None:
        chosen = self.around.dialogs.choose_folder(tr("Watch a folder"))
        if chosen:
            self.ask("add_watch", self._on_added, body={"path": chosen})

    def _on_added(self, answer: Json) -> None:
        self._watches = [*self._watches, answer["watch"]]
        self._show_list(str(answer["watch"]["id"]))
        self._on_other_chosen()
        self.reload()

    def _on_save(self) -> None:
        watch = self.chosen()
        if watch is not None:
            self.ask("change_watch", self._on_saved, body=self.form.rules(), watch_id=str(watch["id"]))

    def _on_saved(self, _answer: Json) -> None:
        self.form.forget_changes()
        self.say("good", tr("Saved. The rules hold for what lands from now on."))
        self.reload()

    def _on_switch(self) -> None:
        watch = self.chosen()
        if watch is not None:
            body = {"paused": not watch.get("paused")}
            self.ask("change_watch", lambda _answer: self.reload(), body=body, watch_id=str(watch["id"]))

    def _on_rescan(self) -> None:
        watch = self.chosen()
        if watch is not None:
            said = tr("Looking through {folder} again.").format(folder=file_name(str(watch["path"])))
            self.ask("rescan_watch", lambda _a: self.say("busy", said), body={}, watch_id=str(watch["id"]))

    def _on_remove(self) -> None:
        watch = self.chosen()
        if watch is not None:
            self.ask("remove_watch", lambda _answer: self.reload(), watch_id=str(watch["id"]))

    def _on_open(self) -> None:
        watch = self.chosen()
        if watch is not None:
            self._revealer.reveal(str(watch["path_uri"]))

    def _on_why(self, path: str) -> None:
        self.ask("why", self.why.show_answer, failed=self.why.show_refusal, query=[("path", path)])

    def _connect(self) -> None:
        self.list.itemSelectionChanged.connect(self._on_other_chosen)
        self.add.clicked.connect(self._on_add)
        self.save.clicked.connect(self._on_save)
        self.switch.clicked.connect(self._on_switch)
        self.rescan.clicked.connect(self._on_rescan)
        self.open.clicked.connect(self._on_open)
        self.remove.sure.connect(self._on_remove)
        self.why.asked.connect(self._on_why)
        self._revealer.failed.connect(lambda words: self.say("warn", words))

    def _on_other_chosen(self) -> None:
        self.form.forget_changes()
        self._show_chosen()

    def _fill(self) -> None:
        left, right = QWidget(), QWidget()
        lines = QVBoxLayout(left)
        lines.setContentsMargins(0, 0, 12, 0)
        lines.addWidget(self.list, 1)
        lines.addWidget(self.add)
        self._detail, inside = card()
        for label in (self.state, self.files):
            inside.addWidget(label)
        inside.addWidget(self.form)
        buttons = QHBoxLayout()
        for button in (self.save, self.switch, self.rescan, self.open, self.remove):
            buttons.addWidget(button)
        buttons.addStretch()
        inside.addLayout(buttons)
        box = QVBoxLayout(right)
        box.setContentsMargins(12, 0, 0, 0)
        box.addWidget(self._detail)
        box.addWidget(self.why)
        box.addStretch()
        parts = QSplitter(Qt.Orientation.Horizontal)
        parts.setChildrenCollapsible(False)
        parts.addWidget(left)
        parts.addWidget(scrolled(right))
        parts.setStretchFactor(1, 1)
        parts.setSizes([300, 800])
        self.body.addWidget(parts, 1)


class WhyCard(QFrame):
    """ "Why was this clip not done?": type or drop a file, and be told. `asked(path or uri)`."""

    asked = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("card")
        self.setAcceptDrops(True)
        self.path = QLineEdit()
        self.path.setPlaceholderText(tr("Type the path of a clip, or drop it here"))
        self.path.setAcceptDrops(False)
        self.button = push_button(tr("Ask"))
        self.answer = plain_label(wrap=True)
        self.answer.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.button.clicked.connect(self._on_asked)
        self.path.returnPressed.connect(self._on_asked)
        box = QVBoxLayout(self)
        box.setContentsMargins(16, 12, 16, 14)
        box.addWidget(labelled(tr("&Why was this clip not done?"), self.path))
        line = QHBoxLayout()
        line.addWidget(self.path, 1)
        line.addWidget(self.button)
        box.addLayout(line)
        box.addWidget(self.answer)

    def show_answer(self, answer: Json) -> None:
        words = _decision(str(answer.get("decision") or ""))
        reason = str(answer.get("reason") or "")
        self.answer.setText(f"{_sentence(words)}. {reason}".strip() if words else reason)

    def show_refusal(self, refusal: Refusal) -> None:
        self.answer.setText(refusal.sentence)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if uris_of(event.mimeData()):
            event.setDropAction(Qt.DropAction.CopyAction)
            event.accept()

    def dropEvent(self, event: QDropEvent) -> None:
        event.setDropAction(Qt.DropAction.CopyAction)
        event.accept()
        uri = uris_of(event.mimeData())[0]
        self.path.setText(str(local_path(uri)))
        self.asked.emit(uri)

    def _on_asked(self) -> None:
        text = self.path.text().strip()
        if text:
            self.asked.emit(text if text.startswith("file:") else _uri(text))


def _uri(path: str) -> str:
    return bytes(QUrl.fromLocalFile(path).toEncoded().data()).decode("ascii")


def _counts(files: Json) -> str:
    told = [f"{_decision(name)}: {number_text(count)}" for name, count in files.items() if count]
    return "  ·  ".join([tr("{n} files", "{n} file", sum(files.values())), *told]) if files else ""


def _looks(watches: Sequence[Json]) -> list[tuple[str, str]]:
    return [(str(watch["id"]), watch_look(watch)[1]) for watch in watches]


def _sentence(words: str) -> str:
    return words[:1].upper() + words[1:]


def _decision(name: str) -> str:
    return tr(DECISIONS.get(name, name.replace("_", " ")))
