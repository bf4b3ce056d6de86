"""Undo and redo of what is changed in the model.

The idea that is not obvious: nobody reports to the stack. It hears of each change from the session, whoever made it, and
remembers what was before. What it takes back itself it does not hear as something new.
"""

from __future__ import annotations

from PySide6.QtCore import QObject
from PySide6.QtGui import QAction, QKeySequence, QUndoCommand, QUndoStack

from workbench.gui.session import Session
from workbench.gui.widgets.intervention_words import InterventionWords
from workbench.values import Intervention, Subject

MOST = 200
Interventions = tuple[Intervention, ...]


class _Change(QUndoCommand):
    """From one set of interventions to another."""

    def __init__(self, session: Session, before: Interventions, after: Interventions) -> None:
        super().__init__()
        self._session, self.before, self.after = session, before, after

    def undo(self) -> None:
        self._session.intervene(self.before)

    def redo(self) -> None:
        self._session.intervene(self.after)  # when it is pushed, this is so already


class Undo(QObject):
    """`undo` and `redo`: the menu's entries, which name what they would do. Another model begins with nothing to undo."""

    def __init__(self, session: Session, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._session, self._known, self._model = session, session.interventions, session.subject.model
        self._words = InterventionWords(self)
        self._stack = QUndoStack(self)
        self._stack.setUndoLimit(MOST)
        self._moving = False
        self.undo, self.redo = QAction(self), QAction(self)
        self.undo.setShortcut(QKeySequence("Ctrl+Z"))
        self.redo.setShortcut(QKeySequence("Ctrl+Shift+Z"))
        self.undo.triggered.connect(lambda: self._move(back=True))
        self.redo.triggered.connect(lambda: self._move(back=False))
        session.interventions_changed.connect(self._changed)
        session.subject_changed.connect(self._subject_changed)
        self.retranslate()

    def _move(self, *, back: bool) -> None:
        self._moving = True
        if back:
            self._stack.undo()
        else:
            self._stack.redo()
        self._moving = False
        self.retranslate()

    def _changed(self, now: Interventions) -> None:
        before, self._known = self._known, now
        if not self._moving:
            self._stack.push(_Change(self._session, before, now))
            self.retranslate()

    def _subject_changed(self, subject: Subject) -> None:
        if subject.model != self._model:
            self._model = subject.model
            self._stack.clear()
            self.retranslate()

    def retranslate(self) -> None:
        """Name what would be undone and redone, in the language in force."""
        at = self._stack.index()
        last, following = (self._stack.command(place) for place in (at - 1, at))
        for action, command, plain, naming in (
            (self.undo, last, self.tr("Undo"), self.tr("Undo: {what}")),
            (self.redo, following, self.tr("Redo"), self.tr("Redo: {what}")),
        ):
            there = isinstance(command, _Change)
            action.setText(naming.format(what=self._words.step(command.before, command.after)) if there else plain)
            action.setEnabled(there)
