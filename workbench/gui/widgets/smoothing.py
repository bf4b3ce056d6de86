"""The running mean in which old values count less and less, corrected for its beginning.

The idea that is not obvious: the recurrence is solved for blocks of values at once, and only what one block hands to the next is
computed one after the other; so a million points take milliseconds, and points that come later go on from where the last ones ended.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
LEAST_SHARE = 1e-8
"""A block is so long that its first value counts so little at its end."""
MOST_BLOCK = 4096


@dataclass(frozen=True, slots=True)
class Carried:
    """What the values so far leave behind: their weighted sum, and the sum of their weights."""

    total: float = 0.0
    weight: float = 0.0


def smoothed(values: Floats, n_points: float, carried: Carried) -> tuple[Floats, Carried]:
    """The mean after each value, in which each value counts 1 - 1/n_points of the one after it: the last `n_points` or so make it up.

    Divided by the sum of the weights (Adam's correction, arXiv 1412.6980), so the first mean is the first value. Values that are not
    finite count nothing; before the first finite one the mean is NaN. `n_points` > 1.
    """
    keep = 1.0 - 1.0 / n_points
    finite = np.isfinite(values)
    total, last_total = _decayed(np.where(finite, values, 0.0), keep, carried.total)
    weight, last_weight = _decayed(finite.astype(np.float64), keep, carried.weight)
    with np.errstate(invalid="ignore", divide="ignore"):
        return np.where(weight > 0, total / weight, np.nan), Carried(last_total, last_weight)


def _decayed(values: Floats, keep: float, before: float) -> tuple[Floats, float]:
    """s[i] = keep * s[i-1] + (1 - keep) * values[i], s[-1] = before; and the last of them."""
    if not len(values):
        return values, before
    length = max(1, min(MOST_BLOCK, len(values), int(math.log(LEAST_SHARE) / math.log(keep))))
    n_blocks = -(-len(values) // length)
    padded = np.zeros(n_blocks * length)
    padded[: len(values)] = values
    powers = keep ** np.arange(length)
    within = np.cumsum(padded.reshape(n_blocks, length) / powers, axis=1) * (powers * (1.0 - keep))  # [n_blocks, length]
    handed = np.empty(n_blocks)
    for number, last in enumerate(within[:, -1].tolist()):
        handed[number] = before
        before = last + before * keep**length
    found = (within + handed[:, None] * (powers * keep)).reshape(-1)[: len(values)]
    return found, float(found[-1])
