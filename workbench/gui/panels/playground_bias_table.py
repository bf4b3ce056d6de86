"""The left of the bias page: which table is compared, its two sides, its rows, and where it comes from and goes to.

Owns the table. `changed`: it is another one, or was edited; `failed`: a file that could not be read or written.
"""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QComboBox, QFileDialog, QHBoxLayout, QLineEdit, QPushButton, QVBoxLayout, QWidget

from workbench.errors import WorkbenchError
from workbench.gui import i18n, theme
from workbench.gui.session import Session
from workbench.gui.widgets.pairs_table import PairsTable
from workbench.gui.widgets.sampler_controls import Labelled
from workbench.gui.widgets.tips import wrapped
from workbench.gui.widgets.wrapped_label import WrappedLabel
from workbench.values import BiasTable, BiasTables, BiasTablesRequest, BuiltInTable, table_from_csv, table_to_csv

SIDE_WIDTH, LARGEST_BYTES = 110, 8 << 20


class PairsEditor(QWidget):
    """The table and everything that changes it. `written(name)`: a file was saved."""

    changed = Signal()
    failed = Signal(object)
    written = Signal(str)

    def __init__(self, session: Session, parent: QWidget) -> None:
        super().__init__(parent)
        self._session = session
        self._built_in: tuple[BuiltInTable, ...] = ()
        self._name, self._asked_for = "", False
        self._build()
        self._connect()

    def _build(self) -> None:
        self.choice, self.pairs, self.about = QComboBox(self), PairsTable(self), WrappedLabel(parent=self)
        self.choice.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.choice.setMinimumContentsLength(20)
        self.first, self.second = QLineEdit(self), QLineEdit(self)
        for edit in (self.first, self.second):
            edit.setFixedWidth(SIDE_WIDTH)
        self._labelled = [Labelled(one, self) for one in (self.choice, self.first, self.second)]
        self.add, self.remove, self.read, self.write = (QPushButton(self) for _ in range(4))
        self.about.setProperty("role", "caption")
        head, sides, tools = QHBoxLayout(), QHBoxLayout(), QHBoxLayout()
        for row in (head, sides, tools):
            row.setSpacing(theme.S2)
        head.addWidget(self._labelled[0], 1)
        for one in self._labelled[1:]:
            sides.addWidget(one)
        sides.addStretch(1)
        for button in (self.add, self.remove):
            tools.addWidget(button)
        tools.addStretch(1)
        for button in (self.read, self.write):
            tools.addWidget(button)
        inside = QVBoxLayout(self)
        inside.setContentsMargins(0, 0, 0, 0)
        inside.setSpacing(theme.S2)
        inside.addLayout(head)
        inside.addWidget(self.about)
        inside.addLayout(sides)
        inside.addWidget(self.pairs, 1)
        inside.addLayout(tools)

    def _connect(self) -> None:
        self.choice.activated.connect(self._choose)
        self.pairs.table.edited.connect(self._edited)
        self.pairs.selectionModel().selectionChanged.connect(lambda _new, _old: self._say())
        self.add.clicked.connect(self.pairs.add_row)
        self.remove.clicked.connect(self.pairs.remove_rows)
        self.read.clicked.connect(self._ask_file)
        self.write.clicked.connect(self._ask_place)
        for edit in (self.first, self.second):
            edit.textEdited.connect(self._sides_typed)

    @property
    def table(self) -> BiasTable:
        """What would be compared now."""
        return BiasTable(self._name, self.pairs.table.pairs, self.pairs.table.sides)

    @property
    def title(self) -> str:
        """What the table is called, in the language in force."""
        number = self.choice.currentIndex()
        return self._built_in[number].titles[i18n.language()] if number >= 0 else self._name

    def set_table(self, table: BiasTable) -> None:
        """Show another table."""
        self._name = table.name
        self.pairs.table.set_table(table)
        self.pairs.fit()
        self.first.setText(table.sides[0])
        self.second.setText(table.sides[1])
        self._find()
        self.changed.emit()

    def _find(self) -> None:
        """Say which of the tables that ship with the app this is, if it is one."""
        self.choice.setCurrentIndex(next((n for n, one in enumerate(self._built_in) if one.table == self.table), -1))
        self._say()

    def ask_tables(self) -> None:
        if not self._asked_for:
            self._asked_for = True
            job = self._session.submit(BiasTablesRequest(), key="bias-tables")
            job.done.connect(self._tables_known)
            job.failed.connect(self.failed)

    def _tables_known(self, found: object) -> None:
        assert isinstance(found, BiasTables)
        own = i18n.language()
        self._built_in = tuple(sorted(found.tables, key=lambda one: (one.language != own, bool(one.table.pairs[0].continuation))))
        self._name_tables()
        if not self.table.pairs:
            self.set_table(self._built_in[0].table)
        else:
            self._find()

    def _name_tables(self) -> None:
        chosen = self.choice.currentIndex()
        self.choice.clear()
        for one in self._built_in:
            self.choice.addItem(one.titles[i18n.language()])
        self.choice.setCurrentIndex(chosen)

    def _choose(self, number: int) -> None:
        self.set_table(self._built_in[number].table)

    def _edited(self) -> None:
        self.pairs.fit()
        self._own_now()

    def _sides_typed(self) -> None:
        self.pairs.table.set_sides(self.first.text() or "A", self.second.text() or "B")
        self._own_now()

    def _own_now(self) -> None:
        """The table is the person's own from now on."""
        if self.choice.currentIndex() >= 0:
            self._name = self.tr("My table")
            self.choice.setCurrentIndex(-1)
        self._say()
        self.changed.emit()

    # files

    def _ask_file(self) -> None:
        dialog = QFileDialog(self, self.read.text(), "", "CSV (*.csv *.txt)")
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.fileSelected.connect(lambda chosen: self.import_file(Path(chosen)))
        dialog.open()

    def import_file(self, path: Path) -> None:
        """Take a table from a CSV file; a bad one changes nothing."""
        try:
            with path.open("rb") as file:
                table = table_from_csv(file.read(LARGEST_BYTES + 1), path.stem)
        except OSError as error:
            self.failed.emit(WorkbenchError("file-unreadable", path=path, reason=error.strerror or str(error)))
        except WorkbenchError as error:
            self.failed.emit(error)
        else:
            self.set_table(table)

    def _ask_place(self) -> None:
        dialog = QFileDialog(self, self.write.text(), f"{self._name or 'pairs'}.csv", "CSV (*.csv)")
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setDefaultSuffix("csv")
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.fileSelected.connect(lambda chosen: self.export_file(Path(chosen)))
        dialog.open()

    def export_file(self, path: Path) -> None:
        try:
            path.write_text(table_to_csv(self.table), encoding="utf-8-sig", newline="")
        except OSError as error:
            self.failed.emit(WorkbenchError("file-not-written", path=path, reason=error.strerror or str(error)))
        else:
            self.written.emit(path.name)

    def _say(self) -> None:
        number = self.choice.currentIndex()
        self.about.setText(self._built_in[number].about[i18n.language()] if number >= 0 else self.tr("Your own table."))
        self.remove.setEnabled(bool(self.pairs.chosen_rows))
        self.write.setEnabled(self.pairs.table.rowCount() > 0)

    def retranslate(self) -> None:
        tips = (
            (self.tr("Table"), self.tr("A table that ships with the app; each of its cells can be changed.")),
            (self.tr("Side A"), self.tr("What the texts of the first column have in common; a difference above 0 favours it.")),
            (self.tr("Side B"), self.tr("What the texts of the second column have in common; a difference below 0 favours it.")),
        )
        for labelled, (words, tip) in zip(self._labelled, tips, strict=True):
            labelled.name(words, tip)
        self.choice.setPlaceholderText(self.tr("Your own table"))
        for button, words, tip in (
            (self.add, self.tr("Add a row"), self.tr("Behind the current one, with its template.")),
            (self.remove, self.tr("Remove rows"), self.tr("Those that are selected.")),
            (
                self.read,
                self.tr("Import CSV…"),
                self.tr("Columns: template, the two sides, if wanted continuation. Headings name the sides."),
            ),
            (self.write, self.tr("Export CSV…"), self.tr("Saves the table as it is, to be imported again.")),
        ):
            button.setText(words)
            button.setToolTip(wrapped(tip))
        self._name_tables()
        self.pairs.retranslate()
        self._say()
