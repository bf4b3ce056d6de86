"""The page of beam search: the best continuations as a whole, and the tree that was searched for them, as it grows.

Owns the one running search (key `beam`). The idea that is not obvious: what is on the left is always one path of the tree, by
default the best; walking the tree on the right reads the others, those that were let go of too.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtWidgets import QCheckBox, QDoubleSpinBox, QHBoxLayout, QSpinBox, QSplitter, QVBoxLayout, QWidget

from workbench.errors import WorkbenchError
from workbench.gui import theme
from workbench.gui.panels.playground_page import Common
from workbench.gui.session import Job
from workbench.gui.widgets.branch_nodes import BeamNodes, Node, Token
from workbench.gui.widgets.branch_tree import BranchTree
from workbench.gui.widgets.intervention_words import python_imports
from workbench.gui.widgets.notes import Note
from workbench.gui.widgets.numbers import count, nats
from workbench.gui.widgets.ranked import Ranked, RankedList
from workbench.gui.widgets.sampler_controls import Labelled
from workbench.gui.widgets.single_shot import single_shot
from workbench.gui.widgets.token_flow import FlowToken, TokenFlow
from workbench.gui.widgets.visible import visible
from workbench.gui.widgets.wrapped_label import WrappedLabel
from workbench.values import Beam, BeamRequest, BeamResult, BeamStarted, BeamStep, RunRecord, RunStarted

REFRESH_MS = 100
LIST_HEIGHT = 132
SNIPPET = """from workbench.engine import beam_search, open_model
from workbench.values import BeamRequest, Subject

request = {request!r}
*_, result = beam_search(open_model(request.subject.model), request)
for beam in result.beams:
    print(beam.score, beam.total, beam.text)
