"""What is learned, and from which text: the part of the form that also shows what one's own files hold."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Mapping, Sequence
from pathlib import Path

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import (
    QComboBox,
    QFileDialog,
    QGridLayout,
    QLabel,
    QTreeWidget,
    QTreeWidgetItem,
    QVBoxLayout,
    QWidget,
)

from workbench.errors import WorkbenchError
from workbench.gui import theme
from workbench.gui.models.training_draft import Draft, value_of
from workbench.gui.panels.training_choices import ChoiceWords
from workbench.gui.panels.training_settings import FILES, SettingNames
from workbench.gui.session import Job, Session
from workbench.gui.widgets.form_box import FormBox
from workbench.gui.widgets.setting_rows import LABEL_WIDTH, SettingRows
from workbench.gui.widgets.tips import plain
from workbench.gui.widgets.units import size
from workbench.gui.widgets.wrapped_label import WrappedLabel
from workbench.values import OFFERS, DataFields, DataFieldsRequest

TABLE_HEIGHT, COLUMN_WIDTH = 116, 300
ASKED = {"\0file": QFileDialog.FileMode.ExistingFile, "\0folder": QFileDialog.FileMode.Directory}
"""Entries among the data that ask for one's own."""
PROMPTED = ("causal", "seq2seq", "labels", "tags")
"""Objectives whose samples can be asked of a text as it is."""
N_PROMPTS, BEGINNING = 2, 3
ALSO = {
    "text": ("sentence", "content", "review", "document", "body"),
    "label": ("class", "category", "sentiment", "target"),
    "source": ("input", "en", "from"),
    "target": ("output", "ko", "to", "translation"),
    "prompt": ("instruction", "question", "input", "query"),
    "answer": ("response", "output", "completion", "reply"),
    "tags": ("pos", "ner", "labels"),
}
"""What people call columns that are wanted."""


