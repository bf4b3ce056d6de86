"""Numbers in an order that looks drawn and needs no memory: which record stands at a place of an epoch.

A Feistel network over the next power of four, walked until it lands within the numbers (format-preserving encryption: Black and
Rogaway 2002). Each number is met once in an epoch, and every epoch has an order of its own.
"""

from __future__ import annotations

import functools
import hashlib

ROUNDS = 4


def shuffled(place: int, count: int, seed: int) -> int:
    """The number, of 0 … count - 1, that stands at `place` 0, 1, … of an endless row of epochs, each a permutation."""
    epoch, at = divmod(place, count)
    half = max(1, ((count - 1).bit_length() + 1) // 2)
    mask, keys = (1 << half) - 1, _keys(seed, epoch)
    while True:
        left, right = at >> half, at & mask
        for key in keys:
            left, right = right, left ^ (_mixed(right ^ key) & mask)
        at = left << half | right
        if at < count:
            return at


@functools.lru_cache(maxsize=8)
def _keys(seed: int, epoch: int) -> tuple[int, ...]:
    drawn = hashlib.sha256(f"{seed}:{epoch}".encode()).digest()
    return tuple(int.from_bytes(drawn[8 * one : 8 * one + 8], "big") for one in range(ROUNDS))


def _mixed(number: int) -> int:
    """64 bits stirred (splitmix64's finaliser)."""
    number = (number ^ number >> 30) * 0xBF58476D1CE4E5B9 & 0xFFFFFFFFFFFFFFFF
    number = (number ^ number >> 27) * 0x94D049BB133111EB & 0xFFFFFFFFFFFFFFFF
    return number ^ number >> 31
