"""The curves of a run: one quantity large, all of them small beneath it, on one axis."""

from __future__ import annotations

import math
from collections.abc import Sequence

from PySide6.QtCore import QEvent, QTimer, Signal
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLabel, QToolButton, QVBoxLayout, QWidget

from workbench.gui import theme
from workbench.gui.panels.training_run_state import RunState
from workbench.gui.panels.training_run_words import SPELLED, RunWords
from workbench.gui.widgets.curve_axis import AXIS_KINDS, AxisKind, CurveAxis
from workbench.gui.widgets.curve_marks import Mark, Reference
from workbench.gui.widgets.curve_plot import CurvePlot
from workbench.gui.widgets.curve_small import SmallPlot
from workbench.gui.widgets.curves import Curve
from workbench.gui.widgets.segmented import Segmented

CHARTS: dict[str, tuple[str, ...]] = {
    "loss": ("loss", "val_loss"),
    "accuracy": ("val_accuracy",),
    "learning_rate": ("learning_rate",),
    "grad_norm": ("grad_norm",),
    "param_norm": ("param_norm",),
    "speed": ("tokens_per_second",),
    "memory": ("memory_bytes",),
}
"""The curves of each chart."""
AUTOMATIC, WINDOWS = -1, (-1, 0, 5, 20, 50, 200, 1000)
"""Of the running mean, in steps. Automatic: the longest of which so many fit into what was done."""
WINDOWS_IN_ALL = 20
LEAST_ROOM, FREE = 20, 0.25
"""How many steps the axis of a running run has at least, and how many it has free, as a share of those there are."""
NOISY = ("loss", "grad_norm", "tokens_per_second")
"""The curves that a running mean helps to read."""
SMALL_MS = 3000
"""How often the small plots follow a run that goes on: all of them take twice as long as the large one, which follows at once."""


def room_for(n_steps: float) -> float:
    """How many steps the axis of a running run has for so many: the least of 20, 50, 100, 200, 500, … that leaves room. With all that are
    planned, the first minutes of a long run would be a line at the left edge; with none to come, the axis would never stand still."""
    wanted = max(LEAST_ROOM, n_steps * (1.0 + FREE))
    unit = 10.0 ** math.floor(math.log10(wanted))
    return next(times * unit for times in (1.0, 2.0, 5.0, 10.0) if times * unit >= wanted)


