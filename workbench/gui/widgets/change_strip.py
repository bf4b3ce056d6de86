"""A strip that says that the model is changed, as long as it is: nobody should forget an ablation.

The idea that is not obvious: it also stands where the changes do not act, and says that; else their absence would have to be known.
"""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QWidget

from workbench.gui import theme
from workbench.gui.widgets.intervention_words import InterventionWords
from workbench.gui.widgets.tips import plain
from workbench.gui.widgets.wrapped_label import WrappedLabel
from workbench.values import Intervention

NAMED = 8
"""So many are named; the tooltip has all."""


class ChangeStrip(QFrame):
    """Hidden while nothing is changed. `undo_asked`, `clear_asked`: its buttons."""

    undo_asked = Signal()
    clear_asked = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("card")
        self._interventions: tuple[Intervention, ...] = ()
        self._acts = True
        self._words = InterventionWords(self)
        self.label, self.undo, self.clear = WrappedLabel(parent=self), QPushButton(self), QPushButton(self)
        row = QHBoxLayout(self)
        row.setContentsMargins(theme.S3, 2, 2, 2)
        row.setSpacing(theme.S2)
        row.addWidget(self.label, 1)
        row.addWidget(self.undo)
        row.addWidget(self.clear)
        self.undo.clicked.connect(self.undo_asked)
        self.clear.clicked.connect(self.clear_asked)
        self.hide()
        self.retranslate()

    def set_interventions(self, interventions: Sequence[Intervention]) -> None:
        """What is changed; nothing hides the strip."""
        self._interventions = tuple(interventions)
        self._say()

    def set_acts(self, acts: bool) -> None:
        """Whether what is shown beside the strip is of the changed model."""
        self._acts = acts
        self._say()

    def _say(self) -> None:
        named, more = self._interventions[:NAMED], len(self._interventions) - NAMED
        changes = self._words.all(named) + (" · " + self.tr("{n} more").format(n=more) if more > 0 else "")
        says = self.tr("The model is changed: {changes}") if self._acts else self.tr("Changes of the model do not act here: {changes}")
        self.label.setText(says.format(changes=changes))
        self.label.setToolTip(plain(self._words.tip(self._interventions)))
        self.label.setStyleSheet(f"color: {theme.colors().warn.name() if self._acts else theme.colors().muted.name()}")
        self.setVisible(bool(self._interventions))

    def retranslate(self) -> None:
        self.undo.setText(self.tr("Undo"))
        self.undo.setToolTip(self.tr("Take back the last change (Ctrl+Z)"))
        self.clear.setText(self.tr("Clear"))
        self.clear.setToolTip(self.tr("The model as it was trained"))
        self._say()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()
        elif event.type() == QEvent.Type.PaletteChange:
            self._say()
