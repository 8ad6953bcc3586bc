"""Proxies that exist already are taken over, and what is known of clips that were moved goes along."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

from PySide6.QtCore import QObject
from shiboken6 import isValid

from studio.alive import while_alive
from studio.dialogs import Dialogs
from studio.feed import JobFeed
from studio.gateway import Refusal
from studio.intake import Intake
from studio.looked import Seen, adopted_words, adoption_seen, relocated_words, relocation_seen
from studio.path_map import common_folder
from studio.theme import Theme
from studio.views.look_first import LookFirst, Wording, adopt_wording, relocate_wording
from studio.views.main_window import MainWindow
from studio.words import tr

Json = Mapping[str, Any]


@dataclass(frozen=True)
class Move:
    """`method`: of server.client.ROUTES; `names`: of the folders in its body; `wishes`: what else is in there, and
    `done_by` only when it is done."""

    method: str
    names: tuple[str, ...]
    seen: Callable[[Json], Seen]
    done: Callable[[Json], None]
    wishes: Json
    done_by: Json


class Moves(QObject):
    """Brings the actions `adopt` and `relocate`. `chosen()`: the selected jobs."""

    def __init__(
        self,
        feed: JobFeed,
        window: MainWindow,
        theme: Theme,
        dialogs: Dialogs,
        intake: Intake,
        chosen: Callable[[], Sequence[Json]],
    ) -> None:
        super().__init__(window)
        self._feed, self._window, self._theme = feed, window, theme
        self._dialogs, self._intake, self._chosen = dialogs, intake, chosen

    def adopt(self) -> None:
        preset = self._window.tools.preset.name()
        wishes = {"preset": preset} if preset else {}
        move = Move("adopt", ("folder",), adoption_seen, self._on_adopted, wishes, {"brief": True})
        self._open(adopt_wording(preset or tr("the usual preset")), move)

    def relocate(self) -> None:
        """From the folder of the selected jobs' clips, if there are any."""
        move = Move("relocate", ("old", "new"), relocation_seen, self._on_relocated, {}, {})
        dialog = self._open(relocate_wording(), move)
        uris = [str(job.get("source_uri") or "") for job in self._chosen()]
        if uris and all(uri.startswith("file:") for uri in uris):
            dialog.folders[0].show_uri(common_folder(uris))
            dialog.folders[1].setFocus()

    def _open(self, wording: Wording, move: Move) -> LookFirst:
        dialog = LookFirst(self._theme, wording, self._dialogs.choose_folder, self._window)
        dialog.looked.connect(partial(self._look, dialog, move))
        dialog.agreed.connect(partial(self._do, dialog, move))
        dialog.open()
        return dialog

    def _look(self, dialog: LookFirst, move: Move, uris: Sequence[str]) -> None:
        def show(answer: Json) -> None:
            dialog.show_seen(uris, move.seen(answer))

        def refused(refusal: Refusal) -> None:
            dialog.show_refused(uris, refusal.sentence)

        body = {**self._named(move, uris), **move.wishes, "dry_run": True}
        self._feed.gateway.call(move.method, while_alive(dialog, show), while_alive(dialog, refused), body=body)

    def _do(self, dialog: LookFirst, move: Move, uris: Sequence[str]) -> None:
        """What was agreed to is told whatever became of the dialog."""

        def done(answer: Json) -> None:
            move.done(answer)
            if isValid(dialog):
                dialog.accept()

        def refused(refusal: Refusal) -> None:
            if isValid(dialog):
                dialog.show_refused(uris, refusal.sentence)
            else:
                self._feed.refused.emit(refusal)

        body = {**self._named(move, uris), **move.wishes, **move.done_by}
        self._feed.gateway.call(move.method, done, refused, body=body)

    def _named(self, move: Move, uris: Sequence[str]) -> dict[str, str]:
        """The folders, as the server knows them."""
        return dict(zip(move.names, self._intake.there(uris), strict=True))

    def _on_adopted(self, answer: Json) -> None:
        ids = [str(job_id) for job_id in answer.get("ids", [])]
        undo = (lambda: self._feed.act("cancel", {"ids": ids})) if ids else None
        self._window.bottom.say(adopted_words(answer), undo)

    def _on_relocated(self, answer: Json) -> None:
        self._feed.reload()
        self._window.bottom.say(relocated_words(answer))
