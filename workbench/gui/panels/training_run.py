"""The view of one training run: where it stands, its curves, what the model writes and what happened, and what can be done with it.

Composes what its neighbours do (`training_run_*`): the state that is gathered, the head, the curves with what they are held against, the
pages beneath. What is pointed at in one of them is shown in all.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Sequence

import numpy as np
from PySide6.QtCore import QEvent, Qt
from PySide6.QtWidgets import QSplitter, QVBoxLayout, QWidget

from workbench.gui import theme
from workbench.gui.models.trainings import Trainings
from workbench.gui.panels.training_run_below import RunPages
from workbench.gui.panels.training_run_charts import CHARTS, RunCharts
from workbench.gui.panels.training_run_children import Children
from workbench.gui.panels.training_run_head import RunHead
from workbench.gui.panels.training_run_record import RunRecordWatch
from workbench.gui.panels.training_run_references import References
from workbench.gui.panels.training_run_state import RunState
from workbench.gui.panels.training_run_words import RunWords, in_words
from workbench.gui.session import Session
from workbench.gui.widgets.curve_marks import Mark
from workbench.gui.widgets.frame import PanelFrame
from workbench.gui.widgets.notes import Note, NoteList
from workbench.values import SERIES, Metrics, TrainCheckpoint, TrainEvents

MARKED = {"learning_rate": "rate", "eval_every": "interval", "pause": "pause", "resume": "resume", "stop": "stop", "go_back": "back"}
"""Commands and the kinds of their marks."""
SIZES, ALARM_SIZES = (520, 240), (300, 300)
"""Of the curves and the pages, and when there is an alarm to look at."""
SNIPPET = """from workbench import paths
from workbench.store import Store
from workbench.values import MetricsRequest

store = Store(paths.database())
found = store.answer(MetricsRequest({run_id}, names={names!r}))
for curve in found.curves:
    print(curve.name, curve.steps, curve.values)
