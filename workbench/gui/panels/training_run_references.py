"""What a run's curves are held against: the least loss there is, guessing evenly, an n-gram, another run."""

from __future__ import annotations

import math
from functools import partial

from PySide6.QtCore import QEvent, Signal
from PySide6.QtGui import QActionGroup
from PySide6.QtWidgets import QMenu, QToolButton, QWidget

from workbench.gui.models.trainings import Trainings
from workbench.gui.panels.training_run_baseline import Baseline
from workbench.gui.panels.training_run_state import RunState
from workbench.gui.run_names import summary_in_words
from workbench.gui.session import Session
from workbench.gui.widgets.curve_marks import Reference
from workbench.gui.widgets.curves import Curve
from workbench.gui.widgets.tips import wrapped
from workbench.values import Metrics, MetricsRequest, TrainEvents, TrainEventsRequest, TrainRequest, TrainStarted

KINDS = ("floor", "even", "ngram")
COMPARED = ("loss", "val_loss", "val_accuracy", "learning_rate", "grad_norm", "param_norm", "tokens_per_second", "memory_bytes")
PARENT, NONE = -1, 0
MOST_RUNS = 30


class References(QToolButton):
    """A menu. `changed` when there is something else to hold the curves against: `of(state)`, and the curves of the `others`."""

    changed = Signal()

    def __init__(self, session: Session, trainings: Trainings, parent: QWidget) -> None:
        super().__init__(parent)
        self._session, self._trainings, self._state = session, trainings, RunState()
        self.baseline = Baseline(session, trainings, self)
        self.others: dict[str, Curve] = {}
        self._laid, self._ticked = NONE, False
        self.wanted, self._known, self._turn, self._asking, self._same = PARENT, dict[str, int](), 0, False, True
        self._menu, self._runs = QMenu(self), QMenu(self)
        self.lines = {kind: self._menu.addAction("") for kind in KINDS}
        for kind, action in self.lines.items():
            action.setCheckable(True)
            action.setChecked(kind != "ngram")
            action.toggled.connect(lambda _on: self._toggled())
        self.lines["ngram"].triggered.connect(self._tick)
        self.count = self._menu.addAction("")
        self._menu.addSeparator()
        self._menu.addMenu(self._runs)
        self._menu.setToolTipsVisible(True)
        self.setMenu(self._menu)
        self.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self._menu.aboutToShow.connect(self._say)
        self._runs.aboutToShow.connect(self._list_runs)
        self.count.triggered.connect(self.count_one)
        self.baseline.found.connect(self.changed)
        trainings.listed.connect(lambda _rows: self._follow())
        self.retranslate()

    @property
    def other(self) -> int:
        """The run that is laid over this one; 0: none."""
        row = self._state.row
        found = (row.parent_id or NONE) if self.wanted == PARENT and row is not None else max(self.wanted, NONE)
        return NONE if found == self._state.run_id else found

    @property
    def missing(self) -> bool:
        """Whether an n-gram was looked for, and there is none to hold the run against."""
        request = self._state.request
        return request is not None and request.objective == "causal" and self.baseline.sought and not math.isfinite(self.baseline.loss)

    @property
    def awaited(self) -> bool:
        """Whether the person has just asked for a line that is missing."""
        return self._ticked and self.lines["ngram"].isChecked() and self.missing

    def begin(self, state: RunState) -> None:
        """Another run is shown."""
        self._state, self._ticked = state, False
        self.baseline.forget()
        self._take_other(self.wanted)

    def grew(self) -> None:
        """More is known of the run."""
        request = self._state.request
        if request is not None and self.lines["ngram"].isChecked():
            self.baseline.seek(request)

    def of(self, state: RunState) -> dict[str, tuple[Reference, ...]]:
        """The lines of each chart."""
        started, request = state.started, state.request
        if started is None or request is None:
            return {}
        held: list[Reference] = []
        if self.lines["floor"].isChecked() and math.isfinite(started.floor):
            words = self.tr("entropy {value}").format(value=f"{started.floor:.4f}")
            held.append(Reference("floor", words, started.floor))
        if self.lines["even"].isChecked():
            n = len(started.labels) or started.d_vocab
            words = self.tr("ln {n} = {value}").format(n=f"{n:,}", value=f"{math.log(n):.3f}")
            held.append(Reference("even", words, math.log(n)))
        if self.lines["ngram"].isChecked() and math.isfinite(self.baseline.loss):
            words = self.tr("{n}-gram {value} (run {id})")
            words = words.format(n=self.baseline.order, value=f"{self.baseline.loss:.4f}", id=self.baseline.run_id)
            held.append(Reference("ngram", words, self.baseline.loss))
        found = {"loss": tuple(held)}
        if started.label_shares:
            share = max(started.label_shares)
            words = self.tr("always the most frequent: {share}").format(share=f"{share:.3f}")
            found["accuracy"] = (Reference("majority", words, share),)
        if request.clip_norm and state.has("grad_norm"):
            words = self.tr("clipped to {norm}").format(norm=f"{request.clip_norm:g}")
            found["grad_norm"] = (Reference("clip", words, request.clip_norm),)
        return found

    # the baseline

    def _toggled(self) -> None:
        self.grew()
        self.changed.emit()

    def _tick(self, on: bool) -> None:
        self._ticked = on
        self.changed.emit()

    def count_one(self) -> None:
        """Count an n-gram of the same data, in a run of its own."""
        request = self._state.request
        self._ticked = False
        if request is not None:
            self.lines["ngram"].setChecked(True)
            self._trainings.start(self.baseline.counted(request))

    # another run

    def _list_runs(self) -> None:
        self._runs.clear()
        group = QActionGroup(self._runs)
        parent = self._state.row.parent_id if self._state.row is not None else None
        of_parent = self.tr("The run it came from (run {id})").format(id=parent) if parent else self.tr("The run it came from, if it did")
        choices = [(NONE, self.tr("None")), (PARENT, of_parent)]
        words = self.tr("Run {id} · {name} · {summary}")
        rows = [row for row in self._trainings.rows if row.id != self._state.run_id][:MOST_RUNS]
        choices += [(row.id, words.format(id=row.id, name=row.model, summary=summary_in_words(row))) for row in rows]
        for run_id, text in choices:
            action = self._runs.addAction(text)
            action.setCheckable(True)
            action.setChecked(run_id == self.wanted)
            action.triggered.connect(partial(self._take_other, run_id))
            group.addAction(action)

    def _take_other(self, run_id: int, _on: bool = True) -> None:
        self.wanted, self.others = run_id, {}
        self._known, self._turn, self._asking, self._same = {}, 0, False, True
        self._laid = self.other
        self.changed.emit()
        self._ask()
        if self.other:
            self._session.submit(TrainEventsRequest(self.other, 0, 1), key="train-other-request").done.connect(self._compare)

    def _compare(self, news: TrainEvents) -> None:
        """Losses over other tokens are no better and no worse: it is said beside the curve."""
        started = next((event for event in news.events if isinstance(event, TrainStarted)), None)
        if news.request.run_id == self.other and started is not None and self._state.request is not None:
            self._same = same_tokens(started.request, self._state.request)
            self._label()
            self.changed.emit()

    def _follow(self) -> None:
        """Another run that still goes on has more to show."""
        row = self._trainings.row(self.other)
        if self.other != self._laid:  # only now the list says what it came from
            self._take_other(self.wanted)
        elif row is not None and (row.status == "running" or not self.others):
            self._ask()

    def _ask(self) -> None:
        if self.other and not self._asking:
            self._asking = True
            request = MetricsRequest(self.other, names=COMPARED, known=dict(self._known), turn=self._turn)
            job = self._session.submit(request, key="train-other")
            job.done.connect(self._measured)
            job.failed.connect(self._unknown)

    def _unknown(self, _error: object) -> None:
        """The run was deleted, or another was chosen: then there is nothing to lay over."""
        self._asking = False

    def _measured(self, found: Metrics) -> None:
        self._asking = False
        if found.run_id != self.other:
            return
        self._turn = found.turn
        for curve in self.others.values():
            if found.cut_step is not None:
                curve.cut(found.cut_step)
        for points in found.curves:
            if points.name not in self.others:
                self.others[points.name] = Curve(points.name, "ok", dots=points.name.startswith("val_"), dashed=True)
            scale = 1e6 if points.name == "memory_bytes" else 1.0
            self.others[points.name].append(points.steps, points.values / scale)
            self._known[points.name] = int(points.steps[-1])
        self._label()
        if found.curves or found.cut_step is not None:
            self.changed.emit()

    def _label(self) -> None:
        for name, curve in self.others.items():
            words = self.tr("run {id}, validation") if name.startswith("val_") else self.tr("run {id}")
            if name in ("loss", "val_loss") and not self._same:
                words = self.tr("run {id} (other tokens)")
            curve.label = words.format(id=self.other)

    # keeping and words

    def save_state(self) -> dict[str, object]:
        return {"lines": [kind for kind, action in self.lines.items() if action.isChecked()], "other": self.wanted}

    def restore_state(self, state: dict[str, object]) -> None:
        lines = state.get("lines")
        for kind, action in self.lines.items() if isinstance(lines, list) else ():
            action.setChecked(kind in lines)  # type: ignore[operator]
        other = state.get("other", PARENT)
        self.wanted = other if isinstance(other, int) else PARENT

    def _say(self) -> None:
        started, request = self._state.started, self._state.request
        causal = request is not None and request.objective == "causal"
        known = started is not None and math.isfinite(started.floor)
        self.lines["floor"].setText(
            self.tr("Entropy of the source: the least loss there is") if known else self.tr("Entropy of the source (unknown for real text)")
        )
        self.lines["floor"].setEnabled(known)
        self.lines["even"].setText(self.tr("ln V: guessing all tokens evenly"))
        self.lines["ngram"].setText(self.tr("N-gram on the same data"))
        self.lines["ngram"].setEnabled(causal)
        self.count.setVisible(self.missing)
        self.count.setText(self.tr("There is none yet: count one now"))
        self.count.setToolTip(wrapped(self.tr("A run of its own reads as much of the same data; it has no gradients, and ends soon.")))
        self._runs.setTitle(self.tr("Another run"))

    def retranslate(self) -> None:
        self.setText(self.tr("Hold against"))
        self.setToolTip(self.tr("Lines and runs to hold the curves against"))
        self.setAccessibleName(self.toolTip())
        self._label()
        self._say()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()


def same_tokens(one: TrainRequest, other: TrainRequest) -> bool:
    """Whether the losses of two runs are of the same tokens, so that they can be compared."""
    return (one.data, one.start or one.tokenizer, one.objective) == (other.data, other.start or other.tokenizer, other.objective)
