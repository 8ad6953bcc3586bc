"""Which server the window shows: this machine's own, or one somewhere else."""

from __future__ import annotations

from urllib.parse import urlsplit

from PySide6.QtWidgets import QDialog, QDialogButtonBox, QFormLayout, QLineEdit, QRadioButton, QVBoxLayout, QWidget

from studio.views.parts import plain_label
from studio.words import mark, tr

HINT = mark(
    "On the other machine, the server prints its address at its start; its token is the file “token” in its home."
)


class ConnectDialog(QDialog):
    """`answer()` once it was accepted."""

    def __init__(self, address: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(tr("Connect to a server"))
        self.here = QRadioButton(tr("This &computer; a server is started where none runs"))
        self.there = QRadioButton(tr("&Another computer"))
        self.address, self.token = QLineEdit(address), QLineEdit()
        self.address.setPlaceholderText("https://workstation:8765")
        self.token.setEchoMode(QLineEdit.EchoMode.Password)
        self.address.setAccessibleName(tr("Address"))
        self.token.setAccessibleName(tr("Token"))
        self.fault = plain_label(name="warning", wrap=True)
        self.buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Ok | QDialogButtonBox.StandardButton.Cancel)
        self.buttons.accepted.connect(self.accept)
        self.buttons.rejected.connect(self.reject)
        for changed in (self.here.toggled, self.address.textChanged, self.token.textChanged):
            changed.connect(self._check)
        (self.there if address else self.here).setChecked(True)
        self._lay_out()
        self._check()

    def answer(self) -> tuple[str, str]:
        """Address and token; the address is empty for this machine's own."""
        return ("", "") if self.here.isChecked() else (self.address.text().strip(), self.token.text().strip())

    def _check(self) -> None:
        far = self.there.isChecked()
        for box in (self.address, self.token):
            box.setEnabled(far)
        words = fault_of(self.address.text().strip(), self.token.text().strip()) if far else ""
        self.fault.setText(words)
        self.buttons.button(QDialogButtonBox.StandardButton.Ok).setEnabled(not words)

    def _lay_out(self) -> None:
        form = QFormLayout()
        form.addRow(tr("A&ddress"), self.address)
        form.addRow(tr("&Token"), self.token)
        box = QVBoxLayout(self)
        box.addWidget(self.here)
        box.addWidget(self.there)
        box.addLayout(form)
        box.addWidget(plain_label(tr(HINT), "muted", wrap=True))
        box.addWidget(self.fault)
        box.addWidget(self.buttons)
        self.setMinimumWidth(460)


def fault_of(address: str, token: str) -> str:
    """Why these cannot be an address and a token; empty where they can."""
    try:
        parts = urlsplit(address)
        good = parts.scheme in ("http", "https") and bool(parts.hostname) and parts.port != 0
    except ValueError:
        good = False
    if not good:
        return tr("An address looks like https://workstation:8765.")
    if not token or not token.isascii() or not token.isprintable():
        return tr("A token is one word of letters and digits.")
    return ""
