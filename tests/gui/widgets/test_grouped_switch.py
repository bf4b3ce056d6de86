"""The switch between views in groups."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from workbench.gui.widgets.grouped_switch import GroupedSwitch

GROUPS = {"see": ("heads", "lines", "token"), "try": ("ablate", "patch")}
WORDS = {"heads": "Heads", "lines": "Lines", "token": "Token", "ablate": "Ablate", "patch": "Patch"}


@pytest.fixture
def switch(qapp):
    made = GroupedSwitch(GROUPS)
    made.name(WORDS, {"see": "See", "try": "Try"}, "View")
    made.resize(600, 40)
    made.show()
    yield made
    made.deleteLater()


def shown(switch: GroupedSwitch) -> list[str]:
    return [key for key in WORDS if switch.button(key).isVisible()]


def test_that_a_group_shows_its_views_and_the_one_last_chosen_in_it(switch):
    told = []
    switch.chosen.connect(told.append)
    assert shown(switch) == ["heads", "lines", "token"]
    switch.button("lines").click()
    switch.groups.button("try").click()
    assert shown(switch) == ["ablate", "patch"]
    switch.button("patch").click()
    switch.groups.button("see").click()
    assert told == ["lines", "ablate", "patch", "lines"]
    assert switch.key == "lines"


def test_that_a_choice_from_outside_is_shown_without_telling(switch):
    told = []
    switch.chosen.connect(told.append)
    switch.choose("patch")
    assert (switch.key, shown(switch), told) == ("patch", ["ablate", "patch"], [])
    switch.choose("unknown")
    assert switch.key == "patch"


def test_that_a_narrow_place_has_one_list_whose_headings_cannot_be_chosen(switch, wait_until):
    switch.resize(switch.minimumSizeHint())
    wait_until(lambda: switch.list.isVisible() and shown(switch) == [])
    assert [switch.list.itemText(row) for row in range(7)] == ["See", "Heads", "Lines", "Token", "Try", "Ablate", "Patch"]
    switch.choose("token")
    switch.list.setFocus()
    QTest.keyClick(switch.list, Qt.Key.Key_Down)
    assert switch.key == "ablate"
    switch.resize(600, 40)
    wait_until(lambda: shown(switch) == ["ablate", "patch"] and not switch.list.isVisible())


def test_that_a_single_group_is_not_offered(qapp):
    alone = GroupedSwitch({"see": ("heads", "lines")})
    alone.name(WORDS, {"see": "See"}, "View")
    alone.resize(400, 40)
    alone.show()
    assert not alone.groups.isVisible()
    assert alone.button("lines").isVisible()
    alone.deleteLater()
