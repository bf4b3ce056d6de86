"""Training: set a run up, watch it whoever started it, stop and keep it, find it again.

Owns the list of runs at the left and which view is in front; each view (see `training_view`) needs one line, in VIEWS. Runs are asked
for and started by `models.trainings`, while somebody looks.
"""

from __future__ import annotations

from PySide6.QtCore import QEvent, QSize, Qt, Signal
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QSplitter, QVBoxLayout, QWidget

from workbench.gui import theme
from workbench.gui.models.trainings import Trainings
from workbench.gui.panels.training_compare import CompareView
from workbench.gui.panels.training_run import RunView
from workbench.gui.panels.training_settings import SettingNames
from workbench.gui.panels.training_setup import SetUpView
from workbench.gui.panels.training_view import TrainingView
from workbench.gui.panels.training_words import RecipeWords
from workbench.gui.session import Job, Session
from workbench.gui.widgets.export import Export
from workbench.gui.widgets.frame import PanelFrame
from workbench.gui.widgets.front_stack import FrontStack
from workbench.gui.widgets.lineage_tree import LineageTree
from workbench.gui.widgets.view_switch import ViewSwitch
from workbench.values import LESSON_TAG, Kept, RunRecord, TrainRequest

VIEWS: tuple[type[TrainingView], ...] = (SetUpView, RunView, CompareView)
LIST_WIDTH = 264


