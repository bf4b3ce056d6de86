"""Whether two kinds of words lie nearer to one or the other of two more kinds: the embedding side of a bias probe."""

from __future__ import annotations

import numpy as np

from workbench.values.codec import value
from workbench.values.vectors import VectorSource


@value
class AssociationRequest:
    """Targets x and y, attributes a and b. Answer: Association. `seed`: of the ways to deal, where not all are tried."""

    source: VectorSource
    x: tuple[str, ...]
    y: tuple[str, ...]
    a: tuple[str, ...]
    b: tuple[str, ...]
    seed: int = 0

    @property
    def groups(self) -> dict[str, tuple[str, ...]]:
        return {"x": self.x, "y": self.y, "a": self.a, "b": self.b}


@value(eq=False)
class Association:
    """Answer to AssociationRequest.

    x, y       float32, how much nearer each target is to a than to b: mean cosine with a less that with b
    effect     (mean of x - mean of y) / standard deviation of both together (with n - 1); up to 2, 0 is no difference
    statistic  sum of x - sum of y
    p_value    one-sided, of `n_dealt` ways to deal the targets; `exact` where these are all there are
    """

    request: AssociationRequest
    effect: float
    statistic: float
    p_value: float
    n_dealt: int
    exact: bool
    x: np.ndarray
    y: np.ndarray
