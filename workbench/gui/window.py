"""The workspace: docks, menus and keys around one session. It arranges; what is shown is the panels' business.

The idea that is not obvious: the main window itself (`shell`) is on the screen before this module is imported; the
workspace is built into it.
"""

from __future__ import annotations

import dataclasses
import importlib
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import Any

from PySide6.QtCore import QObject, QSignalBlocker, Qt, QTimer
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QDockWidget, QFileDialog, QVBoxLayout, QWidget

from workbench import paths
from workbench.errors import WorkbenchError
from workbench.figures import ENDINGS
from workbench.gui.menus import Menus
from workbench.gui.models.texts import first_text
from workbench.gui.palette import Palette, ShortcutSheet, view_actions
from workbench.gui.panels.library import LibraryPanel
from workbench.gui.panels.models_dialog import ModelsDialog
from workbench.gui.panels.subject_bar import SubjectBar
from workbench.gui.preferences import Preferences
from workbench.gui.provenance import Provenance
from workbench.gui.reopening import Reopening
from workbench.gui.rest import Rest
from workbench.gui.run_views import PANEL_OF_RUN, RunViews
from workbench.gui.session import NO_JOB, Job, Session
from workbench.gui.shell import Shell
from workbench.gui.status import StatusBar
from workbench.gui.undo import Undo
from workbench.gui.widgets.message_bar import MessageBar
from workbench.host.client import Children
from workbench.host.mailbox import Delivery, Mailbox
from workbench.store import Store
from workbench.values import (
    ModelInfo,
    ModelList,
    ModelListRequest,
    OpenRequest,
    RunRecord,
    run_and_step,
)

PANELS = {
    "tokens": ("workbench.gui.panels.tokens", "TokensPanel"),
    "attention": ("workbench.gui.panels.attention", "AttentionPanel"),
    "embeddings": ("workbench.gui.panels.embeddings", "EmbeddingsPanel"),
    "playground": ("workbench.gui.panels.playground", "PlaygroundPanel"),
    "training": ("workbench.gui.panels.training", "TrainingPanel"),
    "runs": ("workbench.gui.panels.runs", "RunsPanel"),
}

WIDEST_LIBRARY = 400
VECTOR_FILES = (".csv", ".tsv", ".npy", ".npz", ".vec", ".w2v")
"""What is opened in the Embeddings panel when it is dropped on the window; a .txt may be anything."""


def open_session(parent: QObject) -> tuple[Session, Children, Store, Mailbox]:
    """The session with everything that answers it: the children, and the store of this person's data folder."""
    mailbox = Mailbox()
    children = Children(mailbox)
    store = Store(
        paths.database(),
        lambda job, result, error: mailbox.put(Delivery(job, result, error, last=True)),
        on_problem=lambda error: mailbox.put(Delivery(NO_JOB, error=error, last=True)),
    )
    return Session(mailbox, children, store, store, parent=parent), children, store, mailbox


