"""The first start: where proxies go, which preset, a folder to watch, a bucket or not. Every page may be skipped."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtWidgets import QCheckBox, QRadioButton, QVBoxLayout, QWidget, QWizard, QWizardPage

from studio.views.folder_line import FolderLine
from studio.views.parts import plain_label
from studio.words import mark, tr

INDENT = 24
WORDS_ON_NLES: Mapping[str, str] = {
    "prores-proxy": mark("Resolve, Premiere, Final Cut, Kdenlive: what to take where nothing speaks against it."),
    "dnxhr-lb": mark("Windows machines and Resolve on Linux; Media Composer people know it."),
    "h264-half": mark("Small files for laptops. Cuts less smoothly than the two above."),
    "h264-720p": mark("For people who look at the pictures: review, mail, phones."),
    "h264-1080p": mark("As 720p, larger."),
    "hevc-10bit": mark("Small, and HDR stays HDR. Older machines play it badly."),
    "analysis-480p10": mark("For programs that look at pictures, not for editors."),
}


@dataclass(frozen=True)
class FirstSteps:
    """What was chosen. `to`, `watch`, `copy_to`: `file:` URIs, empty for none. `bucket`: it is to be set up next."""

    to: str
    preset: str
    watch: str
    bucket: bool
    copy_to: str = ""


class FirstStepsWizard(QWizard):
    """Four pages."""

    def __init__(self, presets: Sequence[Mapping[str, Any]], preset: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(tr("First steps"))
        self.setWizardStyle(QWizard.WizardStyle.ClassicStyle)
        self.setOption(QWizard.WizardOption.NoBackButtonOnStartPage)
        self.setButtonText(QWizard.WizardButton.CancelButton, tr("Skip"))
        self.place = PlacePage()
        self.preset = PresetPage(presets, preset)
        self.watch = WatchPage()
        self.bucket = BucketPage()
        for page in (self.place, self.preset, self.watch, self.bucket):
            self.addPage(page)
        self.resize(620, 440)

    def answer(self) -> FirstSteps:
        to = self.place.folder.uri() if self.place.elsewhere.isChecked() else ""
        watch = self.watch.folder.uri() if self.watch.wanted.isChecked() else ""
        return FirstSteps(to, self.preset.chosen(), watch, self.bucket.wanted.isChecked(), self.watch.copy_uri())


class _Page(QWizardPage):
    def __init__(self, title: str, words: str) -> None:
        super().__init__()
        self.setTitle(title)
        self.setSubTitle(words)
        self.box = QVBoxLayout(self)
        self.box.setSpacing(10)

    def add_choice(self, text: str, words: str = "", chosen: bool = False) -> QRadioButton:
        button = QRadioButton(text)
        button.setChecked(chosen)
        self.box.addWidget(button)
        if words:
            label = plain_label(words, "muted", wrap=True)
            label.setContentsMargins(INDENT, 0, 0, 0)
            self.box.addWidget(label)
        return button


class PlacePage(_Page):
    def __init__(self) -> None:
        super().__init__(tr("Where shall proxies go?"), tr("Your originals are only ever read, wherever they are."))
        self.beside = self.add_choice(tr("&Beside the clips"), tr("In a folder “Proxy” next to each clip."), True)
        self.elsewhere = self.add_choice(tr("&All into one place"), tr("Below it the folders are as on the card."))
        self.folder = FolderLine(tr("Folder for all proxies"), indent=INDENT)
        self.box.addWidget(self.folder)
        self.folder.setEnabled(False)
        self.elsewhere.toggled.connect(self.folder.setEnabled)
        self.box.addStretch()


class PresetPage(_Page):
    def __init__(self, presets: Sequence[Mapping[str, Any]], preset: str) -> None:
        super().__init__(tr("What shall they be?"), tr("The tool bar changes it at any time."))
        self._choices: dict[str, QRadioButton] = {}
        for one in presets:
            name = str(one["name"])
            words = tr(WORDS_ON_NLES.get(name, "")) or str(one.get("for") or "")
            self._choices[name] = self.add_choice(f"{one.get('title') or name}  ({name})", words, name == preset)
        self.box.setSpacing(4)
        self.box.addStretch()

    def chosen(self) -> str:
        return next((name for name, button in self._choices.items() if button.isChecked()), "")


class WatchPage(_Page):
    def __init__(self) -> None:
        super().__init__(
            tr("Watch a folder?"), tr("What lands there becomes proxies by itself, as soon as it is whole.")
        )
        self.no = self.add_choice(tr("&Not now"), chosen=True)
        self.wanted = self.add_choice(tr("&Yes, this one"))
        self.folder = FolderLine(tr("Folder to watch"), indent=INDENT)
        self.copied = QCheckBox(tr("&Copy what lands to another disk first, proved and with a manifest"))
        self.copy = FolderLine(tr("Folder for the copies"), indent=INDENT)
        for part in (self.folder, self.copied, self.copy):
            self.box.addWidget(part)
            part.setEnabled(False)
        for switch in (self.wanted, self.copied):
            switch.toggled.connect(self._on_switched)
        self.box.addStretch()

    def copy_uri(self) -> str:
        return self.copy.uri() if self.copy.isEnabled() else ""

    def _on_switched(self) -> None:
        wanted = self.wanted.isChecked()
        self.folder.setEnabled(wanted)
        self.copied.setEnabled(wanted)
        self.copy.setEnabled(wanted and self.copied.isChecked())


class BucketPage(_Page):
    def __init__(self) -> None:
        super().__init__(tr("Upload to a bucket?"), tr("Amazon S3, or a server that speaks as it does."))
        self.no = self.add_choice(tr("&No; everything stays here"), chosen=True)
        self.wanted = self.add_choice(
            tr("&Yes, set it up next"), tr("Address, bucket and keys are asked for, and tried out.")
        )
        self.box.addStretch()
