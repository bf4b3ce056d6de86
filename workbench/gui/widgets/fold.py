"""A part of a form that is folded away: its title, what it says in a line, and what is in it once it is unfolded."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QSizePolicy, QToolButton, QVBoxLayout, QWidget

from workbench.gui import theme
from workbench.gui.widgets.tips import plain


class Elided(QLabel):
    """A line that is cut where there is no room; its tooltip has all of it."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._words = ""
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)

    def say(self, words: str) -> None:
        self._words = words
        self.setToolTip(plain(words))
        self.setAccessibleName(words)
        self._cut()

    def minimumSizeHint(self) -> QSize:
        return QSize(0, super().minimumSizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._cut()

    def _cut(self) -> None:
        self.setText(self.fontMetrics().elidedText(self._words, Qt.TextElideMode.ElideRight, max(0, self.width())))


class Fold(QWidget):
    """`toggled(open)`; `body` is the layout that is shown while it is open, `room` the widget that has it."""

    toggled = Signal(bool)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.button, self.summary, self.changed = QToolButton(self), Elided(self), QLabel(self)
        self._summary = ""
        self.button.setCheckable(True)
        self.button.setProperty("fold", True)
        self.button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self.button.setArrowType(Qt.ArrowType.RightArrow)
        self.button.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.summary.setProperty("role", "muted")
        self.changed.setProperty("role", "changed")
        self.room = QWidget(self)
        self.body = QVBoxLayout(self.room)
        self.body.setContentsMargins(theme.S4, theme.S1, 0, theme.S3)
        self.body.setSpacing(theme.S2)
        self.room.hide()
        head = QHBoxLayout()
        head.setSpacing(theme.S3)
        head.addWidget(self.button)
        head.addWidget(self.summary, 1)
        head.addWidget(self.changed)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(head)
        column.addWidget(self.room)
        self.button.toggled.connect(self._toggle)

    @property
    def is_open(self) -> bool:
        return self.button.isChecked()

    def set_open(self, wanted: bool) -> None:
        self.button.setChecked(wanted)

    def set_title_width(self, width: int) -> None:
        """What folds one above the other have in common."""
        self.button.setFixedWidth(width)

    def say(self, title: str, summary: str, changed: str = "") -> None:
        """Its title, what it holds in a line, and how much of that was changed."""
        self.button.setText(title)
        self.button.setAccessibleName(f"{title}: {summary}")
        self._summary = summary
        self._say_summary()
        self.changed.setText(changed)
        self.changed.setVisible(bool(changed))

    def _say_summary(self) -> None:
        """Nothing, while all of it is there to be seen."""
        self.summary.say("" if self.is_open else self._summary)

    def _toggle(self, wanted: bool) -> None:
        self.room.setVisible(wanted)
        self._say_summary()
        self.button.setArrowType(Qt.ArrowType.DownArrow if wanted else Qt.ArrowType.RightArrow)
        self.toggled.emit(wanted)
