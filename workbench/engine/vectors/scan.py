"""A quick look at all items, each product with a bound on its error: what cannot be among the nearest needs no closer look.

Shapes: n items, d numbers each.

The idea that is not obvious: numbers of 8 bits are a quarter of the memory to read, and how wrong they make a product is known.
With x̂ for an item x as it is kept and q̂ for a query q as it is asked, x·q - x̂·q̂ = (x - x̂)·q̂ + x·(q - q̂), so by Cauchy and
Schwarz it lies within |x - x̂| |q̂| + |x| |q - q̂|. Whatever is left out by this is further away for certain, not probably.
"""

from __future__ import annotations

import warnings
from collections.abc import Iterator
from typing import Protocol

import numpy as np
import torch

from workbench.engine.memory import SHARE, available_bytes

BLOCK = 1024
LEAST_NUMBERS = 1 << 22
"""Smaller sets are read faster as they are."""
STEPS = 127
QUERY_STEPS = 63
"""Of 7 bits: AVX2 adds two products of 8 by 8 bits in 16 and would cut off what 127 x 127 twice exceeds."""
PACKED = "fbgemm"
ULP, TINY = 2.0**-24, np.finfo(np.float32).tiny


class Scan(Protocol):
    """What can be scanned."""

    def products(self, query: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Of each item less the mean with a query [d] of length 1 or 0: about what they are, and how wrong each may be, float32 [n]."""


class PlainScan:
    """Products of the numbers as they are; they are wrong by rounding alone."""

    def __init__(self, rows: np.ndarray, mean: np.ndarray, norms: np.ndarray) -> None:
        self._rows, self._mean = rows, mean
        self._wrong = rounding(rows.shape[1]) * (norms + 2 * length(mean)) + TINY

    def products(self, query: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        return self._rows @ query - self._mean @ query, self._wrong


class PackedScan:
    """Products of 8-bit numbers, each item in steps of its own: a quarter of the size of the rows, beside them.

    A query is asked in two parts of 7 bits, the second what the first left over; asking both takes as long as asking one.
    """

    def __init__(self, rows: np.ndarray, mean: np.ndarray, centered_norms: np.ndarray) -> None:
        n, d = rows.shape
        numbers, self._steps, self._left = np.empty((n, d), np.int8), np.empty(n, np.float32), np.empty(n, np.float32)
        with np.errstate(all="ignore"):  # what overflows has no bound, and is measured
            for first, part in blocks(rows, mean):
                here = slice(first, first + len(part))
                numbers[here], self._steps[here], self._left[here] = in_steps(part)
        self._packed = _packed(numbers)
        self._norms = centered_norms
        self._slack = rounding(d) * (centered_norms + length(mean)) + TINY

    def products(self, query: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        query = query.astype(np.float64)
        coarse, coarse_step = _query_steps(query)
        fine, fine_step = _query_steps(query - coarse_step * coarse)
        asked = coarse_step * coarse + fine_step * fine
        both = torch.from_numpy(np.stack([coarse, fine]).astype(np.float32))
        # whole numbers by whole numbers, summed in 32 bits: exact until they are made float32
        sums = torch.ops.quantized.linear_with_input_q_dq_qweight_dq_output_fp32(both, 1.0, QUERY_STEPS + 1, self._packed).numpy()
        about = self._steps * (np.float32(coarse_step) * sums[0] + np.float32(fine_step) * sums[1])
        wrong = np.float32(np.linalg.norm(asked)) * self._left + np.float32(np.linalg.norm(query - asked)) * self._norms
        return about, wrong + self._slack


def scan_of(rows: np.ndarray, mean: np.ndarray, norms: np.ndarray, centered_norms: np.ndarray) -> Scan:
    """The quicker scan of rows [n, d] that this machine has, and room for."""
    size_bytes = packed_bytes(rows)
    if size_bytes and 2 * size_bytes < SHARE * available_bytes():  # twice: until they are packed
        return PackedScan(rows, mean, centered_norms)
    return PlainScan(rows, mean, norms)


def packed_bytes(rows: np.ndarray) -> int:
    """What a packed scan of rows [n, d] takes, a quarter of what they do; 0 where they are scanned as they are."""
    return rows.size if rows.size >= LEAST_NUMBERS and PACKED in torch.backends.quantized.supported_engines else 0


def blocks(rows: np.ndarray, mean: np.ndarray) -> Iterator[tuple[int, np.ndarray]]:
    """Rows [n, d] less their mean, some at a time: the first one's number, and they."""
    for first in range(0, len(rows), BLOCK):
        yield first, rows[first : first + BLOCK] - mean


def length(vector: np.ndarray) -> np.float32:
    """Of a float32 vector, whose squares might vanish in float32."""
    return np.float32(np.linalg.norm(vector.astype(np.float64)))


def rounding(d: int) -> np.float32:
    """How wrong a sum of d float32 products may be, for vectors of length 1; four times that, for what is done with it after."""
    return np.float32(4 * (d + 32) * ULP)


def in_steps(rows: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Rows [m, d] as whole numbers of steps, float32 [m, d], the steps [m], and the length of what that leaves over, at most [m]."""
    steps = np.maximum(np.abs(rows).max(1) / STEPS, TINY)
    exact = rows / steps[:, None]
    whole = np.rint(exact)
    left = np.sqrt(np.einsum("nd,nd->n", exact - whole, exact - whole))
    d = rows.shape[1]
    return whole, steps, steps * (left * (1 + 2 * rounding(d)) + np.float32(2 * STEPS * ULP * d**0.5))


def _query_steps(query: np.ndarray) -> tuple[np.ndarray, float]:
    """A vector [d] as whole numbers of steps, and the step."""
    step = float(np.abs(query).max()) / QUERY_STEPS or 1.0
    return np.rint(query / step), step


def _packed(numbers: np.ndarray) -> object:
    """int8 [n, d] as the products want them."""
    before = torch.backends.quantized.engine
    torch.backends.quantized.engine = PACKED
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # such tensors go in a later torch than ours; the test of the scan will tell
            made = torch._make_per_tensor_quantized_tensor(torch.from_numpy(numbers), 1.0, 0)
        return torch.ops.quantized.linear_prepack(made, None)
    finally:
        torch.backends.quantized.engine = before
