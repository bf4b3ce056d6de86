"""Sentences as a table one types into, the word marked in each, and a letter for the sense that it has there.

Owns the sentences while they are edited. The idea that is not obvious: a sentence keeps its `Sentence` object when others come and go,
so an answer that is still on its way finds the rows it was asked for.
"""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, QSize, Qt, Signal
from PySide6.QtGui import QFontMetricsF, QKeyEvent, QPainter
from PySide6.QtWidgets import (
    QAbstractItemView,
    QApplication,
    QHeaderView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QWidget,
)

from workbench.gui import theme
from workbench.gui.widgets.sense_marks import SENSES, Sentence, following, tone
from workbench.gui.widgets.tips import plain
from workbench.values import find_word

SENSE, TEXT = range(2)
ROW_HEIGHT = 28
Index = QModelIndex | QPersistentModelIndex


class SentencesModel(QAbstractTableModel):
    """`edited` when other sentences are there, `marked` when other senses are."""

    edited = Signal()
    marked = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.sentences: list[Sentence] = []
        self.word = ""

    def set_sentences(self, sentences: Sequence[Sentence], word: str) -> None:
        """Show these; nobody is told."""
        self.beginResetModel()
        self.sentences, self.word = list(sentences), word
        self.endResetModel()

    def set_word(self, word: str) -> None:
        self.word = word
        if self.sentences:
            self.dataChanged.emit(self.index(0, TEXT), self.index(len(self.sentences) - 1, TEXT))

    def add(self, sentence: Sentence) -> int:
        """Put one at the end; gives its row."""
        row = len(self.sentences)
        self.beginInsertRows(QModelIndex(), row, row)
        self.sentences.append(sentence)
        self.endInsertRows()
        self.edited.emit()
        return row

    def remove(self, row: int) -> None:
        self.beginRemoveRows(QModelIndex(), row, row)
        del self.sentences[row]
        self.endRemoveRows()
        self.edited.emit()

    def mark(self, row: int, sense: str) -> None:
        """Say which sense the word has in a sentence."""
        self.sentences[row].sense = sense
        self.dataChanged.emit(self.index(row, SENSE), self.index(row, TEXT))
        self.marked.emit()

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self.sentences)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else 2

    def flags(self, index: Index) -> Qt.ItemFlag:
        flags = super().flags(index)
        return flags | Qt.ItemFlag.ItemIsEditable if index.column() == TEXT else flags

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if orientation == Qt.Orientation.Vertical:
            return section + 1 if role == Qt.ItemDataRole.DisplayRole else None
        if role == Qt.ItemDataRole.DisplayRole:
            return (self.tr("Sense"), self.tr("Sentence"))[section]
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter) if section == TEXT else None
        return None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        sentence = self.sentences[index.row()]
        if index.column() == SENSE:
            return self._sense(sentence, role)
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.EditRole):
            return sentence.text
        if role == Qt.ItemDataRole.ToolTipRole:
            absent = self.tr("The word does not stand here by itself.") if self.is_missing(index.row()) else ""
            return plain("\n".join(part for part in (sentence.text, absent) if part))
        return None

    def _sense(self, sentence: Sentence, role: int) -> object:
        if role == Qt.ItemDataRole.DisplayRole:
            return sentence.sense or "–"
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return int(Qt.AlignmentFlag.AlignCenter)
        if role == Qt.ItemDataRole.ForegroundRole:
            return tone(sentence.sense)
        if role == Qt.ItemDataRole.FontRole:
            return theme.mono(bold=True)
        if role == Qt.ItemDataRole.ToolTipRole:
            return plain(self.tr("Click, or press A, B, C or D: which sense the word has here. – is none, and is left out of the curves."))
        return None

    def is_missing(self, row: int) -> bool:
        """Whether the word is looked for and not found in a sentence."""
        return bool(self.word.strip()) and not find_word(self.sentences[row].text, self.word)

    def setData(self, index: Index, value: object, role: int = Qt.ItemDataRole.EditRole) -> bool:
        text = " ".join(str(value).split())
        if role != Qt.ItemDataRole.EditRole or index.column() != TEXT:
            return False
        if text != self.sentences[index.row()].text:
            self.sentences[index.row()].text = text
            self.dataChanged.emit(index, index)
            self.edited.emit()
        return True


