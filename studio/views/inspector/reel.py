"""The clip to look at: viewer and strip, moving together."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtGui import QPixmap
from PySide6.QtWidgets import QVBoxLayout, QWidget

from studio.theme import Theme
from studio.timecode import Ruler
from studio.views.inspector.strip import ScrubStrip
from studio.views.inspector.viewer import Viewer


class Reel(QWidget):
    """The mouse above the strip shows its pictures; a click, a key or the slider asks for frames."""

    enlarge_wanted = Signal()

    def __init__(self, theme: Theme, large: bool = False) -> None:
        super().__init__()
        self.viewer = Viewer(theme, large)
        self.strip = ScrubStrip(theme)
        self._before: dict[str, QPixmap] = {}
        self.viewer.moved.connect(self._on_moved)
        self.viewer.enlarge_wanted.connect(self.enlarge_wanted)
        self.strip.sought.connect(self.seek_seconds)
        self.strip.stepped.connect(self.viewer.step)
        self.strip.hovered.connect(self._on_hovered)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(8)
        box.addWidget(self.viewer, 1)
        box.addWidget(self.strip)

    def show_clip(self, ruler: Ruler, sides: tuple[str, ...], frame: int = 0) -> None:
        self._before.clear()
        self.viewer.show_clip(ruler, sides, frame)
        self.strip.show_length(ruler.seconds)
        self.strip.setVisible(bool(sides))
        self.strip.show_position(float(frame / ruler.rate))

    def seek_seconds(self, seconds: float) -> None:
        self._before.clear()
        self.viewer.stop()
        self.viewer.seek(self.viewer.ruler.frame_at(seconds))

    def _on_moved(self, frame: int) -> None:
        self.strip.show_position(float(frame / self.viewer.ruler.rate))

    def _on_hovered(self, seconds: float) -> None:
        pictures = self.viewer.pictures
        if seconds < 0:
            for side, picture in self._before.items():
                pictures[side].show_picture(picture)
            self._before.clear()
            self.viewer.timecode.show_timecode(self.viewer.ruler.text(self.viewer.frame))
            return
        tile = self.strip.tile_at(seconds)
        if tile.isNull():
            return
        if not self._before:
            self._before = {side: pictures[side].picture for side in pictures}
        self.viewer.show_hint(tile, self.viewer.ruler.frame_at(seconds))
