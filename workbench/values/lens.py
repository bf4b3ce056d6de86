"""The logit lens: what each layer's stream would predict.

Shapes: rows, the streams that are read (before each block, then after the last: L + 1; with `mid` also behind each block's
attention: 2 L + 1), n positions asked about, m candidates.
"""

from __future__ import annotations

import numpy as np

from workbench.values.codec import value
from workbench.values.trace import TraceRequest


@value
class LensRequest:
    """Read every stream of the stack that predicts through the final norm and the unembedding. Events: Progress. Answer: Lens.

    `token_id`: whose rank and probability are told everywhere; None: at each position the token that the model itself
    holds most probable there. `mid`: also read the stream between a block's attention and its MLP. `top`: candidates told.
    `positions`: those from the first up to, but without, the second; None: all.
    """

    trace: TraceRequest
    token_id: int | None = None
    mid: bool = False
    top: int = 5
    positions: tuple[int, int] | None = None


@value(eq=False)
class Lens:
    """Answer to LensRequest. Natural logs.

    layers    int32 [rows], the block that a stream stands before (L: after the last); `middle` bool [rows], whether it stands
              between attention and MLP of that block
    ids       int32 [rows, n, m], most probable first; logprobs float32 of the same shape
    texts     what each id among `ids` and `targets` is called
    targets   int32 [n], the token whose `rank` (1: most probable) int32 [rows, n] and `target_logprobs` float32 [rows, n] are told
    entropy   float32 [rows, n], in nats
    kl        float32 [rows, n], KL(model's own || row's), in nats; 0 in the last row
    """

    request: LensRequest
    layers: np.ndarray
    middle: np.ndarray
    ids: np.ndarray
    logprobs: np.ndarray
    texts: dict[str, str]
    targets: np.ndarray
    rank: np.ndarray
    target_logprobs: np.ndarray
    entropy: np.ndarray
    kl: np.ndarray
