"""A whole vocabulary as a table: rows are made when they are looked at, order and filter are arrays of ids.

So 262,144 tokens scroll as 2,000 do, and sorting by any column is one sort of numbers: the text's own order came with the vocabulary.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHeaderView, QTableView, QWidget

from workbench.gui import theme
from workbench.gui.widgets.row_table import show_rows
from workbench.gui.widgets.visible import hex_bytes, visible
from workbench.values import (
    ADDED,
    BYTE,
    FRAGMENT,
    INSIDE,
    MISSING,
    REACHED,
    RESERVED,
    SPECIAL,
    UNREACHED,
    TokenNorms,
    Vocabulary,
)

ID, TOKEN, BYTES, LENGTH, KIND, REACH, RANK, NORM = range(8)
COLUMNS = 8
FILTERS = ("all", "special", "unused", "unreached", "fragments", "norms")
FAR = 3.0
"""So many standard deviations from the mean make a norm unusual."""
MAX_CELL_BYTES = 64
EXPORT_HEADERS = ("id", "token", "vocabulary", "bytes", "length", "kind", "reach", "merge_rank", "norm", "norm_z")
_KINDS = ("ordinary", "special", "added", "byte", "reserved", "missing")
_REACH = ("reached", "inside", "fragment", "unreached")
_RIGHT = frozenset({ID, LENGTH, RANK, NORM})


class VocabularyModel(QAbstractTableModel):
    """`ids`: int64, the tokens shown, in order."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.vocabulary: Vocabulary | None = None
        self.norms: TokenNorms | None = None
        self.matches: np.ndarray | None = None
        self.filter = "all"
        self.ids = np.zeros(0, np.int64)
        self._by, self._order = ID, Qt.SortOrder.AscendingOrder

    # what is shown

    def set_vocabulary(self, vocabulary: Vocabulary | None) -> None:
        self.vocabulary, self.matches = vocabulary, None
        self._rebuild()

    def set_norms(self, norms: TokenNorms | None) -> None:
        self.norms = norms
        self._rebuild()

    def set_shown(self, matches: np.ndarray | None, chosen: str) -> None:
        """Show only what was found (None: all) and what the filter leaves."""
        self.matches, self.filter = matches, chosen
        self._rebuild()

    def sort(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        self._by, self._order = column, order
        self._rebuild()

    def _rebuild(self) -> None:
        self.beginResetModel()
        if self.vocabulary is None:
            self.ids = np.zeros(0, np.int64)
        else:
            chosen = self._mask()
            if self.matches is not None:
                found = np.zeros(len(chosen), bool)
                found[self.matches[self.matches < len(chosen)]] = True
                chosen &= found
            self.ids = self._sorted(np.flatnonzero(chosen))
        self.endResetModel()

    def _mask(self) -> np.ndarray:
        found = self.vocabulary
        assert found is not None
        if self.filter == "special":
            return (found.kinds == SPECIAL) | (found.kinds == ADDED)
        if self.filter == "unused":
            return (found.kinds == RESERVED) | (found.kinds == MISSING)
        if self.filter == "unreached":
            return found.reach == UNREACHED
        if self.filter == "fragments":
            return found.reach == FRAGMENT
        if self.filter == "norms":
            mask = np.zeros(len(found.kinds), bool)
            if self.norms is not None:
                n = min(len(mask), len(self.norms.z))
                mask[:n] = np.abs(self.norms.z[:n]) >= FAR
            return mask
        return np.ones(len(found.kinds), bool)

    def _sorted(self, ids: np.ndarray) -> np.ndarray:
        found = self.vocabulary
        assert found is not None
        if self._by in (TOKEN, BYTES):
            keys = np.empty(len(found.order), np.int64)
            keys[found.order] = np.arange(len(found.order))
        elif self._by == LENGTH:
            keys = np.diff(found.byte_ends, prepend=0)
        elif self._by == RANK:  # those that no merge makes come last
            keys = np.where(found.ranks < 0, np.iinfo(np.int32).max, found.ranks)
        elif self._by == NORM:
            keys = np.full(len(found.kinds), np.inf)
            if self.norms is not None:
                n = min(len(keys), len(self.norms.norms))
                keys[:n] = self.norms.norms[:n]
        else:
            keys = {KIND: found.kinds, REACH: found.reach}.get(self._by, np.arange(len(found.kinds)))
        order = np.argsort(keys[ids], kind="stable")
        return ids[order if self._order == Qt.SortOrder.AscendingOrder else order[::-1]]

    # a token

    def raw(self, token: int) -> bytes:
        found = self.vocabulary
        assert found is not None
        first = int(found.byte_ends[token - 1]) if token else 0
        return found.bytes[first : int(found.byte_ends[token])].tobytes()

    def piece(self, token: int) -> str:
        found = self.vocabulary
        assert found is not None
        first = int(found.piece_ends[token - 1]) if token else 0
        return found.pieces[first : int(found.piece_ends[token])].tobytes().decode("utf-8", "replace")

    def text(self, token: int) -> str | None:
        """A token as text; None where it is none by itself."""
        try:
            return self.raw(token).decode("utf-8")
        except UnicodeDecodeError:
            return None

    def shown(self, token: int) -> str:
        found = self.text(token)
        return visible(found) if found is not None else f"⟨{hex_bytes(self.raw(token))}⟩"

    # Qt

    def rowCount(self, parent: QModelIndex | QPersistentModelIndex = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self.ids)

    def columnCount(self, parent: QModelIndex | QPersistentModelIndex = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else COLUMNS

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if orientation == Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole:
            return self.headers()[section]
        if orientation == Qt.Orientation.Horizontal and role == Qt.ItemDataRole.ToolTipRole:
            return self._header_tip(section)
        if role == Qt.ItemDataRole.TextAlignmentRole:  # centred, so that the sign of the order finds room at the right
            return int(Qt.AlignmentFlag.AlignCenter) if section in _RIGHT else _alignment(section)
        return None

    def headers(self) -> tuple[str, ...]:
        return (
            self.tr("Id"), self.tr("Token"), self.tr("Bytes"), self.tr("Length, bytes"), self.tr("Kind"), self.tr("Reached"),
            self.tr("Merge"), self.tr("Norm (z)"),
        )  # fmt: skip

    def _header_tip(self, section: int) -> str | None:
        return {
            REACH: self.tr("Whether reading the token's own text gives the token"),
            RANK: self.tr("The place of the merge that makes it; byte-pair encodings only"),
            NORM: self.tr("Length of its row in the open model's token embedding, and its distance from the mean in standard deviations"),
        }.get(section)

    def data(self, index: QModelIndex | QPersistentModelIndex, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if not index.isValid() or index.row() >= len(self.ids):
            return None
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return self.cell(int(self.ids[index.row()]), index.column())
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return _alignment(index.column())
        if role == Qt.ItemDataRole.FontRole:
            return theme.sans() if index.column() in (KIND, REACH) else theme.mono()
        if role == Qt.ItemDataRole.ForegroundRole and index.column() == REACH:
            return theme.colors().bad if self._reach(int(self.ids[index.row()])) == UNREACHED else None
        return None

    def cell(self, token: int, column: int) -> str:
        """The words of one cell."""
        found = self.vocabulary
        assert found is not None
        if column == ID:
            return str(token)
        if column == TOKEN:
            return self.shown(token)
        if column == BYTES:
            raw = self.raw(token)
            return hex_bytes(raw[:MAX_CELL_BYTES]) + ("…" if len(raw) > MAX_CELL_BYTES else "")
        if column == LENGTH:
            return str(len(self.raw(token)))
        if column == KIND:
            return self._kind_name(int(found.kinds[token]))
        if column == REACH:
            return self._reach_name(self._reach(token))
        if column == RANK:
            return "—" if found.ranks[token] < 0 else f"{int(found.ranks[token]):,}"
        if self.norms is None or token >= len(self.norms.norms):
            return "—"
        z = float(self.norms.z[token])
        return f"{float(self.norms.norms[token]):.3f} ({z:+.1f})".replace("-", "−")

    def _reach(self, token: int) -> int:
        assert self.vocabulary is not None
        return int(self.vocabulary.reach[token])

    def _kind_name(self, kind: int) -> str:
        names = {
            SPECIAL: self.tr("special"), ADDED: self.tr("added"), BYTE: self.tr("one byte"),
            RESERVED: self.tr("reserved"), MISSING: self.tr("no token"),
        }  # fmt: skip
        return names.get(kind, "")

    def _reach_name(self, reach: int) -> str:
        names = {
            REACHED: self.tr("yes"), INSIDE: self.tr("inside words"), FRAGMENT: self.tr("part of a character"),
            UNREACHED: self.tr("never"),
        }  # fmt: skip
        return names[reach]

    def export_rows(self) -> Iterator[tuple[object, ...]]:
        """What is shown, whole, for EXPORT_HEADERS."""
        found = self.vocabulary
        for token in self.ids.tolist() if found is not None else ():
            rank, known = int(found.ranks[token]), self.norms is not None and token < len(self.norms.norms)
            norm = (float(self.norms.norms[token]), float(self.norms.z[token])) if known else ("", "")
            raw = self.raw(token)
            yield (
                token, self.text(token) or "", self.piece(token), raw.hex(), len(raw), _KINDS[int(found.kinds[token])],
                _REACH[int(found.reach[token])], rank if rank >= 0 else "", *norm,
            )  # fmt: skip


class VocabularyTable(QTableView):
    """`picked(id)` when a token is activated: by a double click, or Enter."""

    picked = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.table = VocabularyModel(self)
        self.setModel(self.table)
        show_rows(self)
        self.setSortingEnabled(True)
        self.sortByColumn(ID, Qt.SortOrder.AscendingOrder)
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.horizontalHeader().setStretchLastSection(True)
        for column, width in enumerate((70, 180, 150, 104, 84, 120, 84, 140)):
            self.setColumnWidth(column, width)
        self.doubleClicked.connect(lambda index: self._pick(index.row()))
        self.retranslate()

    @property
    def current(self) -> int | None:
        """The selected token."""
        rows = self.selectionModel().selectedRows()
        return int(self.table.ids[rows[0].row()]) if rows else None

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._pick(self.currentIndex().row())
        else:
            super().keyPressEvent(event)

    def _pick(self, row: int) -> None:
        if 0 <= row < len(self.table.ids):
            self.picked.emit(int(self.table.ids[row]))

    def retranslate(self) -> None:
        self.setAccessibleName(self.tr("Table of the vocabulary"))
        self.table.headerDataChanged.emit(Qt.Orientation.Horizontal, 0, COLUMNS - 1)
        self.viewport().update()


def _alignment(column: int) -> int:
    return int((Qt.AlignmentFlag.AlignRight if column in _RIGHT else Qt.AlignmentFlag.AlignLeft) | Qt.AlignmentFlag.AlignVCenter)
