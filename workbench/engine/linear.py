"""The seam where a matrix product may be done in another way: `Linear` is plain, `PackedLinear` reordered for oneDNN.

The idea that is not obvious: which of the two is faster depends on the processor (packing gains a factor of two where MKL
runs at half speed, and loses a little where it doesn't), so it is measured when a model opens. Packing uses private
operators of PyTorch; where they are missing, fail, or give other numbers, the plain product stays.
"""

from __future__ import annotations

import time
from collections.abc import Sequence
from typing import Any, cast

import torch
import torch.nn.functional as F  # noqa: N812
from torch import Tensor, nn

KERNELS = ("plain", "packed")
GAIN = 0.93  # packed must take less than this share of plain's time
_DECODE_ROWS, _PREFILL_ROWS = 1, 64
_SAMPLE_BYTES, _PATIENCE_S, _LEAST_RUNS = 32 << 20, 0.04, 3


class Linear(nn.Module):
    """y = x Wᵀ + b with W [d_out, d_in], b [d_out] or none."""

    def __init__(self, d_in: int, d_out: int, *, bias: bool = False, device: torch.device | None = None) -> None:
        super().__init__()
        self.weight = nn.Parameter(torch.empty(d_out, d_in, device=device))
        self.bias = nn.Parameter(torch.empty(d_out, device=device)) if bias else None

    def forward(self, x: Tensor) -> Tensor:
        return F.linear(x, self.weight, self.bias)  # [..., d_in] -> [..., d_out]

    @property
    def table(self) -> Tensor:
        """W [d_out, d_in]."""
        return self.weight


class PackedLinear(nn.Module):
    """The same product from a copy of the weights in oneDNN's own order. CPU only; gradients flow to x, never to the weights."""

    def __init__(self, plain: Linear) -> None:
        super().__init__()
        self.shape = tuple(plain.weight.shape)
        self.size_bytes = plain.weight.nbytes
        self.packed = torch.ops.mkldnn._reorder_linear_weight(plain.weight.detach())
        self.bias = plain.bias

    def forward(self, x: Tensor) -> Tensor:
        if x.requires_grad and torch.is_grad_enabled():
            return cast(Tensor, _PackedProduct.apply(x, self))  # type: ignore[no-untyped-call]
        return self.product(x)

    def product(self, x: Tensor) -> Tensor:
        y: Tensor = torch.ops.mkldnn._linear_pointwise(x, self.packed, self.bias, "none", [], "")
        return y  # [..., d_in] -> [..., d_out]

    @property
    def table(self) -> Tensor:
        """W [d_out, d_in], unpacked into a copy."""
        return cast(Tensor, self.packed.to_dense())


class _PackedProduct(torch.autograd.Function):
    """The packed product with a gradient: the weights are unpacked for as long as it takes, which is shorter than to keep them."""

    @staticmethod
    def forward(ctx: Any, x: Tensor, linear: PackedLinear) -> Tensor:
        ctx.linear = linear
        return linear.product(x.detach())

    @staticmethod
    def backward(ctx: Any, grad: Tensor) -> tuple[Tensor, None]:
        return grad @ ctx.linear.table, None  # [..., d_out] -> [..., d_in]


def pack(module: nn.Module) -> None:
    """Replace every Linear below `module` by its packed form, one at a time, letting go of each unpacked copy."""
    for name, child in module.named_children():
        if isinstance(child, Linear):
            setattr(module, name, PackedLinear(child))
        else:
            pack(child)


@torch.inference_mode()
def faster_kernel(module: nn.Module) -> str:
    """Measure "plain" against "packed" on some weights of `module`, for one token and for many; takes about 0.1 s."""
    samples = _samples(module)
    weight = samples[0].weight
    if weight.device.type != "cpu" or weight.dtype not in (torch.float32, torch.bfloat16):
        return "plain"
    one, many = (torch.ones(1, rows, weight.shape[1], dtype=weight.dtype) for rows in (_DECODE_ROWS, _PREFILL_ROWS))
    try:
        packed = [PackedLinear(sample) for sample in samples]
        if not torch.allclose(packed[0](many), samples[0](many), rtol=1e-2 if weight.dtype is torch.bfloat16 else 1e-4, atol=1e-4):
            return "plain"
    except (AttributeError, RuntimeError):  # a private operator: gone, or without this processor's instructions
        return "plain"
    # Decoding reads every weight for each token; a prompt is read once: hence the time of one row counts as that of many.
    ratios = [_ratio(packed, samples, x) for x in (one, many)]
    return "packed" if (ratios[0] * ratios[1]) ** 0.5 < GAIN else "plain"


def _samples(module: nn.Module) -> list[Linear]:
    """Products of one shape, as many as it takes to leave the cache: within it the times say nothing about decoding."""
    found = [child for child in module.modules() if isinstance(child, Linear)]
    largest = max(found, key=lambda linear: linear.weight.nbytes).weight
    alike = [linear for linear in found if linear.weight.shape == largest.shape]
    return alike[: max(1, _SAMPLE_BYTES // largest.nbytes)]


def _ratio(one: Sequence[nn.Module], other: Sequence[nn.Module], x: Tensor) -> float:
    """How long `one` takes in units of `other`: the shortest of several runs over all, in turns, so that what else runs meets both."""
    best, until, run = [float("inf"), float("inf")], time.perf_counter() + _PATIENCE_S, 0
    while run <= _LEAST_RUNS or time.perf_counter() < until:
        for at, modules in enumerate((one, other)):
            started = time.perf_counter()
            for module in modules:
                module(x)
            if run:  # the first warms up
                best[at] = min(best[at], time.perf_counter() - started)
        run += 1
    return best[0] / best[1]