class Workspace(QObject):
    """Builds the window and keeps it together. `close` ends the children and the store."""

    def __init__(self, shell: Shell, preferences: Preferences) -> None:
        super().__init__(shell)
        self.shell, self._preferences = shell, preferences
        self.session, self._children, self._store, self._mailbox = open_session(self)
        self._children.start("text")
        self._children.start("engine")
        self.panels: dict[str, QWidget] = {}
        self._models: ModelList | None = None
        self._any_text = False
        self._figure: Path | None = None
        self.bar = MessageBar(shell)
        self.subject_bar = SubjectBar(self.session, shell)
        self.dialog = ModelsDialog(self.session, shell)
        self.undo = Undo(self.session, self)
        self.provenance, self.figures = Provenance(self.session), Reopening(self.session, self, self)
        self._build_head()
        self._build_docks()
        self.status = StatusBar(self.session, shell)
        shell.setStatusBar(self.status)
        self.rest, self.views = Rest(self.session, self._shown_jobs, self), RunViews(self.session, self.panels.get, self)
        self.rest.left.connect(self.views.left)
        self._connect()
        self._restore()
        self.retranslate()

    def begin(self, *, model: str, text: str, panel: str, figure: Path | None = None) -> None:
        """Open what was asked for (`figure`: what a saved picture shows), else what was open last, else the first installed model and a
        sample text."""
        self._figure = figure
        remembered = self._preferences.text("subject/text")
        self._wanted_model = model or self._preferences.text("subject/model")
        self._any_text, self._asked_text = not (text or remembered), bool(text)
        self.session.change_subject(text=text or remembered or first_text(self._wanted_model))
        self.raise_panel(panel if panel in PANELS else self._preferences.text("window/panel", "tokens"))
        self._ask_models()

    def close(self) -> None:
        """Remember the layout, end the children, write down what waits."""
        self._children.close()
        self._store.close(patience_s=2.0)
        self._mailbox.close()

    # building

    def _build_head(self) -> None:
        self.menus = Menus(tuple(PANELS), self.undo, self._preferences, self)
        head = QWidget(self.shell)
        column = QVBoxLayout(head)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        for one in (self.menus.bar, self.subject_bar, self.bar):
            column.addWidget(one)
        self.shell.setMenuWidget(head)

    def _build_docks(self) -> None:
        self.shell.setDockNestingEnabled(True)
        self.shell.setTabPosition(Qt.DockWidgetArea.AllDockWidgetAreas, self._tab_position())
        self.library = LibraryPanel(self.session, self.shell)
        self.docks = {"library": self._dock("library", self.library, Qt.DockWidgetArea.LeftDockWidgetArea)}
        self.library.setMaximumWidth(WIDEST_LIBRARY)  # Qt shares a wider window out between the docks; this room is the panels'
        for name in PANELS:
            dock = self.docks[name] = self._dock(name, QWidget(), Qt.DockWidgetArea.RightDockWidgetArea)
            dock.visibilityChanged.connect(lambda visible, name=name: visible and self._panel(name))
            if name != "tokens":
                self.shell.tabifyDockWidget(self.docks["tokens"], dock)
        self.shell.resizeDocks([self.docks["library"], self.docks["tokens"]], [240, 1200], Qt.Orientation.Horizontal)

    def _dock(self, name: str, content: QWidget, area: Qt.DockWidgetArea) -> QDockWidget:
        dock = QDockWidget(self.shell)
        dock.setObjectName(name)
        dock.setWidget(content)
        dock.setTitleBarWidget(QWidget(dock))  # the tab, or the panel's own title row, says its name
        dock.topLevelChanged.connect(lambda floating: dock.setTitleBarWidget(None if floating else QWidget(dock)))
        self.shell.addDockWidget(area, dock)
        return dock

    @staticmethod
    def _tab_position() -> Any:
        from PySide6.QtWidgets import QTabWidget

        return QTabWidget.TabPosition.North

    def _connect(self) -> None:
        s, a = self.session, self.menus.actions
        s.subject_changed.connect(self._subject_changed)
        self.shell.tabifiedDockWidgetActivated.connect(lambda _dock: self.rest.act())
        s.run_opened.connect(self._run_opened)
        s.model_wanted.connect(self.show_models)
        s.panel_wanted.connect(self.raise_panel)
        s.problem.connect(self.bar.show_error)
        self.subject_bar.models_asked.connect(self.show_models)
        self.subject_bar.newer_asked.connect(self.open_model)
        self.subject_bar.committed.connect(self._commit)
        self.dialog.chosen.connect(self.open_model)
        self.library.models_asked.connect(self.show_models)
        self.library.model_chosen.connect(self.open_model)
        self.shell.dropped.connect(lambda dropped: self.open_file(dropped[0]))
        self.shell.closing.connect(self._remember)
        self.shell.language_changed.connect(self.retranslate)
        a["models"].triggered.connect(self.show_models)
        a["figure"].triggered.connect(self._choose_figure)
        a["palette"].triggered.connect(self._show_palette)
        a["shortcuts"].triggered.connect(lambda: ShortcutSheet(self.menus.all(), self.shell).open())
        a["text"].triggered.connect(self.subject_bar.focus_text)
        a["quit"].triggered.connect(self.shell.close)
        for name, action in self.menus.panels.items():
            action.triggered.connect(lambda _checked=False, name=name: self.raise_panel(name))
        self.shell.addActions(list(self.menus.all()))

    def open_file(self, path: str) -> None:
        """Open what was dropped: a saved picture shows what it was made from, vectors are shown, anything else is taken for a model."""
        if Path(path).suffix.lower() in ENDINGS:
            self.figures.open(Path(path))
        elif Path(path).suffix.lower() in VECTOR_FILES:
            self.raise_panel("embeddings").open_file(path)  # type: ignore[attr-defined]
        else:
            self.open_model(path)

    def _choose_figure(self) -> None:
        wanted = " ".join(f"*{ending}" for ending in ENDINGS)
        dialog = QFileDialog(
            self.shell, self.menus.actions["figure"].text(), "", self.tr("Saved pictures ({endings})").format(endings=wanted)
        )
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.fileSelected.connect(self.open_file)
        dialog.open()

    # panels

    def has_panel(self, name: str) -> bool:
        """Whether this version has a panel of that name."""
        return name in PANELS

    def raise_panel(self, name: str) -> QWidget:
        """Bring a panel to the front, making it if need be."""
        name = name if name in PANELS else "tokens"
        panel = self._panel(name)
        self.docks[name].show()
        self.docks[name].raise_()
        return panel

    def _panel(self, name: str) -> QWidget:
        if name not in self.panels:
            module, made = PANELS[name]
            panel = getattr(importlib.import_module(module), made)(self.session)
            self.panels[name] = panel
            self._listen(panel)
            self.provenance.adopt(name, panel)
            panel.restore_state(self._preferences.state(f"panel/{name}"))
            self.docks[name].setWidget(panel)
            panel.show()
        return self.panels[name]

    def _listen(self, panel: QWidget) -> None:
        """What some panels ask of the window: to open a model, to list the models anew, to take back a change of the model; and whether the
        model under study is the newest of a run."""
        asked = (
            ("model_chosen", self.open_model),
            ("models_changed", self.library.refresh),
            ("runs_changed", self.library.refresh),
            ("undo_asked", self.undo.undo.trigger),
        )
        for signal, act in asked:
            if hasattr(panel, signal):
                getattr(panel, signal).connect(act)
        if hasattr(panel, "newest"):
            self.subject_bar.set_newest(panel.newest)
            self.rest.set_newest(panel.newest)

    def _shown_jobs(self) -> Iterator[Job]:
        for panel in self.panels.values():
            shown = getattr(panel, "shown_job", None)
            job = shown() if shown is not None and panel.isVisible() else None
            if job is not None:
                yield job

    def _commit(self) -> None:
        self.rest.act()
        for panel in self.panels.values():
            refresh = getattr(panel, "refresh", None)
            if refresh is not None and panel.isVisible():
                refresh()

    def _run_opened(self, record: RunRecord) -> None:
        name = PANEL_OF_RUN.get(type(record.request))
        if name is None:
            return
        fresh = name not in self.panels
        about = getattr(record.request, "trace", record.request)
        subject = getattr(about, "subject", None)
        if subject is not None:
            self.session.change_subject(**{field.name: getattr(subject, field.name) for field in dataclasses.fields(subject)})
        self.session.intervene(getattr(about, "interventions", self.session.interventions))
        self.raise_panel(name)
        if fresh:  # it was not there to hear
            QTimer.singleShot(0, self, lambda: self.session.open_run(record))

    # models

    def _ask_models(self) -> None:
        job = self.session.submit(ModelListRequest(), key="start")
        job.done.connect(self._models_known)
        job.failed.connect(self._models_unknown)

    def _models_unknown(self, error: WorkbenchError) -> None:
        if error.code != "cancelled":
            self.bar.show_error(error, action_text=self.tr("Try again"), action=self._ask_again)

    def _ask_again(self) -> None:
        self._ask_models()
        self.library.refresh()

    def _models_known(self, models: ModelList) -> None:
        installed = [model.name for model in models.models if model.installed]
        wanted = self._wanted_model or (installed[0] if installed else "")
        if wanted:
            if self._any_text:
                self.session.change_subject(text=first_text(wanted))
            self.open_model(wanted)
            if not self._asked_text:
                self.rest.spare()
        elif self._figure is None:
            self.show_models()
        if self._figure is not None:
            self.figures.open(self._figure)

    def show_models(self) -> None:
        self.dialog.show()
        self.dialog.raise_()

    def open_model(self, reference: str) -> None:
        """Put a model under study. Its tokens are there before the engine has it; one that can't be opened is taken back."""
        self.bar.clear()
        before = self.session.subject.model
        self.subject_bar.set_model_info(None)
        self.session.change_subject(model=reference)
        job = self.session.submit(OpenRequest(reference), key="open")
        job.done.connect(lambda info: self._opened(reference, info))
        job.failed.connect(lambda error: self._not_opened(reference, before, error))

    def _opened(self, reference: str, info: ModelInfo) -> None:
        if self.session.subject.model == reference:
            if (run_and_step(reference) or (0, 0))[1] is None:  # the newest of a run, which is another tomorrow
                reference = info.name
                self.session.change_subject(model=reference)
            self.subject_bar.set_model_info(info)
            self._title(info.name)
            self.provenance.info, self.provenance.reference = info, reference
            self.figures.model_opened(reference, info)

    def _not_opened(self, reference: str, before: str, error: WorkbenchError) -> None:
        if error.code == "cancelled":
            return
        if error.code.startswith("child-"):  # the engine's trouble, not the model's
            self.bar.show_error(error, action_text=self.tr("Try again"), action=lambda: self.open_model(reference))
            return
        if self.session.subject.model == reference:
            self.session.change_subject(model=before if before != reference else "")
            if before and before != reference:
                self.session.submit(OpenRequest(before), key="open").done.connect(lambda info: self._opened(before, info))
        if error.code == "model-not-installed":
            self.bar.show_error(error, action_text=self.tr("Fetch a model"), action=self.show_models)
        else:
            self.bar.show_error(error)

    def _title(self, model: str) -> None:
        self.shell.setWindowTitle(f"{model} — LM Workbench" if model else "LM Workbench")

    def _subject_changed(self, subject: Any) -> None:
        self._preferences.set_text("subject/model", subject.model)
        self._preferences.set_text("subject/text", subject.text if len(subject.text) < 100_000 else "")

    # words

    def _show_palette(self) -> None:
        own = [action for action in self.menus.all() if action is not self.menus.actions["palette"]]
        made = [action for name in self.panels for action in self._view_actions(name)]
        further = {name: partial(self._view_actions, name) for name in PANELS if name not in self.panels}
        Palette([*own, *made], self.shell, further=further).open()

    def _view_actions(self, name: str) -> list[QAction]:
        return view_actions(name, self._panel(name), lambda: self.raise_panel(name))

    def retranslate(self) -> None:
        self.undo.retranslate()
        titles = {
            "tokens": self.tr("Tokens"),
            "attention": self.tr("Attention"),
            "embeddings": self.tr("Embeddings"),
            "playground": self.tr("Playground"),
            "training": self.tr("Training"),
            "runs": self.tr("Runs"),
            "library": self.tr("Library"),
        }
        for name, dock in self.docks.items():
            dock.setWindowTitle(titles[name])
        self.menus.retranslate(titles)

    # remembering

    def _restore(self) -> None:
        with QSignalBlocker(self.shell):
            self.shell.restoreState(self._preferences.blob("window/state"))

    def _remember(self) -> None:
        self.rest.leave()
        self._preferences.set_blob("window/geometry", self.shell.saveGeometry())
        self._preferences.set_blob("window/state", self.shell.saveState())
        front = next((name for name in PANELS if name in self.panels and self.panels[name].isVisible()), "tokens")
        self._preferences.set_text("window/panel", front)
        for name, panel in self.panels.items():
            self._preferences.set_state(f"panel/{name}", panel.save_state())
        self._preferences.save()
