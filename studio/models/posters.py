"""Small pictures of clips for the table, fetched one after another and never while painting."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Iterable

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QObject, QSize, Qt, Signal
from PySide6.QtGui import QImageReader, QPixmap

MOST = 600
MOST_WAITING = 60  # of what was scrolled past, the newest wishes are worth fetching

Fetch = Callable[[str, Callable[[bytes], None], Callable[[], None]], None]


class Posters(QObject):
    """`arrived` when there is one more to paint. `fetch(clip id, got, failed)` asks the server."""

    arrived = Signal()

    def __init__(self, fetch: Fetch, size: QSize, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._fetch = fetch
        self._size = size
        self._pictures: OrderedDict[str, QPixmap] = OrderedDict()
        self._waiting: dict[str, None] = {}
        self._busy = ""

    def picture(self, clip_id: str) -> QPixmap | None:
        """None until it is there."""
        found = self._pictures.get(clip_id)
        if found is None and clip_id and clip_id != self._busy:
            self._waiting[clip_id] = None
            self._next()
        return None if found is None or found.isNull() else found

    def look_again(self, clip_ids: Iterable[str] | None = None) -> None:
        """What was missing may be there now: of these clips, or of all."""
        for clip_id in list(self._pictures if clip_ids is None else clip_ids):
            if clip_id in self._pictures and self._pictures[clip_id].isNull():
                del self._pictures[clip_id]

    def put(self, clip_id: str, content: bytes) -> None:
        """`content`: a JPEG."""
        self._pictures[clip_id] = small_picture(content, self._size)
        while len(self._pictures) > MOST:
            self._pictures.popitem(last=False)
        self.arrived.emit()

    def _next(self) -> None:
        if self._busy or not self._waiting:
            return
        while len(self._waiting) > MOST_WAITING:
            del self._waiting[next(iter(self._waiting))]
        clip_id, _ = self._waiting.popitem()
        self._busy = clip_id
        self._fetch(clip_id, lambda content: self._keep(clip_id, content), lambda: self._keep(clip_id, b""))

    def _keep(self, clip_id: str, content: bytes) -> None:
        self._busy = ""
        self.put(clip_id, content)
        self._next()


def small_picture(content: bytes, size: QSize) -> QPixmap:
    """A JPEG within `size`; a null pixmap where it is none. Scaled while it is decoded, which a JPEG does quickly."""
    if not content:
        return QPixmap()
    buffer = QBuffer()
    buffer.setData(QByteArray(content))
    buffer.open(QIODevice.OpenModeFlag.ReadOnly)
    reader = QImageReader(buffer)
    whole = reader.size()
    if whole.isValid():
        reader.setScaledSize(whole.scaled(size, Qt.AspectRatioMode.KeepAspectRatio))
    return QPixmap.fromImage(reader.read())
