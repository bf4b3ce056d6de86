"""A row of chips, each with its tint: which of several things are shown. At most as many at once as there are tints."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QPoint, QSize, Qt, Signal
from PySide6.QtGui import QIcon, QPainter, QPixmap, QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QToolButton, QWidget

from workbench.gui import theme
from workbench.gui.widgets.tints import COUNT, tint

SWATCH = 10


class TintChips(QWidget):
    """`changed` when the person shows or hides one. The first COUNT are on; one more only when another was put off."""

    changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.chips: list[QToolButton] = []
        policy = QSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def set_count(self, count: int) -> None:
        """How many there are."""
        if count == len(self.chips):
            return
        for chip in self.chips:
            chip.deleteLater()
        self.chips = [self._chip(number) for number in range(count)]
        self._color()
        self._arrange(self.width())
        self.updateGeometry()

    def _chip(self, number: int) -> QToolButton:
        chip = QToolButton(self)
        chip.setCheckable(True)
        chip.setChecked(number < COUNT)
        chip.setText(str(number))
        chip.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        chip.setIconSize(QSize(SWATCH, SWATCH))
        chip.clicked.connect(self._clicked)
        chip.show()
        return chip

    @property
    def chosen(self) -> tuple[int, ...]:
        """Which are on."""
        return tuple(number for number, chip in enumerate(self.chips) if chip.isChecked())

    def choose(self, numbers: Sequence[int]) -> None:
        """Put on exactly these, without telling."""
        for number, chip in enumerate(self.chips):
            chip.setChecked(number in numbers)
        self._color()

    def name(self, words: Sequence[str]) -> None:
        """What each is called to those who do not see it."""
        for chip, word in zip(self.chips, words, strict=True):
            chip.setAccessibleName(word)
            chip.setToolTip(word)

    def _clicked(self) -> None:
        self._color()
        self.changed.emit()

    def _color(self) -> None:
        chosen = self.chosen
        for number, chip in enumerate(self.chips):
            swatch = QPixmap(2 * SWATCH, 2 * SWATCH)
            swatch.fill(Qt.GlobalColor.transparent)
            if chip.isChecked():
                painter = QPainter(swatch)
                painter.fillRect(swatch.rect(), tint(chosen.index(number)))
                painter.end()
            chip.setIcon(QIcon(swatch))
            chip.setEnabled(chip.isChecked() or len(chosen) < COUNT)

    def _arrange(self, width: int) -> int:
        """Place the chips in rows; their height."""
        at, high = QPoint(0, 0), 0
        for chip in self.chips:
            size = chip.sizeHint()
            if at.x() and at.x() + size.width() > width:
                at = QPoint(0, at.y() + high + theme.S1)
            chip.setGeometry(at.x(), at.y(), size.width(), size.height())
            at.setX(at.x() + size.width() + theme.S1)
            high = size.height()
        return at.y() + high

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        at, high, down = 0, 0, 0
        for chip in self.chips:
            size = chip.sizeHint()
            if at and at + size.width() > width:
                at, down = 0, down + high + theme.S1
            at, high = at + size.width() + theme.S1, size.height()
        return down + high

    def sizeHint(self) -> QSize:
        return QSize(300, self.heightForWidth(max(300, self.width())))

    def minimumSizeHint(self) -> QSize:
        return QSize(60, theme.CONTROL_HEIGHT)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._arrange(self.width())
