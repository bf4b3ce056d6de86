"""Which direction, how strong, and how the two texts are drawn: the settings of the Steer view."""

from __future__ import annotations

from PySide6.QtCore import QSignalBlocker, Qt, Signal
from PySide6.QtWidgets import (
    QComboBox,
    QDoubleSpinBox,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QSlider,
    QSpinBox,
    QVBoxLayout,
    QWidget,
)

from workbench.errors import WorkbenchError
from workbench.gui import theme
from workbench.gui.session import Session
from workbench.gui.widgets.segmented import Segmented
from workbench.gui.widgets.single_shot import single_shot
from workbench.gui.widgets.token_axis import TokenAxis
from workbench.gui.widgets.token_text import TokenText
from workbench.values import SamplerSettings, Steering, Subject, Tokenized, TokenizeRequest

KINDS, DRAWS = ("texts", "token"), ("greedy", "sampled")
MOST, BEGINNING, STEPS = 10.0, 0.5, 20
"""Strengths reach from -MOST to MOST mean lengths of the stream, in steps of 1/STEPS."""
TYPING_MS = 250


class SteerSetup(QWidget):
    """`changed` when the direction, its strength or the drawing is another; `asked`, `stopped`, `added`: the buttons. `sampling` is the
    row of controls."""

    changed = Signal()
    asked = Signal()
    stopped = Signal()
    added = Signal()
    failed = Signal(object)

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session, self._model, self._running = session, "", False
        self._layer: int | None = None  # of an earlier session, until there is a model
        self._token: tuple[str, int] | None = None  # of which text, and its id
        self._labels = {name: QLabel(self) for name in ("towards", "away", "token", "layer", "strength")}
        self.kind = Segmented(KINDS, self)
        self.towards, self.away, self.token = QLineEdit("I love this", self), QLineEdit("I hate this", self), QLineEdit(" happy", self)
        self.slider, self.strength = QSlider(Qt.Orientation.Horizontal, self), QDoubleSpinBox(self)
        self.which = QComboBox(self)
        self.which.setFont(theme.mono())
        self.which.hide()
        self.layer, self.button, self.add = QSpinBox(self), QPushButton(self), QPushButton(self)
        self.sampling = QWidget(parent)
        self.draw, self.seed_box, self.length = Segmented(DRAWS, self.sampling), QSpinBox(self.sampling), QSpinBox(self.sampling)
        for spin in (self.strength, self.layer, self.seed_box, self.length):
            theme.pad(spin)
        self._build()
        self._timer = single_shot(TYPING_MS, self._read_token, parent=self)
        self._connect()
        self._show_kind()

    def _build(self) -> None:
        self.slider.setRange(int(-MOST * STEPS), int(MOST * STEPS))
        self.slider.setPageStep(STEPS // 2)
        self.strength.setRange(-MOST, MOST)
        self.strength.setSingleStep(0.1)
        self.strength.setValue(BEGINNING)
        self.slider.setValue(round(BEGINNING * STEPS))
        self.seed_box.setRange(0, 2**31 - 1)
        self.length.setRange(1, 512)
        self.length.setValue(40)
        self.button.setProperty("primary", True)
        first, second, row = QHBoxLayout(), QHBoxLayout(), QHBoxLayout(self.sampling)
        for line in (first, second, row):
            line.setContentsMargins(0, 0, 0, 0)
            line.setSpacing(theme.S2)
        first.addWidget(self.kind)
        for name, edit in (("towards", self.towards), ("away", self.away), ("token", self.token)):
            first.addWidget(self._labels[name])
            first.addWidget(edit, 1)
            self._labels[name].setBuddy(edit)
        first.addWidget(self.which)
        for one in (self._labels["layer"], self.layer, self._labels["strength"], self.slider, self.strength, self.add, self.button):
            second.addWidget(one, one is self.slider)
        for one in (self.draw, self.seed_box, self.length):
            row.addWidget(one)
        row.addStretch()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.S2)
        column.addLayout(first)
        column.addLayout(second)

    def _connect(self) -> None:
        self.kind.chosen.connect(lambda _key: self._show_kind())
        for edit in (self.towards, self.away):
            edit.textEdited.connect(lambda _text: self.changed.emit())
        for edit in (self.towards, self.away, self.token):
            edit.returnPressed.connect(self.asked)
        self.token.textEdited.connect(lambda _text: self._timer.start())
        self.which.activated.connect(self._choose_token)
        self.slider.valueChanged.connect(self._slid)
        self.strength.valueChanged.connect(self._spun)
        self.draw.chosen.connect(lambda _key: self._show_kind())
        for box in (self.layer, self.seed_box, self.length):
            box.valueChanged.connect(lambda _value: self.changed.emit())
        self.button.clicked.connect(lambda: self.stopped.emit() if self._running else self.asked.emit())
        self.add.clicked.connect(self.added)

    # values

    @property
    def steering(self) -> Steering | None:
        """The direction at its layer with its strength; None while a text or the token is missing."""
        layer, strength = self.layer.value(), round(self.strength.value(), 2)
        if self.kind.key == "token":
            return None if self._token is None else Steering(layer, strength, token_id=self._token[1])
        towards = self.towards.text()
        return Steering(layer, strength, towards=towards, away=self.away.text()) if towards else None

    @property
    def sampler(self) -> SamplerSettings:
        return SamplerSettings(temperature=0.0 if self.draw.key == "greedy" else 0.8)

    @property
    def seed(self) -> int:
        """The same for both texts."""
        return self.seed_box.value()

    @property
    def max_new_tokens(self) -> int:
        return self.length.value()

    def set_model(self, model: str, n_layers: int) -> None:
        """Whose tokenizer reads the token, and whose layers there are: the one in the middle to begin with."""
        if model != self._model:
            self._model, self._token = model, None
            with QSignalBlocker(self.layer):
                self.layer.setRange(0, n_layers)
                self.layer.setValue(n_layers // 2 if self._layer is None else self._layer)
            self._layer = None
            self._timer.start()

    def set_running(self, running: bool) -> None:
        self._running = running
        self.button.setText(self.tr("Stop") if running else self.tr("Write both"))

    def save_state(self) -> dict[str, object]:
        return {
            "kind": self.kind.key,
            "towards": self.towards.text(),
            "away": self.away.text(),
            "token": self.token.text(),
            "layer": self.layer.value(),
            "strength": self.strength.value(),
            "draw": self.draw.key,
            "seed": self.seed,
            "length": self.max_new_tokens,
        }

    def restore_state(self, state: dict[str, object]) -> None:
        self.kind.choose(str(state.get("kind", "")))
        self.draw.choose(str(state.get("draw", "")))
        for name, edit in (("towards", self.towards), ("away", self.away), ("token", self.token)):
            if isinstance(state.get(name), str):
                edit.setText(str(state[name]))
        strength, layer = state.get("strength"), state.get("layer")
        if isinstance(layer, int):
            self.layer.setValue(layer)
            self._layer = None if self._model else layer
        if isinstance(strength, float | int):
            self.strength.setValue(float(strength))
        for name, box in (("seed", self.seed_box), ("length", self.length)):
            number = state.get(name)
            if isinstance(number, int):
                box.setValue(number)
        self._show_kind()

    # changing

    def _slid(self, value: int) -> None:
        with QSignalBlocker(self.strength):
            self.strength.setValue(value / STEPS)
        self.changed.emit()

    def _spun(self, value: float) -> None:
        with QSignalBlocker(self.slider):
            self.slider.setValue(round(value * STEPS))
        self.changed.emit()

    def _show_kind(self) -> None:
        by_texts = self.kind.key == "texts"
        for name, edit in (("towards", self.towards), ("away", self.away), ("token", self.token)):
            for one in (self._labels[name], edit):
                one.setVisible(by_texts == (name != "token"))
        self.which.setVisible(not by_texts and self.which.count() > 1)
        self.seed_box.setVisible(self.draw.key == "sampled")
        if not by_texts and self._token is None:
            self._timer.start()
        self.changed.emit()

    def _read_token(self) -> None:
        """Ask which token the text is, or which it has."""
        text = self.token.text()
        if not text or not self._model or self.kind.key != "token" or not self.isVisible():
            return
        job = self._session.submit(TokenizeRequest(Subject(self._model, text, bos="no")), key="steer-token")
        job.done.connect(lambda answer: self._tokenized(text, answer))
        job.failed.connect(self.failed)

    def _tokenized(self, text: str, answer: Tokenized) -> None:
        written = answer.encoding.written.tolist()
        if not written:
            self.failed.emit(WorkbenchError("token-none", text=text, model=self._model))
            return
        encoding, axis, n = answer.encoding, TokenAxis(TokenText(answer.encoding)), len(written)
        self.which.clear()
        for number, at in enumerate(written, 1):
            said = self.tr("{token} · {number} of {n} tokens").format(token=axis.label(at), number=number, n=n)
            self.which.addItem(said, (text, int(encoding.ids[at])))
        self.which.setVisible(n > 1 and self.kind.key == "token")
        self._choose_token()

    def _choose_token(self, _row: int = 0) -> None:
        """A direction leads along one token."""
        self._token = self.which.currentData()
        self.changed.emit()

    # words

    def retranslate(self) -> None:
        words = {
            "towards": self.tr("Towards"), "away": self.tr("Away from"), "token": self.tr("Token"), "layer": self.tr("Before layer"),
            "strength": self.tr("Strength"),
        }  # fmt: skip
        for name, text in words.items():
            self._labels[name].setText(text)
        for edit, name in ((self.towards, "towards"), (self.away, "away"), (self.token, "token")):
            edit.setAccessibleName(words[name])
        self.layer.setAccessibleName(words["layer"])
        self.which.setAccessibleName(self.tr("Which of the text's tokens"))
        self.which.setToolTip(self.tr("This text is several tokens. A direction leads along one of them."))
        self.away.setPlaceholderText(self.tr("nothing: the direction of the first text alone"))
        for one in (self.slider, self.strength):
            one.setAccessibleName(words["strength"])
            one.setToolTip(self.tr("In mean lengths of the stream at the layer; below 0 the other way."))
        self.strength.setSuffix(self.tr(" × stream"))
        self.kind.name((self.tr("Between two texts"), self.tr("Along a token")), self.tr("Which direction"))
        self.draw.name((self.tr("Greedy"), self.tr("Sampled")), self.tr("How the texts are drawn"))
        self.draw.button("sampled").setToolTip(self.tr("At temperature 0.8, both with the same seed."))
        self.seed_box.setPrefix(self.tr("seed "))
        self.seed_box.setAccessibleName(self.tr("Seed"))
        self.length.setSuffix(self.tr(" tokens"))
        self.length.setAccessibleName(self.tr("Tokens to write"))
        self.add.setText(self.tr("Add to the model"))
        self.add.setToolTip(self.tr("Let the direction stand in every pass, in all panels. Undo takes it back."))
        self.set_running(self._running)
