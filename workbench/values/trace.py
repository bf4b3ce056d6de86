"""A captured forward pass and the views one can ask of it.

A view request carries the whole TraceRequest rather than a handle: the engine keeps recent traces under that key and
recomputes one it no longer has, so a view stays valid when the engine was restarted or the trace was dropped.

Shapes: L layers, H heads, n tokens, q query position, k key position.
"""

from __future__ import annotations

import dataclasses

import numpy as np

from workbench.values.codec import value
from workbench.values.combined import PLAIN, Combination, Together
from workbench.values.interventions import Intervention
from workbench.values.model import ModelInfo
from workbench.values.subject import Dtype, Subject
from workbench.values.text import Encoding
from workbench.values.trace_parts import Part, Reduce

PATTERN_NAMES = {
    ("decoder", "decoder"): "pattern",
    ("encoder", "encoder"): "pattern",
    ("encoder-decoder", "decoder"): "pattern",
    ("encoder-decoder", "cross"): "cross_pattern",
    ("encoder-decoder", "encoder"): "encoder_pattern",
}
"""What a part's pattern is called among the arrays, by kind of model and part."""


@value
class TraceRequest:
    """One forward pass of the exact profile over `subject`. `ids` overrides the tokenizer where they are given.

    `kernels`: force the kernels a stored run used ("" = as measured at load).
    `target`, `target_ids`: what an encoder-decoder's decoder reads behind its start token; neither given: what the model
    itself answers, greedily.
    `interventions` act in the pass; a trace without them and one with them are two traces.
    """

    subject: Subject
    dtype: Dtype = "float32"
    ids: tuple[int, ...] | None = None
    kernels: str = ""
    target: str | None = None
    target_ids: tuple[int, ...] | None = None
    interventions: tuple[Intervention, ...] = ()


@value(eq=False)
class Distribution:
    """The most probable next tokens, natural-log probabilities, best first.

    ids int32 [m], texts m strings, logprobs float32 [m]; `tail` the probability mass beyond them; entropy in nats over
    the whole vocabulary.
    """

    ids: np.ndarray
    texts: tuple[str, ...]
    logprobs: np.ndarray
    tail: float
    entropy: float


@value(eq=False)
class TraceSummary:
    """Answer to TraceRequest. `sink_share` float32 [L, H]: mean weight on key 0 over queries 1..n-1 (0 for one token).
    `next` is the distribution after the last token (of the target, where there is one; None for encoders, which predict no
    next one). `cost_bytes`: what the engine holds for this trace. `target`: what an encoder-decoder's decoder read, its start
    token first. `sink_shares`: `sink_share` of each part that the model has, the first of them being `sink_share`."""

    request: TraceRequest
    model: ModelInfo
    encoding: Encoding
    sink_share: np.ndarray
    next: Distribution | None
    kernels: str
    duration_ms: float
    cost_bytes: int
    n_threads: int = 0
    target: Encoding | None = None
    sink_shares: dict[str, np.ndarray] = dataclasses.field(default_factory=dict)

    @property
    def parts(self) -> tuple[str, ...]:
        """The attentions that can be asked for."""
        return tuple(self.sink_shares)


@value
class GridRequest:
    """All heads as thumbnails of at most `size` x `size` cells. `hide_sink` leaves key 0 out of the scale, not the data.

    `region` (q0, q1, k0, k1): of these queries and keys alone; None: of all."""

    trace: TraceRequest
    size: int = 64
    reduce: Reduce = "max"
    hide_sink: bool = False
    part: Part = ""
    region: tuple[int, int, int, int] | None = None


@value(eq=False)
class Grid:
    """images uint8 [L, H, s, s] (cross, or a region: [L, H, queries, keys]); ranges float32 [L, H, 2] low and high:
    weight = low + image / 255 * (high - low).

    low is 0: an image's 0 is no weight at all. With `hide_sink`, cells of key 0 beyond `high` show as 255."""

    request: GridRequest
    images: np.ndarray
    ranges: np.ndarray


@value
class HeadRequest:
    """One head over a region (q0, q1, k0, k1; None: everything), reduced to at most `pixels` cells a side.

    `combination`: what stands in the place of the head's own pattern; the region is then one of its rows and columns."""

    trace: TraceRequest
    layer: int
    head: int
    region: tuple[int, int, int, int] | None = None
    pixels: int = 1024
    reduce: Reduce = "max"
    hide_sink: bool = False
    part: Part = ""
    combination: Combination = PLAIN


@value(eq=False)
class HeadImage:
    """image uint8 [rows, columns] of `region`, cells of `step` x `step` weights; weight = low + image / 255 * (high - low).

    low is 0; with `hide_sink`, cells of key 0 beyond `high` show as 255."""

    request: HeadRequest
    region: tuple[int, int, int, int]
    image: np.ndarray
    step: int
    low: float
    high: float


@value
class CellsRequest:
    """Exact weights of single cells, each (layer, head, q, k)."""

    trace: TraceRequest
    cells: tuple[tuple[int, int, int, int], ...]
    part: Part = ""


@value(eq=False)
class Cells:
    """weights float32 [m], in the order asked."""

    request: CellsRequest
    weights: np.ndarray


@value
class LinesRequest:
    """Exact weights of whole rows and columns of one head: what the queries at `positions` read, and who read them as keys.

    In `cross`, queries are the target's positions and keys the source's; `positions` beyond either read as 0 there. `together`:
    one row and one column of all positions taken together. `combination`: as in HeadRequest; positions are those of its rows."""

    trace: TraceRequest
    layer: int
    head: int
    positions: tuple[int, ...]
    part: Part = ""
    together: Together = ""
    combination: Combination = PLAIN


@value(eq=False)
class Lines:
    """read float32 [m, n keys]: rows of the pattern; read_by float32 [m, n queries]: its columns. m is 1 where they are together."""

    request: LinesRequest
    read: np.ndarray
    read_by: np.ndarray


@value
class NextRequest:
    """The `top` most probable tokens after position `position` (of the target, where there is one), for an encoder at it."""

    trace: TraceRequest
    position: int
    top: int = 20


@value(eq=False)
class Next:
    request: NextRequest
    distribution: Distribution


@value
class ArraysRequest:
    """Whole exact arrays, for export: any of pattern, resid, logits, and for an encoder-decoder, whose `pattern` and `resid`
    are the decoder's, cross_pattern, encoder_pattern, encoder_resid; layers and heads None means all."""

    trace: TraceRequest
    what: tuple[str, ...]
    layers: tuple[int, ...] | None = None
    heads: tuple[int, ...] | None = None


@value(eq=False)
class Arrays:
    """Named float32 arrays, shapes as the command line's trace file has them."""

    request: ArraysRequest
    arrays: dict[str, np.ndarray]
