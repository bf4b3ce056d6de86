"""One training run: where it stands, its curves, what the model writes, and what can be done with it."""

from __future__ import annotations

import dataclasses
import math
import time
from collections.abc import Iterable, Sequence

from PySide6.QtCore import QEvent, Qt
from PySide6.QtWidgets import QHBoxLayout, QInputDialog, QPushButton, QTreeWidget, QTreeWidgetItem, QVBoxLayout, QWidget

from workbench.gui import theme
from workbench.gui.models.trainings import Trainings
from workbench.gui.session import Session
from workbench.gui.widgets.curve_plot import CurvePlot
from workbench.gui.widgets.curves import Curve
from workbench.gui.widgets.frame import PanelFrame
from workbench.gui.widgets.run_status import status_words
from workbench.gui.widgets.units import duration
from workbench.gui.widgets.wrapped_label import WrappedLabel
from workbench.values import (
    Metrics,
    RunRow,
    TrainCheckpoint,
    TrainEvents,
    TrainRequest,
    TrainResult,
    TrainSample,
    TrainStarted,
    TrainValidation,
)

SAMPLES = 200


class RunView(QWidget):
    """The run that is followed, as it goes."""

    key = "run"
    controls = None
    primary = None

    def __init__(self, session: Session, frame: PanelFrame, trainings: Trainings) -> None:
        super().__init__(frame)
        self._frame, self._trainings = frame, trainings
        self.run_id: int | None = None
        self.row: RunRow | None = None
        self.request: TrainRequest | None = None
        self._started: TrainStarted | None = None
        self._last: dict[str, float] = {}
        self._step = 0
        self._valid: TrainValidation | None = None
        self._result: TrainResult | None = None
        self._checkpoint: TrainCheckpoint | None = None
        self._pace: tuple[float, int] | None = None
        self.buttons = {name: QPushButton(self) for name in ("stop", "checkpoint", "resume", "open", "keep")}
        self.heading, self.numbers = WrappedLabel(parent=self), WrappedLabel(parent=self)
        self.heading.setFont(theme.sans(theme.TITLE, bold=True))
        self.numbers.setFont(theme.mono())
        self._fresh_curves()
        self.loss, self.rate = CurvePlot((), self), CurvePlot((), self)
        self.samples = QTreeWidget(self)
        self.samples.setColumnCount(3)
        self.samples.setRootIsDecorated(False)
        self.samples.setUniformRowHeights(True)
        column = QVBoxLayout(self)
        column.setContentsMargins(theme.S3, 0, 0, 0)
        column.setSpacing(theme.S2)
        line = QHBoxLayout()
        for button in self.buttons.values():
            line.addWidget(button)
        line.addStretch(1)
        column.addWidget(self.heading)
        column.addWidget(self.numbers)
        column.addLayout(line)
        column.addWidget(self.loss, 5)
        column.addWidget(self.rate, 2)
        column.addWidget(self.samples, 3)
        self.buttons["stop"].clicked.connect(lambda: trainings.tell("stop"))
        self.buttons["checkpoint"].clicked.connect(lambda: trainings.tell("checkpoint"))
        self.buttons["resume"].clicked.connect(self._resume)
        self.buttons["open"].clicked.connect(self._open)
        self.buttons["keep"].clicked.connect(self._keep)
        trainings.begun.connect(self.begin)
        trainings.grew.connect(self.grew)
        trainings.measured.connect(self.measured)
        trainings.listed.connect(lambda _rows: self._listed())
        self.retranslate()

    # what the panel asks of a view

    def title(self) -> str:
        return self.tr("Run")

    def rows(self) -> Iterable[Sequence[object]]:
        return ()

    def snippet(self) -> str:
        return ""

    def save_state(self) -> dict[str, object]:
        return {}

    def restore_state(self, state: dict[str, object]) -> None:
        """It has none."""

    # the run

    def begin(self, run_id: int) -> None:
        """Show another run; its events are still to come."""
        self.run_id, self.row = run_id, self._trainings.row(run_id)
        self.request = self._started = self._valid = self._result = self._checkpoint = None
        self._last, self._step, self._pace = {}, 0, None
        self._fresh_curves()
        self.loss.curves, self.rate.curves = [self._train, self._validation], [self._learning_rate]
        self.samples.clear()
        self.retranslate()

    def _listed(self) -> None:
        """The run as the list has it now."""
        row = self._trainings.row(self.run_id)
        if row is not None:
            self.row = row
            self._say()

    def grew(self, found: TrainEvents) -> None:
        """Take in what the run has said since."""
        if found.request.run_id != self.run_id:
            return
        for event in found.events:
            match event:
                case TrainStarted():
                    self._started, self.request = event, event.request
                    self.loss.set_last_step(event.request.n_steps)
                    self.rate.set_last_step(event.request.n_steps)
                case TrainValidation():
                    self._valid = event
                case TrainSample():
                    self._add_sample(event)
                case TrainCheckpoint():
                    self._checkpoint = event
                case TrainResult():
                    self._result = event
        self._say()

    def measured(self, found: Metrics) -> None:
        """Take in the points of its curves that are new."""
        if found.run_id != self.run_id:
            return
        curves = {"loss": self._train, "val_loss": self._validation, "learning_rate": self._learning_rate}
        for curve in curves.values():
            if found.cut_step is not None:
                curve.cut(found.cut_step)
        for points in found.curves:
            if points.name in curves:
                curves[points.name].append(points.steps, points.values)
            self._last[points.name] = float(points.values[-1])
        if len(self._train.points):
            self._step = int(self._train.points.steps[-1])
            self._pace = self._pace or (time.monotonic(), self._step)
            self.rate.setVisible(math.isfinite(self._last["learning_rate"]))  # counts have none
        self.loss.update()
        self.rate.update()
        self._say()

    def _fresh_curves(self) -> None:
        self._train, self._validation = Curve("train", "muted"), Curve("validation", "accent", dots=True)
        self._learning_rate = Curve("learning rate", "accent")

    def _add_sample(self, sample: TrainSample) -> None:
        item = QTreeWidgetItem([f"{sample.step:,}", sample.prompt, " ".join(sample.text.splitlines())])
        item.setFont(1, theme.mono())
        item.setFont(2, theme.mono())
        self.samples.insertTopLevelItem(0, item)
        while self.samples.topLevelItemCount() > SAMPLES:
            self.samples.takeTopLevelItem(self.samples.topLevelItemCount() - 1)
        self.samples.resizeColumnToContents(0)
        self.samples.setColumnWidth(1, 260)

    def _open(self) -> None:
        if self._checkpoint is not None and self.run_id is not None:
            self._trainings.open_wanted.emit(f"run:{self.run_id}@{self._checkpoint.step}")

    def _keep(self) -> None:
        dialog = QInputDialog(self)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.setWindowTitle(self.tr("Keep this model"))
        dialog.setLabelText(self.tr("Name"))
        dialog.setTextValue(f"{self.request.name}-{self.run_id}" if self.request is not None else "")
        dialog.textValueSelected.connect(self._trainings.keep)
        dialog.open()

    def _resume(self) -> None:
        if self.request is not None and self.run_id is not None:
            self._frame.bar.clear()
            self._trainings.start(dataclasses.replace(self.request, resume=self.run_id, key=""))

    @property
    def _status(self) -> str:
        return self.row.status if self.row is not None else ""

    def _say(self) -> None:
        running = self._status == "running" and self._result is None
        for name, shown in (
            ("stop", running),
            ("checkpoint", running),
            ("resume", not running and self._status in ("cancelled", "interrupted", "failed") and self._checkpoint is not None),
            ("open", self._checkpoint is not None),
            ("keep", self._checkpoint is not None),
        ):
            self.buttons[name].setVisible(shown)
        if self.row is None and self._started is None:
            self.heading.setText("")
            self.numbers.setText("")
            return
        name = self.request.name if self.request is not None else self.row.model if self.row is not None else ""
        words = self.tr("Run {id} · {name} · {status}")
        self.heading.setText(words.format(id=self.run_id, name=name, status=status_words(self._status)))
        self.numbers.setText(self._numbers(running))

    def _numbers(self, running: bool) -> str:
        step, last, request = self._step, self._last, self.request
        if not step or request is None:
            return self.tr("Waiting for the first step…")
        rate = last["learning_rate"]
        parts = [
            self.tr("step {step} of {total}").format(step=f"{step:,}", total=f"{request.n_steps:,}"),
            self.tr("loss {loss}").format(loss=f"{last['loss']:.4f}"),
            *([self.tr("validation {loss}").format(loss=f"{self._valid.loss:.4f}")] if self._valid is not None else []),
            *([self.tr("learning rate {rate}").format(rate=f"{rate:.2e}")] if math.isfinite(rate) else []),
            self.tr("{rate} tokens/s").format(rate=f"{last['tokens_per_second']:,.0f}"),
        ]
        if running and self._pace is not None and step > self._pace[1]:
            per_step_s = (time.monotonic() - self._pace[0]) / (step - self._pace[1])
            parts.append(self.tr("about {time} left").format(time=duration((request.n_steps - step) * per_step_s)))
        return "   ".join(parts)

    def retranslate(self) -> None:
        self._train.label, self._validation.label = self.tr("training"), self.tr("validation")
        self._learning_rate.label = self.tr("now")
        self.loss.say(self.tr("Loss"), self.tr("nats per token, by step"))
        self.rate.say(self.tr("Learning rate"), self.tr("by step"))
        for name, words in (
            ("stop", self.tr("Stop and keep")),
            ("checkpoint", self.tr("Checkpoint now")),
            ("resume", self.tr("Resume")),
            ("open", self.tr("Open the model")),
            ("keep", self.tr("Keep as…")),
        ):
            self.buttons[name].setText(words)
        self.samples.setHeaderLabels([self.tr("Step"), self.tr("Prompt"), self.tr("What the model makes of it")])
        self.samples.setAccessibleName(self.tr("Samples"))
        self._say()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()
