"""The rows of variables of a grid: typed, pasted, or imported from a file."""

from __future__ import annotations

import dataclasses
from pathlib import Path

from PySide6.QtCore import QAbstractTableModel, QEvent, QModelIndex, QPersistentModelIndex, Qt, Signal
from PySide6.QtWidgets import QAbstractItemView, QFileDialog, QHBoxLayout, QLabel, QLineEdit, QTableView, QToolButton, QVBoxLayout, QWidget

from workbench.errors import WorkbenchError
from workbench.gui import theme
from workbench.gui.models.grid_draft import GridDraft
from workbench.gui.session import Session
from workbench.gui.widgets.wrapped_label import WrappedLabel
from workbench.values import PromptTable, TableRead, TableRequest

Index = QModelIndex | QPersistentModelIndex
BAD_NAMED = 3
"""Rows that were left out and are named one by one."""


class GridRows(QWidget):
    """Edits the draft's table; `failed(error)` when a file could not be read."""

    failed = Signal(object)

    def __init__(self, draft: GridDraft, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._draft, self._session = draft, session
        self._read: TableRead | None = None
        self.load, self.add, self.delete = QToolButton(self), QToolButton(self), QToolButton(self)
        self.columns, self.columns_label = QLineEdit(self), QLabel(self)
        self.columns_label.setBuddy(self.columns)
        self.model, self.table, self.about = RowsModel(draft, self), QTableView(self), WrappedLabel(parent=self)
        self.table.setModel(self.model)
        self.table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.table.verticalHeader().setDefaultSectionSize(theme.CONTROL_HEIGHT)
        self.table.horizontalHeader().setStretchLastSection(True)
        self.table.horizontalHeader().setDefaultSectionSize(150)
        self.table.setWordWrap(False)
        self.about.setProperty("role", "caption")
        buttons = QHBoxLayout()
        buttons.setSpacing(theme.S1)
        for button in (self.load, self.add, self.delete):
            buttons.addWidget(button)
        buttons.addStretch(1)
        line = QHBoxLayout()
        line.addWidget(self.columns_label)
        line.addWidget(self.columns, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.S2)
        column.addLayout(buttons)
        column.addLayout(line)
        column.addWidget(self.table, 1)
        column.addWidget(self.about)
        self.load.clicked.connect(self._choose)
        self.add.clicked.connect(self._add)
        self.delete.clicked.connect(self._delete)
        self.columns.editingFinished.connect(self._name_columns)
        draft.loaded.connect(self._loaded)
        draft.changed.connect(self._changed)
        self.retranslate()
        self._changed()

    def take(self, path: str) -> None:
        """Read a file of variables."""
        job = self._session.submit(TableRequest(path), key="grid-table")
        job.done.connect(self._taken)
        job.failed.connect(self._refused)

    def _choose(self) -> None:
        dialog = QFileDialog(self, self.tr("A table of variables"), "", self.tr("Tables (*.csv *.tsv *.txt);;All files (*)"))
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.fileSelected.connect(self.take)
        dialog.open()

    def _taken(self, read: TableRead) -> None:
        self._read = read
        self.model.about_to_change()
        self._draft.change(table=read.table)
        self.model.has_changed()
        self._say()

    def _refused(self, error: WorkbenchError) -> None:
        if error.code != "cancelled":
            self.failed.emit(error)

    def _add(self) -> None:
        table = self._draft.request.table
        row = len(table.rows)
        self.model.beginInsertRows(QModelIndex(), row, row)
        self._draft.change(table=dataclasses.replace(table, rows=(*table.rows, ("",) * len(table.columns)), source=""))
        self.model.endInsertRows()
        self.table.setCurrentIndex(self.model.index(row, 0))
        self.table.edit(self.model.index(row, 0))

    def _delete(self) -> None:
        chosen = {index.row() for index in self.table.selectionModel().selectedRows()}
        table = self._draft.request.table
        self.model.about_to_change()
        rows = tuple(row for number, row in enumerate(table.rows) if number not in chosen)
        self._draft.change(table=dataclasses.replace(table, rows=rows))
        self.model.has_changed()

    def _name_columns(self) -> None:
        names = tuple(dict.fromkeys(part.strip() for part in self.columns.text().split(",") if part.strip(" {}")))
        table = self._draft.request.table
        if not names or names == table.columns:
            return
        if len(names) == len(table.columns):
            rows = table.rows  # renamed in place
        else:
            kept = [table.columns.index(name) if name in table.columns else -1 for name in names]
            rows = tuple(tuple(row[place] if place >= 0 else "" for place in kept) for row in table.rows)
        self.model.about_to_change()
        self._draft.change(table=PromptTable(names, rows, table.source))
        self.model.has_changed()

    def _loaded(self) -> None:
        self._read = None
        self.model.about_to_change()
        self.model.has_changed()

    def _changed(self) -> None:
        columns = ", ".join(self._draft.request.table.columns)
        if not self.columns.hasFocus() and self.columns.text() != columns:
            self.columns.setText(columns)
        self._say()

    def _say(self) -> None:
        table = self._draft.request.table
        words = [self.tr("{n} rows").format(n=f"{len(table.rows):,}")]
        if table.source:
            words.append(Path(table.source).name)
        read = self._read
        if read is not None and read.table.source == table.source and read.bad:
            named = self.tr("line {line} has {n} fields, not {wanted}")
            bad = [named.format(line=one.line, n=one.n_fields, wanted=one.n_columns) for one in read.bad[:BAD_NAMED]]
            more = ["…"] if len(read.bad) > BAD_NAMED else []
            words.append(self.tr("{n} left out: {which}").format(n=len(read.bad), which="; ".join(bad + more)))
        self.about.setText(" · ".join(words))

    def retranslate(self) -> None:
        self.load.setText(self.tr("Import CSV…"))
        self.add.setText(self.tr("Add row"))
        self.delete.setText(self.tr("Delete rows"))
        self.columns_label.setText(self.tr("Columns"))
        self.columns.setToolTip(self.tr("Names with commas between them; a template uses them in braces."))
        self.table.setAccessibleName(self.tr("Rows of variables"))
        self._say()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()


class RowsModel(QAbstractTableModel):
    """The draft's table, to be typed into."""

    def __init__(self, draft: GridDraft, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._draft = draft

    def about_to_change(self) -> None:
        self.beginResetModel()

    def has_changed(self) -> None:
        self.endResetModel()

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self._draft.request.table.rows)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self._draft.request.table.columns)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if role != Qt.ItemDataRole.DisplayRole:
            return None
        return self._draft.request.table.columns[section] if orientation == Qt.Orientation.Horizontal else str(section + 1)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if not index.isValid() or role not in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.EditRole, Qt.ItemDataRole.ToolTipRole):
            return None
        text = self._draft.request.table.rows[index.row()][index.column()]
        return text.replace("\n", "⏎") if role == Qt.ItemDataRole.DisplayRole else text

    def setData(self, index: Index, value: object, role: int = Qt.ItemDataRole.EditRole) -> bool:
        if role != Qt.ItemDataRole.EditRole or not index.isValid():
            return False
        table = self._draft.request.table
        row = list(table.rows[index.row()])
        row[index.column()] = str(value)
        self._draft.change(table=dataclasses.replace(table, rows=(*table.rows[: index.row()], tuple(row), *table.rows[index.row() + 1 :])))
        self.dataChanged.emit(index, index)
        return True

    def flags(self, index: Index) -> Qt.ItemFlag:
        return Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable | Qt.ItemFlag.ItemIsEditable