store.close()
"""


class RunView(QWidget):
    """The run that is followed, as it goes."""

    key = "run"
    primary = None
    saves = True

    def __init__(self, session: Session, frame: PanelFrame, trainings: Trainings) -> None:
        super().__init__(frame.home)
        self._trainings, self._words = trainings, RunWords(self)
        self.state, self._sizes = RunState(), list[int]()
        self.splitter = QSplitter(Qt.Orientation.Vertical, self)
        self.head, self.charts = RunHead(frame, trainings, self), RunCharts(self.splitter)
        self.references = References(session, trainings, self.charts.controls)
        self.children, self.pages = Children(session, trainings, self), RunPages(self.charts.axis, self.splitter)
        self.notes, self.record = NoteList(self), RunRecordWatch(session, trainings, self)
        self.controls, self.picture = self.charts.controls, self.charts
        self.charts.row.addWidget(self.references)
        self.splitter.setChildrenCollapsible(False)
        self.splitter.setStretchFactor(0, 2)
        self.splitter.setStretchFactor(1, 1)
        self.splitter.setSizes(list(SIZES))
        column = QVBoxLayout(self)
        column.setContentsMargins(theme.S3, 0, 0, 0)
        column.setSpacing(theme.S2)
        column.addWidget(self.head)
        column.addWidget(self.notes)
        column.addWidget(self.splitter, 1)
        trainings.begun.connect(self.begin)
        trainings.grew.connect(self.grew)
        trainings.measured.connect(self.measured)
        trainings.listed.connect(lambda _rows: self._listed())
        self.references.changed.connect(self._say_context)
        self.children.found.connect(self._say_context)
        self.record.changed.connect(self._say_record)
        self.charts.pointed.connect(self.pages.show_step)
        self.pages.alarmed.connect(self._make_room)
        self.pages.switched.connect(lambda: self.notes.set_notes(self._notes()))
        self.pages.alarm.told.connect(self.head.tell)
        self.pages.pointed.connect(lambda step: self.charts.axis.point_at(float(step)))

    # the run

    def begin(self, run_id: int) -> None:
        """Show another run; its events are still to come."""
        self.state = RunState(run_id, self._trainings.row(run_id))
        if self._sizes:
            self.splitter.setSizes(self._sizes)
            self._sizes = []
        self.head.begin(self.state)
        self.charts.begin(self.state)
        self.pages.begin(self.state)
        self.references.begin(self.state)
        self.children.begin(run_id)
        self.record.begin(self.state)

    def _make_room(self) -> None:
        """An alarm has more to show than other pages."""
        self._sizes = self._sizes or self.splitter.sizes()
        self.splitter.setSizes(list(ALARM_SIZES))

    def _listed(self) -> None:
        """The run as the list has it now."""
        row, before = self._trainings.row(self.state.run_id), self.state.row
        if row is None:
            return
        self.state.row = row
        if before is None or row != dataclasses.replace(before, summary=row.summary):  # how far it is, the curves know better
            self.head.say()
            self.pages.grew()
            self._say_context()

    def grew(self, found: TrainEvents) -> None:
        """Take in what the run has said since."""
        if found.request.run_id == self.state.run_id:
            for event in found.events:
                self.state.take(event)
            self.record.heard()
            if any(isinstance(event, TrainCheckpoint) for event in found.events):
                self.record.look_for_checkpoints()
            self.references.grew()
            self.pages.grew()
            self.head.say()
            self._say_context()

    def measured(self, found: Metrics) -> None:
        """Take in the points of its curves that are new."""
        if found.run_id == self.state.run_id:
            self.state.measure(found)
            self.record.heard()
            self.head.say()
            self.charts.grew()

    def _say_context(self) -> None:
        marks = self.marks()
        self.notes.set_notes(self._notes())
        self.pages.set_marks(marks)
        self.charts.set_context(self.references.of(self.state), marks, self.references.others)

    def _say_record(self) -> None:
        self.head.say()
        self.pages.grew()
        self.notes.set_notes(self._notes())

    def _notes(self) -> list[Note]:
        """What the run waits for, and the way on."""
        state, found = self.state, []
        if self.record.trouble is not None and state.trouble is None:
            found.append(Note(self._words.unwritable(self.record.trouble), True))
        if state.running and state.trouble is not None:
            again = self.tr("Try again now")
            found.append(Note(self._words.trouble(state.trouble), True, again, lambda: self.head.tell("resume")))
        if state.changed is not None:
            found.append(Note(self._words.trouble(state.changed), True))
        if state.running and state.waiting == "alarm" and self.pages.switch.key != "alarm":
            look = self.tr("Look at the batch")
            found.append(Note(self._words.alarm_mark(state.alarms[-1]), True, look, lambda: self.pages.show_page("alarm")))
        if self.record.failure is not None:
            found.append(Note(in_words(self.record.failure), True))
        if self.references.awaited:
            none = self.tr("No n-gram has been counted on these data yet. To count one takes seconds to minutes, in a run of its own.")
            found.append(Note(none, False, self.tr("Count one"), self.references.count_one))
        return found

    def marks(self) -> list[Mark]:
        """What happened, in the order of its steps."""
        words, state = self._words, self.state
        marks = [Mark(one.step, MARKED[one.verb], words.told(one)) for one in state.told if one.verb in MARKED]
        marks += [Mark(one.step, "checkpoint", words.checkpoint(one)) for one in state.checkpoints]
        marks += [Mark(one.step, "alarm", words.alarm_mark(one)) for one in state.alarms]
        marks += [Mark(one.step, "trouble", words.trouble(one)) for one in state.troubles]
        marks += [Mark(one.step, "resume", words.mended(one)) for one in state.mended]
        marks += [Mark(step, "fork", words.child(run_id)) for run_id, step in self.children.steps.items()]
        return sorted(marks, key=lambda mark: mark.step)

    # what the panel asks of a view

    def title(self) -> str:
        return self.tr("Run")

    def rows(self) -> Iterable[Sequence[object]]:
        names = [name for name in SERIES if self.state.has(name)]
        yield ("step", *names)
        yield from self.state.rows(names)

    def arrays(self) -> dict[str, np.ndarray]:
        """Each curve as it was measured: its steps, and its values."""
        found: dict[str, np.ndarray] = {}
        for name in SERIES:
            points = self.state.curves[name].points
            if len(points):
                scale = 1e6 if name == "memory_bytes" else 1.0
                found |= {f"{name}_steps": points.steps.copy(), f"{name}_values": points.values * scale}
        return found

    def snippet(self) -> str:
        return SNIPPET.format(run_id=self.state.run_id, names=CHARTS[self.charts.shown]) if self.state.run_id is not None else ""

    def save_state(self) -> dict[str, object]:
        pages = {"page": self.pages.switch.key, "sizes": self._sizes or self.splitter.sizes()}
        return {**self.charts.save_state(), **{f"ref_{name}": value for name, value in self.references.save_state().items()}, **pages}

    def restore_state(self, state: dict[str, object]) -> None:
        self.charts.restore_state(state)
        self.references.restore_state({name.removeprefix("ref_"): value for name, value in state.items() if name.startswith("ref_")})
        self.pages.show_page(str(state.get("page", "")))
        sizes = state.get("sizes")
        if isinstance(sizes, list) and len(sizes) == 2 and all(isinstance(size, int) and size > 0 for size in sizes):
            self.splitter.setSizes(sizes)

    def retranslate(self) -> None:
        """Its parts hear it by themselves; what it says to them is said again."""
        self._say_context()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()
