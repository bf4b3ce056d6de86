"""The tree of the run on screen: every branch of its prompt, to walk, name, prune and take out of the window.

Owns the question for the tree (key `branches`). The idea that is not obvious: the tree comes from the record, so a run that is
opened again brings its whole family; only the tokens of a run that is still going on are added here.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QMenu, QPushButton, QToolButton, QVBoxLayout, QWidget

from workbench.errors import WorkbenchError
from workbench.gui import theme
from workbench.gui.panels.playground_page import Common
from workbench.gui.panels.playground_run import Look
from workbench.gui.session import Job
from workbench.gui.widgets.branch_nodes import Node, Token, as_json, outline, paths_of, tree_of
from workbench.gui.widgets.branch_tree import BranchTree
from workbench.gui.widgets.single_shot import single_shot
from workbench.gui.widgets.steps_table import spelled
from workbench.gui.widgets.wrapped_label import WrappedLabel
from workbench.values import Branches, BranchesRequest, RunAnnotateRequest, RunDeleteRequest, TokenStep

REST_MS, WALK_MS = 150, 120
SNIPPET = """from workbench import paths
from workbench.store import Store
from workbench.values import BranchesRequest

store = Store(paths.database())
for branch in store.answer(BranchesRequest({run!r})).branches:
    print(branch.id, branch.parent_id, branch.kept.tolist(), "".join(branch.texts))
