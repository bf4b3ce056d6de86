"""Two texts as rows of tokens, each above the one that stands in its place; where they differ is marked, and what is missing hatched."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QBrush, QFontMetricsF, QHelpEvent, QMouseEvent, QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QScrollArea, QSizePolicy, QToolTip, QWidget

from workbench.gui import theme
from workbench.gui.widgets.token_text import TokenText
from workbench.values import GAP

ROW, PADDING, LEAST, MOST = 24, 7, 22, 160
Texts = tuple[TokenText, TokenText]
Place = tuple[int, int]


class _Rows(QWidget):
    """`picked(column)`."""

    picked = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._texts: Texts | None = None
        self._places: list[Place] = []
        self._edges = [0.0]
        self._chosen = -1
        self.setMouseTracking(True)

    def set_pair(self, texts: Texts | None, places: list[Place]) -> None:
        self._texts, self._places = texts, places if texts is not None else []
        metrics = QFontMetricsF(theme.mono())
        self._edges = [0.0]
        for column in range(len(self._places)):
            widest = max(metrics.horizontalAdvance(self._label(column, row)) for row in (0, 1))
            self._edges.append(self._edges[-1] + min(max(widest + 2 * PADDING, LEAST), MOST))
        self.setFixedSize(int(self._edges[-1]) + 1, 2 * ROW + 1)
        self.update()

    def choose(self, column: int) -> None:
        self._chosen = column
        self.update()

    def differs(self, column: int) -> bool:
        """Whether the texts have other tokens there, or one has none."""
        a, b = self._places[column]
        return self._texts is None or GAP in (a, b) or self._texts[0].encoding.ids[a] != self._texts[1].encoding.ids[b]

    def _label(self, column: int, row: int) -> str:
        place = self._places[column][row]
        return "" if place == GAP or self._texts is None else self._texts[row].words(place)

    def box(self, column: int, row: int) -> QRectF:
        return QRectF(self._edges[column], row * ROW, self._edges[column + 1] - self._edges[column], ROW)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter, c = QPainter(self), theme.colors()
        painter.setFont(theme.mono())
        metrics = QFontMetricsF(painter.font())
        for column in range(len(self._places)):
            if not self.box(column, 0).united(self.box(column, 1)).intersects(QRectF(event.rect())):
                continue
            for row in (0, 1):
                box = self.box(column, row).adjusted(0.5, 0.5, -1.5, -1.5)
                is_gap, differs = self._places[column][row] == GAP, self.differs(column)
                painter.setPen(QPen(c.accent if differs else c.border, 2 if differs and not is_gap else 1))
                painter.setBrush(QBrush(c.border, Qt.BrushStyle.BDiagPattern) if is_gap else QBrush(c.select if differs else c.surface))
                painter.drawRoundedRect(box, 3, 3)
                painter.setPen(c.text)
                words = metrics.elidedText(self._label(column, row), Qt.TextElideMode.ElideRight, box.width() - 2)
                painter.drawText(box, Qt.AlignmentFlag.AlignCenter, words)
            if column == self._chosen:
                painter.setPen(QPen(c.text, 2))
                painter.drawLine(QPointF(self._edges[column] + 2, 2 * ROW), QPointF(self._edges[column + 1] - 3, 2 * ROW))

    def column_at(self, x: float) -> int:
        return next((column for column in range(len(self._places)) if x < self._edges[column + 1]), -1)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        column = self.column_at(event.position().x())
        if column >= 0:
            self.picked.emit(column)

    def event(self, event: QEvent) -> bool:
        if isinstance(event, QHelpEvent) and event.type() == QEvent.Type.ToolTip:
            column = self.column_at(event.pos().x())
            QToolTip.showText(event.globalPos(), self._words(column) if column >= 0 else "", self)
            return True
        return super().event(event)

    def _words(self, column: int) -> str:
        none = self.tr("nothing: not patched")
        a, b = (none if place == GAP else f"{self._label(column, row)} ({place})" for row, place in enumerate(self._places[column]))
        return self.tr("clean: {a}\ncorrupt: {b}").format(a=a, b=b)


class PairStrip(QScrollArea):
    """`set_pair` shows two texts, `picked(column)` when the person presses one of their places."""

    picked = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._rows = _Rows(self)
        self._rows.picked.connect(self.picked)
        self.setWidget(self._rows)
        self.setFrameShape(QScrollArea.Shape.NoFrame)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def set_pair(self, texts: Texts | None, places: list[Place] = []) -> None:  # noqa: B006 - only read
        """The clean and the corrupt text, and which places go together (see `values.aligned`); None: nothing."""
        self._rows.set_pair(texts, places)
        n = sum(self._rows.differs(column) for column in range(len(places))) if texts is not None else 0
        self.setAccessibleDescription(self.tr("{n} of {total} places differ").format(n=n, total=len(places)))
        self.updateGeometry()

    def choose(self, column: int) -> None:
        """Mark a place, -1 for none."""
        self._rows.choose(column)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.updateGeometry()

    def sizeHint(self) -> QSize:
        scrolls = self._rows.width() > self.width()
        return QSize(400, 2 * ROW + 4 + (self.horizontalScrollBar().sizeHint().height() if scrolls else 0))

    def minimumSizeHint(self) -> QSize:
        return QSize(100, self.sizeHint().height())

    def retranslate(self) -> None:
        self.setAccessibleName(self.tr("Both texts, token beside token"))
