"""Draws against counting: the share of each token is its probability, in either order."""

from __future__ import annotations

import math

import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st

from workbench.engine import drawing
from workbench.engine.drawing import Numbers
from workbench.values import DrawOrder

FALSE_ALARM = 1e-9
ORDERS: list[DrawOrder] = ["probability", "ids"]


def distribution(weights: list[float]) -> torch.Tensor:
    mass = torch.tensor(weights, dtype=torch.float64)
    return (mass / mass.sum()).log()


weights = st.lists(st.floats(0, 1), min_size=1, max_size=20).filter(lambda ps: sum(ps) > 0.01)


@pytest.mark.parametrize("order", ORDERS)
@given(weights=weights, u=st.floats(0, 1, exclude_max=True))
def test_that_a_draw_inverts_the_cumulative_distribution(order: DrawOrder, weights: list[float], u: float) -> None:
    logprobs = distribution(weights)
    mass = logprobs.exp().tolist()
    token = drawing.draw(logprobs, u, order=order)
    ranked = sorted(range(len(mass)), key=lambda one: (-mass[one], one)) if order == "probability" else list(range(len(mass)))
    below = sum(mass[one] for one in ranked[: ranked.index(token)])
    assert mass[token] > 0
    assert below - 1e-12 <= u <= below + mass[token] + 1e-12
    begins, ends = drawing.share(logprobs, token, order=order)
    assert (begins, ends) == pytest.approx((below, below + mass[token]), abs=1e-12)


def test_that_a_draw_beyond_the_first_sorted_tokens_finds_its_token() -> None:
    n = 4 * drawing.HEAD
    logprobs = torch.full((n,), -math.log(n), dtype=torch.float64)
    for token in (0, drawing.HEAD - 1, drawing.HEAD, n - 1):
        assert drawing.draw(logprobs, (token + 0.5) / n) == token


def test_that_numbers_of_a_seed_come_again_and_of_both_kinds_apart() -> None:
    first, again, other = Numbers(7), Numbers(7), Numbers(8)
    draws = [first.draw() for _ in range(5)]
    assert [again.draw() for _ in range(5)] == draws != [other.draw() for _ in range(5)]
    with_chances = Numbers(7)
    assert [(with_chances.chance(), with_chances.draw())[1] for _ in range(5)] == draws
    assert Numbers(7).chance() != draws[0]


def chi_square_p(counts: torch.Tensor, expected: torch.Tensor) -> float:
    """The probability of counts at least as far from what was expected (regularised upper gamma function)."""
    statistic = float(((counts - expected).square() / expected).sum())
    half_df = torch.tensor((len(counts) - 1) / 2, dtype=torch.float64)
    return float(torch.special.gammaincc(half_df, torch.tensor(statistic / 2, dtype=torch.float64)))


def drawn(logprobs: torch.Tensor, n: int, order: DrawOrder) -> torch.Tensor:
    numbers = Numbers(1)
    us = torch.tensor([numbers.draw() for _ in range(n)], dtype=torch.float64)
    return torch.bincount(drawing.draws(logprobs, us, order=order), minlength=len(logprobs)).double()


@pytest.mark.parametrize("order", ORDERS)
def test_that_draws_follow_a_peaked_distribution_and_a_wrong_one_would_be_found(order: DrawOrder) -> None:
    n = 100_000
    logprobs = torch.tensor([0.0, 2.0, -1.0, 1.0, 4.0, 0.5], dtype=torch.float64).log_softmax(-1)
    expected = logprobs.exp() * n
    assert chi_square_p(drawn(logprobs, n, order), expected) > FALSE_ALARM
    hotter = (logprobs / 1.1).log_softmax(-1)  # a sampler that forgot its temperature by a tenth
    assert chi_square_p(drawn(hotter, n, order), expected) < FALSE_ALARM
