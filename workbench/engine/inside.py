"""Inside one head: a score taken apart by dimensions, and what the head writes read as tokens.

Legend: n keys, d = d_head, K key-value heads. Sums are taken in float64.

The idea that is not obvious: rotary positions turn dimensions i and i + d / 2 together, so what one of the two adds to a score
depends on the distance and only the pair says something. The products are told one by one; whoever shows them joins the pairs.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import cast

import numpy as np
import torch
from torch import Tensor, nn

from workbench.engine.block import Block
from workbench.engine.distribution import best
from workbench.engine.layers import Attention, LayerNorm, RMSNorm
from workbench.engine.touch import Look, chained
from workbench.engine.trace import Trace
from workbench.engine.wanted import check_range
from workbench.errors import WorkbenchError
from workbench.values import Inside, InsideRequest, Unsaid

MOST_TOP = 100
Stopped = Callable[[], bool]


@torch.inference_mode()
def inside(trace: Trace, request: InsideRequest, *, stopped: Stopped = lambda: False) -> Iterator[Inside]:
    """Yields the one answer. Raises WorkbenchError: bad-value (also for a key that the query can't see), cancelled."""
    patterns = trace.patterns(request.part)
    check_range("layer", request.layer, 0, patterns.n_layers - 1)
    check_range("head", request.head, 0, patterns.n_heads - 1)
    check_range("query", request.query, 0, patterns.n_queries - 1)
    check_range("top", request.top, 0, MOST_TOP)
    visible, weights = _visible(trace, request), np.zeros(patterns.n_keys, np.float32)
    row = patterns.row(request.layer, request.query)[request.head]
    weights[: len(row)] = row.float().cpu().numpy()
    key = int(weights.argmax()) if request.key is None else request.key
    check_range("key", key, 0, patterns.n_keys - 1)
    if not visible[key]:
        raise WorkbenchError("bad-value", name="key", value=key, limit=f"keys that query {request.query} sees")
    if stopped():
        raise WorkbenchError("cancelled")
    head = _read_cross(trace, request, key) if _name(trace, request) == "cross" else _read_own(trace, request, key)
    scale = trace.model.spec.scale
    told = _told(trace, request, head)
    yield Inside(
        request,
        key=key,
        kv_head=head.kv_head,
        scale=scale,
        turned=head.turned,
        q=_plain(head.q),
        k=_plain(head.k[key]),
        q_plain=_plain(head.q_plain),
        k_plain=_plain(head.k_plain),
        products=_plain(scale * head.q * head.k[key]),
        content=_plain(scale * (head.k @ head.q)),
        bias=_plain(head.bias),
        visible=visible,
        weights=weights,
        value_norms=_plain(head.v.norm(dim=-1)),
        written_norms=_plain((head.v @ head.out).norm(dim=-1)),
        z=_plain(head.z),
        written=_plain(head.written),
        promoted=told.ids[0],
        promoted_texts=told.texts[0],
        promoted_effects=told.effects[0],
        suppressed=told.ids[1],
        suppressed_texts=told.texts[1],
        suppressed_effects=told.effects[1],
        mean_effect=told.mean,
        unsaid=told.unsaid,
    )


@dataclass(frozen=True, eq=False)
class _Head:
    """One head over one text, float64: q, q_plain, k_plain, z [d]; k, v [n, d]; bias [n]; out, the way into the stream, [d, d_model]."""

    kv_head: int
    turned: bool
    q: Tensor
    k: Tensor
    v: Tensor
    q_plain: Tensor
    k_plain: Tensor
    bias: Tensor
    z: Tensor
    out: Tensor

    @property
    def written(self) -> Tensor:
        """What the head adds to the stream, [d_model]."""
        return self.z @ self.out


def _read_own(trace: Trace, request: InsideRequest, key: int) -> _Head:
    """A head of the attention of a text to itself."""
    stack, resid, touch = trace.stack(request.part)
    layer, head, query = request.layer, request.head, request.query
    block = cast(Block, stack.blocks[layer])
    look = Look("q", "k", "v", "z", keep=lambda x: x[0].double())
    stack.step(layer, resid[layer, None], source=trace.source if stack is trace.model.transformer.stack else None,
               touch=chained(touch, look))  # fmt: skip
    q, k, v, z = (look.seen[point, layer] for point in ("q", "k", "v", "z"))  # [H or K, n, d]
    x = block.read(resid[layer, None], block.attn_norm)
    kv_head = head // (q.shape[0] // k.shape[0])
    n = k.shape[1]
    bias = torch.zeros(n) if stack.bias is None else stack.bias(query, 1, n)[head, 0]
    turned = stack.rotary is not None
    return _Head(
        kv_head,
        turned,
        q=q[head, query],
        k=k[kv_head],
        v=v[kv_head],
        q_plain=block.attn.query(x[:, query : query + 1])[0, head, 0] if turned else q[head, query],
        k_plain=block.attn.key(x[:, key : key + 1])[0, kv_head, 0] if turned else k[kv_head, key],
        bias=bias,
        z=z[head, query],
        out=_way_out(block.attn, head, z[:, query], block.attn_out_norm),
    )


def _read_cross(trace: Trace, request: InsideRequest, key: int) -> _Head:
    """A head of the attention to the source."""
    stack, resid, touch = trace.stack(request.part)
    layer, head, query = request.layer, request.head, request.query
    block, source = cast(Block, stack.blocks[layer]), trace.source
    assert block.cross is not None, "a decoder that crosses"
    assert source is not None, "has a source"
    look = Look("cross_z", keep=lambda x: x[0].double())
    stack.step(layer, resid[layer, None], source=source, touch=chained(touch, look))
    z = look.seen["cross_z", layer]  # [H, pos, d]
    q = stack.cross_query(layer, resid[layer, None], touch=touch)[0, head, query].double()
    k, v = (x[0].double() for x in source.keys_values(layer, block.cross))  # [K, n, d]
    kv_head = head // (z.shape[0] // k.shape[0])
    return _Head(
        kv_head,
        False,
        q=q,
        k=k[kv_head],
        v=v[kv_head],
        q_plain=q,
        k_plain=k[kv_head, key],
        bias=torch.zeros(k.shape[1]),
        z=z[head, query],
        out=_way_out(block.cross, head, z[:, query], None),
    )


def _way_out(attention: Attention, head: int, z: Tensor, norm: nn.Module | None) -> Tensor:
    """The product by which a head writes, [d, d_model]; a norm of what all heads z [H, d] wrote is held at its scale."""
    out = attention.o.table.double()[:, head * z.shape[1] : (head + 1) * z.shape[1]].T
    if norm is None:
        return out
    return _through(norm, out, attention.o(z.flatten().to(attention.o.table.dtype)).double())


def _through(norm: nn.Module, x: Tensor, summed: Tensor) -> Tensor:
    """What is left of x [.., d_model] behind a norm that has the scale that the whole sum [d_model] gave it. No bias."""
    if isinstance(norm, RMSNorm):
        return x * norm.weight.double() * torch.rsqrt(summed.square().mean() + norm.eps)
    if isinstance(norm, LayerNorm):
        scale = torch.rsqrt(summed.var(correction=0) + norm.eps)
        return (x - x.mean(-1, keepdim=True)) * norm.weight.double() * scale
    return x


@dataclass(frozen=True, eq=False)
class _Told:
    """Tokens that are promoted, and those that are suppressed."""

    ids: tuple[np.ndarray, np.ndarray]
    texts: tuple[tuple[str, ...], tuple[str, ...]]
    effects: tuple[np.ndarray, np.ndarray]
    mean: float
    unsaid: Unsaid


def _told(trace: Trace, request: InsideRequest, head: _Head) -> _Told:
    """What the head adds to logits on the direct way through the stream."""
    model = trace.model
    unsaid = _unsaid(trace, request)
    if unsaid:
        none = np.zeros(0, np.int32), np.zeros(0, np.int32)
        return _Told(none, ((), ()), (np.zeros(0, np.float32), np.zeros(0, np.float32)), 0.0, unsaid)
    transformer, end = model.transformer, trace.stream(-1)[request.query].double()
    assert transformer.unembed is not None, "a model with logits has one"
    written = _through(transformer.stack.final_norm, head.written, end) * model.spec.logit_scale
    effects = transformer.unembed.table.to(model.dtype) @ written.to(model.dtype)  # [d_vocab]
    mean = effects.mean()
    effects = (effects - mean).float().cpu()
    ids = [best(side, request.top) for side in (effects, -effects)]
    shown = model.tokenizer.shown
    return _Told(
        (ids[0].numpy().astype(np.int32), ids[1].numpy().astype(np.int32)),
        (tuple(shown(int(one)) for one in ids[0]), tuple(shown(int(one)) for one in ids[1])),
        (effects[ids[0]].numpy(), effects[ids[1]].numpy()),
        float(mean),
        "",
    )


def _unsaid(trace: Trace, request: InsideRequest) -> Unsaid:
    model = trace.model
    if not model.info.has_logits:
        return "no-logits"
    if trace.stack(request.part)[0] is not model.transformer.stack:
        return "other-stack"
    return "norm-after-sum" if model.spec.post_norm else ""


def _visible(trace: Trace, request: InsideRequest) -> np.ndarray:
    """Which keys the query sees, bool [n]."""
    patterns = trace.patterns(request.part)
    keys, visible = np.arange(patterns.n_keys), np.ones(patterns.n_keys, bool)
    if patterns.causal:
        window = trace.model.spec.window(request.layer)
        visible = keys <= request.query
        if window:
            visible &= keys > request.query - window
    return visible


def _name(trace: Trace, request: InsideRequest) -> str:
    return request.part or trace.parts[0]


def _plain(x: Tensor) -> np.ndarray:
    found: np.ndarray = x.float().cpu().numpy()
    return found
