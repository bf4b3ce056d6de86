"""Which input tokens an output is owed to.

Shapes: r rows (contrasts), n tokens of the text (of an encoder-decoder: of what its decoder reads), s tokens of its source.
"""

from __future__ import annotations

from typing import Literal

import numpy as np

from workbench.values.codec import value
from workbench.values.contrast import Contrast, Contrasted
from workbench.values.trace import TraceRequest

InputsMethod = Literal["gradient_x_input", "integrated_gradients", "occlusion", "value_zeroing"]
"""F is the value of the contrast, x a token's embedding, x' the baseline's.

gradient_x_input      (x - x') · dF/dx, the gradient taken at the text as it is
integrated_gradients  (x - x') · the mean of dF/dx over the way from x' to x, along which all tokens move at once (arXiv 1703.01365)
occlusion             F less its value with this token's embedding replaced by x'; its position stays
value_zeroing         F less its value with what all heads of all layers read at this token's place set to 0: its value vectors,
                      while patterns are what they become (after arXiv 2301.12971, where it is done layer by layer)
"""
Baseline = Literal["zero", "mean", "token"]
"""What is no input: zeros, the mean of all tokens' embeddings, or the embedding of a chosen token. Positions are kept. A model whose
norms divide by a stream's length has no use for zeros: next to them its output jumps, and gradients there say nothing."""
INPUTS_METHODS: tuple[InputsMethod, ...] = ("gradient_x_input", "integrated_gradients", "occlusion", "value_zeroing")
BASELINES: tuple[Baseline, ...] = ("zero", "mean", "token")


@value
class InputsRequest:
    """How much each input token counts for contrasts. Events: Progress. Answer: Inputs. In float32 or float64.

    `begin`: not `contrasts`, but each token from this position on (of an encoder-decoder: of its answer), against the most
    probable other one in its place, by the tokens before it.
    `baseline_id`: the token of the baseline "token". `steps`: integrated gradients take at most so many, where the way is steep.
    """

    trace: TraceRequest
    contrasts: tuple[Contrast, ...] = (Contrast(),)
    method: InputsMethod = "gradient_x_input"
    baseline: Baseline = "mean"
    baseline_id: int | None = None
    steps: int = 128
    begin: int | None = None


@value(eq=False)
class Inputs:
    """Answer to InputsRequest, in logits.

    contrasts        what each row is about, nothing left open, with F(x)
    scores           float32 [r, n]: what each token of the text adds to F; exactly 0 behind a decoder's position
    source_scores    float32 [r, s]: the same of an encoder-decoder's source, else s = 0
    baseline_values  float64 [r]: F with every token replaced by the baseline, or with all values set to 0
    n_passes         int32 [r]: how many gradients, or changed texts, a row took
    """

    request: InputsRequest
    contrasts: tuple[Contrasted, ...]
    scores: np.ndarray
    source_scores: np.ndarray
    baseline_values: np.ndarray
    n_passes: np.ndarray

    @property
    def sums(self) -> np.ndarray:
        """What all tokens add together, float64 [r]."""
        sums: np.ndarray = self.scores.sum(1, dtype=np.float64) + self.source_scores.sum(1, dtype=np.float64)
        return sums

    @property
    def changes(self) -> np.ndarray:
        """F(x) - F(baseline), float64 [r]."""
        changes: np.ndarray = np.array([one.value for one in self.contrasts]) - self.baseline_values
        return changes

    @property
    def gaps(self) -> np.ndarray:
        """How far the sum is from F(x) - F(baseline), float64 [r]. Integrated gradients close it with more steps."""
        gaps: np.ndarray = np.abs(self.sums - self.changes)
        return gaps
