"""A tree of tokens on screen: a row for each stretch without a fork, walked by keyboard, with the token at which it parts first.

The idea that is not obvious: while the run on screen goes on, only its row grows; the tree is built anew when something parts.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QAbstractItemModel, QEvent, QModelIndex, QObject, QPersistentModelIndex, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFontMetricsF, QKeyEvent, QPainter, QPen, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QStyle, QStyledItemDelegate, QStyleOptionViewItem, QTreeView, QWidget

from workbench.gui import theme
from workbench.gui.widgets.branch_nodes import Node, Token
from workbench.gui.widgets.numbers import count, nats, percent
from workbench.gui.widgets.tips import plain
from workbench.gui.widgets.visible import visible, visible_token

WORDS, TOKENS, NATS, RUN = range(4)
SIGNS = {"running": "▶", "pruned": "✕", "finished": "■"}
_NODE = Qt.ItemDataRole.UserRole + 1
Index = QModelIndex | QPersistentModelIndex


class BranchModel(QAbstractItemModel):
    """The rows below a root, which itself is not shown. `renamed(node, name)` when a person typed another name."""

    renamed = Signal(object, str)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.root, self.shown_run = Node(0), -1
        self.scores = False

    def set_root(self, root: Node) -> None:
        self.beginResetModel()
        self.root = root
        self.endResetModel()

    def show_run(self, run: int) -> None:
        """Mark the rows that the run on screen passes."""
        if run != self.shown_run:
            self.shown_run = run
            self._tell_all()

    def grow(self, node: Node, tokens: Sequence[Token]) -> None:
        """Add tokens at the end of a row."""
        node.tokens += tokens
        self.dataChanged.emit(self.index_of(node), self.index_of(node, RUN))

    def _tell_all(self) -> None:
        self.layoutChanged.emit()

    def node(self, index: Index) -> Node:
        return index.internalPointer() if index.isValid() else self.root

    def index_of(self, node: Node | None, column: int = 0) -> QModelIndex:
        if node is None or node.parent is None:
            return QModelIndex()
        return self.createIndex(node.parent.children.index(node), column, node)

    # what Qt asks

    def index(self, row: int, column: int, parent: Index = QModelIndex()) -> QModelIndex:  # noqa: B008  Qt's own default
        children = self.node(parent).children
        return self.createIndex(row, column, children[row]) if 0 <= row < len(children) else QModelIndex()

    def parent(self, index: Index | None = None) -> Any:
        if index is None:
            return super().parent()
        return self.index_of(self.node(index).parent) if index.isValid() else QModelIndex()

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return len(self.node(parent).children) if parent.column() <= 0 else 0

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 4

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return _alignment(section)
        if role != Qt.ItemDataRole.DisplayRole or orientation != Qt.Orientation.Horizontal:
            return None
        return (
            self.tr("Goes on with"), self.tr("Tokens"), self.tr("ln p, nats"), self.tr("Score") if self.scores else self.tr("Run"),
        )[section]  # fmt: skip

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        node, column = self.node(index), index.column()
        if role == _NODE:
            return node
        if role == Qt.ItemDataRole.DisplayRole:
            return self._words(node, column)
        if role == Qt.ItemDataRole.EditRole:
            return node.name
        if role == Qt.ItemDataRole.ToolTipRole:
            return plain(self.describe(node))
        if role == Qt.ItemDataRole.AccessibleTextRole and column == WORDS:
            return self.describe(node)
        if role == Qt.ItemDataRole.FontRole and column != WORDS:
            return theme.mono()
        if role == Qt.ItemDataRole.ForegroundRole and (column in (TOKENS, RUN) or node.state == "pruned"):
            return theme.colors().muted
        return _alignment(column) if role == Qt.ItemDataRole.TextAlignmentRole else None

    def _words(self, node: Node, column: int) -> str:
        if column == WORDS:
            return "".join(token[1] for token in node.tokens)
        if column == TOKENS:
            return count(len(node.tokens))
        if column == NATS:
            return nats(node.total)
        if self.scores:
            return nats(node.score) if node.score is not None else SIGNS.get(node.state, "")
        return " ".join(str(run) for run in node.runs)

    def describe(self, node: Node) -> str:
        """A row in words."""
        lines = [self.tr("From token {number}: {text}").format(number=node.start + 1, text=_short(node))]
        if node.tokens:
            token = node.tokens[0]
            first = self.tr("first token {token}, id {id}, model's own {percent}")
            lines.append(
                first.format(
                    token=visible_token(token[1]), id=token[0], percent=percent(math.exp(token[3])) if not math.isnan(token[3]) else "—"
                )
            )
        lines.append(self.tr("log-probability to its end {nats} nats").format(nats=nats(node.total)))
        if node.name:
            lines.append(self.tr("named “{name}”").format(name=node.name))
        lines += [self.tr("run {id} ends here").format(id=run) for run in node.runs]
        if node.score is not None:
            lines.append(self.tr("score {score}").format(score=nats(node.score)))
        state = {"running": self.tr("still running"), "pruned": self.tr("pruned"), "finished": self.tr("finished")}.get(node.state)
        return "\n".join([*lines, *([state] if state else [])])

    def flags(self, index: Index) -> Qt.ItemFlag:
        base = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
        return base | Qt.ItemFlag.ItemIsEditable if self.node(index).runs and index.column() == WORDS else base

    def setData(self, index: Index, value: Any, role: int = Qt.ItemDataRole.EditRole) -> bool:
        node = self.node(index)
        if role != Qt.ItemDataRole.EditRole or not node.runs or value == node.name:
            return False
        node.name = str(value)
        self.dataChanged.emit(index, index)
        self.renamed.emit(node, node.name)
        return True


class BranchDelegate(QStyledItemDelegate):
    """The first token as a chip, what follows as text; the rows of the run on screen have a bar at their side."""

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex) -> None:
        c, node = theme.colors(), index.data(_NODE)
        model = index.model()
        chosen = bool(option.state & QStyle.StateFlag.State_Selected)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        box = QRectF(option.rect)
        painter.fillRect(box, c.select if chosen else c.surface)
        if isinstance(model, BranchModel) and model.shown_run in node.through:
            painter.fillRect(QRectF(box.left(), box.top() + 3, 3, box.height() - 6), c.accent)
        painter.setPen(c.muted if node.state == "pruned" else c.text)
        x = self._paint_chip(painter, box, node, chosen=chosen)
        self._paint_rest(painter, QRectF(x, box.top(), box.right() - x - theme.S1, box.height()), node)
        painter.restore()

    def _paint_chip(self, painter: QPainter, box: QRectF, node: Node, *, chosen: bool) -> float:
        c = theme.colors()
        painter.setFont(theme.mono())
        metrics = QFontMetricsF(painter.font())
        words = metrics.elidedText(visible_token(node.tokens[0][1]) if node.tokens else "", Qt.TextElideMode.ElideRight, box.width() - 24)
        chip = QRectF(box.left() + 8, box.top() + 3, metrics.horizontalAdvance(words) + 10, box.height() - 6)
        pen = painter.pen()
        painter.setBrush(Qt.BrushStyle.NoBrush if node.state == "pruned" else (c.surface if chosen else c.chip_a))
        painter.setPen(QPen(c.border, 1))
        painter.drawRoundedRect(chip, 4, 4)
        painter.setPen(pen)
        painter.drawText(chip, Qt.AlignmentFlag.AlignCenter, words)
        return chip.right() + theme.S1 + 2

    def _paint_rest(self, painter: QPainter, box: QRectF, node: Node) -> None:
        if node.name:
            painter.setFont(theme.sans(bold=True))
            metrics = QFontMetricsF(painter.font())
            words = metrics.elidedText(node.name, Qt.TextElideMode.ElideRight, box.width() / 2)
            painter.drawText(box, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, words)
            box.setLeft(box.left() + metrics.horizontalAdvance(words) + theme.S2)
        painter.setFont(theme.sans())
        rest = "".join(token[2] or token[1] for token in node.tokens[1:160])
        metrics = QFontMetricsF(painter.font())
        words = metrics.elidedText(visible(rest).replace("·", " "), Qt.TextElideMode.ElideRight, box.width())
        painter.drawText(box, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, words)

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex) -> QSize:
        return QSize(120, theme.CONTROL_HEIGHT)


class BranchTree(QTreeView):
    """`walked(node)` when another row is walked to, `entered` on Enter, `pruned(node)` on Delete."""

    walked = Signal(object)
    entered = Signal()
    pruned = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.branches = BranchModel(self)
        self.setModel(self.branches)
        self.setItemDelegateForColumn(WORDS, BranchDelegate(self))
        self.setProperty("framed", True)
        self.setUniformRowHeights(True)
        self.setIndentation(theme.S4)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setEditTriggers(QAbstractItemView.EditTrigger.EditKeyPressed)
        self.setAllColumnsShowFocus(True)
        header = self.header()
        header.setStretchLastSection(False)
        header.setMinimumSectionSize(36)
        header.setSectionResizeMode(WORDS, QHeaderView.ResizeMode.Stretch)
        for column, width in ((TOKENS, 62), (NATS, 78), (RUN, 56)):
            header.setSectionResizeMode(column, QHeaderView.ResizeMode.Fixed)
            self.setColumnWidth(column, width)
        self.selectionModel().currentChanged.connect(self._current_changed)
        self.retranslate()

    def set_root(self, root: Node, *, keep: bool = True) -> None:
        """Show a tree, all of it open; the row one stood on stays the current one if it is still there."""
        key = self.current.key if keep and self.current is not None else None
        self.selectionModel().blockSignals(True)
        self.branches.set_root(root)
        self.expandAll()
        found = next((node for node in root.each() if node.parent is not None and node.key == key), None) if key else None
        if found is not None:
            self.setCurrentIndex(self.branches.index_of(found))
        self.selectionModel().blockSignals(False)

    @property
    def current(self) -> Node | None:
        """The row one stands on."""
        index = self.currentIndex()
        return self.branches.node(index) if index.isValid() else None

    def set_current(self, node: Node | None) -> None:
        """Stand on a row without telling."""
        self.selectionModel().blockSignals(True)
        self.setCurrentIndex(self.branches.index_of(node))
        self.selectionModel().blockSignals(False)
        self.viewport().update()

    def _current_changed(self, index: QModelIndex, _before: QModelIndex) -> None:
        if index.isValid():
            self.walked.emit(self.branches.node(index))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.state() != QAbstractItemView.State.EditingState:
            self.entered.emit()
        elif event.key() == Qt.Key.Key_Delete and self.current is not None:
            self.pruned.emit(self.current)
        else:
            super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        self.setColumnHidden(TOKENS, self.width() < 380)
        super().resizeEvent(event)

    def retranslate(self) -> None:
        self.setAccessibleName(self.tr("Tree of branches"))
        self.branches.headerDataChanged.emit(Qt.Orientation.Horizontal, 0, RUN)
        self.viewport().update()

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.PaletteChange:
            self.viewport().update()
        super().changeEvent(event)


def _short(node: Node) -> str:
    words = visible("".join(token[2] or token[1] for token in node.tokens[:60]))
    return words if len(words) <= 200 else words[:200] + "…"


def _alignment(column: int) -> int:
    side = Qt.AlignmentFlag.AlignLeft if column == WORDS else Qt.AlignmentFlag.AlignRight
    return int(side | Qt.AlignmentFlag.AlignVCenter)
