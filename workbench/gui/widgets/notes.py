"""Remarks on what a view shows: each one line of text, where it helps with a button that mends what it speaks of."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPen
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from workbench.gui import theme
from workbench.gui.widgets.wrapped_label import WrappedLabel


@dataclass(frozen=True)
class Note:
    """`warn` marks what may mislead; other notes inform. `action` is a button's label, `act` what it does."""

    text: str
    warn: bool = False
    action: str = ""
    act: Callable[[], None] | None = None


class NoteList(QWidget):
    """Zero or more notes, one below the other; takes no room when there are none."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._notes: tuple[Note, ...] = ()
        self._rows = QVBoxLayout(self)
        self._rows.setContentsMargins(0, 0, 0, 0)
        self._rows.setSpacing(theme.S1)
        self.hide()

    @property
    def notes(self) -> tuple[Note, ...]:
        return self._notes

    def set_notes(self, notes: Sequence[Note]) -> None:
        """Replace all notes. Rows stay where they are when only the words are the same, so nothing flickers while typing."""
        if [(one.text, one.action) for one in notes] == [(one.text, one.action) for one in self._notes]:
            return
        self._notes = tuple(notes)
        while self._rows.count():
            row = self._rows.takeAt(0).widget()
            row.hide()
            row.deleteLater()
        for note in notes:
            self._rows.addWidget(_Row(note, self))
        self.setVisible(bool(notes))


class _Row(QWidget):
    def __init__(self, note: Note, parent: QWidget) -> None:
        super().__init__(parent)
        row = QHBoxLayout(self)
        row.setContentsMargins(theme.S2, 2, theme.S1, 2)
        row.setSpacing(theme.S2)
        row.addWidget(_Sign(note.warn, self), 0, Qt.AlignmentFlag.AlignTop)
        words = WrappedLabel(note.text, self)
        words.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        row.addWidget(words, 1, Qt.AlignmentFlag.AlignVCenter)
        if note.action and note.act is not None:
            button = QPushButton(note.action, self)
            button.clicked.connect(note.act)
            row.addWidget(button, 0, Qt.AlignmentFlag.AlignTop)


class _Sign(QWidget):
    """A triangle for warnings, a circle for information: told apart by shape."""

    def __init__(self, warn: bool, parent: QWidget) -> None:
        super().__init__(parent)
        self._warn = warn
        self.setFixedSize(QSize(16, 20))

    def paintEvent(self, event: QEvent) -> None:
        c, p = theme.colors(), QPainter(self)
        p.setRenderHint(QPainter.RenderHint.Antialiasing)
        p.setPen(QPen(c.warn if self._warn else c.muted, 1.4))
        if self._warn:
            p.drawPolygon([QPointF(8, 4), QPointF(14.5, 15.5), QPointF(1.5, 15.5)])
        else:
            p.drawEllipse(QRectF(2, 4, 12, 12))
        p.setFont(theme.sans(9, bold=True))
        p.drawText(QRectF(0, 4 if not self._warn else 5.5, 16, 12), Qt.AlignmentFlag.AlignCenter, "!" if self._warn else "i")
        p.end()
