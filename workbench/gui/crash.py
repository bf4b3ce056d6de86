"""The one dialog for what nobody foresaw, and the log it is written to."""

from __future__ import annotations

import sys
from datetime import UTC, datetime

from PySide6.QtCore import QObject
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QLabel, QPlainTextEdit, QPushButton, QVBoxLayout, QWidget

from workbench import __version__, paths
from workbench.gui import theme


class CrashReporter(QObject):
    """Shows the first error in a dialog; further ones while it is open only go to the log."""

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self._window = window
        self._dialog: QDialog | None = None

    def report(self, details: str) -> None:
        """Log it and show it, without stopping the application."""
        self.log(details)
        if self._dialog is None:
            self._dialog = self._made(details)
            self._dialog.finished.connect(self._closed)
            self._dialog.open()

    def log(self, details: str) -> None:
        """Append to the log file; standard error hears it in any case."""
        stamped = f"{datetime.now(UTC).isoformat(timespec='seconds')} LM Workbench {__version__}\n{details}\n"
        sys.stderr.write(stamped)
        try:
            paths.logs().mkdir(parents=True, exist_ok=True)
            with (paths.logs() / "window.log").open("a", encoding="utf-8") as file:
                file.write(stamped)
        except OSError as error:
            sys.stderr.write(f"the log cannot be written: {error}\n")

    def _closed(self) -> None:
        if self._dialog is not None:
            self._dialog.deleteLater()
        self._dialog = None

    def _made(self, details: str) -> QDialog:
        dialog = QDialog(self._window)
        dialog.setWindowTitle(self.tr("Something unexpected happened"))
        words = QLabel(self.tr("This is a defect of the workbench. Your runs are safe; you can go on working."), dialog)
        words.setWordWrap(True)
        text = QPlainTextEdit(details, dialog)
        text.setReadOnly(True)
        text.setFont(theme.mono())
        text.setAccessibleName(self.tr("Details of the error"))
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close, dialog)
        copy = QPushButton(self.tr("Copy"), dialog)
        buttons.addButton(copy, QDialogButtonBox.ButtonRole.ActionRole)
        copy.clicked.connect(lambda: QGuiApplication.clipboard().setText(details))
        buttons.rejected.connect(dialog.reject)
        column = QVBoxLayout(dialog)
        for one in (words, text, buttons):
            column.addWidget(one)
        dialog.resize(720, 420)
        return dialog
