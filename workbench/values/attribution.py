"""Direct logit attribution: what each part of a model adds to one token's logit, less another's, at one position.

Shapes: L layers of the stack that predicts, H heads. All numbers are logits.
"""

from __future__ import annotations

import numpy as np

from workbench.values.codec import value
from workbench.values.contrast import Contrast, Contrasted
from workbench.values.trace import TraceRequest


@value
class AttributionRequest:
    """Take a contrast's value apart into what was added to the stream at its position. Events: Progress. Answer: Attribution."""

    trace: TraceRequest
    contrast: Contrast = Contrast()


@value(eq=False)
class Attribution:
    """Answer to AttributionRequest; the parts add up to `of.value`. Norms are held at the scale they had in the pass, and so are the
    gates of a masked-language head: then all is a sum. What a part does by way of later parts counts as theirs.

    embedding    the token's own embedding
    positions    learned positions and sentence types; 0 without
    heads        float64 [L, H]; cross_heads: those that read an encoder-decoder's source, [0, H] where there are none
    mlps         float64 [L]
    attn_biases  float64 [L], of the output products of attention
    norm_biases  float64 [L], of norms within the blocks
    final_bias   of the norm before the first block and behind the last, of the head, of the unembedding
    steering     what interventions added to the stream between blocks; 0 without
    """

    request: AttributionRequest
    of: Contrasted
    embedding: float
    positions: float
    heads: np.ndarray
    cross_heads: np.ndarray
    mlps: np.ndarray
    attn_biases: np.ndarray
    norm_biases: np.ndarray
    final_bias: float
    steering: float

    @property
    def total(self) -> float:
        """All parts together."""
        arrays = (self.heads, self.cross_heads, self.mlps, self.attn_biases, self.norm_biases)
        return self.embedding + self.positions + self.final_bias + self.steering + float(sum(one.sum() for one in arrays))
