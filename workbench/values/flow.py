"""How what was read moves on: attention averaged over heads, rolled out over layers, or weighed by what is read.

Shapes: n queries, k keys of a part (cross: tokens of the answer, tokens of the source).
"""

from __future__ import annotations

from typing import Literal

import numpy as np

from workbench.values.codec import value
from workbench.values.trace import TraceRequest
from workbench.values.trace_parts import Part, Reduce

FlowKind = Literal["raw", "rollout", "norm", "norm_residual"]
"""raw            the weights of a layer, the mean over its heads; rows sum to 1
rollout        how much of each token is held to be left in each stream behind a layer, if half of every stream comes from
               the stream before and half by the mean weights: R of a layer is (A + I) / 2 · R of the layer before
               (arXiv 2005.00928). Rows sum to 1. Of an encoder-decoder's answer, whose streams have a third source: attention
               to itself, then to the encoder's last streams, each for one half; rows of "decoder" and "cross" together sum to 1
norm           how long the vector is that a layer's attention carries from key to query: |sum over heads of weight · value · W_O|
               (arXiv 2004.10102); rows sum to nothing in particular
norm_residual  the same with the query's own stream added where key and query are one token, and through the norm behind the
               sum where the model has one there (arXiv 2109.07152). Not of "cross", where no key is the query's own token
"""
FLOW_KINDS: tuple[FlowKind, ...] = ("raw", "rollout", "norm", "norm_residual")


@value
class FlowRequest:
    """One layer's map as a picture, over a region (q0, q1, k0, k1; None: everything) reduced to at most `pixels` cells a side.
    Events: Progress. Answer: FlowImage."""

    trace: TraceRequest
    layer: int
    kind: FlowKind = "rollout"
    region: tuple[int, int, int, int] | None = None
    pixels: int = 1024
    reduce: Reduce = "max"
    hide_sink: bool = False
    part: Part = ""


@value(eq=False)
class FlowImage:
    """image uint8 [rows, columns] of `region`, cells of `step` x `step`; value = image / 255 * high.

    With `hide_sink`, cells of key 0 beyond `high` show as 255."""

    request: FlowRequest
    region: tuple[int, int, int, int]
    image: np.ndarray
    step: int
    high: float


@value
class FlowRowsRequest:
    """Exact rows of one layer's map: what is left, in the queries at `positions`, of each key; () is every query. Events:
    Progress. Answer: FlowRows."""

    trace: TraceRequest
    layer: int
    kind: FlowKind = "rollout"
    positions: tuple[int, ...] = ()
    part: Part = ""


@value(eq=False)
class FlowRows:
    """values float32 [m, k], in the order asked."""

    request: FlowRowsRequest
    values: np.ndarray