class DataSection(QWidget):
    """`failed(error)` when a file can't be looked at."""

    failed = Signal(object)

    def __init__(self, session: Session, draft: Draft, parent: QWidget) -> None:
        super().__init__(parent)
        self._session, self._draft = session, draft
        self._words, self._names = ChoiceWords(self), SettingNames(self)
        self._job: Job | None = None
        self._asked: DataFieldsRequest | None = None
        self.found: DataFields | None = None
        self._unread = False
        self._prompts: tuple[str, ...] = ()
        self.objective, self.data = FormBox(self), FormBox(self)
        self.about, self.facts, self.table = WrappedLabel(parent=self), WrappedLabel(parent=self), QTreeWidget(self)
        self._labels = (QLabel(self), QLabel(self))
        self.columns: dict[str, QComboBox] = {}
        self._offered: tuple[object, ...] = ()
        self._columns_row, self.how = QWidget(self), SettingRows(FILES, self)
        self._build()
        for name in OFFERS:
            self.objective.addItem("", name)
        self.objective.activated.connect(lambda row: draft.choose_objective(self.objective.itemData(row)))
        self.data.activated.connect(lambda row: self._choose(self.data.itemData(row)))
        self.how.edited.connect(draft.change)
        self.how.reset.connect(draft.reset)
        draft.changed.connect(self._changed)

    def _build(self) -> None:
        grid = QGridLayout()
        grid.setHorizontalSpacing(theme.S2)
        grid.setVerticalSpacing(theme.S2)
        grid.setColumnMinimumWidth(0, LABEL_WIDTH)
        grid.setColumnStretch(1, 1)
        for box in (self.objective, self.data):
            box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
            box.setMinimumContentsLength(8)
        grid.addWidget(self._labels[0], 0, 0)
        grid.addWidget(self.objective, 0, 1)
        grid.addWidget(self.about, 1, 1)
        grid.addWidget(self._labels[1], 2, 0)
        grid.addWidget(self.data, 2, 1)
        grid.addWidget(self.facts, 3, 1)
        for label in (self.about, self.facts):
            label.setProperty("role", "caption")
        self._columns_grid = QGridLayout(self._columns_row)
        self._columns_grid.setContentsMargins(0, 0, 0, 0)
        self._columns_grid.setHorizontalSpacing(theme.S2)
        self._columns_grid.setColumnMinimumWidth(0, LABEL_WIDTH)
        self._columns_grid.setColumnStretch(1, 1)
        self.table.setRootIsDecorated(False)
        self.table.setUniformRowHeights(True)
        self.table.setFixedHeight(TABLE_HEIGHT)
        self.table.setProperty("framed", True)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.S2)
        column.addLayout(grid)
        for one in (self._columns_row, self.table, self.how):
            column.addWidget(one)

    # files

    def take_paths(self, paths: Sequence[str]) -> None:
        """Learn from what was dropped or chosen: a file or a folder; of several files, the folder that holds them."""
        place = paths[0] if len(paths) == 1 else str(Path(paths[0]).parent)
        self._draft.choose_data(place)

    def _choose(self, data: str) -> None:
        """A source of our own, or the person's to be pointed at."""
        if data in ASKED:
            self.data.setCurrentIndex(self.data.findData(self._draft.request.data))
            self._ask(ASKED[data])
        else:
            self._draft.choose_data(data)

    def _ask(self, mode: QFileDialog.FileMode) -> None:
        known = self.tr("Texts and tables (*.txt *.md *.jsonl *.csv *.tsv);;All files (*)")
        dialog = QFileDialog(self, self.tr("What is to be learned"), "", known)
        dialog.setFileMode(mode)
        dialog.fileSelected.connect(lambda path: self.take_paths((path,)))
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def _look(self) -> None:
        """Ask what the files hold, once for each choice."""
        request = self._draft.request
        wanted = DataFieldsRequest(request.data, request.part) if self._draft.is_file else None
        if wanted == self._asked:
            return
        self._asked, self.found, self._unread = wanted, None, False
        if self._job is not None:
            self._job.cancel()
        if wanted is not None:
            self._job = self._session.submit(wanted, key="data fields")
            self._job.done.connect(self._looked)
            self._job.failed.connect(self._unlooked)

    def _looked(self, found: DataFields) -> None:
        if found.request == self._asked:
            self.found = found
            self._guess()
            self._draft.changed.emit()
            if not self._draft.request.prompts:
                self._prompt(found)

    def _prompt(self, found: DataFields) -> None:
        """Ask for samples of the first texts."""
        if self._draft.request.objective in PROMPTED:
            self._prompts = self._first_texts(found)
            self._draft.change("prompts", self._prompts)

    def _first_texts(self, found: DataFields) -> tuple[str, ...]:
        """What samples may be asked of data that nobody has said anything of: the first texts, or how they begin."""
        request = self._draft.request
        wanted = (request.columns or OFFERS[request.objective].columns)[0]
        at = found.names.index(wanted) if wanted in found.names else 0
        texts = [row[at] for row in found.rows[:N_PROMPTS]]
        if request.objective == "causal":
            texts = [" ".join(text.split()[:BEGINNING]) for text in texts]
        return tuple(text for text in texts if text)

    def _unlooked(self, error: WorkbenchError) -> None:
        if error.code != "cancelled":
            self._unread = True
            self.facts.setText(self._said(None))
            self.failed.emit(error)

    def _guess(self) -> None:
        """Choose the columns by their names, if these do not fit as they are."""
        found, wanted = self.found, OFFERS[self._draft.request.objective].columns
        if found is not None and found.names and not self._draft.request.columns and not set(wanted) <= set(found.names):
            self._draft.request = dataclasses.replace(self._draft.request, columns=guessed(wanted, found.names, found.rows))

    # showing

    def _changed(self) -> None:
        self._look()
        if self.found is not None:
            self._guess()
        request, offer = self._draft.request, OFFERS[self._draft.request.objective]
        self.objective.setCurrentIndex(self.objective.findData(request.objective))
        self.about.setText(self._words.objective(request.objective)[1])
        self._fill_data(offer.own)
        found = self.found
        self.facts.setText(self._said(found))
        self.table.setVisible(found is not None)
        self._show_columns(offer.columns if found is not None and found.names else ())
        self._show_table()
        self.how.show_values(self._draft.value, self._draft.differs, lambda name: self._names.before(value_of(self._draft.base, name)))
        by_part, framed = self._draft.is_file and (found is None or found.kind == "text"), request.objective == "answers"
        self.how.set_shown("part", by_part)
        self.how.set_shown("frame", framed)
        self.how.setVisible(by_part or framed)

    def _fill_data(self, own: tuple[str, ...]) -> None:
        request = self._draft.request
        wanted = [*own, *([request.data] if self._draft.is_file else []), *ASKED]
        if [name for row in range(self.data.count()) if (name := self.data.itemData(row)) is not None] != wanted:
            self.data.clear()
            asked = dict(zip(ASKED, (self.tr("A file of mine…"), self.tr("A folder of mine…")), strict=True))
            for name in wanted:
                self.data.addItem(asked.get(name) or self._words.data(name), name)
            self.data.insertSeparator(len(wanted) - len(ASKED))
        self.data.setCurrentIndex(self.data.findData(request.data))
        self.data.setToolTip(plain(request.data) if self._draft.is_file else "")

    def _show_columns(self, wanted: tuple[str, ...]) -> None:
        """A choice for each field that the objective needs."""
        names = self.found.names if self.found is not None else ()
        if self._offered != (wanted, names):
            self._offered = (wanted, names)
            while item := self._columns_grid.takeAt(0):
                if item.widget() is not None:
                    item.widget().deleteLater()
            self.columns = {}
            for row, column in enumerate(wanted):
                label, box = QLabel(self._words.column(column), self._columns_row), FormBox(self._columns_row)
                box.addItems(names)
                box.setAccessibleName(label.text())
                box.activated.connect(lambda _row: self._choose_columns())
                label.setBuddy(box)
                box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
                box.setMinimumContentsLength(8)
                self._columns_grid.addWidget(label, row, 0)
                self._columns_grid.addWidget(box, row, 1)
                self.columns[column] = box
        chosen = self._draft.request.columns or wanted
        for box, name in zip(self.columns.values(), chosen, strict=True):
            box.setCurrentIndex(box.findText(name))
        self._columns_row.setVisible(bool(wanted))

    def _choose_columns(self) -> None:
        ours = self._draft.request.prompts == self._prompts
        self._draft.change("columns", tuple(box.currentText() for box in self.columns.values()))
        if ours and self.found is not None:  # nobody has said what is to be asked, and now the texts are others
            self._prompt(self.found)

    def _show_table(self) -> None:
        self.table.clear()
        if self.found is None:
            return
        names = self.found.names or (self.tr("Text"),)
        self.table.setColumnCount(len(names))
        self.table.setHeaderLabels(list(names))
        for row in self.found.rows:
            item = QTreeWidgetItem(list(row))
            for column, text in enumerate(row):
                item.setToolTip(column, plain(text))
            self.table.addTopLevelItem(item)
        for column in range(len(names) - 1):
            self.table.setColumnWidth(column, min(self.table.sizeHintForColumn(column) + theme.S3, COLUMN_WIDTH))

    def _said(self, found: DataFields | None) -> str:
        if not self._draft.is_file:
            return self.tr("Or drop a file or a folder on the window: text, JSON lines, CSV or TSV.")
        if self._unread:
            return self.tr("It could not be read.")
        if found is None:
            return self.tr("Looking at the first rows…")
        kind = {"text": self.tr("text"), "table": self.tr("a table"), "objects": self.tr("JSON lines")}[found.kind]
        if found.n_files > 1:
            return self.tr("{n} files, {size}; the first: {kind}").format(n=f"{found.n_files:,}", size=size(found.size_bytes), kind=kind)
        return self.tr("{kind}, {size}").format(kind=kind, size=size(found.size_bytes))

    def retranslate(self) -> None:
        for label, words, box in zip(
            self._labels, (self.tr("To be learned"), self.tr("Learned from")), (self.objective, self.data), strict=True
        ):
            label.setText(words)
            label.setBuddy(box)
            box.setAccessibleName(words)
        for row in range(self.objective.count()):
            self.objective.setItemText(row, self._words.objective(self.objective.itemData(row))[0])
            self.objective.setItemData(row, plain(self._words.objective(self.objective.itemData(row))[1]), Qt.ItemDataRole.ToolTipRole)
        self.table.setAccessibleName(self.tr("First rows of the data"))
        self.how.retranslate(self._names.words)
        self.data.clear()
        self._offered = ()  # the columns are named anew, in the language in force
        self._changed()

    def sizeHint(self) -> QSize:
        return QSize(420, super().sizeHint().height())


