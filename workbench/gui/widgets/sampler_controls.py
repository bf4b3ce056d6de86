"""The settings of generation: how many tokens, which seed, where to stop, and the sampler's stages in their order.

Owns no request. The idea that is not obvious: the stages are held here as plain settings and a list of which are shown, on or
off; whoever shows them (the row above the text, the cards beside it) changes them here and hears `changed`.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence

from PySide6.QtCore import QEvent, QRegularExpression, QSignalBlocker, Signal
from PySide6.QtGui import QRegularExpressionValidator
from PySide6.QtWidgets import QHBoxLayout, QLabel, QLineEdit, QVBoxLayout, QWidget

from workbench.gui import theme
from workbench.gui.widgets import stages
from workbench.gui.widgets.off_spin import OffSpinBox
from workbench.gui.widgets.preset_menu import PresetMenu
from workbench.gui.widgets.stage_words import StageWords
from workbench.gui.widgets.tips import wrapped
from workbench.values import SAMPLER_STAGES, GenerateRequest, SamplerPreset, SamplerSettings, Subject, pack, unpack

BEGINNING = SamplerSettings(order=("temperature",))


class Labelled(QWidget):
    """A caption to the left of a control, one buddy of the other."""

    def __init__(self, control: QWidget, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.caption, self.control = QLabel(self), control
        self.caption.setBuddy(control)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.S1 + 2)
        row.addWidget(self.caption)
        row.addWidget(control)

    def name(self, words: str, tip: str = "") -> None:
        self.caption.setText(words)
        self.control.setAccessibleName(words)
        self.control.setAccessibleDescription(tip)
        self.control.setToolTip(wrapped(tip))


class SamplerControls(QWidget):
    """The panel places `first` and the row behind More. `changed` after every change; `settings_changed` when the stages are others."""

    changed = Signal()
    settings_changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.hide()  # only a home for the two rows until the panel takes them
        self._settings, self._listed, self._like = BEGINNING, BEGINNING.order, SAMPLER_STAGES
        self._words = StageWords(self)
        self.max_new = OffSpinBox(low=1, high=100_000, step=16, decimals=0, off=-1)
        self.max_new.setValue(64)
        self.temperature = OffSpinBox(low=0, high=5, step=0.1, decimals=2, off=0)
        self.temperature.setFixedWidth(108)
        self.seed_edit = QLineEdit()
        self.seed_edit.setValidator(QRegularExpressionValidator(QRegularExpression(r"\d{1,18}"), self.seed_edit))
        self.seed_edit.setFixedWidth(148)
        self.presets = PresetMenu()
        self.stop_edit = QLineEdit()
        self.stop_edit.setMinimumWidth(120)
        self.order = QLabel()
        self.order.setProperty("role", "caption")
        self._labelled = [Labelled(one) for one in (self.max_new, self.temperature, self.seed_edit, self.stop_edit)]
        self.temperature.valueChanged.connect(lambda value: self.set_number("temperature", value))
        self.max_new.valueChanged.connect(lambda _value: self.changed.emit())
        for edit in (self.seed_edit, self.stop_edit):
            edit.textChanged.connect(lambda _text: self.changed.emit())
        self.presets.chosen.connect(self.take_preset)
        self._drawn: int | None = None
        self.retranslate()

    @property
    def first(self) -> list[QWidget]:
        return [*self._labelled[:3], self.presets]

    def second_row(self, parent: QWidget) -> QWidget:
        """What is needed less often, and the stages in words."""
        row = QWidget(parent)
        column = QVBoxLayout(row)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.S1)
        line = QHBoxLayout()
        line.setSpacing(theme.S3)
        line.addWidget(self._labelled[3], 1)
        line.addStretch(1)
        column.addLayout(line)
        column.addWidget(self.order)
        return row

    # values

    def settings(self) -> SamplerSettings:
        return self._settings

    @property
    def listed(self) -> tuple[str, ...]:
        """The stages that are shown, in their order, those that are off included."""
        return self._listed

    def is_on(self, stage: str) -> bool:
        return stage in self._settings.order

    def max_new_tokens(self) -> int:
        return int(self.max_new.value())

    def seed(self) -> int | None:
        """None: to be drawn."""
        return int(self.seed_edit.text()) if self.seed_edit.text() else None

    def stop(self) -> tuple[str, ...]:
        return tuple(stages.unescaped(part) for part in self.stop_edit.text().split("|") if part)

    # changing the stages

    def set_settings(self, settings: SamplerSettings) -> None:
        """Take these settings; shown are the stages that act, and temperature."""
        order = stages.acting(settings)
        self._like = settings.order
        listed = order if "temperature" in order else self._with(order, "temperature")
        on = tuple(stage for stage in listed if stage in order or stage in settings.order)
        self._take(dataclasses.replace(settings, order=on), listed)

    def take_preset(self, preset: SamplerPreset) -> None:
        self.set_settings(preset.sampler)

    def set_number(self, field: str, number: float) -> None:
        """Change one number; a stage that is not there yet comes with it."""
        settings = stages.with_number(self._settings, field, number)
        if field == "temperature" and "temperature" not in settings.order:
            listed = self._with(self._listed, "temperature")
            self._take(_ordered(settings, listed, on={*settings.order, "temperature"}), listed)
        else:
            self._take(settings, self._listed)

    def set_texts(self, stage: str, texts: tuple[object, ...]) -> None:
        self._take(dataclasses.replace(self._settings, **{stages.TEXTS[stage]: texts}), self._listed)

    def add(self, stage: str) -> None:
        """Show a stage and turn it on, with a number that has an effect."""
        listed = self._with(self._listed, stage)
        self._take(_ordered(stages.begun(self._settings, stage), listed, on={*self._settings.order, stage}), listed)

    def remove(self, stage: str) -> None:
        """Take a stage out; what it was set to is forgotten."""
        neutral = {field: getattr(BEGINNING, field) for field in stages.fields_of(stage) if not self._is_shared(field)}
        if stage == "temperature":
            neutral = {"temperature": 1.0}  # without the stage, logits are divided by nothing
        listed = tuple(one for one in self._listed if one != stage)
        self._take(_ordered(dataclasses.replace(self._settings, **neutral), listed, on=set(self._settings.order)), listed)

    def turn(self, stage: str, on: bool) -> None:
        """Let a shown stage act, or not; its numbers stay."""
        acting = {*self._settings.order, stage} if on else set(self._settings.order) - {stage}
        settings = stages.begun(self._settings, stage) if on else self._settings
        self._take(_ordered(settings, self._listed, on=acting), self._listed)

    def move(self, stage: str, place: int) -> None:
        """Put a shown stage at a place among the others."""
        others = [one for one in self._listed if one != stage]
        place = min(max(place, 0), len(others))
        listed = (*others[:place], stage, *others[place:])
        self._take(_ordered(self._settings, listed, on=set(self._settings.order)), listed)

    def _is_shared(self, field: str) -> bool:
        return field == "penalty_last_n"

    def _with(self, listed: Sequence[str], stage: str) -> tuple[str, ...]:
        if stage in listed:
            return tuple(listed)
        place = stages.place_of(stage, tuple(listed), like=self._like)
        return (*listed[:place], stage, *listed[place:])

    def _take(self, settings: SamplerSettings, listed: tuple[str, ...]) -> None:
        if (settings, listed) == (self._settings, self._listed):
            return
        self._settings, self._listed = settings, listed
        self._show_settings()
        self.changed.emit()
        self.settings_changed.emit()

    def _show_settings(self) -> None:
        with QSignalBlocker(self.temperature):
            self.temperature.setValue(self._settings.temperature if self.is_on("temperature") else 1.0)
        self.order.setText(self._words.order(self._settings))
        self.presets.show_settings(self._settings)

    # remembering

    def show_drawn(self, seed: int | None) -> None:
        """Say which seed was drawn for the run that is shown."""
        self._drawn = seed
        self.seed_edit.setPlaceholderText(self.tr("drawn") if seed is None else self.tr("drawn: {seed}").format(seed=seed))

    def state(self) -> dict[str, object]:
        """The settings as plain values, to be remembered."""
        sampler, _arrays = pack(self._settings)
        return {
            "max_new_tokens": self.max_new_tokens(),
            "seed": self.seed(),
            "stop": list(self.stop()),
            "sampler": sampler,
            "stages": list(self._listed),
        }

    def restore_state(self, state: dict[str, object]) -> None:
        """Show what `state` gave; what is missing takes its default."""
        seed, stop, listed = state.get("seed"), state.get("stop", ()), state.get("stages", ())
        sampler = unpack(state["sampler"]) if "sampler" in state else BEGINNING
        self.restore(
            GenerateRequest(
                Subject("", ""),
                max_new_tokens=int(str(state.get("max_new_tokens", 64))),
                sampler=sampler if isinstance(sampler, SamplerSettings) else BEGINNING,
                seed=None if seed is None else int(str(seed)),
                stop=tuple(stop) if isinstance(stop, list | tuple) else (),
            )
        )
        shown = tuple(one for one in listed if one in SAMPLER_STAGES) if isinstance(listed, list | tuple) else ()
        if set(self._settings.order) <= set(shown):
            self._take(_ordered(self._settings, shown, on=set(self._settings.order)), shown)

    def restore(self, request: GenerateRequest) -> None:
        """Set every control as a stored request had it."""
        self.set_settings(request.sampler)
        self.max_new.setValue(request.max_new_tokens)
        self.seed_edit.setText("" if request.seed is None else str(request.seed))
        self.stop_edit.setText("|".join(stages.escaped(part) for part in request.stop))

    # words

    def retranslate(self) -> None:
        self.max_new.set_word(self.tr("off"))
        self.temperature.set_word(self.tr("off (greedy)"))
        for labelled, words, tip in zip(
            self._labelled,
            (self.tr("New tokens"), self.tr("Temperature"), self.tr("Seed"), self.tr("Stop at")),
            (
                self.tr("At most so many tokens are added."),
                self.tr("Above 1 flattens the distribution, below 1 sharpens it. Off: the most probable token is taken."),
                self.tr("The same seed with the same settings gives the same text. Empty: one is drawn and shown."),
                self.tr("End when one of these texts appears. Separate several with |; \\n is a line feed."),
            ),
            strict=True,
        ):
            labelled.name(words, tip)
        self.stop_edit.setPlaceholderText(self.tr("off"))
        self.presets.retranslate()
        self.show_drawn(self._drawn)
        self._show_settings()

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()
        super().changeEvent(event)


def _ordered(settings: SamplerSettings, listed: Sequence[str], *, on: set[str]) -> SamplerSettings:
    """The settings whose order is that of the list, of the stages that are on."""
    return dataclasses.replace(settings, order=tuple(stage for stage in listed if stage in on))
