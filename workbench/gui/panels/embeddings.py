"""Embeddings: sets of vectors, in several views.

Owns which set is studied and when it is asked for, which view is in front, and what is said while there is nothing to see; each view
(see `embeddings_view`) needs one line, in VIEWS. The idea that is not obvious: a set of texts follows what is typed, so a new one
takes the place of the old only when it is there.
"""

from __future__ import annotations

from PySide6.QtCore import QEvent, QSize, Qt, QTimer
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLabel, QSizePolicy, QToolButton, QVBoxLayout, QWidget

from workbench.errors import WorkbenchError
from workbench.gui import theme
from workbench.gui.models.origin import Origin
from workbench.gui.models.vectors import ChosenVectors
from workbench.gui.panels.embeddings_evolution import EvolutionView
from workbench.gui.panels.embeddings_layers import LayersView
from workbench.gui.panels.embeddings_map import MapView
from workbench.gui.panels.embeddings_neighbours import NeighboursView
from workbench.gui.panels.embeddings_quality import QualityView
from workbench.gui.panels.embeddings_similarity import SimilarityView
from workbench.gui.panels.embeddings_source import FILES, SourceBar
from workbench.gui.panels.embeddings_view import EmbeddingsView
from workbench.gui.panels.embeddings_words import EmbeddingsWords
from workbench.gui.session import Session
from workbench.gui.widgets.export import Export
from workbench.gui.widgets.frame import PanelFrame
from workbench.gui.widgets.front_stack import FrontStack
from workbench.gui.widgets.hint import Hint
from workbench.gui.widgets.tips import wrapped
from workbench.gui.widgets.view_switch import ViewSwitch
from workbench.values import METRICS, Progress

VIEWS: tuple[type[EmbeddingsView], ...] = (
    NeighboursView,
    SimilarityView,
    LayersView,
    MapView,
    EvolutionView,
    QualityView,
)
TYPING_MS = 300
"""A set of texts is asked for once nothing was typed for so long."""


