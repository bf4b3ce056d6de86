"""The words that a tokenizer's model is handed, in the order of the text, each with the number of its tokens.

Owns the table model and the selection, which speaks in byte spans as the other views of tokens do.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt, Signal
from PySide6.QtWidgets import QHeaderView, QTableView, QWidget

from workbench.gui import theme
from workbench.gui.widgets.row_table import show_rows
from workbench.gui.widgets.visible import visible

_SHORT = 60


class Word(NamedTuple):
    """`spelled` as the pre-tokenizer hands it on; `shown` as a person reads it; its bytes in the given text; its token ids. `added`:
    it is an added token, found before anything is cut."""

    spelled: str
    shown: str
    start: int
    end: int
    ids: tuple[int, ...]
    added: bool


class WordModel(QAbstractTableModel):
    """Two columns: the word, the number of its tokens."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.words: tuple[Word, ...] = ()

    def set_words(self, words: Sequence[Word]) -> None:
        self.beginResetModel()
        self.words = tuple(words)
        self.endResetModel()

    def rowCount(self, parent: QModelIndex | QPersistentModelIndex = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self.words)

    def columnCount(self, parent: QModelIndex | QPersistentModelIndex = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else 2

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if orientation == Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole:
            return (self.tr("Word"), self.tr("Tokens"))[section]
        return _alignment(section) if role == Qt.ItemDataRole.TextAlignmentRole else None

    def data(self, index: QModelIndex | QPersistentModelIndex, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if not index.isValid():
            return None
        word = self.words[index.row()]
        if role == Qt.ItemDataRole.DisplayRole:
            return visible(word.shown[:_SHORT]) if index.column() == 0 else str(len(word.ids))
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return _alignment(index.column())
        return theme.mono() if role == Qt.ItemDataRole.FontRole else None


def _alignment(column: int) -> int:
    return int((Qt.AlignmentFlag.AlignRight if column else Qt.AlignmentFlag.AlignLeft) | Qt.AlignmentFlag.AlignVCenter)


class WordList(QTableView):
    """`chosen(row)` when another word is the current one, however that came; `span_selected` only when the person chose it here."""

    chosen = Signal(int)
    span_selected = Signal(int, int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._quiet = False
        self.model_of_words = WordModel(self)
        self.setModel(self.model_of_words)
        show_rows(self)
        self.horizontalHeader().setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        self.horizontalHeader().setSectionResizeMode(1, QHeaderView.ResizeMode.ResizeToContents)
        self.setMinimumWidth(150)
        self.selectionModel().currentRowChanged.connect(self._moved)
        self.retranslate()

    @property
    def words(self) -> tuple[Word, ...]:
        return self.model_of_words.words

    @property
    def row(self) -> int:
        """The current word, -1 if there is none."""
        return self.currentIndex().row()

    def set_words(self, words: Sequence[Word], *, row: int = -1) -> None:
        """Show other words, with one of them current."""
        self._quiet = True
        self.model_of_words.set_words(words)
        self._quiet = False
        if 0 <= row < len(words):
            self._go(row)
        else:
            self.chosen.emit(-1)

    def select_bytes(self, start: int, end: int) -> None:
        """Go to the word that holds the beginning of a selection made elsewhere. Says no span."""
        found = next((row for row, word in enumerate(self.words) if word.start < end and word.end > start), -1)
        if found >= 0 and found != self.row:
            self._go(found)

    def _go(self, row: int) -> None:
        self._quiet = True
        self.setCurrentIndex(self.model_of_words.index(row, 0))
        self._quiet = False
        self.chosen.emit(row)

    def _moved(self, now: QModelIndex) -> None:
        if not self._quiet and now.isValid():
            self.chosen.emit(now.row())
            word = self.words[now.row()]
            self.span_selected.emit(word.start, word.end)

    def retranslate(self) -> None:
        self.setAccessibleName(self.tr("Words of the text"))
        self.model_of_words.headerDataChanged.emit(Qt.Orientation.Horizontal, 0, 1)