def guessed(wanted: Sequence[str], names: Sequence[str], rows: Sequence[Sequence[str]] = ()) -> tuple[str, ...]:
    """Which columns may be meant: those of that name, those that people call so, those with such a word in their name, those that look so
    in the first rows, then those that are left, in their order."""
    left, found = list(names), dict.fromkeys(wanted, "")
    filled = {name: [row[at] for row in rows if at < len(row)] for at, name in enumerate(names)}
    for likely in (_is_called, _has_word, _looks):
        for column in (one for one in wanted if not found[one]):
            name = likely(column, left, filled)
            if name:
                found[column] = name
                left.remove(name)
    return tuple(one or (left.pop(0) if left else names[-1]) for one in found.values())


Filled = Mapping[str, Sequence[str]]


def _is_called(column: str, names: Sequence[str], _filled: Filled) -> str:
    return next((one for one in names if one.casefold() in (column, *ALSO[column])), "")


def _has_word(column: str, names: Sequence[str], _filled: Filled) -> str:
    return next((one for one in names if {column, *ALSO[column]} & set(re.split(r"[\W_]+", one.casefold()))), "")


def _looks(column: str, names: Sequence[str], filled: Filled) -> str:
    """Texts are long; labels come again, there are few of them, and they stand at the end rather than the beginning."""
    if not any(filled[one] for one in names):
        return ""
    if column == "text":
        return max(names, key=lambda one: sum(map(len, filled[one])))
    again = [one for one in names if len(set(filled[one])) < len(filled[one])]
    return min(reversed(again), key=lambda one: len(set(filled[one])), default="") if column == "label" else ""
