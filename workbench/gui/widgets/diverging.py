"""Colours of signed numbers: one hue below zero, another above, and at zero hardly any colour.

The idea that is not obvious: zero must look like the paper, so there are two maps, with a white middle for light surfaces and a
black one for dark ones. Equal steps are equal steps to the eye on both sides. Kovesi's CET-D1A and CET-D4.
"""

from __future__ import annotations

import functools

import numpy as np
from PySide6.QtGui import QColor

from workbench.gui import theme
from workbench.gui.widgets import colormap_tables

LEVELS = 255
"""An odd number: the middle one is zero."""
_TABLES = {"light": colormap_tables.CET_D1A, "dark": colormap_tables.CET_D4}


@functools.cache
def table(mode: theme.Mode) -> np.ndarray:
    """The colours from -1 to 1, 0xffRRGGBB, uint32 [LEVELS]; both ends are the published ones."""
    digits = _TABLES[mode]
    published = [0xFF000000 | int(digits[at : at + 6], 16) for at in range(0, len(digits), 6)]
    return np.array([published[round(level * (len(published) - 1) / (LEVELS - 1))] for level in range(LEVELS)], np.uint32)


def colours(shares: np.ndarray) -> np.ndarray:
    """The colour of each share of the scale's end, -1 … 1: 0xffRRGGBB, uint32 of the same shape. NaN is drawn as zero."""
    levels = np.rint((np.clip(np.nan_to_num(shares), -1, 1) + 1) / 2 * (LEVELS - 1)).astype(np.intp)
    found: np.ndarray = table(theme.mode())[levels]
    return found


def colour(share: float) -> QColor:
    """The colour of one share."""
    return QColor.fromRgb(int(colours(np.asarray(share))))


def ink(background: QColor) -> QColor:
    """Black or white, whichever is easier to read on a colour."""
    return QColor("black") if _luminance(background) > 0.18 else QColor("white")


def _luminance(colour: QColor) -> float:
    """Relative luminance (WCAG)."""
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in (colour.redF(), colour.greenF(), colour.blueF())]
    return float(np.dot(linear, (0.2126, 0.7152, 0.0722)))
