"""Inside one head: why a query weighs a key as it does, and what the head then writes.

Shapes: n keys of the row, d = d_head.
"""

from __future__ import annotations

from typing import Literal

import numpy as np

from workbench.values.codec import value
from workbench.values.trace import TraceRequest
from workbench.values.trace_parts import Part

Unsaid = Literal["", "no-logits", "other-stack", "norm-after-sum"]


@value
class InsideRequest:
    """One query of one head, and one key that it may read. Answer: Inside. `key` None: the one with most weight. `top`: how many
    tokens are told that it promotes, and that it suppresses."""

    trace: TraceRequest
    layer: int
    head: int
    query: int
    key: int | None = None
    part: Part = ""
    top: int = 10


@value(eq=False)
class Inside:
    """Answer to InsideRequest. float32.

    key            which key `k` and `products` are of
    kv_head        the key-value head that this head reads
    scale          what products are multiplied by
    turned         whether dimension i is turned together with i + d / 2 by rotary positions: the two then make one pair
    q, k           [d], of the query and of the key, as they are multiplied; `q_plain`, `k_plain` before they were turned
    products       [d], scale · q_i · k_i: their sum is content[key]
    content        [n], scale · q · k of each key
    bias           [n], what is added by distance (T5); else 0
    visible        bool [n], which keys the query sees; its scores are content + bias there
    weights        [n], the row of the pattern: the softmax of the scores
    value_norms    [n], the length of each key's value; `written_norms` of what it would write into the stream alone
    z              [d], what the head found: the sum of weight · value, unless it was changed
    written        [d_model], what that adds to the stream
    promoted, suppressed   ids int32, `…_texts`, and `…_effects`: what `written` adds to a token's logit on the direct way, with the
                   final norm's scale as it was, beyond what it adds to the average token's; most first
    mean_effect    what it adds to the average token's
    unsaid         why there are none: no-logits, other-stack (the model predicts from another), norm-after-sum (every later norm
                   stands in the way)
    """

    request: InsideRequest
    key: int
    kv_head: int
    scale: float
    turned: bool
    q: np.ndarray
    k: np.ndarray
    q_plain: np.ndarray
    k_plain: np.ndarray
    products: np.ndarray
    content: np.ndarray
    bias: np.ndarray
    visible: np.ndarray
    weights: np.ndarray
    value_norms: np.ndarray
    written_norms: np.ndarray
    z: np.ndarray
    written: np.ndarray
    promoted: np.ndarray
    promoted_texts: tuple[str, ...]
    promoted_effects: np.ndarray
    suppressed: np.ndarray
    suppressed_texts: tuple[str, ...]
    suppressed_effects: np.ndarray
    mean_effect: float
    unsaid: Unsaid
