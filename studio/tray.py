"""The icon in the desktop's tray, where there is one: the window may hide there while jobs go on."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QObject
from PySide6.QtDBus import QDBusConnection, QDBusMessage
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import QApplication, QMenu, QSystemTrayIcon, QWidget

from studio.words import tr

_NOTIFICATIONS = "org.freedesktop.Notifications"  # the Desktop Notifications Specification


def system_icon(icon: QIcon, parent: QObject) -> QSystemTrayIcon | None:
    """None where the desktop has no tray."""
    return QSystemTrayIcon(icon, parent) if QSystemTrayIcon.isSystemTrayAvailable() else None


class Tray(QObject):
    """`deeds`: what its menu offers beside the window, as (words, deed). Without a tray nothing hides, and notices go
    by the desktop's notification service. `make` as system_icon."""

    def __init__(
        self,
        window: QWidget,
        icon: QIcon,
        deeds: Callable[[], list[tuple[str, Callable[[], object]]]],
        make: Callable[[QIcon, QObject], Any] | None = None,
    ) -> None:
        super().__init__(window)
        self._window = window
        self._menu = QMenu(window)
        self._icon = (make or system_icon)(icon, self)
        if self._icon is not None:
            self._fill(self._icon, deeds())

    @property
    def there(self) -> bool:
        return self._icon is not None

    def hide_window(self) -> None:
        """Not the end of the program: the icon brings it back."""
        QApplication.setQuitOnLastWindowClosed(False)
        self._window.hide()

    def show_window(self) -> None:
        QApplication.setQuitOnLastWindowClosed(True)
        self._window.show()
        self._window.setWindowState(self._window.windowState() & ~self._window.windowState().WindowMinimized)
        self._window.raise_()
        self._window.activateWindow()

    def tell(self, words: str) -> None:
        """One notice; where the desktop has no place for it, nothing."""
        if self._icon is None:
            _notify_by_bus(words)
        else:
            self._icon.showMessage("Rushes", words)

    def close(self) -> None:
        QApplication.setQuitOnLastWindowClosed(True)
        if self._icon is not None:
            self._icon.hide()

    def _fill(self, icon: Any, deeds: list[tuple[str, Callable[[], object]]]) -> None:
        self._menu.addAction(tr("Show the window"), self.show_window)
        for words, deed in deeds:
            self._menu.addAction(words, deed)
        icon.setToolTip("Rushes")
        icon.setContextMenu(self._menu)
        icon.activated.connect(self._on_activated)
        icon.messageClicked.connect(self.show_window)
        icon.show()

    def _on_activated(self, how: QSystemTrayIcon.ActivationReason) -> None:
        if how != QSystemTrayIcon.ActivationReason.Context:  # that opens the menu
            self.show_window()


def _notify_by_bus(words: str) -> None:
    bus = QDBusConnection.sessionBus()
    if not bus.isConnected():
        return
    path = "/" + _NOTIFICATIONS.replace(".", "/")
    message = QDBusMessage.createMethodCall(_NOTIFICATIONS, path, _NOTIFICATIONS, "Notify")
    message.setArguments(["Rushes", 0, "rushes-studio", "Rushes", words, [], {}, -1])
    bus.send(message)