store.close()
"""


class TreeView(QWidget):
    """`run_asked(run, number)`: show that run, with the step of that number. `left`: back to the text."""

    run_asked = Signal(int, int)
    left = Signal()

    def __init__(self, common: Common, parent: QWidget) -> None:
        super().__init__(parent)
        self._common, self._look = common, Look()
        self._job: Job | None = None
        self._found: Branches | None = None
        self._paths: dict[int, list[Token]] = {}
        self._grown, self._stale = 0, True
        self.tree, self.words = BranchTree(self), WrappedLabel(parent=self)
        self.name, self.prune, self.save = QPushButton(self), QPushButton(self), QToolButton(self)
        self._menu = QMenu(self.save)
        self._actions = {key: self._menu.addAction("") for key in ("outline", "json", "copy")}
        self.save.setMenu(self._menu)
        self.save.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        buttons = QHBoxLayout()
        buttons.setSpacing(theme.S2)
        for one in (self.name, self.prune, self.save):
            buttons.addWidget(one)
        buttons.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.S2)
        column.addWidget(self.words)
        column.addWidget(self.tree, 1)
        column.addLayout(buttons)
        self._rest = single_shot(REST_MS, self._ask, parent=self)
        self._walk = single_shot(WALK_MS, self._show_walked, parent=self)
        self._connect()
        self.retranslate()

    def _connect(self) -> None:
        self._common.session.runs_changed.connect(self._changed)
        self.tree.walked.connect(lambda _node: self._walked())
        self.tree.entered.connect(self.left)
        self.tree.pruned.connect(lambda _node: self._prune())
        self.tree.branches.renamed.connect(self._rename)
        self.name.clicked.connect(self._name)
        self.prune.clicked.connect(self._prune)
        self._actions["outline"].triggered.connect(lambda: self._save_as("txt", lambda: outline(self.tree.branches.root, self._prompt())))
        self._actions["json"].triggered.connect(lambda: self._save_as("json", lambda: as_json(self.tree.branches.root, self._prompt())))
        self._actions["copy"].triggered.connect(self.copy_outline)

    # what is shown

    def look(self, look: Look) -> None:
        """Follow the run on screen: its row grows while it goes on, and the step one looks at is the row one stands on."""
        before, self._look = self._look, look
        run = look.run.run_id if look.run is not None else None
        if run != (before.run.run_id if before.run is not None else None) or look.running != before.running:
            self._changed()
        if look.run is not None and run in self._paths:
            self._grow(run, look.run.steps)
            self.tree.branches.show_run(run)
            self._stand_on(run, look.number)
        self._say()

    def _changed(self) -> None:
        self._stale = True
        if self.isVisible() and not self._rest.isActive():
            self._rest.start()

    def _ask(self) -> None:
        run = self._look.run.run_id if self._look.run is not None else None
        if not self._stale:
            return
        if run is None:
            self._take({}, {}, running=None)
            return
        self._stale = False
        job = self._job = self._common.session.submit(BranchesRequest(run), key="branches")
        job.done.connect(lambda found: self._done(job, found))
        job.failed.connect(lambda error: self._failed(job, error))

    def _done(self, job: Job, found: object) -> None:
        if job is not self._job or not isinstance(found, Branches):
            return
        self._job, self._found = None, found
        names = {branch.id: branch.name for branch in found.branches}
        going = self._look.run.run_id if self._look.run is not None and self._look.running else None
        self._take(paths_of(found.branches), names, running=going)
        self.look(self._look)

    def _failed(self, job: Job, error: WorkbenchError) -> None:
        if job is self._job:
            self._job = None
            self._stale = self._stale or error.code == "cancelled"

    def _take(self, paths: dict[int, list[Token]], names: dict[int, str], *, running: int | None) -> None:
        run = self._look.run
        if run is not None and run.run_id in paths and not run.is_partial:
            paths[run.run_id] = [_token(step) for step in run.steps]  # the record lags behind what is on screen
        self._paths, self._grown = paths, len(run.steps) if run is not None else 0
        self.tree.set_root(tree_of(paths, names, running=running))
        self._say()

    def _grow(self, run: int, steps: list[TokenStep]) -> None:
        fresh = steps[self._grown :]
        leaf = next((node for node in self.tree.branches.root.each() if run in node.runs), None)
        if not fresh or self._look.run is None or self._look.run.is_partial or leaf is None:
            return
        if leaf.children or len(leaf.runs) > 1 or leaf.parent is None:
            self._changed()  # it parts here from what others went on with
            return
        self._grown = len(steps)
        tokens = [_token(step) for step in fresh]
        self._paths[run] += tokens
        self.tree.branches.grow(leaf, tokens)

    def _stand_on(self, run: int, number: int) -> None:
        if self._walk.isActive():
            return
        number += len(self._paths[run]) - len(self._look.run.steps) if self._look.run is not None else 0
        found = next((node for node in self.tree.branches.root.each() if run in node.through and node.start <= number < node.end), None)
        if found is not None and found is not self.tree.current:
            self.tree.set_current(found)

    # walking, naming, pruning

    def _walked(self) -> None:
        self._say()
        self._walk.start()

    def _show_walked(self) -> None:
        node, shown = self.tree.current, self.tree.branches.shown_run
        if node is not None and node.through:
            self.run_asked.emit(shown if shown in node.through else node.through[0], node.start)

    def _name(self) -> None:
        node = self.tree.current
        if node is not None and node.runs:
            self.tree.edit(self.tree.branches.index_of(node))

    def _rename(self, node: Node, name: str) -> None:
        self._common.session.submit(RunAnnotateRequest(node.runs[0], note=name)).done.connect(
            lambda _changed: self._common.session.runs_changed.emit()
        )

    def _below(self) -> tuple[int, ...]:
        """The runs that pruning the current row takes away."""
        node = self.tree.current
        return tuple(node.through) if node is not None else ()

    def _prune(self) -> None:
        runs = self._below()
        staying = [run for run in self._paths if run not in runs]
        if not runs or not staying:
            return
        self._delete(runs, restore=False)
        shown = self.tree.branches.shown_run
        if shown in runs:
            self.run_asked.emit(staying[-1], -1)

    def _delete(self, runs: tuple[int, ...], *, restore: bool) -> None:
        job = self._common.session.submit(RunDeleteRequest(runs, restore=restore))
        job.done.connect(lambda _changed: self._deleted(runs, restore=restore))
        job.failed.connect(self._common.bar.show_error)

    def _deleted(self, runs: tuple[int, ...], *, restore: bool) -> None:
        self._common.session.runs_changed.emit()
        if not restore:
            words = self.tr("1 branch pruned.") if len(runs) == 1 else self.tr("{n} branches pruned.").format(n=len(runs))
            self._common.bar.show_notice(words, action_text=self.tr("Undo"), action=lambda: self._delete(runs, restore=True))

    # out of the window

    def _prompt(self) -> str:
        return self._look.run.prompt if self._look.run is not None else ""

    def copy_outline(self) -> None:
        QGuiApplication.clipboard().setText(outline(self.tree.branches.root, self._prompt()))

    def _save_as(self, ending: str, made: Callable[[], str]) -> None:
        dialog = QFileDialog(self, self.save.text(), f"tree.{ending}", f"*.{ending}")
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setDefaultSuffix(ending)
        dialog.fileSelected.connect(lambda chosen: self.write(Path(chosen), made()))
        dialog.finished.connect(lambda _result: dialog.deleteLater())
        dialog.open()

    def write(self, path: Path, text: str) -> None:
        """Save, and say how it went."""
        try:
            path.write_text(text, encoding="utf-8")
        except OSError as error:
            self._common.bar.show_error(WorkbenchError("file-not-written", path=path, reason=error.strerror or str(error)))
        else:
            self._common.bar.show_notice(self.tr("Saved {name}.").format(name=path.name))

    def rows(self) -> Iterator[tuple[object, ...]]:
        """The data of the view: a line for each row of the tree."""
        yield ("depth", "start", "ids", "tokens", "text", "total_logprob", "runs", "name", "state")
        depths = {id(self.tree.branches.root): -1}
        for node in self.tree.branches.root.each():
            if node.parent is None:
                continue
            depth = depths[id(node)] = depths[id(node.parent)] + 1
            ids, shown = " ".join(str(token[0]) for token in node.tokens), "".join(token[1] for token in node.tokens)
            yield (depth, node.start, ids, shown, node.text(), node.total, " ".join(map(str, node.runs)), node.name, node.state)

    def python(self) -> str:
        run = self._look.run.run_id if self._look.run is not None else None
        return SNIPPET.format(run=run)

    # saying

    def _say(self) -> None:
        left_out = self._found.left_out if self._found is not None else 0
        if not self._paths:
            words = self.tr("Every branch is kept here. Pick a token, go on with another one in its place, and the tree grows.")
        elif left_out:
            words = self.tr("{n} older branches are not shown.").format(n=left_out)
        elif len(self._paths) == 1:
            words = self.tr("One run so far. Go on with another token at any step, and its branch appears here.")
        else:
            words = ""
        self.words.setText(words)
        self.words.setVisible(bool(words))
        node, below = self.tree.current, self._below()
        self.name.setEnabled(node is not None and bool(node.runs))
        self.prune.setEnabled(bool(below) and len(below) < len(self._paths))
        self.save.setEnabled(bool(self._paths))

    def showEvent(self, event: object) -> None:
        super().showEvent(event)
        self._rest.start()

    def retranslate(self) -> None:
        self.tree.retranslate()
        self.name.setText(self.tr("Name…"))
        self.name.setToolTip(self.tr("Give the run that ends in this row a name (F2)."))
        self.prune.setText(self.tr("Prune"))
        self.prune.setToolTip(self.tr("Deletes every run that passes this row (Delete). It can be undone."))
        self.save.setText(self.tr("Save tree"))
        for key, words in (
            ("outline", self.tr("As an outline…")),
            ("json", self.tr("As JSON…")),
            ("copy", self.tr("Copy the outline")),
        ):
            self._actions[key].setText(words)
        self._say()


def _token(step: TokenStep) -> Token:
    return step.id, spelled(step), step.text, step.logprob_raw
