"""A short list of named things with Add, Duplicate and Delete. Which one is chosen is the list's; what they are is its owner's."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QListWidget, QToolButton, QVBoxLayout, QWidget

from workbench.gui import theme

ROWS_SHOWN = 4


class NamedList(QWidget):
    """`chosen(number)` when another one is picked; `added`, `duplicated(number)` and `deleted(number)` ask the owner to act."""

    chosen = Signal(int)
    added = Signal()
    duplicated = Signal(int)
    deleted = Signal(int)

    def __init__(self, parent: QWidget | None = None, *, rows: int = ROWS_SHOWN) -> None:
        super().__init__(parent)
        self.list = _List(self)
        self.list.setFixedHeight(rows * (self.list.fontMetrics().height() + 2 * theme.S1) + 2 * theme.S1)
        self.add, self.duplicate, self.delete = QToolButton(self), QToolButton(self), QToolButton(self)
        self.buttons = QHBoxLayout()
        self.buttons.setSpacing(theme.S1)
        for button in (self.add, self.duplicate, self.delete):
            self.buttons.addWidget(button)
        self.buttons.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.S1)
        column.addWidget(self.list)
        column.addLayout(self.buttons)
        self.list.currentRowChanged.connect(self._chosen)
        self.list.delete_pressed.connect(self._delete)
        self.add.clicked.connect(self.added)
        self.duplicate.clicked.connect(lambda: self.duplicated.emit(self.row))
        self.delete.clicked.connect(self._delete)
        self._quiet = False
        self.retranslate()

    @property
    def row(self) -> int:
        """The number of the chosen one; -1 for none."""
        return self.list.currentRow()

    def show_names(self, names: Sequence[str], row: int) -> None:
        """Show these and choose one, without telling."""
        self._quiet = True
        if [self.list.item(number).text() for number in range(self.list.count())] != list(names):
            self.list.clear()
            self.list.addItems(list(names))
        self.list.setCurrentRow(min(row, len(names) - 1))
        self._quiet = False
        self.duplicate.setEnabled(bool(names))
        self.delete.setEnabled(bool(names))

    def name(self, words: str) -> None:
        """What it is a list of."""
        self.list.setAccessibleName(words)

    def _chosen(self, row: int) -> None:
        if not self._quiet and row >= 0:
            self.chosen.emit(row)

    def _delete(self) -> None:
        if self.row >= 0:
            self.deleted.emit(self.row)

    def retranslate(self) -> None:
        self.add.setText(self.tr("Add"))
        self.duplicate.setText(self.tr("Duplicate"))
        self.delete.setText(self.tr("Delete"))

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()


class _List(QListWidget):
    delete_pressed = Signal()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Delete:
            self.delete_pressed.emit()
        else:
            super().keyPressEvent(event)
