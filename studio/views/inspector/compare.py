"""Original and proxy in a large window of their own."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QVBoxLayout, QWidget

from studio.gateway import Gateway
from studio.pictures import Frames
from studio.theme import Theme
from studio.timecode import Ruler
from studio.views.inspector.reel import Reel
from studio.views.inspector.strip import ScrubStrip
from studio.words import tr


class CompareWindow(QDialog):
    """Stays open beside the main one; Escape closes it."""

    def __init__(self, gateway: Gateway, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent, Qt.WindowType.Window)
        self.reel = Reel(theme, large=True)
        self._frames = Frames(gateway, self)
        self.reel.viewer.follow(self._frames)
        box = QVBoxLayout(self)
        box.addWidget(self.reel)
        self.resize(1240, 520)

    def show_clip(self, title: str, clip_id: str, ruler: Ruler, sides: tuple[str, ...], frame: int) -> None:
        self.setWindowTitle(tr("{clip}: original and proxy").format(clip=title))
        self._frames.use(clip_id, ruler)
        self.reel.show_clip(ruler, sides, frame)
        self.reel.viewer.seek(frame)
        self.reel.viewer.setFocus()

    def take_strip(self, strip: ScrubStrip) -> None:
        """What the other strip of the same clip shows."""
        self.reel.strip.take(strip)
