"""Settings of other programs by name: a menu that says whose words they are and in what they differ."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QMenu, QToolButton, QWidget

from workbench.gui.widgets import stages
from workbench.gui.widgets.stage_words import StageWords
from workbench.gui.widgets.tips import wrapped
from workbench.values import PRESETS, SamplerPreset, SamplerSettings


class PresetMenu(QToolButton):
    """`chosen(preset)`. Its label names the preset that the settings are, if they are one."""

    chosen = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._words, self._settings = StageWords(self), SamplerSettings()
        self._menu = QMenu(self)
        self._menu.setToolTipsVisible(True)
        self._actions = [self._menu.addAction("") for _ in PRESETS]
        for action, preset in zip(self._actions, PRESETS, strict=True):
            action.triggered.connect(lambda _checked=False, preset=preset: self.chosen.emit(preset))
        self.setMenu(self._menu)
        self.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.retranslate()

    @property
    def current(self) -> SamplerPreset | None:
        """The preset that the shown settings are."""
        return next((preset for preset in PRESETS if stages.same(preset.sampler, self._settings)), None)

    def show_settings(self, settings: SamplerSettings) -> None:
        self._settings = settings
        current = self.current
        self.setText(self._words.preset(current) if current is not None else self.tr("Own settings"))
        self.setToolTip(wrapped(self.facts() or self.tr("Take the settings of another program.")))
        self.setAccessibleName(self.tr("Preset: {name}").format(name=self.text()))

    def facts(self) -> str:
        """What is particular about the current preset."""
        return "\n".join(self._words.differs(self.current)) if self.current is not None else ""

    def retranslate(self) -> None:
        for action, preset in zip(self._actions, PRESETS, strict=True):
            action.setText(self._words.preset(preset))
            action.setToolTip(wrapped("\n".join((self._words.order(preset.sampler), *self._words.differs(preset)))))
        self.show_settings(self._settings)
