"""Parts of a block with gradients written by hand, for training on a processor: a norm, a gated MLP, attention, and the loss.

Legend: m rows (batch · pos), b batch, n pos, H heads, d = d_head, D = d_model, f = d_mlp, V = d_vocab; dy is the gradient of y.

The idea that is not obvious: the products are as fast as the processor is, so what can be saved is everything else. Autograd takes
each step of a part by itself and keeps what each of them read; whoever knows the whole part needs half of the passes over memory,
one product for weights that read the same rows, and no second pass over the keys where the pattern was kept. The numbers are those of
the plain parts within rounding, in every type: float64 gradients are tested against autograd's.
"""

from __future__ import annotations

import functools
from collections.abc import Sequence
from typing import Any, cast

import torch
from torch import Tensor
from torch.autograd.function import once_differentiable

SLAB_ROWS = 64
MOST_PATTERN_BYTES = 32 << 20
"""A layer's pattern is kept up to this size; beyond, making it again costs less than reading it back."""
LOSS_ROWS = 1024

_flash = torch.ops.aten._scaled_dot_product_flash_attention_for_cpu
_flash_backward = torch.ops.aten._scaled_dot_product_flash_attention_for_cpu_backward


Turn = tuple[Tensor, Tensor]
"""Cosines and sines [n, d / 2] by which the positions are turned: of a head, the numbers i and i + d / 2 as one pair."""


def can(x: Tensor, *weights: Tensor) -> bool:
    """Whether a part with these weights may be computed here: for gradients, on a processor, without autocast. Never without weights."""
    known = x.device.type == "cpu" and x.dtype in (torch.float32, torch.float64) and not torch.is_autocast_enabled("cpu")
    return known and torch.is_grad_enabled() and bool(weights) and all(weight.dtype == x.dtype for weight in weights)


def rms_norm(x: Tensor, weight: Tensor, eps: float) -> Tensor:
    """x / sqrt(mean(x²) + eps) · weight of x [.., D], arXiv 1910.07467."""
    return cast(Tensor, _RMSNorm.apply(x, weight, eps))  # type: ignore[no-untyped-call]


def gated_mlp(x: Tensor, gate: Tensor, up: Tensor, down: Tensor) -> Tensor:
    """(silu(x gateᵀ) · x upᵀ) downᵀ of x [.., D], with gate and up [f, D], down [D, f]."""
    return cast(Tensor, _GatedMLP.apply(x, gate, up, down))  # type: ignore[no-untyped-call]


def self_attention(x: Tensor, q: Tensor, k: Tensor, v: Tensor, *, turn: Turn | None, n_heads: int, scale: float, causal: bool) -> Tensor:
    """What heads with keys of their own find in x [b, n, D] by the weights q, k and v [H d, D]: [b, n, H d]."""
    return cast(Tensor, _SelfAttention.apply(x, q, k, v, turn, n_heads, scale, causal))  # type: ignore[no-untyped-call]


def summed_cross_entropy(x: Tensor, table: Tensor, targets: Tensor) -> Tensor:
    """Nats of the targets int64 [m] under softmax(x tableᵀ), summed: x [m, D], table [V, D]. Never holds all logits."""
    return cast(Tensor, _CrossEntropy.apply(x, table, targets))  # type: ignore[no-untyped-call]


class _RMSNorm(torch.autograd.Function):
    """With u = x / r, r = sqrt(mean(x²) + eps), y = u w: dw = Σ dy u, and dx = (dy w - u mean(dy w u)) / r, as r depends on x too."""

    @staticmethod
    def forward(ctx: Any, x: Tensor, weight: Tensor, eps: float) -> Tensor:
        d = x.shape[-1]
        inverse = torch.linalg.vector_norm(x, dim=-1, keepdim=True).square_().div_(d).add_(eps).rsqrt_()  # 1 / r, [.., 1]
        u = x * inverse
        ctx.save_for_backward(u, inverse, weight)
        y: Tensor = u * weight
        return y

    @staticmethod
    @once_differentiable
    def backward(ctx: Any, dy: Tensor) -> tuple[Tensor | None, Tensor | None, None]:
        u, inverse, weight = ctx.saved_tensors
        d = u.shape[-1]
        both = (dy * u).view(-1, d)
        dw = both.sum(0) if ctx.needs_input_grad[1] else None
        mean = (both @ weight).view(inverse.shape).div_(-d)  # minus the mean of dy w u, [.., 1]
        return (dy * weight).addcmul_(u, mean).mul_(inverse), dw, None