class _WordMarked(QStyledItemDelegate):
    """A sentence with the word in it marked, moved so far that the word is in view."""

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        shown = QStyleOptionViewItem(option)
        self.initStyleOption(shown, index)
        shown.text = ""  # type: ignore[attr-defined]
        widget: QWidget | None = shown.widget  # type: ignore[attr-defined]
        style = widget.style() if widget is not None else QApplication.style()
        style.drawControl(QStyle.ControlElement.CE_ItemViewItem, shown, painter, widget)
        model, row = index.model(), index.row()
        assert isinstance(model, SentencesModel)
        box = shown.rect.adjusted(theme.S2, 0, -theme.S2, 0)  # type: ignore[attr-defined]
        painter.save()
        painter.setClipRect(box)
        x = float(box.left()) - _hidden(model.sentences[row].text, model.word, box.width())
        c, missing = theme.colors(), model.is_missing(row)
        for text, is_word in _parts(model.sentences[row].text, model.word):
            font = theme.sans(bold=is_word)
            wide = QFontMetricsF(font).horizontalAdvance(text)
            if is_word:
                painter.fillRect(int(x) - 1, box.top() + 5, int(wide) + 3, box.height() - 10, c.select)
            painter.setFont(font)
            painter.setPen(c.muted if missing else c.text)
            painter.drawText(int(x), box.top(), int(wide) + 2, box.height(), int(Qt.AlignmentFlag.AlignVCenter), text)
            x += wide
        painter.restore()

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return QSize(200, ROW_HEIGHT)


def _parts(text: str, word: str) -> list[tuple[str, bool]]:
    """A sentence in pieces, each with whether it is the word."""
    data, at, found = text.encode("utf-8", "surrogatepass"), 0, []
    for start, end in find_word(text, word):
        found += [(data[at:start], False), (data[start:end], True)]
        at = end
    return [(piece.decode("utf-8", "surrogatepass"), is_word) for piece, is_word in (*found, (data[at:], False)) if piece]


def _hidden(text: str, word: str, width: int) -> float:
    """How much of a sentence is cut at its beginning so that the first word is in view, in pixels."""
    plain_font, before = QFontMetricsF(theme.sans()), ""
    for piece, is_word in _parts(text, word):
        if is_word:
            break
        before += piece
    else:
        return 0.0
    beyond = plain_font.horizontalAdvance(text) + theme.S4 - width
    return max(0.0, min(beyond, plain_font.horizontalAdvance(before) - 0.5 * width))


class SenseTable(QTableView):
    """The table. A click on a letter takes the next, Enter or a double click edits a sentence, Delete removes one. `picked(row)`."""

    picked = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.sentences = SentencesModel(self)
        self.setModel(self.sentences)
        self.setItemDelegateForColumn(TEXT, _WordMarked(self))
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setShowGrid(False)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.verticalHeader().setDefaultSectionSize(ROW_HEIGHT)
        self.horizontalHeader().setSectionResizeMode(TEXT, QHeaderView.ResizeMode.Stretch)
        self.horizontalHeader().setSectionResizeMode(SENSE, QHeaderView.ResizeMode.Fixed)
        self.horizontalHeader().setHighlightSections(False)
        self.verticalHeader().setHighlightSections(False)
        self.setColumnWidth(SENSE, 64)
        self.clicked.connect(self._clicked)
        self.selectionModel().currentRowChanged.connect(lambda now, _before: self.picked.emit(now.row()) if now.isValid() else None)

    def show_row(self, row: int) -> None:
        """Mark a row as the one that is looked at, -1 for none; whoever is typing in another goes on there."""
        if self.state() == QAbstractItemView.State.EditingState:
            return
        if row < 0:
            self.clearSelection()
        elif row != self.currentIndex().row():
            self.setCurrentIndex(self.sentences.index(row, TEXT))

    def _clicked(self, index: QModelIndex) -> None:
        if index.column() == SENSE:
            self.sentences.mark(index.row(), following(self.sentences.sentences[index.row()].sense))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        row, letter = self.currentIndex().row(), event.text().upper()
        editing = self.state() == QAbstractItemView.State.EditingState
        if row >= 0 and not editing and letter and letter in SENSES:
            self.sentences.mark(row, letter)
        elif row >= 0 and not editing and event.key() == Qt.Key.Key_Backspace:
            self.sentences.mark(row, "")
        elif row >= 0 and not editing and event.key() == Qt.Key.Key_Delete:
            self.sentences.remove(row)
        elif row >= 0 and not editing and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.edit(self.sentences.index(row, TEXT))
        else:
            super().keyPressEvent(event)
