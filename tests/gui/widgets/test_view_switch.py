"""The switch between many views."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from workbench.gui.widgets.view_switch import ViewSwitch

WORDS = ("Chips", "Stages", "Surprise")


@pytest.fixture
def switch(qapp):
    made = ViewSwitch(("chips", "stages", "surprise"))
    made.name(WORDS, "View")
    made.resize(made.sizeHint())
    made.show()
    yield made
    made.deleteLater()


def test_that_views_stand_side_by_side_where_there_is_room_and_in_a_list_where_there_is_not(switch, wait_until):
    assert switch.buttons.isVisible()
    switch.resize(switch.minimumSizeHint())
    wait_until(lambda: switch.list.isVisible() and not switch.buttons.isVisible())
    assert [switch.list.itemText(row) for row in range(3)] == list(WORDS)
    switch.resize(600, 40)
    wait_until(lambda: switch.buttons.isVisible() and not switch.list.isVisible())


def test_that_both_forms_choose_the_same(switch):
    told = []
    switch.chosen.connect(told.append)
    switch.button("stages").click()
    assert (switch.key, switch.list.currentText()) == ("stages", "Stages")
    switch.resize(switch.minimumSizeHint())
    switch.list.setFocus()
    QTest.keyClick(switch.list, Qt.Key.Key_Down)
    assert switch.button("surprise").isChecked()
    assert told == ["stages", "surprise"]
    switch.choose("chips")
    assert (switch.key, switch.list.currentText(), told[2:]) == ("chips", "Chips", [])