class _GatedMLP(torch.autograd.Function):
    """One product for gate and up, which read the same rows; in the gradient one for both of their weights, and one for x."""

    @staticmethod
    def forward(ctx: Any, x: Tensor, gate: Tensor, up: Tensor, down: Tensor) -> Tensor:
        rows = x.reshape(-1, x.shape[-1])
        table = _beside(gate, up)  # [2 f, D]
        read = rows @ table.t()  # [m, 2 f]
        gates, ups = read.chunk(2, 1)
        opened = torch.nn.functional.silu(gates)
        inner = opened * ups
        ctx.save_for_backward(rows, table, down, read, opened, inner)
        return (inner @ down.t()).view(x.shape)

    @staticmethod
    @once_differentiable
    def backward(ctx: Any, dy: Tensor) -> tuple[Tensor | None, ...]:
        rows, table, down, read, opened, inner = ctx.saved_tensors
        gates, ups = read.chunk(2, 1)
        dy_rows = dy.reshape(rows.shape)
        ddown = dy_rows.t() @ inner if ctx.needs_input_grad[3] else None
        dinner = dy_rows @ down  # [m, f]
        dread = torch.empty_like(read)
        dgates, dups = dread.chunk(2, 1)
        torch.mul(dinner, opened, out=dups)
        torch.ops.aten.silu_backward.grad_input(dinner.mul_(ups), gates, grad_input=dgates)
        dgate, dup = (dread.t() @ rows).chunk(2) if any(ctx.needs_input_grad[1:3]) else (None, None)
        return (dread @ table).view(dy.shape), dgate, dup, ddown


