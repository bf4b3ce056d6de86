"""What a direction that a model can be steered along speaks for, read as if it were the whole stream.

Shapes: m tokens told on either side.
"""

from __future__ import annotations

import numpy as np

from workbench.values.codec import value
from workbench.values.interventions import Steering
from workbench.values.trace import TraceRequest


@value
class DirectionRequest:
    """Read a direction through the final norm and the unembedding. Answer: Direction.

    steering   whose direction it is; its strength says nothing here
    top        tokens told on either side
    """

    trace: TraceRequest
    steering: Steering
    top: int = 20


@value(eq=False)
class Direction:
    """Answer to DirectionRequest. Only the shortest way to the output: what later layers make of the direction is not in it.

    unit              the mean length of the stream there, over the text that ships with the app: what a strength of 1 adds
    ids, low_ids      int32 [m], the tokens that the direction raises most, and those that it lowers most; `texts`, `low_texts`
    logits, low_logits   float32 [m], of a stream that is nothing but the direction, less their mean over the vocabulary
    """

    request: DirectionRequest
    unit: float
    ids: np.ndarray
    texts: tuple[str, ...]
    logits: np.ndarray
    low_ids: np.ndarray
    low_texts: tuple[str, ...]
    low_logits: np.ndarray
