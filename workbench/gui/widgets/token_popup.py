"""Two small windows that open below a button: one offers tokens, as a list or as text to type; the other the positions of a text."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, QPoint, Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLineEdit, QListView, QPushButton, QVBoxLayout, QWidget

from workbench.gui import theme
from workbench.gui.widgets.ranked import Ranked, RankedList
from workbench.gui.widgets.token_axis import TokenAxis

WIDTH, HEIGHT = 300, 320


class TokenPopup(QFrame):
    """`chosen(id)` from the list, `typed(text)` by Enter."""

    chosen = Signal(int)
    typed = Signal(str)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent, Qt.WindowType.Popup)
        self.setObjectName("card")
        self.edit, self.list = QLineEdit(self), RankedList(self)
        self.edit.setFont(theme.mono())
        column = QVBoxLayout(self)
        column.setContentsMargins(theme.S2, theme.S2, theme.S2, theme.S2)
        column.addWidget(self.edit)
        column.addWidget(self.list, 1)
        self.edit.returnPressed.connect(self._type)
        self.list.chosen.connect(self._choose)

    def open_below(self, button: QWidget, rows: Sequence[Ranked]) -> None:
        """Offer these."""
        self.list.set_rows(rows)
        self.edit.clear()
        _open(self, button)
        self.edit.setFocus()

    def _type(self) -> None:
        text = self.edit.text()
        if text:
            self.close()
            self.typed.emit(text)

    def _choose(self, token: int) -> None:
        self.close()
        self.chosen.emit(token)


class PositionPopup(QFrame):
    """`chosen(position)`; None: the one that is meant when nothing is chosen."""

    chosen = Signal(object)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent, Qt.WindowType.Popup)
        self.setObjectName("card")
        self.usual, self.selected, self.list = QPushButton(self), QPushButton(self), QListView(self)
        self._model, self._selected = _Positions(self), -1
        self.list.setModel(self._model)
        self.list.setFont(theme.mono())
        self.list.setUniformItemSizes(True)
        column, row = QVBoxLayout(self), QHBoxLayout()
        column.setContentsMargins(theme.S2, theme.S2, theme.S2, theme.S2)
        row.setSpacing(theme.S2)
        for one in (self.usual, self.selected):
            row.addWidget(one)
        column.addLayout(row)
        column.addWidget(self.list, 1)
        self.usual.clicked.connect(lambda: self._choose(None))
        self.selected.clicked.connect(lambda: self._choose(self._selected))
        for signal in (self.list.clicked, self.list.activated):
            signal.connect(lambda index: self._choose(index.row()) if self.isVisible() else None)

    def open_below(self, button: QWidget, axis: TokenAxis, *, at: int, selected: int) -> None:
        """Offer all positions of a text; one of them is chosen now, one is selected elsewhere."""
        self._selected = selected
        self.selected.setEnabled(selected >= 0)
        self._model.set_axis(axis)
        _open(self, button)
        self.list.setCurrentIndex(self._model.index(at))
        self.list.scrollTo(self._model.index(at), QListView.ScrollHint.PositionAtCenter)
        self.list.setFocus()

    def _choose(self, position: int | None) -> None:
        self.close()
        self.chosen.emit(position)


class _Positions(QAbstractListModel):
    """The tokens of a text, spelled only when they are seen."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._axis: TokenAxis | None = None

    def set_axis(self, axis: TokenAxis) -> None:
        if axis is not self._axis:
            self.beginResetModel()
            self._axis = axis
            self.endResetModel()

    def rowCount(self, parent: QModelIndex | QPersistentModelIndex = QModelIndex()) -> int:  # noqa: B008  Qt's own default
        return 0 if parent.isValid() or self._axis is None else len(self._axis.tokens)

    def data(self, index: QModelIndex | QPersistentModelIndex, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if role == Qt.ItemDataRole.DisplayRole and self._axis is not None:
            return f"{index.row():>4}  {self._axis.called(index.row())}"
        return None


def _open(popup: QFrame, button: QWidget) -> None:
    """Below the button, within its screen."""
    popup.resize(WIDTH, HEIGHT)
    place, room = button.mapToGlobal(QPoint(0, button.height() + 2)), button.screen().availableGeometry()
    x = min(place.x(), room.right() - WIDTH)
    y = place.y() if place.y() + HEIGHT <= room.bottom() else button.mapToGlobal(QPoint(0, 0)).y() - HEIGHT - 2
    popup.move(max(x, room.left()), max(y, room.top()))
    popup.show()
