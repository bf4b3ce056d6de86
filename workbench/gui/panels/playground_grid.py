"""The grid: what is asked on the left, what came of it on the right.

Owns the draft, the runner and what is said around them. The idea that is not obvious: starting always makes a new run, and
costs only what is new: cells that any run has computed are known by their content.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Sequence

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import (
    QComboBox,
    QFrame,
    QHBoxLayout,
    QLineEdit,
    QPushButton,
    QScrollArea,
    QSplitter,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from workbench.errors import WorkbenchError
from workbench.gui import theme
from workbench.gui.i18n import error_parts, language
from workbench.gui.models.grid_draft import GridDraft
from workbench.gui.models.grid_runner import GridRunner
from workbench.gui.panels.playground_grid_models import GridModels
from workbench.gui.panels.playground_grid_prompts import GridPrompts
from workbench.gui.panels.playground_grid_results import GridResults
from workbench.gui.panels.playground_grid_rows import GridRows
from workbench.gui.panels.playground_grid_scores import GridScores
from workbench.gui.panels.playground_page import Common
from workbench.gui.widgets.notes import Note
from workbench.gui.widgets.segmented import Segmented
from workbench.gui.widgets.units import duration
from workbench.gui.widgets.wrapped_label import WrappedLabel
from workbench.prompts import Layout, problem_of
from workbench.prompts.definition import definition_of, written
from workbench.prompts.ready import READY
from workbench.values import GridPrompts as Prompts
from workbench.values import GridPromptsRequest, PromptGridRequest, RunList, RunListRequest, RunRecord, RunRequest, RunRow

SNIPPET = """import subprocess
from pathlib import Path

