"""What was measured at the steps of a training, as curves: one for each name, its points in order of their steps.

The idea that is not obvious: a run may go back to an earlier step and do it again. Its curves are then those of what it did last; who
follows them says how often it had gone back when they last heard, and is told where to cut what they hold.
"""

from __future__ import annotations

from dataclasses import field

import numpy as np

from workbench.values.codec import value

SERIES = (
    "loss", "learning_rate", "grad_norm", "param_norm", "tokens_per_second", "memory_bytes", "n_tokens", "seconds", "val_loss",
    "val_accuracy",
)  # fmt: skip
"""The curves of a training: of each step, and at each validation the last two. In nats per token, tokens/s, bytes and seconds."""


@value
class MetricsRequest:
    """Ask the store for the curves of a run. Answer: Metrics.

    names       which; (): all there are
    after_step  points of later steps alone
    known       the same by name, for curves of which the asker has more or less than of the others
    last_step   and of no later step than this; None: to the end
    n_buckets   give a curve that has more points in at most so many stretches; 0: every point
    turn        how often the run had gone back when the asker last heard
    most        of each curve only so many points, the first of those asked for; 0: all. Of no account with n_buckets
    """

    run_id: int
    names: tuple[str, ...] = ()
    after_step: int = -1
    n_buckets: int = 0
    last_step: int | None = None
    known: dict[str, int] = field(default_factory=dict)
    turn: int = 0
    most: int = 0


@value(eq=False)
class MetricCurve:
    """steps: int64 [n], rising. values: float64 [n], NaN and infinity as they were measured.

    In stretches, steps and values are those of the last point of each; least, most: float64 [n], of its finite values (NaN: none).
    None where every point is given.
    """

    name: str
    steps: np.ndarray
    values: np.ndarray
    least: np.ndarray | None = None
    most: np.ndarray | None = None


@value(eq=False)
class Metrics:
    """Those of the curves asked for that have points that are new, in the order of SERIES. `turn`: how often the run has gone back.
    `cut_step`: it has since the asker last heard, so points after this step are to be dropped before the new ones are added; None: it
    has not. `more`: there may be points beyond these, as no more were asked for at once."""

    run_id: int
    curves: tuple[MetricCurve, ...]
    turn: int = 0
    cut_step: int | None = None
    more: bool = False
