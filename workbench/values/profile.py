"""One token, or several, in all layers and heads at once.

Shapes: L layers, H heads, k keys.
"""

from __future__ import annotations

import numpy as np

from workbench.values.codec import value
from workbench.values.combined import Together
from workbench.values.trace import TraceRequest
from workbench.values.trace_parts import Part


@value
class ProfileRequest:
    """What the tokens at `queries` do in every head, and how much they give to those at `keys`. Answer: Profile.

    `together`: how the weights of several queries become one ("" stands for their mean); those of several keys are summed.
    """

    trace: TraceRequest
    queries: tuple[int, ...]
    keys: tuple[int, ...]
    part: Part = ""
    together: Together = "mean"


@value(eq=False)
class Profile:
    """Each float32 [L, H]; all but `weights` are means over the queries.

    weights   what the queries give to the keys
    entropy   of a query's row, in nats: 0 where it reads one token alone
    distance  how many tokens back or ahead a query reads in the mean; NaN where it reads another text
    sink      what it gives to the first key
    read      float32 [k]: what the queries read, the mean over them, all layers and all heads
    """

    request: ProfileRequest
    weights: np.ndarray
    entropy: np.ndarray
    distance: np.ndarray
    sink: np.ndarray
    read: np.ndarray
