"""Where values lie on an axis, and which of them are written beside it."""

from __future__ import annotations

import itertools
import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray


@dataclass(frozen=True, slots=True)
class Scale:
    """Values from `low` to `high` on pixels from `start` to `end` (either way round); `log`: by powers of ten, both above 0."""

    low: float
    high: float
    start: float
    end: float
    log: bool = False

    def pixel(self, value: float) -> float:
        """Where a value lies; what a logarithm can't show lies at the low end."""
        if self.log:
            share = math.log(max(value, self.low) / self.low) / math.log(self.high / self.low) if value > 0 else 0.0
        else:
            share = (value - self.low) / (self.high - self.low)
        return self.start + share * (self.end - self.start)

    def pixels(self, values: NDArray[np.float64]) -> NDArray[np.float64]:
        """Where finite values lie, of many at once."""
        if self.log:
            shares = np.log(np.maximum(values, self.low) / self.low) / math.log(self.high / self.low)
        else:
            shares = (values - self.low) / (self.high - self.low)
        return self.start + shares * (self.end - self.start)

    def value(self, pixel: float) -> float:
        """The value at a pixel."""
        share = (pixel - self.start) / (self.end - self.start)
        return self.low * (self.high / self.low) ** share if self.log else self.low + share * (self.high - self.low)

    def ticks(self, most: int) -> list[float]:
        """Round values within, about `most` of them at most."""
        return log_ticks(self.low, self.high, most) if self.log else linear_ticks(self.low, self.high, most)


def linear_ticks(low: float, high: float, most: int) -> list[float]:
    """Multiples of 1, 2 or 5 times a power of ten; two at least, as one is no scale."""
    found: list[float] = []
    for parts in (max(1, most), 2 * max(1, most), 5):
        gap = _round_up((high - low) / parts)
        first, last = math.ceil(low / gap - 1e-9), math.floor(high / gap + 1e-9)
        found = [number * gap for number in range(first, last + 1)]
        if len(found) >= 2:
            break
    return found


def log_ticks(low: float, high: float, most: int) -> list[float]:
    """Powers of ten, with their 2 and 5 where there is room; where less than a power is shown, as on a linear axis."""
    powers = range(math.floor(math.log10(low)), math.ceil(math.log10(high)) + 1)
    for marks in ((1, 2, 5), (1,)):
        found = [mark * 10.0**power for power in powers for mark in marks if low <= mark * 10.0**power <= high]
        if len(found) <= most:
            break
    else:
        found = found[:: math.ceil(len(found) / max(1, most))]
    return found if len(found) >= 3 else [tick for tick in linear_ticks(low, high, most) if tick > 0]


def tick_words(value: float, ticks: list[float]) -> str:
    """A tick as short as its neighbours allow."""
    return spelled([value], ticks)[0]


def spelled(values: list[float], ticks: list[float]) -> list[str]:
    """Values as short as ticks that stand beside each other allow."""
    gap = min((abs(b - a) for a, b in itertools.pairwise(ticks)), default=abs(values[0]) if values else 0.0) or 1.0
    greatest = max((abs(tick) for tick in ticks), default=1.0)
    powered = greatest >= 1e7 or greatest < 1e-2
    decimals = max(0, -math.floor(math.log10(gap) + 1e-9))
    words = ("0" if value == 0 else _powered(value) if powered else f"{value:,.{decimals}f}" for value in values)
    return [one.replace("-", "−") for one in words]


def padded(low: float, high: float, *, log: bool, share: float = 0.06) -> tuple[float, float]:
    """A range with some air around it; never empty."""
    if log:
        low = low if low > 0 else min(high, 1.0) * 1e-3 if high > 0 else 0.1
        high = max(high, low * 1.05)
        air = (high / low) ** share
        return low / air, high * air
    if high - low < 1e-12 * max(1.0, abs(high)):
        half = abs(high) * 0.05 or 0.5
        return low - half, high + half
    return low - share * (high - low), high + share * (high - low)


def _round_up(gap: float) -> float:
    power = 10.0 ** math.floor(math.log10(gap)) if gap > 0 else 1.0
    return next(mark * power for mark in (1, 2, 5, 10) if mark * power >= gap * (1 - 1e-9)) if gap > 0 else 1.0


def _powered(value: float) -> str:
    """`5e-4`."""
    digits, _, power = f"{value:.2e}".partition("e")
    return f"{digits.rstrip('0').rstrip('.')}e{int(power)}".replace("-", "−")
