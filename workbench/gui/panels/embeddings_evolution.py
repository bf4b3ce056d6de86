"""Evolution: the same tokens over the checkpoints of a training, on axes that stay, with the ways that they came.

The idea that is not obvious: items are followed by their number in the run's own table. Where the set under study is that of a
checkpoint of the same run, its chosen items are the ones chosen here, and the other way round; else the choice is this view's own.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np
from PySide6.QtCore import QEvent
from PySide6.QtGui import QHideEvent
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLabel, QPushButton, QStackedLayout, QVBoxLayout, QWidget

from workbench.errors import WorkbenchError
from workbench.gui import theme
from workbench.gui.models.run_checkpoints import RunCheckpoints
from workbench.gui.models.vectors import ChosenVectors
from workbench.gui.panels.embeddings_evolution_side import EvolutionSide
from workbench.gui.panels.embeddings_evolution_words import EvolutionWords, arrays_of, rows_of, snippet_of
from workbench.gui.session import Job, Session
from workbench.gui.widgets.frame import PanelFrame
from workbench.gui.widgets.hint import Hint
from workbench.gui.widgets.play_strip import PlayStrip
from workbench.gui.widgets.point_cloud import PointCloud
from workbench.gui.widgets.point_cloud_trails import Trail, TrailColours
from workbench.gui.widgets.tips import wrapped
from workbench.gui.widgets.visible import visible_token
from workbench.gui.widgets.waiting import Waiting
from workbench.gui.widgets.wrapped_label import WrappedLabel
from workbench.values import (
    ContextSource,
    Evolution,
    EvolutionRequest,
    Progress,
    SenseMetric,
    TokenSource,
    Vectors,
    VectorSource,
)

TABLES = ("embed", "unembed", "prompt", "context")
BASES = ("last", "all")
WIDEST = 250
MOST_SHOWN, FIRST, MOST_TRAILS, K = 40, 3, 8, 8
"""Checkpoints read at once; items chosen to begin with; ways drawn; neighbours told."""


class EvolutionView(QWidget):
    """The picture with its slider at the left, neighbours and curves at the right."""

    key = "evolution"
    uses_set = False
    uses_metric = True

    def __init__(self, session: Session, frame: PanelFrame, chosen: ChosenVectors) -> None:
        super().__init__(frame.home)
        self._session, self._frame, self._chosen = session, frame, chosen
        self._words, self.runs = EvolutionWords(self), RunCheckpoints(session, self)
        self._wanted_run: int | None = None
        self._items: tuple[int, ...] = ()
        self._job: Job | None = None
        self.shown: Evolution | None = None
        self._build()
        self._connect()
        self.retranslate()

    def _build(self) -> None:
        self.controls = QWidget(self._frame)
        self.run, self.table, self.basis = QComboBox(self.controls), QComboBox(self.controls), QComboBox(self.controls)
        self._labels = {name: QLabel(self.controls) for name in ("run", "table", "basis")}
        row = QHBoxLayout(self.controls)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.S2)
        for name, box in (("run", self.run), ("table", self.table), ("basis", self.basis)):
            box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
            box.setMaximumWidth(WIDEST)
            row.addWidget(self._labels[name])
            row.addWidget(box)
        for box, keys in ((self.table, TABLES), (self.basis, BASES)):
            for key in keys:
                if key != "prompt":  # offered where there is one
                    box.addItem("", key)
        self.hint, self._work = Hint(self), QWidget(self)
        self.cloud, self.strip, self.open = PointCloud(self._work), PlayStrip(self._work), QPushButton(self._work)
        self.waiting, self.note, self.side = Waiting(self), WrappedLabel(parent=self._work), EvolutionSide(self._words, self._work)
        self.note.setProperty("role", "caption")
        below, left, halves, column = QHBoxLayout(), QVBoxLayout(), QHBoxLayout(self._work), QVBoxLayout(self)
        below.setSpacing(theme.S3)
        below.addWidget(self.strip, 1)
        below.addWidget(self.open)
        left.setSpacing(theme.S2)
        left.addWidget(self.cloud, 1)
        left.addLayout(below)
        left.addWidget(self.note)
        halves.setContentsMargins(0, 0, 0, 0)
        halves.setSpacing(theme.S4)
        halves.addLayout(left, 3)
        halves.addWidget(self.side, 2)
        self._stack = QStackedLayout()
        self._stack.addWidget(self.hint)
        self._stack.addWidget(self._work)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.S2)
        column.addWidget(self.waiting)
        column.addLayout(self._stack, 1)

    def _connect(self) -> None:
        self.runs.listed.connect(self._list_runs)
        self.runs.changed.connect(self._checkpoints_changed)
        self.runs.failed.connect(self._failed)
        self.run.activated.connect(lambda row: self.choose_run(int(self.run.itemData(row))))
        self.table.activated.connect(lambda _row: self._table_chosen())
        self.basis.activated.connect(lambda _row: self._ask())
        self.hint.asked.connect(lambda: self._session.panel_wanted.emit("training"))
        self.waiting.cancelled.connect(lambda: self._job.cancel() if self._job is not None else None)
        self.cloud.chosen.connect(self._points_chosen)
        self.strip.moved.connect(self._look_at)
        self.side.looked.connect(self.strip.go_to)
        self.side.picked.connect(lambda item: self.choose([*(one for one in self._items if one != item), item]))
        self.open.clicked.connect(self._open_model)
        self._chosen.metric_changed.connect(self._ask)
        self._chosen.items_changed.connect(self._take_choice)
        self._chosen.marked_changed.connect(self._take_marked)
        self._session.subject_changed.connect(lambda _subject: self._ask() if self._key == "context" else None)
        self._session.runs_changed.connect(lambda: self.runs.refresh() if self.isVisible() else None)

    # what the panel asks

    def title(self) -> str:
        return self.tr("Evolution")

    def set_vectors(self, vectors: Vectors | None) -> None:
        """The view has sets of its own."""

    def rows(self) -> Iterator[Sequence[object]]:
        return rows_of(self.shown, self.steps)

    def arrays(self) -> dict[str, np.ndarray]:
        return arrays_of(self.shown, self.steps)

    def snippet(self) -> str:
        return snippet_of(self.shown, self.steps)

    def save_state(self) -> dict[str, object]:
        return {"run": self.runs.run_id, "table": self._key, "basis": self.basis.currentData()}

    def restore_state(self, state: dict[str, object]) -> None:
        run = state.get("run")
        self._wanted_run = run if isinstance(run, int) else None
        for box, name in ((self.table, "table"), (self.basis, "basis")):
            box.setCurrentIndex(max(0, box.findData(str(state.get(name, "")))))

    @property
    def metric(self) -> SenseMetric:
        return "centered" if self._chosen.metric == "centered" else "cosine"

    @property
    def steps(self) -> tuple[int, ...]:
        """The steps of the checkpoints that are shown."""
        sources = self.shown.request.sources if self.shown is not None else ()
        return tuple(_step(source) for source in sources)

    @property
    def _key(self) -> str:
        return str(self.table.currentData())

    # the run

    def choose_run(self, run_id: int) -> None:
        """Follow this run."""
        if run_id != self.runs.run_id:
            self._items = ()
            self._show(None)
        self.runs.choose(run_id)

    def _list_runs(self) -> None:
        rows = self.runs.rows or ()
        self.run.clear()
        for row in rows:
            self.run.addItem(self._words.run(row), row.id)
        if self.runs.run_id is None and rows:
            studied = _run_of(self._session.subject.model)
            known = {row.id for row in rows}
            self.choose_run(next((one for one in (self._wanted_run, studied) if one in known), rows[0].id))
        self.run.setCurrentIndex(self.run.findData(self.runs.run_id))
        self._arrange()

    def _checkpoints_changed(self) -> None:
        self._offer_prompt()
        self._ask()

    def _offer_prompt(self) -> None:
        """The vectors of a soft prompt can be chosen where there is one."""
        found = self.runs.checkpoints
        there, row = found is not None and found.n_virtual > 0, self.table.findData("prompt")
        if there and row < 0:
            self.table.insertItem(TABLES.index("prompt"), self._table_words()["prompt"], "prompt")
        elif not there and row >= 0:
            self.table.removeItem(row)

    def _table_chosen(self) -> None:
        self._items = ()
        self._show(None)
        self._ask()

    def _sources(self) -> tuple[VectorSource, ...]:
        """The sets of the checkpoints, of many some at equal distances."""
        found = self.runs.checkpoints
        if found is None or not found.steps or (self._key == "context" and not self._session.subject.text):
            return ()
        places = np.unique(np.linspace(0, len(found.steps) - 1, min(len(found.steps), MOST_SHOWN)).round().astype(int))
        models = [f"run:{found.request.run_id}@{found.steps[place]}" for place in places]
        if self._key == "context":
            return tuple(ContextSource(model, (self._session.subject.text,)) for model in models)
        return tuple(TokenSource(model, self._key) for model in models)  # type: ignore[arg-type]

    def _ask(self) -> None:
        """Ask for what is to be seen, if somebody looks."""
        sources, found = self._sources(), self.runs.checkpoints
        self._arrange()
        if not self.isVisible() or not sources or found is None:
            return
        items = tuple(range(-found.n_virtual, 0)) if self._key == "prompt" else ()
        request = EvolutionRequest(sources, items, self.basis.currentData(), self.metric, self._items[-1] if self._items else None, K)
        if self._job is not None and self._job.request == request and (self._job.running or self._job.result is not None):
            return
        self._frame.bar.clear()
        job = self._job = self._session.submit(request, key="evolution")
        job.event.connect(lambda event: self._wait(event) if job is self._job and isinstance(event, Progress) else None)
        job.done.connect(lambda answer: self._came(answer) if job is self._job else None)
        job.failed.connect(lambda error: self._failed(error) if job is self._job else None)

    def _wait(self, progress: Progress) -> None:
        self.waiting.see(self._words.waiting(progress), progress)

    def _came(self, found: Evolution) -> None:
        self.waiting.hide()
        self._show(found)
        if not self._items:
            self.choose(_farthest(found))

    def _failed(self, error: WorkbenchError) -> None:
        self.waiting.hide()
        if error.code != "cancelled":
            self._show(None)
            self._frame.bar.show_error(error)

    # showing

    def _show(self, found: Evolution | None) -> None:
        before, self.shown = self.shown, found
        if found is not None:
            labels, moment = found.labels, self.strip.number
            same = before is not None and before.request.sources == found.request.sources and before.request.basis == found.request.basis
            if not same:
                self.strip.set_moments(self._words.moments(self.steps), self._same_step(before))
                moment = self.strip.number
                self.cloud.set_points(found.places[moment], lambda index: visible_token(labels[index]))
                self.cloud.set_axes(*self._words.axes(found), numbered=True)
            self.cloud.set_told(lambda index: self._words.told(found, self.strip.number, index))
            n_all = len(self.runs.checkpoints.steps) if self.runs.checkpoints is not None else 0
            self.note.setText(self._words.note(found, n_all))
            self._mark()
            self._look_at(moment)
        self._arrange()

    def _same_step(self, before: Evolution | None) -> int | None:
        """The checkpoint that was looked at, where it was not the last and is still there."""
        steps = [_step(source) for source in before.request.sources] if before is not None else []
        looked_at = steps[self.strip.number] if self.strip.number < len(steps) - 1 else None
        return self.steps.index(looked_at) if looked_at in self.steps else None

    def _look_at(self, moment: int) -> None:
        """Show one checkpoint."""
        found = self.shown
        if found is None:
            return
        self.cloud.set_places(found.places[moment], within=found.places.reshape(-1, 2))
        self.cloud.set_trails(
            [Trail(found.places[:, index], moment + 1, number) for number, index in enumerate(self._indices()[-MOST_TRAILS:])]
        )
        self.side.look_at(moment)

    def _mark(self) -> None:
        """Mark the chosen items in the picture and beside it."""
        indices = self._indices()[-MOST_TRAILS:]
        self.cloud.set_colours(TrailColours(self.cloud.n, tuple(indices)))
        self.cloud.set_chosen(indices)
        self.side.show_evolution(self.shown, self.steps, indices)

    def _indices(self) -> list[int]:
        """Where the chosen items stand in the answer."""
        if self.shown is None:
            return []
        places = {item: index for index, item in enumerate(self.shown.items.tolist())}
        return [places[item] for item in self._items if item in places]

    def _arrange(self) -> None:
        known, rows, found = self.runs.rows is not None, self.runs.rows or (), self.runs.checkpoints
        self.hint.say(*self._words.hint(known=known, runs=bool(rows), checkpoints=len(found.steps) if found is not None else 0))
        self._stack.setCurrentWidget(self._work if self.shown is not None else self.hint)
        for one in (self.run, self.table, self.basis, *self._labels.values()):
            one.setVisible(bool(rows))

    # choosing

    def choose(self, items: Sequence[int]) -> None:
        """Choose these, in this order; the last one's neighbours are told."""
        wanted = tuple(dict.fromkeys(items))
        if wanted == self._items:
            return
        self._items = wanted
        self._mark()
        self._look_at(self.strip.number)
        if self._is_shared():
            self._chosen.choose(wanted)
        self._ask()

    def _points_chosen(self, points: Sequence[int], adds: bool) -> None:
        if self.shown is not None:
            fresh = [int(self.shown.items[point]) for point in points]
            self.choose([*(one for one in self._items if one not in fresh), *fresh] if adds else fresh)

    def _is_shared(self) -> bool:
        """Whether the set under study has the items of this run's table."""
        source = self._chosen.vectors.request.source if self._chosen.vectors is not None else None
        table = isinstance(source, TokenSource) and self._key != "context" and self.runs.run_id is not None
        return table and isinstance(source, TokenSource) and _run_of(source.model) == self.runs.run_id

    def _take_choice(self) -> None:
        if self._is_shared() and self._chosen.items:
            self.choose(self._chosen.items)

    def _take_marked(self) -> None:
        if self._is_shared() and self._chosen.marked:
            self.choose([*(one for one in self._items if one not in self._chosen.marked), *self._chosen.marked])

    def _open_model(self) -> None:
        """Study the model as it was at this checkpoint."""
        if self.shown is not None:
            self._session.change_subject(model=f"run:{self.runs.run_id}@{self.steps[self.strip.number]}")

    # words and Qt

    def _table_words(self) -> dict[str, str]:
        words = (self.tr("Token embeddings"), self.tr("Unembedding"), self.tr("Soft prompt"), self.tr("Text in context"))
        return dict(zip(TABLES, words, strict=True))

    def retranslate(self) -> None:
        named = (("run", self.run, self.tr("Training")), ("table", self.table, self.tr("Vectors")), ("basis", self.basis, self.tr("Axes")))
        for name, box, words in named:
            self._labels[name].setText(words)
            self._labels[name].setBuddy(box)
            box.setAccessibleName(words)
        for row in range(self.table.count()):
            self.table.setItemText(row, self._table_words()[self.table.itemData(row)])
        for row, words in enumerate((self.tr("last checkpoint"), self.tr("all checkpoints"))):
            self.basis.setItemText(row, words)
        self.basis.setToolTip(
            wrapped(self.tr("What the two fixed directions are fitted to. Those of all checkpoints show more of the ways that items came."))
        )
        self.open.setText(self.tr("Open this checkpoint"))
        self.open.setToolTip(self.tr("Study the model as it was at this step, in all panels"))
        for one in (self.waiting, self.strip, self.side):
            one.retranslate()
        self._list_runs() if self.runs.rows is not None else self._arrange()
        if self.shown is not None:
            self.strip.rename(self._words.moments(self.steps))
            self.cloud.set_axes(*self._words.axes(self.shown), numbered=True)
            self._show(self.shown)

    def showEvent(self, event: QEvent) -> None:
        super().showEvent(event)
        self.runs.watch(True)
        self._ask()

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self.runs.watch(False)


def _farthest(found: Evolution) -> list[int]:
    """The words, else the items, that came the longest way: something to look at to begin with."""
    order = np.argsort(-found.moved.sum(0), kind="stable").tolist()
    words = [index for index in order if found.labels[index].lstrip("·▁Ġ ").isalpha()]
    return [int(found.items[index]) for index in (words or order)[:FIRST]]


def _run_of(model: str) -> int | None:
    """The run that a reference is a checkpoint of."""
    run = model.removeprefix("run:").partition("@")[0]
    return int(run) if model.startswith("run:") and run.isdigit() else None


def _step(source: VectorSource) -> int:
    return int(source.model.rpartition("@")[2])  # type: ignore[union-attr]