"""


class BeamPage(QWidget):
    """See `Page`."""

    changed = Signal()
    failed = Signal(object)
    asked = Signal()
    needs_model = has_button = True
    samples = has_views = False
    intervenes = True

    def __init__(self, common: Common, parent: QWidget) -> None:
        super().__init__(parent)
        self._common = common
        self._job: Job | None = None
        self._nodes, self._started, self._result = BeamNodes(), None, None
        self._started: BeamStarted | None
        self._result: BeamResult | None
        self._run_id: int | None = None
        self._refresh = single_shot(REFRESH_MS, self._show, parent=self)
        self._build()
        self.retranslate()

    def _build(self) -> None:
        self.width_spin, self.max_new = QSpinBox(self), QSpinBox(self)
        self.penalty, self.early, self.pruned = QDoubleSpinBox(self), QCheckBox(self), QCheckBox(self)
        for spin, low, high, value in ((self.width_spin, 1, 64, 4), (self.max_new, 1, 10_000, 24)):
            spin.setRange(low, high)
            spin.setValue(value)
        self.penalty.setRange(-5, 5)
        self.penalty.setSingleStep(0.1)
        self.penalty.setValue(1.0)
        for spin in (self.width_spin, self.max_new, self.penalty):
            spin.setFixedWidth(76)
            theme.pad(spin)
        self.pruned.setChecked(True)
        self._labelled = [Labelled(one, self) for one in (self.width_spin, self.max_new, self.penalty)]
        controls = QHBoxLayout()
        controls.setSpacing(theme.S3)
        for one in (*self._labelled, self.early):
            controls.addWidget(one)
        controls.addStretch(1)
        controls.addWidget(self.pruned)
        self.status, self.flow, self.beams, self.tree = WrappedLabel(parent=self), TokenFlow(self), RankedList(self), BranchTree(self)
        self.beams.setFixedHeight(LIST_HEIGHT)
        self.tree.branches.scores = True
        left = QWidget(self)
        inside = QVBoxLayout(left)
        inside.setContentsMargins(0, 0, 0, 0)
        inside.setSpacing(theme.S2)
        inside.addWidget(self.flow, 1)
        inside.addWidget(self.beams)
        self.splitter = QSplitter(Qt.Orientation.Horizontal, self)
        self.splitter.setChildrenCollapsible(False)
        self.splitter.setHandleWidth(theme.S3)
        self.splitter.addWidget(left)
        self.splitter.addWidget(self.tree)
        self.splitter.setSizes([480, 520])
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.S2)
        column.addLayout(controls)
        column.addWidget(self.status)
        column.addWidget(self.splitter, 1)
        self.pruned.clicked.connect(self._show)
        self.tree.walked.connect(self._read)
        self.tree.entered.connect(self.flow.setFocus)
        self.beams.chosen.connect(self._read_beam)

    @property
    def running(self) -> bool:
        return self._job is not None

    @property
    def ready(self) -> bool:
        subject = self._common.session.subject
        return self._started is not None or bool(subject.model and subject.text)

    @property
    def savable(self) -> bool:
        return len(self._nodes) > 0

    @property
    def nodes(self) -> BeamNodes:
        """What was searched so far."""
        return self._nodes

    # doing

    def request(self) -> BeamRequest:
        """What Search asks for now."""
        return BeamRequest(
            self._common.session.subject,
            width=self.width_spin.value(),
            max_new_tokens=self.max_new.value(),
            length_penalty=self.penalty.value(),
            early_stopping=self.early.isChecked(),
            interventions=self._common.session.interventions,
        )

    def act(self) -> None:
        if not self._common.session.subject.text:
            self.failed.emit(WorkbenchError("empty-text"))
            return
        self._common.begin()
        self._begin()
        job = self._job = self._common.session.submit(self.request(), key="beam", record=True)
        job.event.connect(lambda event: self._saw(job, event))
        job.done.connect(lambda result: self._done(job, result))
        job.failed.connect(lambda error: self._failed(job, error))
        self.changed.emit()

    def stop(self) -> None:
        if self._job is not None:
            self._job.cancel()

    def _begin(self) -> None:
        self._nodes, self._started, self._result, self._run_id = BeamNodes(), None, None, None
        self._show()

    def _saw(self, job: Job, event: object) -> None:
        if job is self._job:
            self._see(event)
            if not self._refresh.isActive():
                self._refresh.start()

    def _see(self, event: object) -> None:
        if isinstance(event, BeamStep):
            self._nodes.see(event)
        elif isinstance(event, BeamStarted):
            self._started = event
        elif isinstance(event, RunStarted):
            self._run_id = event.run_id
        elif isinstance(event, BeamResult):
            self._result = event
            self._nodes.end(event.beams)

    def _done(self, job: Job, result: object) -> None:
        if job is self._job:
            self._job = None
            self._see(result)
            self._end()

    def _failed(self, job: Job, error: WorkbenchError) -> None:
        if job is self._job:
            self._job = None
            self._end()
            if error.code != "cancelled":
                self.failed.emit(error)

    def _end(self) -> None:
        self._refresh.stop()
        self._show()
        self.changed.emit()

    def enter(self, mode: str) -> None:
        """There is one mode only."""

    def leave(self) -> None:
        """What was searched stays to be read."""

    def open(self, record: RunRecord) -> str:
        if not isinstance(record.request, BeamRequest):
            return ""
        self.stop()
        self._job = None
        self._begin()
        for event in (*record.events, record.result):
            self._see(event)
        self._run_id = record.row.id
        self._show_request(record.request)
        self._show()
        return "beam"

    def _show_request(self, request: BeamRequest) -> None:
        self.width_spin.setValue(request.width)
        self.max_new.setValue(request.max_new_tokens)
        self.penalty.setValue(request.length_penalty)
        self.early.setChecked(request.early_stopping)

    def subject_changed(self) -> None:
        if self._started is None and not self.running:
            self._show()

    def show_view(self, key: str) -> None:
        """There is one view only."""

    # showing

    def _show(self) -> None:
        root = self._nodes.tree(pruned=self.pruned.isChecked())
        self.tree.set_root(root)
        beams = self._result.beams if self._result is not None else ()
        self.beams.set_rows([self._ranked(number, beam, beams[0]) for number, beam in enumerate(beams)])
        self.beams.setVisible(bool(beams))
        current = self.tree.current
        if current is None or self.running:
            self._place(self._nodes.tokens_to(self._nodes.best))
        else:
            self._read(current)
        self._say()

    def _ranked(self, number: int, beam: Beam, best: Beam) -> Ranked:
        tip = self.tr("score {score} · log-probability {total} nats · {n} tokens").format(
            score=nats(beam.score), total=nats(beam.total), n=count(len(beam.ids))
        )
        return Ranked(
            " ".join(visible(beam.text).replace("·", " ").split()), math.exp(beam.score - best.score), tip, number, nats(beam.score)
        )

    def _read(self, node: Node) -> None:
        """Show the path to a row of the tree."""
        tokens = self._nodes.tokens_to(node.last)
        self._place(tokens)
        self.flow.set_current(node.start)

    def _read_beam(self, number: int) -> None:
        if self._result is not None and number < len(self._result.beams):
            self._place(self._nodes.tokens_to(self._result.beams[number].node))

    def _place(self, tokens: Sequence[Token]) -> None:
        prompt = self._started.prompt.text if self._started is not None else self._common.session.subject.text
        words = self.tr("Token {number}: {token} · id {id} · {nats} nats")
        shown = [
            FlowToken(token[2], token[1], words.format(number=number + 1, token=visible(token[1]), id=token[0], nats=nats(token[3])))
            for number, token in enumerate(tokens)
        ]
        self.flow.set_prompt(prompt, shown)

    # saying

    def notes(self) -> Sequence[Note]:
        run, subject = self._started, self._common.session.subject
        if run is None:
            return self._common.remarks.about_prompt(self._common.prompt.found, continues=True)
        same = (run.request.subject, run.request.interventions) == (subject, self._common.session.interventions)
        if self._common.stored.record is not None or self.running or same or not subject.text:
            return []
        words = self.tr("The text or the model has changed since. “{button}” takes the present text.")
        return [Note(words.format(button=self.tr("Search")))]

    def judged(self) -> str:
        return self._common.session.subject.text

    def rows(self) -> Iterator[tuple[object, ...]]:
        """The data of the view: a line for each row of the tree."""
        yield ("start", "end", "ids", "tokens", "total_logprob", "score", "state")
        for node in self._nodes.tree().each():
            if node.parent is not None:
                ids, shown = " ".join(str(token[0]) for token in node.tokens), "".join(token[1] for token in node.tokens)
                yield (node.start, node.end, ids, shown, node.total, "" if node.score is None else node.score, node.state)

    def python(self) -> str:
        request = self._started.request if self._started is not None else self.request()
        return python_imports(request.interventions) + SNIPPET.format(request=request)

    def say(self) -> None:
        self._say()

    def _say(self) -> None:
        self.status.setText(self._words())

    def _words(self) -> str:
        n_nodes = self.tr("{n} nodes").format(n=count(len(self._nodes)))
        run = [self.tr("run {id}").format(id=self._run_id)] if self._run_id is not None else []
        if self.running:
            searching = self.tr("Searching …") if len(self._nodes) else self.tr("Reading the prompt …{share}").format(share="")
            return " · ".join((searching, n_nodes, *run))
        if self._result is not None:
            found = self.tr("{n} continuations, the best first").format(n=count(len(self._result.beams)))
            rate = self.tr("{rate} tokens/s").format(rate=f"{self._result.tokens_per_second:.1f}")
            return " · ".join((found, n_nodes, rate, *run))
        if self._started is not None:
            return " · ".join((self.tr("stopped"), n_nodes, *run))
        return self.tr("Press Search: at every step the most probable continuations as a whole are kept, and all others let go of.")

    def save_state(self) -> dict[str, object]:
        return {
            "beam_width": self.width_spin.value(), "beam_tokens": self.max_new.value(), "beam_penalty": self.penalty.value(),
            "beam_early": self.early.isChecked(), "beam_pruned": self.pruned.isChecked(),
        }  # fmt: skip

    def restore_state(self, state: dict[str, object]) -> None:
        self.width_spin.setValue(int(str(state.get("beam_width", 4))))
        self.max_new.setValue(int(str(state.get("beam_tokens", 24))))
        self.penalty.setValue(float(str(state.get("beam_penalty", 1.0))))
        self.early.setChecked(bool(state.get("beam_early", False)))
        self.pruned.setChecked(bool(state.get("beam_pruned", True)))

    def resizeEvent(self, event: QEvent) -> None:
        super().resizeEvent(event)
        wanted = Qt.Orientation.Vertical if self.width() < 700 else Qt.Orientation.Horizontal
        if self.splitter.orientation() != wanted:
            self.splitter.setOrientation(wanted)

    def retranslate(self) -> None:
        for labelled, words, tip in zip(
            self._labelled,
            (self.tr("Beams"), self.tr("New tokens"), self.tr("Length penalty")),
            (
                self.tr("So many continuations are kept at every step."),
                self.tr("At most so many tokens are added."),
                self.tr("A finished continuation's log-probability is divided by its length to this power: above 0 favours long ones."),
            ),
            strict=True,
        ):
            labelled.name(words, tip)
        self.early.setText(self.tr("Stop at the first finished"))
        self.early.setToolTip(self.tr("Ends as soon as so many continuations are finished as are kept, even if a better one could come."))
        self.pruned.setText(self.tr("Show pruned"))
        self.beams.setAccessibleName(self.tr("Continuations found, the best first"))
        for one in (self.flow, self.tree):
            one.retranslate()
        self._say()
