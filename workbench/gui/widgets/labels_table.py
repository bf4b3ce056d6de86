"""Labels with their log-probabilities and what share each has among all of them, as they are and calibrated."""

from __future__ import annotations

import math
from collections.abc import Iterator

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, QRectF, Qt
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QHeaderView, QStyle, QStyledItemDelegate, QStyleOptionViewItem, QTableView, QWidget

from workbench.gui import theme
from workbench.gui.widgets.numbers import nats, percent
from workbench.gui.widgets.row_table import show_rows
from workbench.gui.widgets.tips import plain
from workbench.gui.widgets.visible import visible
from workbench.values import Likelihood

LABEL, TOKENS, NATS, PER_TOKEN, SHARE, CALIBRATED, CALIBRATED_SHARE = range(7)
EXPORT_HEADERS = ("label", "ids", "n_tokens", "logprob", "share", "calibrated", "calibrated_share", "merged")
_SHARE_ROLE = Qt.ItemDataRole.UserRole + 1


class LabelsModel(QAbstractTableModel):
    """One row for each label, in the order they were given."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._found: Likelihood | None = None

    def show_likelihood(self, found: Likelihood | None) -> None:
        self.beginResetModel()
        self._found = found
        self.endResetModel()

    def rowCount(self, parent: QModelIndex | QPersistentModelIndex = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() or self._found is None else len(self._found.scores)

    def columnCount(self, parent: QModelIndex | QPersistentModelIndex = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else 7

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if orientation != Qt.Orientation.Horizontal:
            return None
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return _alignment(section)
        if role == Qt.ItemDataRole.ToolTipRole and section == CALIBRATED:
            return plain(self.tr("ln p behind the prompt minus ln p behind the prompt that says nothing"))
        if role != Qt.ItemDataRole.DisplayRole:
            return None
        return (
            self.tr("Label"), self.tr("Tokens"), self.tr("ln p, nats"), self.tr("Per token, nats"), self.tr("Among the labels"),
            self.tr("Calibrated, nats"), self.tr("Calibrated share"),
        )[section]  # fmt: skip

    def data(self, index: QModelIndex | QPersistentModelIndex, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        found, row, column = self._found, index.row(), index.column()
        if found is None:
            return None
        share = self._share(row, column)
        if role == _SHARE_ROLE:
            return share
        if role == Qt.ItemDataRole.DisplayRole:
            return percent(share) if column in (SHARE, CALIBRATED_SHARE) else self._words(row, column)
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return _alignment(column)
        if role == Qt.ItemDataRole.ToolTipRole:
            return plain(self._tip(row))
        if role == Qt.ItemDataRole.FontRole:
            return theme.mono(bold=row == self.best())
        return None

    def best(self) -> int:
        """The row of the likeliest label: of the calibrated ones where there are such."""
        found = self._found
        if found is None:
            return -1
        shares = found.shares if math.isnan(float(found.calibrated_shares[0])) else found.calibrated_shares
        return int(shares.argmax())

    def _share(self, row: int, column: int) -> float:
        assert self._found is not None
        shares = {SHARE: self._found.shares, CALIBRATED_SHARE: self._found.calibrated_shares}.get(column)
        return float(shares[row]) if shares is not None else math.nan

    def _words(self, row: int, column: int) -> str:
        assert self._found is not None
        one = self._found.scores[row]
        return {
            LABEL: visible(one.text.strip()),
            TOKENS: str(len(one.ids)),
            NATS: nats(one.nats),
            PER_TOKEN: nats(one.nats / len(one.ids)),
            CALIBRATED: nats(one.calibrated),
        }[column]

    def _tip(self, row: int) -> str:
        assert self._found is not None
        one = self._found.scores[row]
        parts = [f"{visible(token)}  {logprob:+.4f}" for token, logprob in zip(one.tokens, one.logprobs.tolist(), strict=True)]
        lines = [self.tr("{value} nats").format(value=f"{one.nats:+.6f}"), *parts]
        if one.merged:
            lines.append(self.tr("The tokenizer joined its beginning with the end of the prompt."))
        return "\n".join(lines)

    def rows(self) -> Iterator[tuple[object, ...]]:
        """Everything, for export (see `EXPORT_HEADERS`)."""
        found = self._found
        for number, one in enumerate(found.scores if found is not None else ()):
            assert found is not None
            cells = (one.calibrated, float(found.calibrated_shares[number]))
            calibrated = ("", "") if math.isnan(one.calibrated) else cells
            ids = " ".join(map(str, one.ids.tolist()))
            yield (one.text, ids, len(one.ids), one.nats, float(found.shares[number]), *calibrated, int(one.merged))


def _alignment(column: int) -> int:
    side = Qt.AlignmentFlag.AlignLeft if column == LABEL else Qt.AlignmentFlag.AlignRight
    return int(side | Qt.AlignmentFlag.AlignVCenter)


class LabelsTable(QTableView):
    """The table; the likeliest label is bold."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.table = LabelsModel(self)
        self.setModel(self.table)
        for column in (SHARE, CALIBRATED_SHARE):
            self.setItemDelegateForColumn(column, _Bar(self))
        show_rows(self, height=theme.CONTROL_HEIGHT)
        header = self.horizontalHeader()
        for column, width in ((TOKENS, 72), (NATS, 96), (PER_TOKEN, 120), (SHARE, 170), (CALIBRATED, 128), (CALIBRATED_SHARE, 170)):
            self.setColumnWidth(column, width)
        header.setSectionResizeMode(LABEL, QHeaderView.ResizeMode.Stretch)
        header.setMinimumSectionSize(60)

    def show_likelihood(self, found: Likelihood | None) -> None:
        self.table.show_likelihood(found)
        calibrated = found is not None and bool(found.request.content_free)
        for column in (CALIBRATED, CALIBRATED_SHARE):
            self.setColumnHidden(column, not calibrated)

    def retranslate(self) -> None:
        self.setAccessibleName(self.tr("Labels and their probabilities"))
        self.table.headerDataChanged.emit(Qt.Orientation.Horizontal, LABEL, CALIBRATED_SHARE)
        self.viewport().update()


class _Bar(QStyledItemDelegate):
    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> None:
        box, share = QRectF(option.rect).adjusted(4, 5, -4, -5), float(index.data(_SHARE_ROLE))
        if share > 0:
            chosen = bool(option.state & QStyle.StateFlag.State_Selected)
            c = theme.colors()
            painter.fillRect(QRectF(box.left(), box.top(), box.width() * min(1.0, share), box.height()), c.raised if chosen else c.select)
        super().paint(painter, option, index)
