"""The bar at the foot of a panel in which it answers for what it was asked: errors, remarks, undo.

One message at a time. An error stays until it is closed or the panel clears it; nothing here blocks.
"""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QColor, QGuiApplication, QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPlainTextEdit, QPushButton, QSizePolicy, QToolButton, QVBoxLayout, QWidget

from workbench.errors import WorkbenchError
from workbench.gui import i18n, theme

DETAILS_HEIGHT = 160
LONGEST = 400
"""A longer part (the last words of a process) stands in the details alone."""


class MessageBar(QFrame):
    """Hidden while there is nothing to say."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._error: WorkbenchError | None = None
        self._kind = "notice"
        self._action: Callable[[], object] | None = None
        self._build()
        self.hide()
        self.retranslate()

    def _build(self) -> None:
        self.what, self.why = _plain(self), _plain(self)
        self.what.setFont(theme.sans(bold=True))
        self.action, self.details_button, self.close_button = QPushButton(self), QToolButton(self), QToolButton(self)
        self.details_button.setCheckable(True)
        self.close_button.setText("✕")
        self.copy = QPushButton(self)
        self.details = QPlainTextEdit(self)
        self.details.setReadOnly(True)
        self.details.setFont(theme.mono(theme.BODY))
        self.details.setFixedHeight(DETAILS_HEIGHT)
        words = QVBoxLayout()
        words.setSpacing(2)
        words.addWidget(self.what)
        words.addWidget(self.why)
        row = QHBoxLayout()
        row.setSpacing(theme.S2)
        row.addLayout(words, 1)
        for one in (self.action, self.details_button, self.close_button):
            row.addWidget(one, 0, Qt.AlignmentFlag.AlignVCenter)
        column = QVBoxLayout(self)
        column.setContentsMargins(theme.S4, theme.S2, theme.S3, theme.S2)
        column.addLayout(row)
        column.addWidget(self.details)
        column.addWidget(self.copy, 0, Qt.AlignmentFlag.AlignRight)
        self.details_button.toggled.connect(self._show_details)
        self.close_button.clicked.connect(self.clear)
        self.copy.clicked.connect(lambda: QGuiApplication.clipboard().setText(self.details.toPlainText()))
        self.action.clicked.connect(self._act)

    def show_error(self, error: WorkbenchError, *, action_text: str = "", action: Callable[[], object] | None = None) -> None:
        """Say what went wrong, why, and what helps; with the remedy as a button where the panel has one."""
        self._error, self._kind = error, "error"
        self.details.setPlainText(str(error.values.get("details") or f"{error.code}\n{error}"))
        self._show_action(action_text, action)
        self._say_error()
        self.details_button.setVisible(True)
        self.details_button.setChecked(False)
        self._show_details(False)
        self.show()

    def show_notice(self, text: str, *, more: str = "", action_text: str = "", action: Callable[[], object] | None = None) -> None:
        """Say something that is no error, with one thing to do about it."""
        self._error, self._kind = None, "notice"
        self.what.setText(text)
        self.why.setText(more)
        self.why.setVisible(bool(more))
        self._show_action(action_text, action)
        self.details_button.hide()
        self._show_details(False)
        self.setAccessibleName(text)
        self.show()
        self.update()

    def clear(self) -> None:
        """Say nothing."""
        self._error, self._action = None, None
        self.hide()

    @property
    def error(self) -> WorkbenchError | None:
        """The error that is shown, if one is."""
        return self._error

    def retranslate(self) -> None:
        self.details_button.setText(self.tr("Details"))
        self.copy.setText(self.tr("Copy"))
        self.copy.setAccessibleName(self.tr("Copy the details"))
        self.close_button.setToolTip(self.tr("Close this message"))
        self.close_button.setAccessibleName(self.tr("Close this message"))
        self.details.setAccessibleName(self.tr("Details of the message"))
        if self._error is not None:
            self._say_error()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()

    def paintEvent(self, event: QPaintEvent) -> None:
        c = theme.colors()
        painter = QPainter(self)
        painter.fillRect(self.rect(), c.raised)
        painter.fillRect(0, 0, self.width(), 1, c.border)
        painter.fillRect(0, 0, 3, self.height(), self._tone(c))

    def _tone(self, c: theme.Colors) -> QColor:
        return c.bad if self._kind == "error" else c.accent

    def _say_error(self) -> None:
        if self._error is None:
            return
        parts = i18n.error_parts(self._error)
        self.what.setText(parts.what)
        self.why.setText(" ".join(part for part in (parts.why, parts.remedy) if part and len(part) <= LONGEST))
        self.why.setVisible(bool(self.why.text()))
        self.setAccessibleName(" ".join(part for part in parts if part))
        self.update()

    def _show_action(self, text: str, action: Callable[[], object] | None) -> None:
        self._action = action
        self.action.setText(text)
        self.action.setVisible(action is not None)

    def _show_details(self, shown: bool) -> None:
        self.details.setVisible(shown)
        self.copy.setVisible(shown)

    def _act(self) -> None:
        action = self._action
        self.clear()
        if action is not None:
            action()


def _plain(parent: QWidget) -> QLabel:
    label = QLabel(parent)
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setWordWrap(True)
    label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
    label.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
    return label
