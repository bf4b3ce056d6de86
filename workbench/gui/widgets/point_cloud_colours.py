"""What the colour of a point says: nothing, which of a few kinds it is, or a number.

Shapes: n points. Colours are made afresh for the mode in force, and never say alone what they say: the legend names them, and what
is under the pointer says its kind or its number in words.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import NamedTuple, Protocol

import numpy as np
from PySide6.QtGui import QColor

from workbench.gui import theme
from workbench.gui.widgets import colormap, tints

KINDS = tints.COUNT
"""So many kinds have a colour of their own, the most frequent ones."""
LIGHT, DARK = (0, 216), (48, 255)
"""The part of a colour map that stands out from a light surface, and from a dark one."""


class Entry(NamedTuple):
    """A kind in a legend."""

    words: str
    n: int
    colour: QColor


class PointColours(Protocol):
    """`title`: what the colours say, in words; "" for nothing."""

    title: str

    def rgb(self) -> np.ndarray:
        """uint32 [n], 0xffRRGGBB."""

    def order(self) -> np.ndarray | None:
        """The points, intp [n], the one that lies on top last; None: by their number."""

    def said(self, point: int) -> str:
        """What the colour of a point says, in words."""


@dataclass(frozen=True, eq=False)
class OneColour:
    """All `n` alike."""

    n: int
    title: str = ""

    def rgb(self) -> np.ndarray:
        return np.full(self.n, theme.colors().accent.rgb(), np.uint32)

    def order(self) -> np.ndarray | None:
        return None

    def said(self, point: int) -> str:
        return ""


@dataclass(frozen=True, eq=False)
class Kinds:
    """codes intp [n], each an index of `words`; -1: none. `rest`: how kinds are called that have no colour of their own."""

    title: str
    codes: np.ndarray
    words: Sequence[str]
    rest: str
    _ranks: np.ndarray = field(init=False)
    _counts: np.ndarray = field(init=False)

    def __post_init__(self) -> None:
        counts = np.bincount(self.codes[self.codes >= 0], minlength=len(self.words))
        ranks = np.full(len(self.words) + 1, KINDS)
        frequent = np.argsort(-counts, kind="stable")[:KINDS]
        shown = np.sort(frequent[counts[frequent] > 0])  # colours go by the words, so that kinds look the same in every map
        ranks[shown] = np.arange(len(shown))
        object.__setattr__(self, "_ranks", ranks)
        object.__setattr__(self, "_counts", counts)

    @staticmethod
    def of(title: str, names: Sequence[str], *, rest: str) -> Kinds:
        """By the name of each point, the most frequent first."""
        words, codes, counts = np.unique(np.array(names, dtype=object).astype(str), return_inverse=True, return_counts=True)
        order = np.argsort(-counts, kind="stable")
        return Kinds(title, np.argsort(order)[codes], [str(words[one]) for one in order], rest)

    def rgb(self) -> np.ndarray:
        colours = np.array([tints.tint(number).rgb() for number in range(KINDS)] + [theme.colors().muted.rgb()], np.uint32)
        found: np.ndarray = colours[self._ranks[self.codes]]
        return found

    def order(self) -> np.ndarray | None:
        return None

    def said(self, point: int) -> str:
        code = int(self.codes[point])
        return self.words[code] if code >= 0 else ""

    def entries(self) -> list[Entry]:
        """The kinds of the legend, those without a colour of their own together and last."""
        found = [Entry(w, int(c), tints.tint(int(r))) for w, c, r in zip(self.words, self._counts, self._ranks, strict=False) if r < KINDS]
        left = len(self.codes) - sum(entry.n for entry in found)
        return [*found, Entry(self.rest, left, theme.colors().muted)] if left else found


@dataclass(frozen=True, eq=False)
class Numbers:
    """values float [n], NaN: none. From `low` to `high`, what lies beyond has the colour of the end. `rising`: the higher lie on top.
    `remark`: what else the legend says.

    Also numbers below zero go through an even map: the middle of a diverging one is the colour of the paper, and points must be seen."""

    title: str
    values: np.ndarray
    low: float
    high: float
    decimals: int = 2
    rising: bool = False
    remark: str = ""

    @staticmethod
    def of(title: str, values: np.ndarray, *, decimals: int = 2, rising: bool = False, remark: str = "") -> Numbers:
        """With a scale that leaves the outermost of a hundred at each side beyond, so that a few extremes don't take all the colours."""
        known = values[np.isfinite(values)]
        low, high = np.percentile(known, (1, 99)).tolist() if len(known) else (0.0, 1.0)
        return Numbers(title, values, low, high if high > low else low + 1e-9, decimals, rising, remark)

    @property
    def is_cut(self) -> tuple[bool, bool]:
        """Whether numbers lie below, and above the scale."""
        with np.errstate(invalid="ignore"):
            return bool((self.values < self.low).any()), bool((self.values > self.high).any())

    def scale(self) -> np.ndarray:
        """The colours from low to high, uint32 [m]."""
        first, last = DARK if theme.mode() == "dark" else LIGHT
        return np.array(colormap.published("viridis"), np.uint32)[first : last + 1]

    def rgb(self) -> np.ndarray:
        colours = self.scale()
        shares = (self.values - self.low) / (self.high - self.low)
        levels = np.rint(np.clip(np.nan_to_num(shares, nan=0.0), 0, 1) * (len(colours) - 1)).astype(np.intp)
        found = colours[levels]
        found[~np.isfinite(self.values)] = theme.colors().border.rgb()
        return found

    def order(self) -> np.ndarray | None:
        return np.argsort(self.values, kind="stable") if self.rising else None

    def said(self, point: int) -> str:
        value = float(self.values[point])
        return f"{value:.{self.decimals}f}".replace("-", "−") if np.isfinite(value) else "—"
