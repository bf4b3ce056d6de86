"""The tokens as a table: the full equivalent of the strip for keyboards, screen readers and CSV.

Rows are made when they are asked for, so a table of 60,000 tokens costs nothing until it is scrolled.
"""

from __future__ import annotations

from collections.abc import Iterator

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt, Signal
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView, QWidget

from workbench.gui import theme
from workbench.gui.widgets.row_table import show_rows
from workbench.gui.widgets.token_text import SPECIAL, UNKNOWN, VIRTUAL, TokenText
from workbench.gui.widgets.token_words import tooltip
from workbench.gui.widgets.visible import hex_bytes, visible

NUMBER, ID, TOKEN, SPELLING, BYTES, BYTE_SPAN, CHAR_SPAN, KIND = range(8)
_RIGHT = frozenset({NUMBER, ID, BYTE_SPAN, CHAR_SPAN})
MAX_CELL_BYTES = 256


class TokenTableModel(QAbstractTableModel):
    """One row for each token."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._tokens: TokenText | None = None

    def set_tokens(self, tokens: TokenText | None) -> None:
        self.beginResetModel()
        self._tokens = tokens
        self.endResetModel()

    def rowCount(self, parent: QModelIndex | QPersistentModelIndex = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() or self._tokens is None else len(self._tokens)

    def columnCount(self, parent: QModelIndex | QPersistentModelIndex = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else 8

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if orientation == Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole:
            return self.headers()[section]
        return _alignment(section) if role == Qt.ItemDataRole.TextAlignmentRole else None

    def headers(self) -> tuple[str, ...]:
        return (
            self.tr("#"), self.tr("Id"), self.tr("Token"), self.tr("In the vocabulary"), self.tr("Bytes"), self.tr("Byte span"),
            self.tr("Character span"), self.tr("Kind"),
        )  # fmt: skip

    def data(self, index: QModelIndex | QPersistentModelIndex, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if self._tokens is None or not index.isValid():
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return self.cell(index.row(), index.column())
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return _alignment(index.column())
        if role == Qt.ItemDataRole.FontRole:
            return theme.mono() if index.column() != KIND else theme.sans()
        if role == Qt.ItemDataRole.ToolTipRole:
            return tooltip(self._tokens, index.row())
        return None

    def cell(self, row: int, column: int) -> str:
        """The words of one cell."""
        tokens = self._tokens
        assert tokens is not None
        encoding = tokens.encoding
        if column == NUMBER:
            return str(row)
        if column == ID:
            return str(int(encoding.ids[row]))
        if column == TOKEN:
            return tokens.words(row)
        if column == SPELLING:
            return visible(encoding.tokens[row])
        if column == BYTES:
            data = tokens.bytes_of(row)
            return hex_bytes(data[:MAX_CELL_BYTES]) + ("…" if len(data) > MAX_CELL_BYTES else "")
        if column == KIND:
            return self._kind(row)
        start, end = (encoding.byte_spans if column == BYTE_SPAN else encoding.char_spans)[row].tolist()
        return f"{start}–{end}" if end > start else "—"

    def _kind(self, row: int) -> str:
        assert self._tokens is not None
        kind = int(self._tokens.kinds[row])
        if kind == SPECIAL:
            return self.tr("special")
        if kind == UNKNOWN:
            return self.tr("unknown")
        if kind == VIRTUAL:
            return self.tr("virtual")
        if self._tokens.captioned[row]:
            return self.tr("part of “{text}”").format(text=self._tokens.caption(row))
        return ""


EXPORT_HEADERS = ("position", "id", "token", "vocabulary", "bytes", "byte_start", "byte_end", "char_start", "char_end", "kind")


def export_rows(tokens: TokenText) -> Iterator[tuple[object, ...]]:
    """Everything, for export: numbers as numbers, spans as two columns (see EXPORT_HEADERS)."""
    for row in range(len(tokens)):
        byte_span, char_span = tokens.encoding.byte_spans[row].tolist(), tokens.encoding.char_spans[row].tolist()
        yield (
            row, int(tokens.encoding.ids[row]), tokens.words(row), tokens.encoding.tokens[row], tokens.bytes_of(row).hex(),
            *byte_span, *char_span, int(tokens.kinds[row]),
        )  # fmt: skip


def _alignment(column: int) -> int:
    return int((Qt.AlignmentFlag.AlignRight if column in _RIGHT else Qt.AlignmentFlag.AlignLeft) | Qt.AlignmentFlag.AlignVCenter)


class TokenTable(QTableView):
    """The table with a row selection that speaks in byte spans, as the strip does."""

    span_selected = Signal(int, int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._tokens: TokenText | None = None
        self._told = False
        self.table = TokenTableModel(self)
        self.setModel(self.table)
        show_rows(self)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ContiguousSelection)
        self.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Interactive)
        self.horizontalHeader().setStretchLastSection(True)
        for column, width in enumerate((52, 64, 130, 140, 170, 96, 116, 120)):
            self.setColumnWidth(column, width)
        self.selectionModel().selectionChanged.connect(self._tell)
        self.retranslate()

    def set_tokens(self, tokens: TokenText | None) -> None:
        self._tokens = tokens
        self._told = True
        self.table.set_tokens(tokens)
        self._told = False

    def select_bytes(self, start: int, end: int) -> None:
        """Show a selection made elsewhere. Says nothing outward."""
        if self._tokens is None:
            return
        found = self._tokens.overlapping(start, end)
        if [found.start, found.stop - 1] == self._picked():
            return
        self._told = True
        self.clearSelection()
        if found:
            self.setCurrentIndex(self.table.index(found[0], 0))
            top, bottom = self.table.index(found[0], 0), self.table.index(found[-1], KIND)
            from_to = self.selectionModel().selection()
            from_to.select(top, bottom)
            self.selectionModel().select(from_to, self.selectionModel().SelectionFlag.ClearAndSelect)
            self.scrollTo(top)
        self._told = False

    def _picked(self) -> list[int]:
        blocks = list(self.selectionModel().selection())  # blocks, not rows: everything selected is one block
        return [min(block.top() for block in blocks), max(block.bottom() for block in blocks)] if blocks else [0, -1]

    def _tell(self) -> None:
        if self._tokens is not None and not self._told:
            first, last = self._picked()
            self.span_selected.emit(*self._tokens.span(range(first, last + 1)))

    def retranslate(self) -> None:
        self.setAccessibleName(self.tr("Table of the tokens"))
        self.table.headerDataChanged.emit(Qt.Orientation.Horizontal, 0, KIND)
        self.viewport().update()