class TrainingPanel(QWidget):
    """`model_chosen(reference)` when a checkpoint is to be opened, `models_changed` when one was installed,
    `runs_changed` when a training began or ended, whoever started it."""

    model_chosen = Signal(str)
    models_changed = Signal()
    runs_changed = Signal()

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.trainings = Trainings(session, self)
        self.newest = self.trainings.newest
        self._session = session
        self._met = self._listing = False
        self._stand: set[tuple[int, str]] = set()
        self._build()
        self._connect()
        self.retranslate()

    def _build(self) -> None:
        self.frame, self._words, self._names = PanelFrame(self), RecipeWords(self), SettingNames(self)
        self.splitter = QSplitter(Qt.Orientation.Horizontal, self.frame.home)
        self.runs, self._stack = LineageTree(self.splitter), FrontStack(self.splitter)
        self.splitter.setChildrenCollapsible(False)
        self.splitter.setStretchFactor(0, 0)
        self.splitter.setStretchFactor(1, 1)
        self.splitter.setSizes([LIST_WIDTH, 4 * LIST_WIDTH])
        self.frame.home = self._stack
        self.frame.view.addWidget(self.splitter)
        made = [make(self._session, self.frame, self.trainings) for make in VIEWS]
        self._views: dict[str, TrainingView] = {view.key: view for view in made}
        self.switch = ViewSwitch(tuple(self._views), self)
        self.runs.set_naming(self._words.name)
        self.frame.title_row.setStretch(1, 0)
        self.frame.title_row.addSpacing(theme.S3)
        self.frame.title_row.addWidget(self.switch, 1)
        self._more = QWidget(self.frame)
        rare = QVBoxLayout(self._more)
        rare.setContentsMargins(0, 0, 0, 0)
        self.exports: dict[str, Export] = {}
        for view in made:
            assert isinstance(view, QWidget)
            self._stack.addWidget(view)
            if view.controls is not None:
                self.frame.controls.addWidget(view.controls)
            if getattr(view, "more", None) is not None:
                rare.addWidget(view.more)  # type: ignore[attr-defined]
            if getattr(view, "saves", False):
                self.exports[view.key] = self._export(view)
                self.frame.title_row.addWidget(self.exports[view.key].button)
        for view in made:
            if view.primary is not None:
                self.frame.set_primary(view.primary)
        self.frame.controls.addStretch()
        self.frame.add_more(self._more)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(self.frame)
        self.setAcceptDrops(True)

    def _export(self, view: TrainingView) -> Export:
        """Saving what a view shows."""
        assert isinstance(view, QWidget)
        saved, arrays, gather = getattr(view, "picture", view), getattr(view, "arrays", None), getattr(view, "gather", None)
        name = f"training-{view.key}"
        return Export(saved, self.frame.bar, name=name, rows=view.rows, arrays=arrays, snippet=view.snippet, gather=gather)

    def _connect(self) -> None:
        t = self.trainings
        t.listed.connect(lambda _rows: self._listed())
        t.begun.connect(self._begun)
        t.failed.connect(lambda error: self.frame.bar.show_error(self._names.in_words(error)))
        t.kept.connect(self._kept)
        t.view_wanted.connect(self.show_view)
        t.open_wanted.connect(self.model_chosen)
        t.attention_wanted.connect(lambda: self._session.panel_wanted.emit("attention"))
        self.runs.picked.connect(self._picked)
        self.runs.chosen.connect(t.choose)
        self.switch.chosen.connect(lambda _key: self._show_front())
        self._session.run_opened.connect(self._run_opened)

    # what the window asks of every panel

    def title(self) -> str:
        return self.tr("Training")

    def shown_job(self) -> Job | None:
        """None: trainings record themselves."""
        return None

    def view(self, key: str) -> TrainingView:
        """One of the views."""
        return self._views[key]

    def save_state(self) -> dict[str, object]:
        states = {f"{key}/{name}": value for key, view in self._views.items() for name, value in view.save_state().items()}
        return {"view": self.switch.key, "sizes": self.splitter.sizes(), **states}

    def restore_state(self, state: dict[str, object]) -> None:
        sizes = state.get("sizes")
        if isinstance(sizes, list) and len(sizes) == 2 and all(isinstance(size, int) and size > 0 for size in sizes):
            self.splitter.setSizes(sizes)
        for key, view in self._views.items():
            view.restore_state({name.removeprefix(f"{key}/"): value for name, value in state.items() if name.startswith(f"{key}/")})
        self.show_view(str(state.get("view", "")))

    # runs

    def _listed(self) -> None:
        """The list is there: a run that goes on comes to the front when the panel is seen first."""
        rows = tuple(row for row in self.trainings.rows if LESSON_TAG not in row.tags)  # those are Compare's
        self.runs.show_rows(rows)
        stand = {(row.id, row.status) for row in self.trainings.rows}
        if self._met and stand != self._stand:
            self.runs_changed.emit()
        self._stand = stand
        self._listing = bool(rows)
        self._place_list()
        self.runs.mark(self.trainings.run_id)
        if not self._met and any(row.status == "running" for row in rows):
            self.show_view("run")
        self._met = True

    def _picked(self, run_id: int) -> None:
        """A run of the list is looked at; where many are looked at together, that view stays."""
        self.trainings.follow(run_id)
        if self.switch.key == "setup":
            self.show_view("run")

    def _begun(self, run_id: int) -> None:
        self.runs.mark(run_id)
        if self.frame.bar.isVisible() and self.frame.bar.error is None:
            self.frame.bar.clear()

    def _run_opened(self, record: RunRecord) -> None:
        if isinstance(record.request, TrainRequest):
            self.trainings.follow(record.row.id)
            self.show_view("run")

    def _kept(self, kept: Kept) -> None:
        self.frame.bar.show_notice(self.tr("Kept as the model {name}.").format(name=kept.name))
        self.models_changed.emit()

    # views

    def show_view(self, key: str) -> None:
        """Bring a view to the front."""
        self.switch.choose(key)
        self._show_front()

    def _show_front(self) -> None:
        front = self._views[self.switch.key]
        assert isinstance(front, QWidget)
        self._stack.setCurrentWidget(front)
        self._place_list()
        for key, view in self._views.items():
            export = self.exports.get(key)
            for one in (view.controls, view.primary, getattr(view, "more", None), export.button if export is not None else None):
                if one is not None:
                    one.setVisible(view is front)
        more = getattr(front, "more", None)
        self.frame.more.setVisible(more is not None)
        self._more.setVisible(more is not None and self.frame.more.isChecked())

    def _place_list(self) -> None:
        """The runs stand at the left, where there are any and the view in front doesn't need the room."""
        self.runs.setVisible(self._listing and not getattr(self._views[self.switch.key], "wide", False))

    def retranslate(self) -> None:
        self.frame.set_title(self.title())
        self.switch.name([view.title() for view in self._views.values()], self.tr("View"))
        for view in self._views.values():
            view.retranslate()
        self._show_front()

    # Qt

    def showEvent(self, event: QEvent) -> None:
        super().showEvent(event)
        self.trainings.watch(True)

    def hideEvent(self, event: QEvent) -> None:
        super().hideEvent(event)
        self.trainings.watch(False)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if self._takes(event):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        if self._takes(event):
            event.acceptProposedAction()
            self._views[self.switch.key].take_drop(_paths(event))  # type: ignore[attr-defined]

    def _takes(self, event: QDropEvent) -> bool:
        """Whether the view in front has a use for what is dragged; anything else is the window's."""
        return bool(_paths(event)) and getattr(self._views[self.switch.key], "takes_drop", lambda _paths: False)(_paths(event))

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()

    def sizeHint(self) -> QSize:
        return QSize(1000, 640)


def _paths(event: QDropEvent) -> list[str]:
    return [url.toLocalFile() for url in event.mimeData().urls() if url.isLocalFile()]
