"""Pictures are decoded beside the window's thread, and fetched one at a time by each who shows them."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable
from fractions import Fraction
from functools import partial

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QObject, QSize, Qt, QThreadPool, Signal
from PySide6.QtGui import QImage, QImageReader, QPixmap

from studio.alive import while_alive
from studio.gateway import Gateway
from studio.timecode import Ruler

MOST_FRAMES = 120
SIDES = ("original", "proxy")


class _Told(QObject):
    """Lives until the picture was handed over, whatever becomes of who asked."""

    done = Signal(QImage)


def decode(content: bytes, done: Callable[[QImage], None], size: QSize | None = None) -> None:
    """`done` gets the picture in the thread that asked; a null one where `content` is none. `size`: no larger."""
    told = _Told()

    def deliver(image: QImage) -> None:
        told.done.disconnect()
        told.deleteLater()
        done(image)

    told.done.connect(deliver, Qt.ConnectionType.QueuedConnection)
    QThreadPool.globalInstance().start(lambda: told.done.emit(read_picture(content, size)))


def read_picture(content: bytes, size: QSize | None = None) -> QImage:
    buffer = QBuffer()
    buffer.setData(QByteArray(content))
    buffer.open(QIODevice.OpenModeFlag.ReadOnly)
    reader = QImageReader(buffer)
    whole = reader.size()
    if size is not None and whole.isValid() and (whole.width() > size.width() or whole.height() > size.height()):
        reader.setScaledSize(whole.scaled(size, Qt.AspectRatioMode.KeepAspectRatio))
    return reader.read()


class Frames(QObject):
    """Single frames of one clip's original and proxy. Of what is asked for while one is fetched, only the last counts.

    `came(side, frame, picture)`, `missing(side, frame, sentence)`.
    """

    came = Signal(str, int, QPixmap)
    missing = Signal(str, int, str)

    def __init__(self, gateway: Gateway, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._gateway = gateway
        self._clip = ""
        self._ruler = Ruler(Fraction(1), 1)
        self._kept: OrderedDict[tuple[str, str, int], QPixmap] = OrderedDict()
        self._busy: dict[str, int] = {}
        self._next: dict[str, int] = {}

    def use(self, clip_id: str, ruler: Ruler) -> None:
        """From now on frames of this clip are asked for."""
        self._clip, self._ruler = clip_id, ruler
        self._busy.clear()
        self._next.clear()

    def want(self, side: str, frame: int) -> None:
        kept = self._kept.get((self._clip, side, frame))
        if kept is not None:
            self._kept.move_to_end((self._clip, side, frame))
            self._next.pop(side, None)
            self.came.emit(side, frame, kept)
        elif side in self._busy:
            self._next[side] = frame
        else:
            self._fetch(side, frame)

    def _fetch(self, side: str, frame: int) -> None:
        clip = self._clip
        self._busy[side] = frame

        shown = while_alive(self, partial(self._on_decoded, clip, side, frame))
        failed = while_alive(self, lambda refusal: self._on_missing(clip, side, frame, refusal.message))
        query = [("at", f"{self._ruler.seek_seconds(frame):.4f}"), ("of", side)]
        self._gateway.fetch("frame", partial(decode, done=shown), failed, query=query, clip_id=clip)

    def _on_decoded(self, clip: str, side: str, frame: int, image: QImage) -> None:
        if image.isNull():
            self._on_missing(clip, side, frame, "")
            return
        picture = self._kept[(clip, side, frame)] = QPixmap.fromImage(image)
        while len(self._kept) > MOST_FRAMES:
            self._kept.popitem(last=False)
        if clip == self._clip:
            self.came.emit(side, frame, picture)
            self._go_on(side)

    def _on_missing(self, clip: str, side: str, frame: int, sentence: str) -> None:
        if clip == self._clip:
            self.missing.emit(side, frame, sentence)
            self._go_on(side)

    def _go_on(self, side: str) -> None:
        self._busy.pop(side, None)
        frame = self._next.pop(side, None)
        if frame is not None:
            self.want(side, frame)
