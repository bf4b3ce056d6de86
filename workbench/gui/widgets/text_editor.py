"""The editor of the text under study: plain, exact, fast for long texts."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QMimeData, QPointF, Qt, Signal
from PySide6.QtGui import QDragEnterEvent, QKeyEvent, QMouseEvent, QTextCharFormat, QTextCursor, QTextOption
from PySide6.QtWidgets import QPlainTextEdit, QTextEdit, QWidget

from workbench.gui import theme
from workbench.gui.widgets.exact_text import ExactText, shown

WRAP_LIMIT = 20_000
"""A paragraph longer than this is not wrapped: laying it out anew costs seconds for each key."""


class TextEditor(QPlainTextEdit):
    """`edited` after each change, with the exact text; `committed` on Ctrl+Enter; `span_selected` with bytes [start, end), and
    `span_hovered` with those of the character under the pointer."""

    edited = Signal(str)
    committed = Signal()
    span_selected = Signal(int, int)
    span_hovered = Signal(int, int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._exact = ExactText()
        self._pasted: str | None = None
        self._quiet = False
        self.setFont(theme.sans(theme.BODY + 1))
        self.setTabChangesFocus(True)
        self.setLineWrapMode(QPlainTextEdit.LineWrapMode.WidgetWidth)
        self.setWordWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
        self.document().contentsChange.connect(self._changed)
        self.selectionChanged.connect(self._selected)
        self._pointed = (0, 0)
        self.viewport().setMouseTracking(True)

    @property
    def text(self) -> str:
        """The exact text."""
        return self._exact.text

    def set_text(self, text: str) -> None:
        """Show another text; does not emit `edited`."""
        if text == self._exact.text:
            return
        self._quiet = True
        self._exact = ExactText(text)
        self.setPlainText(shown(text))
        self._exact = ExactText(text)
        self._quiet = False
        self._choose_wrapping()

    def select_bytes(self, start: int, end: int) -> None:
        """Select a byte span without telling anybody."""
        cursor = self.textCursor()
        cursor.setPosition(self._exact.position_of(start))
        cursor.setPosition(self._exact.position_behind(end), QTextCursor.MoveMode.KeepAnchor)
        self._quiet = True
        self.setTextCursor(cursor)
        self._quiet = False

    def hover_bytes(self, start: int, end: int) -> None:
        """Tint the characters of a byte span; nothing for an empty one."""
        marks = []
        if end > start:
            mark = QTextEdit.ExtraSelection()
            mark.cursor = self.textCursor()
            mark.cursor.setPosition(self._exact.position_of(start))
            mark.cursor.setPosition(self._exact.position_behind(end), QTextCursor.MoveMode.KeepAnchor)
            mark.format.setBackground(theme.colors().select)
            mark.format.setForeground(theme.colors().text)
            mark.format.setUnderlineStyle(QTextCharFormat.UnderlineStyle.SingleUnderline)  # not by colour alone
            mark.format.setUnderlineColor(theme.colors().accent)
            marks.append(mark)
        self.setExtraSelections(marks)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        super().mouseMoveEvent(event)
        if not event.buttons():
            self._hover(event.position())

    def leaveEvent(self, event: QEvent) -> None:
        super().leaveEvent(event)
        self._point_at((0, 0))

    def _hover(self, point: QPointF) -> None:
        """Say which character the pointer is on: the editor tells the nearest place between two, and that may be behind it."""
        cursor = self.cursorForPosition(point.toPoint())
        if point.x() < self.cursorRect(cursor).left():
            cursor.movePosition(QTextCursor.MoveOperation.PreviousCharacter)
        inside = abs(point.y() - self.cursorRect(cursor).center().y()) <= self.cursorRect(cursor).height()
        cursor.movePosition(QTextCursor.MoveOperation.NextCharacter, QTextCursor.MoveMode.KeepAnchor)
        span = self._exact.byte_of(cursor.selectionStart()), self._exact.byte_of(cursor.selectionEnd())
        self._point_at(span if inside else (0, 0))

    def _point_at(self, span: tuple[int, int]) -> None:
        """The pointer is on these bytes."""
        if span != self._pointed:
            self._pointed = span
            self.span_hovered.emit(*span)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Let files pass to the window, which opens them; text may be dropped here."""
        if any(url.isLocalFile() for url in event.mimeData().urls()):
            event.ignore()
        else:
            super().dragEnterEvent(event)

    def insertFromMimeData(self, source: QMimeData) -> None:
        """Paste as plain text, exactly."""
        text = source.text()
        self._pasted = text
        self.textCursor().insertText(shown(text))
        self._pasted = None
        self.ensureCursorVisible()

    def createMimeDataFromSelection(self) -> QMimeData:
        """Copy the exact text."""
        cursor, data = self.textCursor(), QMimeData()
        units = self._exact.text.encode("utf-16-le", "surrogatepass")[2 * cursor.selectionStart() : 2 * cursor.selectionEnd()]
        data.setText(units.decode("utf-16-le", "replace"))
        return data

    def keyPressEvent(self, event: QKeyEvent) -> None:
        enter = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        if enter and event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.committed.emit()
        elif enter and event.modifiers() & Qt.KeyboardModifier.ShiftModifier:
            self.textCursor().insertText("\n")  # Qt would put in a U+2028
        else:
            super().keyPressEvent(event)

    def _changed(self, position: int, removed: int, added: int) -> None:
        if self._quiet:
            return
        cursor = QTextCursor(self.document())
        last = self.document().characterCount() - 1
        cursor.setPosition(min(position, last))
        cursor.setPosition(min(position + added, last), QTextCursor.MoveMode.KeepAnchor)
        inserted = cursor.selectedText().replace("\u2029", "\n").replace("\u2028", "\n")
        if self._exact.edit(position, removed, inserted, exact=self._pasted):
            self._choose_wrapping()
            self.edited.emit(self._exact.text)

    def _choose_wrapping(self) -> None:
        long = len(self._exact.text) > WRAP_LIMIT and max(map(len, self._exact.text.split("\n"))) > WRAP_LIMIT
        mode = QPlainTextEdit.LineWrapMode.NoWrap if long else QPlainTextEdit.LineWrapMode.WidgetWidth
        if self.lineWrapMode() != mode:
            self.setLineWrapMode(mode)

    def _selected(self) -> None:
        cursor = self.textCursor()
        if not self._quiet and cursor.hasSelection():
            self.span_selected.emit(self._exact.byte_of(cursor.selectionStart()), self._exact.byte_of(cursor.selectionEnd()))
