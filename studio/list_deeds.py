"""The order of the queue, and what leaves the list of jobs; each can be taken back."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QObject, Qt

from studio.feed import JobFeed
from studio.models.columns import NAMES
from studio.models.ids import IdList
from studio.models.jobs import JobModel
from studio.models.rows import MOVABLE
from studio.views.main_window import MainWindow
from studio.words import number_text, tr

TURN = "turn"
MOST_MOVED = 1_000  # at once; more are better told a priority
MOST_RUNS = 50
Undo = Callable[[], object]
Move = tuple[list[str], str, bool]  # ids, the job beside which, behind it


class ListDeeds(QObject):
    """One method an action of actions.py, and what is dropped between rows."""

    def __init__(self, feed: JobFeed, model: JobModel, window: MainWindow) -> None:
        super().__init__(window)
        self._feed, self._model, self._window = feed, model, window
        self._back: list[Move] = []  # what would undo the move that is under way
        window.table.arranged.connect(self.arrange)

    @property
    def in_turn(self) -> bool:
        """Whether the rows stand in the order in which the jobs come to their turn, or the other way round."""
        return self._window.table.head.order.removeprefix("-") == TURN

    # --- actions ---

    def queue_order(self) -> None:
        head = self._window.table.head
        self._window.info.unsay("order")
        self._window.show_jobs()
        self._window.side.choose_filter("waiting")
        head.choose("priority", True)
        head.setSortIndicator(NAMES.index("priority"), Qt.SortOrder.AscendingOrder)

    def move_up(self) -> None:
        chosen = self._window.table.selected_rows()
        if chosen:
            self._move(self._chosen(), max(0, chosen[0] - 1))

    def move_down(self) -> None:
        chosen = self._window.table.selected_rows()
        if chosen:
            self._move(self._chosen(), min(self._model.rowCount(), chosen[-1] + 2))

    def clear_finished(self) -> None:
        self._feed.act("remove", {"status": ["completed", "cancelled"]})

    # --- what the window tells ---

    def arrange(self, ids: Sequence[str], row: int) -> None:
        """`ids` were dropped before that row."""
        if self.in_turn:
            self._move(list(ids), row)
            return
        words = tr("Jobs are arranged where the table shows the queue in its order.")
        self._window.info.say("order", "warn", words, (tr("Show the queue in order"), "queue_order"))

    def undo_of(self, action: str, changed: Sequence[str]) -> Undo | None:
        """What takes back an action that the server has just done."""
        if action == "remove" and changed:
            return lambda: self._feed.act("restore", {"ids": list(changed)})
        if action == "move" and self._back:
            back, self._back = self._back, []
            return lambda: self._move_back(back)
        return None

    def _chosen(self) -> list[str]:
        rows = map(self._model.row_of, self._window.table.selected_ids()[: MOST_MOVED + 1])
        return [row.id for row in rows if row is not None and row.status in MOVABLE]

    def _move(self, ids: list[str], row: int) -> None:
        if len(ids) > MOST_MOVED:
            words = tr("At most {most} jobs are moved at once: use “Do first”.").format(most=number_text(MOST_MOVED))
            self._window.info.say("order", "warn", words)
            return
        place = place_at(self._model.ids(), set(ids), row, self._can_be_beside)
        if not ids or place is None:
            return
        self._back = self._way_back(set(ids))
        self._send((ids, *self._turned(*place)))

    def _way_back(self, ids: set[str]) -> list[Move]:
        every = self._model.ids()
        runs = runs_of(sorted(at for one in ids if (at := every.position_of(one)) is not None))
        if len(runs) > MOST_RUNS:
            return []
        back = []
        for first, last in runs:
            place = place_at(every, ids, last + 1, self._can_be_beside)
            if place is not None:
                back.append((every.portion(first, last + 1), *self._turned(*place)))
        return back

    def _move_back(self, moves: Sequence[Move]) -> None:
        self._back = []
        for move in moves:
            self._send(move)

    def _send(self, move: Move) -> None:
        ids, beside, behind = move
        self._feed.act("move", {"ids": ids}, **{"behind" if behind else "before": beside})

    def _turned(self, beside: str, below: bool) -> tuple[str, bool]:
        """Below in the table is behind in the queue, unless the table stands on its head."""
        return beside, below != self._window.table.head.order.startswith("-")

    def _can_be_beside(self, job_id: str) -> bool:
        row = self._model.row_of(job_id)
        return row is None or row.status in MOVABLE


def place_at(ids: IdList, moved: set[str], row: int, good: Callable[[str], bool]) -> tuple[str, bool] | None:
    """(the job beside which, whether below it) for what falls before that row: the next row that stays, else the one
    before it."""
    for position in range(row, min(len(ids), row + MOST_MOVED + 1)):
        if ids[position] not in moved:
            if good(ids[position]):
                return ids[position], False
            break
    for position in range(min(row, len(ids)) - 1, max(-1, row - MOST_MOVED - 2), -1):
        if ids[position] not in moved:
            return (ids[position], True) if good(ids[position]) else None
    return None


def runs_of(positions: Sequence[int]) -> list[tuple[int, int]]:
    """(first, last) of each unbroken part of rising numbers."""
    runs: list[tuple[int, int]] = []
    for position in positions:
        if runs and runs[-1][1] == position - 1:
            runs[-1] = (runs[-1][0], position)
        else:
            runs.append((position, position))
    return runs
