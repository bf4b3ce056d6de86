"""Colours that tell a few things apart, in a light and in a dark window, also for those who see no red or no green.

They never stand alone: whatever is tinted is also named.
"""

from __future__ import annotations

from PySide6.QtGui import QColor

from workbench.gui import theme

# After Okabe and Ito (2008), each moved until it stands 3 : 1 against the surface of its mode.
_TINTS = {
    "light": ("#2F5BD0", "#B35900", "#007D5B", "#B0408A", "#8A6D00", "#1F7FA8", "#6B4FBB", "#B3261E"),
    "dark": ("#8FB0FF", "#FF9E4A", "#4CC9A0", "#E88CC6", "#E3C341", "#6EC6EE", "#B9A2FF", "#FF8A80"),
}
COUNT = 8


def tint(number: int) -> QColor:
    """One of COUNT colours in the mode in force; they repeat beyond."""
    return QColor(_TINTS[theme.mode()][number % COUNT])
