"""Colour maps: the published colours, evenly spaced to the eye, and neutral indices that no weight takes."""

from __future__ import annotations

import numpy as np
import pytest
from PySide6.QtGui import QColor

from workbench.gui.widgets import colormap


def lightness(colours) -> np.ndarray:
    """CIE L* of 0xffRRGGBB."""
    rgb = np.asarray([[c >> 16 & 255, c >> 8 & 255, c & 255] for c in colours]) / 255
    linear = np.where(rgb <= 0.04045, rgb / 12.92, ((rgb + 0.055) / 1.055) ** 2.4)
    y = linear @ [0.2126, 0.7152, 0.0722]
    return np.where(y > 216 / 24389, 116 * np.cbrt(y) - 16, y * 24389 / 27)


@pytest.mark.parametrize(
    ("name", "anchors"),
    [
        ("viridis", {0: 0x440154, 1: 0x440256, 127: 0x21908D, 128: 0x21918C, 255: 0xFDE725}),
        ("cividis", {0: 0x00204D, 127: 0x7C7B78, 255: 0xFFEA46}),
    ],
)
def test_that_a_map_has_its_published_colours(name, anchors):
    published = colormap.published(name)
    assert len(published) == 256
    assert {at: published[at] & 0xFFFFFF for at in anchors} == anchors
    assert (colormap.table(name)[0], colormap.table(name)[-1]) == (published[0], published[-1])


@pytest.mark.parametrize("name", colormap.NAMES)
def test_that_equal_steps_of_weight_are_equal_steps_of_lightness(name):
    found = lightness(colormap.table(name))
    assert (np.diff(found) > -0.25).all()
    straight = np.linspace(found[0], found[-1], len(found))
    assert np.abs(found - straight).max() < 4


def test_that_weights_take_254_levels_and_keep_their_order():
    indices = colormap.lookup()
    assert (indices[0], indices[255]) == (0, colormap.LEVELS - 1)
    assert (np.diff(indices.astype(int)) >= 0).all()
    assert set(indices.tolist()) == set(range(colormap.LEVELS))


def test_that_a_gain_stretches_the_scale_and_cuts_it_at_its_end():
    assert colormap.lookup(0.5)[255] == round(0.5 * (colormap.LEVELS - 1))
    assert (colormap.lookup(2.0)[128:] == colormap.LEVELS - 1).all()


def test_that_the_square_root_brings_out_small_weights_and_keeps_both_ends():
    plain, root = colormap.lookup(), colormap.lookup(root=True)
    assert (root[0], root[255]) == (0, colormap.LEVELS - 1)
    assert root[64] == round((64 / 255) ** 0.5 * (colormap.LEVELS - 1))
    assert (root >= plain).all()


@pytest.mark.parametrize("columns", [1, 3, 4, 7, 64])
def test_that_a_picture_shows_each_index_in_its_colour(qapp, columns):
    indices = np.random.default_rng(1).integers(0, colormap.LEVELS, (5, columns)).astype(np.uint8)
    indices[2, 0], indices[3, 0] = colormap.NOTHING, colormap.GAP
    image = colormap.picture(indices, "viridis", QColor("#123456"))
    were = indices.copy()
    indices[:] = 0  # the picture owns its memory
    for (row, column), index in np.ndenumerate(were):
        wanted = {colormap.NOTHING: 0xFF123456, colormap.GAP: 0}.get(int(index))
        assert image.pixel(column, row) == (wanted if wanted is not None else colormap.table("viridis")[index])