class RunCharts(QWidget):
    """`controls` belongs into the panel's row of controls. `pointed(step)` when the person chooses a step in the large plot."""

    pointed = Signal(int)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._words, self._state = RunWords(self), RunState()
        self._others: dict[str, Curve] = {}
        self._references: dict[str, tuple[Reference, ...]] = {}
        self._marks: tuple[Mark, ...] = ()
        self.axis, self.shown = CurveAxis(self), "loss"
        self.large = CurvePlot((), self, axis=self.axis)
        self.small = {key: SmallPlot([self._state.curves[name] for name in names], self.axis, self) for key, names in CHARTS.items()}
        strip = QHBoxLayout()
        strip.setSpacing(theme.S2)
        for key, plot in self.small.items():
            strip.addWidget(plot, 1)
            plot.chosen.connect(lambda key=key: self.show_chart(key))
        strip.addStretch()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.S2)
        column.addWidget(self.large, 1)
        column.addLayout(strip)
        self.large.pointed.connect(self.pointed)
        self._rest, self._owed = QTimer(self, singleShot=True, interval=SMALL_MS), False
        self._rest.timeout.connect(self._renew_owed)
        self._build_controls()
        self.retranslate()

    def _build_controls(self) -> None:
        self.controls = QWidget(self)
        self.kinds, self.window_label, self.window_box = (
            Segmented(AXIS_KINDS, self.controls),
            QLabel(self.controls),
            QComboBox(self.controls),
        )
        self.log_x, self.log_y, self.all = QToolButton(self.controls), QToolButton(self.controls), QToolButton(self.controls)
        for window in WINDOWS:
            self.window_box.addItem("", window)
        self.row = QHBoxLayout(self.controls)
        self.row.setContentsMargins(0, 0, 0, 0)
        self.row.setSpacing(theme.S2)
        for one in (self.kinds, self.log_x, self.log_y, self.window_label, self.window_box, self.all):
            self.row.addWidget(one)
        for button in (self.log_x, self.log_y):
            button.setCheckable(True)
            button.toggled.connect(lambda _on: self._set_scales())
        self.kinds.chosen.connect(lambda _key: self._set_scales())
        self.window_box.activated.connect(lambda _row: self._choose_window())
        self.all.clicked.connect(self.axis.show_all)
        self.axis.changed.connect(lambda: self.all.setEnabled(self.axis.span is not None))
        self.all.setEnabled(False)

    # what is shown

    def begin(self, state: RunState) -> None:
        """Show another run."""
        self._state = state
        self.axis.span = self.axis.pointed = None
        for key, names in CHARTS.items():
            self.small[key].curves = [state.curves[name] for name in names]
        self._label()
        self._renew()
        self.grew()

    def grew(self) -> None:
        """The run has more to show."""
        state = self._state
        for key, names in CHARTS.items():
            self.small[key].setVisible(any(state.has(name) for name in names))
        if self.small[self.shown].isHidden():
            self.shown = "loss"
        first = self._first_step()
        last = max(1.0, float(state.step), *(float(one.points.steps[-1]) for one in self._others.values() if len(one.points)))
        if state.request is not None and state.running:
            last = max(last, min(first + room_for(last - first), float(state.request.n_steps)))
        self.axis.set_reach(first, last)
        self._set_window()
        self._set_scales()
        self.show_chart(self.shown)
        self._owed = True
        if not self._rest.isActive():
            self._renew_owed()

    def _renew(self) -> None:
        """Let the small plots show what there is."""
        for plot in self.small.values():
            plot.renew()

    def _renew_owed(self) -> None:
        if self._owed:
            self._owed = False
            self._renew()
            self._rest.start()

    def _first_step(self) -> float:
        started = self._state.started
        others = [float(one.points.steps[0]) for one in self._others.values() if len(one.points)]
        return min([float(started.first_step) if started is not None else 0.0, *others])

    def set_context(self, references: dict[str, tuple[Reference, ...]], marks: Sequence[Mark], others: dict[str, Curve]) -> None:
        """What each chart is held against, what happened, and the curves of another run by the names of what they measure."""
        self._references, self._marks, self._others = references, tuple(marks), others
        self.grew()

    def show_chart(self, key: str) -> None:
        """Show a chart large."""
        self.shown = key
        title, unit, _ = self._words.chart(key)
        names = CHARTS[key]
        self.large.curves = [self._others[name] for name in names if name in self._others] + [self._state.curves[name] for name in names]
        self.large.say(title, unit, SPELLED[key])
        self.large.set_empty(self._words.no_steps(self._state))
        self.large.set_context(self._references.get(key, ()), self._marks)
        for other, plot in self.small.items():
            plot.set_marked(other == key)

    def _set_scales(self) -> None:
        kind: AxisKind = self.kinds.key  # type: ignore[assignment]
        self.axis.set_kind(kind, self._state.ruler(kind), log=self.log_x.isChecked())
        self.large.set_log(self.log_y.isChecked())

    @property
    def window(self) -> int:
        """Over how many steps the running mean is taken, about; 0: there is none."""
        chosen: int = self.window_box.currentData()
        if chosen != AUTOMATIC:
            return chosen
        return max(window for window in WINDOWS if 0 <= window <= self._state.step // WINDOWS_IN_ALL)

    def _choose_window(self) -> None:
        self._set_window()
        self.large.update()
        self._renew()

    def _set_window(self) -> None:
        for curves in (self._state.curves, self._others):
            for name in NOISY:
                if name in curves:
                    curves[name].set_window(self.window)

    # keeping and words

    def save_state(self) -> dict[str, object]:
        return {
            "axis": self.kinds.key,
            "log_x": self.log_x.isChecked(),
            "log_y": self.log_y.isChecked(),
            "window": self.window_box.currentData(),
            "chart": self.shown,
        }

    def restore_state(self, state: dict[str, object]) -> None:
        self.kinds.choose(str(state.get("axis", "step")))
        self.log_x.setChecked(state.get("log_x") is True)
        self.log_y.setChecked(state.get("log_y") is True)
        self.window_box.setCurrentIndex(max(0, self.window_box.findData(state.get("window", AUTOMATIC))))
        if state.get("chart") in CHARTS:
            self.shown = str(state["chart"])
        self._choose_window()
        self._set_scales()

    def retranslate(self) -> None:
        self.kinds.name([self.tr("Steps"), self.tr("Tokens"), self.tr("Time")], self.tr("Along the axis"))
        self.log_x.setText(self.tr("log ↔"))
        self.log_y.setText(self.tr("log ↕"))
        for button, words in (
            (self.log_x, self.tr("Logarithmic axis: the first steps have as much room as the last")),
            (self.log_y, self.tr("Logarithmic values: by powers of ten")),
            (self.all, self.tr("Show all steps (0, or a double click). Drag or turn the wheel over a plot to zoom.")),
        ):
            button.setToolTip(words)
            button.setAccessibleName(words)
        self.all.setText(self.tr("All"))
        self.window_label.setText(self.tr("Smoothing"))
        self.window_label.setBuddy(self.window_box)
        self.window_box.setAccessibleName(self.tr("Smoothing"))
        self.window_box.setToolTip(
            self.tr("A running mean; each value counts less as it grows older. The values themselves stay behind it.")
        )
        for row, window in enumerate(WINDOWS):
            words = self.tr("{n} steps").format(n=f"{window:,}") if window else self.tr("none")
            self.window_box.setItemText(row, self.tr("automatic") if window == AUTOMATIC else words)
        for key, plot in self.small.items():
            plot.say(self._words.short(key), "\n".join((self._words.chart(key)[0], self._words.chart(key)[2])), SPELLED[key])
        self._label()
        self.show_chart(self.shown)

    def _label(self) -> None:
        for name, curve in self._state.curves.items():
            curve.label = self._words.curve(name)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()
