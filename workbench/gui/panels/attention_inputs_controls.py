"""How the Inputs view attributes: by which method, against which baseline, in how many steps, for one prediction or for each token."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLabel, QLineEdit, QSpinBox, QWidget

from workbench.gui import theme
from workbench.gui.widgets.segmented import Segmented
from workbench.gui.widgets.tips import wrapped
from workbench.values import BASELINES, INPUTS_METHODS, Baseline, InputsMethod

SCOPES = ("one", "each")
STEPS = (16, 64, 128, 256, 512, 1024, 2048)
DEFAULT_STEPS = 128


@dataclass(frozen=True)
class Way:
    """What is chosen. `begin`: from which token on each is asked about; None: the one prediction."""

    method: InputsMethod
    baseline: Baseline
    steps: int
    begin: int | None


class InputsControls(QObject):
    """`row` goes below the question, `more` into the rarer row. `changed` (see `way`), `typed(text)`: a baseline's token."""

    changed = Signal()
    typed = Signal(str)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.row, self.more = QWidget(parent), QWidget(parent)
        self.method, self.scope, self.begin = Segmented(INPUTS_METHODS, self.row), Segmented(SCOPES, self.row), QSpinBox(self.row)
        self.baseline_label, self.steps_label, self.begin_label = QLabel(self.more), QLabel(self.more), QLabel(self.row)
        self.baseline, self.steps, self.token = QComboBox(self.more), QComboBox(self.more), QLineEdit(self.more)
        self.begin.setKeyboardTracking(False)
        theme.pad(self.begin)
        self._begin = 0
        self.token.setFixedWidth(120)
        self.token.setFont(theme.mono())
        for key in BASELINES:
            self.baseline.addItem("", key)
        for steps in STEPS:
            self.steps.addItem(f"{steps:,}", steps)
        self.baseline.setCurrentIndex(self.baseline.findData("mean"))
        self.steps.setCurrentIndex(self.steps.findData(DEFAULT_STEPS))
        for widget, ones in (
            (self.row, (self.method, self.scope, self.begin_label, self.begin)),
            (self.more, (self.baseline_label, self.baseline, self.token, self.steps_label, self.steps)),
        ):
            row = QHBoxLayout(widget)
            row.setContentsMargins(0, 0, 0, 0)
            row.setSpacing(theme.S2)
            for one in ones:
                row.addWidget(one)
            row.addStretch(1)
            widget.setMinimumWidth(1)  # a narrow dock cuts it
        for switch in (self.method, self.scope):
            switch.chosen.connect(lambda _key: self._change())
        for box in (self.baseline, self.steps):
            box.activated.connect(lambda _row: self._change())
        self.begin.valueChanged.connect(self._begin_chosen)
        self.token.returnPressed.connect(lambda: self.typed.emit(self.token.text()))
        self._show()

    def _begin_chosen(self, begin: int) -> None:
        if begin != self._begin:
            self._begin = begin
            self._change()

    def _change(self) -> None:
        self._show()
        self.changed.emit()

    @property
    def way(self) -> Way:
        begin = self.begin.value() if self.scope.key == "each" and self.begin.maximum() > 0 else None
        return Way(self.method.key, self.baseline.currentData(), self.steps.currentData(), begin)  # type: ignore[arg-type]

    @property
    def more_steps(self) -> int | None:
        """The next larger number of steps; None: these are the most."""
        return next((steps for steps in STEPS if steps > self.steps.currentData()), None)

    def take_more_steps(self) -> None:
        """As if that had been chosen."""
        if self.more_steps is not None:
            self.steps.setCurrentIndex(self.steps.findData(self.more_steps))
            self._change()

    def set_tokens(self, n_tokens: int, *, continues: bool, begin: int) -> None:
        """Another text: whether each of its tokens is predicted by those before it, and which is the first to be asked about."""
        self.scope.setVisible(continues and n_tokens > 1)
        if not self.scope.isVisibleTo(self.row):
            self.scope.choose("one")
        last = max(n_tokens - 1, 0)
        self._begin = min(begin, last)
        self.begin.setMaximum(max(last, self.begin.maximum()))  # a value that is cut to its range would count as chosen
        self.begin.setValue(self._begin)
        self.begin.setRange(min(1, last), last)
        self._show()

    def state(self) -> dict[str, object]:
        return {"method": self.method.key, "baseline": self.baseline.currentData(), "steps": self.steps.currentData()}

    def restore(self, state: dict[str, object]) -> None:
        self.method.choose(str(state.get("method", "")))
        for box, key in ((self.baseline, "baseline"), (self.steps, "steps")):
            at = box.findData(state.get(key))
            if at >= 0 and state.get(key) != "token":  # the token itself is not remembered
                box.setCurrentIndex(at)
        self._show()

    def _show(self) -> None:
        """What has no effect is not shown."""
        each = self.scope.key == "each"
        for one in (self.begin_label, self.begin):
            one.setVisible(each)
        for one in (self.baseline_label, self.baseline):
            one.setVisible(self.method.key != "value_zeroing")
        self.token.setVisible(self.baseline.currentData() == "token" and self.method.key != "value_zeroing")
        for one in (self.steps_label, self.steps):
            one.setVisible(self.method.key == "integrated_gradients")

    def retranslate(self) -> None:
        names = (self.tr("Gradient × input"), self.tr("Integrated gradients"), self.tr("Occlusion"), self.tr("Value zeroing"))
        tips = (
            self.tr("The gradient at the text as it is, times how far its embedding is from the baseline. One pass; true only nearby."),
            self.tr("The gradient's mean on the way from the baseline to the text. Its sum comes ever closer to the whole change."),
            self.tr("What is lost when one token's embedding is replaced by the baseline; its position stays. One pass a token."),
            self.tr("What is lost when all heads of all layers find value vectors of zero at one token. One pass a token."),
        )
        self.method.name(names, self.tr("Method"))
        for key, tip in zip(INPUTS_METHODS, tips, strict=True):
            self.method.button(key).setToolTip(wrapped(tip))
        self.scope.name((self.tr("One prediction"), self.tr("Each token")), self.tr("Asked about"))
        self.scope.button("each").setToolTip(
            wrapped(self.tr("Each token of the text, by those before it, rather than the likeliest other"))
        )
        self.begin_label.setText(self.tr("from token"))
        self.begin.setAccessibleName(self.tr("First token that is asked about"))
        self.baseline_label.setText(self.tr("Baseline"))
        self.baseline.setAccessibleName(self.tr("Baseline"))
        self.baseline.setToolTip(
            wrapped(
                self.tr("What counts as no token. Near zeros, the outputs of most models jump: the mean of all embeddings is more honest.")
            )
        )
        self.token.setPlaceholderText(self.tr("Type a token, Enter"))
        self.token.setAccessibleName(self.tr("Token of the baseline"))
        self.steps_label.setText(self.tr("Steps, at most"))
        self.steps.setAccessibleName(self.tr("Steps, at most"))
        for row, words in enumerate((self.tr("Zeros"), self.tr("Mean embedding"), self.tr("A token"))):
            self.baseline.setItemText(row, words)
