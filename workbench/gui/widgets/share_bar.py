"""A table's number with a bar behind it, also in the chosen row."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRectF, Qt
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from workbench.gui import theme

SHARE = Qt.ItemDataRole.UserRole + 1
"""The role under which a model gives the length of a cell's bar, 0 to 1; NaN: none."""


class ShareBar(QStyledItemDelegate):
    """Paints the selection itself: Qt's would cover the bar."""

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> None:
        c, box, share = theme.colors(), QRectF(option.rect).adjusted(4, 4, -2, -4), float(index.data(SHARE))
        shown = QStyleOptionViewItem(option)
        chosen = bool(option.state & QStyle.StateFlag.State_Selected)
        if chosen:
            painter.fillRect(option.rect, c.select)
            shown.state &= ~QStyle.StateFlag.State_Selected
        if share > 0:
            painter.fillRect(QRectF(box.left(), box.top(), box.width() * min(1.0, share), box.height()), c.surface if chosen else c.select)
        super().paint(painter, shown, index)
