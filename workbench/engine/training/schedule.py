"""How large each step is: a linear warm-up, then what the request says down to a share of the peak."""

from __future__ import annotations

import math

from workbench.values import TrainRequest


def learning_rate(request: TrainRequest, step: int) -> float:
    """The learning rate of step 1 … n_steps.

    cosine: half a cosine (arXiv 1608.03983). wsd: constant, then linear over the last `decay_share` of all steps (arXiv 2404.06395).
    """
    if step <= request.warmup_steps:
        return request.learning_rate * step / request.warmup_steps
    done = min(1.0, (step - request.warmup_steps) / max(1, request.n_steps - request.warmup_steps))
    if request.decay == "cosine":
        left = 0.5 * (1 + math.cos(math.pi * done))
    elif request.decay == "linear":
        left = 1 - done
    elif request.decay == "constant":
        left = 1.0
    else:
        n_decay = max(1, round(request.decay_share * request.n_steps))
        left = min(1.0, (request.n_steps - step) / n_decay)
    return request.learning_rate * (request.final_share + (1 - request.final_share) * left)
