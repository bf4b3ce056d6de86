"""What a training will take, beside its form: measured on a few real steps whenever the settings have come to rest.

The idea that is not obvious: settings that cost nothing (how many steps, which learning rate) ask for no new measurement, so the time
follows them at once.
"""

from __future__ import annotations

import math

from PySide6.QtCore import QEvent, Qt, QTimer, Signal
from PySide6.QtWidgets import QFrame, QGridLayout, QLabel, QProgressBar, QPushButton, QVBoxLayout, QWidget

from workbench.errors import WorkbenchError
from workbench.gui import theme
from workbench.gui.session import Job, Session
from workbench.gui.widgets.fold import Elided
from workbench.gui.widgets.tips import wrapped
from workbench.gui.widgets.units import duration, size
from workbench.gui.widgets.wrapped_label import WrappedLabel
from workbench.values import Progress, TrainEstimate, TrainEstimateRequest, TrainRequest, TrainRow, TrainRows, costs_the_same

REST_MS = 900
FACTS = ("parameters", "trained", "memory", "step", "speed", "tokens", "data", "first", "checkpoint")
ROWS = 4


class EstimateCard(QFrame):
    """`failed(error)`: what would keep the training from beginning, or None once nothing does."""

    failed = Signal(object)

    def __init__(self, session: Session, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("card")
        self._session = session
        self._request: TrainRequest | None = None
        self._tried: TrainRequest | None = None
        self._job: Job | None = None
        self._refused = self._again = False
        self.found: TrainEstimate | None = None
        self._rows: tuple[TrainRow, ...] = ()
        self._rest = QTimer(self, singleShot=True, interval=REST_MS)
        self._rest.timeout.connect(self.measure)
        self._build()
        self.retranslate()

    def _build(self) -> None:
        self.title, self.total, self.note = QLabel(self), QLabel(self), WrappedLabel(parent=self)
        self.rows_title, self.bar, self.action = QLabel(self), QProgressBar(self), QPushButton(self)
        self.labels, self.values = {name: QLabel(self) for name in FACTS}, {name: WrappedLabel(parent=self) for name in FACTS}
        self.rows = tuple(Elided(self) for _ in range(2 * ROWS))
        for label in (self.title, self.rows_title):
            label.setFont(theme.sans(bold=True))
        self.total.setFont(theme.sans(theme.EMPTY))
        self.total.setStyleSheet(f"font-size: {theme.EMPTY}px")
        self.note.setProperty("role", "caption")
        self.bar.setTextVisible(False)
        self.bar.setFixedHeight(theme.S1)
        column, grid = QVBoxLayout(self), QGridLayout()
        column.setContentsMargins(theme.S3, theme.S3, theme.S3, theme.S3)
        column.setSpacing(theme.S2)
        grid.setHorizontalSpacing(theme.S2)
        grid.setVerticalSpacing(theme.S1)
        grid.setColumnStretch(1, 1)
        for row, name in enumerate(FACTS):
            self.labels[name].setProperty("role", "caption")
            grid.addWidget(self.labels[name], row, 0, Qt.AlignmentFlag.AlignTop)
            grid.addWidget(self.values[name], row, 1)
        for one in (self.title, self.total, self.note, self.bar):
            column.addWidget(one)
        column.addLayout(grid)
        column.addWidget(self.action)
        column.addSpacing(theme.S2)
        column.addWidget(self.rows_title)
        rows = QVBoxLayout()
        rows.setSpacing(theme.S1)
        for number, one in enumerate(self.rows):
            one.setFont(theme.mono())
            one.setProperty("role", "muted" if number % 2 else "")
            rows.addWidget(one)
        column.addLayout(rows)
        column.addStretch(1)
        self.action.clicked.connect(self._act)

    # asking

    def follow(self, request: TrainRequest, *, at_once: bool) -> None:
        """The settings are these now. `at_once`: measure when they have come to rest, without being told to."""
        self._request = request
        mended = self._refused and request != self._tried
        if self._tried is None or mended or not costs_the_same(request, self._tried):
            self.stop()
            self.found, self._tried, self._rows, self._refused = None, None, (), False
            self.failed.emit(None)
            if at_once and self.isVisible():
                self._rest.start()
        self._say()

    def measure(self) -> None:
        """Try the training out."""
        if self._request is None:
            return
        self.stop()
        self._again = True
        self._submit(self._request)

    def _submit(self, request: TrainRequest) -> None:
        self._tried, self._refused = request, False
        job = self._job = self._session.submit(TrainEstimateRequest(request), key="training estimate")
        job.event.connect(lambda event: self._heard(job, event))
        job.done.connect(lambda found: self._done(job, found))
        job.failed.connect(lambda error: self._failed(job, error))
        self._say()

    def stop(self) -> None:
        """Measure nothing: the processor is wanted, or nobody looks."""
        self._rest.stop()
        if self._job is not None:
            job, self._job, self._tried = self._job, None, None
            job.cancel()
            self._say()

    def _act(self) -> None:
        if self._job is not None:
            self.stop()
        else:
            self.measure()

    def _heard(self, job: Job, event: object) -> None:
        if job is not self._job:
            return
        if isinstance(event, TrainRows):
            self._rows = event.rows
            self._say()
        elif isinstance(event, Progress):
            self._progress(event)

    def _done(self, job: Job, found: TrainEstimate) -> None:
        if job is self._job:
            self._job, self.found = None, found
            self._say()

    def _failed(self, job: Job, error: WorkbenchError) -> None:
        if job is self._job:
            if error.code == "child-died" and self._again and self._tried is not None:
                self._again = False  # it may have been ended for what was tried before, which did not stop in time
                self._submit(self._tried)
                return
            self._job, self._refused = None, True
            self._say()
            if error.code != "cancelled":
                self.failed.emit(error)

    # showing

    def _progress(self, event: Progress) -> None:
        reading = event.what == "data"
        self.note.setText(self.tr("Reading the data…") if reading else self.tr("Trying some steps…"))
        self.bar.setRange(0, 1000 if event.total else 0)
        if event.total:
            self.bar.setValue(int(1000 * event.done / event.total))

    def _say(self) -> None:
        found, request, busy = self.found, self._request, self._job is not None
        self.bar.setVisible(busy)
        self.action.setVisible(busy or found is None)
        self.action.setText(self.tr("Cancel") if busy else self.tr("Measure"))
        self.total.setText(self.tr("about {time}").format(time=duration(found.total_seconds(request))) if found is not None else "—")
        if busy:
            self.bar.setRange(0, 0)
            self.note.setText(self.tr("Getting ready…"))
        elif found is None:
            self.note.setText(self.tr("Time and memory are measured on a few real steps."))
        else:
            self.note.setText(self._of_which(found, request))
        facts = self._facts(found, request) if found is not None and request is not None else {}
        for name in FACTS:
            self.values[name].setText(facts.get(name, ""))
            for one in (self.labels[name], self.values[name]):
                one.setVisible(name in facts)
        self._show_rows()

    def _of_which(self, found: TrainEstimate, request: TrainRequest | None) -> str:
        if not found.first_step:
            return self.tr("for all steps, measured on {n} of them; with validations, without writing checkpoints").format(n=found.n_steps)
        words = self.tr("for the {left} steps behind step {step}, measured on {n} of them; with validations, without writing checkpoints")
        return words.format(left=f"{found.steps_left(request):,}", step=f"{found.first_step:,}", n=found.n_steps)

    def _facts(self, found: TrainEstimate, request: TrainRequest) -> dict[str, str]:
        facts = {
            "parameters": f"{found.n_parameters:,}",
            "trained": f"{found.n_trained:,}",
            "memory": self.tr("{size} of {free} free").format(size=size(found.memory_bytes), free=size(found.free_bytes)),
            "step": _short(found.step_seconds),
            "speed": self.tr("{rate} tokens/s").format(rate=f"{found.step_read / found.step_seconds:,.0f}"),
            "tokens": self.tr("{counted} of {read} read").format(counted=f"{found.step_counted:,.0f}", read=f"{found.step_read:,.0f}"),
            "checkpoint": size(found.checkpoint_bytes),
        }
        if found.data_tokens:
            words = self.tr("{n} tokens, read {times} times")
            facts["data"] = words.format(n=f"{found.data_tokens:,}", times=f"{found.passes(request):.2g}")
        if math.isfinite(found.first_loss):
            facts["first"] = self.tr("{loss} (guessing: {guess})").format(loss=f"{found.first_loss:.3f}", guess=f"{found.guess:.3f}")
        return facts

    def _show_rows(self) -> None:
        shown = [text for row in self._rows[:ROWS] for text in (row.text, f"→ {row.told}" if row.told else "")]
        self.rows_title.setVisible(bool(shown))
        for number, one in enumerate(self.rows):
            text = shown[number] if number < len(shown) else ""
            one.say(text)
            one.setVisible(bool(text))

    def retranslate(self) -> None:
        self.title.setText(self.tr("What it will take"))
        self.rows_title.setText(self.tr("First rows"))
        self.rows_title.setToolTip(wrapped(self.tr("As the model sees them; behind the arrow, what it has to tell.")))
        for name, (words, about) in {
            "parameters": (self.tr("Parameters"), self.tr("Of the model; of an n-gram, those of the first steps")),
            "trained": (self.tr("Trained"), self.tr("How many of them are changed")),
            "memory": (self.tr("Memory"), self.tr("Most that the process held at once, PyTorch included")),
            "step": (self.tr("A step"), self.tr("The median of the steps that were timed")),
            "speed": (self.tr("Speed"), self.tr("Tokens that are read, padding among them")),
            "tokens": (self.tr("With a loss"), self.tr("Tokens of a step; what is read besides is given, or padding")),
            "data": (self.tr("Data"), self.tr("Tokens that are trained on, and how often all of them are read")),
            "first": (
                self.tr("First loss"),
                self.tr("Nats per token. A new model begins near ln V, that of guessing; a fork goes on with that of its checkpoint"),
            ),
            "checkpoint": (self.tr("A checkpoint"), self.tr("With the state of the training")),
        }.items():
            self.labels[name].setText(words)
            self.labels[name].setToolTip(wrapped(about))
            self.values[name].setToolTip(wrapped(about))
        self._say()

    def hideEvent(self, event: QEvent) -> None:
        super().hideEvent(event)
        self.stop()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()


def _short(seconds: float) -> str:
    """`8.3 ms`, `1.42 s`."""
    return f"{1000 * seconds:.3g} ms" if seconds < 0.9995 else f"{seconds:.3g} s"
