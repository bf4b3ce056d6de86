"""A line of words that changes while it is looked at."""

from __future__ import annotations

from PySide6.QtGui import QAccessible

from workbench.gui.widgets.live_line import LiveLine


def test_that_it_is_read_out_as_a_label_by_the_words_it_shows(qapp) -> None:
    line = LiveLine()
    line.say("step 3 of 4,000")
    read = QAccessible.queryAccessibleInterface(line)
    assert read.role() == QAccessible.Role.StaticText
    assert read.text(QAccessible.Text.Name) == line.text() == "step 3 of 4,000"
