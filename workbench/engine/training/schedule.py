"""How large each step is: a linear warm-up, then half a cosine (arXiv 1608.03983) down to a share of the peak."""

from __future__ import annotations

import math

from workbench.values import TrainRequest


def learning_rate(request: TrainRequest, step: int) -> float:
    """The learning rate of step 1 … n_steps."""
    if step <= request.warmup_steps:
        return request.learning_rate * step / request.warmup_steps
    done = (step - request.warmup_steps) / max(1, request.n_steps - request.warmup_steps)
    cosine = 0.5 * (1 + math.cos(math.pi * min(1.0, done)))
    return request.learning_rate * (request.final_share + (1 - request.final_share) * cosine)
