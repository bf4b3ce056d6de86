"""One stage of the sampler as a card: whether it is on, its numbers, and what it did at the step one looks at."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QPointF, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QKeySequence, QMouseEvent, QPainter, QPaintEvent, QPen, QShortcut
from PySide6.QtWidgets import QCheckBox, QDoubleSpinBox, QFrame, QHBoxLayout, QLabel, QLineEdit, QToolButton, QVBoxLayout, QWidget

from workbench.gui import theme
from workbench.gui.widgets import stages
from workbench.gui.widgets.numbers import count, nats, percent
from workbench.gui.widgets.off_spin import OffSpinBox
from workbench.gui.widgets.single_shot import single_shot
from workbench.gui.widgets.stage_strip import StageStrip, shares_of
from workbench.gui.widgets.stage_words import StageWords
from workbench.gui.widgets.tips import wrapped
from workbench.gui.widgets.visible import visible_token
from workbench.gui.widgets.wrapped_label import WrappedLabel
from workbench.values import SamplerSettings, WaterfallStage

TYPING_MS = 400
SPIN_WIDTH = 66
UNCHANGED_NATS = 1e-6


class Grip(QWidget):
    """Where a card is taken to drag it. `dragged(y)` in the coordinates of the screen, then `dropped`."""

    dragged = Signal(int)
    dropped = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setFixedSize(14, theme.COMPACT_HEIGHT)
        self.setCursor(Qt.CursorShape.OpenHandCursor)

    def paintEvent(self, event: QPaintEvent) -> None:
        p = QPainter(self)
        p.setRenderHint(QPainter.RenderHint.Antialiasing)
        p.setPen(Qt.PenStyle.NoPen)
        p.setBrush(theme.colors().muted)
        for column in (4, 10):
            for row in (6, 12, 18):
                p.drawEllipse(QPointF(column, row), 1.5, 1.5)
        p.end()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if event.buttons() & Qt.MouseButton.LeftButton:
            self.dragged.emit(int(event.globalPosition().y()))

    def mousePressEvent(self, event: QMouseEvent) -> None:
        event.accept()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        self.dropped.emit()


class StageCard(QFrame):
    """`turned(on)`, `number_changed(field, value)`, `texts_changed(texts)`, `stepped(-1 or 1)`, `removed`; `walked(-1 or 1)` to the
    card above or below."""

    turned = Signal(bool)
    number_changed = Signal(str, float)
    texts_changed = Signal(object)
    stepped = Signal(int)
    walked = Signal(int)
    removed = Signal()

    def __init__(self, stage: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.stage, self._words = stage, StageWords(self)
        self.setObjectName("card")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.grip, self.on, self.close_button = Grip(self), QCheckBox(self), QToolButton(self)
        self.close_button.setText("✕")
        self.close_button.setProperty("flat", True)
        self.spins = {number.field: self._spin(number) for number in stages.NUMBERS.get(stage, ())}
        self.labels = {field: QLabel(self) for field in self.spins}
        self.edit = QLineEdit(self) if stage in stages.TEXTS else None
        self.strip, self.facts = StageStrip(self), WrappedLabel(parent=self)
        self.facts.setProperty("role", "caption")
        self._settings = SamplerSettings()
        self._record: WaterfallStage | None = None
        self._typing = single_shot(TYPING_MS, self._read_texts, parent=self)
        self._place()
        self.on.clicked.connect(self.turned)
        self.close_button.clicked.connect(self.removed)
        for keys, step in (("Alt+Up", -1), ("Alt+Down", 1)):
            shortcut = QShortcut(QKeySequence(keys), self)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            shortcut.activated.connect(lambda step=step: self.stepped.emit(step))
        self.show_record(None)
        self.retranslate()

    def _spin(self, number: stages.Number) -> QDoubleSpinBox:
        if number.field.endswith("last_n") or number.field == "temperature":  # their lowest value means something else
            spin = OffSpinBox(low=number.low, high=number.high, step=number.step, decimals=number.decimals, off=number.low, parent=self)
        else:
            spin = QDoubleSpinBox(self)
            spin.setDecimals(number.decimals)
            spin.setRange(number.low, number.high)
            spin.setSingleStep(number.step)
            spin.setAccelerated(True)
            theme.pad(spin)
        spin.setFixedWidth(SPIN_WIDTH)
        spin.valueChanged.connect(lambda value, field=number.field: self.number_changed.emit(field, value))
        return spin

    def _place(self) -> None:
        first = QHBoxLayout()
        first.setSpacing(theme.S1 + 2)
        first.addWidget(self.grip)
        first.addWidget(self.on)
        first.addStretch(1)
        fields = list(self.spins)
        for field in fields[:1]:
            first.addWidget(self.spins[field])
        first.addWidget(self.close_button)
        column = QVBoxLayout(self)
        column.setContentsMargins(theme.S2, theme.S1, theme.S2, theme.S1 + 2)
        column.setSpacing(2)
        column.addLayout(first)
        if fields[1:]:
            second = QHBoxLayout()
            second.setSpacing(theme.S1)
            second.addStretch(1)
            for field in fields[1:]:
                second.addWidget(self.labels[field])
                second.addWidget(self.spins[field])
            column.addLayout(second)
        for field in fields[:1]:
            self.labels[field].hide()
        if self.edit is not None:
            column.addWidget(self.edit)
            self.edit.textEdited.connect(lambda _text: self._typing.start())
            self.edit.editingFinished.connect(self._read_texts)
        column.addWidget(self.strip)
        column.addWidget(self.facts)

    # what is shown

    def show_settings(self, settings: SamplerSettings, *, on: bool) -> None:
        """Set the controls without telling anybody."""
        self._settings = settings
        self.on.setChecked(on)
        for field, spin in self.spins.items():
            spin.blockSignals(True)
            spin.setValue(getattr(settings, field))
            spin.setEnabled(on)
            spin.blockSignals(False)
        if self.edit is not None:
            typed = stages.texts_typed(settings, self.stage)
            if not self.edit.hasFocus() and self.edit.text() != typed:
                self.edit.setText(typed)
            self.edit.setEnabled(on)
        if not on:
            self.show_record(None)
        self._say()

    def show_record(self, record: WaterfallStage | None) -> None:
        """What the stage did; None: not known."""
        self._record = record
        if record is not None:
            ids, raw = record.top_ids.tolist(), record.top_logprob_raw.tolist()
            self.strip.show_shares(shares_of(ids, record.top_texts, record.top_logprob.tolist(), raw))
        self.strip.setVisible(record is not None and record.active and not _idle(record))
        self._say()

    def _say(self) -> None:
        record = self._record
        bad = self.edit is not None and stages.texts_read(self.stage, self.edit.text()) is None
        if bad:
            words = self.tr("This cannot be read: {what}").format(what=self._words.what(self.stage))
        elif record is None:
            words = self.tr("off") if not self.on.isChecked() else ""
        elif not record.active:
            words = self.tr("no effect at this setting")
        elif _idle(record):
            words = self.tr("changed nothing at this step")
        else:
            words = self._did(record)
        self.facts.setText(words)
        self.facts.setVisible(bool(words))
        self.setAccessibleDescription(words)

    def _did(self, record: WaterfallStage) -> str:
        left = self.tr("{n} left").format(n=count(record.survivors))
        removed = self.tr("{n} removed, {percent}").format(n=count(record.removed), percent=percent(record.removed_mass))
        entropy = self.tr("entropy {before} → {after} nats").format(before=nats(record.entropy_before), after=nats(record.entropy))
        return " · ".join([left, *([removed] if record.removed else []), entropy, *self._moves(record)])

    def _moves(self, record: WaterfallStage) -> list[str]:
        """The farthest move of rank."""
        if not len(record.moved_ids):
            return []
        words = self.tr("{token} rank {before} → {after}")
        first = words.format(token=visible_token(record.moved_texts[0]), before=int(record.moved_from[0]), after=int(record.moved_to[0]))
        more = len(record.moved_ids) - 1
        return [first, *([self.tr("{n} more moved").format(n=more)] if more else [])]

    def _read_texts(self) -> None:
        self._typing.stop()
        if self.edit is None:
            return
        texts = stages.texts_read(self.stage, self.edit.text())
        self._say()
        if texts is not None and texts != getattr(self._settings, stages.TEXTS[self.stage]):
            self.texts_changed.emit(texts)

    # keys and words

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Up, Qt.Key.Key_Down):
            self.walked.emit(-1 if event.key() == Qt.Key.Key_Up else 1)
        elif event.key() == Qt.Key.Key_Space and self.hasFocus():
            self.on.click()
        elif event.key() == Qt.Key.Key_Delete and self.hasFocus():
            self.removed.emit()
        else:
            super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if self.hasFocus():
            p = QPainter(self)
            p.setRenderHint(QPainter.RenderHint.Antialiasing)
            p.setPen(QPen(theme.colors().accent, theme.FOCUS_WIDTH))
            p.drawRoundedRect(self.rect().adjusted(1, 1, -1, -1), theme.RADIUS, theme.RADIUS)
            p.end()

    def retranslate(self) -> None:
        name, what = self._words.name(self.stage), self._words.what(self.stage)
        self.setAccessibleName(self.tr("Stage {name}").format(name=name))
        self.on.setText(name)
        self.on.setToolTip(wrapped(what))
        self.on.setAccessibleName(self.tr("{name} on").format(name=name))
        self.close_button.setToolTip(self.tr("Take this stage out"))
        self.close_button.setAccessibleName(self.tr("Take {name} out").format(name=name))
        self.grip.setToolTip(self.tr("Drag to another place, or press Alt+Up and Alt+Down"))
        self.strip.setAccessibleName(self.tr("Distribution after {name}").format(name=name))
        for field, spin in self.spins.items():
            label = self._words.number(field)
            self.labels[field].setText(label)
            if isinstance(spin, OffSpinBox):
                spin.set_word(self._words.special(field))
            spin.setAccessibleName(f"{name}: {label}" if label else name)
            spin.setToolTip(wrapped(what))
        if self.edit is not None:
            self.edit.setAccessibleName(name)
            self.edit.setToolTip(wrapped(what))
            self.edit.setPlaceholderText({"logit_bias": " Paris=+2| the=-1.5", "banned": " Paris| the", "forced": "0= Paris"}[self.stage])
        self._say()

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.PaletteChange:
            self.update()
        super().changeEvent(event)


def _idle(record: WaterfallStage) -> bool:
    """Whether a stage that is on had nothing to do here: no token it speaks of could have come."""
    return not record.removed and not len(record.moved_ids) and abs(record.entropy - record.entropy_before) < UNCHANGED_NATS