Path("grid.toml").write_text({definition!r}, encoding="utf-8")
subprocess.run(["workbench", "grid", "grid.toml", "--cells", "cells.csv", "--summary", "summary.csv"], check=True)
"""
PARTS = ("prompts", "rows", "models", "scores")
DEFINITION_WIDTH = 340
ESTIMATE_AFTER_MS = 500


class GridPage(QWidget):
    """See `Page`. `open_asked(request)`: a cell's generation is wanted in its own mode."""

    changed = Signal()
    failed = Signal(object)
    asked = Signal()
    open_asked = Signal(object)
    needs_model = samples = has_views = intervenes = False
    has_button = True

    def __init__(self, common: Common, parent: QWidget) -> None:
        super().__init__(parent)
        self._common, self._session = common, common.session
        self.draft, self.runner = GridDraft(self), GridRunner(common.session, self)
        self._interrupted: RunRow | None = None
        self._looked = False
        self._tokens: dict[str, int] = {}
        self._build()
        self._connect()
        self.retranslate()

    def _build(self) -> None:
        self.splitter = QSplitter(Qt.Orientation.Horizontal, self)
        left, self._right = QWidget(self.splitter), QStackedWidget(self.splitter)
        self.title_, self.ready_ = QLineEdit(left), QComboBox(left)
        self.ready_.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.ready_.setMinimumContentsLength(9)
        self.ready_.view().setMinimumWidth(DEFINITION_WIDTH - 3 * theme.S4)
        self.parts, self.status = Segmented(PARTS, left), WrappedLabel(parent=left)
        self.status.setProperty("role", "caption")
        self._stack = QStackedWidget(left)
        areas = [QScrollArea(self._stack) for _part in PARTS]
        prompts, rows, models, scores = (area.viewport() for area in areas)
        self.prompts, self.rows_ = GridPrompts(self.draft, prompts), GridRows(self.draft, self._session, rows)
        self.models, self.scores = GridModels(self.draft, self._session, models), GridScores(self.draft, scores)
        for area, part in zip(areas, (self.prompts, self.rows_, self.models, self.scores), strict=True):
            area.setWidgetResizable(True)
            area.setFrameShape(QFrame.Shape.NoFrame)
            area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
            area.setWidget(part)
            self._stack.addWidget(area)
        left.setMinimumWidth(DEFINITION_WIDTH)
        column = QVBoxLayout(left)
        column.setContentsMargins(0, 0, theme.S2, 0)
        column.setSpacing(theme.S2)
        line = QHBoxLayout()
        line.setSpacing(theme.S2)
        line.addWidget(self.title_, 1)
        line.addWidget(self.ready_)
        column.addLayout(line)
        column.addWidget(self.parts, 0, Qt.AlignmentFlag.AlignLeft)
        column.addWidget(self._stack, 1)
        column.addWidget(self.status)
        self.results, self.empty = GridResults(self.runner, self._session, self._right), _Empty(self._right)
        self._right.addWidget(self.empty)
        self._right.addWidget(self.results)
        self.splitter.setChildrenCollapsible(False)
        self.splitter.setStretchFactor(0, 0)
        self.splitter.setStretchFactor(1, 1)
        self.splitter.setSizes([DEFINITION_WIDTH, 700])
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(self.splitter)
        self._estimate = QTimer(self)
        self._estimate.setSingleShot(True)
        self._estimate.setInterval(ESTIMATE_AFTER_MS)
        self._estimate.timeout.connect(self._ask_estimate)

    def _connect(self) -> None:
        self.parts.chosen.connect(lambda key: self._stack.setCurrentIndex(PARTS.index(key)))
        self.title_.textEdited.connect(lambda text: self.draft.change(title=text))
        self.ready_.activated.connect(self._ready_chosen)
        self.draft.loaded.connect(self._show_title)
        self.draft.changed.connect(self._draft_changed)
        self.rows_.failed.connect(self.failed)
        self.runner.failed.connect(self.failed)
        self.runner.begun.connect(self._begun)
        self.runner.progressed.connect(self._progressed)
        self.results.open_asked.connect(self.open_asked)
        self.empty.chosen.connect(self.try_out)

    @property
    def running(self) -> bool:
        return self.runner.running

    @property
    def ready(self) -> bool:
        return True

    @property
    def savable(self) -> bool:
        return self.runner.board is not None

    # doing

    def request(self) -> PromptGridRequest:
        """What Run asks for."""
        record = self.runner.record
        request = self.draft.for_models(self._session.subject.model)
        return dataclasses.replace(request, parent_run=record.row.id if record is not None else None)

    def act(self) -> None:
        if not self._session.subject.model and not self.draft.request.models:
            self._session.model_wanted.emit()
            return
        request = self.request()
        problem = problem_of(request)
        if problem is not None:
            self.failed.emit(problem)
            return
        self._common.begin()
        self.runner.start(request)
        self.changed.emit()

    def try_out(self, name: str) -> None:
        """Run a grid that ships on the open model."""
        self.draft.load_ready(name)
        self.asked.emit()

    def stop(self) -> None:
        self.runner.cancel()

    def enter(self, mode: str) -> None:
        if mode == "grid" and not self._looked:
            self._looked = True
            job = self._session.submit(RunListRequest(kind="grid", limit=1), key="grid-last")
            job.done.connect(self._last_found)

    def leave(self) -> None:
        """A stored grid stays to be read."""

    def open(self, record: RunRecord) -> str:
        if not isinstance(record.request, PromptGridRequest):
            return ""
        self._interrupted = None
        self.draft.load(record.request)
        self.runner.open(record)
        return "grid"

    def subject_changed(self) -> None:
        if not self.draft.request.models:
            self._estimate.start()

    def show_view(self, key: str) -> None:
        """Has views of its own."""

    def _ready_chosen(self, number: int) -> None:
        if number > 0:
            self.draft.load_ready(READY[number - 1])
        self.ready_.setCurrentIndex(0)

    def _last_found(self, found: RunList) -> None:
        """A grid that was broken off, by a crash for instance, is offered when nothing else was begun."""
        row = found.rows[0] if found.rows else None
        if row is not None and row.status == "interrupted" and self.runner.board is None:
            self._interrupted = row
            self.changed.emit()

    def _open_interrupted(self) -> None:
        if self._interrupted is not None:
            job = self._session.submit(RunRequest(self._interrupted.id), key="grid-open")
            job.done.connect(self._session.open_run)
            job.failed.connect(self.failed)

    # what changes

    def _show_title(self) -> None:
        self.title_.setText(self.draft.request.title)
        self.title_.setCursorPosition(0)

    def _draft_changed(self) -> None:
        self._say_status()
        self._estimate.start()

    def _begun(self) -> None:
        self._interrupted = None
        self._right.setCurrentWidget(self.results if self.runner.board is not None else self.empty)
        self._say_status()

    def _progressed(self) -> None:
        self._say_status()
        if not self.runner.running:
            self._estimate.start()
            self.changed.emit()

    def _ask_estimate(self) -> None:
        """How many tokens the prompts have: each model's own."""
        request = self.draft.for_models(self._session.subject.model)
        if not self.isVisible() or self.runner.running or problem_of(request) is not None:
            return
        for number, model in enumerate(request.models):
            asked = GridPromptsRequest(model, prompts_of(Layout(request), number), request.bos)
            job = self._session.submit(asked, key=f"grid-estimate-{number}")
            job.done.connect(lambda found, model=model: self._estimated(model, found))
            job.failed.connect(lambda _error, model=model: self._tokens.pop(model, None))

    def _estimated(self, model: str, found: Prompts) -> None:
        self._tokens[model] = len(found.ids)
        self._say_status()

    # saying

    def notes(self) -> Sequence[Note]:
        found = []
        if self._interrupted is not None:
            words = self.tr("Grid {id} was broken off: {summary}. What was computed is kept.")
            row = self._interrupted
            found.append(Note(words.format(id=row.id, summary=row.summary), False, self.tr("Open it"), self._open_interrupted))
        record = self.runner.record
        if record is not None:
            missing = sum(not state.over or (state.state != "done" and state.state != "known") for state in self.runner.board.states)
            if missing:
                words = self.tr("{n} cells are missing. Run computes these alone; the others are known.")
                found.append(Note(words.format(n=f"{missing:,}")))
        return found

    def judged(self) -> str:
        return ""

    def rows(self) -> Iterable[Sequence[object]]:
        board = self.runner.board
        if board is None:
            return []
        return board.summary_rows() if self.results.views.key == "summary" else board.cell_rows()

    def python(self) -> str:
        """What runs the same grid without the window."""
        return SNIPPET.format(definition=written(self.request()))

    def say(self) -> None:
        self._say_status()

    def _say_status(self) -> None:
        request = self.draft.for_models(self._session.subject.model)
        problem = problem_of(request)
        if self.runner.running:
            self.status.setText(self._how_far())
        elif problem is not None:
            self.status.setText(error_parts(problem).what)
        else:
            self.status.setText(self._size(request))
        for number in range(1, self.ready_.count()):
            self.ready_.setItemText(number, self._ready_words(READY[number - 1]))

    def _how_far(self) -> str:
        runner = self.runner
        assert runner.board is not None
        parts = [self.tr("{n} of {total} cells").format(n=f"{runner.n_over:,}", total=f"{len(runner.board.states):,}")]
        if runner.rate.per_second > 0:
            parts.append(self.tr("{rate} cells/s").format(rate=f"{runner.rate.per_second:.1f}"))
        if runner.rate.left_s is not None and runner.rate.left_s >= 1:
            parts.append(self.tr("{time} left").format(time=duration(runner.rate.left_s)))
        if runner.run_id is not None:
            parts.append(self.tr("run {id}").format(id=runner.run_id))
        return " · ".join(parts)

    def _size(self, request: PromptGridRequest) -> str:
        layout = Layout(request)
        sizes = (
            (self.tr("{n} templates"), len(request.templates)),
            (self.tr("{n} rows"), layout.n_rows),
            (self.tr("{n} models"), len(request.models)),
            (self.tr("{n} settings"), len(request.settings)),
            (self.tr("{n} seeds"), len(request.seeds)),
        )
        product = " × ".join(words.format(n=f"{n:,}") for words, n in sizes if n > 1)
        words = self.tr("{n} cells = {product}") if product else self.tr("{n} cell")
        parts = [words.format(n=f"{len(layout):,}", product=product)]
        known = [self._tokens[model] for model in request.models if model in self._tokens]
        if len(known) == len(request.models):
            parts.append(self.tr("{n} prompt tokens to read").format(n=f"{sum(known):,}"))
        if "generate" in layout.kinds:
            most = sum(setting.max_new_tokens for setting in request.settings) * len(layout) // max(1, len(request.settings))
            parts.append(self.tr("at most {n} new ones").format(n=f"{most:,}"))
        parts.append(self.tr("the time is known after the first cells"))
        return " · ".join(parts)

    def _ready_words(self, name: str) -> str:
        return {
            "capitals": self.tr("Capitals (English)"),
            "particles": self.tr("Particles (Korean)"),
            "shots": self.tr("Zero, one and four shots"),
        }[name]

    def save_state(self) -> dict[str, object]:
        draft = "" if self.draft.pristine else written(self.draft.request)
        return {"grid": draft, "grid_sizes": self.splitter.sizes(), "grid_view": self.results.views.key}

    def restore_state(self, state: dict[str, object]) -> None:
        sizes = state.get("grid_sizes")
        if isinstance(sizes, list) and len(sizes) == 2 and all(isinstance(size, int) and size > 0 for size in sizes):
            self.splitter.setSizes(sizes)
        self.results.show_view(str(state.get("grid_view", "cells")))
        definition = state.get("grid")
        if isinstance(definition, str) and definition:
            try:
                self.draft.load(definition_of(definition))
            except WorkbenchError:
                return  # of another version: nothing is lost but the draft, and runs keep theirs

    def retranslate(self) -> None:
        self.parts.name((self.tr("Prompts"), self.tr("Rows"), self.tr("Models"), self.tr("Scores")), self.tr("Parts of the grid"))
        self.title_.setPlaceholderText(self.tr("Title"))
        self.title_.setAccessibleName(self.tr("Title of the grid"))
        self.ready_.clear()
        self.ready_.addItem(self.tr("Ready ones…"))
        for name in READY:
            self.ready_.addItem(self._ready_words(name))
        self.ready_.setAccessibleName(self.tr("Grids that are ready"))
        self.empty.say(
            self.tr("Ask many prompts at once"),
            self.tr("Templates with variables, rows of a table, models and settings: every combination is a cell, scored and kept."),
            [(name, self._ready_words(name)) for name in (("particles", "capitals") if language() == "ko" else ("capitals", "particles"))],
            self.tr("Try one on the open model:"),
        )
        self._say_status()


