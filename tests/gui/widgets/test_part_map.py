"""Signed numbers of heads and MLPs: their colours, and the map that shows them."""

from __future__ import annotations

import numpy as np
import pyqtgraph
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest

from workbench.gui.widgets import diverging
from workbench.gui.widgets.part_map import MLP, PartMap


def lightness(table: np.ndarray) -> np.ndarray:
    """CIE L* of 0xffRRGGBB."""
    rgb = np.stack([table >> 16 & 255, table >> 8 & 255, table & 255], -1) / 255
    linear = np.where(rgb <= 0.04045, rgb / 12.92, ((rgb + 0.055) / 1.055) ** 2.4)
    y = linear @ [0.2126, 0.7152, 0.0722]
    return np.where(y > 216 / 24389, 116 * np.cbrt(y) - 16, y * 24389 / 27)


@pytest.mark.parametrize(("mode", "name"), [("light", "CET-D1A"), ("dark", "CET-D4")])
def test_that_the_colours_are_the_published_ones(mode, name):
    table, published = diverging.table(mode), pyqtgraph.colormap.get(name).getLookupTable(nPts=256)
    for ours, theirs in ((table[0], published[0]), (table[-1], published[-1])):
        found = [int(ours) >> shift & 255 for shift in (16, 8, 0)]
        assert np.abs(np.asarray(found) - theirs[:3]).max() <= 1


@pytest.mark.parametrize(("mode", "sign"), [("light", -1), ("dark", 1)])
def test_that_equal_steps_are_equal_to_the_eye_on_both_sides_of_zero(mode, sign):
    found = sign * lightness(diverging.table(mode))
    middle = len(found) // 2
    assert found.argmin() in range(middle - 2, middle + 3)
    for side in (found[: middle + 1][::-1], found[middle:]):
        assert np.abs(side - np.linspace(side[0], side[-1], len(side))).max() < 6


@pytest.fixture
def made(qapp):
    one = PartMap()
    one.set_values(np.array([[1.0, -2.0], [0.5, np.nan]]), np.array([0.0, 4.0]))
    one.resize(200, 120)
    one.show()
    return one


def test_that_a_number_has_the_colour_of_its_share_of_the_largest(made):
    picture = made.grab().toImage()
    for part, share in (((0, 0), 0.25), ((0, 1), -0.5), ((1, MLP), 1.0), ((0, MLP), 0.0)):
        found = picture.pixelColor(made.cell(*part).topLeft() + QPoint(3, 3))
        assert found.rgb() == diverging.colour(share).rgb()
    made.set_values(np.array([[1.0, -2.0], [0.5, np.nan]]), high=8.0)
    assert made.high == 8.0


def test_that_a_click_tells_the_part(made):
    told = []
    made.picked.connect(lambda *part: told.append(part))
    for part in ((0, 1), (1, MLP)):
        QTest.mouseClick(made, Qt.MouseButton.LeftButton, pos=made.cell(*part).center())
    assert told == [(0, 1), (1, MLP)]
    assert made.part_at(QPoint(3, 3)) is None


def test_that_arrows_walk_from_part_to_part(made):
    told = []
    made.picked.connect(lambda *part: (told.append(part), made.select(*part)))
    for key in (Qt.Key.Key_Right, Qt.Key.Key_Right, Qt.Key.Key_Down, Qt.Key.Key_Left):
        QTest.keyClick(made, key)
    assert told == [(0, 1), (0, MLP), (1, MLP), (1, 1)]
    assert made.accessibleDescription() == "Layer 1 · head 1: —"
    assert made.words((1, MLP)) == "Layer 1 · MLP: +4.00"
