"""Keeps what was used last, within a budget."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Hashable
from typing import Generic, TypeVar

K = TypeVar("K", bound=Hashable)
V = TypeVar("V")


class Shelf(Generic[K, V]):
    """Things by key; what was not used for longest goes first. The newest stays even when it alone exceeds the budget.

    `removed` is told the key of everything that leaves.
    """

    def __init__(self, budget: int, *, removed: Callable[[K], None] = lambda _key: None) -> None:
        self._budget, self._removed = budget, removed
        self._things: OrderedDict[K, tuple[V, int]] = OrderedDict()

    def get(self, key: K) -> V | None:
        """The thing, which thereby counts as used, or None."""
        entry = self._things.get(key)
        if entry is None:
            return None
        self._things.move_to_end(key)
        return entry[0]

    def put(self, key: K, thing: V, *, cost: int) -> None:
        self._things[key] = (thing, cost)
        self._things.move_to_end(key)
        self.make_room(0, keep=1)

    def make_room(self, cost: int, *, keep: int = 0) -> None:
        """Let go of the oldest until `cost` more would fit, but keep that many of the newest."""
        while len(self._things) > keep and self.cost + cost > self._budget:
            self.drop(next(iter(self._things)))

    def drop(self, key: K) -> None:
        if self._things.pop(key, None) is not None:
            self._removed(key)

    def drop_where(self, unwanted: Callable[[K], bool]) -> None:
        for key in [key for key in self._things if unwanted(key)]:
            self.drop(key)

    def keys(self) -> list[K]:
        """Of all things, the one that was used last at the end."""
        return list(self._things)

    @property
    def cost(self) -> int:
        return sum(cost for _, cost in self._things.values())
