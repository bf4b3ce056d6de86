"""The design system: what was promised of its colours."""

from __future__ import annotations

import sys

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QCheckBox, QLabel, QStyle, QStyleOptionButton

from workbench.gui import theme


def luminance(color: QColor) -> float:
    """WCAG 2.1 relative luminance."""
    parts = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in (color.redF(), color.greenF(), color.blueF())]
    return 0.2126 * parts[0] + 0.7152 * parts[1] + 0.0722 * parts[2]


def contrast(one: QColor, other: QColor) -> float:
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("mode", ["light", "dark"])
def test_that_every_pair_can_be_read(qapp, mode):
    theme.apply(qapp, mode)
    c = theme.colors()
    for ground in (c.window, c.surface, c.raised, c.chip_a, c.chip_b):
        assert contrast(c.text, ground) >= 10
        for color in (c.muted, c.ok, c.warn, c.bad):
            assert contrast(color, ground) >= 4.5
    assert contrast(c.text, c.select) >= 7
    assert contrast(c.on_accent, c.accent) >= 4.5


@pytest.mark.parametrize("mode", ["light", "dark"])
def test_that_a_box_can_be_seen_whether_it_is_ticked_or_not(qapp, mode):
    theme.apply(qapp, mode)
    box = QCheckBox("x")
    box.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    option = QStyleOptionButton()
    for ticked in (False, True):
        box.setChecked(ticked)
        box.resize(box.sizeHint())
        box.initStyleOption(option)
        picture = box.grab().toImage()
        drawn = box.style().subElementRect(QStyle.SubElement.SE_CheckBoxIndicator, option, box)
        middle = drawn.center().y()
        across = [picture.pixelColor(x, middle) for x in range(drawn.left(), drawn.right() + 1)]
        assert contrast(across[0], theme.colors().window) >= 3
        assert contrast(across[0], theme.colors().surface) >= 3
        assert (contrast(across[2], across[0]) >= 3) == (not ticked)
        assert ticked == (max(contrast(one, across[2]) for one in across[3:-3]) >= 3)


def test_that_widgets_follow_a_change_of_theme(qapp):
    label = QLabel("x")
    theme.apply(qapp, "dark")
    assert label.palette().windowText().color() == theme.colors().text
    theme.apply(qapp, "light")
    assert label.palette().windowText().color() == theme.colors().text


def test_that_void_calls_of_qt_keep_the_references_of_none_and_true(qapp):
    """PYSIDE-3474: a release of PySide6 loses one at each call, until the process dies."""
    label = QLabel("x")
    before = sys.getrefcount(None), sys.getrefcount(True)
    for _ in range(1000):
        label.setEnabled(True)
        label.update()
        label.windowTitleChanged.emit("x")
    after = sys.getrefcount(None), sys.getrefcount(True)
    assert all(abs(new - old) < 200 for new, old in zip(after, before, strict=True))
