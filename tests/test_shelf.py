from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from workbench.shelf import Shelf


def test_that_what_was_not_used_for_longest_goes_first() -> None:
    gone: list[str] = []
    shelf: Shelf[str, int] = Shelf(3, removed=gone.append)
    for name in "abc":
        shelf.put(name, ord(name), cost=1)
    assert shelf.get("a") == ord("a")
    shelf.put("d", 0, cost=1)
    assert gone == ["b"]
    assert shelf.get("b") is None


def test_that_the_newest_stays_even_when_it_alone_is_too_much() -> None:
    shelf: Shelf[str, int] = Shelf(3)
    shelf.put("a", 1, cost=1)
    shelf.put("b", 2, cost=9)
    assert (shelf.get("a"), shelf.get("b")) == (None, 2)


def test_that_room_is_made_before_something_large_comes() -> None:
    shelf: Shelf[str, int] = Shelf(3)
    shelf.put("a", 1, cost=3)
    shelf.make_room(2)
    assert shelf.cost == 0


@given(st.lists(st.tuples(st.integers(0, 5), st.integers(0, 9)), max_size=30))
def test_that_the_budget_holds_but_for_the_newest(puts: list[tuple[int, int]]) -> None:
    shelf: Shelf[int, int] = Shelf(10)
    for key, cost in puts:
        shelf.put(key, key, cost=cost)
        assert shelf.cost <= 10
        assert shelf.get(key) == key
