"""How probabilities and other measured numbers are spelled, the same in every view."""

from __future__ import annotations

import math


def percent(probability: float) -> str:
    """`12.3 %`, `0.042 %`; what is smaller than can be read is said to be so, and never rounded to 0 or 100."""
    if math.isnan(probability):
        return "—"
    share = 100 * probability
    if share == 0:
        return "0 %"
    if share < 0.001:
        return "< 0.001 %"
    if 99.95 <= share < 100 - 1e-4:
        return "> 99.9 %"
    return f"{share:.1f} %" if share >= 0.95 else f"{share:.2g} %"


def nats(value: float) -> str:
    """`2.31`; a missing value is a dash, removed is minus infinity."""
    if math.isnan(value):
        return "—"
    if value == -math.inf:
        return "−∞"
    return f"{value:.2f}".replace("-", "−" if abs(value) >= 0.005 else "")  # never −0.00


def count(number: int) -> str:
    """`12,345`."""
    return f"{number:,}"


def signed(value: float) -> str:
    """`+2.31`, `−0.40`: a difference, which always has its sign."""
    return "—" if math.isnan(value) else f"{value:+.2f}".replace("-", "−")
