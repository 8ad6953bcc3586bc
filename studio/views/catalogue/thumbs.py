"""The pictures of the clips in view: fetched a few at a time, decoded aside, kept by Qt's cache."""

from __future__ import annotations

from PySide6.QtCore import QObject, QSize, Signal
from PySide6.QtGui import QImage, QPixmap, QPixmapCache

from studio.alive import while_alive
from studio.gateway import Gateway
from studio.pictures import decode

AT_ONCE = 4
MOST_WAITING = 120  # of what was scrolled past, only the newest wishes are worth fetching
CACHE_KB = 64 * 1024


class Thumbs(QObject):
    """`arrived` when there is one more to paint."""

    arrived = Signal()

    def __init__(self, gateway: Gateway, size: QSize, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._gateway = gateway
        self._size = size
        self._waiting: dict[str, None] = {}
        self._busy: set[str] = set()
        self._none: set[str] = set()
        QPixmapCache.setCacheLimit(max(CACHE_KB, QPixmapCache.cacheLimit()))

    def picture(self, clip_id: str) -> QPixmap | None:
        """None until it is there."""
        found = QPixmap()
        if QPixmapCache.find(self._key(clip_id), found):
            return found
        if clip_id not in self._busy and clip_id not in self._none:
            self._waiting.pop(clip_id, None)
            self._waiting[clip_id] = None
            self._go_on()
        return None

    def forget(self) -> None:
        """What was missing may be there now."""
        self._none.clear()
        self._waiting.clear()

    def _key(self, clip_id: str) -> str:
        return f"thumb:{clip_id}:{self._size.width()}"

    def _go_on(self) -> None:
        while len(self._waiting) > MOST_WAITING:
            del self._waiting[next(iter(self._waiting))]
        while self._waiting and len(self._busy) < AT_ONCE:
            clip_id, _ = self._waiting.popitem()
            self._fetch(clip_id)

    def _fetch(self, clip_id: str) -> None:
        self._busy.add(clip_id)
        shown = while_alive(self, lambda image: self._on_picture(clip_id, image))
        missing = while_alive(self, lambda _refusal: self._on_picture(clip_id, QImage()))
        self._gateway.fetch("thumbnail", lambda content: decode(content, shown, self._size), missing, clip_id=clip_id)

    def _on_picture(self, clip_id: str, image: QImage) -> None:
        self._busy.discard(clip_id)
        if image.isNull():
            self._none.add(clip_id)
        else:
            QPixmapCache.insert(self._key(clip_id), QPixmap.fromImage(image))
            self.arrived.emit()
        self._go_on()
