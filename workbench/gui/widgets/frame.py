"""The frame every panel has: title row with its one primary action, one row of controls, the view, the message bar.

A panel holds a frame; it doesn't inherit from one. `stale` is a quiet banner over the view, `loading` a bar with how far.
"""

from __future__ import annotations

from PySide6.QtCore import QEvent, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QProgressBar, QPushButton, QToolButton, QVBoxLayout, QWidget

from workbench.gui import theme
from workbench.gui.widgets.message_bar import MessageBar
from workbench.values import Progress


class PanelFrame(QWidget):
    """`controls` is the layout of the controls row; what is added with `add_more` hides behind "More". `view` is the layout of what
    the panel shows, `home` what holds its pages: they are built under it, for Qt dresses a widget and all that is in it anew each
    time it is given another parent, which took half of the time a panel needs to be made."""

    cancelled = Signal()
    refreshed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.heading = QLabel(self)
        self.heading.setProperty("role", "title")
        self.bar = MessageBar(self)
        self.more = QToolButton(self)
        self.more.setCheckable(True)
        self.more.hide()
        self._more_area: QWidget | None = None
        self._stale = False
        self.title_row, self.controls = QHBoxLayout(), QHBoxLayout()
        for row in (self.title_row, self.controls):
            row.setSpacing(theme.S2)
        self.title_row.addWidget(self.heading)
        self.title_row.addStretch(1)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(0)
        self._head = QVBoxLayout()
        self._head.setContentsMargins(theme.S4, theme.S3, theme.S4, theme.S2)
        self._head.setSpacing(theme.S2)
        self._head.addLayout(self.title_row)
        self._head.addLayout(self.controls)
        self._column.addLayout(self._head)
        self._build_loading()
        self._column.addWidget(self._loading)
        content = QWidget(self)
        self.home: QWidget = content
        self.view = QVBoxLayout(content)
        self.view.setContentsMargins(theme.S4, 0, theme.S4, theme.S2)
        self.view.setSpacing(theme.S2)
        self._column.addWidget(content, 1)
        self._column.addWidget(self.bar)
        self.more.toggled.connect(self._show_more)
        self.retranslate()

    def _build_loading(self) -> None:
        self._loading = QWidget(self)
        row = QHBoxLayout(self._loading)
        row.setContentsMargins(theme.S4, 0, theme.S4, theme.S2)
        self._what, self._progress, self._cancel, self._refresh = QLabel(self), QProgressBar(self), QPushButton(self), QPushButton(self)
        self._what.setProperty("role", "caption")
        self._progress.setTextVisible(False)
        self._progress.setFixedHeight(theme.S1)
        row.addWidget(self._what)
        row.addWidget(self._progress, 1)
        row.addWidget(self._cancel)
        row.addWidget(self._refresh)
        self._cancel.clicked.connect(self.cancelled)
        self._refresh.clicked.connect(self.refreshed)
        self._loading.hide()

    def set_title(self, text: str) -> None:
        self.heading.setText(text)

    def set_primary(self, button: QPushButton) -> None:
        """Put the panel's one primary action at the right of the title row."""
        button.setProperty("primary", True)
        self.title_row.addWidget(button)

    def add_more(self, area: QWidget) -> None:
        """Controls that are needed less often: a row that "More" opens."""
        self._more_area = area
        area.hide()
        self._head.addWidget(area)
        self.controls.addWidget(self.more)
        self.more.show()

    def add_strip(self, strip: QWidget) -> None:
        """What is to be said over the view as long as it holds."""
        self._head.addWidget(strip)

    def show_loading(self, what: str, progress: Progress | None = None) -> None:
        """Say what is being waited for, and how far it is where that is known."""
        self._stale = False
        self._what.setText(what)
        known = progress is not None and bool(progress.total)
        self._progress.setRange(0, 1000 if known else 0)
        if known and progress is not None and progress.total:
            self._progress.setValue(int(1000 * progress.done / progress.total))
        for one, shown in ((self._progress, True), (self._cancel, True), (self._refresh, False)):
            one.setVisible(shown)
        self._loading.show()

    def show_stale(self) -> None:
        """Say that the view is of an earlier text."""
        self._stale = True
        self._what.setText(self.tr("The text has changed. Press Ctrl+Enter to update."))
        for one, shown in ((self._progress, False), (self._cancel, False), (self._refresh, True)):
            one.setVisible(shown)
        self._loading.show()

    @property
    def stale(self) -> bool:
        """Whether the view is said to be of an earlier text."""
        return self._stale

    def show_current(self) -> None:
        """The view is what it should be: neither loading nor stale."""
        self._stale = False
        self._what.setText("")
        self._loading.hide()

    def retranslate(self) -> None:
        self.more.setText(self.tr("More"))
        self.more.setAccessibleName(self.tr("More settings"))
        self._cancel.setText(self.tr("Cancel"))
        self._refresh.setText(self.tr("Update"))
        self._progress.setAccessibleName(self.tr("Progress"))
        if self._stale:
            self.show_stale()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()

    def _show_more(self, shown: bool) -> None:
        if self._more_area is not None:
            self._more_area.setVisible(shown)
