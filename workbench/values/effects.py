"""What parts of a model do for a prediction: measured, by replacing them.

Shapes: L layers of a stack, H heads, m tokens. A loss is the mean -ln p of the text's tokens, each given those before it (of an
encoder-decoder's target, each given the source too), in nats; NaN for an encoder, which predicts no next token.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from workbench.values.codec import value
from workbench.values.contrast import Contrast, Contrasted
from workbench.values.interventions import Intervention, Replacement
from workbench.values.trace import TraceRequest
from workbench.values.trace_parts import Part


@value
class AblateRequest:
    """Compare a pass with the same pass once all of `interventions` act in it. Events: Progress. Answer: Ablated.

    What `trace` itself carries acts in both. `top`: tokens told of each.
    """

    trace: TraceRequest
    interventions: tuple[Intervention, ...]
    contrast: Contrast = Contrast()
    top: int = 20


@value(eq=False)
class Ablated:
    """Answer to AblateRequest.

    of           the contrast with its value before; `value_after`: the same contrast's afterwards
    ids          int32 [m]: the most probable tokens at the contrast's position before, best first, then those that are so only
                 afterwards; texts; logprobs_before and logprobs_after float32 [m]; tail_before, tail_after: the mass beyond them
    kl           KL(before || after) of that distribution, in nats
    loss_before, loss_after   over `n_scored` tokens
    """

    request: AblateRequest
    of: Contrasted
    value_after: float
    ids: np.ndarray
    texts: tuple[str, ...]
    logprobs_before: np.ndarray
    logprobs_after: np.ndarray
    tail_before: float
    tail_after: float
    kl: float
    loss_before: float
    loss_after: float
    n_scored: int
    kernels: str


@value
class ModelPart:
    """A head, or with `head` None the MLP of a layer; `part` as in Ablation."""

    layer: int
    head: int | None = None
    part: Part = ""


@value
class EffectsRequest:
    """Replace one part after the other, each alone, and measure what changes. Events: Progress, and Effects as far as they are known;
    the last is the answer.

    by, reference, seed   of every replacement, as in Ablation
    only    the parts to measure; (): every head and every MLP
    losses  whether the loss is measured too, which reads every position through the unembedding
    """

    trace: TraceRequest
    contrast: Contrast = Contrast()
    by: Replacement = "mean"
    reference: str = ""
    seed: int = 0
    only: tuple[ModelPart, ...] = ()
    losses: bool = True


class Measured(NamedTuple):
    """One part, with what changed when it was replaced; `head` None: the MLP."""

    part: str
    layer: int
    head: int | None
    change: float
    loss_change: float


@value(eq=False)
class Effects:
    """Answer to EffectsRequest: after - before, NaN where nothing is known (yet).

    of                   the contrast with its value before any replacement; loss_before likewise
    heads, head_losses   float64 [L, H] of each attention ("encoder", "decoder", "cross")
    mlps, mlp_losses     float64 [L] of each stack ("encoder", "decoder")
    """

    request: EffectsRequest
    of: Contrasted
    loss_before: float
    heads: dict[str, np.ndarray]
    head_losses: dict[str, np.ndarray]
    mlps: dict[str, np.ndarray]
    mlp_losses: dict[str, np.ndarray]
    n_measured: int
    duration_ms: float
    kernels: str

    def table(self) -> list[Measured]:
        """What is known, layer by layer."""
        rows = []
        for part, values in self.heads.items():
            losses = self.head_losses[part]
            rows += [Measured(part, layer, head, float(values[layer, head]), float(losses[layer, head])) for layer, head in _known(values)]
        for part, values in self.mlps.items():
            rows += [Measured(part, layer, None, float(values[layer]), float(self.mlp_losses[part][layer])) for (layer,) in _known(values)]
        return rows


def _known(values: np.ndarray) -> list[tuple[int, ...]]:
    return [tuple(place) for place in np.argwhere(~np.isnan(values)).tolist()]
