"""Everything that is trained moves as PyTorch's own AdamW moves it, clipped as PyTorch clips."""

from __future__ import annotations

import math

import pytest
import torch
from torch import Tensor, nn

from workbench.engine.training.adamw import AdamW

SHAPES = ((5, 7), (3,), (1, 1), (17, 300), (40,))
RATE, DECAY, BETAS, CLIP = 1e-2, 0.1, (0.9, 0.95), 0.5


def fresh() -> list[nn.Parameter]:
    drawn = torch.Generator().manual_seed(0)
    return [nn.Parameter(torch.randn(shape, generator=drawn, dtype=torch.float64)) for shape in SHAPES]


def loss_of(parameters: list[nn.Parameter], step: int) -> Tensor:
    """The gradients differ from step to step; the first one's are small enough not to be clipped."""
    told = torch.stack([(one.sin() * (at + step)).sum() for at, one in enumerate(parameters)]).sum()
    return (1e-3 if step == 0 else 1.0) * told


def moved(optimiser: AdamW, parameters: list[nn.Parameter], steps: range) -> list[float]:
    """Take steps; the gradients' norms."""
    norms = []
    for step in steps:
        optimiser.clear()
        loss_of(parameters, step).backward()
        optimiser.gather()
        norms.append(optimiser.gradient_norm())
        optimiser.step(RATE, length=norms[-1], clip=CLIP)
    return norms


def test_that_steps_and_norms_are_those_of_pytorch() -> None:
    ours, theirs = fresh(), fresh()
    groups = [
        {"params": [one for one in theirs if one.ndim >= 2], "weight_decay": DECAY},
        {"params": [one for one in theirs if one.ndim < 2], "weight_decay": 0.0},
    ]
    right, expected = torch.optim.AdamW(groups, lr=RATE, betas=BETAS), []
    for step in range(4):
        right.zero_grad()
        loss_of(theirs, step).backward()
        expected.append(float(nn.utils.clip_grad_norm_(theirs, CLIP)))
        right.step()
    optimiser = AdamW(ours, decay=DECAY, betas=BETAS)
    assert moved(optimiser, ours, range(4)) == pytest.approx(expected, rel=1e-12)
    for one, other in zip(ours, theirs, strict=True):
        torch.testing.assert_close(one, other, rtol=1e-7, atol=1e-9)  # by how much gradients are clipped is told in float32
        for name, moment in right.state[other].items():
            torch.testing.assert_close(optimiser.moments[one][name].double(), moment.double(), rtol=2e-7, atol=1e-14)
    assert optimiser.weight_norm() == pytest.approx(float(nn.utils.get_total_norm([one.detach() for one in theirs])), rel=1e-9)


def test_that_going_on_from_moments_is_equal_to_the_bit() -> None:
    whole, halves = fresh(), fresh()
    moved(AdamW(whole, decay=DECAY, betas=BETAS), whole, range(4))
    first = AdamW(halves, decay=DECAY, betas=BETAS)
    moved(first, halves, range(2))
    later = [nn.Parameter(one.detach().clone()) for one in halves]
    second = AdamW(later, decay=DECAY, betas=BETAS)
    second.take_up({one: {key: value.clone() for key, value in first.moments[old].items()} for one, old in zip(later, halves, strict=True)})
    moved(second, later, range(2, 4))
    assert all(torch.equal(one, other) for one, other in zip(whole, later, strict=True))


def test_that_what_the_loss_does_not_depend_on_stays_until_it_does() -> None:
    parameters = fresh()
    before = parameters[0].detach().clone()
    optimiser = AdamW(parameters, decay=DECAY, betas=BETAS)
    moved(optimiser, parameters[1:], range(2))
    assert torch.equal(parameters[0], before)
    assert parameters[0] not in optimiser.moments
    assert optimiser.weight_norm() == pytest.approx(math.hypot(*(float(one.detach().norm()) for one in parameters)), rel=1e-12)
    moved(optimiser, parameters, range(2, 3))
    assert not torch.equal(parameters[0], before)


def test_that_norms_of_millions_of_float32_are_exact_to_a_hundred_thousandth() -> None:
    parameter = nn.Parameter(torch.randn(3_000, 1_001, generator=torch.Generator().manual_seed(0)) * 1e-3)
    optimiser = AdamW([parameter], decay=DECAY, betas=BETAS)
    parameter.sum().backward()
    optimiser.gather()
    assert optimiser.gradient_norm() == pytest.approx(math.sqrt(parameter.numel()), rel=1e-5)
    assert optimiser.weight_norm() == pytest.approx(float(parameter.detach().double().norm()), rel=1e-5)