class _SelfAttention(torch.autograd.Function):
    """Queries, keys and values by one product, turned while they are laid out by heads.

    With P = softmax(scale q kᵀ), z = P v: dv = Pᵀ dz, dP = dz vᵀ, and through the softmax dS = P (dP - rowsum(dP P)), where the row's
    sum is dz · z; dq = scale dS k, dk = scale dSᵀ q (arXiv 2205.14135). Where P is small enough to be kept, in slabs of queries that end
    at their last visible key, this takes four products instead of the five that fused attention takes. The turn back is one by the
    opposite angle.
    """

    @staticmethod
    def forward(
        ctx: Any, x: Tensor, q: Tensor, k: Tensor, v: Tensor, turn: Turn | None, n_heads: int, scale: float, causal: bool
    ) -> Tensor:
        b, n, width = x.shape
        table = _beside(q, k, v)  # [3 H d, D]
        if turn is not None:
            table = table.index_select(0, _paired(n_heads, len(q) // n_heads)[0])
        rows = x.reshape(-1, width)
        read = (rows @ table.t()).view(b, n, 3, n_heads, -1).permute(2, 0, 3, 1, 4)  # [3, b, H, n, d]
        held = torch.empty(read.shape, dtype=x.dtype)
        _turned(read[:2], turn, out=held[:2])
        held[2] = read[2]
        heads = held.flatten(1, 2)  # [3, b H, n, d]
        ctx.turn, ctx.scale, ctx.causal, ctx.shape = turn, scale, causal, read.shape
        ctx.keeps = heads.shape[1] * n * n * x.element_size() <= MOST_PATTERN_BYTES
        if ctx.keeps:
            z, kept = _attend(heads, scale=scale, causal=causal)
            z = z.view(held.shape[1:])
        else:
            z, *kept = _flash(held[0], held[1], held[2], 0.0, causal, scale=scale)
        ctx.save_for_backward(rows, table, held, z, *kept)
        return z.transpose(1, 2).reshape(b, n, -1)  # [b, H, n, d] -> [b, n, H d]

    @staticmethod
    @once_differentiable
    def backward(ctx: Any, dz: Tensor) -> tuple[Tensor | None, ...]:
        rows, table, held, z, *kept = ctx.saved_tensors
        _, b, n_heads, n, d = ctx.shape
        dz = dz.reshape(b, n, n_heads, d).transpose(1, 2)  # [b, H, n, d]
        if ctx.keeps:
            grads = _attend_backward(dz.reshape(b * n_heads, n, d), held.flatten(1, 2), z.reshape(-1, n, d), kept, scale=ctx.scale)
            dheads = grads.view(ctx.shape)
        else:
            dheads = torch.stack(_flash_backward(dz, held[0], held[1], held[2], z, kept[0], 0.0, ctx.causal, scale=ctx.scale))
        dread = torch.empty(b, n, 3, n_heads, d, dtype=dz.dtype)
        by_heads = dread.permute(2, 0, 3, 1, 4)  # [3, b, H, n, d]
        _turned(dheads[:2], None if ctx.turn is None else (ctx.turn[0], -ctx.turn[1]), out=by_heads[:2])
        by_heads[2] = dheads[2]
        flat = dread.view(rows.shape[0], -1)  # [m, 3 H d]
        dx = (flat @ table).view(b, n, -1)
        if not any(ctx.needs_input_grad[1:4]):
            return dx, None, None, None, None, None, None, None
        dtable = flat.t() @ rows  # [3 H d, D]
        if ctx.turn is not None:
            dtable = dtable.index_select(0, _paired(n_heads, d)[1])
        return dx, *dtable.chunk(3), None, None, None, None


def _beside(*tables: Tensor) -> Tensor:
    """Tables [.., D] as one below the other. Where they lie so in memory, as those of a training do, nothing is copied."""
    first, end = tables[0], tables[0].data_ptr()
    for table in tables:
        if not table.is_contiguous() or table.data_ptr() != end or table.untyped_storage().data_ptr() != first.untyped_storage().data_ptr():
            return torch.cat(tables)
        end += table.nbytes
    return first.as_strided((sum(len(table) for table in tables), first.shape[1]), first.stride())


@functools.cache
def _paired(n_heads: int, d: int) -> tuple[Tensor, Tensor]:
    """The rows of a table of queries, keys and values [3 H d, D] in an order in which the two numbers of a pair of the first two stand side
    by side, and the way back. Their products with each other know nothing of it; but pairs side by side are complex numbers, and turning
    them is one product."""
    one = torch.arange(n_heads * d).view(n_heads, 2, d // 2).transpose(1, 2).flatten()
    order = torch.cat((one, n_heads * d + one, torch.arange(2 * n_heads * d, 3 * n_heads * d)))
    return order, order.argsort()


@functools.lru_cache(maxsize=32)
def _hidden(n_rows: int, end: int, dtype: torch.dtype) -> Tensor:
    """What is added to the scores of the last `n_rows` of `end` positions: -inf for the keys behind each, [1, rows, end]."""
    return torch.full((n_rows, end), -torch.inf, dtype=dtype).triu_(end - n_rows + 1)[None]


def _turned(x: Tensor, turn: Turn | None, *, out: Tensor) -> None:
    """Turn each pair of neighbours of x [.., n, d] by its position's angle, into `out`."""
    if turn is None:
        out.copy_(x)
        return
    pairs, to_pairs = (torch.view_as_complex(one.view(*one.shape[:-1], -1, 2)) for one in (x, out))  # [.., n, d / 2]
    torch.mul(pairs, torch.complex(*turn), out=to_pairs)


def _attend(heads: Tensor, *, scale: float, causal: bool) -> tuple[Tensor, list[Tensor]]:
    """z [B, n, d] of queries, keys and values [3, B, n, d], and the pattern in slabs [B, rows, keys]."""
    q, k, v = heads
    n = q.shape[1]
    z, kept = torch.empty_like(q), []
    for first in range(0, n, SLAB_ROWS):
        last = min(first + SLAB_ROWS, n)
        end = last if causal else n
        hidden = _hidden(last - first, end, q.dtype) if causal else torch.zeros(1, 1, 1, dtype=q.dtype)
        scores = torch.baddbmm(hidden, q[:, first:last], k[:, :end].transpose(1, 2), alpha=scale)
        kept.append(scores.softmax(-1))
        _product(kept[-1], v[:, :end], out=z[:, first:last])
    return z, kept


def _attend_backward(dz: Tensor, heads: Tensor, z: Tensor, kept: Sequence[Tensor], *, scale: float) -> Tensor:
    """The gradients of queries, keys and values [3, B, n, d] from dz [B, n, d] and the pattern in slabs; the last slab sees all keys."""
    q, k, v = heads
    grads = torch.empty_like(heads)
    dq, dk, dv = grads
    minus = (dz * z).sum(-1, keepdim=True).neg_()  # [B, n, 1]
    last = z.shape[1]
    for at, pattern in reversed(list(enumerate(kept))):
        first, end = last - pattern.shape[1], pattern.shape[2]
        more = at < len(kept) - 1
        part, keys = dz[:, first:last], k[:, :end]
        _product(pattern.transpose(1, 2), part, out=dv[:, :end], add=more)
        dscores = torch.baddbmm(minus[:, first:last], part, v[:, :end].transpose(1, 2)).mul_(pattern)  # [B, rows, keys]
        _product(dscores, keys, out=dq[:, first:last], alpha=scale)
        _product(dscores.transpose(1, 2), q[:, first:last], out=dk[:, :end], alpha=scale, add=more)
        last = first
    return grads


def _product(a: Tensor, b: Tensor, *, out: Tensor, alpha: float = 1.0, add: bool = False) -> None:
    """`out` = alpha a b, or more by that much, of [B, .., ..]. PyTorch makes all B at once into one whole piece of memory alone; into a
    part of one it makes them one after the other."""
    if out.is_contiguous():
        out.baddbmm_(a, b, beta=int(add), alpha=alpha)
    elif add:
        out.add_(torch.bmm(a, b), alpha=alpha)
    else:
        torch.mul(torch.bmm(a, b), alpha, out=out)


class _CrossEntropy(torch.autograd.Function):
    """With p = softmax(x tableᵀ), the gradient of the logits is p less 1 at the target. It is made with the loss, some rows at a time, and
    what comes back only scales it: a vocabulary of 50,000 would need a gigabyte of logits for 3,000 rows, and as much for p."""

    @staticmethod
    def forward(ctx: Any, x: Tensor, table: Tensor, targets: Tensor) -> Tensor:
        wanted_x, wanted_table = ctx.needs_input_grad[:2]
        total = torch.zeros((), dtype=x.dtype)
        dx = torch.empty_like(x) if wanted_x else None
        dtable = torch.zeros_like(table) if wanted_table else None
        for begin in range(0, len(x), LOSS_ROWS):
            rows, right = x[begin : begin + LOSS_ROWS], targets[begin : begin + LOSS_ROWS, None]
            told = (rows @ table.t()).log_softmax(1)  # [rows, V]
            total -= told.gather(1, right).sum()
            p = told.exp_()
            p.scatter_add_(1, right, p.new_full(right.shape, -1.0))
            if dx is not None:
                torch.mm(p, table, out=dx[begin : begin + LOSS_ROWS])
            if dtable is not None:
                dtable.addmm_(p.t(), rows)
        ctx.save_for_backward(dx, dtable)
        return total

    @staticmethod
    @once_differentiable
    def backward(ctx: Any, dy: Tensor) -> tuple[Tensor | None, ...]:
        dx, dtable = ctx.saved_tensors
        return None if dx is None else dx * dy, None if dtable is None else dtable * dy, None
