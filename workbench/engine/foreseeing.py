"""Attribution patching (arXiv 2310.10348): what every patch would do, foreseen from one gradient.

Legend: L layers, H heads, n positions.

The idea that is not obvious: it is a straight line laid along the taker's pass. It is right for small changes, the error grows
with their square, and where a norm or a softmax saturates it can be wrong altogether: an estimate, to be shown as one.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import torch
from torch import Tensor

from workbench.engine import memory
from workbench.engine.block import Source
from workbench.engine.contrast import meter
from workbench.engine.onward import onward
from workbench.engine.patch_pair import Cell, Pair
from workbench.engine.touch import Point, chained
from workbench.errors import WorkbenchError

Stopped = Callable[[], bool]


def foreseen(both: Pair, *, stopped: Stopped = lambda: False, must: bool = False) -> np.ndarray:
    """The contrast after each patch by the gradient at the taker, [L, columns], NaN where there is no patch; empty [0, 0]
    where the backward pass would not fit.

    Raises WorkbenchError: cancelled, and if it `must` be found, trace-too-large.
    """
    try:
        _require_room(both)
    except WorkbenchError:
        if must:
            raise
        return np.zeros((0, 0), np.float32)
    value, gradients = _gradients(both, stopped)
    found = np.full((len(gradients), both.n_columns), np.nan, both.precision)
    for layer, gradient in enumerate(gradients):
        given, held = both.giver.found(layer), both.taker.found(layer)
        for cell in both.cells:
            found[layer, cell.column] = value + _along(gradient, given, held, cell)
    return found


def _along(gradient: Tensor, given: Tensor, held: Tensor, cell: Cell) -> float:
    """Σ gradient · (given - held) over the places of a patch; each [n, d_model], or with a head [H, n, d_head]."""
    if cell.head is not None:
        gradient, given, held = gradient[cell.head], given[cell.head], held[cell.head]
    return float(((given[cell.giving] - held[cell.taking]) * gradient[cell.taking]).sum())


def _gradients(both: Pair, stopped: Stopped) -> tuple[float, list[Tensor]]:
    """The contrast in the taker's pass, and its gradient with respect to what was found at the point of each layer."""
    taker, stack, kept = both.taker, both.taker.model.transformer.stack, _Kept(both.taker.point)
    with torch.inference_mode(False), torch.enable_grad():
        # What was made in inference mode takes no part in a gradient; its copies do.
        source = None if taker.source is None else Source(taker.source.resid.clone(), taker.source.keys)
        last = begun = taker.stream(0)[None].clone().requires_grad_()  # [1, n, d_model]
        for stream in stack.residuals(begun, source=source, touch=chained(onward(taker.model, 0), kept)):
            if stopped():
                raise WorkbenchError("cancelled")
            last = stream
        value = meter(taker.model, both.contrast)(last[0, both.at])
        found = [kept.seen[layer] for layer in range(len(stack.blocks))]
        return float(value.detach()), [gradient[0] for gradient in torch.autograd.grad(value, found)]


class _Kept:
    """Keeps what passes one point of each layer, as the tensor that the pass goes on with."""

    def __init__(self, point: Point) -> None:
        self._point = point
        self.seen: dict[int, Tensor] = {}

    def __call__(self, point: Point, layer: int, x: Tensor, first: int) -> Tensor:
        if point == self._point:
            self.seen[layer] = x
        return x


def _require_room(both: Pair) -> None:
    """Raise WorkbenchError('trace-too-large') if what a backward pass remembers would not fit."""
    model, n = both.taker.model, both.taker.n
    spec = model.spec
    width = spec.n_layers * (16 * spec.d_model + 5 * spec.d_mlp + 2 * spec.n_heads * n)
    plan = "Choose shorter texts, or measure the patches themselves"
    memory.require(n * width * model.dtype.itemsize, what="The gradient of a pass", n_tokens=n, plan=plan)