class _Empty(QWidget):
    """What will be here, and two examples that fill it with one click. `chosen(name)`."""

    chosen = Signal(str)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._title, self._body, self._offer = WrappedLabel(parent=self), WrappedLabel(parent=self), WrappedLabel(parent=self)
        self._title.setFont(theme.sans(theme.EMPTY))
        self._title.setStyleSheet(f"font-size: {theme.EMPTY}px")
        self._offer.setProperty("role", "caption")
        self._buttons = QPushButton(self), QPushButton(self)
        self._names = [""] * len(self._buttons)
        row = QHBoxLayout()
        row.addStretch(1)
        for number, button in enumerate(self._buttons):
            button.clicked.connect(lambda _checked, number=number: self.chosen.emit(self._names[number]))
            row.addWidget(button)
        row.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(theme.S5, 0, theme.S5, 0)
        column.setSpacing(theme.S3)
        column.addStretch(2)
        for label in (self._title, self._body, self._offer):
            label.setAlignment(Qt.AlignmentFlag.AlignHCenter)
            column.addWidget(label)
        column.addLayout(row)
        column.addStretch(3)

    def buttons(self) -> tuple[QPushButton, ...]:
        """One for each example."""
        return self._buttons

    def say(self, title: str, body: str, offers: list[tuple[str, str]], offer: str) -> None:
        """Set the words and the buttons."""
        self._title.setText(title)
        self._body.setText(body)
        self._offer.setText(offer)
        self._names = [name for name, _words in offers]
        for button, (_name, words) in zip(self._buttons, offers, strict=True):
            button.setText(words)


def prompts_of(layout: Layout, model: int) -> tuple[object, ...]:
    """The distinct prompts of one model's cells."""
    places = (place for place in range(len(layout)) if layout.cell(place).column.model == model)
    return tuple(dict.fromkeys(layout.prompt(layout.cell(place)) for place in places))