class EmbeddingsPanel(QWidget):
    """The panel. `chosen` is what its views share; `refresh()` asks for the present texts' vectors now.

    `asks_from_state`: its state names all that its views asked, so that a picture opens again by it alone."""

    asks_from_state = True

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self.chosen = ChosenVectors(session, self)
        self._words = EmbeddingsWords(self)
        self._due, self._failed = True, False
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.setInterval(TYPING_MS)
        self._build()
        self._connect()
        self.retranslate()

    def _build(self) -> None:
        self.frame = PanelFrame(self)
        self.frame.home = self._stack = FrontStack(self.frame.home)
        self.frame.view.addWidget(self._stack, 1)
        made = [make(self._session, self.frame, self.chosen) for make in VIEWS]
        self._views: dict[str, EmbeddingsView] = {view.key: view for view in made}
        self.switch = ViewSwitch(tuple(self._views), self)
        self.bar, self._more = SourceBar(self._session, self.frame), QWidget(self.frame)
        self._metric_label, self.metric_box, self.facts = QLabel(self), QComboBox(self), QLabel(self)
        for metric in METRICS:
            self.metric_box.addItem("", metric)
        self.facts.setProperty("role", "caption")
        self.facts.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)  # a narrow dock cuts it, the tooltip has it
        self.facts.setTextFormat(Qt.TextFormat.PlainText)
        self.hint = Hint(self._stack)
        self.frame.title_row.setStretch(1, 0)
        self.frame.title_row.addSpacing(theme.S3)
        self.frame.title_row.addWidget(self.switch, 1)
        for one in (self.bar, self._metric_label, self.metric_box):
            self.frame.controls.addWidget(one)
        rare = QVBoxLayout(self._more)
        rare.setContentsMargins(0, 0, 0, 0)
        self._stack.addWidget(self.hint)
        self.exports: dict[str, Export] = {}
        for view in made:
            assert isinstance(view, QWidget)
            self._stack.addWidget(view)
            self.exports[view.key] = self._export(view)
            self.frame.title_row.addWidget(self.exports[view.key].button)
            if view.controls is not None:
                self.frame.controls.addWidget(view.controls)
            if getattr(view, "more", None) is not None:
                rare.addWidget(view.more)  # type: ignore[attr-defined]
        self.frame.controls.addStretch()
        self.frame.add_more(self._more)
        self.frame.add_strip(self.bar.texts)
        self.frame.view.addLayout(self._foot())
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(self.frame)
        self.setAcceptDrops(True)

    def _foot(self) -> QHBoxLayout:
        """What is below the views: what they show in words, and what is picked in it."""
        foot = QHBoxLayout()
        self.picked, self.clear = QLabel(self), QToolButton(self)
        self.picked.setProperty("role", "caption")
        self.picked.setTextFormat(Qt.TextFormat.PlainText)
        self.clear.setProperty("flat", True)
        self.clear.setText("✕")
        foot.addWidget(self.facts, 1)
        foot.addWidget(self.picked)
        foot.addWidget(self.clear)
        return foot

    def _export(self, view: EmbeddingsView) -> Export:
        """Saving what a view shows."""
        assert isinstance(view, QWidget)
        saved, arrays, gather = getattr(view, "picture", view), getattr(view, "arrays", None), getattr(view, "gather", None)
        name = f"embeddings-{view.key}"
        return Export(saved, self.frame.bar, name=name, rows=view.rows, arrays=arrays, snippet=view.snippet, gather=gather)

    def _connect(self) -> None:
        c = self.chosen
        c.vectors_changed.connect(self._set_changed)
        c.progressed.connect(self._loading)
        c.failed.connect(self._set_failed)
        c.settled.connect(self.frame.show_current)
        c.metric_changed.connect(self._metric_changed)
        c.items_changed.connect(self._say_chosen)
        self.clear.clicked.connect(lambda: c.choose(()))
        self.frame.cancelled.connect(c.cancel)
        self._soon.timeout.connect(self._follow)
        self.bar.changed.connect(self._follow)
        self.hint.asked.connect(self._hint_asked)
        self.switch.chosen.connect(lambda _key: self._show_view())
        self.metric_box.activated.connect(lambda row: c.choose_metric(METRICS[row]))
        self._session.subject_changed.connect(lambda _subject: self._subject_changed())

    # what the window asks of every panel

    def title(self) -> str:
        return self.tr("Embeddings")

    def view(self, key: str) -> EmbeddingsView:
        """One of the views."""
        return self._views[key]

    def origin(self) -> Origin:
        """What is on screen, for a picture that opens again."""
        own = getattr(self._front, "origin", None)
        return own() if own is not None else Origin.of(self.chosen.vectors, None, None)

    def save_state(self) -> dict[str, object]:
        states = {f"{key}/{name}": value for key, view in self._views.items() for name, value in view.save_state().items()}
        return {"view": self.switch.key, "source": self.bar.save_state(), "chosen": self.chosen.save_state(), **states}

    def restore_state(self, state: dict[str, object]) -> None:
        source, chosen = state.get("source"), state.get("chosen")
        self.bar.restore_state(source if isinstance(source, dict) else {})  # first, so that all else waits for that set
        self.chosen.restore_state(chosen if isinstance(chosen, dict) else {})
        for key, view in self._views.items():
            view.restore_state({name.removeprefix(f"{key}/"): value for name, value in state.items() if name.startswith(f"{key}/")})
        self.switch.choose(str(state.get("view", "")))
        self._show_view()

    # the set

    def refresh(self) -> None:
        """Ask for the present texts' vectors now."""
        self._soon.stop()
        self._follow()

    def open_file(self, path: str) -> None:
        """Show the vectors of a file."""
        self.bar.open_file(path)

    def _subject_changed(self) -> None:
        self._due = True
        if self.isVisible():
            self._soon.start()

    def _follow(self) -> None:
        """Study the set that is chosen, once somebody looks."""
        self._due = not self.isVisible()
        if self._due:
            return
        self._soon.stop()
        self._failed = False
        self.frame.bar.clear()
        self.chosen.places.fetch()
        self.chosen.take(self.bar.source)
        self._show_view()

    def _set_changed(self) -> None:
        for view in self._views.values():
            view.set_vectors(self.chosen.vectors)
        self._show_view()

    def _set_failed(self, error: WorkbenchError) -> None:
        self._failed = True
        if error.code == "model-not-installed":
            self.frame.bar.show_error(error, action_text=self.tr("Choose a model"), action=self._session.model_wanted.emit)
        else:
            self.frame.bar.show_error(error)
        self._show_view()

    def _loading(self, progress: Progress | None) -> None:
        self.frame.show_loading(self._words.loading(progress), progress)

    def _hint_asked(self) -> None:
        if self.bar.key == "file":
            self.bar.ask_file()
        elif not self._session.subject.model:
            self._session.model_wanted.emit()
        else:
            self.bar.texts.add_samples()

    # views

    @property
    def _front(self) -> EmbeddingsView:
        return self._views[self.switch.key]

    def _show_view(self) -> None:
        front = self._front
        assert isinstance(front, QWidget)
        ready = self.chosen.vectors is not None or not getattr(front, "uses_set", True)
        self._stack.setCurrentWidget(front if ready else self.hint)
        for view in self._views.values():
            for one in (view.controls, getattr(view, "more", None), self.exports[view.key].button):
                if one is not None:
                    one.setVisible(ready and view is front)
        more = getattr(front, "more", None) if ready else None
        self.frame.more.setVisible(more is not None)
        self._more.setVisible(more is not None and self.frame.more.isChecked())
        for one in (self._metric_label, self.metric_box):
            one.setVisible(ready and getattr(front, "uses_metric", False))
        about_set = getattr(front, "uses_set", True)
        self.bar.set_wanted(about_set)
        self.facts.setVisible(about_set)
        self._say()

    def _metric_changed(self) -> None:
        self.metric_box.setCurrentIndex(METRICS.index(self.chosen.metric))
        self._say()

    # words

    def _say(self) -> None:
        vectors = self.chosen.vectors
        self.facts.setText(self._words.facts(vectors, self.chosen.metric) if vectors is not None else "")
        self.facts.setToolTip(self.facts.text())
        self.metric_box.setToolTip(wrapped(self._words.about_metric(self.chosen.metric)))
        self._say_chosen()
        self.hint.say(*self._words.hint(key=self.bar.key, has_model=bool(self._session.subject.model), failed=self._failed))

    def _say_chosen(self) -> None:
        items, vectors = self.chosen.items, self.chosen.vectors
        self.picked.setText(self._words.chosen(items, vectors) if vectors is not None and items else "")
        for one in (self.picked, self.clear):
            one.setVisible(bool(items))

    def retranslate(self) -> None:
        self.frame.set_title(self.title())
        self.switch.name([view.title() for view in self._views.values()], self.tr("View"))
        self._metric_label.setText(self.tr("Metric"))
        self.clear.setToolTip(self.tr("Choose none"))
        self.clear.setAccessibleName(self.tr("Choose none"))
        self._metric_label.setBuddy(self.metric_box)
        self.metric_box.setAccessibleName(self.tr("Metric"))
        for row, metric in enumerate(METRICS):
            self.metric_box.setItemText(row, self._words.metric(metric))
            self.metric_box.setItemData(row, wrapped(self._words.about_metric(metric)), Qt.ItemDataRole.ToolTipRole)
        for view in self._views.values():
            view.retranslate()
        self._say()

    # Qt

    def showEvent(self, event: QEvent) -> None:
        super().showEvent(event)
        if self._due:
            self._follow()

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if _dropped(event):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        path = _dropped(event)
        if path:
            event.acceptProposedAction()
            self.open_file(path)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()

    def sizeHint(self) -> QSize:
        return QSize(1100, 700)


def _dropped(event: QDropEvent) -> str:
    """The file of vectors that is dropped; "" for anything else, which is the window's."""
    paths = [url.toLocalFile() for url in event.mimeData().urls() if url.isLocalFile()]
    return next((path for path in paths if path.lower().endswith(FILES)), "")
