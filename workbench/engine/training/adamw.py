"""AdamW (arXiv 1711.05101) over all that is trained at once.

The idea that is not obvious: weights, gradients and moments lie in one piece of memory each, of which the parameters are views. Of a
step over forty small tensors a tenth went into asking for one small operation after the other; over one piece the norms, clipping and
the step are one operation each.
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import torch
from torch import Tensor, nn
from torch.optim.adamw import adamw

EPS = 1e-8
ALIGNED = 16
"""Each parameter begins at a multiple of so many numbers, where products read it fastest."""
ROW = 4096
"""Norms are taken of so many numbers, then of those norms: over a hundred million at once, float32 is wrong by a hundredth."""
LEAST_LENGTH = 1e-6

Moments = dict[str, Tensor]
"""Of a parameter, by the names that `torch.optim` has for them: step, exp_avg, exp_avg_sq."""


@dataclass
class _Group:
    """Parameters that decay alike: a stretch of each piece, [n]."""

    weights: Tensor
    gradients: Tensor
    means: Tensor
    squares: Tensor
    decay: float


class AdamW:
    """Moves `parameters`: matrices decay, norms and biases don't. One that the loss doesn't depend on has no gradient, and stays as it is.

    `moments`: of each parameter that was moved. For each step: `clear`, the gradients, `gather`, then the norms and `step`.
    """

    def __init__(self, parameters: Sequence[nn.Parameter], *, decay: float, betas: tuple[float, float]) -> None:
        self.parameters = list(parameters)
        self.moments: dict[Tensor, Moments] = {}
        self._decay, self._betas = decay, betas
        self._groups: list[_Group] = []
        self._weights = self._gradients = torch.zeros(0)
        self._steps = torch.zeros(())
        self._n_joined, self._still = 0, 0.0

    def clear(self) -> None:
        """Make all gradients 0."""
        self._gradients.zero_()

    def gather(self) -> None:
        """Take up the gradients that there are."""
        moved = [one for one in self.parameters if one.grad is not None]
        if len(moved) != self._n_joined:
            self._join(sorted(moved, key=_decays, reverse=True))

    def take_up(self, moments: Mapping[Tensor, Moments]) -> None:
        """Go on from the moments of a checkpoint."""
        self.moments, self._n_joined = dict(moments), 0

    def gradient_norm(self) -> float:
        return _norm(self._gradients)

    def weight_norm(self) -> float:
        return math.hypot(_norm(self._weights), self._still)

    @torch.no_grad()
    def step(self, rate: float, *, length: float, clip: float) -> None:
        """Move all weights. `length`: the gradients' norm, which counts as `clip` at most (0: whatever it is)."""
        scale = torch.tensor(max(1.0, (length + LEAST_LENGTH) / clip)) if clip else None
        if scale is not None and self._gradients.device.type != "cpu":
            self._gradients.div_(scale)  # the scale within the step is for the processor alone
            scale = None
        self._steps += 1
        for group in self._groups:
            adamw(
                [group.weights], [group.gradients], [group.means], [group.squares], [], [self._steps - 1],
                fused=True, grad_scale=scale, amsgrad=False, beta1=self._betas[0], beta2=self._betas[1], lr=rate,
                weight_decay=group.decay, eps=EPS, maximize=False,
            )  # fmt: skip

    @torch.no_grad()
    def _join(self, moved: Sequence[nn.Parameter]) -> None:
        """Lay the parameters out behind each other, those that decay first. One after the other, and what was there before is let go of on
        the way: at no time is there much more than the four pieces."""
        weights, gradients, means, squares = (_Piece(moved) for _ in range(4))
        for one, part in zip(moved, weights.parts, strict=True):
            one.data = part.copy_(one.data)
        for one, part in zip(moved, gradients.parts, strict=True):
            one.grad = None if one.grad is None else part.copy_(one.grad)
        steps = torch.tensor(max((float(of["step"]) for of in self.moments.values()), default=0.0), device=weights.whole.device)
        for one, mean, square in zip(moved, means.parts, squares.parts, strict=True):
            known = self.moments.get(one, {})
            for name, part in (("exp_avg", mean), ("exp_avg_sq", square)):
                part.copy_(known[name]) if known else part.zero_()
            self.moments[one] = {"step": steps, "exp_avg": mean, "exp_avg_sq": square}
        self._weights, self._gradients, self._steps, self._n_joined = weights.whole, gradients.whole, steps, len(moved)
        middle = weights.starts[sum(_decays(one) for one in moved)]
        self._groups = [
            _Group(weights.whole[at], gradients.whole[at], means.whole[at], squares.whole[at], decay)
            for at, decay in ((slice(0, middle), self._decay), (slice(middle, None), 0.0))
        ]
        self._still = math.hypot(*(float(one.norm()) for one in self.parameters if one.grad is None))


class _Piece:
    """`whole`: memory for as many numbers as parameters have, each a part of their shape that `starts` where it is aligned; 0 between."""

    def __init__(self, parameters: Sequence[nn.Parameter]) -> None:
        sizes = (-(-one.numel() // ALIGNED) * ALIGNED for one in parameters)
        self.starts = list(itertools.accumulate(sizes, initial=0))
        self.starts[-1] = -(-self.starts[-1] // ROW) * ROW
        self.whole = torch.empty(self.starts[-1], dtype=parameters[0].dtype, device=parameters[0].device)
        self.parts: list[Tensor] = []
        for one, (start, next_start) in zip(parameters, itertools.pairwise(self.starts), strict=True):
            end = start + one.numel()
            self.parts.append(self.whole[start:end].view(one.shape))
            self.whole[end:next_start].zero_()


def _decays(parameter: Tensor) -> bool:
    return parameter.ndim >= 2


def _norm(piece: Tensor) -> float:
    return float(torch.linalg.vector_norm(torch.linalg.vector_norm(piece.view(-1, ROW), dim=1)))
