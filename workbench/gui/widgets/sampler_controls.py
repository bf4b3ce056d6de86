"""The controls of generation: what is asked for, with every control's off state in words.

Owns no request: `settings()`, `seed()` and the others read the values, `restore` sets them from a stored request.
"""

from __future__ import annotations

import re

from PySide6.QtCore import QEvent, QRegularExpression, Signal
from PySide6.QtGui import QRegularExpressionValidator, QValidator
from PySide6.QtWidgets import QDoubleSpinBox, QHBoxLayout, QLabel, QLineEdit, QVBoxLayout, QWidget

from workbench.gui import theme
from workbench.gui.widgets.tips import wrapped
from workbench.values import SAMPLER_STAGES, GenerateRequest, SamplerSettings, Subject

WIDTH = 76


class OffSpinBox(QDoubleSpinBox):
    """A number with one value at which the stage has no effect; that value reads as a word."""

    def __init__(self, *, low: float, high: float, step: float, decimals: int, off: float, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._off, self._word = off, "off"
        self.setDecimals(decimals)
        self.setRange(low, high)
        self.setSingleStep(step)
        self.setValue(off)
        self.setAccelerated(True)
        self.setFixedWidth(WIDTH)
        theme.pad(self)

    def set_word(self, word: str) -> None:
        """What the off value is called."""
        self._word = word
        self.setSpecialValueText(word if self._off == self.minimum() else "")
        self.setValue(self.value())
        self.lineEdit().setText(self.textFromValue(self.value()))

    def is_off(self) -> bool:
        return self.value() == self._off

    def textFromValue(self, value: float) -> str:
        return self._word if value == self._off else super().textFromValue(value)

    def valueFromText(self, text: str) -> float:
        return self._off if text.strip().casefold() in (self._word.casefold(), "off", "") else super().valueFromText(text)

    def validate(self, text: str, position: int) -> object:
        typed = text.strip().casefold()
        if self._word.casefold() == typed or typed == "off":
            return QValidator.State.Acceptable, text, position
        if not typed or self._word.casefold().startswith(typed) or "off".startswith(typed):
            return QValidator.State.Intermediate, text, position
        return super().validate(text, position)


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
    """Two rows of controls: the first always shown, the second behind More. The panel places `first` and `second`."""

    changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.hide()  # only a home for the two rows until the panel takes them
        self.max_new = OffSpinBox(low=1, high=100_000, step=16, decimals=0, off=-1)
        self.max_new.setValue(64)
        self.temperature = OffSpinBox(low=0, high=5, step=0.1, decimals=2, off=0)
        self.temperature.setFixedWidth(108)
        self.top_k = OffSpinBox(low=0, high=1_000_000, step=10, decimals=0, off=0)
        self.top_p = OffSpinBox(low=0.01, high=1, step=0.05, decimals=2, off=1)
        self.min_p = OffSpinBox(low=0, high=1, step=0.01, decimals=3, off=0)
        self.penalty = OffSpinBox(low=0.1, high=10, step=0.05, decimals=2, off=1)
        self.seed_edit = QLineEdit()
        self.seed_edit.setValidator(QRegularExpressionValidator(QRegularExpression(r"\d{1,18}"), self.seed_edit))
        self.seed_edit.setFixedWidth(148)
        self.stop_edit = QLineEdit()
        self.stop_edit.setMinimumWidth(120)
        self.order = QLabel()
        self.order.setProperty("role", "caption")
        self._first = [Labelled(one) for one in (self.max_new, self.temperature, self.seed_edit)]
        self._second = [Labelled(one) for one in (self.top_k, self.top_p, self.min_p, self.penalty, self.stop_edit)]
        for spin in self._spins():
            spin.valueChanged.connect(self._tell)
        for edit in (self.seed_edit, self.stop_edit):
            edit.textChanged.connect(self._tell)
        self._drawn: int | None = None
        self.retranslate()

    @property
    def first(self) -> list[Labelled]:
        return self._first

    @property
    def second(self) -> list[Labelled]:
        return self._second

    def second_row(self, parent: QWidget) -> QWidget:
        """The second row as a widget, the order of the stages below it."""
        row = QWidget(parent)
        column = QVBoxLayout(row)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.S1)
        line = QHBoxLayout()
        line.setSpacing(theme.S3)
        for one in self._second:
            line.addWidget(one)
        line.addStretch(1)
        column.addLayout(line)
        column.addWidget(self.order)
        return row

    def _spins(self) -> tuple[OffSpinBox, ...]:
        return self.max_new, self.temperature, self.top_k, self.top_p, self.min_p, self.penalty

    # values

    def settings(self) -> SamplerSettings:
        return SamplerSettings(
            temperature=self.temperature.value(),
            top_k=int(self.top_k.value()),
            top_p=self.top_p.value(),
            min_p=self.min_p.value(),
            repetition_penalty=self.penalty.value(),
        )

    def max_new_tokens(self) -> int:
        return int(self.max_new.value())

    def seed(self) -> int | None:
        """None: to be drawn."""
        return int(self.seed_edit.text()) if self.seed_edit.text() else None

    def stop(self) -> tuple[str, ...]:
        return tuple(_unescaped(part) for part in self.stop_edit.text().split("|") if part)

    def show_drawn(self, seed: int | None) -> None:
        """Say which seed was drawn for the run that is shown."""
        self._drawn = seed
        self.seed_edit.setPlaceholderText(self.tr("drawn") if seed is None else self.tr("drawn: {seed}").format(seed=seed))

    def state(self) -> dict[str, object]:
        """The settings as plain values, to be remembered."""
        sampler = self.settings()
        names = ("temperature", "top_k", "top_p", "min_p", "repetition_penalty")
        chosen = {name: getattr(sampler, name) for name in names}
        return {"max_new_tokens": self.max_new_tokens(), **chosen, "seed": self.seed(), "stop": list(self.stop())}

    def restore_state(self, state: dict[str, object]) -> None:
        """Show what `state` gave; what is missing takes its default."""
        names = ("temperature", "top_k", "top_p", "min_p", "repetition_penalty")
        seed, stop = state.get("seed"), state.get("stop", ())
        self.restore(
            GenerateRequest(
                Subject("", ""),
                max_new_tokens=int(str(state.get("max_new_tokens", 64))),
                sampler=SamplerSettings(**{name: state[name] for name in names if name in state}),
                seed=None if seed is None else int(str(seed)),
                stop=tuple(stop) if isinstance(stop, list | tuple) else (),
            )
        )

    def restore(self, request: GenerateRequest) -> None:
        """Set every control as a stored request had it."""
        sampler = request.sampler
        self.max_new.setValue(request.max_new_tokens)
        self.temperature.setValue(sampler.temperature)
        self.top_k.setValue(sampler.top_k)
        self.top_p.setValue(sampler.top_p)
        self.min_p.setValue(sampler.min_p)
        self.penalty.setValue(sampler.repetition_penalty)
        self.seed_edit.setText("" if request.seed is None else str(request.seed))
        self.stop_edit.setText("|".join(_escaped(part) for part in request.stop))

    # words

    def _tell(self) -> None:
        self._say_order()
        self.changed.emit()

    def _say_order(self) -> None:
        off = {
            "repetition_penalty": self.penalty.is_off(), "temperature": self.temperature.is_off(), "top_k": self.top_k.is_off(),
            "top_p": self.top_p.is_off(), "min_p": self.min_p.is_off(),
        }  # fmt: skip
        names = {
            "repetition_penalty": self.tr("repetition penalty"), "temperature": self.tr("temperature"), "top_k": "top-k", "top_p": "top-p",
            "min_p": "min-p",
        }  # fmt: skip
        active = [names[stage] for stage in SAMPLER_STAGES if stage in names and not off[stage]]
        if off["temperature"]:
            active.append(self.tr("the most probable token is taken"))
        self.order.setText(self.tr("Applied in this order: {order}").format(order=" → ".join(active)))

    def retranslate(self) -> None:
        off = self.tr("off")
        for spin in self._spins():
            spin.set_word(off)
        self.temperature.set_word(self.tr("off (greedy)"))
        for labelled, words, tip in (
            (self._first[0], self.tr("New tokens"), self.tr("At most so many tokens are added.")),
            (
                self._first[1],
                self.tr("Temperature"),
                self.tr("Above 1 flattens the distribution, below 1 sharpens it. Off: the most probable token is taken."),
            ),
            (
                self._first[2],
                self.tr("Seed"),
                self.tr("The same seed with the same settings gives the same text. Empty: one is drawn and shown."),
            ),
            (self._second[0], self.tr("Top-k"), self.tr("Keep only the k most probable tokens.")),
            (self._second[1], self.tr("Top-p"), self.tr("Keep the most probable tokens until their sum reaches p.")),
            (self._second[2], self.tr("Min-p"), self.tr("Remove tokens less probable than p times the most probable one.")),
            (self._second[3], self.tr("Repetition penalty"), self.tr("Above 1 makes tokens that occurred before less probable.")),
            (
                self._second[4],
                self.tr("Stop at"),
                self.tr("End when one of these texts appears. Separate several with |; \\n is a line feed."),
            ),
        ):
            labelled.name(words, tip)
        self.stop_edit.setPlaceholderText(off)
        self.show_drawn(self._drawn)
        self._say_order()

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()
        super().changeEvent(event)


_ESCAPES = {"\\": "\\\\", "\n": "\\n", "\t": "\\t", "|": "\\p"}


def _escaped(text: str) -> str:
    return "".join(_ESCAPES.get(character, character) for character in text)


def _unescaped(text: str) -> str:
    known = {written: meant for meant, written in _ESCAPES.items()}
    return re.sub(r"\\.", lambda found: known.get(found.group(), found.group()), text)
