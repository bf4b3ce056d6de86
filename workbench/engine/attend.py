"""Attention as a function of queries, keys and values: fused, or explicit where somebody wants to see the pattern.

Legend: b batch, H query heads, K key-value heads, r query rows, n keys, d = d_head. The r queries are the positions
`first_query` … `first_query + r - 1`, the n keys the positions 0 … n - 1 (of the same text, or of the source).

The idea that is not obvious: the explicit path works in slabs of SLAB_ROWS queries, and where attention is causal a slab
ends at its last visible key. It stays in the processor's cache and skips most of the upper triangle (at 1,024 tokens 2.7
times as fast as the whole square), and no length of text needs more memory than a slab.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

import torch
import torch.nn.functional as F  # noqa: N812 (the name everybody reads)
from torch import Tensor

SLAB_ROWS = 128

See = Callable[[int, Tensor], None]
"""Told of each slab: its first query and its weights [b, H, rows, keys]; causal: up to the slab's last query."""
Bias = Callable[[int, int, int], Tensor]
"""(first query, rows, keys) -> what is added to these scores, [H, rows, keys]."""


@dataclass(frozen=True, slots=True)
class Sight:
    """Who sees whom. `keys`, bool [b, n]: which keys are there (None: all); the rest is padding. `window`, where attention is
    causal and has no bias: how many positions a query sees at most, its own among them; 0: all."""

    scale: float
    causal: bool = True
    window: int = 0
    keys: Tensor | None = None
    bias: Bias | None = None

    def is_plain(self, n_keys: int) -> bool:
        """Whether each position sees all others, or causally all before it."""
        return self.keys is None and self.bias is None and not 0 < self.window < n_keys

    def begin(self, first_query: int) -> int:
        """The first key that a query, or one after it, may see."""
        return max(0, first_query - self.window + 1) if self.window else 0

    def over(self, begin: int, end: int) -> Sight:
        """The same over the keys begin … end - 1 alone."""
        return self if self.keys is None else replace(self, keys=self.keys[:, begin:end])


def fused(q: Tensor, k: Tensor, v: Tensor, *, first_query: int, sight: Sight) -> Tensor:
    """Attend without forming the pattern: q [b, H, r, d], k and v [b, K, n, d] -> [b, H, r, d].

    Where a window hides keys, some queries at a time attend to the few keys that they see.
    """
    if not sight.window or k.shape[2] <= sight.window:
        return _fused(q, k, v, first_query=first_query, sight=sight)
    outputs = []
    for start in range(0, q.shape[2], max(SLAB_ROWS, sight.window)):
        part = q[:, :, start : start + max(SLAB_ROWS, sight.window)]
        first = first_query + start
        begin, end = sight.begin(first), first + part.shape[2]
        outputs.append(_fused(part, k[:, :, begin:end], v[:, :, begin:end], first_query=first - begin, sight=sight.over(begin, end)))
    return torch.cat(outputs, dim=2)


def _fused(q: Tensor, k: Tensor, v: Tensor, *, first_query: int, sight: Sight) -> Tensor:
    """As `fused`, in one call."""
    rows, keys = q.shape[2], k.shape[2]
    hidden = 0 < sight.window < keys
    causal = sight.causal and rows > 1  # a single query is the last position: it sees every key there is
    if sight.bias is None and sight.keys is None and (not causal or (first_query == 0 and not hidden)):
        return F.scaled_dot_product_attention(q, k, v, is_causal=causal, scale=sight.scale, enable_gqa=True)
    visible: Tensor | None = None
    if causal:
        visible = torch.ones(rows, keys, dtype=torch.bool, device=q.device).tril_(first_query)
        if hidden:
            visible.triu_(first_query - sight.window + 1)
    if sight.keys is not None:
        there = sight.keys[:, None, None]  # [b, 1, 1, n]
        visible = there if visible is None else visible & there
    if sight.bias is not None:
        bias = sight.bias(first_query, rows, keys).to(q)  # [H, r, n]
        visible = bias[None] if visible is None else bias.masked_fill(~visible, -torch.inf)
    return F.scaled_dot_product_attention(q, k, v, attn_mask=visible, scale=sight.scale, enable_gqa=True)


def explicit(q: Tensor, k: Tensor, v: Tensor, *, first_query: int, sight: Sight, see: See) -> Tensor:
    """Attend slab by slab, showing each slab of the pattern to `see`. Shapes as in `fused`."""
    outputs = []
    for first, pattern in slabs(q, k, first_query=first_query, sight=sight):
        see(first, pattern)
        outputs.append(_mix(pattern, v[:, :, : pattern.shape[-1]]))
    return torch.cat(outputs, dim=2)


def slabs(q: Tensor, k: Tensor, *, first_query: int, sight: Sight, rows: int = SLAB_ROWS) -> Iterator[tuple[int, Tensor]]:
    """The pattern of q [b, H, r, d] over k [b, K, n, d] in slabs: (first query, weights [b, H, rows, keys]).

    Causal: a slab holds the keys up to its last query; the weights of later keys are exactly 0 and left out. Those of keys
    before the window are exactly 0, too; they are not computed.
    """
    for start in range(0, q.shape[2], rows):
        part = q[:, :, start : start + rows]
        first = first_query + start
        end = first + part.shape[2] if sight.causal else k.shape[2]
        begin = sight.begin(first)
        pattern = _pattern(part, k[:, :, begin:end], first_query=first - begin, sight=sight.over(begin, end))
        yield first, F.pad(pattern, (begin, 0)) if begin else pattern


def _pattern(q: Tensor, k: Tensor, *, first_query: int, sight: Sight) -> Tensor:
    """The weights of some queries: q [b, H, r, d], k [b, K, n, d] -> [b, H, r, n], rows sum to 1. Causal: q are the last of the n."""
    (batch, heads, rows, d_head), (kv_heads, keys) = q.shape, k.shape[1:3]
    grouped = (q * sight.scale).reshape(batch, kv_heads, -1, d_head)  # [b, K, H/K * r, d]: no copies of the keys
    scores = (grouped @ k.transpose(2, 3)).view(batch, heads, rows, keys)  # [b, H, r, n]
    if sight.bias is not None:
        scores = scores + sight.bias(first_query, rows, keys).to(scores)
    if sight.causal:
        future = torch.ones(rows, rows, dtype=torch.bool, device=q.device).triu_(1)
        scores[..., keys - rows :].masked_fill_(future, -torch.inf)
        if 0 < sight.window < keys:
            past = torch.ones(rows, keys, dtype=torch.bool, device=q.device).tril_(keys - rows - sight.window)
            scores = scores.masked_fill(past, -torch.inf)
    if sight.keys is not None:
        scores = scores.masked_fill(~sight.keys[:, None, None, :keys], -torch.inf)
    return scores.softmax(-1, dtype=torch.promote_types(scores.dtype, torch.float32)).to(q.dtype)


def _mix(pattern: Tensor, v: Tensor) -> Tensor:
    """Average the values: pattern [b, H, r, n], v [b, K, n, d] -> [b, H, r, d]."""
    batch, heads, rows, keys = pattern.shape
    grouped = pattern.reshape(batch, v.shape[1], -1, keys)  # [b, K, H/K * r, n]
    return (grouped @ v).view(batch, heads, rows, v.shape[3])  # [b, H, r, d]
